"""The books beside stock TinyDB and plain SQLite, in one run on one disk.

`python -m bench books [--stops N] [--folder DIR] [--stock]`. Each job is timed with growing history;
the three take turns at every repetition, so that whatever else the machine does hits all of them alike.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import resource
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from tinydb import TinyDB, where

from store.books import Books
from store.books.days import file_name
from store.files.storage import encode
from store.records import Call

OUTLETS, REPS, STOPS_A_DAY = 20_000, 20, 50
TODAY = dt.date(2026, 11, 23)
REPEAT = 30
_MOST_STOCK = 90_000
"""Stops up to which stock TinyDB is timed unless `--stock` asks for all: beyond, one check-in takes many seconds."""

Job = Callable[[], Any]


def calls_of_day(luck: random.Random, day: dt.date, rep: str) -> list[dict[str, Any]]:
    """One rep's finished calls of a day."""
    begin = dt.datetime.combine(day, dt.time(8), dt.timezone(dt.timedelta(hours=8)))
    found = []
    for number in range(STOPS_A_DAY):
        outlet = f"C{luck.randrange(OUTLETS):05d}"
        moment = begin + dt.timedelta(minutes=11 * number)
        found.append(
            {
                "id": f"{day:%Y%m%d}-{rep}-{number}", "rev": 2, "date": day.isoformat(), "rep": rep, "outlet": outlet,
                "stop_kind": "visit", "kind": "planned", "check_in": moment.isoformat(),
                "check_out": (moment + dt.timedelta(minutes=8)).isoformat(), "backfilled": False,
                "procedure": "standard", "procedure_version": 1,
                "steps": [{"step": step, "done": True} for step in ("greet", "display", "stock", "order", "thank")],
                "order_value": "128.50", "left": False,
            }
        )  # fmt: skip
    return found


def days_before(stops: int) -> Iterator[dt.date]:
    for number in range(1, stops // (REPS * STOPS_A_DAY) + 1):
        yield TODAY - dt.timedelta(number)


@dataclass
class Bench:
    """One data set in three stores."""

    folder: Path
    stops: int
    stock: bool
    luck: random.Random = field(default_factory=lambda: random.Random(1))
    count: int = 0

    def __post_init__(self) -> None:
        self.books = Books(self.folder / "books")
        outlets = [
            {"id": f"C{n:05d}", "rev": 1, "name": f"第{n % 977}{'老王兴旺小明'[n % 6]}店{n}", "tier": "retailer",
             "address": f"人民路{n % 300}号", "phone": f"138{n:08d}"}
            for n in range(OUTLETS)
        ]  # fmt: skip
        (self.folder / "books" / "outlets.json").write_bytes(
            encode({"outlets": {str(n): outlet for n, outlet in enumerate(outlets, 1)}})
        )
        self.sqlite = {mode: self._sqlite(mode, outlets) for mode in ("delete", "wal")}
        tables: dict[str, dict[str, Any]] = {"outlets": {str(n): o for n, o in enumerate(outlets, 1)}, "calls": {}}
        for day in days_before(self.stops):
            folder = self.folder / "books" / "days" / day.isoformat() / "calls"
            folder.mkdir(parents=True)
            for rep in range(REPS):
                calls = calls_of_day(self.luck, day, f"R{rep:02d}")
                (folder / f"{file_name(f'R{rep:02d}')}.json").write_bytes(
                    encode({"calls": {str(n): call for n, call in enumerate(calls, 1)}})
                )
                for base in self.sqlite.values():
                    base.executemany("insert into calls values (?, ?, ?, ?, ?, ?)", map(_row, calls))
                if self.stock:
                    for call in calls:
                        tables["calls"][str(len(tables["calls"]) + 1)] = call
        for base in self.sqlite.values():
            base.commit()
        self.tinydb: TinyDB | None = None
        if self.stock:
            path = self.folder / "stock.json"
            path.write_bytes(orjson.dumps(tables))
            self.tinydb = TinyDB(path, encoding="utf-8")

    def _sqlite(self, mode: str, outlets: list[dict[str, Any]]) -> sqlite3.Connection:
        base = sqlite3.connect(self.folder / f"{mode}.sqlite")
        base.execute(f"pragma journal_mode = {mode}")
        base.execute("pragma synchronous = full")
        base.execute("create table outlets (id text primary key, name text, document text)")
        base.execute(
            "create table calls (id text primary key, day text, rep text, outlet text, done text, document text)"
        )
        base.execute("create index by_day on calls (day)")
        base.execute("create index by_outlet on calls (outlet, done)")
        base.executemany(
            "insert into outlets values (?, ?, ?)", ((o["id"], o["name"], orjson.dumps(o).decode()) for o in outlets)
        )
        base.commit()
        return base

    def check_in(self) -> dict[str, Job]:
        """One more call begun today, on the disk when the job returns."""
        self.count += 1
        rep, number = f"R{self.count % REPS:02d}", self.count
        moment = dt.datetime.combine(TODAY, dt.time(8), dt.UTC) + dt.timedelta(minutes=number)
        call = Call(id=f"now{number}", date=TODAY, rep=rep, outlet=f"C{number:05d}", check_in=moment)
        document = call.to_json()

        def sqlite(base: sqlite3.Connection) -> None:
            base.execute("insert into calls values (?, ?, ?, ?, ?, ?)", _row(document))
            base.commit()

        jobs: dict[str, Job] = {
            "books": lambda: self.books.days.calls(TODAY, rep).put([call]),
            "SQLite FULL": lambda: sqlite(self.sqlite["delete"]),
            "SQLite FULL, WAL": lambda: sqlite(self.sqlite["wal"]),
        }
        if self.tinydb is not None:
            table = self.tinydb.table("calls")
            jobs["stock TinyDB"] = lambda: table.insert(document)
        return jobs

    def day_view(self) -> dict[str, Job]:
        """Every call of yesterday, by a program that has just started."""
        day = TODAY - dt.timedelta(1 if self.stops else 0)
        jobs: dict[str, Job] = {"books": lambda: list(Books(self.books.folder).days.calls_on(day))}
        jobs |= self._sqlites("select document from calls where day = ?", day.isoformat())
        if self.tinydb is not None:
            jobs["stock TinyDB"] = lambda: self._stock().table("calls").search(where("date") == day.isoformat())
        return jobs

    def outlet_search(self) -> dict[str, Job]:
        """Outlets whose name holds some characters, as a filter asks at each key."""
        wanted = f"店{self.luck.randrange(OUTLETS)}"
        jobs: dict[str, Job] = {
            "books": lambda: [each for each in self.books.outlets.all().values() if wanted in each.name]
        }
        jobs |= self._sqlites("select document from outlets where name like ?", f"%{wanted}%")
        if self.tinydb is not None:
            jobs["stock TinyDB"] = lambda: self.tinydb.table("outlets").search(  # type: ignore[union-attr]
                where("name").test(lambda name: wanted in name)
            )
        return jobs

    def outlet_history(self) -> dict[str, Job]:
        """An outlet's ten latest calls."""
        outlet = f"C{self.luck.randrange(OUTLETS):05d}"
        jobs: dict[str, Job] = {"books": lambda: self.books.history.calls_of(outlet, limit=10)}
        jobs |= self._sqlites("select document from calls where outlet = ? order by done desc limit 10", outlet)
        if self.tinydb is not None:
            jobs["stock TinyDB"] = lambda: self.tinydb.table("calls").search(where("outlet") == outlet)  # type: ignore[union-attr]
        return jobs

    def last_visits(self) -> dict[str, Job]:
        """When every outlet was last called on."""
        jobs: dict[str, Job] = {"books": lambda: self.books.history.last_visits(TODAY)}
        jobs |= self._sqlites("select outlet, max(day) from calls where day < ? group by outlet", TODAY.isoformat())
        return jobs

    def _sqlites(self, query: str, *values: str) -> dict[str, Job]:
        names = {"delete": "SQLite FULL", "wal": "SQLite FULL, WAL"}
        return {
            names[mode]: lambda base=base: base.execute(query, values).fetchall()  # type: ignore[misc]
            for mode, base in self.sqlite.items()
        }

    def _stock(self) -> TinyDB:
        return TinyDB(self.folder / "stock.json", encoding="utf-8")


def _row(call: dict[str, Any]) -> tuple[Any, ...]:
    document = orjson.dumps(call).decode()
    return call["id"], call["date"], call["rep"], call["outlet"], call.get("check_out"), document


def timed(make: Callable[[], dict[str, Job]], repeat: int) -> dict[str, float]:
    """Median milliseconds of each store, taking turns; the first turn warms up."""
    found: dict[str, list[float]] = {}
    slow: set[str] = set()
    for turn in range(repeat + 1):
        for name, job in make().items():
            if name in slow and turn > 3:
                continue
            begin = time.perf_counter()
            job()
            took = (time.perf_counter() - begin) * 1000
            if took > 1000:
                slow.add(name)
            if turn or name in slow:
                found.setdefault(name, []).append(took)
    return {name: statistics.median(times) for name, times in found.items()}


def main(arguments: list[str] | None = None) -> int:
    """Prints a table for each size of history."""
    parser = argparse.ArgumentParser(prog="bench books", description=__doc__)
    parser.add_argument("--stops", type=int, default=900_000, help="past stops of the largest data set")
    parser.add_argument("--folder", type=Path, help="where to write; the disk that is measured")
    parser.add_argument("--stock", action="store_true", help="time stock TinyDB with the largest history too")
    chosen = parser.parse_args(arguments)
    names = ("check_in", "day_view", "outlet_search", "outlet_history", "last_visits")
    for stops in dict.fromkeys((0, min(_MOST_STOCK, chosen.stops), chosen.stops)):
        folder = Path(tempfile.mkdtemp(prefix="books-", dir=chosen.folder))
        try:
            bench = Bench(folder, stops, stock=chosen.stock or stops <= _MOST_STOCK)
            begin = time.perf_counter()
            indexed = bench.books.history.rebuild()
            print(f"\n{stops} past stops, {OUTLETS} outlets; index of {indexed} calls made in "
                  f"{time.perf_counter() - begin:.1f} s; median milliseconds")  # fmt: skip
            for name in names:
                result = timed(getattr(bench, name), REPEAT)
                shown = "  ".join(f"{store} {value:8.2f}" for store, value in result.items())
                print(f"  {name:15s} {shown}", flush=True)
        finally:
            shutil.rmtree(folder)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nmost memory held: {held:.0f} MB (all stores together)")
    return 0
