"""The last words of a search: what still fits is put in, and where the rest would go is said."""

from __future__ import annotations

import time
from collections.abc import Iterator

from routing.engine.events import Place
from routing.problem import COST_LIMIT, RELOAD, Problem, Routes
from routing.schedule import cheapest_insertions, judge_route, probes, telling
from routing.schedule.reloads import split

MOST = 500
"""Unserved stops looked at."""


def filled_up(problem: Problem, routes: Routes, seconds: float | None = None) -> list[list[int]]:
    """The routes with every stop put in that the search left out though it fits: the required ones first, then the
    optional ones that pay, the dearest first.

    With `seconds` only as many are looked at as there is time for.
    """
    filled = [list(route) for route in routes]
    served = {stop for route in filled for stop in route if stop != RELOAD}
    prizes = {
        number: stop.prize if stop.prize is not None else COST_LIMIT
        for number, stop in enumerate(problem.stops)
        if number not in served
    }
    for number in _in_time(sorted(prizes, key=lambda number: (-prizes[number], number)), seconds):
        for place in cheapest_insertions(problem, filled, number, vehicles=_worth_asking(problem, filled), limit=1):
            if place.feasible and place.cost < prizes[number]:
                filled[place.vehicle].insert(place.position, number)
    return filled


def reloaded(problem: Problem, routes: Routes) -> list[list[int]]:
    """The routes with their reloads where they cost least: what they were made for may have left the route since."""
    return [
        list(route) if RELOAD not in route else _reloaded(problem, vehicle, list(route))
        for vehicle, route in enumerate(routes)
    ]


def _reloaded(problem: Problem, vehicle: int, route: list[int]) -> list[int]:
    stops = [stop for stop in route if stop != RELOAD]

    def worth(tried: list[int]) -> tuple[int, int]:
        judged = judge_route(problem, vehicle, tried)
        return judged.broken, judged.cost

    return min((route, stops, split(problem, vehicle, stops)), key=worth)


def places_of(
    problem: Problem, routes: Routes, unserved: tuple[int, ...], seconds: float | None
) -> list[tuple[int, list[Place]]]:
    """For each unserved stop the places among which the cheapest way in is, the rest held fixed.

    With `seconds` only as many stops are told of as there is time for.
    """
    vehicles = _worth_asking(problem, routes)
    return [
        (
            stop,
            [
                (probe.vehicle, probe.position, probe.cost, probe.breaches)
                for probe in telling(probes(problem, routes, stop, vehicles=vehicles))
            ],
        )
        for stop in _in_time(unserved, seconds)
    ]


def _in_time(stops: list[int] | tuple[int, ...], seconds: float | None) -> Iterator[int]:
    begun = time.monotonic()
    for stop in stops[:MOST]:
        if seconds is not None and time.monotonic() - begun > seconds:
            return
        yield stop


def _worth_asking(problem: Problem, routes: Routes) -> list[int]:
    """Vehicles that drive, and of those that do not one of each kind; all where stops tell vehicles apart."""
    vehicles = range(len(problem.vehicles))
    if any(stop.allowed is not None or stop.vehicle_cost or stop.usual_vehicle is not None for stop in problem.stops):
        return list(vehicles)
    idle: dict[object, int] = {}
    for number in vehicles:
        if not routes[number]:
            idle.setdefault(problem.vehicles[number], number)
    return [number for number in vehicles if routes[number] or idle[problem.vehicles[number]] == number]
