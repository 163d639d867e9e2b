"""`python -m bench`: a fixed sample in at most 15 minutes; options for more, and the scale test."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.instances import DATA, SAMPLE, known
from bench.run import RESULTS, recorded, runs
from bench.table import table


def main() -> int:
    """Run and print; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--instances", nargs="*", help="names; default: the sample; 'all': every one")
    parser.add_argument("--families", nargs="*", default=["cvrp", "vrptw", "hfvrp", "mdvrptw"])
    parser.add_argument("--solvers", nargs="*", default=["engine", "pyvrp", "vroom", "ortools"])
    parser.add_argument("--seconds", nargs="*", type=float, default=[10.0])
    parser.add_argument("--seeds", nargs="*", type=int, default=[1])
    parser.add_argument(
        "--file", type=Path, default=RESULTS / "sample.jsonl", help="record; what it has is not run again"
    )
    parser.add_argument("--fresh", action="store_true", help="begin the record anew")
    parser.add_argument("--table", action="store_true", help="only print what the record holds")
    parser.add_argument("--scale", nargs="*", type=int, help="scale test instead: numbers of stops (1000 3000 10000)")
    options = parser.parse_args()
    if options.scale is not None:
        from bench.scale import scaled

        return scaled(options.scale or [1000, 3000, 10_000])
    if not DATA.is_dir():
        print(f"skipped: there are no instances at {DATA}")
        return 0
    everything = known(tuple(options.families))
    wanted = options.instances or SAMPLE
    chosen = [each for each in everything if wanted == ["all"] or each.name in wanted]
    if options.fresh:
        options.file.unlink(missing_ok=True)
    if not options.table:
        for run in runs(options.file, chosen, options.solvers, options.seconds, options.seeds):
            gap = run.error if run.gap is None else f"{run.gap:6.2f} %"
            print(f"{run.instance:12} {run.solver:8} {run.seconds:4g} s seed {run.seed}: {gap}", file=sys.stderr)
    done = recorded(options.file)
    names = {each.name for each in chosen}
    for seconds in sorted({run.seconds for run in done}):
        print(table([run for run in done if run.instance in names or options.table], seconds))
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["books"]:
        from bench.books import main as books

        sys.exit(books(sys.argv[2:]))
    if sys.argv[1:2] == ["roads"]:
        from bench.roads import main as roads

        sys.exit(roads(sys.argv[2:]))
    if sys.argv[1:2] == ["days"]:
        from bench.days import main as days

        sys.exit(days(sys.argv[2:]))
    if sys.argv[1:2] == ["planning"]:
        from bench.planning import main as planning

        sys.exit(planning(sys.argv[2:]))
    if sys.argv[1:2] == ["board"]:
        from bench.board import main as board

        sys.exit(board(sys.argv[2:]))
    sys.exit(main())
