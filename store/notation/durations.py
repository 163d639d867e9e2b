"""How long something takes, in minutes. See docs/notation.md."""

from __future__ import annotations

import re
from decimal import Decimal

from store.notation.errors import BadNumberError
from store.notation.numbers import UNKNOWN, Signs, one, plain, readings

_PART = re.compile(
    r"(?P<n>[0-9][0-9.,]*|[一二两三四五六七八九十百]{1,4})?\s*(?P<half>个?半)?\s*个?"
    r"(?P<unit>小时|钟头|hours?|hrs?|h|分钟?|minutes?|mins?|m|刻钟|秒钟?|seconds?|secs?|s)(?![a-z])(?P<after>半)?\s*"
)
_MINUTES = {"小": 60, "钟": 60, "h": 60, "分": 1, "m": 1, "刻": 15}
_LONGEST = 40


def read_minutes(text: str, signs: Signs = UNKNOWN) -> float:
    """Minutes from 0: ``30``, ``30分钟``, ``1.5 h``, ``一个半小时``, ``1小时20分``; a bare number is minutes.

    `BadNumberError` ``not_minutes``, `TwoReadingsError`.
    """
    bare = plain(text).casefold().removesuffix(".")
    if len(bare) > _LONGEST:
        raise BadNumberError("not_minutes", text)
    if found := readings(bare, signs):
        total = one(found, text)
    else:
        total, at = Decimal(0), 0
        while at < len(bare) or not bare:
            part = _PART.match(bare, at)
            if part is None or not (part["n"] or part["half"]):
                raise BadNumberError("not_minutes", text)
            count = one(readings(part["n"], signs), text, "not_minutes") if part["n"] else Decimal(0)
            count += Decimal("0.5") * (bool(part["half"]) + bool(part["after"]))
            total += count * _MINUTES.get(part["unit"][0], 0) if part["unit"][0] not in "秒s" else count / 60
            at = part.end()
    if total < 0:
        raise BadNumberError("not_minutes", text)
    return float(total)


def write_minutes(minutes: float, language: str) -> str:
    return f"{minutes:g}分钟" if language == "zh" else f"{minutes:g} min"
