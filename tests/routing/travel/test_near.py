"""Matrices of large days: kept cells exact, the rest reckoned, all forms of reading agreeing; the engine's copy."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.engine.encoding import from_document, to_document
from routing.planning import ways
from routing.planning.request import model_of
from routing.planning.timing import timed
from routing.problem import Problem, Stop, Vehicle
from routing.schedule import excerpt, judge
from routing.schedule.tables import tables
from routing.sparse import Sparse
from routing.travel import UNREACHED, Estimate, Profile, near, open_travel
from routing.travel.estimate import on_globe
from routing.travel.roads import Roads
from store.records import Day, Route
from store.records import Stop as Call
from tests.routing.planning.test_roads import rep, town
from tests.routing.travel.routing_server import routing_server
from tests.routing.travel.towns import at, path_of

LUCK = np.random.default_rng(5)
PLACES = [at(x, y) for x, y in LUCK.uniform(0, 2, (300, 2))]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("ROUNDSMAN_CACHE", str(tmp_path_factory.getbasetemp() / "roads-cache"))
    monkeypatch.setattr(near, "TOGETHER", 20)
    monkeypatch.setattr(near, "NEAR", 60)


@st.composite
def matrices(draw: Any) -> Sparse:
    """A few places, some cells kept, some doors."""
    count = draw(st.integers(1, 9))
    luck = np.random.default_rng(draw(st.integers(0, 99)))
    points = [(float(lat), float(lon)) for lat, lon in luck.uniform(-1, 1, (count, 2))]
    keys = np.unique(luck.integers(0, count * count, draw(st.integers(0, 30))))
    groups = draw(st.integers(1, 3))
    made = Sparse(
        on_globe(points),
        draw(st.sampled_from([1.35, 1.29])),
        draw(st.sampled_from([1.0, 0.724])),
        least=draw(st.sampled_from([0.0, 0.9])),
        group=luck.integers(0, groups, count).astype(np.int32),
        ratio=luck.uniform(0.5, 2, (groups, groups)),
        keys=keys,
        values=luck.integers(0, 1000, len(keys)).astype(np.int32),
    )
    return made.with_doors(luck.integers(0, 60, count).astype(np.int32)) if draw(st.booleans()) else made


@given(matrices(), st.data())
def test_every_way_of_reading_says_the_same(sparse: Sparse, data: Any) -> None:
    whole = np.asarray(sparse)
    count = len(whole)
    numbers = st.lists(st.integers(0, count - 1), min_size=1, max_size=6)
    rows, columns = data.draw(numbers), data.draw(numbers)
    one, other = rows[0], columns[0]
    assert sparse[one, other] == whole[one, other]
    assert np.array_equal(sparse[one], whole[one])
    assert np.array_equal(sparse[rows], whole[rows])
    assert np.array_equal(sparse[:1, :2], whole[:1, :2])
    assert np.array_equal(sparse[rows, other], whole[rows, other])
    assert np.array_equal(sparse[np.ix_(rows, columns)], whole[np.ix_(rows, columns)])
    pairs = np.array(rows[:3]), np.resize(columns, len(rows[:3]))
    assert np.array_equal(sparse[pairs], whole[pairs])
    assert 0 == sparse.min() <= whole.min()
    assert whole.max() <= sparse.max()
    sparse.learn(np.array([one]), np.array([other]), np.array([77], np.int32))
    assert sparse.knows(np.array([one]), np.array([other])).all()
    assert sparse[one, other] == np.asarray(sparse)[one, other] == 77
    assert np.array_equal(np.delete(np.asarray(sparse), one * count + other), np.delete(whole, one * count + other))


def test_the_estimate_keeps_nothing_but_the_places() -> None:
    for profile in (Profile(), Profile("e_bike"), Profile("on_foot")):
        estimate = Estimate().paced({"main": 1.3})
        for sparse, dense in zip(estimate.spread(PLACES, profile), estimate.matrix(PLACES, profile), strict=True):
            assert abs(np.asarray(sparse) - dense).max() <= 1
            assert len(sparse.keys) == 0


def test_neighbourhoods_part_all_places_and_are_small() -> None:
    groups = near.neighbourhoods(on_globe([*PLACES, *[PLACES[0]] * 50]))
    assert sorted(itertools.chain(*groups)) == list(range(350))
    assert max(map(len, groups)) <= 20


def test_along_roads_neighbours_and_hubs_are_exact_and_far_places_nearly_so() -> None:
    travel = Roads(path_of("grid"))
    exact, metres = travel.matrix(PLACES)
    found = near.nearby(travel, Estimate(), PLACES, {7})
    for sparse, dense in ((found.seconds, exact), (found.metres, metres)):
        made = np.asarray(sparse)
        rows, columns = sparse.keys // 300, sparse.keys % 300
        assert np.array_equal(made[rows, columns], dense[rows, columns])
        assert np.array_equal(made[7], dense[7])
        assert np.array_equal(made[:, 7], dense[:, 7])
        far = np.ones((300, 300), bool)
        far[rows, columns] = False
        assert far.mean() > 0.6
        far &= dense > 0  # two may meet the same spot of a street
        assert np.median(np.abs(made[far] / dense[far] - 1)) < 0.15
    assert found.cut_off == []


def test_what_no_road_reaches_is_found_and_a_server_that_dies_leaves_the_estimate() -> None:
    lost = len(PLACES)
    found = near.nearby(Roads(path_of("island")), Estimate(), [*PLACES, at(5, 1.5)], set())
    assert lost in found.cut_off
    with routing_server() as server:
        server.most = 500
        server.dies_after = 40
        travel = open_travel(f"osrm:{server.url}", Estimate())
        found = near.nearby(travel, Estimate(), PLACES, {0})
        assert travel.estimate
        assert len(found.seconds.keys) == 0
        assert abs(np.asarray(found.seconds) - Estimate().matrix(PLACES)[0]).max() <= 1
        assert len(server.asked) <= 45


@pytest.mark.parametrize("modes", [1, 2])
def test_the_engine_gets_dense_matrices_of_its_own(modes: int, tmp_path: Path) -> None:
    found = near.nearby(Roads(path_of("grid")), Estimate(), PLACES[:80], {0})
    problem = Problem(
        times=(found.seconds, *Estimate().spread(PLACES[:80])[:1])[:modes],
        distances=(found.metres, *Estimate().spread(PLACES[:80])[1:])[:modes],
        stops=tuple(Stop(place=place) for place in range(1, 80)),
        vehicles=tuple(Vehicle(start=0, end=0, time_cost=1, mode=mode) for mode in range(modes)),
    )
    there = from_document(to_document(problem, tmp_path))
    for name in ("times", "distances"):
        for mine, theirs in zip(getattr(problem, name), getattr(there, name), strict=True):
            assert theirs.dtype == np.int32
            assert np.array_equal(np.asarray(mine), theirs)
    made = tables(there)
    assert np.shares_memory(np.asarray(made.times), there.times[0])
    routes = [list(range(10)), *[[]] * (modes - 1)]
    assert judge(problem, routes) == judge(there, routes)


def test_a_large_day_is_planned_and_its_far_legs_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "LARGE", 50)
    monkeypatch.setattr(excerpt, "LARGE", 50)
    names = {f"C{n}": (float(x), float(y)) for n, (x, y) in enumerate(LUCK.uniform(0, 2, (200, 2)))}
    world = town("grid", names, [rep("R1")])
    model = model_of(world, None)
    assert isinstance(model.problem.times[0], Sparse)
    # from corner to corner and back
    order = sorted(names, key=lambda name: sum(names[name]))
    calls = [name for pair in zip(order[:20], order[:-21:-1], strict=True) for name in pair]
    day = timed(model, Day(date=world.date, routes=[Route(rep="R1", stops=[Call(outlet=name) for name in calls])]))
    points = [at(*names[name]) for name in calls]
    for number, leg in enumerate(world.travel.legs(list(itertools.pairwise(points))), 1):
        stop = day.routes[0].stops[number]
        assert leg.seconds != UNREACHED
        assert (stop.travel_s, stop.distance_m) == pytest.approx((leg.seconds, leg.metres), abs=1.01, rel=0.03)
