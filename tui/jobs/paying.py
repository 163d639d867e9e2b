"""Deliveries in money: the lines that wait at a door, and whether they may be taken on credit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from store.records import Call, DeliveryLine, Order, Outlet, Product
from store.service.credit import call_remark
from tui.jobs.office import JobError

if TYPE_CHECKING:
    from tui.jobs.office import Office


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
                    price=line.unit_price,
                    ordered=max(0, pieces),
                    returned=max(0, -pieces),
                )
            )
    return found


def unordered(outlet: Outlet, product: Product) -> DeliveryLine:
    """A line for goods that no order speaks of, brought or taken back at the list price of the outlet's tier."""
    case = product.case
    return DeliveryLine(product=product.id, unit=case.name if case else None, price=product.prices.get(outlet.tier))


def check_credit(office: Office, outlet: Outlet, call: Call, bringing: Iterable[Order] = ()) -> None:
    """Raises `JobError` ``credit_over_limit`` or ``overdue_unpaid`` where what a call leaves unpaid may not stay so.

    `bringing` are the orders it is made for.
    """
    remark = call_remark(office.books, outlet, call, [order.id for order in bringing])
    if remark is None or remark.level != "breach":
        return
    code = "credit_over_limit" if remark.code == "credit_held" else "overdue_unpaid"
    raise JobError(code, where="payments", outlet=outlet.id, **remark.params)
