"""Hours, weekdays, dates and rhythms."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from store.notation.cells import date_of
from store.notation.clock import clock_seconds, clock_text
from store.notation.errors import NotationError
from store.notation.hours import HoursError, weekdays_of, windows_of
from store.notation.rhythms import rhythm_of
from store.notation.weekdays import Weekday
from store.notation.words import fold

_CHINESE = dict(zip(Weekday, "一二三四五六日", strict=True))
_BARE = re.compile(r"(?<![\d:])(\d{1,2})\s*-\s*(\d{1,2})(?![\d:])")
"""Hours without minutes, ``8-12``."""
_NEXT = re.compile(r"(?:\s*[,、]\s*|\s+)(?=\d{1,2}:\d{2}\s*-)")
_DASH = re.compile(r"[~～—–－至到]")
_OFF = frozenset({"off", "closed", "none", "休息", "休", "不上班", "不营业", "关门", "无"})
_SPAN = re.compile(r"\s*(?:\.\.|~|～|—|–|至|到|\s-\s|\sto\s)\s*")
_PARTS = re.compile(r"[,，、;；\n]+")
_DAY = 24 * 3600


# hours


def read_hours(text: str) -> list[dict[str, Any]]:
    """Hours by weekday, as windows: ``mon-fri 08:00-12:00,14:00-18:00; sat 09:00-12:00``. None: at any time."""
    plain = fold(text)
    if not plain:
        return []
    plain = _BARE.sub(r"\1:00-\2:00", _DASH.sub("-", plain))
    try:
        found = windows_of(_NEXT.sub(_joint, plain))
    except HoursError:
        raise NotationError("bad_hours", text) from None
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


# days


def read_days(text: str) -> list[str]:
    """Weekdays: ``mon-fri``, ``周一、周三``."""
    found = weekdays_of(text)
    if text.strip() and not found:
        raise NotationError("bad_days", text)
    return [day.value for day in found]


def write_days(days: Iterable[str], language: str) -> str:
    """Weekdays in order, three and more in a row as a span."""
    order = list(Weekday)
    numbers = sorted({order.index(Weekday(day)) for day in days})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    names = [f"周{_CHINESE[day]}" if language == "zh" else day.value for day in order]
    to = "至" if language == "zh" else "-"
    parts = [
        f"{names[run[0]]}{to}{names[run[-1]]}" if len(run) > 2 else _between(language).join(names[n] for n in run)
        for run in runs
    ]
    return _between(language).join(parts)


def _between(language: str) -> str:
    return "、" if language == "zh" else ","


def read_off(text: str) -> list[str]:
    """Weekdays and dates on which something is closed: ``sun, 2026-12-25``."""
    days: list[str] = []
    for part in _PARTS.split(text):
        if not part.strip():
            continue
        date = date_of(part)
        days += [date.isoformat()] if date is not None else read_days(part)
    return list(dict.fromkeys(days))


def write_off(days: Iterable[str], language: str) -> str:
    known = set(Weekday)
    listed = list(days)
    week = write_days([day for day in listed if day in known], language)
    return (", " if language == "en" else "、").join(
        [*([week] if week else []), *(d for d in listed if d not in known)]
    )


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


# rhythms


def read_rhythm(text: str) -> dict[str, Any] | None:
    """How often: ``2 per 4 weeks on tue,fri``, ``每周2次 周二、周五``, ``10-18 days``. None where nothing is said."""
    if not text.strip():
        return None
    found = rhythm_of(text)
    if found is None:
        raise NotationError("bad_rhythm", text)
    return found


def write_rhythm(rhythm: Mapping[str, Any] | None, language: str) -> str:
    if rhythm is None:
        return ""
    visits, weeks, chinese = rhythm.get("visits", 1), rhythm.get("weeks", 1), language == "zh"
    if (most := rhythm.get("max_days")) is not None:
        least = rhythm.get("min_days") or most
        said = f"每{least}-{most}天" if chinese else f"every {least}-{most} days"
    elif chinese:
        said = f"每周{visits}次" if weeks == 1 else f"每{weeks}周{visits}次"
    else:
        said = f"{visits} per week" if weeks == 1 else f"{visits} per {weeks} weeks"
    if not rhythm.get("days"):
        return said
    return f"{said}{' ' if chinese else ' on '}{write_days(rhythm['days'], language)}"
