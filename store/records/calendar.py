"""The company's own calendar: days on which everything is closed, and days off that are worked (调休)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, model_validator

from store.notation.weekdays import Weekday
from store.records.base import Part


class SpecialDays(Part):
    """Days, both ends included, on which nobody works; or with `work` everybody does, whatever the weekday.

    A day that is worked goes `like` a weekday: its hours, its beats. None: like the one it is.
    """

    first: dt.date
    last: dt.date
    name: Annotated[str, Field(max_length=60)] = ""
    work: bool = False
    like: Weekday | None = None

    @model_validator(mode="after")
    def _ordered(self) -> SpecialDays:
        if self.last < self.first:
            raise ValueError("window_order")
        return self

    @property
    def closed(self) -> bool:
        return not self.work


def special_on(calendar: Iterable[SpecialDays], day: dt.date) -> SpecialDays | None:
    """What the calendar says of a date; a day that is worked outdoes the days off round it."""
    found = [each for each in calendar if each.first <= day <= each.last]
    return next((each for each in found if each.work), found[0] if found else None)


def holiday_on(calendar: Iterable[SpecialDays], day: dt.date) -> bool | None:
    """Whether a date is a public holiday; None where the calendar says nothing of its year."""
    every = tuple(calendar)
    special = special_on(every, day)
    if special is not None:
        return special.closed
    return False if any(each.closed and each.first.year <= day.year <= each.last.year for each in every) else None


def closed_between(calendar: Iterable[SpecialDays], after: dt.date, before: dt.date) -> int:
    """How many days between two dates, both left out, the calendar has closed."""
    every, day = tuple(calendar), dt.timedelta(1)
    closed: set[dt.date] = set()
    for each in every:
        first, last = max(each.first, after + day), min(each.last, before - day)
        closed |= {first + dt.timedelta(number) for number in range((last - first).days + 1)}
    return sum(special.closed for date in closed if (special := special_on(every, date)) is not None)
