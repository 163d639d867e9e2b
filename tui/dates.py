"""Dates as people type them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

_FULL = re.compile(r"^(\d{4})\D?(\d{1,2})\D?(\d{1,2})日?$")
_MONTH = re.compile(r"^(\d{1,2})[-/.月](\d{1,2})日?$")
_WORDS = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "yesterday": -1, "昨天": -1, "后天": 2}


def date_from(text: str, today: dt.date) -> dt.date | None:
    """``2026-11-24``, ``11-24`` (the nearest such day), ``24`` (this month or the next), ``+3``, ``明天``.

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
            near = [dt.date(today.year + shift, month, day) for shift in (-1, 0, 1)]
            return min(near, key=lambda date: abs(date - today))
        if text.isdigit() and len(text) <= 2:
            return _day_of_month(int(text), today)
    except (ValueError, OverflowError):
        return None
    return None


def _day_of_month(day: int, today: dt.date) -> dt.date:
    if day >= today.day:
        return today.replace(day=day)
    return (today.replace(day=28) + dt.timedelta(days=4)).replace(day=day)
