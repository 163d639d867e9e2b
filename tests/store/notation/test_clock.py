"""Times of day as people type them."""

from __future__ import annotations

import pytest

from store.notation.clock import clock
from store.notation.errors import BadNumberError


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9:05", "09:05"), ("９：０５", "09:05"), ("1430", "14:30"), ("9点30分", "09:30"), ("九点半", "09:30"),
        ("下午两点一刻", "14:15"), ("2:30pm", "14:30"), ("十二点", "12:00"), ("中午1点", "13:00"), ("9", "09:00"),
        ("9.05", "09:05"), ("2026-11-24 09:05:00", "09:05"), ("09:05:30", "09:05"), ("二十点零五分", "20:05"),
    ],
)  # fmt: skip
def test_times_as_people_write_them(text: str, time: str) -> None:
    assert clock(text) == time


@pytest.mark.parametrize("text", ["soon", "9:75", "-9:00", "31:00", "", "九", "99999"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(BadNumberError):
        clock(text)
