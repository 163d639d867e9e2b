"""How far a day has come: what has been driven, and where and when the rest of each route begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routing.planning.world import World
from routing.travel import Point
from store.records import Costs, Day, Route, Stop, StopKind

COST_UNIT = 1000
"""Cost units of the problem in one minor currency unit."""

Key = tuple[str, StopKind]


@dataclass(frozen=True, slots=True)
class Fact:
    """What became of a stop, in seconds after midnight: `end` None is a call under way, `left` one passed by."""

    begin: int
    end: int | None
    left: bool = False


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A route that has been begun: where its rest starts, when, and what it has used up so far.

    `work_s` runs from the departure to `ready`; `cost` is in minor currency units.
    """

    place: Point | None
    ready: int
    stops: int
    work_s: int
    distance_m: int
    travel_s: int
    call_s: int
    cost: int


NOT_BEGUN = UnderWay(None, 0, 0, 0, 0, 0, 0, 0)
"""A route on which nothing has been driven."""


def driven_of(route: Route) -> list[Stop]:
    """The stops of a route that are facts already; they stand before the others."""
    return [stop for stop in route.stops if stop.driven]


def under_way(world: World, day: Day | None) -> dict[str, UnderWay]:
    """Every route of the day on which something has been driven."""
    found = {}
    for route in day.routes if day else []:
        driven = driven_of(route)
        if driven:
            found[route.rep] = _so_far(world, route, driven, day.now if day else None)
    return found


def over(route: Route, now: int | None) -> bool:
    """Whether a route has been driven to its end, so that the rep is back."""
    return now is not None and bool(route.stops) and all(s.driven for s in route.stops) and 0 < route.returns <= now


def _so_far(world: World, route: Route, driven: list[Stop], now: int | None) -> UnderWay:
    ready = max(driven[-1].leave, now or 0)
    back = over(route, now)
    called = [stop for stop in driven if stop.leave > stop.begin and stop.lat is not None]
    last = called[-1] if called else None
    distance = route.distance_m if back else sum(stop.distance_m for stop in driven)
    work = max(0, (route.returns if back else ready) - route.depart)
    rep = world.reps.get(route.rep)
    home = world.end_of(rep) if rep and back else None
    costs = rep.costs if rep else Costs()
    # by the judge's own rates, which are whole cost units, so that a day costs the same driven as planned
    hourly, by_metre = (rate * COST_UNIT // per / COST_UNIT for rate, per in ((costs.hour, 3600), (costs.km, 1000)))
    duty = world.on_duty()
    visited = [stop.outlet for stop in driven if stop.kind is StopKind.VISIT]
    owners = [outlet.rep for each in visited if (outlet := world.outlets.get(each))]
    strange = sum(owner is not None and owner != route.rep and owner in duty for owner in owners)
    return UnderWay(
        place=home or (None if last is None or last.lat is None or last.lon is None else (last.lat, last.lon)),
        ready=ready,
        stops=len(driven),
        work_s=work,
        distance_m=distance,
        travel_s=route.travel_s if back else sum(stop.travel_s for stop in driven),
        call_s=sum(stop.leave - stop.begin for stop in driven),
        cost=costs.shift + strange * world.settings.preferred_rep_cost + round(work * hourly + distance * by_metre),
    )


def brought_up_to(day: Day, now: int, facts: Mapping[str, Mapping[Key, Fact]]) -> Day:
    """The day at a time of day: called stops come first, in the order they were made, with their real times.

    `facts` are the calls of each rep. A rep without any is taken to be where the plan says.
    """
    routes = [_brought(route, now, facts.get(route.rep, {})) for route in day.routes]
    return day.model_copy(update={"routes": routes, "now": now})


def _brought(route: Route, now: int, facts: Mapping[Key, Fact]) -> Route:
    driven: list[Stop] = []
    rest: list[Stop] = []
    for stop in route.stops:
        fact = facts.get(stop.key)
        if fact is not None:
            driven.append(_as_it_was(stop, fact, now))
        elif stop.driven or (not facts and stop.begin <= now):
            driven.append(stop.model_copy(update={"driven": True}))
        else:
            rest.append(stop)
    driven.sort(key=lambda stop: stop.begin)
    depart = min(route.depart, driven[0].begin) if driven else route.depart
    return route.model_copy(update={"stops": [*driven, *rest], "depart": depart})


def _as_it_was(stop: Stop, fact: Fact, now: int) -> Stop:
    """A stop with what happened there; a call under way ends when it was planned to, but not before now."""
    if fact.left:
        times = {"arrive": fact.begin, "begin": fact.begin, "leave": fact.begin}
    else:
        end = fact.end if fact.end is not None else max(now, fact.begin + stop.leave - stop.begin)
        times = {"arrive": fact.begin, "begin": fact.begin, "leave": end}
    return stop.model_copy(update=times | {"driven": True, "slack_s": 0, "violations": []})
