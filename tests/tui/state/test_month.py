"""A month in weeks: every day once, in its column, and what kind of day it is."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from store.records import SpecialDays
from tui.jobs.office import Office
from tui.state.month import WEEKS, MonthView, kinds_of

DAYS = st.dates()


@given(DAYS)
def test_a_month_holds_each_of_its_days_once_under_its_day_of_the_week(day: dt.date) -> None:
    weeks = MonthView(day, day).weeks()
    assert len(weeks) == WEEKS
    there = [date for week in weeks for date in week if date is not None]
    assert day in there
    assert there == sorted(there)
    assert {(date.year, date.month) for date in there} == {(day.year, day.month)}
    assert all(date is None or date.weekday() == column for week in weeks for column, date in enumerate(week))


@given(DAYS, st.integers(-30000, 30000))
def test_months_move_to_the_same_day_or_the_last_one_and_stay_within_the_calendar(day: dt.date, by: int) -> None:
    found = MonthView(day, day).by_months(by).chosen
    months = (found.year - day.year) * 12 + found.month - day.month
    assert months in (0, by)
    assert found.day == day.day or (found.day < day.day and (found + dt.timedelta(days=1)).day == 1)


@given(DAYS, st.integers(-10, 10))
def test_days_move_one_by_one_and_stay_within_the_calendar(day: dt.date, by: int) -> None:
    found = MonthView(day, day).by_days(by).chosen
    assert (found - day).days in (0, by)


def test_the_calendar_and_when_anybody_works_say_what_kind_of_day_it_is(bare: Office) -> None:
    books = bare.books
    special = [
        SpecialDays(first=dt.date(2026, 10, 1), last=dt.date(2026, 10, 7), name="国庆节"),
        SpecialDays(first=dt.date(2026, 10, 11), last=dt.date(2026, 10, 11), work=True),
    ]
    books.save_settings(books.settings.model_copy(update={"calendar": special}))
    kind = kinds_of(bare)
    assert (kind(dt.date(2026, 10, 1)).special, kind(dt.date(2026, 10, 1)).name) == ("off", "国庆节")
    assert kind(dt.date(2026, 10, 1)).rest
    assert kind(dt.date(2026, 10, 11)).special == "work"
    assert not kind(dt.date(2026, 10, 11)).rest
    assert kind(dt.date(2026, 10, 18)).rest, "a Sunday"
    assert kind(dt.date(2026, 10, 20)) == type(kind(dt.date(2026, 10, 20)))()
