"""The hours of an outlet on a date: of its words, its windows and its closed days together, nights and holidays."""

from __future__ import annotations

import datetime as dt
from typing import Any

from store.records import Outlet, SpecialDays, holiday_on

H = 3600
DAY = 24
TUESDAY, SATURDAY, SUNDAY = dt.date(2026, 12, 1), dt.date(2026, 12, 5), dt.date(2026, 12, 6)


def _outlet(text: str | None = None, **fields: Any) -> Outlet:
    return Outlet.model_validate({"id": "C1", "name": "x", "opening_hours": text} | fields)


def _hours(
    outlet: Outlet, date: dt.date, reach: tuple[int, int] = (8, 18), **more: Any
) -> list[tuple[int, int]] | None:
    found = outlet.hours_on(date, reach=(reach[0] * H, reach[1] * H), **more)
    return None if found is None else [(begin // H, end // H) for begin, end in found]


def test_an_ordinary_day_has_its_own_hours_alone() -> None:
    bar = _outlet("Mo-Fr 18:00-03:00; Sa 08:00-12:00; Su off")
    assert _hours(bar, TUESDAY) == [(18, 27)]
    assert _hours(bar, SATURDAY) == [(8, 12)]
    assert _hours(bar, SUNDAY) is None
    assert _hours(_outlet("24/7"), TUESDAY) == []
    assert _hours(_outlet("Mo-Fr 00:00-24:00"), TUESDAY) == []
    assert _hours(_outlet("Mo-Fr 00:00-24:00"), SATURDAY) is None


def test_a_shift_of_the_night_reaches_last_night_and_the_next_morning() -> None:
    bar = _outlet("Mo-Fr 18:00-03:00; Sa 08:00-12:00; Su off")
    assert _hours(bar, TUESDAY, (22, 30)) == [(18, 27)]
    assert _hours(bar, TUESDAY, (0, 8)) == [(0, 3), (18, 27)]
    assert _hours(bar, SATURDAY, (0, 8)) == [(0, 3), (8, 12)]
    assert _hours(bar, dt.date(2026, 12, 4), (22, 33)) == [(18, 27), (32, 36)]
    assert _hours(_outlet("05:00-09:00"), TUESDAY, (22, 30)) == [(5, 9), (29, 33)]
    assert _hours(_outlet("Mo-Fr 00:00-24:00"), dt.date(2026, 12, 4), (22, 30)) == [(0, 24)]
    assert _hours(_outlet("Mo-Fr 00:00-24:00"), TUESDAY, (22, 30)) == []


def test_a_date_with_the_end_of_last_night_alone_is_closed_for_those_who_sleep_then() -> None:
    bar = _outlet("Fr 20:00-03:00")
    assert _hours(bar, SATURDAY) is None
    assert _hours(bar, SATURDAY, (1, 8)) == [(0, 3)]


def test_windows_of_every_week_are_as_they_were() -> None:
    outlet = _outlet(windows=[{"days": ["tue"], "open": "09:00", "close": "11:00"}], closed=["2026-12-08"])
    assert _hours(outlet, TUESDAY) == [(9, 11)]
    assert outlet.windows_on(TUESDAY) == outlet.windows
    assert outlet.windows_on(SATURDAY) is None
    assert outlet.windows_on(dt.date(2026, 12, 8)) is None


def test_a_call_begins_when_all_that_is_known_allows_it() -> None:
    outlet = _outlet(
        "Mo-Sa 08:00-20:00",
        receiving_hours="周二、周四 9:00-12:00",
        windows=[{"days": [], "open": "10:00", "close": "18:00"}],
        closed=["2026-12-03"],
    )
    assert _hours(outlet, TUESDAY) == [(10, 12)]
    assert _hours(outlet, dt.date(2026, 12, 2)) is None
    assert _hours(outlet, dt.date(2026, 12, 3)) is None
    night = _outlet("24/7", windows=[{"days": [], "open": "18:00", "close": "27:00"}])
    assert _hours(night, TUESDAY, (20, 30)) == [(18, 27)]


def test_public_holidays_are_the_days_the_calendar_closes() -> None:
    calendar = [
        SpecialDays(first=dt.date(2026, 10, 1), last=dt.date(2026, 10, 7), name="国庆"),
        SpecialDays(first=dt.date(2026, 10, 10), last=dt.date(2026, 10, 10), work=True),
    ]
    outlet = _outlet("08:00-20:00; PH off")
    assert _hours(outlet, dt.date(2026, 10, 2), calendar=calendar) is None
    assert _hours(outlet, dt.date(2026, 10, 10), calendar=calendar) == [(8, 20)]
    assert outlet.told_on(dt.date(2026, 10, 2), calendar) == []
    assert [told.code for told in outlet.told_on(dt.date(2027, 10, 2), calendar)] == ["holidays_unknown"]
    assert (holiday_on(calendar, dt.date(2026, 5, 1)), holiday_on([], TUESDAY)) == (False, None)


def test_what_cannot_be_read_is_any_hour_and_told() -> None:
    outlet = _outlet("单日营业 8:00-18:00", receiving_hours='9:00-12:00 "ring"')
    assert _hours(outlet, TUESDAY) == [(9, 12)]
    assert [(told.code, told.text) for told in outlet.told_on(TUESDAY)] == [
        ("unread", "单日营业 8:00-18:00"),
        ("comment", "ring"),
    ]


def test_the_sun_goes_by_the_position() -> None:
    assert [told.code for told in _outlet("sunrise-sunset").told_on(TUESDAY)] == ["no_sun"]
    assert _hours(_outlet("sunrise-sunset", lat=31.23, lon=121.47), TUESDAY) == [(6, 16)]
    assert _hours(_outlet("sunrise-sunset", lat=60.17, lon=24.94), TUESDAY) == [(8, 15)]
