"""The order taken at a call: its value from its lines, and the order to be delivered that it becomes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from store.records import Call, Order, OrderLine, OrderStatus

if TYPE_CHECKING:
    from store.records import Outlet, Product
    from tui.jobs.office import Office

_LEAD = dt.timedelta(days=1)
"""What is ordered today is promised for the next working day, unless the rep says otherwise."""


def line_of(product: Product, outlet: Outlet, quantity: float, unit: str | None = None) -> OrderLine:
    """A line at the list price of the outlet's tier; `unit` is the case where none is named."""
    case = product.case
    name = unit if unit is not None else case.name if case else None
    price = product.prices.get(outlet.tier)
    if price is not None and case is not None and name != case.name:
        price = round(price * product.factor(name) / case.factor)
    value = None if price is None else round(price * quantity)
    return OrderLine(product=product.id, quantity=quantity, unit=name, price=price, value=value)


def with_order(office: Office, call: Call) -> Call:
    """The call with the value of its order lines, and with the day they are promised for."""
    if not call.order:
        return call
    value = sum(line.value or 0 for line in call.order)
    promised = call.promised or next_workday(office, call)
    return call.model_copy(update={"order_value": value, "order_id": call.order_id or call.id, "promised": promised})


def order_of(office: Office, call: Call, before: Call | None) -> Order | None:
    """The order that a finished call leaves behind, where it differs from what the call said `before`.

    It has an id of the call's own, so that it is never there twice. What the office has made of it since
    (delivered it, say) stands.
    """
    if call.check_out is None or call.order_id is None:
        return None
    if before is not None and before.check_out and _asked(before) == _asked(call):
        return None
    known = office.books.orders.find(call.order_id)
    if known is not None and known.status is not OrderStatus.OPEN:
        return None
    if not call.order:
        return known.model_copy(update={"status": OrderStatus.CANCELLED}) if known else None
    made = known or Order(id=call.order_id, outlet=call.outlet, ordered=call.date, rep=call.rep)
    return made.model_copy(update={"promised": call.promised, "lines": call.order, "value": call.order_value})


def _asked(call: Call) -> tuple[object, ...]:
    return call.order, call.promised


def next_workday(office: Office, call: Call) -> dt.date:
    """The first day after the call on which anybody works; the day after where nobody ever does."""
    reps = office.books.reps.all().values()
    for days in range(1, 8):
        day = call.date + dt.timedelta(days=days)
        if any(rep.shift_on(day) for rep in reps):
            return day
    return call.date + _LEAD
