"""The best place for one more stop, the rest held fixed: the answer for an urgent call."""

from __future__ import annotations

from routing.planning.errors import PlanningError
from routing.planning.model import Key, Model
from routing.planning.reloads import calls_before, sequence_of
from routing.schedule import cheapest_insertions
from store.records import Day


def sequences_of(model: Model, day: Day) -> list[list[int]]:
    """What is still to come on the day's routes as stop indices, one sequence for each vehicle of the model."""
    routes: list[list[int]] = [[] for _ in model.reps]
    for route in day.routes:
        vehicle = model.vehicle[route.rep]
        routes[vehicle] = sequence_of(model, vehicle, route.stops)
    return routes


def best_place(model: Model, day: Day, key: Key) -> tuple[str, int]:
    """Rep and position on the route (from 1) that break the fewest rules and, among those, cost least.

    Raises `PlanningError` when every route is locked.
    """
    stop = model.index.get(key)
    free = [model.vehicle[route.rep] for route in day.routes if not (route.locked or route.out)]
    if stop is None or not free:
        raise PlanningError("cannot_be_placed", outlet=key[0])
    routes = sequences_of(model, day)
    best = cheapest_insertions(model.problem, routes, stop, vehicles=free, limit=1)[0]
    rep = model.reps[best.vehicle].id
    return rep, position_of(model, rep, calls_before(routes[best.vehicle], best.position))


def position_of(model: Model, rep: str, position: int) -> int:
    """A place among the stops still to come (from 0) as a position on the whole route (from 1)."""
    so_far = model.under_way.get(rep)
    return position + 1 + (so_far.stops if so_far else 0)
