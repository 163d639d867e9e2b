"""Hours that are the same every week: windows, shifts and the like. Those that change by date: `opening`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from store.notation.clock import clock_seconds, clock_text
from store.notation.days import write_days
from store.notation.errors import HoursError
from store.notation.opening import week_of
from store.notation.weekdays import Weekday
from store.notation.words import fold

_DAY = 24 * 3600
_OFF = frozenset({"off", "closed", "none", "休息", "休", "不上班", "不营业", "关门", "无"})


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
    """The hours of every week; none where it is always open. Raises `HoursError` where they change by date.

    A window belongs to the day it opens on and may close after midnight (up to 48:00).
    """
    week = week_of(text)
    if week is None or not any(week):
        raise HoursError(text)
    if all(spans == ((0, _DAY),) for spans in week):
        return ()
    days: dict[tuple[int, int], list[Weekday]] = {}
    for day, spans in zip(Weekday, week, strict=True):
        for span in spans:
            days.setdefault(span, []).append(day)
    return tuple(
        Span(days=() if len(on) == 7 else tuple(on), open=span[0], close=span[1]) for span, on in sorted(days.items())
    )


def read_hours(text: str) -> list[dict[str, Any]]:
    """Hours by weekday, as windows: ``mon-fri 08:00-12:00,14:00-18:00; sat 09:00-12:00``. None: at any time."""
    return [window.to_json() for window in windows_of(text)] if fold(text) else []


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
    """Spans in their order; those that overlap as one, since two of them would be read as of other days."""
    found: list[tuple[str, str]] = []
    for begin, end in sorted({(_clock(w["open"]), _clock(w["close"])) for w in windows}):
        over = next(
            (n for n, (first, last) in enumerate(found) if first < last and begin < end and begin < last), None
        )
        if over is None:
            found.append((begin, end))
        else:
            found[over] = found[over][0], max(found[over][1], end)
    return ",".join(f"{begin}-{end}" for begin, end in found)


def _clock(text: str) -> str:
    seconds = clock_seconds(text)
    assert isinstance(seconds, int)
    return clock_text(seconds // 60 * 60 % _DAY if seconds > _DAY else seconds // 60 * 60)


def _by_weekday(hours: Mapping[Weekday, str], language: str) -> str:
    groups: dict[str, list[Weekday]] = {}
    for day, spans in hours.items():
        if spans:
            groups.setdefault(spans, []).append(day)
    if len(groups) == 1 and [*groups.values()] == [list(Weekday)]:
        return next(iter(groups))
    parts = [f"{write_days(days, language)} {spans}" for spans, days in groups.items()]
    return ("；" if language == "zh" else "; ").join(parts)
