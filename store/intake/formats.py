"""Number formats of spreadsheets: where what a person sees in a cell is more than the number stored in it."""

from __future__ import annotations

import re
from decimal import Decimal

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_CONDITION = re.compile(r"\[[^\]]{0,40}\]")
_UNIT = re.compile(r"[\u3400-\u9fff]{1,4}")
_MONEY = frozenset(("元", "圆", "块", "角", "分"))
_DECIMALS = re.compile(r"(?<=[0#])\.[0#]+|#,(?=##0)")
_PERCENT = re.compile(r"#?,?#*0(?:\.0+)?%")
_GENERAL = re.compile(r"(?i)^(general|g/通用格式)")
BUILT_IN = {9: "0%", 10: "0.00%"}
_MOST = 10**15


def special(code: str) -> bool:
    """Whether the format shows something that the number does not say: zeros before it, a unit, a percent."""
    return shown(7, code) is not None


def shown(value: float, code: str) -> tuple[str, str] | None:
    """What is seen of a number under a format, and its `Mark`; None where that is just the number.

    ``00000`` shows 42 as ``00042``, ``"KH"000`` as ``KH042``, ``0"箱"`` as ``42箱``, ``0%`` 0.8 as ``80%``.
    """
    value = float(value)
    first = _CONDITION.sub("", code.partition(";")[0]).strip()
    if _PERCENT.fullmatch(first):
        return f"{plain(float(Decimal(repr(float(value))) * 100))}%", "p"
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match[1] if match[1] is not None else (match[2] or ""))
        return f"\ue000{len(literals) - 1}\ue001" if literals[-1] else ""

    bare = _GENERAL.sub("#", _LITERAL.sub(keep, first))
    whole = _DECIMALS.sub("", bare)
    if whole != bare and value.is_integer():  # 3 under 0.0"瓶" is 3瓶
        unit = _with(literals, whole)
        counted = (
            unit is not None
            and not unit[0]
            and unit[1].count("0") <= 1
            and _UNIT.fullmatch(unit[2])
            and unit[2] not in _MONEY
        )
        return (plain(value) + unit[2], "t") if unit is not None and counted and abs(value) < _MOST else None
    text = _with(literals, bare)
    if text is None:
        return None
    before, digits, after = text
    zeros = digits.count("0")
    if zeros > 1 and float(value).is_integer() and 0 <= value < _MOST:
        return before + _filled(int(value), digits) + after, "t"
    if zeros <= 1 and not before and _UNIT.fullmatch(after) and abs(value) < _MOST:
        return plain(value) + after, "t"
    return None


def _with(literals: list[str], bare: str) -> tuple[str, str, str] | None:
    """What stands before the digits, the digits' places, and what stands behind; None for any other format."""
    parts = re.split(r"\ue000(\d+)\ue001", bare)
    before, digits, after = "", "", ""
    for number, part in enumerate(parts):
        if number % 2:
            text = literals[int(part)]
            if not digits:
                before += text
            elif parts[number + 1].strip("0#") != parts[number + 1] and text in ("-", " "):
                digits += text
            else:
                after += text
        elif re.fullmatch(r"[0#][0#\- ]*", part) and not after:
            digits += part
        elif re.fullmatch(r"[\u3400-\u9fffA-Z\- ]*", part) and "E" not in part:
            before, after = (before, after + part) if digits else (before + part, after)
        else:
            return None
    return (before, digits, after) if digits else None


def _filled(value: int, places: str) -> str:
    """Digits put into places from the right: 5551234 into ``000-0000`` is ``555-1234``."""
    left = list(str(value))
    out: list[str] = []
    for place in reversed(places):
        if place in "0#":
            out.append(left.pop() if left else ("0" if place == "0" else ""))
        else:
            out.append(place)
    return "".join(left) + "".join(reversed(out))


def plain(value: float) -> str:
    """A number as a spreadsheet shows it: at most 15 digits, no exponent. 1234567890123456 keeps its sixteen."""
    if value.is_integer() and abs(value) < 1e22:
        return str(int(value))
    if len(text := repr(value)) <= 16 and "e" not in text and "n" not in text:
        return text
    if value != value or abs(value) == float("inf"):  # noqa: PLR0124 - NaN alone differs from itself
        return ""
    return f"{Decimal(f'{value:.15g}'):f}"[:400]


def lost(value: float) -> bool:
    """Whether digits are gone: a double holds 15 for sure, and spreadsheets write zeros for the others."""
    if abs(value) < 1e15 or not value.is_integer():
        return False
    return abs(value) >= 2**53 or int(value) % 10 == 0


def lost_text(value: float) -> str:
    """What is left of a number whose last digits are gone, written so that it shows: ``1.23456789012346E+17``."""
    return f"{value:.14E}"
