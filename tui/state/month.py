"""A month in weeks, and what kind of day each is. No Textual."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from store.records import special_on

if TYPE_CHECKING:
    from tui.jobs.office import Office

WEEKS = 6
"""Rows of a month, so that all months are equally high."""
_EMPTY: list[dt.date | None] = [None] * 7


@dataclass(frozen=True, slots=True)
class DayKind:
    """What is to be known of a date: nobody works, or the calendar of holidays says something of its own."""

    rest: bool = False
    special: str = ""
    """``off`` or ``work`` where the calendar of holidays names the date."""
    name: str = ""
    """What it is called there."""


@dataclass(frozen=True, slots=True)
class MonthView:
    """The month in which a date was chosen."""

    chosen: dt.date
    today: dt.date

    def weeks(self) -> list[list[dt.date | None]]:
        """Rows of seven dates from Monday on, None where the day is another month's."""
        begin = self.chosen.replace(day=1)
        found: list[list[dt.date | None]] = [
            [begin.replace(day=day) if day else None for day in week]
            for week in calendar.monthcalendar(begin.year, begin.month)
        ]
        return [*found, *(_EMPTY for _ in range(WEEKS - len(found)))]

    def by_days(self, days: int) -> MonthView:
        """So many days on; at the ends of the calendar nothing moves."""
        try:
            return replace(self, chosen=self.chosen + dt.timedelta(days=days))
        except OverflowError:
            return self

    def by_months(self, months: int) -> MonthView:
        """The same day so many months on, or the last one where the month is too short."""
        number = self.chosen.year * 12 + self.chosen.month - 1 + months
        year, month = divmod(number, 12)
        if not dt.MINYEAR <= year <= dt.MAXYEAR:
            return self
        day = min(self.chosen.day, calendar.monthrange(year, month + 1)[1])
        return replace(self, chosen=dt.date(year, month + 1, day))


def kinds_of(office: Office) -> Callable[[dt.date], DayKind]:
    """What kind of day a date is, by the calendar of holidays and by when anybody works."""
    special_days = office.books.settings.calendar
    reps = [rep for rep in office.books.reps.all().values() if rep.active]

    def kind(date: dt.date) -> DayKind:
        special = special_on(special_days, date)
        rest = not any(rep.shift_on(date, special) for rep in reps) if reps else date.weekday() > 4
        if special is None:
            return DayKind(rest)
        return DayKind(rest, "work" if special.work else "off", special.name or "")

    return kind
