"""Deliveries in money: what is due at the door, what an outlet owes, and how much credit it has left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from store.records import Call, DeliveryLine, Order, Outlet, PaymentMethod, money_text
from tui.jobs.history import calls_of
from tui.jobs.office import JobError

if TYPE_CHECKING:
    from tui.jobs.office import Office

_PAID = frozenset({PaymentMethod.CASH, PaymentMethod.TRANSFER, PaymentMethod.DISCOUNT})
"""What takes from a debt; credit is the debt itself."""


def deliveries_of(office: Office, orders: Iterable[Order]) -> list[DeliveryLine]:
    """The lines of some orders as they wait to be delivered; what an order takes back is returned."""
    found = []
    for order in orders:
        for line in order.lines:
            product = office.books.products.find(line.product)
            pieces = product.pieces(line.quantity, line.unit) if product else round(line.quantity)
            found.append(
                DeliveryLine(
                    product=line.product,
                    order=order.id,
                    unit=line.unit,
                    price=line.price,
                    ordered=max(0, pieces),
                    returned=max(0, -pieces),
                )
            )
    return found


def amount_due(office: Office, call: Call) -> int:
    """Minor currency units due for a delivery: what was handed over, less what came back for its value."""
    total = 0
    for line in call.delivery:
        pieces = line.delivered - line.returned
        product = office.books.products.find(line.product)
        price = line.price or 0
        total += product.value(pieces, price, line.unit or "") if product else pieces * price
    return total - sum(line.value or 0 for line in call.empties)


def owed(office: Office, outlet: Outlet, skip: str | None = None) -> int:
    """What an outlet owes by its last balance and the deliveries since, in minor currency units."""
    terms = outlet.credit
    if terms is None:
        return 0
    since = terms.as_of or dt.date.min
    total = terms.balance
    for call in calls_of(office.books, outlet.id, limit=60):
        if call.id != skip and call.date > since:
            paid = sum(payment.amount for payment in call.payments if payment.method in _PAID)
            total += (amount_due(office, call) - paid) if call.delivery or call.payments else 0
    return total


def credit_room(office: Office, outlet: Outlet, skip: str | None = None) -> int | None:
    """How much more an outlet may owe, in minor currency units; None where no limit is agreed."""
    if outlet.credit is None or outlet.credit.limit is None:
        return None
    return outlet.credit.limit - owed(office, outlet, skip)


def check_credit(office: Office, outlet: Outlet, call: Call, minor: int) -> None:
    """Raises `JobError` ``credit_over_limit`` where an amount on credit is beyond the room, and that is held."""
    room = credit_room(office, outlet, call.id)
    if room is not None and minor > room and outlet.credit and outlet.credit.hold:
        raise JobError(
            "credit_over_limit", outlet=outlet.id, name=outlet.name, amount=money_text(minor),
            room=money_text(max(0, room)),
        )  # fmt: skip
