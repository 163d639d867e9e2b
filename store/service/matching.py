"""Past sales beside own deliveries: which tell the same goods, which deliveries the accounts do not know."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.books import Books
    from store.books.history import Moved


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Deliveries to an outlet in a month that its past sales should hold and do not; `lines` oldest first."""

    outlet: str
    month: str
    lines: tuple[Moved, ...]


def unmatched(
    books: Books,
    first: dt.date = dt.date.min,
    last: dt.date = dt.date.max,
    outlets: Collection[str] | None = None,
) -> list[Unmatched]:
    """Deliveries of a period that count nowhere: up to their outlet's last past sale, without one of their own.

    A delivery has a sale of its own where one is of its date and product, or names its order.
    """
    known = books.history.last_sales()
    wanted = [
        each
        for each in books.history.goods(first, last)
        if each.delivered > 0
        and each.outlet in known
        and each.date <= known[each.outlet]
        and (outlets is None or each.outlet in outlets)
    ]
    if not wanted:
        return []
    sold: set[tuple[str, dt.date, str]] = set()
    ids: set[tuple[str, str]] = set()
    for document in books.sales.documents(dt.date.min, dt.date.max):
        outlet, day = str(document.get("outlet")), dt.date.fromisoformat(str(document.get("date")))
        ids.add((outlet, str(document.get("id"))))
        sold.update((outlet, day, str(line.get("product"))) for line in document.get("lines") or ())
    found: dict[tuple[str, str], list[Moved]] = defaultdict(list)
    for each in wanted:
        if (each.outlet, each.date, each.product) not in sold and (each.outlet, each.order or "") not in ids:
            found[each.outlet, f"{each.date:%Y-%m}"].append(each)
    return [Unmatched(outlet, month, tuple(lines)) for (outlet, month), lines in sorted(found.items())]


def params_of(books: Books, each: Unmatched) -> dict[str, str | int]:
    """What a sentence about it says: outlet, month, how many lines, the first of them."""
    outlet, line = books.outlets.find(each.outlet), each.lines[0]
    product = books.products.find(line.product)
    return {
        "outlet": outlet.name if outlet else each.outlet,
        "month": each.month,
        "n": len(each.lines),
        "date": line.date.isoformat(),
        "product": product.name if product else line.product,
    }
