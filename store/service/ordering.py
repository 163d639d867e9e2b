"""Whether an order may be taken: its prices against the floor, its value against the outlet's credit terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from store.records import ExceptionGrant, Order, OrderStatus, Outlet, Product, money_text
from store.service.prices import Breach, order_breaches
from store.service.remark import Remark

CASH = ("cash", "cod", "现金", "现款", "现结", "货到付款")
"""Words of an order's terms that say it is paid on delivery."""
PREPAID = ("prepaid", "先款", "款到", "预付")
"""Words that say it was paid before."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with an order; a `warning` does not keep it back."""

    code: str
    field: str
    warning: bool
    params: Mapping[str, Any]


def price_verdict(breach: Breach, field: str = "price") -> Verdict:
    """A price below what is allowed."""
    params = {
        "product": breach.product.name,
        "price": money_text(round(breach.price)),
        "least": money_text(breach.least),
        "product_id": breach.product.id,
        "each": round(breach.price),
    }
    return Verdict("below_floor" if breach.absolute else "below_support", field, warning=False, params=params)


def order_verdict(
    order: Order,
    before: Order | None,
    outlet: Outlet | None,
    products: Mapping[str, Product],
    exceptions: Iterable[ExceptionGrant],
    credit: Callable[..., Remark | None],
    today: dt.date | None = None,
) -> Verdict | None:
    """What keeps an order that is new or has changed from being taken, or has to be said of it; else None.

    An order already delivered or cancelled is a fact, and an open one of which nothing has changed was judged
    before; one that is opened again has its prices judged. One without a date is of `today`. `credit` says what
    stands against so much more on credit.
    """
    if order.status is not OrderStatus.OPEN:
        return None
    known = before is not None and _asked(before) == _asked(order)
    if known and before is not None and before.status is OrderStatus.OPEN:
        return None
    today = today or dt.datetime.now().astimezone().date()
    day = order.ordered or today
    for breach in order_breaches(order.lines, products, order.outlet, day, exceptions, order.value):
        return price_verdict(breach)
    if known or outlet is None or not on_credit(order):
        return None
    remark = credit(outlet, max(day, today), value_of(order), order=order.id)
    if remark is None:
        return None
    return Verdict(remark.code, "outlet", remark.level != "breach", remark.params)


def _asked(order: Order) -> tuple[object, ...]:
    return order.lines, order.outlet, order.value, order.ordered, on_credit(order)


def on_credit(order: Order) -> bool:
    """Whether an order is neither paid on delivery nor was paid before."""
    terms = (order.terms or "").casefold()
    return not order.collect and not any(word in terms for word in (*CASH, *PREPAID))


def to_collect(order: Order) -> bool:
    """Whether an order is paid on delivery."""
    return order.collect or any(word in (order.terms or "").casefold() for word in CASH)


def value_of(order: Order) -> int:
    """What an order is worth in minor units: as written, else the sum of its lines."""
    if order.value is not None:
        return order.value
    return round(sum(line.worth or 0 for line in order.lines))
