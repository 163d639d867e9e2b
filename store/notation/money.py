"""Amounts as files hold them: decimal strings, in minor currency units."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation


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
