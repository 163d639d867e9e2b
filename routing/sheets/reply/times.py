"""Times of a call as they are written: of two readings the one that the shift or the plan allows."""

from __future__ import annotations

import re

from routing.sheets.form import StopForm
from store.notation.clock import clock_seconds, clock_text, read_clock
from store.notation.errors import BadNumberError, TwoReadingsError
from store.notation.numbers import narrow

HOUR = 3600
TOUCHING = 600
"""Calls that overlap by so many seconds may have had their times rounded."""
LONGEST = 4 * HOUR
"""A call longer than this is asked about."""
_NEAR = 3 * HOUR
_BEFORE, _AFTER = HOUR, 3 * HOUR
_EARLIEST, _LATEST = 3 * HOUR, 4 * HOUR
_SURE = re.compile(r"\s*[,(]?\s*(?:确认|没错|无误|sure|confirmed|!)\s*\)?\s*$", re.IGNORECASE)


def is_sure(text: str) -> bool:
    """Whether the writer says that a time is meant as it is."""
    return _SURE.search(narrow(text)) is not None


def moment(text: str, form: StopForm) -> str:
    """A time of day as ``HH:MM`` (docs/returning.md, Times); raises `NotationError`."""
    plain = _SURE.sub("", narrow(text))
    asked: TwoReadingsError | None = None
    for span in _spans(form):
        try:
            found = read_clock(plain, span)
        except TwoReadingsError as error:
            asked = error
            continue
        if span[0] <= found <= span[1]:
            return clock_text(found)
    if asked is not None:
        raise asked
    found = read_clock(plain)
    if form.shift and not is_sure(text) and not form.shift[0] - _EARLIEST <= found <= form.shift[1] + _LATEST:
        raise BadNumberError("time_outside", plain)
    return clock_text(found)


def seconds(text: str) -> int:
    """Seconds after midnight of a time that `moment` has read."""
    found = clock_seconds(text)
    assert isinstance(found, int)
    return found


def _spans(form: StopForm) -> list[tuple[int, int]]:
    """Where a time is looked for, the likeliest first."""
    spans = [form.shift] if form.shift else []
    if form.begin is not None:
        spans.append((max(0, form.begin - _NEAR), form.begin + _NEAR))
    if form.shift:
        spans.append((max(0, form.shift[0] - _BEFORE), form.shift[1] + _AFTER))
    return spans


_RANGE = re.compile(
    r"^\s*(?P<a>[^\s-]+?(?:\s[ap]m)?)\s*(?:-|到|至|to)\s*(?P<b>[^\s-]+(?:\s[ap]m)?)\s*$", re.IGNORECASE
)


def bare_times(text: str) -> tuple[str, str] | None:
    """Two times without a word, ``9:05-9:25``."""
    match = _RANGE.match(narrow(text))
    if match is not None and _is_time(match["a"]) and _is_time(match["b"]):
        return match["a"], match["b"]
    return None


def _is_time(text: str) -> bool:
    try:
        read_clock(_SURE.sub("", text))
    except TwoReadingsError:
        return True
    except BadNumberError:
        return False
    return True


def leading_time(text: str) -> tuple[str, str]:
    """A time at the start of a text and what follows it behind a comma or a space; else the text itself."""
    if not _is_time(text):
        for match in reversed(list(re.finditer(r"[\s,;，；、]+", text))[:6]):
            if _is_time(text[: match.start()]):
                return text[: match.start()], text[match.end() :].strip(" ,;，；、")
    return text, ""


def leading_times(text: str) -> tuple[str, str]:
    """Two times at the start of a text and what follows them; the text itself where it does not begin so."""
    if bare_times(text):
        return text, ""
    for match in reversed(list(re.finditer(r"[\s,]+", text))[:6]):
        if bare_times(text[: match.start()]):
            return text[: match.start()], text[match.end() :].strip(" ,;，；")
    return text, ""
