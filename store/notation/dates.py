"""Dates, and spans of them. See docs/notation.md."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from store.notation.errors import NotationError, TwoReadingsError
from store.notation.numbers import plain
from store.notation.numerals import numerals

_SERIALS = (36526, 73050)
"""Day numbers of spreadsheets that are believed: 2000 to 2099."""
_SERIAL_ZERO = dt.date(1899, 12, 30)
"""Day 0 of spreadsheets, as they count since the leap day they believe 1900 had."""
_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
)}  # fmt: skip
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\.?"
_YEAR = r"(?P<year>[0-9]{4}|'?[0-9]{2})"
_TIME = (
    r"(?:[ t,]\s*(?:[上下中]午|am|pm)?\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"\s*(?:[ap]m)?(?:z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_WEEKDAY = r"(?:周|星期|礼拜)[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?"
_AROUND = re.compile(rf"(?:(?:{_WEEKDAY})\s*,?\s*)?(?P<date>.+?)\s*[(,]?\s*(?:{_WEEKDAY})?\)?{_TIME}", re.DOTALL)
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DAY}[ -/]?\s*(?:of\s+)?{_MONTH}(?:[ -/,]?\s*{_YEAR})?",
        rf"{_MONTH}[ -]?\s*{_DAY}(?:[ ,-]\s*{_YEAR})?",
        rf"(?P<year>[0-9]{{4}})[ -/]\s*{_MONTH}[ -/]\s*{_DAY}",
    )
)
_CHINESE = re.compile(r"(?:(?P<year>[0-9]{4}|[0-9]{2})年\s*)?(?P<month>[0-9]{1,2})月\s*(?P<day>[0-9]{1,2})[日号]?")
_FIGURES = re.compile(r"([0-9]{1,4})\s*([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{4}|[0-9]{1,2})\.?")
_SHORT = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})")
_COMPACT = re.compile(r"(20[0-9]{2})([0-9]{2})([0-9]{2})")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_IN_WORDS = re.compile(r"[〇零一二三四五六七八九十廿]{1,4}(?=[年月日号])")
_LONGEST = 60
_SPAN = re.compile(r"\s*(?:\.\.|~|～|—|–|至|到|\s-\s|\sto\s)\s*")
_PARTS = re.compile(r"[,，、;；\n]+")


class DateOrder(StrEnum):
    """In which order a table writes the day, the month and the year in figures."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"
    UNKNOWN = ""


DMY, MDY, YMD, UNKNOWN = DateOrder.DMY, DateOrder.MDY, DateOrder.YMD, DateOrder.UNKNOWN


def read_date(text: str, order: DateOrder = UNKNOWN, near: dt.date | None = None, *, serial: bool = False) -> dt.date:
    """A date in figures of any order, with the month's name, in Chinese; a time behind it is left off.

    `near` gives the year where none is written, the one nearest to it. `serial`: where dates are what is expected,
    day numbers of spreadsheets too. `TwoReadingsError` where the order is not known and matters, `NotationError`
    ``bad_date`` for what is no date.
    """
    found = list(dict.fromkeys(_readings(text, order, near, serial=serial).values()))
    if not found:
        raise NotationError("bad_date", text)
    if len(found) > 1:
        raise TwoReadingsError(text, tuple(each.isoformat() for each in found))
    return found[0]


def order_of(cells: Iterable[str]) -> DateOrder:
    """The order that dates in figures with a year are evidence of: those of one reading, where they agree.

    ``11-25`` is a month and a day as every Chinese writes them, whatever order whole dates come in.
    """
    seen = set()
    for cell in cells:
        found = _readings(cell, UNKNOWN, None) if cell else {}
        if len(found) == 1:
            seen |= set(found) - {UNKNOWN}
            if len(seen) > 1:
                return UNKNOWN
    return seen.pop() if seen else UNKNOWN


def _readings(text: str, order: DateOrder, near: dt.date | None, *, serial: bool = False) -> dict[DateOrder, dt.date]:
    """What a text may say, by the order it is read in; `UNKNOWN` where no order is in question."""
    match = _AROUND.fullmatch(plain(text).casefold()) if len(text) <= _LONGEST else None
    if match is None:
        return {}
    bare = _IN_WORDS.sub(_in_digits, match["date"].strip())
    for pattern in (_CHINESE, *_NAMED):
        if named := pattern.fullmatch(bare):
            month = named["month"] if named["month"].isdecimal() else str(_MONTHS[named["month"][:3]])
            return _only(_dated((named["year"] or "").lstrip("'"), month, named["day"], near))
    if match := _COMPACT.fullmatch(bare):
        return _only(_dated(match[1], match[2], match[3], near))
    if match := _FIGURES.fullmatch(bare):
        return _figures(match[1], match[2], match[3], match[4], order)
    if (match := _SHORT.fullmatch(bare)) and near is not None:
        first, second = match[1], match[3]
        ways = {DMY: _dated("", second, first, near), MDY: _dated("", first, second, near)}
        found = {way: date for way, date in ways.items() if date is not None}
        meant = MDY if order is YMD else order
        return {meant: found[meant]} if meant in found else found
    if serial and (match := _SERIAL.fullmatch(bare)) and _SERIALS[0] <= int(match[1]) <= _SERIALS[1]:
        return {UNKNOWN: _SERIAL_ZERO + dt.timedelta(int(match[1]))}
    return {}


def _figures(first: str, sign: str, second: str, third: str, order: DateOrder) -> dict[DateOrder, dt.date]:
    if len(first) == 4:
        return _only(_dated(first, second, third, None)) if len(third) < 3 else {}
    if len(first) == 3:
        return {}
    ways = {DMY: (third, second, first), MDY: (third, first, second), YMD: (first, second, third)}
    if len(third) == 4 or len(first) != 2:
        del ways[YMD]
    if len(third) == 1:
        del ways[DMY], ways[MDY]
    if sign == ".":
        ways.pop(MDY, None)
    dates = {way: _dated(*parts, None) for way, parts in ways.items()}
    found = {way: date for way, date in dates.items() if date is not None}
    if order in found:
        return {order: found[order]}
    if order in ways and len(third) < 4:
        return {}  # three figures of two digits: what the known order cannot be is a slip, not another order
    return dict(sorted(found.items(), key=lambda each: each[0] is not YMD))


def _dated(year: str, month: str, day: str, near: dt.date | None) -> dt.date | None:
    if not year:
        if near is None:
            return None
        dates = [_date(near.year + more, int(month), int(day)) for more in (-1, 0, 1)]
        return min((each for each in dates if each is not None), key=lambda each: abs(each - near), default=None)
    full = int(year) if len(year) == 4 else 2000 + int(year)
    return _date(full, int(month), int(day)) if len(year) == 4 or int(year) < 80 else None


def _only(date: dt.date | None) -> dict[DateOrder, dt.date]:
    return {} if date is None else {UNKNOWN: date}


def _in_digits(match: re.Match[str]) -> str:
    found = numerals(match[0])
    return str(found[0]) if len(found) == 1 else match[0]


def date_readings(text: str, near: dt.date | None = None, *, serial: bool = False) -> list[dt.date]:
    """All dates that a text may mean, the earliest first; none for what is no date."""
    try:
        return [read_date(text, near=near, serial=serial)]
    except TwoReadingsError as asked:
        return sorted(map(dt.date.fromisoformat, asked.readings))
    except NotationError:
        return []


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def read_spans(text: str) -> list[dict[str, str]]:
    """Dates, both ends included: ``2026-12-01..2026-12-03, 2026-12-24``; an end may leave out its year.

    `NotationError` ``bad_dates``, ``dates_order``; `TwoReadingsError` for a date that may be two.
    """
    found = []
    for part in _PARTS.split(text):
        if not part.strip():
            continue
        first_text, *rest = _SPAN.split(part.strip(), maxsplit=1)
        try:
            first = read_date(first_text, serial=True)
            last = _end(rest[0], first) if rest else first
        except TwoReadingsError:
            raise
        except NotationError:
            raise NotationError("bad_dates", part.strip()) from None
        if last < first:
            raise NotationError("dates_order", part.strip())
        found.append({"first": first.isoformat(), "last": last.isoformat()})
    return found


def _end(text: str, first: dt.date) -> dt.date:
    if match := re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})日?", text.strip()):
        return read_date(f"{first.year}-{match[1]}-{match[2]}")
    if match := re.fullmatch(r"(\d{1,2})日?", text.strip()):
        return read_date(f"{first.year}-{first.month}-{match[1]}")
    return read_date(text, serial=True)


def write_spans(spans: Iterable[Mapping[str, str]], language: str) -> str:
    to = "至" if language == "zh" else ".."
    parts = [s["first"] if s["first"] == s["last"] else f"{s['first']}{to}{s['last']}" for s in spans]
    return ("、" if language == "zh" else ", ").join(parts)
