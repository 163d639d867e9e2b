"""A request to plan: what is due, what is held, and the problem that follows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from routing.planning.beats import kept_reps, laid_out
from routing.planning.due import Due, due_on, stop_by_hand, urgent_stop
from routing.planning.errors import PlanningError
from routing.planning.leftout import unserved_of
from routing.planning.model import Held, Key, Model, Promise, build, held_of
from routing.planning.reloads import sequence_of
from routing.planning.underway import Fact, brought_up_to, driven_of, under_way
from routing.planning.world import World
from store.records import Day, Profile, Route, Stop, StopKind, Unserved


@dataclass(frozen=True, slots=True)
class Request:
    """A model to be searched and the day it starts from."""

    model: Model
    base: Day
    start: list[list[int]]
    """What is to come on the routes as they stand, stop indices by vehicle; stops no longer asked for are missing."""
    weights: Profile | None = None
    """What the search is to count more or less than it costs."""


def model_of(world: World, day: Day | None) -> Model:
    """The problem in which the day's stops are judged: all that is due and all that stands on it."""
    return build(
        world,
        _wanted(world, day).values(),
        held_by_locks(day) if day else None,
        also=[route.rep for route in day.routes] if day else [],
        standing={stop.key for stop in _ahead(day.routes)} if day else (),
        under_way=under_way(world, day),
        now=day.now if day else None,
    )


def request(
    world: World,
    day: Day | None,
    *,
    keep_edits: bool = False,
    order_only: bool = False,
    free_reps: bool = False,
) -> Request:
    """What to search for.

    Locks always hold, and what has been driven stays driven. Other hand-made edits (moves, additions,
    drops) hold only with `keep_edits`; with `order_only` every stop keeps its rep and none comes or goes.
    Stops of the date's beats keep their reps, in the beats' order to begin with, unless `free_reps`.
    """
    base = (day or Day(date=world.date)).model_copy(update={"free_reps": free_reps})
    dropped = {stop.key for stop in base.unserved if stop.dropped}
    wanted = _wanted(world, base)
    if not free_reps:
        base = laid_out(world, base, wanted)
    held = _held(base, hands=keep_edits, everything=order_only)
    if not free_reps:
        held = _of_beats(world, base) | held
    if order_only:
        listed = {stop.key for stop in base.unserved}
        aside = [unserved_of(due) for key, due in wanted.items() if key not in held and key not in listed]
        base = base.model_copy(update={"unserved": [*base.unserved, *aside]})
        wanted = {key: due for key, due in wanted.items() if key in held}
    else:
        asked = (
            {due.key for due in due_on(world)} | held.keys() | {key for key, due in wanted.items() if due.required}
        )
        wanted = {key: due for key, due in wanted.items() if key in asked and not (keep_edits and key in dropped)}
        kept = [stop for stop in base.unserved if stop.dropped] if keep_edits else []
        base = base.model_copy(update={"unserved": kept})
    return _request(world, base, wanted, held)


def replanned(
    world: World,
    day: Day,
    now: int,
    facts: Mapping[str, Mapping[Key, Fact]],
    *,
    without: Collection[str] = (),
    urgent: Collection[str] = (),
    published: Day | None = None,
) -> Request:
    """What to search for when the rest of a day is to be planned anew from `now` on.

    What was driven stays driven. Reps in `without` take nothing more; outlets in `urgent` must be called on.
    What was `published` (else what stands) is kept unless changing it pays. Raises `PlanningError` for a rep
    or an outlet that does not exist.
    """
    base = brought_up_to(day, now, facts)
    known = {route.rep for route in base.routes}
    for rep in without:
        if rep not in known:
            raise PlanningError("no_such_route", rep=rep, date=world.date.isoformat())
    routes = [route.model_copy(update={"out": True}) if route.rep in without else route for route in base.routes]
    base = _with_urgent(world, base.model_copy(update={"routes": routes}), urgent)
    gone = {route.rep for route in base.routes if route.out}
    held = {key: hold for key, hold in _held(base, hands=False, everything=False).items() if hold.rep not in gone}
    dropped = {stop.key for stop in base.unserved if stop.dropped}
    wanted = {key: due for key, due in _wanted(world, base).items() if key not in dropped}
    told = published or day
    promises = {stop.key: Promise(route.rep, stop.arrive) for route in told.routes for stop in route.stops}
    return _request(world, base, wanted, held, promises)


def _request(
    world: World,
    base: Day,
    wanted: Mapping[Key, Due],
    held: Mapping[Key, Held],
    promises: Mapping[Key, Promise] | None = None,
) -> Request:
    full = {route.rep: len(route.stops) for route in base.routes if route.locked}
    full |= {route.rep: len(driven_of(route)) for route in base.routes if route.out}
    begun = under_way(world, base)
    model = build(
        world,
        wanted.values(),
        held,
        also=[*(hold.rep for hold in held.values()), *begun],
        standing={key for key, hold in held.items() if not hold.optional},
        full=full,
        promises=promises,
        under_way=begun,
        now=base.now,
    )
    return Request(model, base, _standing(model, base))


def _held(base: Day, *, hands: bool, everything: bool) -> dict[Key, Held]:
    """What locks hold, and with `hands` what was put somewhere by hand; positions among the stops to come."""
    held: dict[Key, Held] = {}
    for route in base.routes:
        driven = len(driven_of(route))
        for position, stop in enumerate(route.stops[driven:], 1):
            at = max(1, stop.lock_position - driven) if stop.lock_position else position
            begin = stop.begin if stop.lock_begin is None else stop.lock_begin
            hold = held_of(stop.lock, route.rep, position if route.locked else at, begin, whole=route.locked)
            if hold is None and (everything or (hands and stop.by_hand)):
                hold = Held(route.rep)
            if hold is not None:
                held[stop.key] = hold
    return held


def held_by_locks(day: Day) -> dict[Key, Held]:
    """What locks of position and time hold stops to; who serves them is for whoever moves them to say."""
    free = day.model_copy(update={"routes": [route.model_copy(update={"locked": False}) for route in day.routes]})
    held = _held(free, hands=False, everything=False)
    return {key: hold for key, hold in held.items() if hold.position is not None or hold.begin is not None}


def _of_beats(world: World, base: Day) -> dict[Key, Held]:
    """What the date's beats hold: their outlets by their reps, but for those whose routes take nothing more."""
    closed = {route.rep for route in base.routes if route.locked or route.out}
    return {
        (outlet, StopKind.VISIT): Held(rep, optional=True)
        for outlet, rep in kept_reps(world).items()
        if rep not in closed
    }


def _with_urgent(world: World, day: Day, urgent: Collection[str]) -> Day:
    """The day with urgent calls marked: on their routes, or among the unserved until a route takes them."""
    for outlet in urgent:
        if outlet not in world.outlets:
            raise PlanningError("no_such_outlet", outlet=outlet)
        if not world.outlets[outlet].located:
            raise PlanningError("outlet_without_position", outlet=outlet, name=world.outlets[outlet].name)
    keys = {(outlet, StopKind.VISIT) for outlet in urgent}
    routes = [
        route.model_copy(
            update={
                "stops": [
                    stop.model_copy(update={"urgent": True}) if stop.key in keys and not stop.driven else stop
                    for stop in route.stops
                ]
            }
        )
        for route in day.routes
    ]
    placed = {stop.key for route in routes for stop in route.stops}
    unserved = [stop for stop in day.unserved if stop.key not in keys]
    unserved += [Unserved(outlet=key[0], kind=key[1], urgent=True) for key in sorted(keys - placed)]
    return day.model_copy(update={"routes": routes, "unserved": unserved})


def _standing(model: Model, day: Day) -> list[list[int]]:
    routes: list[list[int]] = [[] for _ in model.reps]
    for route in day.routes:
        vehicle = model.vehicle.get(route.rep)
        if vehicle is not None and not route.out:
            routes[vehicle] = sequence_of(model, vehicle, [stop for stop in route.stops if stop.key in model.index])
    return routes


def _wanted(world: World, day: Day | None) -> dict[Key, Due]:
    """Everything that is due, and what stands on the day besides; what has been driven is done with."""
    wanted = {due.key: due for due in due_on(world)}
    if day is None:
        return wanted
    standing: list[Stop | Unserved] = [*_ahead(day.routes), *day.unserved]
    for stop in standing:
        if stop.outlet in world.outlets:
            if stop.urgent:
                outlet = world.outlets[stop.outlet]
                wanted[stop.key] = urgent_stop(world, outlet, stop.kind, wanted.get(stop.key))
            elif stop.key not in wanted:
                wanted[stop.key] = _standing_due(world, stop)
    for route in day.routes:
        for stop in driven_of(route):
            wanted.pop(stop.key, None)
    return wanted


def _standing_due(world: World, stop: Stop | Unserved) -> Due:
    """A stop that stands on the day though nothing makes it due any more: it keeps what it was due for."""
    due = stop_by_hand(world, world.outlets[stop.outlet], stop.kind)
    known = stop.due if isinstance(stop, Unserved) else stop.reasons[:-1]
    if not known or (isinstance(stop, Stop) and stop.by_hand):
        return due
    return replace(due, reasons=tuple(known), worth=stop.worth or due.worth, by_hand=False)


def _ahead(routes: list[Route]) -> list[Stop]:
    return [stop for route in routes for stop in route.stops if not stop.driven]
