"""Opening hours as people and maps write them, into visit windows.

Everything is brought into OpenStreetMap's `opening_hours` syntax and read by a maintained parser of it.
Source of the syntax: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]

from store.notation.clock import clock_text
from store.notation.weekdays import Weekday
from store.notation.words import fold

_MONDAY = datetime(2025, 3, 3)  # noqa: DTZ001 - a week without holidays or seasons, clock times only
_DAY = timedelta(days=1)
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_CHINESE_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6}
_ENGLISH_DAYS = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?s?\b\.?", re.IGNORECASE)
_DASH = re.compile(r"[~～—–－至到]")
_ALWAYS = frozenset({"24/7", "全天", "24小时", "24小时营业", "全天营业", "全年", "always", "24h", "24 hours", "不限"})
_CLOCK_WORD = re.compile(r"(\d{1,2})[点时](?:(\d{1,2})分?|(半))?")
_MERIDIEM = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Hours on some weekdays (none named: on all), in seconds after midnight; past 24:00 in the next day."""

    days: tuple[Weekday, ...]
    open: int
    close: int

    def to_json(self) -> dict[str, Any]:
        """As a record holds them."""
        return {
            "days": [day.value for day in self.days],
            "open": clock_text(self.open),
            "close": clock_text(self.close),
        }


class HoursError(ValueError):
    """A text that says no hours."""


@lru_cache(maxsize=8192)
def windows_of(text: str) -> tuple[Span, ...]:
    """The hours of a usual week; none where it is always open. Raises `HoursError`.

    A window belongs to the day it opens on and may close after midnight (up to 48:00).
    """
    if fold(text) in _ALWAYS:
        return ()
    try:
        hours = OpeningHours(_in_syntax(text))
    except ParserError as error:
        raise HoursError(text) from error
    days: dict[tuple[int, int], list[Weekday]] = {}
    opened = False
    for begin, end, state, _ in hours.intervals(_MONDAY, _MONDAY + 8 * _DAY):
        if state is not State.OPEN:
            continue
        opened = True
        if end - begin >= 7 * _DAY:
            return ()
        day = (begin - _MONDAY).days
        if day < 7 and not (day == 0 and begin == _MONDAY and _open_before(hours)):
            midnight = _MONDAY + day * _DAY
            span = (_seconds(begin - midnight), min(_seconds(end - midnight), 48 * 3600))
            days.setdefault(span, []).append(tuple(Weekday)[day])
    if not opened:
        raise HoursError(text)
    return tuple(
        Span(days=() if len(on) == 7 else tuple(on), open=span[0], close=span[1]) for span, on in sorted(days.items())
    )


def _open_before(hours: OpeningHours) -> bool:
    """Whether Sunday's hours run on into Monday."""
    return bool(hours.is_open(_MONDAY - timedelta(minutes=1)))


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())


def weekdays_of(text: str) -> list[Weekday]:
    """Weekdays named in a text (``周二/周五``, ``Tue, Fri``, ``1,4``), in order; none where it names none."""
    return list(_weekdays(text))


@lru_cache(maxsize=8192)
def _weekdays(text: str) -> tuple[Weekday, ...]:
    folded = fold(text)
    found: set[int] = set()
    if re.fullmatch(r"[1-7](?:[\s,、/;.]*[1-7])*", folded):
        found = {int(digit) - 1 for digit in re.findall(r"[1-7]", folded)}
    else:
        syntax = _day_names(_DASH.sub("-", folded))
        for first, last in re.findall(r"\b(Mo|Tu|We|Th|Fr|Sa|Su)\b(?:\s*-\s*(Mo|Tu|We|Th|Fr|Sa|Su)\b)?", syntax):
            begin = _DAYS.index(first)
            end = _DAYS.index(last) if last else begin
            found |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
    return tuple(tuple(Weekday)[day] for day in sorted(found))


def _in_syntax(text: str) -> str:
    folded = _DASH.sub("-", fold(text)).replace("每天", "").replace("每日", "")
    folded = folded.replace("daily", "").replace("every day", "").replace("、", ",")
    folded = _CLOCK_WORD.sub(lambda m: f"{int(m[1]):02d}:{30 if m[3] else int(m[2] or 0):02d}", folded)
    folded = _MERIDIEM.sub(_clock, folded)
    folded = _day_names(folded)
    folded = re.sub(r"\b(\d{1,2})[.](\d{2})\b", r"\1:\2", folded)
    folded = re.sub(r"\b(off|closed)\b|休息?|店休", "off", folded)
    folded = re.sub(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})", r"\1-\2", folded)
    folded = re.sub(r"\b(?:ph|sh)\b", lambda m: m[0].upper(), folded)
    return re.sub(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b", lambda m: m[0].title(), folded).strip(
        " ,;"
    )


def _clock(match: re.Match[str]) -> str:
    hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
    return f"{hour:02d}:{int(match[2] or 0):02d}"


def _day_names(text: str) -> str:
    """Chinese and long English weekdays as the syntax names them."""
    text = text.replace("工作日", "周一-周五").replace("周末", "周六-周日")
    text = re.sub(r"周([一二三四五六日天])\s*-\s*([一二三四五六日天])(?![一-龥])", r"周\1-周\2", text)
    text = re.sub(
        r"(?:周|星期|礼拜)([一二三四五六日天]+)(?![一二三四五六日天次访])",
        lambda m: ",".join(_DAYS[_CHINESE_DAYS[day]] for day in m[1]) + " ",
        text,
    )
    text = _ENGLISH_DAYS.sub(lambda m: m[1][:2].title(), text)
    text = re.sub(r"\b(mo|tu|we|th|fr|sa|su)\b", lambda m: m[1].title(), text)
    text = re.sub(r"\s*-\s*", "-", re.sub(r"\s+", " ", text))
    return re.sub(r"\s+([,;])", r"\1", text)
