"""Credit: what an outlet owes by now, how much more it may owe, and what keeps it from buying on credit."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from store.records import Call, Outlet, PaymentMethod, money_text
from store.service.remark import Remark

if TYPE_CHECKING:
    from store.books import Books

_PAID = frozenset({PaymentMethod.CASH, PaymentMethod.TRANSFER, PaymentMethod.DISCOUNT})
"""What takes from a debt; credit is the debt itself."""
_CALLS = 60
"""Calls since the last balance that are looked at."""


def amount_due(books: Books, call: Call) -> int:
    """Minor currency units due for a delivery: what was handed over, less what came back for its value."""
    total = 0
    for line in call.delivery:
        pieces = line.delivered - line.returned
        product = books.products.find(line.product)
        price = line.price or 0
        total += product.value(pieces, price, line.unit or "") if product else pieces * price
    return total - sum(line.value or 0 for line in call.empties)


def owed(books: Books, outlet: Outlet, skip: str | None = None) -> int:
    """What an outlet owes by its last balance and the deliveries since, in minor currency units.

    The call `skip` is left out: the one whose own money is being judged.
    """
    terms = outlet.credit
    if terms is None:
        return 0
    since = terms.as_of or dt.date.min
    total = terms.balance
    for call in books.history.calls_of(outlet.id, limit=_CALLS):
        if call.id != skip and call.date > since and (call.delivery or call.payments or call.empties):
            total += amount_due(books, call) - sum(each.amount for each in call.payments if each.method in _PAID)
    return total


def credit_remark(
    books: Books, outlet: Outlet, day: dt.date, more: int = 0, skip: str | None = None
) -> Remark | None:
    """Why an outlet may not buy `more` on credit, or should be asked for money; None where all is well.

    `credit_held` and `overdue_held` keep an order, or goods on credit, back; the others warn.
    """
    credit = outlet.credit
    if credit is None:
        return None
    debt = owed(books, outlet, skip)
    params: dict[str, Any] = {"name": outlet.name, "balance": money_text(debt)}
    if credit.limit is not None and debt + more > credit.limit:
        code = "credit_held" if credit.hold else "credit_over"
        room = money_text(max(0, credit.limit - debt))
        params |= {"limit": money_text(credit.limit), "more": money_text(more), "room": room}
    elif credit.oldest_overdue is not None and credit.oldest_overdue < day:
        code = "overdue_held" if credit.hold else "overdue"
        params |= {"days": (day - credit.oldest_overdue).days}
    else:
        return None
    return Remark(code, "breach" if credit.hold else "warning", "outlets", outlet.id, outlet.id, params)
