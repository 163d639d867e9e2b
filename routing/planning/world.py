"""What planning knows of one date: a snapshot of the records, with stated defaults where they are silent."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from routing.planning.crews import Crew, crews_of
from routing.planning.knowledge import Knowledge
from routing.planning.troubles import troubles
from routing.travel import Estimate, Leg, Point, Profile, Travel
from routing.travel.traffic import Traffic
from store.records import (
    Arrangement,
    Beat,
    Depot,
    Limits,
    Message,
    Outlet,
    Place,
    Rep,
    Restriction,
    Settings,
    Shift,
    SpecialDays,
    Status,
    Vehicle,
    Weekday,
    closed_between,
    joined_shifts,
    merged,
    special_on,
    whole_shift,
)

DEFAULT_DEPOT = "default"
DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class World:
    """The books as planning one date needs them.

    `last_visits` holds the last date each outlet was called on, or will have been by an earlier plan. `known` is
    what else may make a stop due. `day` is what is different on the date. `assumed` tells the defaults that were
    put in for what the books lack, and what of them cannot be planned.
    """

    date: dt.date
    outlets: Mapping[str, Outlet]
    reps: Mapping[str, Rep]
    depots: Mapping[str, Depot]
    vehicles: Mapping[str, Vehicle] = field(default_factory=dict)
    beats: Mapping[str, Beat] = field(default_factory=dict)
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
    known: Knowledge = field(default_factory=Knowledge)
    restrictions: Mapping[str, Restriction] = field(default_factory=dict)
    day: Arrangement | None = None
    _worked: list[tuple[int, int]] = field(default_factory=list, init=False, repr=False, compare=False)

    # the company's calendar

    @property
    def special(self) -> SpecialDays | None:
        """What the calendar says of the date."""
        return special_on(self.settings.calendar, self.date)

    @property
    def weekday(self) -> Weekday:
        """The weekday the date goes like."""
        special = self.special
        return (special.like if special else None) or Weekday.of(self.date)

    def weekday_of(self, date: dt.date) -> Weekday:
        """The weekday that any date goes like by the calendar."""
        special = special_on(self.settings.calendar, date)
        return (special.like if special else None) or Weekday.of(date)

    def works_on(self, date: dt.date) -> bool:
        """Whether the company is not closed on any date by the calendar."""
        special = special_on(self.settings.calendar, date)
        return special is None or not special.closed

    @property
    def closed(self) -> bool:
        """Whether the company is closed on the date, and nobody has been given hours for it all the same."""
        special = self.special
        return special is not None and special.closed and not (self.day and any(self.day.shifts.values()))

    def closed_since(self, last: dt.date) -> int:
        """The days between a date and this one on which the company was closed."""
        return closed_between(self.settings.calendar, last, self.date)

    # who works

    def on_duty(self) -> dict[str, tuple[Rep, Shift]]:
        """Reps who make a round of their own that day, with their hours; those who ride along are their crew's."""
        return {lead: (crew.lead, crew.shift) for lead, crew in self.crews().items()}

    def crews(self) -> dict[str, Crew]:
        """Everybody who works that day, by who leads."""
        return crews_of(self)

    def shifts_of(self, rep: Rep) -> list[Shift]:
        """A rep's hours on the date, in order; the day's own where it has some."""
        if self.day is not None and rep.id in self.day.shifts:
            return joined_shifts(self.day.shifts[rep.id])
        return rep.shifts_on(self.date, self.special)

    def shift_of(self, rep: Rep) -> Shift | None:
        """From the first hour to the last, None when the rep does not work."""
        return whole_shift(self.shifts_of(rep))

    def limits_of(self, rep: Rep) -> Limits:
        return self.day.limits.get(rep.id, rep.limits) if self.day else rep.limits

    def overtime_of(self, rep: Rep) -> int:
        """The most overtime, in seconds."""
        minutes = rep.overtime_minutes
        if self.day is not None and self.day.overtime_minutes is not None:
            minutes = min(minutes, self.day.overtime_minutes)
        return round(minutes * 60)

    def vehicle_of(self, rep: Rep) -> Vehicle | None:
        """What a rep drives or rides in that day, whether or not it may be used."""
        chosen = self.day.vehicles.get(rep.id, rep.vehicle) if self.day else rep.vehicle
        return self.vehicles.get(chosen) if chosen else None

    def audits(self) -> bool:
        """Whether supervisors make rounds of their own."""
        return bool(self.settings.audits)

    # where and when

    def hours_of(self, outlet: Outlet) -> list[tuple[int, int]] | None:
        """The hours a call may begin on the date, merged and sorted; empty: any hour, None: closed."""
        if self.day is not None and outlet.id in self.day.hours:
            found = [window for window in self.day.hours[outlet.id] if window.on(Weekday.of(self.date))]
            return merged((window.open, window.close) for window in found) or None
        return outlet.hours_on(self.date, self.settings.calendar, self.worked)

    def told_of(self, outlet: Outlet) -> list[Message]:
        """What the texts of an outlet's hours say of the date besides hours; nothing where the day has its own."""
        if self.day is not None and outlet.id in self.day.hours:
            return []
        told = dict.fromkeys(outlet.told_on(self.date, self.settings.calendar))
        return [Message(code=f"hours_{each.code}", params={"text": each.text}) for each in told]

    @property
    def worked(self) -> tuple[int, int]:
        """From when to when anybody works on the date, overtime included; the day's own 24 hours at the least."""
        if not self._worked:
            begins, ends = [DAY], [DAY - 1]
            for rep in self.reps.values():
                for shift in self.shifts_of(rep):
                    begins.append(shift.start)
                    ends.append(shift.end + self.overtime_of(rep))
            self._worked.append((min(begins), max(ends)))
        return self._worked[0]

    def start_of(self, rep: Rep) -> Point:
        """Where the rep's round begins."""
        start = self._start(rep)
        return self._point(start.depot, start.lat, start.lon) or self._home()

    def end_of(self, rep: Rep) -> Point | None:
        """Where it ends: None for an open end."""
        if rep.end.open:
            return None
        return self._point(rep.end.depot, rep.end.lat, rep.end.lon) or self.start_of(rep)

    def depot_of(self, rep: Rep) -> Point:
        """Where the rep's vehicle is loaded: the depot the round begins or ends at, else the first one."""
        for place in (self._start(rep), rep.end):
            if place.depot in self.depots and place.depot is not None:
                return self.depots[place.depot].lat, self.depots[place.depot].lon
        return self._home()

    def depot_point(self, depot: str) -> Point | None:
        return self._point(depot, None, None)

    def _start(self, rep: Rep) -> Place:
        return self.day.start.get(rep.id, rep.start) if self.day else rep.start

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
        reps = named_reps(world.reps.values(), world.settings) or _default_reps(world, len(active))
        named = any(rep in world.reps for rep in reps)
        if reps:
            told.append(Message(code="stub_reps" if named else "default_reps", params={"n": len(reps)}))
    silent = not any(outlet.rhythm or outlet.grade for outlet in active)
    on_beats = {outlet for beat in world.beats.values() if beat.active and beat.days for outlet in beat.outlets}
    if silent and (unknown := sum(outlet.id not in on_beats for outlet in active)):
        told.append(Message(code="default_due", params={"n": unknown}))
    whole = replace(world, depots=depots, reps=reps, everything_due=silent)
    special = whole.special
    if special is not None:
        code = "day_worked" if special.work else "day_closed" if whole.closed else "day_closed_some_work"
        params = {"date": whole.date.isoformat(), "name": special.name or whole.date.isoformat()}
        if special.work and special.like is not None:
            code, params["weekday"] = "day_worked_like", special.like.value
        told.insert(0, Message(code=code, params=params))
    return replace(whole, assumed=(*world.assumed, *told, *troubles(whole)))


def named_reps(reps: Iterable[Rep], settings: Settings) -> dict[str, Rep]:
    """Reps who have only been named so far, in the usual hours: they make the rounds where there are no others."""
    shift = Shift(start=settings.default_start, end=settings.default_end)
    return {rep.id: rep.model_copy(update={"shifts": [shift], "stub": False}) for rep in reps if rep.stub}


def _default_reps(world: World, outlets: int) -> dict[str, Rep]:
    """One for each 40 outlets."""
    settings = world.settings
    shift = Shift(start=settings.default_start, end=settings.default_end)
    count = math.ceil(outlets / settings.default_rep_outlets)
    ids = [f"R{number:02d}" for number in range(1, count + 1)]
    return {rep: Rep(id=rep, name=rep, shifts=[shift], working_days=list(Weekday), overtime_minutes=0) for rep in ids}
