"""What happened in a period, asked of the books once: calls, plans, sales; by outlet.

Whole calls are read only where their facts are needed. What can be said of all outlets, such as when each was
last called on, comes from the index of the past, and sales stay the documents they are until somebody asks
for their lines: a distributor has a hundred thousand of them in half a year.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from store.memory import uncollected
from store.notation.money import minor_units
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
_FEW = 40
"""Outlets whose calls are fetched one by one; of more than these all files of calls are read."""


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

    def planned(self, outlet: str) -> list[Planned]:
        """Visits planned at an outlet, oldest first."""
        return [each for each in self.stops.get(outlet, ()) if each.visit]

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
        """Bulletins handed over, with a proof of their own or at a call: by bulletin and outlet, when first."""
        found = {key: dict(each) for key, each in self.books.history.bulletins(self.first, self.last).items()}
        for bulletin in self.books.bulletins.all().values():
            outlets = found.setdefault(bulletin.id, {})
            for each in bulletin.handed:
                outlets[each.outlet] = min(each.at.date(), outlets.get(each.outlet, dt.date.max))
        return found

    @cached_property
    def trade(self) -> dict[str, list[Trade]]:
        """Sales by outlet, oldest first; where an outlet has none on file, the orders written at its calls."""
        found: defaultdict[str, list[Trade]] = defaultdict(list)
        with uncollected():
            for document in self.books.sales.documents(self.first, self.last, self.only):
                made = self._sold(document)
                found[made.outlet].append(made)
        for trades in found.values():
            trades.sort(key=lambda each: each.date)
        bare = [key for key, made in self.visits.items() if key not in found and any(each.value for each in made)]
        for outlet in bare:
            calls = self._calls_of(outlet) if self.only is None and len(bare) <= _FEW else self.calls[outlet]
            found[outlet] = [
                Trade(outlet, call.date, call.order_value, "calls", call.id, [line.to_json() for line in call.order])
                for call in calls
                if call.order_value
            ]
        return found

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
        return trades[-1].date if trades else None

    def last_call(self, outlet: str) -> dt.date | None:
        visits = self.visits.get(outlet)
        return visits[-1].date if visits else None


def worth_of(line: OrderLine) -> int:
    """What a line is worth in minor units: as written, else price × quantity."""
    if line.value is not None:
        return line.value
    return 0 if line.price is None else round(line.price * line.quantity)
