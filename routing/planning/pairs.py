"""Several stops at one outlet by one rep, a visit and a delivery: made one after another, not driven to twice."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from routing.planning.model import Model
from routing.problem import RELOAD
from routing.schedule import judge_route


def adjoined(model: Model, routes: Sequence[Sequence[int]]) -> list[list[int]]:
    """The routes with stops at the same outlet next to one another.

    Where a search left them apart, at no cost of driving or between two waits, they are brought together unless
    that breaks a rule more. What a lock holds in its place or time stays there.
    """
    return [_adjoined(model, vehicle, list(route)) for vehicle, route in enumerate(routes)]


def _adjoined(model: Model, vehicle: int, route: list[int]) -> list[int]:
    outlets: dict[str, list[int]] = {}
    for index in route:
        if index != RELOAD:
            outlets.setdefault(model.dues[index].outlet.id, []).append(index)
    for there in outlets.values():
        for one, other in itertools.pairwise(there):
            if route.index(other) - route.index(one) > 1:
                route = _closest(model, vehicle, route, one, other)
    return route


def _closest(model: Model, vehicle: int, route: list[int], one: int, other: int) -> list[int]:
    """The better of both ways to put two stops together; the route as it is where both break more than it does."""

    def judged(tried: list[int]) -> tuple[int, int]:
        found = judge_route(model.problem, vehicle, tried)
        return found.broken, found.cost

    tries = []
    for moved, beside, behind in ((other, one, 1), (one, other, 0)):
        stop = model.problem.stops[moved]
        if stop.fixed_position is None and stop.fixed_begin is None:
            rest = [index for index in route if index != moved]
            at = rest.index(beside) + behind
            tries.append([*rest[:at], moved, *rest[at:]])
    best = min(tries, key=judged, default=route)
    return best if judged(best)[0] <= judged(route)[0] else route
