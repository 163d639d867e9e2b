"""Edits of a day as pure functions: always allowed, never losing or doubling a stop.

Each returns a new day whose figures are stale until it is timed again. Positions count from 1.
"""

from __future__ import annotations

from collections.abc import Collection

from routing.planning.errors import PlanningError
from routing.planning.model import Key
from routing.planning.underway import driven_of
from store.records import Day, Lock, Message, Route, Stop, StopKind, Unserved, UnservedClass


def find(day: Day, key: Key) -> tuple[Route, int] | None:
    """The route and the index on it of a stop, None where no route serves it."""
    for route in day.routes:
        for index, stop in enumerate(route.stops):
            if stop.key == key:
                return route, index
    return None


def key_of(day: Day, outlet: str, *, kind: StopKind | None = None, among: Collection[Key] | None = None) -> Key:
    """The stop of an outlet on this day, on a route or, where none of it is, unserved.

    `kind` says which where there are several, `among` names those that come into question first. Raises
    `PlanningError` ``not_on_this_day`` and, where an outlet has several and nothing says which, ``which_kind``.
    """
    on_routes = [stop.key for route in day.routes for stop in route.stops if stop.outlet == outlet]
    left_out = [stop.key for stop in day.unserved if stop.outlet == outlet]
    if kind is not None:
        on_routes, left_out = ([key for key in keys if key[1] is kind] for keys in (on_routes, left_out))
    found = on_routes or left_out
    if not found:
        code = "not_on_this_day" if kind is None else "no_such_kind"
        raise PlanningError(code, outlet=outlet, date=day.date.isoformat(), kind=kind)
    nearer = [key for key in found if among is not None and key in among]
    if len(found) > 1 and len(nearer) != 1:
        raise PlanningError("which_kind", outlet=outlet, kinds=", ".join(sorted(key[1].value for key in found)))
    return nearer[0] if len(nearer) == 1 else found[0]


def kind_to_add(day: Day, outlet: str) -> StopKind:
    """What putting an outlet on a route means: the stop of it that was taken off by hand or left out, if there is
    one and nobody is kept from making it, else a visit.
    """
    left_out = [stop for stop in day.unserved if stop.outlet == outlet]
    dropped = [stop.kind for stop in left_out if stop.dropped]
    open_to = [stop.kind for stop in left_out if stop.unserved_class is not UnservedClass.BLOCKED]
    return next((kinds[0] for kinds in (dropped, open_to) if len(kinds) == 1), StopKind.VISIT)


def move(day: Day, key: Key, rep: str, position: int | None = None) -> Day:
    """Puts a stop on a rep's route, at a position or at the end; from another route or from the unserved."""
    if position is not None and position < 1:
        raise PlanningError("bad_position", position=position)
    taken = _taken_out(day, key)
    stop = taken[1] or _as_stop(day, key)
    stop = stop.model_copy(update={"by_hand": True})
    moved = _put_in(taken[0], stop, rep, position)
    # a lock of position goes with the stop: who moves it means its new place
    return lock(moved, key, Lock.POSITION) if stop.lock is Lock.POSITION else moved


def add(day: Day, outlet: str, rep: str, position: int | None = None, kind: StopKind = StopKind.VISIT) -> Day:
    """Puts an outlet on a route that was not due; moves it there if the day already knows it."""
    key = (outlet, kind)
    if find(day, key) or any(stop.key == key for stop in day.unserved):
        return move(day, key, rep, position)
    if position is not None and position < 1:
        raise PlanningError("bad_position", position=position)
    return _put_in(day, Stop(outlet=outlet, kind=kind, by_hand=True), rep, position)


def drop(day: Day, key: Key) -> Day:
    """Takes a stop off its route; it is told among the unserved as dropped by hand."""
    rest, stop = _taken_out(day, key)
    if stop is None:
        raise PlanningError("not_on_a_route", outlet=key[0], date=day.date.isoformat())
    left_out = Unserved(
        outlet=stop.outlet,
        kind=stop.kind,
        name=stop.name,
        lat=stop.lat,
        lon=stop.lon,
        worth=stop.worth,
        due=stop.reasons[:1],
        dropped=True,
        unserved_class=UnservedClass.FITS_NOT_PLACED,
        reasons=[Message(code="dropped")],
    )
    return rest.model_copy(update={"unserved": [*rest.unserved, left_out]})


def lock(day: Day, key: Key, kind: Lock | None, begin: int | None = None) -> Day:
    """Holds a stop by rep, in its position or at its time (`begin` in seconds, else when it begins now).

    None lets it go.
    """
    found = find(day, key)
    if found is None:
        raise PlanningError("not_on_a_route", outlet=key[0], date=day.date.isoformat())
    route, index = found
    stops = list(route.stops)
    held: dict[str, object] = {"lock": kind, "lock_position": None, "lock_begin": None}
    if kind is Lock.POSITION:
        held["lock_position"] = index + 1
    elif kind is Lock.TIME:
        held["lock_begin"] = stops[index].begin if begin is None else begin
    stops[index] = stops[index].model_copy(update=held)
    return _with_route(day, route.model_copy(update={"stops": stops}))


def lock_route(day: Day, rep: str, *, locked: bool) -> Day:
    """Holds a whole route as it is."""
    return _with_route(day, _route(day, rep).model_copy(update={"locked": locked}))


def reverse(day: Day, rep: str) -> Day:
    """Turns what is still to come of a route round."""
    route = _route(day, rep)
    driven = driven_of(route)
    ahead = route.stops[len(driven) :]
    return _with_route(day, route.model_copy(update={"stops": [*driven, *ahead[::-1]]}))


def _route(day: Day, rep: str) -> Route:
    route = day.route_of(rep)
    if route is None:
        raise PlanningError("no_such_route", rep=rep, date=day.date.isoformat())
    return route


def _with_route(day: Day, changed: Route) -> Day:
    routes = [changed if route.rep == changed.rep else route for route in day.routes]
    return day.model_copy(update={"routes": routes})


def _taken_out(day: Day, key: Key) -> tuple[Day, Stop | None]:
    found = find(day, key)
    if found is not None:
        route, index = found
        if route.stops[index].driven:
            raise PlanningError("already_driven", outlet=key[0], name=route.stops[index].name)
        rest = [*route.stops[:index], *route.stops[index + 1 :]]
        return _with_route(day, route.model_copy(update={"stops": rest})), route.stops[index]
    return day, None


def _as_stop(day: Day, key: Key) -> Stop:
    if not any(stop.key == key for stop in day.unserved):
        raise PlanningError("not_on_this_day", outlet=key[0], date=day.date.isoformat())
    return Stop(outlet=key[0], kind=key[1])


def _put_in(day: Day, stop: Stop, rep: str, position: int | None) -> Day:
    route = _route(day, rep)
    index = len(route.stops) if position is None else min(position - 1, len(route.stops))
    index = max(index, len(driven_of(route)))
    stops = [*route.stops[:index], stop, *route.stops[index:]]
    unserved = [left_out for left_out in day.unserved if left_out.key != stop.key]
    changed = _with_route(day, route.model_copy(update={"stops": stops}))
    return changed.model_copy(update={"unserved": unserved})
