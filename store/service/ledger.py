"""What happened in a period, read from the books once: calls, plans, sales; by outlet."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from store.records import (
    Call,
    Day,
    Handed,
    Issue,
    Order,
    OrderLine,
    OrderStatus,
    Outlet,
    ServiceLevel,
    Stop,
    StopKind,
)
from store.service.levels import level_for

if TYPE_CHECKING:
    from store.books import Books


_MOST_CALLS = 1000
"""Calls at one outlet that are read of half a year."""


@dataclass(frozen=True, slots=True)
class Trade:
    """Goods that went to an outlet: when, for how much (minor units), and where that stands."""

    outlet: str
    date: dt.date
    value: int
    kind: str
    id: str
    lines: tuple[OrderLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A stop that was planned for a date, and on whose route."""

    date: dt.date
    rep: str
    stop: Stop


class Ledger:
    """A period of the books, both dates included. Each part is read when it is first asked for."""

    def __init__(self, books: Books, first: dt.date, last: dt.date, now: dt.datetime | None = None) -> None:
        """`now` is the present moment where the last date is today: what is due later does not count yet."""
        self.books, self.first, self.last, self.now = books, first, last, now

    @classmethod
    def of_weeks(cls, books: Books, last: dt.date, weeks: int = 13, now: dt.datetime | None = None) -> Ledger:
        """The weeks that end with a date."""
        return cls(books, last - dt.timedelta(days=7 * weeks - 1), last, now)

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
    def dates(self) -> list[dt.date]:
        return [day for day in self.books.days.dates() if self.first <= day <= self.last]

    @cached_property
    def calls(self) -> dict[str, list[Call]]:
        """Finished calls by outlet, oldest first."""
        found: defaultdict[str, list[Call]] = defaultdict(list)
        for day in self.dates:
            for call in self.books.days.calls_on(day):
                if call.check_out is not None and not call.left:
                    found[call.outlet].append(call)
        return found

    @cached_property
    def plans(self) -> dict[dt.date, Day]:
        return {day: plan for day in self.dates if (plan := self.books.days.plan(day)) is not None}

    @cached_property
    def planned(self) -> dict[str, list[Planned]]:
        """Visits planned by outlet, oldest first."""
        found: defaultdict[str, list[Planned]] = defaultdict(list)
        for day, plan in self.plans.items():
            for route in plan.routes:
                for stop in route.stops:
                    if stop.kind is StopKind.VISIT:
                        found[stop.outlet].append(Planned(day, route.rep, stop))
        return found

    @cached_property
    def orders(self) -> dict[str, list[Order]]:
        """Orders by outlet, whatever their dates."""
        found: defaultdict[str, list[Order]] = defaultdict(list)
        for order in self.books.orders.all().values():
            if order.status is not OrderStatus.CANCELLED:
                found[order.outlet].append(order)
        return found

    @cached_property
    def issues(self) -> dict[str, list[Issue]]:
        """Issues by outlet, whatever their dates."""
        found: defaultdict[str, list[Issue]] = defaultdict(list)
        for issue in self.books.issues.all().values():
            found[issue.outlet].append(issue)
        return found

    @cached_property
    def handed(self) -> dict[str, dict[str, list[Handed]]]:
        """Proofs of bulletins handed over, by bulletin and outlet."""
        found: dict[str, dict[str, list[Handed]]] = {}
        for bulletin in self.books.bulletins.all().values():
            outlets = found.setdefault(bulletin.id, {})
            for each in bulletin.handed:
                outlets.setdefault(each.outlet, []).append(each)
        return found

    @cached_property
    def trade(self) -> dict[str, list[Trade]]:
        """Sales by outlet, oldest first; where an outlet has none on file, the orders written at its calls."""
        found: defaultdict[str, list[Trade]] = defaultdict(list)
        for month in self.books.sales.months():
            if f"{self.first:%Y-%m}" <= month <= f"{self.last:%Y-%m}":
                for sale in self.books.sales.month(month).all().values():
                    if self.first <= sale.date <= self.last:
                        value = sale.value if sale.value is not None else sum(map(_worth, sale.lines))
                        made = Trade(sale.outlet, sale.date, value, "sales", sale.id, tuple(sale.lines))
                        found[sale.outlet].append(made)
        for outlet, calls in self.calls.items():
            if outlet not in found:
                made_here = [
                    Trade(outlet, call.date, call.order_value, "calls", call.id, tuple(call.order))
                    for call in calls
                    if call.order_value
                ]
                if made_here:
                    found[outlet] = made_here
        for trades in found.values():
            trades.sort(key=lambda each: each.date)
        return found

    @cached_property
    def volumes(self) -> dict[str, int]:
        """Value of each outlet's trade in the period."""
        return {outlet: sum(each.value for each in trades) for outlet, trades in self.trade.items()}

    def last_trade(self, outlet: str) -> dt.date | None:
        trades = self.trade.get(outlet)
        return trades[-1].date if trades else None

    def last_call(self, outlet: str) -> dt.date | None:
        calls = self.calls.get(outlet)
        return calls[-1].date if calls else None


class OutletLedger(Ledger):
    """A ledger for one outlet's page: of the calls those there alone, found by the index of past calls."""

    def __init__(
        self, books: Books, outlet: str, first: dt.date, last: dt.date, now: dt.datetime | None = None
    ) -> None:
        super().__init__(books, first, last, now)
        self._outlet = outlet

    @cached_property
    def calls(self) -> dict[str, list[Call]]:
        """Finished calls at the outlet, oldest first."""
        found = self.books.history.calls_of(self._outlet, self.last, _MOST_CALLS)
        kept = [call for call in reversed(found) if call.date >= self.first and not call.left]
        return defaultdict(list, {self._outlet: sorted(kept, key=lambda call: call.date)})


def _worth(line: OrderLine) -> int:
    if line.value is not None:
        return line.value
    return 0 if line.price is None else round(line.price * line.quantity)
