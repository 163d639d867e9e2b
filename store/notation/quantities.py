"""Counts with the units behind them, and what is written of a product."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from store.notation.errors import BadNumberError
from store.notation.numbers import MOST, NUMBER, narrow, number
from store.notation.numerals import CHINESE
from store.notation.units import unit_named
from store.notation.words import fold

_COUNT = re.compile(r"^([-+]?[\d, ]*\.?\d+)\s*([^\d\s]{0,6})$")


class Packed(Protocol):
    """What comes in units: the largest first, each with how many of the smallest it holds."""

    @property
    def units(self) -> Sequence[tuple[str, int]]: ...

    @property
    def case(self) -> tuple[str, int]:
        """The unit it is ordered in."""

    def factor(self, unit: str | None) -> int:
        """How many of the smallest a unit holds, 1 for one that is not known."""


def count_of(text: str) -> tuple[float, str] | None:
    """A number and the unit behind it: ``24``, ``1,200``, ``3箱``; None for what is none."""
    match = _COUNT.match(fold(text))
    if match is None:
        return None
    value = float(re.sub(r"[, ]", "", match[1]))
    return (value, match[2]) if abs(value) < 1e9 else None


def quantity(product: Packed, text: str, default: str) -> tuple[int, str | None, float]:
    """What is written of a product: pieces in all, and its unit and number where it is said in one unit only.

    ``2箱5瓶`` is in pieces, ``10箱`` ten of that unit; a bare number is so many of the unit `default`.
    """
    plain = narrow(text).strip().casefold()
    found = list(re.finditer(rf"({NUMBER})\s*([^\d\s{CHINESE}+,;-]*)\s*[+]?\s*", plain))
    if not found or "".join(match[0] for match in found) != plain:
        raise BadNumberError("negative_number" if re.match(r"-\d", plain) else "bad_quantity")
    parts = [(number(match[1]), unit_named(product.units, match[2]) if match[2] else default) for match in found]
    pieces = sum(count * product.factor(unit) for count, unit in parts)
    if pieces != int(pieces) or pieces > MOST:
        raise BadNumberError("bad_quantity")
    if len(parts) == 1:
        return int(pieces), parts[0][1] or None, float(parts[0][0])
    smallest = product.units[-1][0] if product.units and product.units[-1][1] == 1 else ""
    return int(pieces), smallest or None, float(pieces)
