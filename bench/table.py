"""Gaps by solver and size class, as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from bench.run import Run


def table(done: Sequence[Run], seconds: float) -> str:
    """Mean and worst gap of each solver in each size class at one time limit, and over all instances.

    Only instances and seeds that every solver has a result for count; what a solver could not do is told.
    """
    mine = [run for run in done if run.seconds == seconds]
    solvers = sorted({run.solver for run in mine}, key=lambda name: (name != "engine", name))
    gaps = {(run.solver, run.instance, run.seed): run.gap for run in mine}
    cases = sorted({(run.size, run.instance, run.seed) for run in mine})
    rows = [("stops", "runs", *solvers), ("--:", "--:", *("--:" for _ in solvers))]
    for size in [*sorted({size for size, _, _ in cases}), None]:
        row = [case for case in cases if size is None or case[0] == size]
        cells = [_cell([gaps.get((solver, name, seed)) for _, name, seed in row]) for solver in solvers]
        rows.append(("all" if size is None else str(size), str(len(row)), *cells))
    lines = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"{seconds:g} s, gap to the best known in %: mean (worst)\n\n{lines}\n"


def _cell(gaps: Sequence[float | None]) -> str:
    found = [gap for gap in gaps if gap is not None]
    if not found:
        return "–"
    missing = len(gaps) - len(found)
    told = f", {missing} without a plan" if missing else ""
    return f"{sum(found) / len(found):.2f} ({max(found):.2f}{told})"
