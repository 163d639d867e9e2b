"""Numbers, money and times as they are typed at a call."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.books import Books
from store.records import money_text
from tests.tui.town import office
from tui.state.call import Kind
from tui.state.entry import entry_problem, typed_clock, typed_money, typed_quantity


def repr8(value: str) -> str:
    return ascii(value[:8])


WIDE = str.maketrans("0123456789.:,", "０１２３４５６７８９．：，")


@given(st.integers(0, 1_000_000))
def test_a_count_reads_back_in_narrow_and_wide_digits(count: int) -> None:
    assert typed_quantity(str(count)) == count
    assert typed_quantity(f" {count}".translate(WIDE)) == count


@given(st.integers(0, 10**11))
def test_money_reads_back_in_narrow_and_wide_digits(minor: int) -> None:
    assert typed_money(money_text(minor)) == minor
    assert typed_money(money_text(minor).translate(WIDE)) == minor
    assert typed_money(f"¥{minor // 100:,}.{minor % 100:02d}") == minor


@given(st.integers(0, 23), st.integers(0, 59))
def test_times_read_back_in_every_spelling(hour: int, minute: int) -> None:
    seconds = hour * 3600 + minute * 60
    for spelling in ("{:02d}:{:02d}", "{}:{:02d}", "{}.{:02d}", "{}{:02d}", "{:02d}：{:02d}"):
        typed = spelling.format(hour, minute)
        if typed.isdigit() and len(typed) < 3:
            continue
        assert typed_clock(typed) == seconds
        assert typed_clock(typed.translate(WIDE)) == seconds
    assert typed_clock(str(hour)) == hour * 3600


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "1000001", "x", "፩", "9" * 5000, "1_0"], ids=repr8)
def test_what_is_no_count_is_none(typed: str) -> None:
    assert typed_quantity(typed) is None


@pytest.mark.parametrize(
    "typed", ["", ".", "-1", "x", "nan", "inf", "1e5", "1e999999", "1_000", "1000000001", "1.2.3"]
)
def test_what_is_no_amount_is_none(typed: str) -> None:
    assert typed_money(typed) is None


@pytest.mark.parametrize("typed", ["", ":30", "9:", "9:5", "24:00", "9:60", "12345", "x", "፩:30", "9:3x", "-1:30"])
def test_what_is_no_time_is_none(typed: str) -> None:
    assert typed_clock(typed) is None


@given(st.text(max_size=12))
def test_nothing_typed_ends_in_a_fault(typed: str) -> None:
    typed_quantity(typed)
    typed_money(typed)
    typed_clock(typed)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_problem_is_told_with_what_was_typed(tmp_path: Path, language: str) -> None:
    there = office(Books(tmp_path / "books"), language=language)
    for kind, bad in ((Kind.STOCK, "[x]"), (Kind.ORDER, "[y]"), (Kind.DUE, "[z]")):
        told = entry_problem(kind, bad, there)
        assert told is not None
        assert bad in told
        assert entry_problem(kind, "", there) is None
    assert entry_problem(Kind.STOCK, "12", there) is None
    assert entry_problem(Kind.NOTE, "anything [/b]", there) is None
