"""Breaks: how long, between which hours begun, after how much work, where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from store.notation.clock import LAST_CLOCK, clock_seconds, clock_text
from store.notation.errors import NotationError
from store.notation.words import fold

_PARTS = re.compile(r"\s*[,，、;；\n]+\s*")
_CLOCK = r"\d{1,2}[:：]\d{2}"
_HOURS = re.compile(rf"({_CLOCK})\s*[-~～—–至到]+\s*({_CLOCK})")
_SHARP = re.compile(rf"({_CLOCK})")
_AFTER = re.compile(r"(?:after|连续(?:工作)?|工作)\s*(\d+(?:\.\d+)?)\s*(h|hours?|小时|min|minutes?|分钟)?后?")
_LONG = re.compile(r"(\d+(?:\.\d+)?)\s*(h|hours?|小时|min|minutes?|分钟|分)")
_DEPOT = re.compile(r"@\s*(\S+)")
_NAME = re.compile(r"午休|午餐|午饭|休息|lunch|break|一次|内|开始|between|within", re.IGNORECASE)


def read_pauses(text: str) -> list[dict[str, Any]]:
    """Breaks one after another.

    ``12:00-13:00`` is off between these hours; ``30 min 11:30-13:00`` lasts 30 minutes and begins between them;
    ``20 min after 4 h`` begins before four hours have been worked at a stretch; ``@D1`` is taken at that depot.
    """
    return [_pause(part) for part in _PARTS.split(text.strip()) if part.strip()]


def _pause(text: str) -> dict[str, Any]:
    depot = _DEPOT.search(text)
    rest = fold(_DEPOT.sub(" ", text))
    after, rest = _taken(_AFTER, rest)
    hours, rest = _taken(_HOURS, rest)
    sharp, rest = _taken(_SHARP, rest) if hours is None else (None, rest)
    long, rest = _taken(_LONG, rest)
    if _NAME.sub("", rest).strip() or (long is None and hours is None):
        raise NotationError("bad_pause", text)
    found: dict[str, Any] = {}
    if hours is not None:
        begin, end = _seconds(hours[1]), _seconds(hours[2])
        if end <= begin:
            raise NotationError("hours_order", text)
        found |= {"earliest": clock_text(begin), "latest": clock_text(begin if long is None else end)}
        found["minutes"] = (end - begin) / 60
    elif sharp is not None:
        found |= {"earliest": clock_text(_seconds(sharp[1])), "latest": clock_text(_seconds(sharp[1]))}
    if long is not None:
        found["minutes"] = _minutes(long[1], long[2])
    if after is not None:
        found["after_minutes"] = _minutes(after[1], after[2])
    if depot is not None:
        found["depot"] = depot[1]
    return found


def _taken(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    match = pattern.search(text)
    return match, text if match is None else f"{text[: match.start()]} {text[match.end() :]}"


def _seconds(clock: str) -> int:
    try:
        seconds = clock_seconds(clock)
    except ValueError:
        raise NotationError("bad_pause", clock) from None
    assert isinstance(seconds, int)
    return seconds


def _minutes(number: str, unit: str | None) -> float:
    return float(number) * (60 if unit in ("h", "hour", "hours", "小时") else 1)


def write_pauses(pauses: Iterable[Mapping[str, Any]], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(_text(pause, language) for pause in pauses)


def _text(pause: Mapping[str, Any], language: str) -> str:
    chinese = language == "zh"
    parts = [f"{pause['minutes']:g}分钟" if chinese else f"{pause['minutes']:g} min"]
    earliest, latest = pause.get("earliest", "00:00"), pause.get("latest", clock_text(LAST_CLOCK))
    if earliest == latest:
        parts.append(earliest)
    elif (earliest, latest) != ("00:00", clock_text(LAST_CLOCK)):
        parts.append(f"{earliest}-{latest}")
    if (after := pause.get("after_minutes")) is not None:
        parts.append(f"连续工作{after:g}分钟后" if chinese else f"after {after:g} min")
    if depot := pause.get("depot"):
        parts.append(f"@{depot}")
    return " ".join(parts)
