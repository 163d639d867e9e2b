"""Rhythms as people write them."""

from __future__ import annotations

import pytest

from store.notation.errors import NotationError
from store.notation.rhythms import read_rhythm, rhythm_of


@pytest.mark.parametrize(
    ("text", "header", "expected"),
    [
        ("每周2次", "", (2, 1)), ("1周2次", "", (2, 1)), ("两周1次", "", (1, 2)), ("2周一次", "", (1, 2)),
        ("隔周", "", (1, 2)), ("每月1次", "", (1, 4)), ("每月两次", "", (2, 4)), ("1次/周", "", (1, 1)),
        ("2/week", "", (2, 1)), ("every 2 weeks", "", (1, 2)), ("2 in 4 weeks", "", (2, 4)), ("weekly", "", (1, 1)),
        ("twice a month", "", (2, 4)), ("2", "拜访频次", (2, 1)), ("2", "月拜访次数", (2, 4)), ("3", "visits per month", (3, 4)),
        ("每两周一次", "", (1, 2)),
    ],
)  # fmt: skip
def test_rhythms(text: str, header: str, expected: tuple[int, int]) -> None:
    rhythm = rhythm_of(text, header)
    assert rhythm is not None
    assert (rhythm["visits"], rhythm["weeks"]) == expected


def test_rhythms_with_days_and_ranges() -> None:
    on_days = rhythm_of("weekly on Tue/Fri")
    assert on_days is not None
    assert on_days["days"] == ["tue", "fri"]
    fixed = rhythm_of("", days="周二、周五")
    assert fixed is not None
    assert (fixed["visits"], fixed["days"]) == (2, ["tue", "fri"])
    between = rhythm_of("every 10-18 days")
    assert between is not None
    assert (between["min_days"], between["max_days"]) == (10, 18)
    assert rhythm_of("有空就去") is None
    assert rhythm_of("0次/周") is None


@pytest.mark.parametrize("text", ["every 0-5 days", "300-400天"])
def test_a_range_that_no_rhythm_may_say(text: str) -> None:
    with pytest.raises(NotationError):
        read_rhythm(text)
