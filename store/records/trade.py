"""What is sold and brought: standing beats, orders to be delivered, past sales."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from store.notation.weekdays import Weekday
from store.records.base import Identifier, Money, Part, Record


class Beat(Record):
    """A standing set of outlets visited together, in this order, on some weekdays (none named: not fixed)."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    days: list[Weekday] = []
    weeks: Annotated[int, Field(ge=1, le=8)] = 1
    rep: Identifier | None = None
    outlets: list[Identifier] = []
    active: bool = True
    notes: str | None = None


class OrderLine(Part):
    """So many units of a product. `unit` is a selling unit's name, None the smallest; `price` is per unit.

    A negative quantity is a return. `lots` are the lot or case codes of what was loaded.
    """

    product: Identifier
    quantity: float
    unit: str | None = None
    price: Money | None = None
    value: Money | None = None
    lots: list[str] = []

    @property
    def worth(self) -> float | None:
        """What the line costs in minor units: as written, else its price times how many; None where neither is."""
        if self.value is not None:
            return self.value
        return None if self.price is None else self.price * self.quantity

    @property
    def unit_price(self) -> int | None:
        """What a unit costs in minor units. Where the price and the value written do not agree, the value counts."""
        if self.value is None or not self.quantity:
            return self.price
        if self.price is not None and abs(self.price * self.quantity - self.value) <= 0.5 * abs(self.quantity) + 1:
            return self.price
        return round(self.value / self.quantity)


class OrderStatus(StrEnum):
    OPEN = "open"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class Order(Record):
    """Goods asked for. `promised` is the date they are to be there; `value` as written, else the sum of the lines.

    An `urgent` one without a date is promised for the day it is planned. `collect` says that it is paid in cash
    on delivery.
    """

    outlet: Identifier
    ordered: date | None = None
    promised: date | None = None
    rep: Identifier | None = None
    status: OrderStatus = OrderStatus.OPEN
    urgent: bool = False
    collect: bool = False
    terms: str | None = None
    lines: list[OrderLine] = []
    value: Money | None = None
    notes: str | None = None


class Sale(Record):
    """A past sale to an outlet, as the accounts have it."""

    outlet: Identifier
    date: date
    rep: Identifier | None = None
    lines: list[OrderLine] = []
    value: Money | None = None
