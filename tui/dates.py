"""Dates as people type them: in the app's fields, in its palette, and on the command line."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

_FULL = re.compile(
    r"^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$|^(\d{4})年(\d{1,2})月(\d{1,2})[日号]?$|^(\d{4})(\d{2})(\d{2})$"
)
_YEAR_LAST = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$")
_MONTH_SAID = re.compile(r"^(\d{1,2})月(\d{1,2})[日号]?$")
_DAY_SAID = re.compile(r"^(\d{1,2})\.(\d{1,2})\.$")
_PAIR = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})$")
_DAY_NAMED = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[-. ]*([a-z]{3,9})\.?[-, ]*(\d{4})?$")
_NAMED_DAY = re.compile(r"^([a-z]{3,9})\.?[- ]*(\d{1,2})(?:st|nd|rd|th)?(?:[-, ]+(\d{4}))?$")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WORDS = {
    "today": 0, "今天": 0, "今日": 0, "tomorrow": 1, "明天": 1, "明日": 1, "yesterday": -1, "昨天": -1, "昨日": -1,
    "后天": 2, "前天": -2, "大后天": 3,
}  # fmt: skip


class TwoDatesError(ValueError):
    """What was typed means one date to some and another to others."""

    code = "two_dates"

    def __init__(self, value: str, first: dt.date, second: dt.date) -> None:
        self.params = {"value": value, "first": first.isoformat(), "second": second.isoformat()}
        super().__init__(self.code)


def date_from(text: str, today: dt.date, language: str = "zh") -> dt.date | None:
    """``2026-11-24``, ``24.11.2026``, ``24 Nov``, ``11-24`` (the nearest such day), ``24`` (the next one from today),
    ``24.12.`` (day first), ``+3``, ``明天``. None for anything else.

    Month before day, as Chinese has it; in other languages ``3/4`` and ``3.4`` may mean either. Raises
    `TwoDatesError` there, and wherever the year stands last behind slashes or dashes, if both are dates.
    """
    found = dates_from(text, today, language)
    if len(found) > 1:
        raise TwoDatesError(text.strip(), *found)
    return found[0] if found else None


def dates_from(text: str, today: dt.date, language: str = "zh") -> list[dt.date]:
    """Every date that what was typed may mean: none, one or two."""
    return list(dict.fromkeys(_readings(unicodedata.normalize("NFKC", text).strip().lower(), today, language)))


def _readings(text: str, today: dt.date, language: str) -> list[dt.date]:
    if text in _WORDS:
        return _shifted(today, _WORDS[text])
    if text[:1] in ("+", "-") and text[1:].isdecimal() and text.isascii():
        return _shifted(today, int(text))
    if match := _FULL.match(text):
        year, month, day = (int(part) for part in match.groups() if part is not None)
        return _some(_date(year, month, day))
    if match := _YEAR_LAST.match(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        day_first = _some(_date(year, second, first))
        return day_first if match[2] == "." else [*_some(_date(year, first, second)), *day_first]
    if match := _DAY_NAMED.match(text):
        return _named(match[2], int(match[1]), match[3], today)
    if match := _NAMED_DAY.match(text):
        return _named(match[1], int(match[2]), match[3], today)
    return _without_year(text, today, language)


def _without_year(text: str, today: dt.date, language: str) -> list[dt.date]:
    if match := _MONTH_SAID.match(text):
        return _nearest(today, int(match[1]), int(match[2]))
    if match := _DAY_SAID.match(text):
        return _nearest(today, int(match[2]), int(match[1]))
    if match := _PAIR.match(text):
        month_first = _nearest(today, int(match[1]), int(match[3]))
        day_first = _nearest(today, int(match[3]), int(match[1]))
        sure = match[2] == "-" or language == "zh"
        return (month_first or day_first) if sure else [*month_first, *day_first]
    if text.isdecimal() and text.isascii() and len(text) <= 2:
        return _some(_day_of_month(int(text), today))
    return []


def _named(name: str, day: int, year: str | None, today: dt.date) -> list[dt.date]:
    month = next((number for number, full in enumerate(_MONTHS, 1) if full.startswith(name)), 0)
    return _some(_date(int(year), month, day)) if year else _nearest(today, month, day)


def _shifted(today: dt.date, days: int) -> list[dt.date]:
    try:
        return [today + dt.timedelta(days=days)]
    except OverflowError:
        return []


def _nearest(today: dt.date, month: int, day: int) -> list[dt.date]:
    near = [date for shift in range(-4, 5) if (date := _date(today.year + shift, month, day))]
    return _some(min(near, key=lambda date: abs(date - today), default=None))


def _day_of_month(day: int, today: dt.date) -> dt.date | None:
    """The first such day from today on; a month without it is passed over."""
    months = range(today.month, today.month + 3)
    found = (_date(today.year + (month - 1) // 12, (month - 1) % 12 + 1, day) for month in months)
    return next((date for date in found if date and date >= today), None)


def _some(date: dt.date | None) -> list[dt.date]:
    return [] if date is None else [date]


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
