"""Amounts of money. See docs/notation.md."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

from store.notation.errors import BadNumberError
from store.notation.numbers import POINT, UNKNOWN, Signs, one, plain, readings

_CURRENCY = r"(?:rmb|cny|usd|eur|gbp|hkd|[¥$€£]|人民币)"
_AROUND = re.compile(
    rf"(?P<minus>[-+]?)\s*{_CURRENCY}?\s*(?P<number>.*?)\s*(?P<unit>元整|元正|块钱|块整|[元圆块]|{_CURRENCY}|kr\.?|整)?(?P<after>-?)",
    re.IGNORECASE | re.DOTALL,
)
_BROKEN = re.compile(
    r"(?:(?P<yuan>.+)[元圆块])?(?:(?P<tenths>[^元圆块角毛分]+)[角毛])?(?:(?P<cents>[^元圆块角毛分]+)分)?(?P<rest>[0-9一二三四五六七八九]{0,2})"
)
_LONGEST = 40
_DIGITS = 24
"""Digits before the point beyond which a text is not even damage that could be told as an amount."""
MOST = 10**12
"""Minor units beyond which nothing is an amount of money, either way."""


def minor_units(value: object) -> object:
    """Minor currency units of a decimal string; `ValueError` ``money`` for what is no amount."""
    if isinstance(value, str):
        try:
            amount = Decimal(value.strip())
        except InvalidOperation:
            raise ValueError("money") from None
        if not amount.is_finite() or amount.adjusted() > _DIGITS:
            raise ValueError("money")
        return int((amount * 100).to_integral_value(ROUND_HALF_UP))
    return value


def half_up(numerator: float | Fraction, denominator: int = 1) -> int:
    """A quotient in whole minor units, rounded half up, away from zero below it; once for each line of goods."""
    if isinstance(numerator, int) and denominator > 0:  # as nearly all are, in a tenth of the time
        rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
        return -rounded if numerator < 0 else rounded
    exact = Fraction(numerator) / denominator
    rounded = int(abs(exact) + Fraction(1, 2))
    return -rounded if exact < 0 else rounded


def money_text(minor: int) -> str:
    """A decimal string of an amount in minor currency units: 1840 is ``18.40``."""
    sign, minor = ("-", -minor) if minor < 0 else ("", minor)
    return f"{sign}{minor // 100}.{minor % 100:02d}"


def read_money(text: str, signs: Signs = UNKNOWN, *, rounded: bool = False) -> int:
    """An amount in minor units: ``¥1,234.50``, ``1.234,50 €``, ``500元``, ``3块5``, ``1.2万``, ``-5``.

    `BadNumberError` ``bad_money`` for what is none, ``too_many_decimals`` where it is not whole in minor units and
    not to be `rounded` half up; `TwoReadingsError` where it may be two.
    """
    amount = one(_amounts(text, signs), text, "bad_money")
    minor = amount * 100
    if minor != minor.to_integral_value():
        if not rounded:
            raise BadNumberError("too_many_decimals", text)
        minor = minor.quantize(Decimal(1), ROUND_HALF_UP)
    if abs(minor) > MOST:
        raise BadNumberError("bad_money", text)
    return int(minor)


def _amounts(text: str, signs: Signs) -> tuple[Decimal, ...]:
    bare = plain(text).replace("￥", "¥")
    if not bare or len(bare) > _LONGEST:
        return ()
    if bare[0] == "(" and bare[-1] == ")":
        return tuple(-each for each in _amounts(bare[1:-1], signs) if each >= 0)
    if bare[0] in "负負":
        return tuple(-each for each in _amounts(bare[1:], signs) if each >= 0)
    match = _AROUND.fullmatch(bare)
    if match is None or (match["minus"] and match["after"]):
        return ()
    found = readings(match["number"], signs)
    if not found and not re.match("[元块圆]", match["unit"] or ""):
        found = _broken(match["number"], signs)
    if "-" in match["minus"] + match["after"]:
        return tuple(-each for each in found if each >= 0)
    return found


def _broken(text: str, signs: Signs) -> tuple[Decimal, ...]:
    """``3块5``, ``12元5角6分``, ``5角``: parts each in its own unit."""
    match = _BROKEN.fullmatch(text)
    if match is None or not (match["yuan"] or match["tenths"] or match["cents"]):
        return ()
    if match["rest"] and (
        match["cents"] or not (match["yuan"] or match["tenths"]) or (match["tenths"] and len(match["rest"]) > 1)
    ):
        return ()
    whole = readings(match["yuan"], signs) if match["yuan"] else (Decimal(0),)
    small = Decimal(0)
    for name, size in (("tenths", "0.1"), ("cents", "0.01")):
        if match[name]:
            digits = readings(match[name], POINT)
            if len(digits) != 1 or digits[0] != digits[0].to_integral_value() or not 0 <= digits[0] <= 99:
                return ()
            small += digits[0] * Decimal(size)
    if match["rest"]:
        digits = readings(match["rest"], POINT)
        if len(digits) != 1:
            return ()
        places = 2 if match["tenths"] or len(match["rest"]) == 2 else 1  # 3块5 is 3.50, 3块5毛6 is 3.56
        small += digits[0] / 10**places
    return tuple(each + small for each in whole if each >= 0)
