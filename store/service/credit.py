"""Credit: what an outlet owes by now, how much more it may owe, and what keeps it from buying on credit."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.records import Call, Order, OrderStatus, Outlet, money_text
from store.service.deliveries import waiting
from store.service.ordering import on_credit, value_of
from store.service.receivables import PAYING, Account, Charge, account, accounts
from store.service.remark import Remark

if TYPE_CHECKING:
    from store.books import Books


@dataclass(frozen=True, slots=True)
class Exposure:
    """What stands open with an outlet: its account, and the value still to be brought of orders on credit."""

    account: Account
    placed: int = 0


def amount_due(books: Books, call: Call) -> int:
    """Minor currency units due for a delivery: what was handed over, less what came back for its value."""
    total = 0
    for line in call.delivery:
        pieces = line.delivered - line.returned
        product = books.products.find(line.product)
        price = line.price or 0
        total += product.value(pieces, price, line.unit or "") if product else pieces * price
    return total - sum(line.value or 0 for line in call.empties)


def paid_at(call: Call) -> int:
    """Minor currency units that came in at a call; what was left on credit did not."""
    return sum(each.amount for each in call.payments if each.method.value in PAYING)


def owed(books: Books, outlet: Outlet, skip: str | None = None) -> int:
    """What an outlet owes by its last balance and the deliveries since, in minor currency units.

    The call `skip` is left out: the one whose own money is being judged.
    """
    return account(books, outlet, skip).owed


def placed(
    books: Books,
    outlet: str | None = None,
    without: Collection[str] = (),
    orders: Iterable[Order] | None = None,
) -> dict[str, int]:
    """Value still to be brought of the open orders on credit, by outlet; of one or of all.

    With `orders` of those, else of all on file.
    """
    found: dict[str, int] = defaultdict(int)
    there = [
        order
        for order in (books.orders.all().values() if orders is None else orders)
        if outlet in (None, order.outlet)
        and order.id not in without
        and order.status is OrderStatus.OPEN
        and on_credit(order)
    ]
    for order in waiting(books, there).values():
        found[order.outlet] += max(0, value_of(order))
    return found


def exposures(books: Books) -> Mapping[str, Exposure]:
    """What stands open with every outlet that has an account."""
    open_orders = placed(books)
    return {outlet: Exposure(each, open_orders.get(outlet, 0)) for outlet, each in accounts(books).items()}


def credit_remark(
    books: Books,
    outlet: Outlet,
    day: dt.date,
    more: int = 0,
    *,
    order: str | None = None,
    orders: Iterable[Order] | None = None,
    exposure: Exposure | None = None,
) -> Remark | None:
    """Why an outlet may not buy `more` on credit, or should be asked for money; None where all is well.

    `more` may be what the open `order` asks for, beside the `orders` there are (None: those on file). `credit_held`
    and `overdue_held` keep an order, or goods on credit, back; the others warn.
    """
    if outlet.credit is None:
        return None
    if exposure is None:
        without = () if order is None else (order,)
        exposure = Exposure(account(books, outlet), placed(books, outlet.id, without, orders).get(outlet.id, 0))
    return _judged(outlet, exposure, day, more)


def call_remark(books: Books, outlet: Outlet, call: Call, bringing: Iterable[str] = ()) -> Remark | None:
    """Why what a call leaves unpaid, or puts on credit, may not stay so; None where it may.

    `bringing` are orders the call is made for, beside those its lines name. Money paid at the call has paid off what
    was owed before; the orders it brings are no longer placed.
    """
    due, paid = amount_due(books, call), paid_at(call)
    on_account = sum(each.amount for each in call.payments if each.method.value not in PAYING)
    if outlet.credit is None or max(due - paid, on_account) <= 0:
        return None
    brought = {line.order for line in call.delivery if line.order} | set(bringing)
    open_orders = placed(books, outlet.id, brought).get(outlet.id, 0)
    before = account(books, outlet, call.id)
    after = account(books, outlet, call.id, more=Charge(call.id, call.date, max(due, on_account), paid))
    more = after.owed - before.owed
    remark = _judged(outlet, Exposure(after, open_orders), call.date, 0)
    if remark is None:
        return None
    room = money_text(max(0, (outlet.credit.limit or 0) - before.owed - open_orders))
    left = money_text(max(due - paid, on_account))
    told = {"balance": money_text(before.owed), "more": money_text(more), "room": room, "amount": left}
    return Remark(remark.code, remark.level, remark.kind, remark.id, remark.outlet, remark.params | told)


def _judged(outlet: Outlet, exposure: Exposure, day: dt.date, more: int) -> Remark | None:
    credit = outlet.credit
    assert credit is not None
    debt = exposure.account.owed
    params: dict[str, Any] = {
        "name": outlet.name,
        "balance": money_text(debt),
        "placed": money_text(exposure.placed),
    }
    since = exposure.account.overdue_since(day)
    if credit.limit is not None and debt + exposure.placed + more > credit.limit:
        code = "credit_held" if credit.hold else "credit_over"
        room = money_text(max(0, credit.limit - debt - exposure.placed))
        params |= {"limit": money_text(credit.limit), "more": money_text(more), "room": room}
    elif since is not None:
        code = "overdue_held" if credit.hold else "overdue"
        params |= {"days": (day - since).days, "overdue": money_text(exposure.account.overdue(day))}
    else:
        return None
    return Remark(code, "breach" if credit.hold else "warning", "outlets", outlet.id, outlet.id, params)
