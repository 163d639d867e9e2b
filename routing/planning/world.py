"""What planning knows of one date: a snapshot of the records, with stated defaults where they are silent."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from routing.travel import Estimate, Leg, Point, Profile, Travel
from routing.travel.traffic import Traffic
from store.records import Depot, Message, Outlet, Rep, Role, Settings, Shift, Status, Vehicle, Weekday

DEFAULT_DEPOT = "default"


@dataclass(frozen=True, slots=True)
class World:
    """The books as planning one date needs them.

    `last_visits` holds the last date each outlet was called on, or will have been by an earlier plan.
    `assumed` tells the defaults that were put in for what the books lack.
    """

    date: dt.date
    outlets: Mapping[str, Outlet]
    reps: Mapping[str, Rep]
    depots: Mapping[str, Depot]
    vehicles: Mapping[str, Vehicle] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    last_visits: Mapping[str, dt.date] = field(default_factory=dict)
    travel: Travel = field(default_factory=Estimate)
    estimate: Estimate = field(default_factory=Estimate)
    """What stands in where there is no way."""
    traffic: Traffic | None = None
    """Slow hours; `travel` then gives the mean pace of the working hours."""
    legs: dict[tuple[Profile, Point, Point], Leg] = field(default_factory=dict, compare=False)
    """Ways that have been asked for already."""
    assumed: tuple[Message, ...] = ()
    everything_due: bool = False

    def on_duty(self) -> dict[str, tuple[Rep, Shift]]:
        """Reps who make visits that day, with their hours."""
        return {
            rep.id: (rep, shift)
            for rep in self.reps.values()
            if rep.role in (Role.PRESALES, Role.BOTH) and (shift := rep.shift_on(self.date))
        }

    def start_of(self, rep: Rep) -> Point:
        """Where the rep's round begins."""
        return self._point(rep.start.depot, rep.start.lat, rep.start.lon) or self._home()

    def end_of(self, rep: Rep) -> Point | None:
        """Where it ends: None for an open end."""
        if rep.end.open:
            return None
        return self._point(rep.end.depot, rep.end.lat, rep.end.lon) or self.start_of(rep)

    def _point(self, depot: str | None, lat: float | None, lon: float | None) -> Point | None:
        if depot is not None and depot in self.depots:
            found = self.depots[depot]
            return found.lat, found.lon
        return None if lat is None or lon is None else (lat, lon)

    def _home(self) -> Point:
        depot = next(iter(self.depots.values()))
        return depot.lat, depot.lon


def completed(world: World) -> World:
    """The world with defaults for reps, depot and rhythms where the folder has none; each is told."""
    active = [outlet for outlet in world.outlets.values() if outlet.status is Status.ACTIVE]
    told: list[Message] = []
    depots = dict(world.depots)
    if not depots and (located := [outlet for outlet in active if outlet.located]):
        lat = sum(outlet.lat or 0.0 for outlet in located) / len(located)
        lon = sum(outlet.lon or 0.0 for outlet in located) / len(located)
        depots[DEFAULT_DEPOT] = Depot(id=DEFAULT_DEPOT, name=DEFAULT_DEPOT, lat=lat, lon=lon)
        told.append(Message(code="default_depot"))
    reps = {rep.id: rep for rep in world.reps.values() if not rep.stub}
    if not reps:
        reps = _default_reps(world, len(active))
        named = any(rep in world.reps for rep in reps)
        if reps:
            told.append(Message(code="stub_reps" if named else "default_reps", params={"n": len(reps)}))
    silent = not any(outlet.rhythm or outlet.grade for outlet in active)
    if silent and active:
        told.append(Message(code="default_due", params={"n": len(active)}))
    return replace(world, depots=depots, reps=reps, assumed=(*world.assumed, *told), everything_due=silent)


def _default_reps(world: World, outlets: int) -> dict[str, Rep]:
    """Reps named in the outlets keep their ids; without any, one for each 40 outlets."""
    settings = world.settings
    shift = Shift(start=settings.default_start, end=settings.default_end)
    stubs = [rep for rep in world.reps.values() if rep.stub]
    if stubs:
        return {rep.id: rep.model_copy(update={"shifts": [shift], "stub": False}) for rep in stubs}
    count = math.ceil(outlets / settings.default_rep_outlets)
    ids = [f"R{number:02d}" for number in range(1, count + 1)]
    return {rep: Rep(id=rep, name=rep, shifts=[shift], working_days=list(Weekday), overtime_minutes=0) for rep in ids}
