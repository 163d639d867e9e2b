"""Values of records as they are typed, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from store import notation
from store.notation.clock import clock_text, read_clock
from store.notation.dates import read_date
from store.notation.money import money_text, read_money
from store.notation.numbers import Signs, read_number, signs_typed
from tui.jobs.placing import read_position
from tui.jobs.record_shapes import Shape

_READERS: dict[str, Callable[[str], Any]] = {
    "hours": notation.read_hours,
    "day_hours": notation.read_day_hours,
    "shifts": notation.read_shifts,
    "pauses": notation.read_pauses,
    "spans": notation.read_spans,
    "days": notation.read_days,
    "off": notation.read_off,
    "rhythm": notation.read_rhythm,
    "traffic": notation.read_traffic,
    "levels": notation.read_levels,
    "digits": notation.read_digits,
    "units": notation.read_units,
    "words": notation.read_words,
    "special": notation.read_calendar,
}
_WRITERS: dict[str, Callable[[Any, str], str]] = {
    "hours": notation.write_hours,
    "day_hours": notation.write_day_hours,
    "shifts": notation.write_shifts,
    "pauses": notation.write_pauses,
    "spans": notation.write_spans,
    "days": notation.write_days,
    "off": notation.write_off,
    "rhythm": notation.write_rhythm,
    "traffic": notation.write_traffic,
    "levels": notation.write_levels,
    "digits": notation.write_digits,
    "units": notation.write_units,
    "words": notation.write_words,
    "place": notation.write_place,
    "zone": notation.write_zone,
    "position": notation.write_place,
    "special": lambda value, language: notation.write_calendar([value], language),
}


def read(shape: Shape, text: str, language: str, datum: str | None = None) -> Any:
    """The JSON value of what was typed, None for nothing; the record's own rules have still to judge it.

    For an entry of a list several may be typed at once: then they are a list.

    `language` is the one in use, `datum` that of positions in the text. Raises `NotationError`, `JobError` as
    `read_position` does.
    """
    position = partial(read_position, datum=datum)
    plain = text.strip()
    if not plain:
        return "" if shape.kind == "text" and not shape.optional else None
    if shape.kind in _READERS:
        return _READERS[shape.kind](plain)
    match shape.kind:
        case "place":
            return notation.read_place(plain, position)
        case "zone":
            return notation.read_zone(plain, position)
        case "position":
            return notation.read_place(plain, position)
        case "number":
            return _number(plain, signs_typed(language))
        case "money":
            return money_text(read_money(plain, signs_typed(language)))
        case "clock":
            return clock_text(read_clock(plain))
        case "date":
            return _date(plain)
        case _:
            return plain


_UNIT = re.compile(r"\s*(?:分钟?|minutes?|mins?|公里|km|公斤|千克|kg|天|日|days?|次|家|个|箱|元)$", re.IGNORECASE)
"""Units that numbers of records are in; another one, as hours where minutes are meant, is not passed over."""


def _number(text: str, signs: Signs) -> float | int:
    found = read_number(_UNIT.sub("", text), signs)
    return int(found) if found == found.to_integral_value() else float(found)


def _date(text: str) -> str:
    return read_date(text).isoformat()


def written(shape: Shape, value: Any, language: str) -> str:
    """A value as it is typed; nothing for none."""
    if value is None:
        return ""
    if shape.kind in _WRITERS:
        return _WRITERS[shape.kind](value, language)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
