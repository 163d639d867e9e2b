"""Outlets: the places sold to."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from store.notation.weekdays import Weekday
from store.records.agreement import CreditTerms
from store.records.base import ClockTime, Identifier, Latitude, Longitude, Money, Part, Record


class Tier(StrEnum):
    """Place of an outlet in the channel; the distributor is the user and no outlet."""

    WHOLESALER = "wholesaler"
    SUB_WHOLESALER = "sub_wholesaler"
    RETAILER = "retailer"


class Status(StrEnum):
    PROSPECT = "prospect"
    ACTIVE = "active"
    DORMANT = "dormant"
    LOST = "lost"


class Grade(StrEnum):
    """Value of an outlet, A the highest."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Window(Part):
    """Hours in which a call may begin, on some weekdays (none named: on all of them).

    `close` may pass 24:00 for hours that run past midnight.
    """

    days: list[Weekday] = []
    open: ClockTime
    close: ClockTime

    @model_validator(mode="after")
    def _ordered(self) -> Window:
        if self.close <= self.open:
            raise ValueError("window_order")
        return self

    def on(self, weekday: Weekday) -> bool:
        return not self.days or weekday in self.days


class Rhythm(Part):
    """How often an outlet is due: `visits` in every `weeks`, or every `min_days` to `max_days`.

    `days` are the weekdays it should be visited on; none means any.
    """

    visits: Annotated[int, Field(ge=1, le=14)] = 1
    weeks: Annotated[int, Field(ge=1, le=52)] = 1
    days: list[Weekday] = []
    min_days: Annotated[int, Field(ge=1, le=365)] | None = None
    max_days: Annotated[int, Field(ge=1, le=365)] | None = None

    @property
    def interval_days(self) -> float:
        """Days between two visits, on average."""
        if self.max_days is not None:
            return ((self.min_days or self.max_days) + self.max_days) / 2
        return 7 * self.weeks / self.visits


class Access(Part):
    """How the outlet is reached.

    `vehicles`: kinds that may come near (none named: all). `walk_minutes`: from where one parks to the door,
    so that any kind may come. `hours` in which vehicles may come near (none: at all hours). `parking` names the
    place where one parks for several outlets: whoever has parked there walks from one to the next.
    """

    vehicles: list[str] = []
    walk_minutes: Annotated[float, Field(ge=0, le=240)] = 0
    hours: list[Window] = []
    parking: Annotated[str, Field(max_length=120)] | None = None


class Outlet(Record):
    """A place sold to. `supplier` is its upstream outlet, None the distributor itself.

    `other_suppliers` are further outlets it buys from, `also_direct` says that it buys from the distributor too.

    `lat`, `lon` are WGS-84; `approximate` says they were estimated from neighbours on its street or in
    its village. `channel` is free: known ones are named in `CHANNELS`, others are kept as they are.

    Of a call: `worth` takes the place of the grade's, `must` makes a due one obligatory, `late_minutes` is how
    far one may come after its hours. `skill_levels` are the least levels of skills (others: any). `only_reps`
    may call, `forbidden_reps` may not. Stops of the same day: those `together` go on one route with this one,
    those `apart` on others, those it stands `before` come later on its route.
    """

    name: Annotated[str, Field(min_length=1, max_length=200)]
    tier: Tier = Tier.RETAILER
    channel: str | None = None
    grade: Grade | None = None
    key_account: bool = False
    status: Status = Status.ACTIVE
    supplier: Identifier | None = None
    other_suppliers: list[Identifier] = []
    also_direct: bool = False
    contact: str | None = None
    phone: str | None = None
    address: str | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    approximate: bool = False
    windows: list[Window] = []
    closed: list[Weekday | date] = []
    call_minutes: Annotated[float, Field(gt=0, le=600)] | None = None
    rhythm: Rhythm | None = None
    rep: Identifier | None = None
    skills: list[str] = []
    skill_levels: dict[str, Annotated[int, Field(ge=1, le=5)]] = {}
    only_reps: list[Identifier] = []
    forbidden_reps: list[Identifier] = []
    worth: Annotated[Money, Field(ge=0)] | None = None
    must: bool = False
    late_minutes: Annotated[float, Field(ge=0, le=720)] = 0
    together: list[Identifier] = []
    apart: list[Identifier] = []
    before: list[Identifier] = []
    access: Access | None = None
    credit: CreditTerms | None = None
    notes: str | None = None

    @model_validator(mode="after")
    def _position_whole(self) -> Outlet:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("half_position")
        return self

    @property
    def located(self) -> bool:
        return self.lat is not None

    @property
    def suppliers(self) -> tuple[str | None, ...]:
        """Everybody it buys from, its own supplier first; None is the distributor."""
        every = (self.supplier, *self.other_suppliers, *((None,) if self.also_direct else ()))
        return tuple(dict.fromkeys(every))

    def windows_on(self, day: date) -> list[Window] | None:
        """The hours of that day, sorted; an empty list means any hour, None that it is closed."""
        weekday = Weekday.of(day)
        if weekday in self.closed or day in self.closed:
            return None
        if not self.windows:
            return []
        hours = sorted((window for window in self.windows if window.on(weekday)), key=lambda w: w.open)
        return hours or None


CHANNELS = (
    "supermarket",
    "convenience",
    "grocery",
    "kiosk",
    "restaurant",
    "cafe",
    "bar",
    "hotel",
    "canteen",
    "school",
    "bakery",
    "specialty",
    "wholesale_market",
    "online",
)
"""Channels with a translated name; any other text is kept as the user wrote it."""
