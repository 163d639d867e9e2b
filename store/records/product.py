"""Products: what is sold, in which units, at which price."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from store.records.base import Identifier, Money, Part, Record
from store.records.outlet import Tier


class Unit(Part):
    """A selling unit (瓶, 提, 箱) and how many of the smallest one it holds."""

    name: Annotated[str, Field(min_length=1)]
    factor: Annotated[int, Field(ge=1)] = 1


class Product(Record):
    """`prices` per case-unit by tier; `floor_price` is the least any exception may grant.

    `own` is False for a competitor's product that is only counted at the shelf.
    """

    name: Annotated[str, Field(min_length=1, max_length=200)]
    brand: str | None = None
    category: str | None = None
    barcode: str | None = None
    units: list[Unit] = []
    prices: dict[Tier, Money] = {}
    floor_price: Money | None = None
    shelf_life_days: Annotated[int, Field(ge=1)] | None = None
    own: bool = True
    supplier: Identifier | None = None
