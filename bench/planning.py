"""How soon a dispatcher has an answer: `python -m bench planning [--stops N] [--reps N] [--seconds S]`.

A day of so many stops and reps at eleven o'clock, from the moment something is told to the first plan
shown and to the first better one: the rest replanned, a rep who drops out, an urgent call.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import math
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from store.books import Books
from store.records import Route, Stop
from tui.jobs.desk import Desk
from tui.jobs.office import Office

TODAY = dt.date(2026, 11, 24)
ELEVEN = 11 * 3600
_REPEAT = 3


def main(arguments: Sequence[str]) -> int:
    """Run and print; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench planning", description=__doc__)
    parser.add_argument("--stops", type=int, default=300)
    parser.add_argument("--reps", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each search runs")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        desk = _desk(Path(folder), options.stops, options.reps)
        print(f"{options.stops} stops, {options.reps} reps: median of {_REPEAT} in seconds", file=sys.stderr)
        print("| what is told | first answer | first from the search | left out at first | left out in the end |")
        print("|---|---|---|---|---|")
        for name, told in (
            ("nothing but the time", {}),
            ("a rep drops out", {"without": ["R03"]}),
            ("an urgent call", {"urgent": ["URGENT"]}),
        ):
            runs = [asyncio.run(_timed(desk, told, options.seconds)) for _ in range(_REPEAT)]
            first, search, before, after = (statistics.median(run[n] for run in runs) for n in range(4))
            print(f"| {name} | {first:.2f} | {search:.2f} | {before:.0f} | {after:.0f} |")
    return 0


async def _timed(desk: Desk, told: dict[str, Any], seconds: float) -> tuple[float, ...]:
    """Seconds to the first plan shown and to the search's first; stops left out in the first and in the last."""
    begun = time.perf_counter()
    first = search = 0.0
    before = after = 0
    async for progress in desk.replan(ELEVEN, seconds=seconds, workers=2, **told):
        if not first:
            first = time.perf_counter() - begun
            before = len(progress.day.unserved) if progress.day else 0
        elif not search:
            search = time.perf_counter() - begun
        if progress.finished and progress.day is not None:
            after = len(progress.day.unserved)
    return first, search, before, after


def _desk(folder: Path, stops: int, reps: int) -> Desk:
    """A town around its depot, planned by angle, and one outlet more that is on no route."""
    luck = random.Random(1)
    books = Books(folder / "books")
    office = Office(books, user="bench", clock=lambda: dt.datetime.combine(TODAY, dt.time(11)).astimezone())
    shops = [
        {"id": f"C{n:03d}", "name": f"C{n:03d}", "lat": 30 + luck.gauss(0, 0.05), "lon": 120 + luck.gauss(0, 0.05),
         "rhythm": {"visits": 1, "weeks": 1}, "grade": "ABCD"[n % 4]}
        for n in range(stops)
    ]  # fmt: skip
    urgent = {"id": "URGENT", "name": "URGENT", "lat": 30.031, "lon": 120.042, "status": "dormant"}
    with books.transaction():
        books.depots.put([{"id": "D", "name": "D", "lat": 30.0, "lon": 120.0}])
        books.reps.put([{"id": f"R{n:02d}", "name": f"R{n:02d}"} for n in range(1, reps + 1)])
        books.outlets.put([*shops, urgent])
    shops.sort(key=lambda shop: math.atan2(shop["lat"] - 30, shop["lon"] - 120))  # type: ignore[operator]
    share = math.ceil(stops / reps)
    routes = [
        Route(
            rep=f"R{n + 1:02d}", stops=[Stop(outlet=str(shop["id"])) for shop in shops[n * share : (n + 1) * share]]
        )
        for n in range(reps)
    ]
    desk = Desk.open(office, TODAY)
    desk.lay_out(routes)
    return desk
