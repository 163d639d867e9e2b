"""The last words of a search: nothing useless is left in, and of every stop left out it is said where it would go."""

from __future__ import annotations

from dataclasses import replace

from routing.engine.client import solve_blocking
from routing.engine.finish import reloaded
from routing.problem import RELOAD, Problem
from routing.schedule import judge
from tests.routing.engine.problems import random_plane
from tests.routing.engine.test_rules import RULES, with_stops, with_vehicles


def breaches(problem: Problem, routes: list[list[int]]) -> int:
    return sum(route.broken for route in judge(problem, routes).routes)


def test_a_reload_that_spares_nothing_goes_and_one_that_is_needed_stays() -> None:
    problem = RULES["reload"](random_plane(10, 2, seed=3))
    full = max(range(10), key=lambda stop: problem.stops[stop].demand)
    room = problem.vehicles[0].capacity[0]
    needed = next(
        stop
        for stop in range(10)
        if stop != full and problem.stops[stop].demand[0] + problem.stops[full].demand[0] > room
    )
    light = [stop for stop in range(10) if stop not in (full, needed)][:2]
    routes = [[light[0], RELOAD, light[1]], [full, RELOAD, needed]]
    found = reloaded(problem, routes)
    assert found[0] == light
    assert found[1].count(RELOAD) == 1
    assert breaches(problem, found) <= breaches(problem, routes)


def test_every_stop_left_out_is_told_of_however_little_time_there_is() -> None:
    crowded = with_vehicles(
        with_stops(replace(random_plane(60, 2, seed=5)), {"prize": 50}), {"max_stops": 10, "time_cost": 1}
    )
    last = solve_blocking(crowded, seconds=0.4, workers=1)
    assert len(last.unserved) >= 40
    assert sorted(stop for stop, _ in last.places) == sorted(last.unserved)
    assert all(places for _, places in last.places)
