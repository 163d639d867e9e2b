"""Records: units, ranges and what survives a journey through JSON."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from store.notation.clock import clock_text
from store.records import Outlet, Rep, Rhythm, Shift, Weekday, Window, money_text
from store.records.base import ClockTime, Money

MONDAY = dt.date(2026, 11, 23)


@given(st.integers(0, 48 * 3600))
def test_clock_times_survive_their_text(seconds: int) -> None:
    assert TypeAdapter(ClockTime).validate_python(clock_text(seconds)) == seconds


@given(st.integers(-(10**12), 10**12))
def test_money_survives_its_text(minor: int) -> None:
    assert TypeAdapter(Money).validate_python(money_text(minor)) == minor


@pytest.mark.parametrize("text", ["", "9", "25:61", "8.30", "noon", "-1:00", "49:00"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(ClockTime).validate_python(text)


@pytest.mark.parametrize("text", ["", "12,5", "NaN", "Infinity", "¥3"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Money).validate_python(text)


def test_half_a_position_is_refused() -> None:
    with pytest.raises(ValidationError, match="half_position"):
        Outlet.model_validate({"id": "C1", "name": "x", "lat": 30.1})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 90.1, "north"])
def test_a_position_off_the_globe_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        Outlet.model_validate({"id": "C1", "name": "x", "lat": value, "lon": 120.0})


def test_hours_by_weekday_and_closed_days() -> None:
    outlet = Outlet.model_validate(
        {
            "id": "C1",
            "name": "x",
            "windows": [
                {"days": ["mon"], "open": "14:00", "close": "18:00"},
                {"days": ["mon", "tue"], "open": "08:00", "close": "11:30"},
            ],
            "closed": ["wed", "2026-12-01"],
        }
    )
    hours = outlet.windows_on(MONDAY)
    assert hours is not None
    assert [(window.open // 3600, window.close // 3600) for window in hours] == [(8, 11), (14, 18)]
    assert outlet.windows_on(MONDAY + dt.timedelta(2)) is None
    assert outlet.windows_on(dt.date(2026, 12, 1)) is None
    assert outlet.windows_on(MONDAY + dt.timedelta(3)) is None, "hours on other days only: closed"
    assert Outlet(id="C2", name="y").windows_on(MONDAY) == []


def test_windows_in_reverse_are_refused() -> None:
    with pytest.raises(ValidationError, match="window_order"):
        Window.model_validate({"open": "10:00", "close": "09:00"})


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (Rhythm(visits=2, weeks=4), 14),
        (Rhythm(), 7),
        (Rhythm(min_days=10, max_days=18), 14),
        (Rhythm(visits=3), 7 / 3),
    ],
)
def test_rhythms_in_days(rhythm: Rhythm, days: float) -> None:
    assert rhythm.interval_days == pytest.approx(days)


def test_shifts_leave_and_working_days() -> None:
    rep = Rep.model_validate(
        {
            "id": "R1",
            "name": "张",
            "shifts": [{"days": ["sat"], "start": "09:00", "end": "12:00"}, {"start": "08:00", "end": "17:30"}],
            "leave": [{"first": "2026-11-25", "last": "2026-11-26"}],
        }
    )
    assert rep.shift_on(MONDAY) == Shift.model_validate({"start": "08:00", "end": "17:30"})
    saturday = rep.shift_on(MONDAY + dt.timedelta(5))
    assert saturday is not None
    assert saturday.days == [Weekday.SAT]
    assert rep.shift_on(MONDAY + dt.timedelta(6)) is None
    assert rep.shift_on(dt.date(2026, 11, 26)) is None
