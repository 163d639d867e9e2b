"""What stands in the way of driving: zones, restrictions (限行); and what is arranged for a single day."""

from __future__ import annotations

import datetime as dt
import math
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from store.notation.weekdays import Weekday
from store.records.base import Identifier, Latitude, Longitude, Part, Record
from store.records.outlet import Window
from store.records.team import Limits, Place, Shift, Vehicle, VehicleKind

_DEGREE = 111_195.0
"""Metres of a degree of latitude."""


class Zone(Part):
    """A part of the map: a circle of `radius_m` round a point, or the inside of a ring of at least three points."""

    lat: Latitude | None = None
    lon: Longitude | None = None
    radius_m: Annotated[float, Field(gt=0, le=1_000_000)] | None = None
    points: list[tuple[Latitude, Longitude]] = []

    @model_validator(mode="after")
    def _drawn(self) -> Zone:
        circle = (self.lat, self.lon, self.radius_m)
        if self.points:
            if len(self.points) < 3 or any(part is not None for part in circle):
                raise ValueError("zone_shape")
        elif any(part is None for part in circle):
            raise ValueError("zone_shape")
        return self

    def contains(self, lat: float, lon: float) -> bool:
        """Whether a position lies inside; on a flat map, which is good enough for a city."""
        if self.lat is not None and self.lon is not None and self.radius_m is not None:
            north = (lat - self.lat) * _DEGREE
            east = (lon - self.lon) * _DEGREE * math.cos(math.radians(self.lat))
            return math.hypot(north, east) <= self.radius_m
        inside = False
        before = self.points[-1]
        for here in self.points:
            if (here[0] > lat) != (before[0] > lat):
                crossing = before[1] + (lat - before[0]) / (here[0] - before[0]) * (here[1] - before[1])
                inside ^= lon < crossing
            before = here
        return inside


class Restriction(Record):
    """Where, when and for whom driving is restricted (限行); every part that is left out means all of it.

    `digits` names the last digits of plates that must stay away on each weekday; with `odd_even` a plate drives
    on dates that are odd or even like its last digit. `hours` are those of the restriction. A bicycle-like
    vehicle is meant only where `kinds` says so, somebody on foot never is.
    """

    name: Annotated[str, Field(min_length=1, max_length=120)]
    zone: Zone | None = None
    kinds: list[VehicleKind] = []
    digits: dict[Weekday, Annotated[str, Field(pattern=r"^[0-9]{1,10}$")]] = {}
    odd_even: bool = False
    hours: list[Window] = []
    first: dt.date | None = None
    last: dt.date | None = None
    active: bool = True

    @model_validator(mode="after")
    def _ordered(self) -> Restriction:
        if self.first and self.last and self.last < self.first:
            raise ValueError("window_order")
        return self

    def hours_on(self, day: dt.date) -> list[tuple[int, int]]:
        """When it holds on a date, in seconds after midnight; empty where it does not."""
        if not self.active or (self.first and day < self.first) or (self.last and day > self.last):
            return []
        if not self.hours:
            return [(0, 48 * 3600)]
        return [(each.open, each.close) for each in self.hours if each.on(Weekday.of(day))]

    def means(self, vehicle: Vehicle, day: dt.date) -> bool:
        """Whether it is about this vehicle on this date, wherever it goes."""
        if vehicle.kind is VehicleKind.ON_FOOT:
            return False
        if self.kinds:
            if vehicle.kind not in self.kinds:
                return False
        elif vehicle.kind is VehicleKind.E_BIKE:
            return False
        last = next((sign for sign in reversed(vehicle.plate or "") if sign in "0123456789"), None)
        if self.digits and (last is None or last not in self.digits.get(Weekday.of(day), "")):
            return False
        return not (self.odd_even and (last is None or int(last) % 2 == day.day % 2))


class Arrangement(Record):
    """What is different on one date, which is its id: other shifts, a vehicle in the workshop, a closed zone.

    `shifts` replace a rep's own (an empty list: off). `overtime_minutes` is the most for everybody, `limits`
    and `start` a rep's own that day, `vehicles` who drives what. `hours` replace an outlet's (an empty list:
    closed). `visit` names outlets that must be called on, `ride_along` which rep a supervisor goes with.
    """

    shifts: dict[Identifier, list[Shift]] = {}
    overtime_minutes: Annotated[float, Field(ge=0, le=720)] | None = None
    limits: dict[Identifier, Limits] = {}
    start: dict[Identifier, Place] = {}
    vehicles: dict[Identifier, Identifier] = {}
    vehicles_out: list[Identifier] = []
    closed_zones: list[Zone] = []
    hours: dict[Identifier, list[Window]] = {}
    visit: list[Identifier] = []
    ride_along: dict[Identifier, Identifier] = {}
    notes: str | None = None

    @field_validator("id")
    @classmethod
    def _dated(cls, value: str) -> str:
        try:
            return dt.date.fromisoformat(value).isoformat()
        except ValueError:
            raise ValueError("not_a_date") from None

    @property
    def date(self) -> dt.date:
        return dt.date.fromisoformat(self.id)
