"""Dates, and spans of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from store.notation.errors import NotationError
from store.notation.words import fold

_DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ t].*)?$")
_COMPACT = re.compile(r"^(20\d{2})(\d{2})(\d{2})$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")
_SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
_SERIAL_ZERO = dt.date(1899, 12, 30)
"""Day 0 of spreadsheets, as they count since the leap day they believe 1900 had."""
_SPAN = re.compile(r"\s*(?:\.\.|~|～|—|–|至|到|\s-\s|\sto\s)\s*")
_PARTS = re.compile(r"[,，、;；\n]+")


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


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def read_spans(text: str) -> list[dict[str, str]]:
    """Dates, both ends included: ``2026-12-01..2026-12-03, 2026-12-24``; an end may leave out its year."""
    found = []
    for part in _PARTS.split(text):
        if not part.strip():
            continue
        first_text, *rest = _SPAN.split(part.strip(), maxsplit=1)
        first = date_of(first_text)
        last = first if not rest else None if first is None else _end(rest[0], first)
        if first is None or last is None:
            raise NotationError("bad_dates", part.strip())
        if last < first:
            raise NotationError("dates_order", part.strip())
        found.append({"first": first.isoformat(), "last": last.isoformat()})
    return found


def _end(text: str, first: dt.date) -> dt.date | None:
    if match := re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})日?", text.strip()):
        return date_of(f"{first.year}-{match[1]}-{match[2]}")
    if match := re.fullmatch(r"(\d{1,2})日?", text.strip()):
        return date_of(f"{first.year}-{first.month}-{match[1]}")
    return date_of(text)


def write_spans(spans: Iterable[Mapping[str, str]], language: str) -> str:
    to = "至" if language == "zh" else ".."
    parts = [s["first"] if s["first"] == s["last"] else f"{s['first']}{to}{s['last']}" for s in spans]
    return ("、" if language == "zh" else ", ").join(parts)
