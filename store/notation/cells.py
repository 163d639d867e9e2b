"""Amounts, counts and dates as people and accounting programs write them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from store.notation.words import fold

_MONEY = re.compile(r"^(?:rmb|cny|¥|￥|\$|€)?\s*([-+]?[\d, ]*\.?\d+)\s*(?:元|块|rmb|cny)?$")
_COUNT = re.compile(r"^([-+]?[\d, ]*\.?\d+)\s*([^\d\s]{0,6})$")
_DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ t].*)?$")
_COMPACT = re.compile(r"^(20\d{2})(\d{2})(\d{2})$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")
_SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
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
_SERIAL_ZERO = dt.date(1899, 12, 30)
"""Day 0 of spreadsheets, as they count since the leap day they believe 1900 had."""
_MOST = Decimal(10) ** 10


def amount_of(text: str) -> str | None:
    """Money as a decimal string: ``¥1,234.50``, ``12元``; None for what is none."""
    match = _MONEY.match(fold(text))
    if match is None:
        return None
    try:
        value = Decimal(re.sub(r"[, ]", "", match[1]))
    except InvalidOperation:
        return None
    return f"{value:f}" if abs(value) < _MOST else None


def count_of(text: str) -> tuple[float, str] | None:
    """A number and the unit behind it: ``24``, ``1,200``, ``3箱``; None for what is none."""
    match = _COUNT.match(fold(text))
    if match is None:
        return None
    value = float(re.sub(r"[, ]", "", match[1]))
    return (value, match[2]) if abs(value) < 1e9 else None


def date_of(text: str) -> dt.date | None:
    """A date: ``2026-11-24``, ``2026年11月24日``, ``20261124``, ``24.11.2026``, a spreadsheet's day number.

    ``24/11/2026`` is read only where the other order cannot be; ``3/4/2026`` says no date.
    """
    folded = fold(text)
    if match := _DATE.match(folded) or _COMPACT.match(folded):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.match(folded):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        if "." in folded or first > 12:
            return _date(year, second, first)
        return _date(year, first, second) if second > 12 or first == second else None
    if match := _SERIAL.match(folded):
        found = _SERIAL_ZERO + dt.timedelta(int(match[1]))
        return found if 2000 <= found.year <= 2099 else None
    return None


def days_of(text: str) -> int | None:
    """A span in days: ``365``, ``12个月``, ``18 months``; None for what is none."""
    match = _SPAN.match(fold(text))
    if match is None:
        return None
    unit = match[2] or "天"
    days = round(float(match[1]) * _SPAN_DAYS[unit if unit in _SPAN_DAYS else unit[0]])
    return days if 1 <= days <= 36500 else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
