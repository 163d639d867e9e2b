"""Spans of time in days. See docs/notation.md."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from store.notation.errors import NotationError
from store.notation.numbers import UNKNOWN, Signs, one, plain, readings
from store.notation.words import fold

_MONTH = Decimal("30.4375")
_DAYS = {"d": Decimal(1), "w": Decimal(7), "m": _MONTH, "q": 3 * _MONTH, "y": Decimal(365)}
_UNITS = (
    ("d", "天|日|days?|d"),
    ("w", "周|星期|礼拜|weeks?|wks?|w"),
    ("m", "月|months?|mths?|mos?|m"),
    ("q", "季度|季|quarters?|q"),
    ("y", "年|years?|yrs?|y"),
)
_HEADERS = (
    ("d", "天|日|days?"),
    ("m", "月(?!结)|months?"),
    ("y", "年|years?"),
    ("w", "周(?!期)|weeks?"),
    ("q", "季|quarters?"),
)
_PART = re.compile(
    r"(?P<n>[0-9][0-9.,]*|[一二两三四五六七八九十百]{1,5})?\s*个?(?P<half>半)?\s*个?"
    rf"(?P<unit>{'|'.join(names for _, names in _UNITS)})(?![a-z])(?P<after>半)?\s*(?:and\s+)?"
)
_AROUND = re.compile(r"(?:(?:[dt]\s?\+|net|n/|月结|账期|within)\s*)?(.+?)\s*(?:net|以内|之内|内|账期)?")
_MOST = 36500


@lru_cache(maxsize=4096)
def read_period(text: str, header: str = "", signs: Signs = UNKNOWN) -> int:
    """A span in days: ``365``, ``12个月``, ``18 months``, ``一年半``; a bare number is in the header's unit or days.

    `NotationError` ``bad_period``, `TwoReadingsError` for ``1,500``.
    """
    folded = fold(plain(text[:60]))
    match = _AROUND.fullmatch(folded)
    bare = match[1] if match else ""
    total = Decimal(0)
    if found := readings(bare, signs):
        unit = next((unit for unit, names in _HEADERS if re.search(names, fold(header))), "d")
        total = one(found, text) * _DAYS[unit]
    else:
        at = 0
        while at < len(bare):
            part = _PART.match(bare, at)
            if part is None or not (part["n"] or part["half"]):
                raise NotationError("bad_period", text)
            number = one(readings(part["n"], signs), text, "bad_period") if part["n"] else Decimal(0)
            number += Decimal("0.5") * (bool(part["half"]) + bool(part["after"]))
            total += number * next(_DAYS[unit] for unit, names in _UNITS if re.fullmatch(names, part["unit"]))
            at = part.end()
    days = int(total.quantize(Decimal(1), ROUND_HALF_UP))
    if not 1 <= days <= _MOST or len(text) > 60:
        raise NotationError("bad_period", text)
    return days


def write_period(days: int, language: str) -> str:
    return f"{days}天" if language == "zh" else f"{days} days"
