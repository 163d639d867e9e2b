"""Counts of goods in replies: as `store.notation` reads them, with what is given on top."""

from __future__ import annotations

import re
from dataclasses import dataclass

from store.notation.numbers import narrow
from store.notation.quantities import Packed, quantity

CHINESE = "零〇一二两俩三四五六七八九十百千半"


@dataclass(frozen=True, slots=True)
class Counted:
    """So many of a product: in pieces, in the unit it was said in, and pieces free of charge on top."""

    pieces: int
    unit: str | None
    number: float
    free: int = 0


_FREE = re.compile(
    rf"^(?P<bought>.+?)\s*(?:\+|送|搭|赠)\s*(?P<free>(?:\d+|[{CHINESE}]+)\s*[^\d\s+]*?)\s*(?P<gift>赠)?$"
)
_HALF = re.compile(rf"^(\d+|[{CHINESE}]+?)\s*([^\d\s{CHINESE}]+)半$")


def counted(product: Packed, text: str, default: str) -> Counted:
    """What is written of a product; ``10+1`` and ``10箱送1箱`` are ten and one free."""
    plain = narrow(text).strip().casefold()
    if half := _HALF.match(plain):
        whole = quantity(product, f"{half[1]}{half[2]}", default)
        part = quantity(product, f"半{half[2]}", default)
        pieces = whole[0] + part[0]
        return Counted(pieces, whole[1], whole[2] + 0.5)
    gift = _FREE.match(plain)
    if gift and (not re.search(r"\+", plain) or re.fullmatch(r"\d+\s*\+\s*\d+", plain) or gift["gift"]):
        bought, unit, number = quantity(product, gift["bought"], default)
        given = gift["free"] if re.search(r"[^\d\s]", gift["free"]) else f"{gift['free']}{unit or ''}"
        return Counted(bought, unit, number, quantity(product, given, default)[0])
    pieces, unit, number = quantity(product, plain, default)
    return Counted(pieces, unit, number)
