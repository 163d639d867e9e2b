"""Orders that come in at the office, by telephone say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from store.errors import InvalidRecordError
from store.records import Order
from tui.jobs.call_orders import line_of

_HELD = ("credit_held", "overdue_held")

if TYPE_CHECKING:
    from tui.jobs.office import Office


def take_urgent(
    office: Office, outlet: str, date: dt.date, pieces: Mapping[str, int], *, cash: bool = False
) -> Order:
    """Puts an urgent order on file, promised for a date, at the prices of the outlet's tier; with `cash`, paid then.

    `pieces` says how much of each product, in its smallest unit. Raises `InvalidRecordError` where the order may not
    be taken: below a floor, or on credit that is held (see `only_for_cash`).
    """
    books = office.books
    with books.transaction():
        buyer = books.outlets.get(outlet)
        lines = [line_of(books.products.get(product), buyer, count) for product, count in pieces.items()]
        order = Order(
            id=books.next_ids("orders")[0],
            outlet=outlet,
            ordered=office.today(),
            promised=date,
            urgent=True,
            collect=cash,
            terms="cash" if cash else None,
            lines=lines,
            value=sum(line.value or 0 for line in lines),
        )
        books.orders.put([order])
    return order


def only_for_cash(fault: InvalidRecordError) -> bool:
    """Whether an order was refused for its outlet's credit alone: for cash it can be taken."""
    return bool(fault.problems) and all(each["code"] in _HELD for each in fault.problems)
