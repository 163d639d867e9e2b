"""How much room a large day takes: `python -m bench days [1000 3000 10000] [--travel SOURCE…] [--seconds S]`.

Days of so many outlets, forty to a rep, planned by the estimate and along Porto's roads: seconds until the engine
can begin (wall and processor), seconds until its first plan, and the most memory of the app and of the engine.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import orjson

from bench.roads import MAPS

DATE = dt.date(2099, 11, 24)
TO_A_REP = 40
PORTO = (41.15, -8.61)


def main(words: Sequence[str]) -> int:
    """Run and print; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench days", description=__doc__)
    parser.add_argument("stops", nargs="*", type=int, default=[1000, 3000, 10_000])
    roads = [f"roads:{MAPS / 'porto_portugal.osm.pbf'}"] if MAPS.is_dir() else []
    parser.add_argument("--travel", nargs="*", default=["estimate", *roads])
    parser.add_argument("--seconds", type=float, default=30.0)
    options = parser.parse_args(words)
    print(
        "| travel | stops | until the engine begins | of the processor | app | first plan after | left out | engine |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for source in options.travel:
        for stops in options.stops:
            command = [sys.executable, "-m", "bench.days", str(stops), source, str(options.seconds)]
            done = subprocess.run(command, capture_output=True, check=False, cwd=Path(__file__).resolve().parents[1])
            if done.returncode:
                print(f"| {source[:8]} | {stops:,} | {done.stderr.decode().strip().splitlines()[-1]} |", flush=True)
                continue
            found = orjson.loads(done.stdout)
            print(
                f"| {source.partition(':')[0]} | {stops:,} | {found['ready']:.1f} s | {found['cpu']:.1f} s "
                f"| {found['app']:,} MB | {found['first']:.1f} s | {found['left_out']:,} | {found['engine']:,} MB |",
                flush=True,
            )
    return 0


def _child(stops: int, source: str, seconds: float) -> None:
    """One day; apart, so that its memory is its own."""
    import resource

    from routing.engine.client import Solve
    from routing.engine.events import Failed
    from routing.planning.request import request
    from store.books import Books
    from tui.jobs.office import Office
    from tui.jobs.world import world_of

    luck = random.Random(stops)
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Books(Path(folder) / "books"))
        lat, lon = PORTO
        with office.books.transaction():
            office.books.depots.put([{"id": "D", "name": "D", "lat": lat, "lon": lon}])
            office.books.reps.put([{"id": f"R{n}", "name": f"R{n}"} for n in range(stops // TO_A_REP)])
            office.books.outlets.put([
                {"id": f"C{n}", "name": f"C{n}", "lat": lat + luck.gauss(0, 0.02), "lon": lon + luck.gauss(0, 0.025),
                 "grade": "ABCD"[n % 4], "windows": [{"open": "09:00", "close": "17:00"}] if n % 3 == 0 else []}
                for n in range(stops)
            ])  # fmt: skip
        begun, cpu = time.perf_counter(), time.process_time()
        model = request(world_of(office, DATE, source, strict=True), None).model
        ready, cpu = time.perf_counter() - begun, time.process_time() - cpu

        async def searched() -> tuple[float, int]:
            first, left_out = 0.0, 0
            solve = Solve(model.problem, seconds=seconds, workers=2)
            begun = time.perf_counter()
            async for event in solve.events():
                if isinstance(event, Failed):
                    raise SystemExit(f"{event.code} {event.params}")
                first = first or time.perf_counter() - begun
                left_out = len(model.dues) - sum(map(len, event.routes))
            return first, left_out

        first, left_out = asyncio.run(searched())
    app, engine = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    found = {"ready": ready, "cpu": cpu, "app": app, "first": first, "left_out": left_out, "engine": engine}
    sys.stdout.buffer.write(orjson.dumps(found))


if __name__ == "__main__":
    _child(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
