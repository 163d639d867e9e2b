"""Times of day."""

from __future__ import annotations

import re

from store.notation.errors import BadNumberError
from store.notation.numbers import narrow, number
from store.notation.numerals import CHINESE

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


_TIME = re.compile(
    rf"(?P<half>上午|早上|早|中午|下午|晚上|晚)?\s*(?:(?P<h>\d{{1,2}}|[{CHINESE}]{{1,3}})\s*(?:[:.点时h]|：)\s*"
    rf"(?P<m>\d{{1,2}}|[{CHINESE}]{{1,4}}|[一三]刻)?\s*分?|(?P<run>\d{{3,4}})|(?P<hour>\d{{1,2}}))"
    rf"(?::\d{{2}})?\s*(?P<pm>am|pm)?",
    re.IGNORECASE,
)


def clock(text: str) -> str:
    """A time of day as ``HH:MM`` from ``9:5``, ``0905``, ``9点半``, ``下午两点一刻``, ``2:30pm``."""
    plain = narrow(text).strip()
    if dated := re.fullmatch(r"\d{4}-\d{2}-\d{2}[ T](\d{1,2}:\d{2}(?::\d{2})?)", plain):
        plain = dated[1]
    match = _TIME.fullmatch(plain)
    if match is None:
        raise BadNumberError("bad_time")
    if match["run"]:
        hours, minutes = int(match["run"][:-2]), int(match["run"][-2:])
    elif match["hour"]:
        hours, minutes = int(match["hour"]), 0
    else:
        quarter = {"一刻": 15, "三刻": 45, "半": 30}
        hours = _part(match["h"])
        minutes = quarter[match["m"]] if match["m"] in quarter else _part(match["m"] or "0")
    late = match["half"] in ("下午", "晚上", "晚") or (match["pm"] or "").lower() == "pm"
    if (late and hours < 12) or (match["half"] == "中午" and hours < 3):
        hours += 12
    if hours > 30 or minutes > 59:
        raise BadNumberError("bad_time")
    return f"{hours:02d}:{minutes:02d}"


def _part(text: str) -> int:
    try:
        return int(number(text.removeprefix("零") or "0"))
    except BadNumberError:
        raise BadNumberError("bad_time") from None
