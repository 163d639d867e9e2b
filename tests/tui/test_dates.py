"""Dates as people type them."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.dates import TwoDatesError, date_from

TODAY = dt.date(2026, 11, 24)
DATES = st.dates(dt.date(1000, 1, 1), dt.date(9998, 12, 31))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-01", dt.date(2026, 12, 1)),
        ("２０２６－１２－０１", dt.date(2026, 12, 1)),
        ("20261201", dt.date(2026, 12, 1)),
        ("2026年12月1日", dt.date(2026, 12, 1)),
        ("12月1日", dt.date(2026, 12, 1)),
        ("12/1", dt.date(2026, 12, 1)),
        ("1-2", dt.date(2027, 1, 2)),
        ("24", TODAY),
        ("25", dt.date(2026, 11, 25)),
        ("3", dt.date(2026, 12, 3)),
        ("+3", dt.date(2026, 11, 27)),
        ("＋3", dt.date(2026, 11, 27)),
        ("-1", dt.date(2026, 11, 23)),
        ("明天", dt.date(2026, 11, 25)),
        (" Tomorrow ", dt.date(2026, 11, 25)),
        ("前天", dt.date(2026, 11, 22)),
        ("大后天", dt.date(2026, 11, 27)),
        ("2026年12月24号", dt.date(2026, 12, 24)),
        ("2026/12/4", dt.date(2026, 12, 4)),
        ("2026.12.4", dt.date(2026, 12, 4)),
        ("12-24", dt.date(2026, 12, 24)),
        ("24-12", dt.date(2026, 12, 24)),
        ("24/12", dt.date(2026, 12, 24)),
        ("24.12.", dt.date(2026, 12, 24)),
        ("1.12.", dt.date(2026, 12, 1)),
        ("24.12.2026", dt.date(2026, 12, 24)),
        ("01.12.2026", dt.date(2026, 12, 1)),
        ("24-12-2026", dt.date(2026, 12, 24)),
        ("12/24/2026", dt.date(2026, 12, 24)),
        ("5/5/2026", dt.date(2026, 5, 5)),
        ("24 Dec", dt.date(2026, 12, 24)),
        ("24-Nov-2026", TODAY),
        ("Nov 24, 2026", TODAY),
        ("Dec 1st", dt.date(2026, 12, 1)),
        ("Tue, 24 Nov 2026", TODAY),
        ("二〇二六年十二月一日", dt.date(2026, 12, 1)),
    ],
)
def test_people_write_dates_in_many_ways(typed: str, meant: dt.date) -> None:
    assert date_from(typed, TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "language", "first", "second"),
    [
        ("3/4", "en", dt.date(2027, 3, 4), dt.date(2027, 4, 3)),
        ("12.1", "en", dt.date(2026, 12, 1), dt.date(2027, 1, 12)),
        ("01/12/2026", "en", dt.date(2026, 1, 12), dt.date(2026, 12, 1)),
        ("01/12/2026", "zh", dt.date(2026, 1, 12), dt.date(2026, 12, 1)),
        ("01-12-2026", "zh", dt.date(2026, 1, 12), dt.date(2026, 12, 1)),
    ],
)
def test_what_may_be_two_dates_is_refused_with_both(
    typed: str, language: str, first: dt.date, second: dt.date
) -> None:
    with pytest.raises(TwoDatesError) as refused:
        date_from(typed, TODAY, language)
    assert refused.value.params == {"value": typed, "first": first.isoformat(), "second": second.isoformat()}


@pytest.mark.parametrize(("typed", "meant"), [("3/4", dt.date(2027, 3, 4)), ("12.1", dt.date(2026, 12, 1))])
def test_chinese_puts_the_month_first(typed: str, meant: dt.date) -> None:
    assert date_from(typed, TODAY, "zh") == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "x",
        "ma",
        "24 foo",
        "2026-1",
        "1.13.",
        "24月12",
        "13-13",
        "2026-02-30",
        "0",
        "32",
        "+",
        "--1",
        "+99999999999",
        "፩",
        "¹²³",
    ],
)
def test_what_is_no_date_is_none(typed: str) -> None:
    assert date_from(typed, TODAY) is None


def test_the_29th_of_february_is_found_in_the_leap_year_nearby() -> None:
    assert date_from("2-29", dt.date(2027, 11, 24)) == dt.date(2028, 2, 29)


def test_a_day_that_the_month_lacks_is_sought_in_the_next_one() -> None:
    assert date_from("31", dt.date(2026, 11, 24)) == dt.date(2026, 12, 31)
    assert date_from("30", dt.date(2026, 1, 31)) == dt.date(2026, 3, 30)


@given(DATES, DATES)
def test_every_date_written_out_is_read_back(date: dt.date, today: dt.date) -> None:
    assert date_from(date.isoformat(), today) == date


@given(DATES, st.integers(0, 28))
def test_days_from_today_and_days_of_the_month_lie_ahead(today: dt.date, ahead: int) -> None:
    assert date_from(f"+{ahead}", today) == today + dt.timedelta(ahead)
    found = date_from(str(ahead), today)
    if ahead:
        assert found is not None
        assert found.day == ahead
        assert dt.timedelta() <= found - today < dt.timedelta(31)


@given(st.text(max_size=12), DATES)
def test_nothing_typed_ends_in_a_fault(typed: str, today: dt.date) -> None:
    for language in ("zh", "en"):
        with contextlib.suppress(TwoDatesError):
            date_from(typed, today, language)
