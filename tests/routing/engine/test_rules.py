"""Every rule of its own: tiny problems against trying everything, larger ones against the judge."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engine.client import solve_blocking
from routing.engine.plain.model import is_plain
from routing.problem import RELOAD, Break, Problem, Relation
from routing.schedule import judge
from tests.routing.engine.problems import cheapest_plan, random_plane


def solved(problem: Problem, iterations: int = 400, **options: Any) -> Any:
    return solve_blocking(problem, seconds=None, iterations=iterations, workers=1, **options)


def with_vehicles(problem: Problem, *changes: dict[str, Any]) -> Problem:
    vehicles = [replace(vehicle, **changes[number % len(changes)]) for number, vehicle in enumerate(problem.vehicles)]
    return replace(problem, vehicles=tuple(vehicles))


def with_stops(problem: Problem, *changes: dict[str, Any]) -> Problem:
    stops = [replace(stop, **changes[number % len(changes)]) for number, stop in enumerate(problem.stops)]
    return replace(problem, stops=tuple(stops))


RULES = {
    "several_windows": lambda p: with_stops(p, {"windows": ((500, 1500), (3000, 6000))}, {}),
    "break_in_a_window": lambda p: with_vehicles(p, {"breaks": (Break(600, 2500, 4500),)}),
    "break_after_work": lambda p: with_vehicles(p, {"breaks": (Break(300, after=2500),)}),
    "break_at_a_place": lambda p: with_vehicles(p, {"breaks": (Break(300, 1000, 6000, place=0),)}),
    "shift_and_overtime": lambda p: with_vehicles(p, {"shift_end": 4500, "overtime_cost": 3, "time_cost": 1}),
    "several_capacities": lambda p: with_vehicles(
        with_stops(p, {"demand": (3, 1)}, {"demand": (1, 4)}), {"capacity": (7, 6)}
    ),
    "pickups": lambda p: with_vehicles(with_stops(p, {"demand": (4,), "pickup": (5,)}, {}), {"capacity": (12,)}),
    "skills": lambda p: with_stops(p, {"allowed": (0,)}, {}),
    "preferred_rep": lambda p: with_stops(p, {"vehicle_cost": ((0, 700),)}, {}),
    "costs_and_speeds": lambda p: with_vehicles(
        replace(p, times=(p.times[0], p.times[0] * 2), distances=(p.distances[0],) * 2),
        {"distance_cost": 2}, {"mode": 1, "fixed_cost": 900},
    ),
    "worth": lambda p: with_vehicles(with_stops(p, {"prize": 900}, {"prize": 300}), {"time_cost": 1}),
    "locks": lambda p: with_vehicles(
        with_stops(p, {"fixed_vehicle": 0, "windows": ()}, {}, {}, {}), {"capacity": (60,)}
    ),
    "locked_time": lambda p: with_stops(p, {"fixed_begin": 3000}, {}, {}, {}, {}),
    "several_depots": lambda p: with_vehicles(p, {"start": 0, "end": 0}, {"start": 1, "end": 1}),
    "open_end": lambda p: with_vehicles(p, {"end": None, "time_cost": 1}),
    "release": lambda p: with_stops(p, {"release": 2000}, {}),
    "reload": lambda p: with_vehicles(
        p, {"capacity": (12,), "reload_place": 0, "max_trips": 3, "reload_service": 100}
    ),
    "most_stops": lambda p: with_vehicles(p, {"max_stops": 2}),
    "most_work": lambda p: with_vehicles(p, {"max_work": 3500}),
    "most_distance": lambda p: with_vehicles(p, {"max_distance": 2500}),
    "soft_lateness": lambda p: with_stops(p, {"windows": ((1500, 1600),), "late_cost": 2, "late_limit": 2000}),
    "balance": lambda p: with_vehicles(p, {"balance_cost": 1}),
    "closeness": lambda p: with_stops(p, {"usual_vehicle": 0, "change_cost": 400}, {"promised": 3000, "promise_cost": 3}),
    "hourly_speed": lambda p: replace(p, speed=((0, 1000), (2000, 500), (4000, 1500))),
    "same_route": lambda p: replace(p, relations=(Relation("same_route", (0, 1)),)),
    "different_routes": lambda p: replace(p, relations=(Relation("different_routes", (0, 1)),)),
    "before": lambda p: replace(with_stops(p, {"windows": ()}), relations=(Relation("before", (1, 0)),)),
    "direct": lambda p: replace(with_stops(p, {"windows": ()}), relations=(Relation("direct", (1, 0)),)),
}  # fmt: skip
"""What makes a plain problem one with that rule; the names are those of docs/constraints.md."""


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=2)
@given(stops=st.integers(2, 4), seed=st.integers(0, 10**6))
def test_tiny_problems_are_solved_to_the_best_plan(rule: str, stops: int, seed: int) -> None:
    problem = RULES[rule](random_plane(stops, 2, seed=seed))
    assert not is_plain(problem)
    done = solved(problem)
    judged = judge(problem, done.routes)
    best = cheapest_plan(problem)
    assert best is not None
    assert judged.cost == done.cost
    required = [i for i in judged.unserved if problem.stops[i].prize is None]
    assert (len(required) + sum(len(route.violations) for route in judged.routes), judged.cost) == (
        best.left_out, best.cost
    ), (done.routes, judged.violations)  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_larger_problems_keep_the_rule(rule: str) -> None:
    problem = RULES[rule](random_plane(24, 8, seed=11))
    done = solved(problem, 300)
    judged = judge(problem, done.routes)
    assert judged.cost == done.cost
    assert all(route.feasible for route in judged.routes), [route.violations for route in judged.routes]
    assert not [broken for broken in judged.violations if broken[1].startswith("relation")]


def test_reloads_serve_more_than_one_load() -> None:
    problem = RULES["reload"](random_plane(5, 1, seed=3, windows=False))
    done = solved(problem)
    assert done.unserved == []
    assert RELOAD in done.routes[0]
    assert judge(problem, done.routes).feasible


def test_the_judge_alone_decides_what_a_given_plan_is_worth() -> None:
    problem = RULES["reload"](random_plane(6, 1, seed=3, windows=False))
    first = solved(problem, 50)
    again = solved(problem, 1, start=first.routes)
    assert again.cost <= first.cost
