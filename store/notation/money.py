"""Amounts of money."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from store.notation.errors import BadNumberError
from store.notation.numbers import narrow, number
from store.notation.words import fold

_MONEY = re.compile(r"^(?:rmb|cny|¥|￥|\$|€)?\s*([-+]?[\d, ]*\.?\d+)\s*(?:元|块|rmb|cny)?$")
_MOST = Decimal(10) ** 10
_DEAREST = 10**11


def minor_units(value: object) -> object:
    """Minor currency units of a decimal string; `ValueError` ``money`` for what is no amount."""
    if isinstance(value, str):
        try:
            amount = Decimal(value.strip())
        except InvalidOperation:
            raise ValueError("money") from None
        if not amount.is_finite():
            raise ValueError("money")
        return int((amount * 100).to_integral_value())
    return value


def money_text(minor: int) -> str:
    """A decimal string of an amount in minor currency units: 1840 is ``18.40``."""
    sign, minor = ("-", -minor) if minor < 0 else ("", minor)
    return f"{sign}{minor // 100}.{minor % 100:02d}"


def money(text: str) -> str:
    """An amount as a decimal string with two places: ``¥1,234.5``, ``500元``, ``1.2万``."""
    plain = re.sub(r"[¥￥$€\s]|元|块|rmb|cny", "", narrow(text).casefold())
    times = 1
    if plain.endswith(("万", "千")) and plain[:-1] and plain[0].isdigit():
        plain, times = plain[:-1], 10_000 if plain.endswith("万") else 1000
    amount = number(plain) * times
    if amount != round(amount, 2) or amount * 100 > _DEAREST:
        raise BadNumberError("bad_money")
    return f"{amount:.2f}"


def amount_of(text: str) -> str | None:
    """Money as a decimal string: ``¥1,234.50``, ``12元``; None for what is none."""
    match = _MONEY.match(fold(text))
    if match is None:
        return None
    try:
        value = Decimal(re.sub(r"[, ]", "", match[1]))
    except InvalidOperation:
        return None
    return f"{value:f}" if abs(value) < _MOST else None
