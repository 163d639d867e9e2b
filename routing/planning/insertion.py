"""The best place for one more stop, the rest held fixed: the answer for an urgent call."""

from __future__ import annotations

from routing.planning.errors import PlanningError
from routing.planning.model import Key, Model
from routing.schedule import cheapest_insertions
from store.records import Day


def sequences_of(model: Model, day: Day) -> list[list[int]]:
    """What is still to come on the day's routes as stop indices, one sequence for each vehicle of the model."""
    routes: list[list[int]] = [[] for _ in model.reps]
    for route in day.routes:
        routes[model.vehicle[route.rep]] = [model.index[stop.key] for stop in route.stops if not stop.driven]
    return routes


def best_place(model: Model, day: Day, key: Key) -> tuple[str, int]:
    """Rep and position on the route (from 1) that break the fewest rules and, among those, cost least.

    Raises `PlanningError` when every route is locked.
    """
    stop = model.index.get(key)
    free = [model.vehicle[route.rep] for route in day.routes if not (route.locked or route.out)]
    if stop is None or not free:
        raise PlanningError("cannot_be_placed", outlet=key[0])
    best = cheapest_insertions(model.problem, sequences_of(model, day), stop, vehicles=free, limit=1)[0]
    rep = model.reps[best.vehicle].id
    return rep, position_of(model, rep, best.position)


def position_of(model: Model, rep: str, position: int) -> int:
    """A place among the stops still to come (from 0) as a position on the whole route (from 1)."""
    so_far = model.under_way.get(rep)
    return position + 1 + (so_far.stops if so_far else 0)
