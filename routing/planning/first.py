"""The first answer to a changed day, in the app's own process: what has come free goes where it costs least.

It is there before the engine has found anything, and the search starts from it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from routing.planning.model import Model
from routing.planning.request import Request
from routing.problem import RELOAD
from routing.schedule import cheapest_insertions

NEAREST = 12
"""Gaps looked at closely for each stop, those with the least detour first."""


def first_answer(request: Request) -> Request:
    """The request with a start in which every stop that stood on a route, or must be called on, is placed if it fits.

    What fits nowhere near is tried everywhere if it is required, else left to the search.
    """
    model = request.model
    routes = [list(route) for route in request.start]
    placed = {stop for route in routes for stop in route}
    stood = {stop.key for route in request.base.routes for stop in route.stops}
    free = [
        index
        for index, due in enumerate(model.dues)
        if index not in placed and (due.key in stood or model.problem.stops[index].prize is None)
    ]
    # the required first, then the dearest
    free.sort(key=lambda index: (_prize(model, index) is not None, -(_prize(model, index) or 0), index))
    for index in free:
        prize = _prize(model, index)
        near = cheapest_insertions(model.problem, routes, index, limit=1, places=_nearest(model, routes, index))
        if prize is None and not (near and near[0].feasible):
            near = cheapest_insertions(model.problem, routes, index, limit=1)
        if near and near[0].feasible and (prize is None or near[0].cost < prize):
            routes[near[0].vehicle].insert(near[0].position, index)
    return replace(request, start=routes)


def _prize(model: Model, index: int) -> int | None:
    return model.problem.stops[index].prize


def _nearest(model: Model, routes: list[list[int]], index: int) -> set[tuple[int, int]]:
    """The gaps with the least detour, as (vehicle, position)."""
    problem = model.problem
    stop = problem.stops[index]
    here = stop.place
    found: list[tuple[int, int, int]] = []
    for vehicle, going in enumerate(problem.vehicles):
        if going.max_stops is not None and going.max_stops <= len(routes[vehicle]):
            continue
        if stop.allowed is not None and vehicle not in stop.allowed:
            continue
        if stop.fixed_vehicle is not None and stop.fixed_vehicle != vehicle:
            continue
        times = problem.times[going.mode]
        home_place = going.start if going.reload_place is None else going.reload_place
        way = [going.start, *(home_place if i == RELOAD else problem.stops[i].place for i in routes[vehicle])]
        there = np.asarray(times[way, here])
        back = np.asarray(times[here, way])
        direct = [*(int(times[one, two]) for one, two in pairwise(way))]
        home = 0 if going.end is None else int(times[here, going.end]) - int(times[way[-1], going.end])
        found += [
            (int(there[n]) + (int(back[n + 1]) - direct[n] if n < len(direct) else home), vehicle, n)
            for n in range(len(way))
        ]
    found.sort()
    return {(vehicle, position) for _, vehicle, position in found[:NEAREST]}
