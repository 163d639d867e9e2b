"""The last words of a search: what still fits is put in, and where the rest would go is said."""

from __future__ import annotations

from routing.problem import RELOAD, Problem, Routes
from routing.schedule import cheapest_insertions

MOST = 500
"""Unserved stops looked at."""
NEAREST = 12
"""Places told for each."""

Place = tuple[int, int, int, int]
"""Vehicle, position, cost and breach of an insertion."""


def filled_up(problem: Problem, routes: Routes) -> list[list[int]]:
    """The routes with every optional stop put in that the search left out though it fits and pays."""
    filled = [list(route) for route in routes]
    served = {stop for route in filled for stop in route if stop != RELOAD}
    prizes = {
        number: stop.prize
        for number, stop in enumerate(problem.stops)
        if number not in served and stop.prize is not None
    }
    for number in sorted(prizes, key=lambda number: (-prizes[number], number))[:MOST]:
        for place in cheapest_insertions(problem, filled, number, limit=1):
            if place.feasible and place.cost < prizes[number]:
                filled[place.vehicle].insert(place.position, number)
    return filled


def places_of(problem: Problem, routes: Routes, unserved: tuple[int, ...]) -> list[tuple[int, list[Place]]]:
    """For each unserved stop the places that break least and cost least, the rest held fixed."""
    return [
        (
            stop,
            [
                (place.vehicle, place.position, place.cost, place.breach)
                for place in cheapest_insertions(problem, routes, stop, limit=NEAREST)
            ],
        )
        for stop in unserved[:MOST]
    ]
