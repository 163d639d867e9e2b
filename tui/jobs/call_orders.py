"""Orders at a call: the one taken there, with its value and what it becomes, and those that were brought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from store.records import Call, Order, OrderLine, OrderStatus, Tier, special_on
from store.service.deliveries import Moved, rest_of
from store.service.prices import unpriced
from tui.jobs.office import JobError

if TYPE_CHECKING:
    from store.records import Outlet, Product
    from tui.jobs.office import Office

_LEAD = dt.timedelta(days=1)
_FURTHEST = 31
"""What is ordered today is promised for the next working day, unless the rep says otherwise; holidays are no longer
than a month."""


def line_of(product: Product, outlet: Outlet, pieces: int) -> OrderLine:
    """A line at the list price of the outlet's tier: in cases where they come out even, else in the smallest unit."""
    case = product.case
    if case is None:
        unit, quantity = None, pieces
    elif pieces % case.factor == 0:
        unit, quantity = case.name, pieces // case.factor
    else:
        unit, quantity = product.scale[-1].name or None, pieces
    listed = product.prices.get(outlet.tier)
    if listed is None:
        return OrderLine(product=product.id, quantity=quantity, unit=unit)
    price = product.value(product.factor(unit), listed)
    return OrderLine(
        product=product.id, quantity=quantity, unit=unit, price=price, value=product.value(pieces, listed)
    )


def with_prices(office: Office, call: Call) -> Call:
    """The call with the list price of the outlet's tier on goods handed over of which nobody said a price."""
    tier = _tier(office, call)
    products = office.books.products.all()
    lines = []
    for line in call.delivery:
        product = products.get(line.product)
        listed = product.prices.get(tier) if product is not None and tier is not None else None
        if product is not None and listed is not None and line.price is None and line.delivered:
            price = product.value(product.factor(line.unit), listed)
            lines.append(line.model_copy(update={"price": price}))
        else:
            lines.append(line)
    return call if lines == call.delivery else call.model_copy(update={"delivery": lines})


def with_order(office: Office, call: Call) -> Call:
    """The call with the value of its order lines, and with the day they are promised for."""
    if not call.order:
        return call
    value = value_of(call)
    promised = call.promised or next_workday(office, call)
    return call.model_copy(update={"order_value": value, "order_id": call.order_id or call.id, "promised": promised})


def check_order(office: Office, call: Call) -> None:
    """Raises `InvalidRecordError` where the order taken at a call may not be taken: below a floor, credit held."""
    if call.order:
        order = Order(id=call.id, outlet=call.outlet, ordered=call.date, rep=call.rep, lines=call.order)
        missing = unpriced(call.order, office.books.products.all(), _tier(office, call))
        if missing:
            raise JobError("price_missing", where="order", product=missing[0].name, tier=_tier(office, call) or "")
        office.books.guards.orders(
            {}, {order.id: order.model_copy(update={"value": value_of(call), "terms": call.terms})}
        )


def _tier(office: Office, call: Call) -> Tier | None:
    outlet = office.books.outlets.find(call.outlet)
    return outlet.tier if outlet else None


def value_of(call: Call) -> int:
    """Minor currency units of all lines of the order taken."""
    return round(sum(line.worth or 0 for line in call.order))


def orders_after(office: Office, call: Call, before: Call | None) -> list[Order]:
    """Orders that a call changes: the one taken, once the call is over, and those it delivered."""
    taken = _taken(office, call, before)
    return [*([taken] if taken else []), *_brought(office, call, before)]


def _brought(office: Office, call: Call, before: Call | None) -> Iterator[Order]:
    """Orders of the delivery: done once all was handed over or refused, at this call or before; else open."""
    if call.check_out is None or (before is not None and before.check_out and before.delivery == call.delivery):
        return
    for order_id in dict.fromkeys(line.order for line in call.delivery if line.order):
        order = office.books.orders.find(order_id)
        if order is None:
            continue
        status = _status_after(office, order, call)
        if order is not None and order.status not in (status, OrderStatus.CANCELLED):
            yield order.model_copy(update={"status": status})


def _status_after(office: Office, order: Order, call: Call) -> OrderStatus:
    """What becomes of an order by all that calls, this one among them, say of it."""
    books = office.books
    earlier = [each for each in books.history.brought([order.id]) if each.call != call.id]
    moved: list[Moved] = [*earlier, *(line for line in call.delivery if line.order == order.id)]
    rest = rest_of(order, moved, books.products.all())
    return OrderStatus.DELIVERED if rest is None else OrderStatus.OPEN


def _taken(office: Office, call: Call, before: Call | None) -> Order | None:
    """The order that a finished call leaves behind, where it differs from what the call said `before`.

    It has an id of the call's own, so that it is never there twice. What the office has made of it since
    (delivered it, say) stands.
    """
    if call.check_out is None or call.order_id is None:
        return None
    if before is not None and before.check_out and _asked(before) == _asked(call):
        return None
    if before is not None and before.check_out and before.order_id is None and before.order == call.order:
        return None  # kept by another program: what is told of it beside does not order again
    known = office.books.orders.find(call.order_id)
    had = before is not None and before.check_out is not None and bool(before.order)
    if known is not None and known.status is OrderStatus.CANCELLED and not had:
        known = known.model_copy(update={"status": OrderStatus.OPEN})  # taken back at the call, and now taken again
    if known is not None and known.status is not OrderStatus.OPEN:
        return None
    if not call.order and not had:
        return None
    if not call.order:
        return known.model_copy(update={"status": OrderStatus.CANCELLED}) if known else None
    made = known or Order(id=call.order_id, outlet=call.outlet, ordered=call.date, rep=call.rep)
    asked = {"promised": call.promised, "lines": call.order, "value": call.order_value, "terms": call.terms}
    return made.model_copy(update=asked)


def _asked(call: Call) -> tuple[object, ...]:
    return call.order, call.promised, call.terms


def next_workday(office: Office, call: Call) -> dt.date:
    """The first day after the call on which anybody works; the day after where nobody ever does."""
    reps = office.books.reps.all().values()
    calendar = office.books.settings.calendar
    for days in range(1, _FURTHEST):
        day = call.date + dt.timedelta(days=days)
        if any(rep.shift_on(day, special_on(calendar, day)) for rep in reps):
            return day
    return call.date + _LEAD
