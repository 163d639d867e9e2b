"""What one outlet bought, counted and should order: the records behind `store.service.suggestion`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.records import (
    Call,
    CallProcedure,
    DisplayStandard,
    Order,
    OrderLine,
    OrderStatus,
    Outlet,
    Product,
    Promotion,
    Rhythm,
    Sale,
)
from store.service.standards import covering
from store.service.suggestion import LOOK_BACK, Count, Receipt, Suggestion, rate_of_sale, stock_left, suggest
from tui.jobs.history import calls_of

if TYPE_CHECKING:
    from tui.jobs.office import Office

_PAST_CALLS = 30
"""Calls looked through for stock counts."""


@dataclass(frozen=True, slots=True)
class Bought:
    """One purchase: when it was ordered or sold, and for how much in minor currency units."""

    date: dt.date
    value: int
    lines: tuple[OrderLine, ...] = ()
    on_way: bool = False


@dataclass(frozen=True, slots=True)
class Selling:
    """An outlet's trade with us up to a date, newest last."""

    outlet: Outlet
    today: dt.date
    bought: tuple[Bought, ...]
    counts: Mapping[str, Sequence[Count]]
    receipts: Mapping[str, Sequence[Receipt]]
    on_way: Mapping[str, int]
    promotions: tuple[Promotion, ...] = ()
    rhythm_days: float = 7
    sources: Mapping[str, int] = field(default_factory=dict)
    """How many records of each kind it rests on."""

    def value_between(self, first: dt.date, last: dt.date) -> int:
        """What was bought from one day to another, both included."""
        return sum(each.value for each in self.bought if first <= each.date <= last)

    @property
    def trend(self) -> float | None:
        """Value of the last four weeks ÷ value of the four weeks before; None where those are empty."""
        day = dt.timedelta(days=1)
        before = self.value_between(self.today - 55 * day, self.today - 28 * day)
        return self.value_between(self.today - 27 * day, self.today) / before if before else None


def selling_of(office: Office, outlet: Outlet, today: dt.date, skip: str | None = None) -> Selling:
    """Reads an outlet's sales, orders and calls of the last weeks, `skip` being the call under way.

    What came in is told by the sales on file; where there are none, by what was delivered at calls and by
    orders marked as delivered.
    """
    books = office.books
    first = today - dt.timedelta(days=LOOK_BACK)
    products = books.products.all()
    calls = [
        call
        for call in calls_of(books, outlet.id, before=today, limit=_PAST_CALLS)
        if call.id != skip and call.date >= first
    ]
    sales = [sale for sale in books.sales.of(outlet.id, first) if sale.date <= today]
    orders = [order for order in books.orders.all().values() if order.outlet == outlet.id]
    standards = list(books.standards.all().values())
    promotions = [each for each in covering(standards, Promotion, outlet) if each.first <= today <= each.last]
    return Selling(
        outlet=outlet,
        today=today,
        bought=tuple(sorted(_bought(sales, orders, calls, today), key=lambda each: each.date)),
        counts=_counts(calls),
        receipts=_receipts(products, sales, orders, calls),
        on_way=_on_way(products, orders),
        promotions=tuple(promotions),
        rhythm_days=_rhythm(office, outlet).interval_days,
        sources={"sales": len(sales), "orders": len(orders), "calls": len(calls)},
    )


def suggestions(
    selling: Selling,
    call: Call,
    products: Sequence[Product],
    procedure: CallProcedure,
    display: DisplayStandard | None,
) -> list[Suggestion]:
    """What to order of each product, with the counts of the call so far."""
    days = (procedure.cover_days or selling.rhythm_days) + procedure.safety_days
    must = set(display.must_stock) if display else set()
    found = []
    for product in products:
        lines = [line for line in call.stock if line.product == product.id]
        counts = list(selling.counts.get(product.id, ()))
        receipts = selling.receipts.get(product.id, ())
        if lines:
            counts.append(Count(call.date, sum(line.quantity for line in lines)))
        rate = rate_of_sale(counts, receipts, selling.today)
        found.append(
            suggest(
                product,
                stock=stock_left(counts, receipts, rate, selling.today),
                rate=rate,
                days=days,
                on_way=selling.on_way.get(product.id, 0),
                must_stock=product.id in must and bool(lines),
                promotion_cases=max((p.cases for p in selling.promotions if product.id in p.products), default=0),
            )
        )
    return found


def _rhythm(office: Office, outlet: Outlet) -> Rhythm:
    grades = office.books.settings.rhythms
    return outlet.rhythm or (grades.get(outlet.grade) if outlet.grade else None) or Rhythm()


def _bought(sales: Sequence[Sale], orders: Sequence[Order], calls: Sequence[Call], today: dt.date) -> list[Bought]:
    """Purchases told by sales, then by the orders that are no sale yet; of calls only where there is neither."""
    found = [Bought(sale.date, _value(sale), tuple(sale.lines)) for sale in sales]
    last = max((sale.date for sale in sales), default=dt.date.min)
    for order in orders:
        day = order.ordered or order.promised
        waiting = order.status is OrderStatus.OPEN
        if day is not None and day <= today and order.status is not OrderStatus.CANCELLED and (waiting or day > last):
            found.append(Bought(day, _value(order), tuple(order.lines), on_way=waiting))
    known = {each.date for each in found}
    for call in calls:
        if call.order_value and call.date > last and call.order_id is None and call.date not in known:
            found.append(Bought(call.date, call.order_value, tuple(call.order)))
    return found


def _value(paper: Sale | Order) -> int:
    return paper.value if paper.value is not None else round(sum(line.worth or 0 for line in paper.lines))


def _counts(calls: Sequence[Call]) -> dict[str, list[Count]]:
    found: dict[str, list[Count]] = defaultdict(list)
    for call in calls:
        totals: dict[str, int] = defaultdict(int)
        for line in call.stock:
            totals[line.product] += line.quantity
        for product, pieces in totals.items():
            found[product].append(Count(call.date, pieces))
    return found


def _receipts(
    products: Mapping[str, Product], sales: Sequence[Sale], orders: Sequence[Order], calls: Sequence[Call]
) -> dict[str, list[Receipt]]:
    found: dict[str, list[Receipt]] = defaultdict(list)

    def take(date: dt.date, lines: Sequence[OrderLine]) -> None:
        for line in lines:
            if line.product in products:
                found[line.product].append(Receipt(date, products[line.product].pieces(line.quantity, line.unit)))

    if sales:
        for sale in sales:
            take(sale.date, sale.lines)
        return found
    at_calls = set()
    for call in calls:
        for brought in call.delivery:
            at_calls.add(brought.order)
            found[brought.product].append(Receipt(call.date, brought.delivered - brought.returned))
    for order in orders:
        day = order.promised or order.ordered
        if order.status is OrderStatus.DELIVERED and order.id not in at_calls and day is not None:
            take(day, order.lines)
    return found


def _on_way(products: Mapping[str, Product], orders: Sequence[Order]) -> dict[str, int]:
    """Pieces in open orders."""
    found: dict[str, int] = defaultdict(int)
    for order in orders:
        if order.status is OrderStatus.OPEN:
            for line in order.lines:
                if line.product in products:
                    found[line.product] += products[line.product].pieces(line.quantity, line.unit)
    return found
