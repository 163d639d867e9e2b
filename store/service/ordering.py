"""Whether an order may be taken: its prices against the floor, its value against the outlet's credit terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from store.records import ExceptionGrant, Order, OrderStatus, Outlet, Product, money_text
from store.service.prices import Breach, order_breaches, unpriced
from store.service.remark import Remark

CASH = ("cash", "cod", "现金", "现款", "现结", "货到付款")
"""Words of an order's terms that say it is paid on delivery."""
LATE_ENTRY = 3
"""Days after the end of an exception in which an order that was taken before it ended may be put on file."""
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
    today: dt.date,
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
    day = order.ordered or today
    tier = outlet.tier if outlet is not None else None
    grants = [each for each in exceptions if known or entered_in_time(each, today)]
    for breach in order_breaches(order.lines, products, order.outlet, day, grants, order.value, tier):
        return price_verdict(breach)
    if not known and order.value is None and (missing := unpriced(order.lines, products, tier)):
        assert outlet is not None
        params = {"product": missing[0].name, "product_id": missing[0].id, "tier": outlet.tier.value}
        return Verdict("price_missing", "price", warning=True, params=params)
    if known or outlet is None or not on_credit(order):
        return None
    remark = credit(outlet, max(day, today), value_of(order), order=order.id)
    if remark is None:
        return None
    return Verdict(remark.code, "outlet", remark.level != "breach", remark.params)


def entered_in_time(grant: ExceptionGrant, today: dt.date) -> bool:
    """Whether an order put on file today may still rest on an exception: until some days after its end."""
    return today <= grant.end + dt.timedelta(days=LATE_ENTRY)


def _asked(order: Order) -> tuple[object, ...]:
    return order.lines, order.outlet, order.value, order.ordered, on_credit(order)


def on_credit(order: Order) -> bool:
    """Whether an order is neither paid on delivery nor was paid before."""
    terms = (order.terms or "").casefold()
    return not order.collect and not any(word in terms for word in (*CASH, *PREPAID))


def to_collect(order: Order) -> bool:
    """Whether an order is paid on delivery."""
    return order.collect or any(word in (order.terms or "").casefold() for word in CASH)


def whole_value(order: Order) -> bool:
    """Whether every line of an order says what it is worth, so that its value is known."""
    return bool(order.lines) and all(line.worth is not None for line in order.lines)


def value_of(order: Order) -> int:
    """What an order is worth in minor units: as written, else the sum of its lines."""
    if order.value is not None:
        return order.value
    return round(sum(line.worth or 0 for line in order.lines))
