"""When each outlet was called on: an index over the files of calls, which can be thrown away at any time.

It stands in ``.cache/history.sqlite`` and holds no fact of its own: for each finished call the file it is
in. Every question first looks for days whose folder of calls has changed since they were indexed, and
reads those alone. A check-in does not touch it, so its cost does not depend on the history.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import time
from collections.abc import Collection, Iterator, Mapping
from enum import IntFlag
from pathlib import Path
from typing import Any

from store.books.days import Days
from store.records import Call

_VERSION = 2
_TABLES = """
create table name (key integer primary key, text text not null unique);
create table day (day integer primary key, stamp integer not null);
create table visit (
  outlet integer, day integer, done real, file integer, document integer, what integer,
  primary key (outlet, day, file, document)
) without rowid;
create index by_day on visit (day);
"""
_YOUNG = 2_000_000_000
"""Nanoseconds for which a folder's time stamp is not believed: it may change again within one tick."""

_GLANCE = 2.0
"""Seconds for which days are not looked at again while the journal stands still: a hand alone could change them."""


class Done(IntFlag):
    """What was done at a finished call."""

    VISIT = 1
    DELIVERY = 2
    AUDIT = 4
    COUNT = 8


class History:
    """The calls of the past, by outlet."""

    def __init__(self, days: Days, path: Path) -> None:
        self._days = days
        self.path = path
        self._memory: sqlite3.Connection | None = None
        self._place: tuple[str, int] | None = None
        self._until = 0.0

    def last_visits(self, before: dt.date) -> dict[str, dt.date]:
        """The last date before `before` on which each outlet was visited; a delivery alone is no visit."""
        return self.last(Done.VISIT, before)

    def last(self, what: Done, before: dt.date) -> dict[str, dt.date]:
        """The last date before `before` on which that was done at each outlet."""
        with self._index() as index:
            rows = index.execute(
                "select text, (select max(day) from visit where outlet = key and day < ? and what & ?) from name"
                " where key in (select outlet from visit)",
                (before.toordinal(), int(what)),
            )
            return {outlet: dt.date.fromordinal(day) for outlet, day in rows if day is not None}

    def calls_of(self, outlet: str, before: dt.date | None = None, limit: int = 10) -> list[Call]:
        """An outlet's latest finished calls up to and with `before`, newest first."""
        last = (before or dt.date.max).toordinal()
        return list(self._calls(outlet, 0, last, limit))

    def last_calls(self, outlets: Collection[str], before: dt.date, days: int = 90) -> dict[str, Call]:
        """The latest finished call at each of some outlets before a date, looking back so many days with calls."""
        with self._index() as index:
            rows = index.execute(
                "select day from day where day < ? order by day desc limit ?", (before.toordinal(), days)
            ).fetchall()
        first = rows[-1][0] if rows else before.toordinal()
        found = {}
        for outlet in outlets:
            for call in self._calls(outlet, first, before.toordinal() - 1, 1):
                found[outlet] = call
        return found

    def rebuild(self) -> int:
        """Makes the index anew; returns how many finished calls there are."""
        self._drop()
        with self._index() as index:
            return int(index.execute("select count(*) from visit").fetchone()[0])

    def _calls(self, outlet: str, first: int, last: int, limit: int) -> Iterator[Call]:
        with self._index() as index:
            rows = index.execute(
                "select day, (select text from name where key = file), document from visit"
                " where outlet = (select key from name where text = ?) and day between ? and ?"
                " order by done desc limit ?",
                (outlet, first, last, limit),
            ).fetchall()
        for day, stem, document in rows:
            call = self._days.calls_file(dt.date.fromordinal(day), stem).at(str(document))
            if call is not None and call.outlet == outlet:
                yield call

    @contextlib.contextmanager
    def _index(self) -> Iterator[sqlite3.Connection]:
        """The index, as new as the files. Where it cannot be kept on the disk it is kept in memory."""
        with self._days.lock.reading():
            index = self._opened()
            try:
                yield index
            finally:
                if index is not self._memory:
                    index.close()

    def _opened(self) -> sqlite3.Connection:
        for attempt in (1, 2):
            if self._memory is None:
                index = None
                try:
                    index = self._connect()
                    self._refresh(index)
                except (sqlite3.Error, OSError):
                    if index is not None:
                        index.close()
                    if attempt == 1:
                        self._drop()  # it may be damaged, and holds nothing of its own
                except BaseException:
                    if index is not None:
                        index.close()
                    raise
                else:
                    return index
        if self._memory is None:
            self._memory = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
            self._memory.executescript(_TABLES)
        self._refresh(self._memory)
        return self._memory

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(exist_ok=True)
        index = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        try:
            index.execute("pragma synchronous = normal")
            if index.execute("pragma user_version").fetchone()[0] != _VERSION:
                index.executescript(
                    "begin immediate;"
                    "drop table if exists name; drop table if exists day; drop table if exists visit;"
                    f"{_TABLES} pragma user_version = {_VERSION}; commit;"
                )
        except BaseException:
            index.close()
            raise
        return index

    def _drop(self) -> None:
        self._place = None
        for name in (self.path, self.path.with_name(self.path.name + "-journal")):
            with contextlib.suppress(OSError):
                name.unlink()

    def _refresh(self, index: sqlite3.Connection) -> None:
        """Takes in what has changed: within moments of the last look nothing, if the journal has not grown."""
        journal = self._days.lock.journal
        place = None if journal is None else journal.position()
        if place is not None and place == self._place and time.monotonic() < self._until:
            return
        settled = self._days.lock.free()
        self._take_changes(index)
        self._place, self._until = (place if settled else None), time.monotonic() + _GLANCE

    def _take_changes(self, index: sqlite3.Connection) -> None:
        there = self._days.stamps()
        known = dict(index.execute("select day, stamp from day"))
        stale = {day.toordinal(): stamp for day, stamp in there.items() if known.get(day.toordinal()) != stamp}
        gone = known.keys() - {day.toordinal() for day in there}
        if not stale and not gone:
            return
        index.execute("begin immediate")
        try:
            for day in (*gone, *stale):
                index.execute("delete from visit where day = ?", (day,))
                index.execute("delete from day where day = ?", (day,))
            keys = dict(index.execute("select text, key from name"))
            for day, stamp in stale.items():
                self._take(index, day, keys)
                old = 0 <= time.time_ns() - stamp > _YOUNG
                index.execute("insert into day values (?, ?)", (day, stamp if old else -1))
        except BaseException:
            index.execute("rollback")
            raise
        index.execute("commit")

    def _take(self, index: sqlite3.Connection, day: int, keys: dict[str, int]) -> None:
        """Takes in one day. `keys` are those of the names so far, and grow."""
        date = dt.date.fromordinal(day)
        rows = []
        fresh = []
        for stem in self._days.calls_files(date):
            for key, document in self._days.documents(date, stem).items():
                if (done := document.get("check_out")) and (outlet := document.get("outlet")):
                    for name in (str(outlet), stem):
                        if name not in keys:
                            keys[name] = len(keys) + 1
                            fresh.append((keys[name], name))
                    rows.append((keys[str(outlet)], day, _moment(done), keys[stem], int(key), int(_what(document))))
        index.executemany("insert into name values (?, ?)", fresh)
        index.executemany("insert into visit values (?, ?, ?, ?, ?, ?)", rows)


def _what(document: Mapping[str, Any]) -> Done:
    """What a finished call was for, and what came of it."""
    kind = document.get("stop_kind", "visit")
    found = {"delivery": Done.DELIVERY, "audit": Done.AUDIT}.get(kind, Done.VISIT)
    if document.get("kind") == "audit":
        found |= Done.AUDIT
    if document.get("stock"):
        found |= Done.COUNT
    return found


def _moment(text: object) -> float:
    """Seconds since 1970, for sorting."""
    try:
        return dt.datetime.fromisoformat(str(text)).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0
