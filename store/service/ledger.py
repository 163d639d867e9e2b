"""What happened in a period, asked of the books once: calls, plans, sales; by outlet.

Whole calls are read only where their facts are needed. What can be said of all outlets, such as when each was
last called on, comes from the index of the past, and sales stay the documents they are until somebody asks
for their lines: a distributor has a hundred thousand of them in half a year.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from store.books.index import Done
from store.memory import uncollected
from store.notation.money import half_up, minor_units
from store.records import (
    Call,
    Issue,
    Order,
    OrderLine,
    OrderStatus,
    Outlet,
    ServiceLevel,
)
from store.service.levels import level_for
from store.service.receivables import Account, accounts

if TYPE_CHECKING:
    from store.books import Books
    from store.books.history import Moved, Planned, Visited

_LINES: TypeAdapter[tuple[OrderLine, ...]] = TypeAdapter(tuple[OrderLine, ...])
_MOST_CALLS = 1000
"""Calls at one outlet that are read of half a year."""
_NUMBERS = (int, float)


@dataclass(frozen=True, slots=True)
class Trade:
    """Goods that went to an outlet: when, for how much (minor units), and where that stands."""

    outlet: str
    date: dt.date
    value: int
    kind: str
    id: str
    documents: Sequence[Mapping[str, Any]] = ()
    """Its lines as they stand on file."""

    @property
    def lines(self) -> tuple[OrderLine, ...]:
        return _LINES.validate_python(self.documents)

    @property
    def pieces(self) -> Iterator[tuple[str, float, str | None]]:
        """Product, quantity and unit of each line."""
        for line in self.documents:
            yield line["product"], line["quantity"], line.get("unit")


class Ledger:
    """A period of the books, both dates included. Each part is read when it is first asked for."""

    def __init__(
        self,
        books: Books,
        first: dt.date,
        last: dt.date,
        now: dt.datetime | None = None,
        only: str | None = None,
    ) -> None:
        """`now` is the present moment where the last date is today: what is due later does not count yet.

        With `only`, calls, plans and sales are those of one outlet alone.
        """
        self.books, self.first, self.last, self.now, self.only = books, first, last, now, only

    @classmethod
    def of_weeks(
        cls, books: Books, last: dt.date, weeks: int = 13, now: dt.datetime | None = None, only: str | None = None
    ) -> Ledger:
        """The weeks that end with a date."""
        return cls(books, last - dt.timedelta(days=7 * weeks - 1), last, now, only)

    @cached_property
    def outlets(self) -> Mapping[str, Outlet]:
        return self.books.outlets.all()

    @cached_property
    def _levels(self) -> dict[tuple[Any, ...], ServiceLevel]:
        return {}

    def over(self, day: dt.date) -> bool:
        """Whether a date has passed; every date has where no present moment is given."""
        return self.now is None or day < self.now.date()

    def level(self, outlet: Outlet) -> ServiceLevel:
        """What is promised to an outlet."""
        key = outlet.tier, outlet.channel, outlet.grade
        if key not in self._levels:
            self._levels[key] = level_for(self.books.standards.all().values(), outlet)
        return self._levels[key]

    @cached_property
    def calls(self) -> dict[str, list[Call]]:
        """Finished calls by outlet with all their facts, oldest first."""
        found: defaultdict[str, list[Call]] = defaultdict(list)
        if self.only is not None:
            found[self.only] = self._calls_of(self.only)
            return found
        with uncollected():
            for day in self.books.days.dates():
                if self.first <= day <= self.last:
                    for call in self.books.days.calls_on(day):
                        if call.check_out is not None and not call.left:
                            found[call.outlet].append(call)
        return found

    def _calls_of(self, outlet: str) -> list[Call]:
        latest = self.books.history.calls_of(outlet, self.last, _MOST_CALLS)
        kept = [call for call in reversed(latest) if call.date >= self.first and not call.left]
        return sorted(kept, key=lambda call: call.date)

    @cached_property
    def visits(self) -> dict[str, list[Visited]]:
        """Finished calls in short by outlet, oldest first."""
        with uncollected():
            return self.books.history.visits(self.first, self.last, self.only)

    @cached_property
    def stops(self) -> dict[str, list[Planned]]:
        """Stops of every kind that were planned, by outlet, oldest first."""
        with uncollected():
            return self.books.history.planned(self.first, self.last, self.only)

    @cached_property
    def promised(self) -> dict[str, list[Planned]]:
        """Stops of every kind as they were last published, else planned, by outlet, oldest first."""
        with uncollected():
            return self.books.history.promised(self.first, self.last, self.only)

    def planned(self, outlet: str) -> list[Planned]:
        """Visits planned at an outlet as they were published, oldest first."""
        return [each for each in self.promised.get(outlet, ()) if each.visit]

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """What every outlet owes at the end of the period, document by document."""
        return accounts(self.books, self.last)

    @cached_property
    def orders(self) -> dict[str, list[Order]]:
        """Orders by outlet, whatever their dates."""
        found: defaultdict[str, list[Order]] = defaultdict(list)
        for order in self.books.orders.all().values():
            if order.status is not OrderStatus.CANCELLED:
                found[order.outlet].append(order)
        return found

    @cached_property
    def brought(self) -> dict[str, list[Moved]]:
        """What calls say of the orders promised in the period, by order."""
        wanted = [
            order.id
            for orders in self.orders.values()
            for order in orders
            if order.promised is not None and self.first <= order.promised <= self.last
        ]
        found: defaultdict[str, list[Moved]] = defaultdict(list)
        for each in self.books.history.brought(wanted):
            if each.order is not None:
                found[each.order].append(each)
        return found

    @cached_property
    def issues(self) -> dict[str, list[Issue]]:
        """Issues by outlet, whatever their dates."""
        found: defaultdict[str, list[Issue]] = defaultdict(list)
        for issue in self.books.issues.all().values():
            found[issue.outlet].append(issue)
        return found

    @cached_property
    def handed(self) -> dict[str, dict[str, dt.date]]:
        """Bulletins ever handed over, with a proof of their own or at a call: by bulletin and outlet, when first."""
        found = {key: dict(each) for key, each in self.books.history.bulletins(dt.date.min, self.last).items()}
        for bulletin in self.books.bulletins.all().values():
            outlets = found.setdefault(bulletin.id, {})
            for each in bulletin.handed:
                outlets[each.outlet] = min(each.at.date(), outlets.get(each.outlet, dt.date.max))
        return found

    @cached_property
    def trade(self) -> dict[str, list[Trade]]:
        """What each outlet bought, oldest first: its past sales, and after the last of those what calls brought.

        Up to the last past sale of an outlet the accounts are the source, and its deliveries do not count twice.
        """
        found: defaultdict[str, list[Trade]] = defaultdict(list)
        with uncollected():
            told: set[tuple[str, str]] = set()
            for document in self.books.sales.documents(self.first, self.last, self.only):
                made = self._sold(document)
                found[made.outlet].append(made)
                told.add((made.outlet, made.id))
            known = self.books.history.last_sales()
            for made in self._brought(told):
                if made.date > known.get(made.outlet, dt.date.min):
                    found[made.outlet].append(made)
        for trades in found.values():
            trades.sort(key=lambda each: each.date)
        return found

    @cached_property
    def deliveries(self) -> list[Trade]:
        """Goods that calls of the period handed over, less what they took back, call by call; returns alone too.

        A line without a price has no value.
        """
        return self._brought(frozenset())

    def _brought(self, told: AbstractSet[tuple[str, str]]) -> list[Trade]:
        """The same without what past sales tell already: orders whose outlet and id are those of a sale."""
        products = self.books.products.all()
        calls: dict[str, tuple[Moved, list[dict[str, Any]]]] = {}
        for each in self.books.history.goods(self.first, self.last, self.only):
            pieces = each.delivered - each.returned
            if pieces and (each.outlet, each.order or "") not in told:
                product = products.get(each.product)
                line: dict[str, Any] = {"product": each.product, "quantity": pieces}
                if each.price is not None:
                    value = product.value(pieces, each.price, each.unit or "") if product else pieces * each.price
                    line["value"] = value
                calls.setdefault(each.call, (each, []))[1].append(line)
        return [
            Trade(first.outlet, first.date, sum(line.get("value", 0) for line in lines), "calls", call, lines)
            for call, (first, lines) in calls.items()
        ]

    def _sold(self, document: Mapping[str, Any]) -> Trade:
        """A sale of its document; one that does not fit is told as the damage it is."""
        try:
            value, lines = document.get("value"), document.get("lines") or ()
            counted = value is not None and all(type(line["quantity"]) in _NUMBERS for line in lines)
            worth = int(str(minor_units(value))) if counted else sum(map(worth_of, _LINES.validate_python(lines)))
            day = dt.date.fromisoformat(document["date"])
            return Trade(document["outlet"], day, worth, "sales", document["id"], lines)
        except (KeyError, TypeError, ValueError):
            self.books.sales.month(str(document.get("date"))[:7]).all()
            raise

    @cached_property
    def volumes(self) -> dict[str, int]:
        """Value of each outlet's trade in the period."""
        return {outlet: sum(each.value for each in trades) for outlet, trades in self.trade.items()}

    def last_trade(self, outlet: str) -> dt.date | None:
        trades = self.trade.get(outlet)
        return trades[-1].date if trades else self._older_trade.get(outlet)

    @cached_property
    def _older_trade(self) -> dict[str, dt.date]:
        """When each outlet last bought, however long ago, by the end of the period."""
        found = self.books.history.last_brought(self.last)
        for outlet, day in self.books.history.last_sales().items():
            if day <= self.last:
                found[outlet] = max(day, found.get(outlet, day))
        return found

    def last_call(self, outlet: str) -> dt.date | None:
        visits = self.visits.get(outlet)
        return visits[-1].date if visits else self._older_calls.get(outlet)

    @cached_property
    def _older_calls(self) -> dict[str, dt.date]:
        """When a call was last made at each outlet, however long ago, by the end of the period."""
        return self.books.history.last(Done.VISIT | Done.DELIVERY | Done.AUDIT, self.last + dt.timedelta(days=1))

    def last_count(self, outlet: str) -> dt.date | None:
        """When stock was last counted at an outlet, however long ago, by the end of the period."""
        return self._counts.get(outlet)

    @cached_property
    def _counts(self) -> dict[str, dt.date]:
        return self.books.history.last(Done.COUNT, self.last + dt.timedelta(days=1))


def worth_of(line: OrderLine) -> int:
    """What a line is worth in minor units: as written, else price × quantity."""
    if line.value is not None:
        return line.value
    return 0 if line.price is None else half_up(line.price * line.quantity)
