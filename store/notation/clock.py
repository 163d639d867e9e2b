"""Times of day. See docs/notation.md."""

from __future__ import annotations

import re

from store.notation.errors import BadNumberError, TwoReadingsError
from store.notation.numbers import plain
from store.notation.numerals import numerals

_CLOCK = re.compile(r"^(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?$")
LAST_CLOCK = 48 * 3600
"""The latest time of day a record may hold, in seconds after midnight."""


def clock_seconds(value: object) -> object:
    """Seconds after midnight from ``HH:MM`` or ``HH:MM:SS``; up to 48:00 for hours past midnight."""
    if not isinstance(value, str):
        return value
    match = _CLOCK.match(value.strip())
    if not match:
        raise ValueError("clock")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if minutes > 59 or seconds > 59:
        raise ValueError("clock")
    return hours * 3600 + minutes * 60 + seconds


def clock_text(seconds: int) -> str:
    """``HH:MM``, with ``:SS`` only where the seconds are not zero."""
    minutes, rest = divmod(int(seconds), 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{rest:02d}" if rest else text


_HOUR = 3600
_DATED = re.compile(
    r"(?:[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4})(?:\s+|t(?=[0-9]))"
)
_NEXT_DAY = re.compile(r"(?:次日|翌日|第二天|隔天|next day)\s*")
_HALVES = {
    "night": ("凌晨",),
    "morning": ("早上", "早晨", "清晨", "清早", "早"),
    "forenoon": ("上午",),
    "am": ("am",),
    "noon": ("中午",),
    "pm": ("下午", "午后", "傍晚", "pm"),
    "evening": ("晚上", "晚间", "夜里", "夜间", "深夜", "半夜", "晚"),
}
_HALF_OF = {word: half for half, words in _HALVES.items() for word in words}
_NUMERALS = "[零〇一二两三四五六七八九十]"
_TIME = re.compile(
    rf"(?P<half>{'|'.join(_HALF_OF)})?\s*(?:"
    rf"(?P<h>[0-9]{{1,2}}|{_NUMERALS}{{1,3}})\s*(?:点钟?|时|h)\s*(?:整|(?P<part>半|[一二三两123]刻)|"
    rf"(?P<m>[0-9]{{1,2}}|{_NUMERALS}{{1,4}})分?(?:(?P<s>[0-9]{{1,2}})秒)?)?"
    r"|(?P<hh>[0-9]{1,2}):\s?(?P<mm>[0-9]{1,2})(?::(?P<ss>[0-9]{2})(?:\.[0-9]{1,6})?)?"
    r"|(?P<ho>[0-9]{1,2})\.(?P<mi>[0-9]{1,2})|(?P<run>[0-9]{3,4})|(?P<bare>[0-9]{1,2}))"
    r"\s*(?P<pm>[ap]m)?\s*(?P<next>\(?\+1(?:\s*(?:天|day))?\)?|z)?"
)
_PARTS = {"半": 30, "一刻": 15, "1刻": 15, "两刻": 30, "二刻": 30, "2刻": 30, "三刻": 45, "3刻": 45}
_TWELVE = re.compile(r"^12(?:[:.]00)?\s*(?=(?:noon|midnight)$)")
_WORDS = {"noon": (12,), "正午": (12,), "midnight": (0, 24), "午夜": (0, 24)}


def read_clock(text: str, within: tuple[int, int] | None = None) -> int:
    """A time of day, seconds after midnight up to 48:00: ``9:05``, ``0905``, ``9点半``, ``下午两点一刻``, ``2:30pm``.

    `within` is the span it is expected in (seconds): of a time of the twelve-hour clock the one inside is taken where
    there is just one; where there is none, the time is as it is written. `TwoReadingsError` where two may be meant,
    `BadNumberError` ``bad_time`` for what is no time.
    """
    said, later = _said(text)
    found = said
    if within is not None:
        found = tuple(each for each in (*said, *later) if within[0] <= each <= within[1]) or said
    if len(found) > 1:
        raise TwoReadingsError(text, tuple(map(clock_text, found)))
    return found[0]


def clock_readings(text: str) -> tuple[int, ...]:
    """All that a time may mean, as it is written first; `BadNumberError` ``bad_time`` for what is none."""
    said, later = _said(text)
    return (*said, *later)


def clock_of_cell(number: float) -> int:
    """Seconds after midnight of a number that a spreadsheet holds as a time or as a date with one: 0.375 is 9:00."""
    if not 0 <= number < 3_000_000:
        raise BadNumberError("bad_time", str(number))
    return round((number if number <= 2 else number % 1) * 24 * _HOUR)


def _said(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The times a text says, and those it may mean twelve and twenty-four hours later."""
    bare = re.sub(r"([ap])\.\s?m\.?", r"\1m", plain(text[:60]).casefold())
    dated = _DATED.match(bare)
    bare = bare[dated.end() :] if dated else bare
    bare = _TWELVE.sub("", bare)
    if bare in _WORDS:
        return tuple(hour * _HOUR for hour in _WORDS[bare]), ()
    tomorrow = _NEXT_DAY.match(bare)
    match = _TIME.fullmatch(bare[tomorrow.end() :] if tomorrow else bare)
    if match is None or len(text) > 60:
        raise BadNumberError("bad_time", text)
    half = _HALF_OF.get(match["pm"] or match["half"] or "", "")
    if match["pm"] and match["half"] and _HALF_OF[match["half"]] != half:
        raise BadNumberError("bad_time", text)
    hours, rests = _parts(match, text)
    times = tuple(hour * _HOUR + rest for hour in _hours(hours, half, text) for rest in rests)
    if tomorrow or (match["next"] or "").startswith(("+", "(")):
        times = tuple(each + 24 * _HOUR for each in times)
    if any(each > LAST_CLOCK for each in times):
        raise BadNumberError("bad_time", text)
    if half or dated or tomorrow or match["next"] or hours > 12:
        return times, ()
    written = match["h"] or match["hh"] or match["ho"] or match["bare"] or match["run"][:-2]
    shifts = (24,) if written[0] == "0" and len(written) == 2 else (12,) if hours == 12 else (12, 24)
    return times, tuple(each + shift * _HOUR for each in times for shift in shifts)


def _parts(match: re.Match[str], text: str) -> tuple[int, tuple[int, ...]]:
    """The hour as it is written, and the seconds after it: two readings for ``9.5``."""
    if match["run"]:
        hours, minutes = int(match["run"][:-2]), int(match["run"][-2:])
        valid = hours * 60 + minutes <= 24 * 60
    elif match["bare"]:
        hours, minutes = int(match["bare"]), 0
        valid = 1 <= hours <= 24
    elif match["ho"]:
        hours, minutes = int(match["ho"]), int(match["mi"])
        valid = match["ho"] != "0"
        if len(match["mi"]) == 1 and minutes and valid and hours <= 24:
            return hours, (minutes * 60, minutes * 360)
    else:
        hours = _number(match["h"] or match["hh"], text)
        minutes = _PARTS[match["part"]] if match["part"] else _number(match["m"] or match["mm"] or "0", text)
        valid = True
    seconds = int(match["s"] or match["ss"] or 0)
    if not valid or minutes > 59 or seconds > 59:
        raise BadNumberError("bad_time", text)
    return hours, (minutes * 60 + seconds,)


def _hours(hours: int, half: str, text: str) -> tuple[int, ...]:
    """The hours of the day that an hour of a half of it may be."""
    found: tuple[int, ...] = ()
    if half == "":
        found = (hours,)
    elif half == "night":
        found = (hours % 12,) if hours <= 6 or hours == 12 else ()
    elif half == "morning":
        found = (hours,) if 1 <= hours <= 11 else ()
    elif half == "am":
        found = (hours,) if hours <= 11 else (0,) if hours == 12 else ()
    elif half == "forenoon":
        found = (hours,) if hours <= 11 else (0, 12) if hours == 12 else ()
    elif half == "noon":
        found = (hours + 12,) if 1 <= hours <= 3 else (hours,) if 10 <= hours <= 15 else ()
    elif half == "pm":
        found = (hours + 12,) if 1 <= hours <= 11 else (hours,) if 12 <= hours <= 23 else ()
    elif half == "evening":
        after = (hours, hours + 24) if hours <= 4 else (24,) if hours == 12 else ()
        found = after or ((hours + 12,) if 5 <= hours <= 11 else (hours,) if 17 <= hours <= 28 else ())
    if not found:
        raise BadNumberError("bad_time", text)
    return found


def _number(text: str, whole: str) -> int:
    if text.isascii():
        return int(text)
    found = numerals(text[1:] if len(text) > 1 and text[0] in "零〇" else text)
    if len(found) != 1:
        raise BadNumberError("bad_time", whole)
    return int(found[0])
