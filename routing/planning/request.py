"""A request to plan: what is due, what is held, and the problem that follows."""

from __future__ import annotations

from dataclasses import dataclass

from routing.planning.due import Due, due_on, visit_by_hand
from routing.planning.model import Held, Key, Model, build, held_of
from routing.planning.world import World
from store.records import Day


@dataclass(frozen=True, slots=True)
class Request:
    """A model to be searched and the day it starts from."""

    model: Model
    base: Day
    start: list[list[int]]
    """The routes as they stand, stop indices by vehicle; stops no longer asked for are missing."""


def model_of(world: World, day: Day | None) -> Model:
    """The problem in which the day's stops are judged: all that is due and all that stands on it."""
    return build(world, _wanted(world, day).values(), also=[route.rep for route in day.routes] if day else [])


def request(world: World, day: Day | None, *, keep_edits: bool = False, order_only: bool = False) -> Request:
    """What to search for.

    Locks always hold. Other hand-made edits (moves, additions, drops) hold only with `keep_edits`;
    with `order_only` every stop keeps its rep and none comes or goes.
    """
    base = day or Day(date=world.date)
    held: dict[Key, Held] = {}
    full: dict[str, int] = {}
    for route in base.routes:
        if route.locked:
            full[route.rep] = len(route.stops)
        for position, stop in enumerate(route.stops, 1):
            hold = held_of(stop.lock, route.rep, position, stop.begin, whole=route.locked)
            if hold is None and (order_only or (keep_edits and stop.by_hand)):
                hold = Held(route.rep)
            if hold is not None:
                held[stop.key] = hold
    dropped = {stop.key for stop in base.unserved if stop.dropped}
    if order_only:
        wanted = {key: due for key, due in _wanted(world, base).items() if key in held}
    else:
        wanted = {due.key: due for due in due_on(world)}
        for key in held:
            if key not in wanted:
                wanted[key] = _kept(world, key)
        if keep_edits:
            wanted = {key: due for key, due in wanted.items() if key not in dropped}
    if not keep_edits and not order_only:
        base = base.model_copy(update={"unserved": []})
    model = build(world, wanted.values(), held, also=[hold.rep for hold in held.values()], full=full)
    return Request(model, base, _standing(model, base))


def _standing(model: Model, day: Day) -> list[list[int]]:
    routes: list[list[int]] = [[] for _ in model.reps]
    for route in day.routes:
        vehicle = model.vehicle.get(route.rep)
        if vehicle is not None:
            routes[vehicle] = [model.index[stop.key] for stop in route.stops if stop.key in model.index]
    return routes


def _wanted(world: World, day: Day | None) -> dict[Key, Due]:
    wanted = {due.key: due for due in due_on(world)}
    if day is not None:
        standing = [stop.key for route in day.routes for stop in route.stops]
        standing += [stop.key for stop in day.unserved]
        for key in standing:
            if key not in wanted and key[0] in world.outlets:
                wanted[key] = _kept(world, key)
    return wanted


def _kept(world: World, key: Key) -> Due:
    """A stop that stands on the day though nothing makes it due (any more)."""
    return visit_by_hand(world, world.outlets[key[0]])
