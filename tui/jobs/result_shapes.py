"""Results as they come in JSON, each field looked at by itself: a wrong one is told and keeps no other out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from store.records import Call
from tui.jobs.recording import Problem

_MONEY = ("amount", "price", "value", "order_value")
"""Amounts are text, ``"12.50"``: a number may be meant in either unit."""
_AMOUNT = re.compile(r"\d{1,10}(\.\d{1,2})?")
_SHORT = ("points", "found", "facings", "advice", "action", "followed_up", "skipped", "display_percent")


def _texts(value: object) -> bool:
    return isinstance(value, str)


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _yes_no(value: object) -> bool:
    return isinstance(value, bool)


def _by_name(inside: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, dict) and all(inside(each) for each in value.values())


def _names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, (str, dict)) for each in value)


def _facings(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(_count(each) for each in value)


def _lines(*keys: str) -> Callable[[object], bool]:
    """Lines, one or several, each with text under its keys and nothing empty in it."""

    def sound(value: object) -> bool:
        lines = value if isinstance(value, list) else [value]
        return all(
            isinstance(line, dict)
            and all(isinstance(line.get(key), str) and line[key].strip() for key in keys)
            and all(each is not None for each in line.values())
            for line in lines
        )

    return sound


def _steps(value: object) -> bool:
    return isinstance(value, list) and (
        all(isinstance(each, str) for each in value)
        or all(isinstance(each, dict) and isinstance(each.get("step"), str) for each in value)
    )


_SOUND: Mapping[str, Callable[[object], bool]] = {
    **dict.fromkeys(("stop_kind", "date", "rep", "check_in", "check_out", "advice", "action", "note"), _texts),
    **dict.fromkeys(("left_reason", "order_value", "promised", "terms", "kind"), _texts),
    **dict.fromkeys(("followed_up", "left"), _yes_no),
    **dict.fromkeys(("points", "found"), _by_name(_yes_no)),
    **dict.fromkeys(("display", "coaching", "follow_up"), lambda value: isinstance(value, dict)),
    "skipped": _by_name(_texts),
    "facings": _facings,
    "rating": _count,
    "display_percent": _number,
    "steps": _steps,
    "bulletins": _names,
    "stock": _lines("product"),
    "order": _lines("product"),
    "delivery": _lines("product"),
    "payments": _lines("method", "amount"),
    "empties": _lines("item"),
    "photos": _lines("path"),
}


def sound_results(
    found: Sequence[tuple[int, object]],
) -> tuple[list[tuple[int, Mapping[str, Any]]], list[Problem]]:
    """Results without the fields that cannot be used, and what is to be told of those. A null says nothing."""
    results: list[tuple[int, Mapping[str, Any]]] = []
    problems: list[Problem] = []
    for row, value in found:
        if not isinstance(value, dict):
            problems.append(Problem(row, None, str(value)[:80], "not_a_result", {"value": str(value)[:80]}))
            continue
        result = {name: each for name, each in value.items() if each is not None and name != "unread"}
        problems += [_unread(row, each) for each in _listed(value.get("unread"))]
        for name in list(result):
            if code := _fault(name, result[name]):
                shown = str(result.pop(name))[:80]
                problems.append(Problem(row, name, shown, code, {"field": name, "value": shown}))
        results.append((row, result))
    return results, problems


def _fault(name: str, value: object) -> str | None:
    if name not in Call.model_fields and name not in _SHORT:
        return "unknown_result_field"
    if name in _SOUND and not _SOUND[name](value):
        return "wrong_result_field"
    return None if _amounts(name, value) else "amount_as_text"


def _amounts(name: str, value: object) -> bool:
    """Whether the amounts in a field are written as such."""
    if isinstance(value, dict):
        return all(_amounts(key, each) for key, each in value.items())
    if isinstance(value, list):
        return all(_amounts(name, each) for each in value)
    return name not in _MONEY or (isinstance(value, str) and _AMOUNT.fullmatch(value) is not None)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _unread(row: int, each: object) -> Problem:
    """A field of the phone's page in which something stood that it could not read."""
    known = each if isinstance(each, dict) else {"value": each}
    label, value = (str(known.get(name) or "-")[:80] for name in ("label", "value"))
    field = known.get("field")
    return Problem(
        row, field if isinstance(field, str) else None, value, "page_unread", {"column": label, "value": value}
    )
