"""The ways of a planned day along the roads: for maps, and for directions."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from routing.planning.retiming import known_legs
from routing.planning.ways import profile_of
from routing.planning.world import World
from routing.travel import UNREACHED, Leg, Point, Profile, TravelError
from store.records import Day, Rep, Route, StopKind

Street = tuple[str, list[Point]]
"""Class and line of a road."""
_AROUND = 0.15
"""Part of a map's size that its background reaches beyond the places on it."""


@dataclass(frozen=True, slots=True)
class Driven:
    """One route: the leg that leads to each stop, and the one home."""

    to: dict[tuple[str, StopKind], Leg]
    home: Leg | None

    @property
    def line(self) -> tuple[Point, ...]:
        """All of it in one line."""
        legs = [*self.to.values(), *([self.home] if self.home else [])]
        return tuple(point for leg in legs for point in leg.points)


def driven_along(world: World, day: Day, reps: Iterable[str] | None = None) -> dict[str, Driven]:
    """The ways of the day's routes (of some reps) as the world's source knows them; none from the estimate.

    A source that fails gives no ways: whoever draws has straight lines then.
    """
    if world.travel.estimate:
        return {}
    wanted = None if reps is None else set(reps)
    found = {}
    for route in day.routes:
        if route.stops and (wanted is None or route.rep in wanted):
            try:
                found[route.rep] = _driven(world, route)
            except TravelError:
                return {}
    return found


def _driven(world: World, route: Route) -> Driven:
    rep = world.reps.get(route.rep) or Rep(id=route.rep, name=route.rep)
    profile: Profile = world.travel.normal(profile_of(rep, world.vehicles))
    there = [
        (stop.key, (stop.lat, stop.lon)) for stop in route.stops if stop.lat is not None and stop.lon is not None
    ]
    places: list[Point] = [route.start or there[0][1]] if there else []
    places += [point for _, point in there]
    if there and route.end is not None:
        places.append(route.end)
    legs = [_drawable(leg) for leg in known_legs(world, profile, list(pairwise(places)))]
    to = {key: leg for (key, _), leg in zip(there, legs, strict=False)}
    return Driven(to, legs[len(there)] if len(legs) > len(there) else None)


def _drawable(leg: Leg) -> Leg:
    """Where there is no way the line is straight, and says nothing of seconds and metres."""
    return Leg(0, 0, leg.points) if leg.seconds == UNREACHED else leg


def streets_around(world: World, points: Iterable[Point], aspect: float = 1.0) -> list[Street]:
    """The roads to draw behind some places on a map at least `aspect` times as wide as high."""
    there = list(points)
    if not there or world.travel.estimate:
        return []
    south, north = min(p[0] for p in there), max(p[0] for p in there)
    west, east = min(p[1] for p in there), max(p[1] for p in there)
    tall, wide = (north - south) * _AROUND + 0.002, (east - west) * _AROUND + 0.002
    squeeze = math.cos(math.radians((north + south) / 2))
    wide = max(wide, (aspect * (north - south + 2 * tall) / squeeze - (east - west)) / 2)
    return world.travel.streets(south - tall, west - wide, north + tall, east + wide)
