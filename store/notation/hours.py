"""Opening hours as people and maps write them, into windows.

Everything is brought into OpenStreetMap's `opening_hours` syntax and read by a maintained parser of it.
Source of the syntax: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from store.notation.clock import clock_seconds, clock_text
from store.notation.days import DASH, day_names, write_days
from store.notation.errors import HoursError
from store.notation.weekdays import Weekday
from store.notation.words import fold

if TYPE_CHECKING:
    from opening_hours import OpeningHours

_MONDAY = datetime(2025, 3, 3)  # noqa: DTZ001 - a week without holidays or seasons, clock times only
_DAY = timedelta(days=1)
_ALWAYS = frozenset({"24/7", "全天", "24小时", "24小时营业", "全天营业", "全年", "always", "24h", "24 hours", "不限"})
_CLOCK_WORD = re.compile(r"(\d{1,2})[点时](?:(\d{1,2})分?|(半))?")
_MERIDIEM = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\.?", re.IGNORECASE)
_BARE = re.compile(r"(?<![\d:])(\d{1,2})\s*-\s*(\d{1,2})(?![\d:])")
"""Hours without minutes, ``8-12``."""
_NEXT = re.compile(r"(?:\s*[,、]\s*|\s+)(?=\d{1,2}:\d{2}\s*-)")
_OFF = frozenset({"off", "closed", "none", "休息", "休", "不上班", "不营业", "关门", "无"})
_LATEST = 24 * 3600


@dataclass(frozen=True, slots=True)
class Span:
    """Hours on some weekdays (none named: on all), in seconds after midnight; `close` may pass 24:00."""

    days: tuple[Weekday, ...]
    open: int
    close: int

    def to_json(self) -> dict[str, Any]:
        """A window as it stands in files."""
        return {
            "days": [day.value for day in self.days],
            "open": clock_text(self.open),
            "close": clock_text(self.close),
        }


@lru_cache(maxsize=8192)
def windows_of(text: str) -> tuple[Span, ...]:
    """The hours of a usual week; none where it is always open. Raises `HoursError`.

    A window belongs to the day it opens on and may close after midnight (up to 48:00).
    """
    from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]

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


def _in_syntax(text: str) -> str:
    folded = DASH.sub("-", fold(text)).replace("每天", "").replace("每日", "")
    folded = folded.replace("daily", "").replace("every day", "").replace("、", ",")
    folded = _CLOCK_WORD.sub(lambda m: f"{int(m[1]):02d}:{30 if m[3] else int(m[2] or 0):02d}", folded)
    folded = _MERIDIEM.sub(_of_twelve, folded)
    folded = day_names(folded)
    folded = re.sub(r"\b(\d{1,2})[.](\d{2})\b", r"\1:\2", folded)
    folded = re.sub(r"\b(off|closed)\b|休息?|店休", "off", folded)
    folded = re.sub(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})", r"\1-\2", folded)
    folded = re.sub(r"\b(?:ph|sh)\b", lambda m: m[0].upper(), folded)
    return re.sub(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b", lambda m: m[0].title(), folded).strip(
        " ,;"
    )


def _of_twelve(match: re.Match[str]) -> str:
    hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
    return f"{hour:02d}:{int(match[2] or 0):02d}"


def read_hours(text: str) -> list[dict[str, Any]]:
    """Hours by weekday, as windows: ``mon-fri 08:00-12:00,14:00-18:00; sat 09:00-12:00``. None: at any time."""
    plain = fold(text)
    if not plain:
        return []
    plain = _BARE.sub(r"\1:00-\2:00", DASH.sub("-", plain))
    try:
        found = windows_of(_NEXT.sub(_joint, plain))
    except HoursError:
        raise HoursError(text) from None
    return [window.to_json() for window in found]


def _joint(match: re.Match[str]) -> str:
    """Hours behind hours go on with a comma; behind a day's name stands a space."""
    before = match.string[: match.start()]
    return "," if re.search(r"\d$", before) else " "


def write_hours(windows: Sequence[Mapping[str, Any]], language: str) -> str:
    """The text of windows: those of all days hold besides those of one."""
    return _by_weekday(
        {day: _spans(w for w in windows if not w.get("days") or day in w["days"]) for day in Weekday}, language
    )


def read_day_hours(text: str) -> list[dict[str, Any]]:
    """The hours of a single day, written like `read_hours`; ``closed`` means none."""
    if fold(text) in _OFF:
        return []
    return read_hours(text) or [{"days": [], "open": "00:00", "close": "24:00"}]


def write_day_hours(windows: Sequence[Mapping[str, Any]], language: str) -> str:
    return write_hours(windows, language) if windows else "休息" if language == "zh" else "closed"


def read_shifts(text: str) -> list[dict[str, Any]]:
    """Working hours, written like `read_hours`; ``off`` means none."""
    if fold(text) in _OFF:
        return []
    windows = read_hours(text) or [{"days": [], "open": "00:00", "close": "24:00"}]
    # shifts that name a day take the place of those that do not: where one does, all must
    every = [day.value for day in Weekday] if any(window["days"] for window in windows) else []
    return [{"days": window["days"] or every, "start": window["open"], "end": window["close"]} for window in windows]


def write_shifts(shifts: Sequence[Mapping[str, Any]], language: str) -> str:
    """The text of shifts: those that name a day take the place of those for any day."""
    hours: list[dict[str, Any]] = [{"days": s.get("days", []), "open": s["start"], "close": s["end"]} for s in shifts]
    if not hours:
        return "休息" if language == "zh" else "off"
    own = {day: [w for w in hours if day in w["days"]] for day in Weekday}
    usual = [w for w in hours if not w["days"]]
    return _by_weekday({day: _spans(own[day] or usual) for day in Weekday}, language)


def _spans(windows: Iterable[Mapping[str, Any]]) -> str:
    return ",".join(sorted({f"{_clock(w['open'])}-{_clock(w['close'])}" for w in windows}))


def _clock(text: str) -> str:
    seconds = clock_seconds(text)
    assert isinstance(seconds, int)
    return clock_text(seconds // 60 * 60 % _LATEST if seconds > _LATEST else seconds // 60 * 60)


def _by_weekday(hours: Mapping[Weekday, str], language: str) -> str:
    groups: dict[str, list[Weekday]] = {}
    for day, spans in hours.items():
        if spans:
            groups.setdefault(spans, []).append(day)
    if len(groups) == 1 and [*groups.values()] == [list(Weekday)]:
        return next(iter(groups))
    parts = [f"{write_days(days, language)} {spans}" for spans, days in groups.items()]
    return ("；" if language == "zh" else "; ").join(parts)
