"""Dates as people and accounting programs write them: the table of docs/notation.md."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.notation.dates import DMY, MDY, UNKNOWN, YMD, DateOrder, order_of, read_date
from store.notation.errors import NotationError, TwoReadingsError

ORDERS = (UNKNOWN, DMY, MDY, YMD)
DECEMBER = dt.date(2026, 12, 1)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24", "2026/11/24", "2026.11.24", "2026-11-24 08:30", "2026-11-24T08:30:00Z", "2026年11月24日", "2026 / 11 / 24",
        "2026年11月24号", "２０２６年１１月２４日", "26年11月24日", "2026/11/24 星期二", "2026-11-24（周二）", "20261124",
        "二〇二六年十一月二十四日", "24.11.2026", "24-Nov-2026", "24 Nov 2026", "Nov 24 2026", "Nov 24, 2026", "Nov. 24, 2026",
        "24th November 2026", "24-Nov-26", "Tue, 24 Nov 2026", "24/Nov/2026", "24Nov2026", "2026-Nov-24", "Tuesday 24 November 2026",
        "2026-11-24 08:30:00.000", "2026/11/24 上午 8:30", "November 24, 2026 8:30 pm", "2026-11-24T08:30:00+08:00", "24. Nov. 2026",
    ],
)  # fmt: skip
def test_dates_of_one_reading(text: str, order: DateOrder) -> None:
    assert read_date(text, order) == dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "order", "found"),
    [
        ("24/11/2026", UNKNOWN, "2026-11-24"), ("24-11-2026", UNKNOWN, "2026-11-24"), ("11/24/2026", UNKNOWN, "2026-11-24"),
        ("11-24-2026", UNKNOWN, "2026-11-24"), ("3/4/2026", DMY, "2026-04-03"), ("3/4/2026", MDY, "2026-03-04"),
        ("03-04-2026", DMY, "2026-04-03"), ("5/5/2026", UNKNOWN, "2026-05-05"), ("26-11-24", YMD, "2026-11-24"),
        ("26-11-24", DMY, "2024-11-26"), ("11/24/26", UNKNOWN, "2026-11-24"), ("2026/1/2", UNKNOWN, "2026-01-02"),
        ("01.12.2026", UNKNOWN, "2026-12-01"), ("1.12.2026", MDY, "2026-12-01"), ("3/4/26", DMY, "2026-04-03"),
        ("二〇二六年一月四日", UNKNOWN, "2026-01-04"), ("31/12/99", DMY, None), ("24/11/2026", MDY, "2026-11-24"), ("24/11/26", MDY, None), ("29/02/2024", UNKNOWN, "2024-02-29"),
    ],
)  # fmt: skip
def test_dates_by_the_order_of_their_column(text: str, order: DateOrder, found: str | None) -> None:
    if found is None:
        with pytest.raises(NotationError):
            read_date(text, order)
    else:
        assert read_date(text, order).isoformat() == found


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("3/4/2026", ("2026-04-03", "2026-03-04")), ("03-04-2026", ("2026-04-03", "2026-03-04")),
        ("26-11-24", ("2026-11-24", "2024-11-26")), ("31.12.26", ("2031-12-26", "2026-12-31")),
        ("3/4", ("2027-04-03", "2027-03-04")),
    ],
)  # fmt: skip
def test_dates_with_two_readings_are_asked(text: str, readings: tuple[str, ...]) -> None:
    with pytest.raises(TwoReadingsError) as raised:
        read_date(text, near=DECEMBER)
    assert raised.value.readings == readings
    assert [read_date(each).isoformat() for each in readings] == list(readings)


@pytest.mark.parametrize(
    ("text", "near", "found"),
    [
        ("11月24日", DECEMBER, "2026-11-24"), ("11月24号", DECEMBER, "2026-11-24"), ("24 Nov", DECEMBER, "2026-11-24"),
        ("Nov 24", DECEMBER, "2026-11-24"), ("11-24", DECEMBER, "2026-11-24"), ("11/24", DECEMBER, "2026-11-24"),
        ("24/11", DECEMBER, "2026-11-24"), ("1月4日", dt.date(2026, 12, 28), "2027-01-04"), ("12月30日", dt.date(2027, 1, 4), "2026-12-30"),
        ("十一月二十四日", DECEMBER, "2026-11-24"), ("周二 11月24日", DECEMBER, "2026-11-24"), ("2月29日", dt.date(2027, 12, 1), "2028-02-29"),
    ],
)  # fmt: skip
def test_dates_without_a_year(text: str, near: dt.date, found: str) -> None:
    assert read_date(text, near=near).isoformat() == found
    with pytest.raises(NotationError):
        read_date(text)


def test_day_numbers_of_spreadsheets_where_dates_are_expected() -> None:
    assert read_date("46350", serial=True) == read_date("46350.375", serial=True) == dt.date(2026, 11, 24)
    for text in ("46350", "46350.375"):
        with pytest.raises(NotationError):
            read_date(text)


@pytest.mark.parametrize(
    "text",
    ["", "2026-02-30", "2026-13-01", "31/31/2026", "2026-W48", "2026-11", "昨天", "0.4", "1234", "20261324", "12345678", "2026-11-24-5",
     "1/2/3/4", "一月", "Nov", "32 Nov 2026", "24 Nov 1", "-5", "99999", "1.5", "2026-1/2", "2026" * 30, "x" * 10_000],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    for order in ORDERS:
        with pytest.raises(NotationError) as raised:
            read_date(text, order, DECEMBER, serial=True)
        assert raised.value.code == "bad_date"


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["24/11/2026", "3/4/2026"], DMY), (["11/24/2026", "3/4/2026"], MDY), (["3/4/2026", "5/6/2026"], UNKNOWN),
        (["24/11/2026", "11/24/2026"], UNKNOWN), (["2026-11-24", "24 Nov 2026", "", "x"], UNKNOWN), (["01.12.2026"], DMY),
        (["26-11-24", "25-10-23"], UNKNOWN), (["46350"], UNKNOWN),
        (["26/2/28", "32/12/31"], YMD), (["11-25", "3/4/2026"], UNKNOWN), (["25/11"], UNKNOWN),
    ],
)  # fmt: skip
def test_the_order_of_a_column_is_what_its_cells_say(cells: list[str], order: DateOrder) -> None:
    assert order_of(cells) is order


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(ORDERS))
def test_dates_written_are_read_again(date: dt.date, order: DateOrder) -> None:
    assert read_date(date.isoformat(), order) == date
    assert read_date(f"{date.day}.{date.month}.{date.year}", order) == date


@given(st.text(alphabet="0123456789-/.年月日 novjan,:", max_size=30), st.sampled_from(ORDERS))
def test_any_text_is_a_date_asked_or_none(text: str, order: DateOrder) -> None:
    try:
        read_date(text, order, DECEMBER, serial=True)
    except NotationError as error:
        assert error.code in {"bad_date", "two_readings"}
