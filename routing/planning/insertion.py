"""The best place for one more stop, the rest held fixed: the answer for an urgent call."""

from __future__ import annotations

from routing.planning.errors import PlanningError
from routing.planning.model import Key, Model
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
