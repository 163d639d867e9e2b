"""Outlets: the places sold to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from store.notation.opening import Hours, Place, Told, by_holidays, by_sun, hours_on
from store.notation.weekdays import Weekday
from store.records.agreement import CreditTerms
from store.records.base import ClockTime, Identifier, Latitude, Longitude, Money, Part, Record
from store.records.calendar import SpecialDays, holiday_on

Span = tuple[int, int]
_DAY = 24 * 3600
_LAST = 2 * _DAY
HoursText = Annotated[str, Field(max_length=1000)]


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

    days: list[Weekday] = Field(default_factory=list)
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
    days: list[Weekday] = Field(default_factory=list)
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

    vehicles: list[str] = Field(default_factory=list)
    walk_minutes: Annotated[float, Field(ge=0, le=240)] = 0
    hours: list[Window] = Field(default_factory=list)
    parking: Annotated[str, Field(max_length=120)] | None = None


class Outlet(Record):
    """A place sold to. `supplier` is its upstream outlet, None the distributor itself.

    `other_suppliers` are further outlets it buys from, `also_direct` says that it buys from the distributor too.

    `lat`, `lon` are WGS-84; `approximate` says they were estimated from neighbours on its street or in
    its village. `channel` is free: known ones are named in `CHANNELS`, others are kept as they are.

    `opening_hours` and `receiving_hours` are the words as they came, read anew for each date; a call may begin
    when both of them allow it, and `windows` besides.

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
    other_suppliers: list[Identifier] = Field(default_factory=list)
    also_direct: bool = False
    contact: str | None = None
    phone: str | None = None
    address: str | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    approximate: bool = False
    opening_hours: HoursText | None = None
    receiving_hours: HoursText | None = None
    windows: list[Window] = Field(default_factory=list)
    closed: list[Weekday | date] = Field(default_factory=list)
    call_minutes: Annotated[float, Field(gt=0, le=600)] | None = None
    rhythm: Rhythm | None = None
    rep: Identifier | None = None
    skills: list[str] = Field(default_factory=list)
    skill_levels: dict[str, Annotated[int, Field(ge=1, le=5)]] = Field(default_factory=dict)
    only_reps: list[Identifier] = Field(default_factory=list)
    forbidden_reps: list[Identifier] = Field(default_factory=list)
    worth: Annotated[Money, Field(ge=0)] | None = None
    must: bool = False
    late_minutes: Annotated[float, Field(ge=0, le=720)] = 0
    together: list[Identifier] = Field(default_factory=list)
    apart: list[Identifier] = Field(default_factory=list)
    before: list[Identifier] = Field(default_factory=list)
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

    def windows_on(self, day: date, calendar: Sequence[SpecialDays] = ()) -> list[Window] | None:
        """The hours that open on a date, sorted; an empty list means any hour, None that it is closed.

        `calendar` knows the public holidays. What cannot be read of the hours counts as any hour; `told_on` tells it.
        """
        spans = self._spans(day, calendar)
        if spans is None or spans == ((0, _DAY),):
            return []
        if spans and not self._texts:
            return sorted((each for each in self.windows if each.on(Weekday.of(day))), key=lambda w: w.open)
        return [Window.model_construct(days=[], open=begin, close=end) for begin, end in spans] or None

    def hours_on(
        self, day: date, calendar: Sequence[SpecialDays] = (), reach: Span = (0, _LAST)
    ) -> list[Span] | None:
        """The hours in which a call of the date may begin, merged, in seconds after its midnight up to 48:00.

        Of the day before what runs on past midnight, and of the day after what `reach`, the hours worked, comes to.
        Empty: any hour; None: closed.
        """
        own = self._spans(day, calendar)
        if own is None:
            return []
        before = self._spans(day - timedelta(1), calendar) if reach[0] < _DAY else ()
        after = self._spans(day + timedelta(1), calendar) if reach[1] >= _DAY else ()
        tails = [(0, end - _DAY) for _, end in before or () if end - _DAY > 0 and end - _DAY >= reach[0]]
        heads = [
            (begin + _DAY, min(end + _DAY, _LAST))
            for begin, end in ([(0, _DAY)] if after is None else after)
            if begin < _DAY and begin + _DAY <= reach[1]
        ]
        if not own and not tails:
            return None
        found = merged((*tails, *own, *heads))
        whole = len(found) == 1 and found[0][0] == 0 and found[0][1] >= min(_LAST, max(_DAY, reach[1]))
        return [] if whole else found

    def told_on(self, day: date, calendar: Sequence[SpecialDays] = ()) -> list[Told]:
        """What the texts of its hours say of a date, and hours alone do not: comments, and what cannot be read."""
        return [told for text in self._texts for told in self._read(text, day, calendar).told]

    @property
    def _texts(self) -> list[str]:
        return [text for text in (self.opening_hours, self.receiving_hours) if text and text.strip()]

    def _read(self, text: str, day: date, calendar: Sequence[SpecialDays]) -> Hours:
        place: Place | None = None
        if self.lat is not None and self.lon is not None and by_sun(text):
            place = round(self.lat, 1), round(self.lon, 1)  # half a minute of the sun's
        return hours_on(text, day, holiday_on(calendar, day) if by_holidays(text) else None, place)

    def _spans(self, day: date, calendar: Sequence[SpecialDays]) -> tuple[Span, ...] | None:
        """The hours that open on a date by all that is known of them; None: any, none at all: closed."""
        weekday = Weekday.of(day)
        if self.closed and (weekday in self.closed or day in self.closed):
            return ()
        found: tuple[Span, ...] | None = None
        if self.windows:
            found = tuple(
                (window.open, window.close)
                for window in sorted(self.windows, key=lambda window: window.open)
                if window.on(weekday)
            )
        for text in self._texts:
            spans = self._read(text, day, calendar).spans
            if spans is not None and found is not None:
                # hours of a day may run on into the next one, and so may these
                later = self._read(text, day + timedelta(1), calendar).spans
                later = ((0, _DAY),) if later is None else later
                spans = (*spans, *((begin + _DAY, end + _DAY) for begin, end in later))
                found = tuple(merged(_both(found, spans)))
            elif spans is not None:
                found = spans
        return found


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans of time in order, those that touch or overlap made one."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def _both(some: Iterable[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """The hours that lie in both."""
    return tuple((max(a, c), min(b, d)) for a, b in some for c, d in others if max(a, c) < min(b, d))


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
