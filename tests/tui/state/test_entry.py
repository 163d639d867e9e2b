"""Numbers, money and times as they are typed at a call."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.books import Books
from store.records import Product, money_text
from tests.tui.town import office
from tui.state.call import Item, Kind
from tui.state.entry import (
    entry_problem,
    typed_batches,
    typed_clock,
    typed_counts,
    typed_money,
    typed_past,
    typed_pieces,
    typed_quantity,
)


def repr8(value: str) -> str:
    return ascii(value[:8])


WIDE = str.maketrans("0123456789.:,", "０１２３４５６７８９．：，")


@given(st.integers(0, 1_000_000))
def test_a_count_reads_back_in_narrow_and_wide_digits(count: int) -> None:
    assert typed_quantity(str(count)) == count
    assert typed_quantity(f" {count}".translate(WIDE)) == count


@given(st.integers(0, 10**11))
def test_money_reads_back_in_narrow_and_wide_digits(minor: int) -> None:
    assert typed_money(money_text(minor), "en") == minor
    assert typed_money(money_text(minor).translate(WIDE), "en") == minor
    assert typed_money(f"¥{minor // 100:,}.{minor % 100:02d}", "en") == minor


@given(st.integers(0, 23), st.integers(0, 59))
def test_times_read_back_in_every_spelling(hour: int, minute: int) -> None:
    seconds = hour * 3600 + minute * 60
    for spelling in ("{:02d}:{:02d}", "{}:{:02d}", "{}.{:02d}", "{}{:02d}", "{:02d}：{:02d}"):
        typed = spelling.format(hour, minute)
        if (typed.isdigit() and len(typed) < 3) or typed.startswith("0."):
            continue
        assert typed_clock(typed) == seconds
        assert typed_clock(typed.translate(WIDE)) == seconds
    assert typed_clock(str(hour)) == (hour * 3600 or None)


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "1000001", "x", "፩", "9" * 5000, "1_0"], ids=repr8)
def test_what_is_no_count_is_none(typed: str) -> None:
    assert typed_quantity(typed) is None


@pytest.mark.parametrize(
    "typed", ["", ".", "-1", "x", "nan", "inf", "1,500", "1e999999", "1_000", "1000000001", "1.2.3"]
)
def test_what_is_no_amount_is_none(typed: str) -> None:
    assert typed_money(typed, "en") is None


@pytest.mark.parametrize(
    ("typed", "chinese", "other"),
    [("1,500", 150000, None), ("1,500.00", 150000, 150000), ("12,50", None, 1250), ("1.2万", 1200000, 1200000)],
)
def test_chinese_speaks_for_the_point(typed: str, chinese: int | None, other: int | None) -> None:
    assert (typed_money(typed, "zh"), typed_money(typed, "en")) == (chinese, other)


@pytest.mark.parametrize(
    "typed", ["", ":30", "9:", "0", "0.4", "24:00", "9:60", "12345", "x", "፩:30", "9:3x", "-1:30"]
)
def test_what_is_no_time_is_none(typed: str) -> None:
    assert typed_clock(typed) is None


@given(st.text(max_size=12))
def test_nothing_typed_ends_in_a_fault(typed: str) -> None:
    typed_quantity(typed)
    typed_money(typed, "zh")
    typed_clock(typed)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_problem_is_told_with_what_was_typed(tmp_path: Path, language: str) -> None:
    there = office(Books(tmp_path / "books"), language=language)
    for kind, bad in ((Kind.STOCK, "[x]"), (Kind.ORDER, "[y]"), (Kind.DUE, "[z]")):
        told = entry_problem(Item(kind, "x", "x"), bad, there)
        assert told is not None
        assert bad in told
        assert entry_problem(Item(kind, "x", "x"), "", there) is None
    assert entry_problem(Item(Kind.STOCK, "x", "x"), "12", there) is None
    assert entry_problem(Item(Kind.NOTE, "x", "x"), "anything [/b]", there) is None


TEA = Product.model_validate(
    {"id": "P", "name": "茶", "units": [{"name": "瓶"}, {"name": "提", "factor": 6}, {"name": "箱", "factor": 24}]}
)


@pytest.mark.parametrize(
    ("text", "pieces", "of_cases"),
    [
        ("53", 53, 53 * 24),
        ("2.5", 53, 53),
        ("2.", 48, 48),
        (".5", None, None),
        ("2.1.5", 59, 59),
        ("２．５", 53, 53),
        ("2箱5瓶", 53, 53),
        ("1提", 6, 6),
        ("2.1.5.3", None, None),
        ("2箱5", None, None),
        ("-3", None, None),
        ("1e3", None, None),
        ("99999999", None, None),
        ("", None, None),
    ],
)
def test_a_quantity_is_typed_in_pieces_or_in_every_unit(text: str, pieces: int | None, of_cases: int | None) -> None:
    assert typed_pieces(text, TEA) == pieces
    assert typed_pieces(text, TEA, cases=True) == of_cases


@given(st.integers(0, 20_000))
def test_what_a_quantity_is_said_as_reads_back(pieces: int) -> None:
    said = "".join(f"{count}{name}" for count, name in TEA.in_units(pieces))
    assert typed_pieces(said, TEA) == pieces


def test_counts_by_production_date() -> None:
    today = dt.date(2026, 11, 24)
    assert typed_batches("8-15 12, 0901 2.；20260101 3", TEA, today) == [
        (dt.date(2026, 1, 1), 3),
        (dt.date(2026, 8, 15), 12),
        (dt.date(2026, 9, 1), 48),
    ]
    assert typed_batches("12-1 3", TEA, today) == [(dt.date(2025, 12, 1), 3)]  # not one to come
    for wrong in ("8-15", "8-15 x", "13-40 3", "8-15 1, 8-15 2", "2027-01-01 3", "[/b]"):
        assert typed_batches(wrong, TEA, today) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        *((each, "2026-08-15") for each in ("2026-08-15", "20260815", "260815", "8-15", "0815", "8.15", "8月15日", "8/15", "15 Aug 2026")),
        ("11-24", "2026-11-24"), ("11-25", "2025-11-25"), ("1-3", "2026-01-03"), ("5-24", "2026-05-24"), ("2-29", "2024-02-29"),
        *((each, None) for each in ("2027-01-01", "13-40", "0230", "3/4/2026", "x", "")),
    ],
)  # fmt: skip
def test_a_production_date_is_the_latest_such_day(typed: str, day: str | None) -> None:
    found = typed_past(typed, dt.date(2026, 11, 24))
    assert (found and found.isoformat()) == day


def test_names_with_how_many() -> None:
    assert typed_counts("crate 3, 啤酒瓶24；beer × 12") == [("crate", 3), ("啤酒瓶", 24), ("beer", 12)]
    assert typed_counts("") == []
    assert typed_counts("crate") is None
