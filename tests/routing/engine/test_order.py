"""Proof of order against trying everything: what is called proven is, whatever the rules."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engine import order as proofs
from routing.engine.order import proven_orders
from routing.engine.plain.model import is_plain
from routing.problem import RELOAD, Break, Problem, Relation
from routing.schedule import judge, judge_route
from tests.routing.engine.problems import random_plane

CHANGES: dict[str, dict[str, Any]] = {
    "plain": {},
    "open_end": {"end": None},
    "short_shift": {"latest": 5000},
    "break": {"breaks": (Break(400, 1500, 4000),)},
    "break_after_work": {"breaks": (Break(200, after=2500),)},
    "cost_of_time": {"time_cost": 2, "balance_cost": 1},
}


def with_vehicle(problem: Problem, **change: Any) -> Problem:
    return replace(problem, vehicles=tuple(replace(vehicle, **change) for vehicle in problem.vehicles))


def breach(problem: Problem, order: Any) -> int:
    return judge_route(problem, 0, order).broken


@pytest.mark.parametrize("change", CHANGES)
@settings(max_examples=8)
@given(
    stops=st.integers(2, 6),
    seed=st.integers(0, 10**6),
    windows=st.booleans(),
    symmetric=st.booleans(),
)
def test_what_is_proven_no_other_order_beats(
    change: str, stops: int, seed: int, windows: bool, symmetric: bool
) -> None:
    problem = with_vehicle(random_plane(stops, 1, seed=seed, windows=windows, symmetric=symmetric), **CHANGES[change])
    route = list(range(stops))
    (better,), (proven,) = proven_orders(problem, [route], seconds=None)
    assert sorted(better) == route
    held, now = breach(problem, route), breach(problem, better)
    assert now <= held
    assert now < held or judge_route(problem, 0, better).cost <= judge_route(problem, 0, route).cost
    assert proven, "a handful of stops is always settled"
    cost = judge_route(problem, 0, better).cost
    for other in itertools.permutations(route):
        if breach(problem, other) <= now:
            assert judge_route(problem, 0, other).cost >= cost


@settings(max_examples=6)
@given(seed=st.integers(0, 10**6), symmetric=st.booleans(), end=st.sampled_from((0, 3, None)))
def test_the_circuit_agrees_with_trying_everything(seed: int, symmetric: bool, end: int | None) -> None:
    """Seven stops are too many to be tried: CP-SAT settles them, and here everything is tried after all."""
    problem = with_vehicle(random_plane(7, 1, seed=seed, symmetric=symmetric), end=end, latest=20_000)
    stops = [replace(s, windows=((s.windows[0][0], s.windows[0][0] + 6000),)) for s in problem.stops]
    problem = replace(problem, stops=tuple(stops))
    assert is_plain(problem)
    route = min(itertools.permutations(range(7)), key=lambda order: (breach(problem, order), order))
    if breach(problem, route):
        return
    (better,), (proven,) = proven_orders(problem, [list(route)], seconds=None)
    cheapest = min(
        told.cost for order in itertools.permutations(range(7)) if (told := judge_route(problem, 0, order)).feasible
    )
    assert judge_route(problem, 0, better).feasible
    if proven:
        assert judge_route(problem, 0, better).cost == cheapest


def test_what_is_not_settled_is_not_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_plane(12, 2, seed=4, windows=False, capacity=(1000,))
    routes = [list(range(10)), [10, 11]]
    _, proven = proven_orders(problem, routes, seconds=0.0)
    assert proven == (False, False)
    # a rule that only the judge knows, and too many stops to try them all
    rich = with_vehicle(problem, breaks=(Break(400, 1500, 4000),))
    _, proven = proven_orders(rich, routes, seconds=None)
    assert proven == (False, True)
    monkeypatch.setattr(proofs, "_WORK", 0.0)
    _, proven = proven_orders(random_plane(30, 1, seed=4, windows=False), [list(range(30))], seconds=None)
    assert proven == (False,)


def test_reloads_and_relations() -> None:
    problem = with_vehicle(random_plane(4, 2, seed=4, windows=False), reload_place=0, max_trips=2)
    _, proven = proven_orders(problem, [[0, RELOAD, 1], [2, 3]], seconds=None)
    assert proven == (False, True)
    tied = replace(random_plane(4, 1, seed=4, windows=False), relations=(Relation("before", (3, 0)),))
    (better,), (proven_one,) = proven_orders(tied, [[3, 0, 1, 2]], seconds=None)
    assert proven_one
    assert better.index(3) < better.index(0)
    assert judge(tied, [better]).feasible
