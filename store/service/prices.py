"""Prices and their floor: what an order or a deal may cost, and what an exception may grant.

Every price is brought to the product's case (its unit with the largest factor), as list prices and floors are.
Gifts count: an order's price of a product is what all its cases cost together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from store.records import DealLine, ExceptionGrant, OrderLine, Product


@dataclass(frozen=True, slots=True)
class Breach:
    """A price per case below what is allowed. `absolute`: below the product's floor, which nothing opens."""

    product: Product
    price: float
    least: int
    absolute: bool


def case_factor(product: Product) -> int:
    """Smallest units in a case."""
    return product.case.factor if product.case else 1


def cases_of(product: Product, quantity: float, unit: str | None) -> float:
    """A quantity in cases. Without a unit it is counted in the smallest one; an unknown unit stands for the case."""
    whole = case_factor(product)
    if unit is None:
        return quantity / whole
    factor = next((each.factor for each in product.units if each.name == unit), whole)
    return quantity * factor / whole


def least_price(product: Product, outlet: str, day: dt.date, exceptions: Iterable[ExceptionGrant]) -> int | None:
    """The least price per case allowed for an outlet on a date; None where the product has no floor at all."""
    floor, support = product.floor_price, product.support_price
    least = max((each for each in (floor, support) if each is not None), default=None)
    if least is None:
        return None
    granted = [
        max(each.least, floor or 0)
        for each in exceptions
        if each.least is not None and each.valid_on(day) and each.covers(outlet, product.id)
    ]
    return min([least, *granted])


def order_breaches(
    lines: Iterable[OrderLine],
    products: Mapping[str, Product],
    outlet: str,
    day: dt.date,
    exceptions: Iterable[ExceptionGrant],
) -> list[Breach]:
    """Products of an order that cost less than allowed; gifts count, returns and lines without a price do not."""
    sums: dict[str, list[float]] = {}
    for line in lines:
        product = products.get(line.product)
        worth = line.value if line.value is not None else None if line.price is None else line.price * line.quantity
        if product is not None and worth is not None and line.quantity > 0:
            entry = sums.setdefault(product.id, [0.0, 0.0, 0.0])
            cases = cases_of(product, line.quantity, line.unit)
            entry[0] += worth
            entry[1] += cases
            # a price written per bottle is rounded: half a cent on each of them is no breach
            entry[2] += 0.5 * line.quantity if line.quantity > cases else 0
    grants = list(exceptions)
    found = [
        _breach(products[key], worth, cases, rounding, outlet, day, grants)
        for key, (worth, cases, rounding) in sums.items()
    ]
    return [breach for breach in found if breach is not None]


def deal_breaches(
    lines: Iterable[DealLine],
    products: Mapping[str, Product],
    outlet: str,
    day: dt.date,
    exceptions: Iterable[ExceptionGrant],
) -> list[Breach]:
    """Support prices of a deal below what is allowed; a line without a unit is priced per case."""
    grants = list(exceptions)
    found = []
    for line in lines:
        product = products.get(line.product)
        if product is not None and line.price is not None:
            cases = 1.0 if line.unit is None else cases_of(product, 1, line.unit)
            rounding = 0.5 if cases < 1 else 0
            found.append(_breach(product, line.price, cases, rounding, outlet, day, grants))
    return [breach for breach in found if breach is not None]


def _breach(
    product: Product,
    worth: float,
    cases: float,
    rounding: float,
    outlet: str,
    day: dt.date,
    exceptions: list[ExceptionGrant],
) -> Breach | None:
    least = least_price(product, outlet, day, exceptions)
    if least is None or worth + rounding >= least * cases:
        return None
    floor = product.floor_price
    absolute = floor is not None and worth + rounding < floor * cases
    return Breach(product, worth / cases, floor if absolute and floor is not None else least, absolute)
