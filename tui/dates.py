"""Dates as people type them: in the app's fields, in its palette, and on the command line.

Beside what `store.notation.dates` reads, what only somebody who types says: ``明天``, ``+3``, the day alone.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from store.notation.dates import date_readings, read_date
from store.notation.errors import NotationError

_PAIR = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})(\.?)$")
_WORDS = {
    "today": 0, "今天": 0, "今日": 0, "tomorrow": 1, "明天": 1, "明日": 1, "yesterday": -1, "昨天": -1, "昨日": -1,
    "后天": 2, "前天": -2, "大后天": 3,
}  # fmt: skip


class TwoDatesError(ValueError):
    """What was typed means one date to some and another to others."""

    code = "two_dates"

    def __init__(self, value: str, dates: list[dt.date]) -> None:
        first, second = (date.isoformat() for date in dates[:2])
        self.params = {"value": value, "first": first, "second": second}
        super().__init__(self.code)


def date_from(text: str, today: dt.date, language: str = "zh") -> dt.date | None:
    """``2026-11-24``, ``24.11.2026``, ``24 Nov``, ``11-24`` (the nearest such day), ``24`` (the next one from today),
    ``24.12.`` (day first), ``+3``, ``明天``. None for anything else.

    Month before day behind a dash, and in Chinese; in other languages ``3/4`` and ``3.4`` may mean either. Raises
    `TwoDatesError` there, and wherever the year stands last behind slashes or dashes, if both are dates.
    """
    found = dates_from(text, today, language)
    if len(found) > 1:
        raise TwoDatesError(text.strip(), found)
    return found[0] if found else None


def dates_from(text: str, today: dt.date, language: str = "zh") -> list[dt.date]:
    """Every date that what was typed may mean: none, one, or several."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if plain in _WORDS:
        return _shifted(today, _WORDS[plain])
    if plain[:1] in ("+", "-") and plain[1:].isdecimal() and plain.isascii():
        return _shifted(today, int(plain))
    if plain.isdecimal() and plain.isascii() and len(plain) <= 2:
        return _day_of_month(int(plain), today)
    if match := _PAIR.match(plain):
        return _of_pair(int(match[1]), match[2], int(match[3]), today, language, day_first=bool(match[4]))
    return date_readings(plain, near=today)


def _of_pair(first: int, sign: str, second: int, today: dt.date, language: str, *, day_first: bool) -> list[dt.date]:
    """A day and a month in figures, by the order that the sign, or the language, has them in."""
    month_first, other = _nearest(today, first, second), _nearest(today, second, first)
    if day_first:
        return other if sign == "." else []
    if sign == "-" or language == "zh":
        return month_first or other
    return sorted({*month_first, *other})


def _nearest(today: dt.date, month: int, day: int) -> list[dt.date]:
    """The nearest such day: the 29th of February may be years away."""
    for year in sorted(range(today.year - 4, today.year + 5), key=lambda year: abs(year - today.year)):
        try:
            return [read_date(f"{month}月{day}日", near=dt.date(year, today.month, min(today.day, 28)))]
        except (NotationError, ValueError):
            continue
    return []


def _shifted(today: dt.date, days: int) -> list[dt.date]:
    try:
        return [today + dt.timedelta(days=days)]
    except OverflowError:
        return []


def _day_of_month(day: int, today: dt.date) -> list[dt.date]:
    """The first such day from today on; a month without it is passed over."""
    for month in range(today.month, today.month + 3):
        try:
            found = dt.date(today.year + (month - 1) // 12, (month - 1) % 12 + 1, day)
        except ValueError:
            continue
        if found >= today:
            return [found]
    return []
