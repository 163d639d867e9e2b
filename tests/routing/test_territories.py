"""Territories: the nearest centre by road, not as the crow flies; even work; nothing lost."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.territories import EVEN, evenly, settled_centres, shared_among, territory_graph
from routing.travel import Estimate
from routing.travel.roads import Roads
from tests.routing.travel.towns import at, path_of


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("ROUNDSMAN_CACHE", str(tmp_path_factory.getbasetemp() / "roads-cache"))


def test_who_is_near_as_the_crow_flies_may_be_far_by_road() -> None:
    """In a one-way street the way there and the way back count together; an outlet on no road is nobody's."""
    travel = Roads(path_of("oneway"))
    points = [at(x / 10, 1) for x in range(1, 10)]
    centres = [at(0.15, 1), at(0.85, 1)]
    seconds = travel.matrix([*centres, *points])[0]
    shared = shared_among(travel, points, centres, [1.0] * 9)
    for i, k in enumerate(shared.of.tolist()):
        there_and_back = [int(seconds[c, 2 + i]) + int(seconds[2 + i, c]) for c in range(2)]
        assert there_and_back[k] == min(there_and_back) == shared.seconds[i]
    lost = shared_among(Roads(path_of("island")), [at(0.5, 1), at(5, 1.5)], [at(0.5, 0)], [1.0, 1.0])
    assert lost.of.tolist() == [0, -1]
    graph = territory_graph(lost, ["D"], ["A", "B"], [at(0.5, 1), at(5, 1.5)], [1.0, 1.0])
    assert list(graph.edges) == [("centre:D", "A")]
    assert graph.nodes["centre:D"]["work"] == 1.0
    assert "\n".join(nx.generate_graphml(graph)).count("<node ") == 3


@given(
    st.integers(1, 6).flatmap(
        lambda count: st.tuples(
            st.lists(st.lists(st.integers(0, 5000), min_size=count, max_size=count), min_size=1, max_size=60),
            st.lists(st.floats(0.5, 4), min_size=count, max_size=count),
        )
    ),
    st.integers(0, 9),
)
def test_every_outlet_is_somebodys_and_no_single_move_makes_it_more_even(
    town: tuple[list[list[int]], list[float]], seed: int
) -> None:
    rows, shares = town
    cost = np.array(rows, np.int64).T
    work = np.random.default_rng(seed).uniform(0.2, 2, cost.shape[1])
    of = evenly(cost, work, np.array(shares))
    assert ((of >= 0) & (of < len(shares))).all()
    due = work.sum() * np.array(shares) / sum(shares)
    load = np.bincount(of, work, len(shares)) / due
    most = int(load.argmax())
    if load[most] > 1 + EVEN + 1e-9 and len(shares) > 1:
        least = int(load.argmin())
        for outlet in np.flatnonzero(of == most):
            assert load[least] + work[outlet] / due[least] >= load[most] - 1e-9


def test_centres_settle_in_the_middle_and_the_work_is_even() -> None:
    luck = np.random.default_rng(3)
    points = [(30 + x, 120 + y) for x, y in luck.uniform(-0.1, 0.1, (240, 2))]
    work = luck.uniform(0.2, 1.0, 240)
    shares = [2.0, 1.0, 1.0]
    centres = settled_centres(Estimate(), points, work, shares, [-1] * 240)
    shared = shared_among(Estimate(), points, centres, work, shares)
    load = np.bincount(shared.of, work, 3) / work.sum()
    assert load == pytest.approx([0.5, 0.25, 0.25], abs=0.03)
    # near to who has them now: whoever has a place keeps most of it
    again = settled_centres(Estimate(), points, work, shares, shared.of.tolist())
    kept = shared_among(Estimate(), points, again, work, shares)
    assert (kept.of == shared.of).mean() > 0.9
    assert len(set(centres)) == 3
    for one, other in pairwise(centres):
        assert one != other
