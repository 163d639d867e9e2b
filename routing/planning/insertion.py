"""The best place for one more stop, the rest held fixed: the answer for an urgent call."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from routing.planning.errors import PlanningError
from routing.planning.model import Key, Model
from routing.problem import RELOAD
from routing.schedule import cheapest_insertions
from store.records import Day


def sequences_of(model: Model, day: Day) -> list[list[int]]:
    """The day's routes as stop indices, one for each vehicle of the model."""
    routes: list[list[int]] = [[] for _ in model.reps]
    for route in day.routes:
        routes[model.vehicle[route.rep]] = [model.index[stop.key] for stop in route.stops]
    return routes


def best_place(model: Model, day: Day, key: Key) -> tuple[str, int]:
    """Rep and position (from 1) that break the fewest rules and, among those, cost least.

    Raises `PlanningError` when every route is locked.
    """
    stop = model.index.get(key)
    free = [model.vehicle[route.rep] for route in day.routes if not route.locked]
    if stop is None or not free:
        raise PlanningError("cannot_be_placed", outlet=key[0])
    best = cheapest_insertions(model.problem, sequences_of(model, day), stop, vehicles=free, limit=1)[0]
    return model.reps[best.vehicle].id, best.position + 1


def filled_up(model: Model, routes: Sequence[Sequence[int]], *, closed: Collection[int] = ()) -> list[list[int]]:
    """Routes with every optional stop put in that the search left out though it fits and pays.

    `closed` are vehicles whose routes stay as they are. The dearest stops go first.
    """
    filled = [list(route) for route in routes]
    free = [vehicle for vehicle in range(len(filled)) if vehicle not in closed]
    served = {stop for route in filled for stop in route if stop != RELOAD}
    prizes = {
        stop: limits.prize
        for stop, limits in enumerate(model.problem.stops)
        if stop not in served and limits.prize is not None
    }
    for stop in sorted(prizes, key=lambda stop: (-prizes[stop], stop)):
        for place in cheapest_insertions(model.problem, filled, stop, vehicles=free, limit=1):
            if place.feasible and place.cost < prizes[stop]:
                filled[place.vehicle].insert(place.position, stop)
    return filled
