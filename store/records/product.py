"""Products: what is sold, in which units, at which price."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from store.notation.money import half_up
from store.records.base import Identifier, Money, Part, Record
from store.records.outlet import Tier


class Unit(Part):
    """A selling unit (瓶, 提, 箱), how many of the smallest one it holds, what one weighs and the room it takes."""

    name: Annotated[str, Field(min_length=1)]
    factor: Annotated[int, Field(ge=1)] = 1
    kg: Annotated[float, Field(ge=0, le=100_000)] | None = None
    m3: Annotated[float, Field(ge=0, le=1000)] | None = None


class Product(Record):
    """`prices` per case-unit by tier; `floor_price` is the least any exception may grant.

    `near_expiry_days` before the end of its shelf life it counts as near expiry (None: a third of it).
    `support_price` is the least that an order or a deal may have without one (None: the floor price).
    `cost` is what the distributor pays for a case. The case is the unit with the largest factor.

    `own` is False for a competitor's product that is only counted at the shelf, `active` for one no longer sold.
    """

    name: Annotated[str, Field(min_length=1, max_length=200)]
    brand: str | None = None
    category: str | None = None
    barcode: str | None = None
    units: list[Unit] = []
    prices: dict[Tier, Money] = {}
    floor_price: Money | None = None
    support_price: Money | None = None
    cost: Money | None = None
    shelf_life_days: Annotated[int, Field(ge=1)] | None = None
    near_expiry_days: Annotated[int, Field(ge=0)] | None = None
    own: bool = True
    active: bool = True
    supplier: Identifier | None = None

    @property
    def sold(self) -> bool:
        """Whether it can be ordered."""
        return self.own and self.active

    @property
    def scale(self) -> list[Unit]:
        """Its units, the largest first and the smallest, of factor 1, last."""
        units = sorted(self.units, key=lambda unit: -unit.factor)
        return units if units and units[-1].factor == 1 else [*units, Unit(name="")] if units else []

    @property
    def case(self) -> Unit | None:
        """The unit it is ordered and priced in: the largest one."""
        return max(self.units, key=lambda unit: unit.factor, default=None)

    def factor(self, unit: str | None) -> int:
        """Pieces in one unit; 1 for None and for a name it does not have."""
        return next((each.factor for each in self.units if each.name == unit), 1)

    def pieces(self, quantity: float, unit: str | None) -> int:
        """A quantity of a unit in the smallest one."""
        return round(quantity * self.factor(unit))

    def in_units(self, pieces: int) -> list[tuple[int, str]]:
        """So many pieces as the trade says it, largest unit first: 53 of 24 a case are 2 cases and 5 bottles."""
        found, rest = [], pieces
        for unit in self.scale:
            count, rest = divmod(rest, unit.factor)
            if count:
                found.append((count, unit.name))
        return found or [(pieces, self.scale[-1].name if self.units else "")]

    def value(self, pieces: int, price: int, unit: str | None = None) -> int:
        """Minor currency units for so many pieces at a price per unit (None: per case)."""
        factor = self.factor(unit) if unit is not None else self.case.factor if self.case else 1
        return half_up(pieces * price, factor)

    def expires(self, produced: date) -> date | None:
        """The last day it may be sold, by its production date."""
        return None if self.shelf_life_days is None else produced + timedelta(days=self.shelf_life_days)

    @property
    def near_days(self) -> int:
        """Days before its end from which on it is near expiry: its own, else a third of its shelf life."""
        return self.near_expiry_days if self.near_expiry_days is not None else (self.shelf_life_days or 0) // 3
