"""Times of day as files hold them: ``HH:MM``, in seconds after midnight."""

from __future__ import annotations

import re

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
