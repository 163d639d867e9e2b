"""Numbers, money and times as they are typed at a call; full-width digits are as good as others."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from tui.state.call import Kind

if TYPE_CHECKING:
    from tui.jobs.office import Office

_MOST = 1_000_000
"""Pieces of one product that a count may reach."""
_DEAREST = 10**11
"""Minor currency units that one order may reach."""
_QUANTITY = re.compile(r"[0-9]{1,12}")
_MONEY = re.compile(r"[0-9]{1,15}(\.[0-9]{0,9})?|\.[0-9]{1,9}")
_CLOCK = re.compile(r"(?P<hours>[0-9]{1,2})(?:[:.]?(?P<minutes>[0-9]{2}))?")


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def typed_quantity(text: str) -> int | None:
    """A count in the smallest unit; None for nothing or for what is no count."""
    text = _narrow(text)
    return int(text) if _QUANTITY.fullmatch(text) and int(text) <= _MOST else None


def typed_money(text: str) -> int | None:
    """An amount in minor currency units from ``86``, ``86.5``, ``1,200.00``; None for nothing or what is none."""
    text = _narrow(text).replace(",", "").removeprefix("¥")
    if not _MONEY.fullmatch(text):
        return None
    minor = int((Decimal(text) * 100).to_integral_value(ROUND_HALF_UP))
    return minor if minor <= _DEAREST else None


def typed_clock(text: str) -> int | None:
    """Seconds after midnight from ``9:30``, ``0930``, ``9``; None for what is no time of day."""
    match = _CLOCK.fullmatch(_narrow(text))
    if match is None:
        return None
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    return hours * 3600 + minutes * 60 if hours < 24 and minutes < 60 else None


def entry_problem(kind: Kind, text: str, office: Office) -> str | None:
    """What is wrong with what was typed into a row of this kind, in words; None when it can stand."""
    if not text:
        return None
    if kind is Kind.STOCK and typed_quantity(text) is None:
        return office.t("call.bad.quantity", value=text)
    if kind is Kind.ORDER and typed_money(text) is None:
        return office.t("call.bad.money", value=text)
    if kind is Kind.DUE:
        from tui.dates import date_from

        if date_from(text, office.today()) is None:
            return office.t("app.date.bad", value=text)
    return None


__all__ = ["entry_problem", "typed_clock", "typed_money", "typed_quantity"]
