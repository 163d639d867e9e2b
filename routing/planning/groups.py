"""Edits of several stops at once, as pure functions: made of single edits, so that nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterable

from routing.planning import edits
from routing.planning.errors import PlanningError
from routing.planning.model import Key
from routing.planning.underway import driven_of
from store.records import Day


def move_all(day: Day, keys: Iterable[Key], rep: str, position: int | None = None) -> Day:
    """Puts stops on a rep's route in the order given, before the stop at `position` or at the end."""
    following: Key | None = None
    moving = list(dict.fromkeys(keys))
    if position is not None:
        route = day.route_of(rep)
        rest = [stop.key for stop in (route.stops if route else []) if stop.key not in moving]
        before = sum(1 for stop in (route.stops[: position - 1] if route else []) if stop.key in moving)
        at = max(0, position - 1 - before)
        following = rest[at] if at < len(rest) else None
    for key in moving:
        place = edits.find(day, following) if following is not None else None
        own = edits.find(day, key)
        index = None if place is None else place[1] + 1
        if index is not None and own is not None and place is not None and own[0].rep == rep and own[1] < place[1]:
            index -= 1  # taken out before it, the stop leaves a gap
        day = edits.move(day, key, rep, index)
    return day


def drop_all(day: Day, keys: Iterable[Key]) -> Day:
    """Takes stops off their routes."""
    for key in dict.fromkeys(keys):
        day = edits.drop(day, key)
    return day


def swap(day: Day, one: Key, other: Key) -> Day:
    """Two stops change places, on one route or on two."""
    here, there = edits.find(day, one), edits.find(day, other)
    for key, found in ((one, here), (other, there)):
        if found is None:
            raise PlanningError("not_on_a_route", outlet=key[0], date=day.date.isoformat())
    assert here is not None
    assert there is not None
    if one == other:
        return day
    (route, index), (opposite, place) = here, there
    if route.rep == opposite.rep and index > place:
        one, other, (route, index), (opposite, place) = other, one, (opposite, place), (route, index)
    day = edits.move(day, other, route.rep, index + 1)
    # where both stand on one route the first has gone one down by now
    return edits.move(day, one, opposite.rep, place + 1)


def merge(day: Day, rep: str, into: str) -> Day:
    """Gives all that is still to come of one route to another rep, after that rep's own stops."""
    route = day.route_of(rep)
    if route is None:
        raise PlanningError("no_such_route", rep=rep, date=day.date.isoformat())
    return move_all(day, [stop.key for stop in route.stops[len(driven_of(route)) :]], into)


def split(day: Day, rep: str, key: Key, to: str) -> Day:
    """Gives a stop and all that follow it on a route to another rep."""
    route = day.route_of(rep)
    found = edits.find(day, key)
    if route is None or found is None or found[0].rep != rep:
        raise PlanningError("not_on_a_route", outlet=key[0], date=day.date.isoformat())
    return move_all(day, [stop.key for stop in route.stops[found[1] :]], to)
