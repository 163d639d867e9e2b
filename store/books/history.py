"""The past by outlet: when each was called on, what was planned, asked of an index and not of every file.

A check-in does not touch the index, so its cost does not depend on the history.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from store.books.days import Days
from store.books.index import EMPTIES, DayIndex, Done, Source
from store.books.sales import Sales
from store.records import Call


@dataclass(frozen=True, slots=True)
class Visited:
    """A finished call in short. `begun` and `ended` in seconds since 1970, `value` of its order in minor units."""

    date: dt.date
    rep: str
    what: Done
    begun: float | None
    ended: float
    value: int | None

    @property
    def minutes(self) -> float:
        """How long it took; 0 where nobody knows."""
        return 0.0 if self.begun is None else max(0.0, self.ended - self.begun) / 60


@dataclass(frozen=True, slots=True)
class Planned:
    """A stop of a plan, the `seq`-th of a rep's route, with its share of the driving in seconds and metres."""

    date: dt.date
    rep: str
    seq: int
    visit: bool
    travel_s: float
    distance_m: float


@dataclass(frozen=True, slots=True)
class Moved:
    """A delivery line of a finished call in short: pieces of a product, of an order or none; `price` per `unit`."""

    outlet: str
    date: dt.date
    call: str
    product: str
    order: str | None
    unit: str | None
    price: int | None
    ordered: int
    delivered: int
    refused: int
    damaged: int
    returned: int
    exchanged: int


@dataclass(frozen=True, slots=True)
class Paid:
    """Money of a finished call in minor units, and how; with `EMPTIES` what empties taken back were worth."""

    outlet: str
    date: dt.date
    call: str
    method: str
    amount: int


_GOODS = (
    "select place.text, day, (select text from name where key = call), product.text,"
    " (select text from name where key = ord), unit, price, ordered, delivered, refused, damaged, returned, exchanged"
    " from goods join name place on place.key = outlet join name product on product.key = product"
)
_MONEY = (
    "select place.text, day, (select text from name where key = call), method, amount from money"
    " join name place on place.key = outlet where day between ? and ?"
)
_AT_ONCE = 500
"""Ids asked for in one question."""
_VISITS = (
    "select place.text, day, who.text, what, begun, done, value from visit"
    " join name place on place.key = outlet join name who on who.key = rep where day between ? and ?"
)
_STOPS = (
    "select place.text, day, who.text, seq, visit, share * travel, share * distance from stop"
    " join name place on place.key = outlet join name who on who.key = rep where day between ? and ?"
)
_PROMISED = (
    "select place.text, day, who.text, seq, visit, 0, 0 from promised"
    " join name place on place.key = outlet join name who on who.key = rep where day between ? and ?"
)
_ONE = ("", "and outlet = (select key from name where text = ?)")
"""Of all outlets, or of one."""


class History:
    """The calls of the past, by outlet."""

    def __init__(self, days: Days, sales: Sales, path: Path) -> None:
        self._days = days
        self._index = DayIndex(days, sales, path)

    @property
    def path(self) -> Path:
        return self._index.path

    def last_visits(self, before: dt.date) -> dict[str, dt.date]:
        """The last date before `before` on which each outlet was visited; a delivery alone is no visit."""
        return self.last(Done.VISIT, before)

    def last(self, what: Done, before: dt.date) -> dict[str, dt.date]:
        """The last date before `before` on which that was done at each outlet."""
        with self._index.open(Source.CALLS) as index:
            rows = index.execute(
                "select text, (select max(day) from visit where outlet = key and day < ?"
                " and what & ? and not what & ?) from name where key in (select outlet from visit)",
                (before.toordinal(), int(what), int(Done.LEFT)),
            )
            return {outlet: dt.date.fromordinal(day) for outlet, day in rows if day is not None}

    def last_sales(self) -> dict[str, dt.date]:
        """The last date on which a past sale to each outlet is on file."""
        with self._index.open(Source.SALES) as index:
            rows = index.execute("select text, max(last) from sold join name on key = outlet group by outlet")
            return {outlet: dt.date.fromordinal(day) for outlet, day in rows}

    def last_brought(self, until: dt.date) -> dict[str, dt.date]:
        """The last date up to `until` on which a call handed goods over to each outlet."""
        with self._index.open(Source.CALLS) as index:
            rows = index.execute(
                "select text, max(day) from goods join name on key = outlet"
                " where delivered > 0 and day <= ? group by outlet",
                (until.toordinal(),),
            )
            return {outlet: dt.date.fromordinal(day) for outlet, day in rows}

    def calls_of(
        self, outlet: str, before: dt.date | None = None, limit: int = 10, what: Done | None = None
    ) -> list[Call]:
        """An outlet's latest finished calls up to and with `before`, newest first; with `what` only such calls."""
        last = (before or dt.date.max).toordinal()
        return list(self._calls(outlet, 0, last, limit, what))

    def last_calls(self, outlets: Collection[str], before: dt.date, days: int = 90) -> dict[str, Call]:
        """The latest finished call at each of some outlets before a date, looking back so many days with calls."""
        with self._index.open(Source.CALLS) as index:
            rows = index.execute(
                "select day from day where source = ? and day < ? order by day desc limit ?",
                (Source.CALLS, before.toordinal(), days),
            ).fetchall()
        first = rows[-1][0] if rows else before.toordinal()
        found = {}
        for outlet in outlets:
            for call in self._calls(outlet, first, before.toordinal() - 1, 1):
                found[outlet] = call
        return found

    def visits(self, first: dt.date, last: dt.date, outlet: str | None = None) -> dict[str, list[Visited]]:
        """Finished calls of a period in short, those left out apart, by outlet, oldest first; of one or of all."""
        with self._index.open(Source.CALLS) as index:
            words = (_VISITS, _ONE[outlet is not None], "and not what & ? order by day, done")
            rows = index.execute(" ".join(words), (*_bounds(first, last, outlet), int(Done.LEFT))).fetchall()
        found: defaultdict[str, list[Visited]] = defaultdict(list)
        for name, day, rep, what, begun, done, value in rows:
            found[name].append(Visited(dt.date.fromordinal(day), rep, Done(what), begun, done, value))
        return found

    def promised(self, first: dt.date, last: dt.date, outlet: str | None = None) -> dict[str, list[Planned]]:
        """Stops of a period as they were last published, else as planned, by outlet; without their driving."""
        return self._stops(_PROMISED, first, last, outlet)

    def planned(self, first: dt.date, last: dt.date, outlet: str | None = None) -> dict[str, list[Planned]]:
        """Stops of the plans of a period by outlet, oldest first; of one outlet or of all."""
        return self._stops(_STOPS, first, last, outlet)

    def _stops(self, what: str, first: dt.date, last: dt.date, outlet: str | None) -> dict[str, list[Planned]]:
        with self._index.open(Source.PLANS) as index:
            words = (what, _ONE[outlet is not None], "order by day, seq")
            rows = index.execute(" ".join(words), _bounds(first, last, outlet)).fetchall()
        found: defaultdict[str, list[Planned]] = defaultdict(list)
        for name, day, rep, seq, visit, travel, distance in rows:
            made = Planned(dt.date.fromordinal(day), rep, seq, bool(visit), travel, distance)
            found[name].append(made)
        return found

    def bulletins(self, first: dt.date, last: dt.date) -> dict[str, dict[str, dt.date]]:
        """Bulletins handed over at calls of a period: by bulletin and outlet, on which date first."""
        with self._index.open(Source.CALLS) as index:
            rows = index.execute(
                "select what.text, place.text, min(day) from handed"
                " join name what on what.key = bulletin join name place on place.key = outlet"
                " where day between ? and ? group by bulletin, outlet",
                (first.toordinal(), last.toordinal()),
            ).fetchall()
        found: defaultdict[str, dict[str, dt.date]] = defaultdict(dict)
        for bulletin, outlet, day in rows:
            found[bulletin][outlet] = dt.date.fromordinal(day)
        return found

    def goods(
        self, first: dt.date = dt.date.min, last: dt.date = dt.date.max, outlet: str | None = None
    ) -> list[Moved]:
        """Delivery lines of finished calls of a period, those left out apart, oldest first; of one or of all."""
        with self._index.open(Source.CALLS) as index:
            words = (_GOODS, "where day between ? and ?", _ONE[outlet is not None], "order by day, done, seq")
            rows = index.execute(" ".join(words), _bounds(first, last, outlet)).fetchall()
        return [Moved(row[0], dt.date.fromordinal(row[1]), *row[2:]) for row in rows]

    def brought(self, orders: Collection[str]) -> list[Moved]:
        """What calls say of some orders, whenever they were, oldest first."""
        wanted, rows = sorted(orders), []
        with self._index.open(Source.CALLS) as index:
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                marks = ", ".join("?" * len(some))
                where = f"where ord in (select key from name where text in ({marks})) order by day, done, seq"  # noqa: S608
                rows += index.execute(f"{_GOODS} {where}", some).fetchall()
        return [Moved(row[0], dt.date.fromordinal(row[1]), *row[2:]) for row in rows]

    def money(
        self, first: dt.date = dt.date.min, last: dt.date = dt.date.max, outlet: str | None = None
    ) -> list[Paid]:
        """What was paid, and taken back as empties, at finished calls of a period, oldest first; of one or of all."""
        with self._index.open(Source.CALLS) as index:
            words = (_MONEY, _ONE[outlet is not None], "order by day, done, seq")
            rows = index.execute(" ".join(words), _bounds(first, last, outlet)).fetchall()
        return [Paid(row[0], dt.date.fromordinal(row[1]), *row[2:]) for row in rows]

    def rebuild(self) -> int:
        """Makes the index anew; returns how many finished calls there are."""
        self._index.drop()
        for source in (Source.PLANS, Source.SALES):
            with self._index.open(source):
                pass
        with self._index.open(Source.CALLS) as index:
            return int(index.execute("select count(*) from visit").fetchone()[0])

    def _calls(self, outlet: str, first: int, last: int, limit: int, what: Done | None = None) -> Iterator[Call]:
        with self._index.open(Source.CALLS) as index:
            rows = index.execute(
                "select day, (select text from name where key = file), document from visit"
                " where outlet = (select key from name where text = ?) and day between ? and ?"
                " and (? = 0 or what & ?) order by done desc limit ?",
                (outlet, first, last, int(what or 0), int(what or 0), limit),
            ).fetchall()
        for day, stem, document in rows:
            call = self._days.calls_file(dt.date.fromordinal(day), stem).at(str(document))
            if call is not None and call.outlet == outlet:
                yield call


def _bounds(first: dt.date, last: dt.date, outlet: str | None) -> tuple[int | str, ...]:
    bounds = first.toordinal(), last.toordinal()
    return bounds if outlet is None else (*bounds, outlet)


__all__ = ["EMPTIES", "Done", "History", "Moved", "Paid", "Planned", "Visited"]
