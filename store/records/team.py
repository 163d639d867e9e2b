"""Who makes the rounds and from where: reps, vehicles, depots."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from store.notation.clock import LAST_CLOCK
from store.notation.weekdays import Weekday
from store.records.base import ClockTime, Identifier, Latitude, Longitude, Money, Part, Record
from store.records.calendar import SpecialDays

WORKDAYS = [Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI, Weekday.SAT]


class Role(StrEnum):
    PRESALES = "presales"
    DELIVERY = "delivery"
    BOTH = "both"
    SUPERVISOR = "supervisor"


class Shift(Part):
    """Working hours on some weekdays (none named: on every working day)."""

    days: list[Weekday] = []
    start: ClockTime = 8 * 3600
    end: ClockTime = 18 * 3600

    @model_validator(mode="after")
    def _ordered(self) -> Shift:
        if self.end <= self.start:
            raise ValueError("window_order")
        return self


class Pause(Part):
    """A break of `minutes` begun between `earliest` and `latest`.

    With `after_minutes` it must begin before so much work has passed since the shift or the last break began;
    with `depot` the rep drives there for it.
    """

    earliest: ClockTime = 0
    latest: ClockTime = LAST_CLOCK
    minutes: Annotated[float, Field(gt=0, le=480)]
    after_minutes: Annotated[float, Field(gt=0, le=1440)] | None = None
    depot: Identifier | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Pause:
        if self.latest < self.earliest:
            raise ValueError("window_order")
        return self


class Place(Part):
    """A point of the map (WGS-84), a depot by its id, or an open end."""

    depot: Identifier | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    open: bool = False


class Limits(Part):
    """The most a rep may do in one day; `cash` is the most to be carried of what is collected."""

    stops: Annotated[int, Field(ge=0)] | None = None
    work_minutes: Annotated[float, Field(ge=0)] | None = None
    km: Annotated[float, Field(ge=0)] | None = None
    cash: Annotated[Money, Field(ge=0)] | None = None


class Costs(Part):
    """What a rep's day costs: for the shift, an hour, a kilometre, an hour of overtime."""

    shift: Money = 0
    hour: Money = 3000
    km: Money = 80
    overtime_hour: Money = 4500


class Leave(Part):
    """Days off, both ends included."""

    first: date
    last: date

    @model_validator(mode="after")
    def _ordered(self) -> Leave:
        if self.last < self.first:
            raise ValueError("window_order")
        return self


class Rep(Record):
    """Who makes the rounds. `stub` marks one that was only named in an outlet's row and waits to be filled in."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    role: Role = Role.BOTH
    phone: str | None = None
    skills: dict[str, int] = {}
    working_days: list[Weekday] = WORKDAYS
    shifts: list[Shift] = [Shift()]
    pauses: list[Pause] = []
    overtime_minutes: Annotated[float, Field(ge=0, le=720)] = 60
    start: Place = Place()
    end: Place = Place()
    limits: Limits = Limits()
    costs: Costs = Costs()
    leave: list[Leave] = []
    vehicle: Identifier | None = None
    active: bool = True
    stub: bool = False

    def shifts_on(self, day: date, special: SpecialDays | None = None) -> list[Shift]:
        """The hours of that day in order, those that touch made one; empty when the rep does not work.

        Shifts that name the weekday take the place of those for any day. `special` is what the calendar says of
        the day: closed for all, or worked like a weekday, where none is named also by those who have it off.
        """
        if not self.active or any(leave.first <= day <= leave.last for leave in self.leave):
            return []
        weekday = Weekday.of(day)
        if special is not None:
            if special.closed:
                return []
            weekday = special.like or weekday
        off = weekday not in self.working_days
        if off and (special is None or special.like is not None):
            return []
        usual = [shift for shift in self.shifts if not shift.days]
        named = [shift for shift in self.shifts if weekday in shift.days]
        if off and not (named or usual):  # as on the first day of the week he has hours on
            weekday = next((each for each in self.working_days if any(each in s.days for s in self.shifts)), weekday)
            named = [shift for shift in self.shifts if weekday in shift.days]
        return joined_shifts(named or usual)

    def shift_on(self, day: date, special: SpecialDays | None = None) -> Shift | None:
        """The hours of that day from the first to the last, or None when the rep does not work."""
        return whole_shift(self.shifts_on(day, special))


def joined_shifts(shifts: list[Shift]) -> list[Shift]:
    """Shifts in order, those that touch or overlap made one."""
    found: list[Shift] = []
    for shift in sorted(shifts, key=lambda each: each.start):
        if found and shift.start <= found[-1].end:
            found[-1] = found[-1].model_copy(update={"end": max(found[-1].end, shift.end)})
        else:
            found.append(shift)
    return found


def whole_shift(shifts: list[Shift]) -> Shift | None:
    """One shift from the first's start to the last's end."""
    return shifts[0].model_copy(update={"end": shifts[-1].end}) if shifts else None


class VehicleKind(StrEnum):
    VAN = "van"
    TRUCK = "truck"
    CAR = "car"
    E_BIKE = "e_bike"
    THREE_WHEELER = "three_wheeler"
    ON_FOOT = "on_foot"


class Vehicle(Record):
    """What is driven, apart from who drives it.

    `capacity` by dimension: cases, kg, m3, cash (the most to carry, in major currency units); one that is not
    named has no bound. `crew` is how many people ride in it, `trips` how often it may load in a day,
    `out_of_service` when it stays in the workshop. `width_m`, `height_m` (metres) and `weight_t` (tonnes laden)
    keep it off roads too narrow, low or weak for it; None: what is usual for its kind.
    """

    plate: str | None = None
    name: str | None = None
    kind: VehicleKind = VehicleKind.VAN
    capacity: dict[str, Annotated[float, Field(ge=0, le=1e9)]] = {}
    crew: Annotated[int, Field(ge=1, le=9)] = 1
    width_m: Annotated[float, Field(gt=0, le=5)] | None = None
    height_m: Annotated[float, Field(gt=0, le=6)] | None = None
    weight_t: Annotated[float, Field(gt=0, le=60)] | None = None
    trips: Annotated[int, Field(ge=1, le=20)] = 3
    out_of_service: list[Leave] = []
    active: bool = True

    def works_on(self, day: date) -> bool:
        return self.active and not any(each.first <= day <= each.last for each in self.out_of_service)


class Depot(Record):
    """Where rounds start and end."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    address: str | None = None
    lat: Latitude
    lon: Longitude
    open: ClockTime | None = None
    close: ClockTime | None = None
    active: bool = True
