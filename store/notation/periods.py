"""Spans of time in days."""

from __future__ import annotations

import re

from store.notation.words import fold

_SPAN = re.compile(r"^(\d+(?:\.\d+)?)\s*(天|日|个月|月|年|周|days?|d|months?|m|years?|y|weeks?|w)?$")
_SPAN_DAYS = {
    "天": 1,
    "日": 1,
    "d": 1,
    "周": 7,
    "w": 7,
    "个月": 30.4375,
    "月": 30.4375,
    "m": 30.4375,
    "年": 365,
    "y": 365,
}


def days_of(text: str) -> int | None:
    """A span in days: ``365``, ``12个月``, ``18 months``; None for what is none."""
    match = _SPAN.match(fold(text))
    if match is None:
        return None
    unit = match[2] or "天"
    days = round(float(match[1]) * _SPAN_DAYS[unit if unit in _SPAN_DAYS else unit[0]])
    return days if 1 <= days <= 36500 else None
