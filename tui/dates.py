"""Dates as people type them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

_FULL = re.compile(r"^(\d{4})\D?(\d{1,2})\D?(\d{1,2})日?$")
_MONTH = re.compile(r"^(\d{1,2})[-/.月](\d{1,2})日?$")
_WORDS = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "yesterday": -1, "昨天": -1, "后天": 2}


def date_from(text: str, today: dt.date) -> dt.date | None:
    """``2026-11-24``, ``11-24`` (the nearest such day), ``24`` (the next one from today), ``+3``, ``明天``.

    None for anything else.
    """
    text = unicodedata.normalize("NFKC", text).strip().lower()
    try:
        if text in _WORDS:
            return today + dt.timedelta(days=_WORDS[text])
        if text[:1] in ("+", "-") and text[1:].isdigit():
            return today + dt.timedelta(days=int(text))
        if match := _FULL.match(text):
            year, month, day = map(int, match.groups())
            return dt.date(year, month, day)
        if match := _MONTH.match(text):
            month, day = map(int, match.groups())
            near = [date for shift in range(-4, 5) if (date := _date(today.year + shift, month, day))]
            return min(near, key=lambda date: abs(date - today), default=None)
        if text.isdigit() and len(text) <= 2:
            return _day_of_month(int(text), today)
    except (ValueError, OverflowError):
        return None
    return None


def _day_of_month(day: int, today: dt.date) -> dt.date | None:
    """The first such day from today on; a month without it is passed over."""
    months = range(today.month, today.month + 3)
    found = (_date(today.year + (month - 1) // 12, (month - 1) % 12 + 1, day) for month in months)
    return next((date for date in found if date and date >= today), None)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
