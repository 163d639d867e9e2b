"""Dates as people and accounting programs write them."""

from __future__ import annotations

import datetime as dt

import pytest

from store.notation.dates import date_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-11-24", dt.date(2026, 11, 24)),
        ("2026/1/4 08:30", dt.date(2026, 1, 4)),
        ("２０２６年１１月２４日", dt.date(2026, 11, 24)),
        ("20261124", dt.date(2026, 11, 24)),
        ("24.11.2026", dt.date(2026, 11, 24)),
        ("24/11/2026", dt.date(2026, 11, 24)),
        ("46350", dt.date(2026, 11, 24)),
        ("3/4/2026", None),
        ("2026-02-30", None),
        ("", None),
        ("昨天", None),
    ],
)
def test_dates(text: str, found: dt.date | None) -> None:
    assert date_of(text) == found
