"""Deliveries: what is still owed of an order, by what calls handed over and what was refused. See docs/rules.md."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from store.notation.money import half_up
from store.records import Order, OrderLine, OrderStatus, Product
from store.service.prices import priced

if TYPE_CHECKING:
    from collections.abc import Collection

    from store.books import Books
    from store.books.history import Moved as InHistory


class Moved(Protocol):
    """Pieces of a product of an order: handed over, refused, damaged, taken back."""

    @property
    def product(self) -> str: ...
    @property
    def order(self) -> str | None: ...
    @property
    def delivered(self) -> int: ...
    @property
    def refused(self) -> int: ...
    @property
    def damaged(self) -> int: ...
    @property
    def returned(self) -> int: ...


def pieces_of(line: OrderLine, products: Mapping[str, Product]) -> int:
    """A line's quantity in the smallest unit; of a product that is not on file as it is written."""
    product = products.get(line.product)
    return product.pieces(line.quantity, line.unit) if product else round(line.quantity)


def still_owed(order: Order, moved: Iterable[Moved], products: Mapping[str, Product]) -> dict[str, int]:
    """Pieces by product that an order still owes: ordered − handed over − refused, none below nothing.

    `moved` are the delivery lines that name it. What was short or damaged stays owed.
    """
    owed: dict[str, int] = defaultdict(int)
    for line in order.lines:
        owed[line.product] += max(0, pieces_of(line, products))
    for each in moved:
        if each.order == order.id and each.product in owed:
            owed[each.product] -= each.delivered + each.refused
    return {product: pieces for product, pieces in owed.items() if pieces > 0}


def rest_of(order: Order, moved: Iterable[Moved], products: Mapping[str, Product]) -> Order | None:
    """The order as it is still to be brought; itself where nothing of it was dealt with, None where all was.

    Its lines are what is owed, in their units where that comes out even, else in pieces, each with its share of the
    line's value. What it takes back is done once anything of it was handed over, refused or taken back.
    """
    known = [each for each in moved if each.order == order.id]
    dealt = any(each.delivered or each.refused or each.returned for each in known)
    if not dealt:
        return order
    owed = still_owed(order, known, products)
    lines: list[OrderLine] = []
    for line in reversed(order.lines):  # what was handed over counts for the first of several lines of a product
        whole = pieces_of(line, products)
        left = min(owed.get(line.product, 0), whole)
        if left > 0:
            owed[line.product] -= left
            lines.insert(0, line if left == whole else _part_of(line, left, whole, products.get(line.product)))
    if not lines:
        return None
    value = None
    if order.value is not None:
        worths = [line.worth for line in order.lines if line.quantity > 0]
        known_all = [worth for worth in worths if worth is not None]
        left_worth = sum(line.worth or 0 for line in lines)
        if known_all and len(known_all) == len(worths) and sum(known_all) > 0:
            value = half_up(order.value * left_worth / sum(known_all))
    return order.model_copy(update={"lines": lines, "value": value})


def _part_of(line: OrderLine, left: int, whole: int, product: Product | None) -> OrderLine:
    factor = product.factor(line.unit) if product else 1
    value = None if line.worth is None else half_up(line.worth * left / whole)
    if left % factor == 0:
        return line.model_copy(update={"quantity": left // factor, "value": value})
    smallest = product.scale[-1].name if product and product.units else None
    price = None if line.unit_price is None else half_up(line.unit_price, factor)
    changes = {"quantity": left, "unit": smallest or None, "price": price, "value": value}
    return line.model_copy(update=changes)


def waiting(books: Books, orders: Iterable[Order] | None = None, skip: str | None = None) -> dict[str, Order]:
    """Open orders by id, each as it is still to be brought; of those given, else of all.

    What the call `skip` brought is left out: the one that is being filled in.
    """
    there = books.orders.all().values() if orders is None else orders
    wanted = {order.id: order for order in there if order.status is OrderStatus.OPEN}
    return {key: rest for key, order in rests(books, wanted.values(), skip).items() if (rest := order) is not None}


def rests(books: Books, orders: Collection[Order], skip: str | None = None) -> dict[str, Order | None]:
    """Each of some orders, whatever its status, as calls other than `skip` left it, every line with its price."""
    products, outlets = books.products.all(), books.outlets.all()
    moved: dict[str, list[Moved]] = defaultdict(list)
    for each in books.history.brought([order.id for order in orders]):
        if each.call != skip and each.order is not None:
            moved[each.order].append(each)
    tiers = {order.id: outlets[order.outlet].tier if order.outlet in outlets else None for order in orders}
    return {
        order.id: rest_of(priced(order, tiers[order.id], products), moved.get(order.id, ()), products)
        for order in orders
    }


@dataclass(frozen=True, slots=True)
class Short:
    """Goods of an order that should have been with the outlet and are not, in pieces of a product.

    `since` is the promised date, else that of the first call that brought less, or nothing, of the order.
    """

    outlet: str
    order: str
    product: str
    ordered: int
    delivered: int
    refused: int
    owed: int
    since: dt.date


def shorts(books: Books, today: dt.date, outlet: str | None = None) -> list[Short]:
    """Goods owed: what open orders lack that were promised for before `today`, or of which a call was to bring some.

    Those owed longest come first.
    """
    there = [
        order
        for order in books.orders.all().values()
        if order.status is OrderStatus.OPEN and outlet in (None, order.outlet)
    ]
    products = books.products.all()
    moved: dict[str, list[InHistory]] = defaultdict(list)
    for each in books.history.brought([order.id for order in there]):
        moved[each.order or ""].append(each)
    found = []
    for order in there:
        known = moved.get(order.id, [])
        late = order.promised is not None and order.promised < today
        if not late and not known:
            continue
        since = order.promised or known[0].date
        ordered: dict[str, int] = defaultdict(int)
        for line in order.lines:
            ordered[line.product] += max(0, pieces_of(line, products))
        for product, owed in still_owed(order, known, products).items():
            lines = [each for each in known if each.product == product]
            delivered, refused = (sum(each.delivered for each in lines), sum(each.refused for each in lines))
            found.append(Short(order.outlet, order.id, product, ordered[product], delivered, refused, owed, since))
    return sorted(found, key=lambda each: (each.since, each.outlet, each.order))
