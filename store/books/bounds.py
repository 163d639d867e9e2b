"""What no amount of money can be: beyond `MOST` it is a slip of the hand, and no sum of it means anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from store.notation.money import MOST

_AMOUNT = re.compile(r"-?(\d+)\.\d\d")
_DIGITS = len(str(MOST // 100))


def beyond(document: Mapping[str, Any], at: str = "") -> Iterator[tuple[str, str]]:
    """Fields of a JSON document with an amount beyond what money can be, or a line worth more: field and value."""
    for name, value in document.items():
        where = f"{at}{name}"
        if isinstance(value, str):
            if _too_large(value):
                yield where, value
        elif isinstance(value, Mapping):
            yield from beyond(value, f"{where}.")
        elif isinstance(value, list):
            for place, each in enumerate(value):
                if isinstance(each, Mapping):
                    yield from beyond(each, f"{where}[{place}].")
    quantity, price = document.get("quantity"), document.get("price")
    if isinstance(quantity, (int, float)) and isinstance(price, str) and _AMOUNT.fullmatch(price):
        worth = Fraction(price) * Fraction(quantity) * 100
        if abs(worth) > MOST and not _too_large(price):
            yield f"{at}quantity", f"{quantity:g} × {price}"


def _too_large(text: str) -> bool:
    """Whether a text is an amount of two decimals that no money can be."""
    match = _AMOUNT.fullmatch(text)
    return match is not None and len(match[1]) >= _DIGITS and abs(Fraction(text)) * 100 > MOST
