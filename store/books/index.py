"""An index over the days' files of calls and plans, which can be thrown away at any time.

It stands in ``.cache/history.sqlite`` and holds no fact of its own. Every look first asks for days whose
calls, or whose plan where that is wanted, have changed since they were indexed, and reads those alone.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from enum import IntEnum, IntFlag
from pathlib import Path
from typing import Any

from store.books.days import Days
from store.books.driven import detours
from store.books.sales import Sales
from store.notation.money import MOST, minor_units

_VERSION = 5
_TABLES = """
create table name (key integer primary key, text text not null unique);
create table day (source integer, day integer, stamp integer not null, primary key (source, day)) without rowid;
create table visit (
  outlet integer, day integer, done real, file integer, document integer, what integer,
  rep integer, begun real, value integer,
  primary key (outlet, day, file, document)
) without rowid;
create index visit_day on visit (day);
create table handed (outlet integer, day integer, bulletin integer);
create index handed_day on handed (day);
create table goods (
  outlet integer, day integer, done real, call integer, seq integer, product integer, ord integer, unit text,
  price integer, ordered integer, delivered integer, refused integer, damaged integer, returned integer,
  exchanged integer, primary key (outlet, day, done, call, seq)
) without rowid;
create index goods_day on goods (day);
create index goods_ord on goods (ord) where ord is not null;
create table money (
  outlet integer, day integer, done real, call integer, seq integer, method text, amount integer,
  primary key (outlet, day, done, call, seq)
) without rowid;
create index money_day on money (day);
create table promised (outlet integer, day integer, rep integer, seq integer, visit integer);
create index promised_day on promised (day);
create table sold (outlet integer, day integer, last integer, primary key (outlet, day)) without rowid;
create index sold_day on sold (day);
create table stop (
  outlet integer, day integer, rep integer, seq integer, visit integer,
  share real, travel integer, distance integer,
  primary key (outlet, day, rep, seq)
) without rowid;
create index stop_day on stop (day);
"""
_YOUNG = 2_000_000_000
"""Nanoseconds for which a time stamp is not believed: it may change again within one tick."""

_GLANCE = 2.0
"""Seconds for which days are not looked at again while the journal stands still: a hand alone could change them."""


class Done(IntFlag):
    """What was done at a finished call; `LEFT`: it was left out, with a reason.

    `SOLD`: sales work that later calls go by: a visit or a check, or a delivery at which something was counted,
    checked, coached, followed up or ordered.
    """

    VISIT = 1
    DELIVERY = 2
    AUDIT = 4
    COUNT = 8
    LEFT = 16
    SOLD = 32


class Source(IntEnum):
    """What an index is made from."""

    CALLS = 1
    PLANS = 2
    SALES = 3


_TABLES_OF: Mapping[Source, tuple[str, ...]] = {
    Source.CALLS: ("visit", "handed", "goods", "money"),
    Source.PLANS: ("stop", "promised"),
    Source.SALES: ("sold",),
}


class DayIndex:
    """The SQLite file and how it keeps up with the days. Where it cannot be kept on the disk it is in memory."""

    def __init__(self, days: Days, sales: Sales, path: Path) -> None:
        self._days, self._sales = days, sales
        self.path = path
        self._memory: sqlite3.Connection | None = None
        self._looked: dict[Source, tuple[tuple[str, int] | None, float]] = {}
        self._takers: dict[Source, Callable[[sqlite3.Connection, int, dict[str, int]], None]] = {
            Source.CALLS: self._take_calls,
            Source.PLANS: self._take_plan,
            Source.SALES: self._take_sales,
        }

    @contextlib.contextmanager
    def open(self, source: Source) -> Iterator[sqlite3.Connection]:
        """The index, as new as the files of a source."""
        with self._days.lock.reading():
            index = self._opened(source)
            try:
                yield index
            finally:
                if index is not self._memory:
                    index.close()

    def drop(self) -> None:
        """Throws the file away."""
        self._looked = {}
        for name in (self.path, self.path.with_name(self.path.name + "-journal")):
            with contextlib.suppress(OSError):
                name.unlink()

    def _opened(self, source: Source) -> sqlite3.Connection:
        for attempt in (1, 2):
            if self._memory is None:
                index = None
                try:
                    index = self._connect()
                    self._refresh(index, source)
                except (sqlite3.Error, OSError):
                    if index is not None:
                        index.close()
                    if attempt == 1:
                        self.drop()  # it may be damaged, and holds nothing of its own
                except BaseException:
                    if index is not None:
                        index.close()
                    raise
                else:
                    return index
        if self._memory is None:
            self._memory = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
            self._memory.executescript(_TABLES)
        self._refresh(self._memory, source)
        return self._memory

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(exist_ok=True)
        index = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        try:
            index.execute("pragma synchronous = normal")
            if index.execute("pragma user_version").fetchone()[0] != _VERSION:
                names = [name for (name,) in index.execute("select name from sqlite_master where type = 'table'")]
                dropped = "".join(f'drop table if exists "{name}";' for name in names)
                index.executescript(f"begin immediate; {dropped} {_TABLES} pragma user_version = {_VERSION}; commit;")
        except BaseException:
            index.close()
            raise
        return index

    def _refresh(self, index: sqlite3.Connection, source: Source) -> None:
        """Takes in what has changed: within moments of the last look nothing, if the journal has not grown."""
        journal = self._days.lock.journal
        place = None if journal is None else journal.position()
        known, until = self._looked.get(source, (None, 0.0))
        if place is not None and place == known and time.monotonic() < until:
            return
        settled = self._days.lock.free()
        self._take_changes(index, source)
        self._looked[source] = (place if settled else None), time.monotonic() + _GLANCE

    def _take_changes(self, index: sqlite3.Connection, source: Source) -> None:
        stamps = {
            Source.CALLS: self._days.stamps,
            Source.PLANS: self._days.plan_stamps,
            Source.SALES: self._sales.stamps,
        }
        there = stamps[source]()
        known = dict(index.execute("select day, stamp from day where source = ?", (source,)))
        stale = {day.toordinal(): stamp for day, stamp in there.items() if known.get(day.toordinal()) != stamp}
        gone = known.keys() - {day.toordinal() for day in there}
        if not stale and not gone:
            return
        tables = _TABLES_OF[source]
        index.execute("begin immediate")
        try:
            for day in (*gone, *stale):
                for table in tables:
                    index.execute(f"delete from {table} where day = ?", (day,))  # noqa: S608 - our own names
                index.execute("delete from day where source = ? and day = ?", (source, day))
            keys = dict(index.execute("select text, key from name"))
            for day, stamp in stale.items():
                self._takers[source](index, day, keys)
                old = 0 <= time.time_ns() - stamp > _YOUNG
                index.execute("insert into day values (?, ?, ?)", (source, day, stamp if old else -1))
        except BaseException:
            index.execute("rollback")
            raise
        index.execute("commit")

    def _take_calls(self, index: sqlite3.Connection, day: int, keys: dict[str, int]) -> None:
        """Takes in one day's finished calls. `keys` are those of the names so far, and grow."""
        date = dt.date.fromordinal(day)
        visits, handed, goods, money, names = [], [], [], [], _Names(keys)
        for stem in self._days.calls_files(date):
            for key, document in self._days.documents(date, stem).items():
                if (done := document.get("check_out")) and (outlet := document.get("outlet")):
                    place, what = names[str(outlet)], int(_what(document))
                    rep, begun, value = names[str(document.get("rep"))], _begun(document), _value(document)
                    visits.append((place, day, _moment(done), names[stem], int(key), what, rep, begun, value))
                    for each in document.get("bulletins") or ():
                        handed.append((place, day, names[str(each.get("bulletin"))]))
                    if not what & Done.LEFT:
                        at = place, day, _moment(done), names[str(document.get("id"))]
                        goods += [(*at, *line) for line in _goods(document, names)]
                        money += [(*at, *line) for line in _money(document)]
        names.write(index)
        index.executemany("insert into visit values (?, ?, ?, ?, ?, ?, ?, ?, ?)", visits)
        index.executemany("insert into handed values (?, ?, ?)", handed)
        index.executemany(f"insert or ignore into goods values ({_marks(15)})", goods)  # noqa: S608 - marks alone
        index.executemany(f"insert or ignore into money values ({_marks(7)})", money)  # noqa: S608

    def _take_plan(self, index: sqlite3.Connection, day: int, keys: dict[str, int]) -> None:
        """Takes in the stops of one day's plan, each with its share of its route's driving."""
        stops, names = [], _Names(keys)
        for route in self._days.plan_documents(dt.date.fromordinal(day)).get("routes", {}).values():
            there = route.get("stops") or []
            rep, travel, distance = names[str(route.get("rep"))], route.get("travel_s", 0), route.get("distance_m", 0)
            for seq, (stop, share) in enumerate(zip(there, detours(route), strict=True), 1):
                visit = stop.get("kind", "visit") == "visit"
                place = names[str(stop.get("outlet"))]
                stops.append((place, day, rep, seq, visit, share, travel, distance))
        promised = []
        for published in self._days.published_routes(dt.date.fromordinal(day)):
            rep = names[str(published.get("rep"))]
            for seq, stop in enumerate(published.get("stops") or [], 1):
                visit = stop.get("kind", "visit") == "visit"
                promised.append((names[str(stop.get("outlet"))], day, rep, seq, visit))
        names.write(index)
        index.executemany("insert into promised values (?, ?, ?, ?, ?)", promised)
        index.executemany("insert or ignore into stop values (?, ?, ?, ?, ?, ?, ?, ?)", stops)

    def _take_sales(self, index: sqlite3.Connection, day: int, keys: dict[str, int]) -> None:
        """Takes in when each outlet was last sold to in a month."""
        names = _Names(keys)
        last: dict[int, int] = {}
        for document in self._sales.month(f"{dt.date.fromordinal(day):%Y-%m}").documents().values():
            with contextlib.suppress(ValueError):
                when = dt.date.fromisoformat(str(document.get("date"))).toordinal()
                place = names[str(document.get("outlet"))]
                last[place] = max(when, last.get(place, 0))
        names.write(index)
        index.executemany("insert into sold values (?, ?, ?)", [(place, day, when) for place, when in last.items()])


class _Names:
    """Keys of names, given out as they are asked for; `write` keeps the fresh ones."""

    def __init__(self, keys: dict[str, int]) -> None:
        self._keys = keys
        self._fresh: list[tuple[int, str]] = []

    def __getitem__(self, text: str) -> int:
        if text not in self._keys:
            self._keys[text] = len(self._keys) + 1
            self._fresh.append((self._keys[text], text))
        return self._keys[text]

    def write(self, index: sqlite3.Connection) -> None:
        index.executemany("insert into name values (?, ?)", self._fresh)
        self._fresh = []


_SALES_WORK = ("display", "stock", "coaching", "follow_up", "order")


def _what(document: Mapping[str, Any]) -> Done:
    """What a finished call was for, and what came of it."""
    kind = document.get("stop_kind", "visit")
    found = {"delivery": Done.DELIVERY, "audit": Done.AUDIT}.get(kind, Done.VISIT)
    if document.get("kind") == "audit":
        found |= Done.AUDIT
    if document.get("stock"):
        found |= Done.COUNT
    if not found & Done.DELIVERY or any(document.get(name) for name in _SALES_WORK):
        found |= Done.SOLD
    if document.get("left"):
        found |= Done.LEFT
    return found


_PIECES = ("ordered", "delivered", "refused", "damaged", "returned", "exchanged")
EMPTIES = "empties"
"""The method by which the value of empties taken back stands among the money of a call."""


def _goods(document: Mapping[str, Any], names: _Names) -> Iterator[tuple[object, ...]]:
    """The delivery lines of a call: a number, the product, the order, unit and price, and pieces."""
    for seq, line in enumerate(_parts(document, "delivery")):
        order = names[str(line["order"])] if line.get("order") else None
        pieces = [line.get(name) if type(line.get(name)) is int else 0 for name in _PIECES]
        yield seq, names[str(line.get("product"))], order, line.get("unit"), _amount(line.get("price")), *pieces


def _money(document: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    """What was paid at a call, and what empties taken back were worth: a number, how, minor units."""
    paid = [(str(line.get("method")), line.get("amount")) for line in _parts(document, "payments")]
    paid += [(EMPTIES, line.get("value")) for line in _parts(document, "empties")]
    for seq, (method, amount) in enumerate(paid):
        if (minor := _amount(amount)) is not None:
            yield seq, method, minor


def _parts(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    lines = document.get(name)
    return [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []


def _amount(value: object) -> int | None:
    """Minor units that SQLite can hold; None where there is no amount, or one that no money can be."""
    try:
        minor = None if value is None else int(str(minor_units(value)))
    except ValueError:
        return None
    return minor if minor is not None and abs(minor) <= MOST else None


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _begun(document: Mapping[str, Any]) -> float | None:
    begun = document.get("check_in")
    return _moment(begun) if begun else None


def _value(document: Mapping[str, Any]) -> int | None:
    return _amount(document.get("order_value"))


def _moment(text: object) -> float:
    """Seconds since 1970, for sorting."""
    try:
        return dt.datetime.fromisoformat(str(text)).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0
