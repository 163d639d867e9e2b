"""What cannot be planned or stated: a clear answer or error each, never a hang, never a wrong plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from routing.engine.client import EngineError, Finished, solve_blocking
from routing.problem import HORIZON, Problem, Relation, Stop, Vehicle
from routing.schedule import judge
from tests.routing.engine.problems import random_plane


def solved(problem: Problem, **options: Any) -> Finished:
    return solve_blocking(problem, seconds=None, iterations=100, workers=1, **options)


def refused(problem: Problem) -> str:
    with pytest.raises(EngineError) as told:
        solved(problem)
    return told.value.code


def with_cell(problem: Problem, value: float, dtype: Any = None) -> Problem:
    matrix = np.array(problem.distances[0], dtype=dtype)
    matrix[1, 2] = value
    return replace(problem, distances=(matrix,))


def rich(problem: Problem) -> Problem:
    """The same for the other kernel."""
    return replace(problem, vehicles=tuple(replace(vehicle, time_cost=1) for vehicle in problem.vehicles))


KERNELS = pytest.mark.parametrize("kernel", [lambda problem: problem, rich], ids=["plain", "rich"])


@pytest.mark.parametrize(
    ("value", "dtype", "code"),
    [
        (float("nan"), float, "matrix_not_finite"),
        (float("inf"), float, "matrix_not_finite"),
        (0.5, float, "matrix_type"),
        (-1, None, "matrix_range"),
        (2**60, None, "matrix_range"),
    ],
)
def test_matrices_that_make_no_sense(value: float, dtype: Any, code: str) -> None:
    assert refused(with_cell(random_plane(4, 2, seed=1), value, dtype)) == code


def test_matrices_of_the_wrong_shape() -> None:
    problem = random_plane(4, 2, seed=1)
    assert refused(replace(problem, times=(problem.times[0][:3],))) == "matrix_shape"
    assert refused(replace(problem, times=())) == "matrices_missing"
    assert refused(replace(problem, stops=(replace(problem.stops[0], place=99),))) == "out_of_range"


def test_no_vehicle() -> None:
    assert refused(replace(random_plane(4, 2, seed=1), vehicles=())) == "no_vehicle"


@KERNELS
def test_no_stop_and_one_stop(kernel: Any) -> None:
    assert solved(kernel(replace(random_plane(1, 2, seed=1), stops=()))).routes == [[], []]
    one = kernel(random_plane(1, 2, seed=1))
    done = solved(one)
    assert sorted(map(len, done.routes)) == [0, 1]
    assert judge(one, done.routes).feasible


@KERNELS
@pytest.mark.parametrize(
    "change", [{"windows": ((0, 1),)}, {"windows": ((9999, 9999),)}, {"demand": (10**9,)}, {"service": HORIZON}]
)
def test_a_stop_nobody_can_serve_stays_out_and_says_so(kernel: Any, change: dict[str, Any]) -> None:
    problem = kernel(random_plane(6, 3, seed=2))
    problem = replace(problem, stops=(replace(problem.stops[0], **change), *problem.stops[1:]))
    done = solved(problem)
    assert done.unserved == [0]
    judged = judge(problem, done.routes)
    assert not judged.feasible
    assert all(route.feasible for route in judged.routes)


@KERNELS
def test_more_load_than_all_vehicles_hold(kernel: Any) -> None:
    problem = kernel(random_plane(12, 1, seed=3))
    done = solved(problem)
    judged = judge(problem, done.routes)
    assert done.unserved
    assert all(route.feasible for route in judged.routes)


def test_relations_that_contradict() -> None:
    problem = random_plane(4, 2, seed=1)
    both = (Relation("same_route", (0, 1)), Relation("different_routes", (0, 1)))
    assert refused(replace(problem, relations=both)) == "relations_contradict"
    circle = (Relation("before", (0, 1)), Relation("before", (1, 0)))
    assert refused(replace(problem, relations=circle)) == "relations_circular"


def test_a_tie_that_no_route_can_hold_leaves_both_out() -> None:
    problem = random_plane(4, 2, seed=1)
    stops = [replace(stop, windows=(), demand=(20,)) for stop in problem.stops]
    problem = replace(problem, stops=tuple(stops), relations=(Relation("same_route", (0, 1)),))
    done = solved(problem)
    assert {0, 1} & {stop for route in done.routes for stop in route} == set()


@KERNELS
def test_everything_at_one_place(kernel: Any) -> None:
    matrix = np.zeros((2, 2), np.int64)
    stops = tuple(Stop(place=1, demand=(1,)) for _ in range(20))
    problem = kernel(Problem((matrix,), (matrix,), stops, (Vehicle(0, 0, capacity=(5,)),) * 6))
    done = solved(problem)
    assert done.unserved == []
    assert judge(problem, done.routes).feasible


@KERNELS
def test_stops_at_the_depot_itself(kernel: Any) -> None:
    matrix = np.array([[0, 7], [7, 0]], dtype=np.int64)
    problem = kernel(Problem((matrix,), (matrix,), (Stop(place=0), Stop(place=1)), (Vehicle(0, 0),)))
    assert solved(problem).unserved == []


@KERNELS
def test_windows_of_no_length(kernel: Any) -> None:
    matrix = np.array([[0, 100], [100, 0]], dtype=np.int64)
    stops = tuple(Stop(place=1, windows=((500, 500),), service=10) for _ in range(3))
    problem = kernel(Problem((matrix,), (matrix,), stops, (Vehicle(0, 0),) * 2))
    done = solved(problem)
    # two cannot begin at the same second on one route
    assert sorted(map(len, done.routes)) == [1, 1]
    assert len(done.unserved) == 1


@KERNELS
def test_matrices_neither_symmetric_nor_metric(kernel: Any) -> None:
    problem = kernel(random_plane(20, 8, seed=4, symmetric=False))
    done = solved(problem)
    judged = judge(problem, done.routes)
    assert judged.cost == done.cost
    assert all(route.feasible for route in judged.routes)


def test_costs_that_would_overflow() -> None:
    problem = random_plane(4, 2, seed=1)
    dear = tuple(replace(vehicle, distance_cost=2**53) for vehicle in problem.vehicles)
    assert refused(replace(problem, vehicles=dear)) == "too_large"
    assert refused(replace(problem, stops=(replace(problem.stops[0], prize=2**60),))) == "out_of_range"


def test_costs_too_large_for_the_plain_kernel_are_still_right() -> None:
    problem = random_plane(8, 3, seed=5)
    dear = tuple(replace(vehicle, distance_cost=2**22) for vehicle in problem.vehicles)
    large = replace(problem, vehicles=dear)
    done = solved(large)
    judged = judge(large, done.routes)
    assert judged.cost == done.cost
    assert judged.feasible


def test_a_start_that_names_what_does_not_exist() -> None:
    problem = random_plane(4, 2, seed=1)
    for start in ([[99], []], [[0, 0], []], [[0], [0]], [[], [], [], [0]]):
        with pytest.raises(EngineError):
            solved(problem, start=start)


@pytest.mark.parametrize(
    "change", [{"balance_cost": 10**6}, {"overtime_cost": 10**6, "shift_end": 0}, {"fixed_cost": 10**15}]
)
def test_a_required_stop_is_served_whatever_that_costs(change: dict[str, Any]) -> None:
    problem = random_plane(8, 3, seed=5)
    free = tuple(replace(vehicle, distance_cost=0, **change) for vehicle in problem.vehicles)
    done = solved(replace(problem, vehicles=free))
    assert done.unserved == []


def test_room_for_a_large_stop_is_made_by_turning_many_small_ones_out() -> None:
    """One vehicle alone is large enough, and whatever comes first fills it."""
    matrix = np.array([[abs(i - j) for j in range(42)] for i in range(42)], dtype=np.int64)
    small = tuple(Stop(place=place, demand=(1,)) for place in range(1, 41))
    large = Stop(place=41, demand=(30,), windows=((41, 2000),))
    fleet = (Vehicle(0, 0, capacity=(40,)), *(Vehicle(0, 0, capacity=(10,), fixed_cost=500),) * 4)
    done = solved(Problem((matrix,), (matrix,), (*small, large), fleet))
    assert done.unserved == []
