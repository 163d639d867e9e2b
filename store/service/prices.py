"""Prices and their floor: what an order or a deal may cost, and what an exception may grant.

Every price is brought to the product's case (its unit with the largest factor), as list prices and floors are.
Gifts count: an order's price of a product is what all its cases cost together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from store.notation.money import half_up
from store.records import Call, DealLine, ExceptionGrant, Order, OrderLine, PaymentMethod, Product, Tier


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


def list_worth(line: OrderLine, product: Product | None, tier: Tier | None) -> float | None:
    """What a line is worth at the list price of a tier, in minor units; None where there is no such price."""
    listed = None if product is None or tier is None else product.prices.get(tier)
    if listed is None or product is None:
        return None
    return listed * cases_of(product, line.quantity, line.unit)


def priced(order: Order, tier: Tier | None, products: Mapping[str, Product]) -> Order:
    """The order with a price on every line that has none: its share of the order's value, else the list price.

    A line stays without where neither is known.
    """
    if all(line.worth is not None for line in order.lines):
        return order
    listed = [list_worth(line, products.get(line.product), tier) for line in order.lines]
    share = 1.0
    if order.value is not None:
        told = sum(line.worth or 0 for line in order.lines)
        open_worth = sum(
            at or 0 for line, at in zip(order.lines, listed, strict=True) if line.worth is None and line.quantity > 0
        )
        share = max(0.0, order.value - told) / open_worth if open_worth else 1.0
    lines = []
    for line, at in zip(order.lines, listed, strict=True):
        changes: dict[str, int] = {}
        if line.worth is None and at is not None and line.quantity:
            changes = {"value": half_up(at * share), "price": half_up(at * share / line.quantity)}
        lines.append(line.model_copy(update=changes) if changes else line)
    return order.model_copy(update={"lines": lines})


def unpriced(lines: Iterable[OrderLine], products: Mapping[str, Product], tier: Tier | None) -> list[Product]:
    """Products of lines without a price that have list prices, but none for the tier."""
    found = {}
    for line in lines:
        product = products.get(line.product)
        if product is None or line.worth is not None or line.quantity <= 0:
            continue
        if product.prices and (tier is None or tier not in product.prices):
            found[product.id] = product
    return list(found.values())


def order_breaches(
    lines: Iterable[OrderLine],
    products: Mapping[str, Product],
    outlet: str,
    day: dt.date,
    exceptions: Iterable[ExceptionGrant],
    total: int | None = None,
    tier: Tier | None = None,
) -> list[Breach]:
    """Products of an order that cost less than allowed, all their cases together, gifts among them.

    What is taken off the whole is taken off every line in its share: a `total` in minor units below the sum of the
    lines, lines of a negative worth, and what returns give back beyond the goods' own price. Lines without a price
    count at the list price of the `tier`.
    """
    lines = list(lines)
    sums: dict[str, list[float]] = {}
    worths = [_worth_of(line, products, tier) for line in lines]
    for line, worth in zip(lines, worths, strict=True):
        product = products.get(line.product)
        if product is not None and worth is not None and worth >= 0 and line.quantity > 0:
            entry = sums.setdefault(product.id, [0.0, 0.0, 0.0])
            cases = cases_of(product, line.quantity, line.unit)
            entry[0] += worth
            entry[1] += cases
            # a price written per bottle is rounded: half a cent on each of them is no breach
            entry[2] += 0.5 * line.quantity if line.quantity > cases else 0
    share = _share(lines, worths, products, sums, total, tier)
    grants = list(exceptions)
    found = [
        _breach(products[key], worth * share, cases, rounding, outlet, day, grants)
        for key, (worth, cases, rounding) in sums.items()
    ]
    return [breach for breach in found if breach is not None]


def _worth_of(line: OrderLine, products: Mapping[str, Product], tier: Tier | None) -> float | None:
    return line.worth if line.worth is not None else list_worth(line, products.get(line.product), tier)


def _share(
    lines: list[OrderLine],
    worths: list[float | None],
    products: Mapping[str, Product],
    sums: Mapping[str, list[float]],
    total: int | None,
    tier: Tier | None,
) -> float:
    """How much of what the goods cost by their lines is left by what is taken off the whole."""
    goods = sum(worth for line, worth in zip(lines, worths, strict=True) if worth and worth > 0 and line.quantity > 0)
    if goods <= 0:
        return 1.0
    off = 0.0
    for line, worth in zip(lines, worths, strict=True):
        if worth is None or worth >= 0:
            continue
        off += -worth if line.quantity >= 0 else max(0.0, -worth - _return_worth(line, products, sums, tier))
    net = sum(worth or 0 for worth in worths)
    if total is not None and total < net - len(lines):  # each line may have been rounded
        off += net - total
    return max(0.0, goods - off) / goods


def _return_worth(
    line: OrderLine, products: Mapping[str, Product], sums: Mapping[str, list[float]], tier: Tier | None
) -> float:
    """What goods that come back cost at most: the price of the same product in the order, else its list price."""
    product = products.get(line.product)
    if product is None:
        return 0.0
    cases = cases_of(product, -line.quantity, line.unit)
    if product.id in sums and sums[product.id][1]:
        worth, there, _ = sums[product.id]
        return worth / there * cases
    listed = product.prices.get(tier) if tier is not None else None
    highest = listed if listed is not None else max(product.prices.values(), default=None)
    return float("inf") if highest is None else highest * cases


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
