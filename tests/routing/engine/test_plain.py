"""The fast way for plain problems: as right as the judge, and never on a problem it does not understand."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engine.client import solve_blocking
from routing.engine.plain.model import is_plain
from routing.problem import Break, Problem, Relation, Stop, Vehicle
from routing.schedule import judge
from tests.routing.engine.problems import cheapest_plan, random_plane


def solved(problem: Problem, iterations: int = 600, **options: Any) -> Any:
    return solve_blocking(problem, seconds=None, iterations=iterations, workers=1, **options)


def test_what_is_plain() -> None:
    problem = random_plane(5, 2, seed=1)
    assert is_plain(problem)
    vehicle = problem.vehicles[0]
    for changed in (
        {"time_cost": 1}, {"breaks": (Break(60),)}, {"max_stops": 3}, {"max_work": 9}, {"max_distance": 9},
        {"balance_cost": 1}, {"reload_place": 0}, {"capacity": (1, 2)},
    ):  # fmt: skip
        assert not is_plain(replace(problem, vehicles=(replace(vehicle, **changed),) * 2))
    assert not is_plain(replace(problem, vehicles=(vehicle, replace(vehicle, distance_cost=2))))
    stop = problem.stops[0]
    for changed in (
        {"windows": ((0, 1), (3, 4))}, {"pickup": (1,)}, {"release": 1}, {"late_cost": 1}, {"allowed": (0,)},
        {"vehicle_cost": ((0, 1),)}, {"fixed_vehicle": 0}, {"fixed_begin": 9}, {"usual_vehicle": 0, "change_cost": 1},
        {"promised": 1, "promise_cost": 1}, {"demand": (1, 2)},
    ):  # fmt: skip
        assert not is_plain(replace(problem, stops=(replace(stop, **changed), *problem.stops[1:])))
    assert not is_plain(replace(problem, relations=(Relation("before", (0, 1)),)))
    assert not is_plain(replace(problem, speed=((0, 500),)))


@settings(max_examples=15)
@given(
    stops=st.integers(1, 5),
    vehicles=st.integers(1, 3),
    seed=st.integers(0, 10**6),
    windows=st.booleans(),
    prizes=st.booleans(),
    fixed=st.sampled_from((0, 500)),
)
def test_the_best_plan_of_a_tiny_problem(
    stops: int, vehicles: int, seed: int, windows: bool, prizes: bool, fixed: int
) -> None:
    problem = random_plane(stops, vehicles, seed=seed, windows=windows, prizes=prizes, fixed_cost=fixed)
    assert is_plain(problem)
    done = solved(problem)
    judged = judge(problem, done.routes)
    best = cheapest_plan(problem)
    missing = sum(problem.stops[i].prize is None for i in judged.unserved)
    assert (missing, judged.cost) == (best.left_out, best.cost)
    assert all(route.feasible for route in judged.routes)


@settings(max_examples=10)
@given(stops=st.integers(1, 30), seed=st.integers(0, 10**6))
def test_matrices_neither_symmetric_nor_metric(stops: int, seed: int) -> None:
    """A way round may be quicker there than the way without: what is left of a route must be timed anew."""
    problem = random_plane(stops, 4, seed=seed, symmetric=False)
    done = solved(problem, 2000)
    judged = judge(problem, done.routes)
    assert all(route.feasible for route in judged.routes)
    assert judged.cost == done.cost


def test_open_ends_and_starts_elsewhere() -> None:
    problem = random_plane(5, 2, seed=4)
    for change in ({"end": None}, {"end": 3}, {"start": 2, "end": None}):
        changed = replace(problem, vehicles=(replace(problem.vehicles[0], **change),) * 2)
        assert is_plain(changed)
        assert solved(changed).cost == cheapest_plan(changed).cost


def test_a_given_plan_is_never_made_worse() -> None:
    problem = random_plane(40, 6, seed=2)
    good = solved(problem, 4000)
    assert solved(problem, 1, start=good.routes).cost <= good.cost


def test_what_a_given_plan_breaks_is_put_elsewhere() -> None:
    problem = random_plane(12, 6, seed=2)
    broken = [list(range(12)), *([] for _ in range(5))]
    assert not judge(problem, broken).feasible
    assert judge(problem, solved(problem, start=broken).routes).feasible


@pytest.mark.parametrize("workers", [1, 2])
def test_large_problems_are_cut_into_parts(workers: int) -> None:
    problem = random_plane(420, 100, seed=3)
    done = solve_blocking(problem, seconds=None, iterations=3000, workers=workers)
    judged = judge(problem, done.routes)
    assert judged.feasible
    assert judged.cost == done.cost
    assert done.cost < done.trace[0][1]


def test_with_one_worker_a_seed_decides_everything() -> None:
    problem = random_plane(60, 10, seed=5)
    one, same, other = solved(problem, 3000), solved(problem, 3000), solved(problem, 3000, seed=9)
    assert one.routes == same.routes
    assert one.trace[-1][1] == same.trace[-1][1]
    assert one.iterations == same.iterations == other.iterations == 3000


@pytest.mark.parametrize("stops", [60, 420])
def test_with_two_workers_too(stops: int) -> None:
    """Counted in steps, no clock decides: not on the whole problem, nor on parts."""
    problem = random_plane(stops, stops // 4, seed=5)
    one, same = (solve_blocking(problem, seconds=None, iterations=2000, workers=2) for _ in range(2))
    assert one.routes == same.routes


def test_fewer_vehicles_than_the_savings_would_use() -> None:
    problem = random_plane(30, 30, seed=6, windows=False)
    load = sum(stop.demand[0] for stop in problem.stops)
    fewest = -(-load // problem.vehicles[0].capacity[0]) + 1
    done = solved(replace(problem, vehicles=problem.vehicles[:fewest]), 5000)
    assert done.unserved == []


def test_what_cannot_be_served_is_left_out_and_the_rest_is_not() -> None:
    problem = random_plane(10, 4, seed=7)
    stops = list(problem.stops)
    stops[0] = replace(stops[0], demand=(10**6,))
    stops[1] = replace(stops[1], windows=((0, 0),))
    done = solved(replace(problem, stops=tuple(stops)))
    assert done.unserved == [0, 1]


def test_stops_at_one_place_and_windows_of_no_length() -> None:
    matrix = np.array([[0, 100], [100, 0]], dtype=np.int64)
    stops = tuple(Stop(place=1, windows=((500 + 10 * k, 500 + 10 * k),), service=10) for k in range(4))
    problem = Problem((matrix,), (matrix,), stops, (Vehicle(0, 0),) * 3)
    done = solved(problem, 200)
    assert [list(route) for route in done.routes if route] == [[0, 1, 2, 3]]


@pytest.mark.parametrize("stops", [1, 2, 3])
def test_very_few_stops(stops: int) -> None:
    problem = random_plane(stops, 1, seed=8, windows=False)
    best = min(judge(problem, [order]).cost for order in itertools.permutations(range(stops)))
    assert solved(problem, 50).cost == best
