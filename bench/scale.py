"""The scale test: random problems of 1,000, 3,000 and 10,000 stops; time to the first plan, peak memory, gain."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path

import orjson

SECONDS = 60.0
"""Wall time of each search."""


def scaled(sizes: list[int]) -> int:
    """Run the test and print a table as Markdown."""
    print("| stops | windows | first plan after | its cost | cost after 60 s | peak memory |")
    print("| --: | :-: | --: | --: | --: | --: |")
    for stops in sizes:
        for windows in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "scale.vrp"
                path.write_text(_instance(stops, windows=windows), encoding="utf-8")
                out = subprocess.run(
                    [sys.executable, "-m", "bench.scale", str(path)],
                    capture_output=True, check=True, cwd=Path(__file__).resolve().parents[1],
                )  # fmt: skip
            found = orjson.loads(out.stdout)
            print(
                f"| {stops:,} | {'yes' if windows else 'no'} | {found['first']:.1f} s | {found['first_cost']:,} "
                f"| {found['cost']:,} | {found['megabytes']:,} MB |",
                flush=True,
            )
    return 0


def _instance(stops: int, *, windows: bool) -> str:
    """Stops strewn over a square, 20 to a vehicle, as VRPLIB."""
    luck = random.Random(stops)
    side = 1000
    count = stops + 1
    lines = [
        f"NAME : S{stops}", f"TYPE : {'CVRPTW' if windows else 'CVRP'}", f"DIMENSION : {count}",
        "EDGE_WEIGHT_TYPE : EUC_2D", "CAPACITY : 200", *(["SERVICE_TIME : 10"] if windows else []),
        "NODE_COORD_SECTION", f"1 {side // 2} {side // 2}",
    ]  # fmt: skip
    lines += [f"{i} {luck.randrange(side)} {luck.randrange(side)}" for i in range(2, count + 1)]
    lines += ["DEMAND_SECTION", "1 0", *(f"{i} {luck.randint(5, 15)}" for i in range(2, count + 1))]
    if windows:
        lines += ["TIME_WINDOW_SECTION", "1 0 4000"]
        for i in range(2, count + 1):
            opens = luck.randrange(800, 2500)
            lines.append(f"{i} {opens} {opens + luck.choice((200, 600))}")
    return "\n".join([*lines, "DEPOT_SECTION", "1", "-1", "EOF", ""])


def _child(path: Path) -> None:
    """Solve one file and tell of it; apart, so that its memory is its own."""
    import resource

    from routing.engine.client import solve_blocking
    from routing.formats import read

    done = solve_blocking(read(path).problem, seconds=SECONDS, workers=2)
    # what both processes map of the matrices counts twice
    kilobytes = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    sys.stdout.buffer.write(
        orjson.dumps({
            "first": done.trace[0][0], "first_cost": done.trace[0][1], "cost": done.cost,
            "unserved": len(done.unserved), "megabytes": kilobytes // 1024,
        })
    )  # fmt: skip


if __name__ == "__main__":
    _child(Path(sys.argv[1]))
