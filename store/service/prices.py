"""Prices and their floor: what an order or a deal may cost, and what an exception may grant.

Every price is brought to the product's case (its unit with the largest factor), as list prices and floors are.
Gifts count: an order's price of a product is what all its cases cost together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from store.records import Call, DealLine, ExceptionGrant, Order, OrderLine, PaymentMethod, Product


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
    total: int | None = None,
) -> list[Breach]:
    """Products of an order that cost less than allowed; gifts count, returns and lines without a price do not.

    `total` is what the whole order costs, in minor units, where that is written down: what is taken off the sum
    of its lines is taken off each of them.
    """
    lines = list(lines)
    sums: dict[str, list[float]] = {}
    share = _share(lines, total)
    for line in lines:
        product, worth = products.get(line.product), line.worth
        if product is not None and worth is not None and line.quantity > 0:
            worth *= share
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


def _share(lines: list[OrderLine], total: int | None) -> float:
    """How much of the price of its lines is left by what the whole order costs."""
    whole = sum(line.worth or 0 for line in lines)
    cut = total is not None and whole > 0 and total < whole - len(lines)  # each line may have been rounded
    return max(0, total or 0) / whole if cut else 1.0


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


def handed_breaches(
    call: Call,
    order_of: Callable[[str | None], Order | None],
    products: Mapping[str, Product],
    exceptions: Iterable[ExceptionGrant],
) -> list[Breach]:
    """Goods handed over at a call for less than allowed, but for those at the price of the order they are of."""
    lines = []
    for line in call.delivery:
        product = products.get(line.product)
        if product is None or line.price is None or not line.delivered:
            continue
        order = order_of(line.order)
        asked = order.lines if order is not None and order.outlet == call.outlet else []
        if not any((each.product, each.unit_price) == (line.product, line.price) for each in asked):
            value = product.value(line.delivered, line.price, line.unit or "")
            lines.append(OrderLine(product=product.id, quantity=line.delivered, value=value))
    return order_breaches(lines, products, call.outlet, call.date, exceptions)


@dataclass(frozen=True, slots=True)
class Cut:
    """A discount at the door and the most it may be (minor units): more would take goods below their floor."""

    discount: int
    allowed: int


def discount_breach(call: Call, products: Mapping[str, Product], due: int) -> Cut | None:
    """A discount that takes what is handed over below its floor; `due` is what all of it comes to.

    What is paid beyond that is on an older debt, and a discount may be on it too.
    """
    discount = sum(each.amount for each in call.payments if each.method is PaymentMethod.DISCOUNT)
    handed = [line for line in call.delivery if line.delivered]
    if not discount or not handed:
        return None
    allowed = max(0.0, sum(each.amount for each in call.payments) - due)
    for line in handed:
        product = products.get(line.product)
        if product is not None and line.price is not None:
            least = (product.floor_price or 0) * cases_of(product, line.delivered, None)
            allowed += product.value(line.delivered, line.price, line.unit or "") - least
    return Cut(discount, int(allowed)) if discount > allowed else None


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
