"""The best set of routes out of many: set partitioning by OR-Tools CP-SAT.

A linear relaxation comes first (GLOP): a route whose reduced cost exceeds the gap between the plan at
hand and the relaxation is in no better plan, so that CP-SAT only sees the few that could be.
The relaxation bounds the routes seen, not the problem: it is never told as a bound.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

KEPT = 2000
"""Routes handed to CP-SAT, those with the least reduced cost first."""
LOOK_EVERY = 0.02
"""Seconds between two looks at whether to stop."""
_WORK = 4.0
"""CP-SAT's deterministic time where no clock may decide anything."""


@dataclass(frozen=True, slots=True)
class Column:
    """A route by its stops. Vehicles of one `kind` are alike."""

    kind: int
    stops: frozenset[int]
    cost: int


def load() -> None:
    """Imports the solvers, which takes a while."""
    from ortools.linear_solver import pywraplp  # noqa: F401
    from ortools.sat.python import cp_model  # noqa: F401


def choose(
    columns: Sequence[Column],
    prizes: Sequence[int | None],
    vehicles: Sequence[int],
    held: Collection[int],
    *,
    seconds: float | None,
    seed: int,
    workers: int,
    stopped: Callable[[], bool] = lambda: False,
) -> list[int] | None:
    """Return the columns of a plan cheaper than the one of the columns `held`; None where none was found.

    `prizes[i]` is what leaving stop i out costs, None where it must be served; `vehicles[k]` how many of
    kind k there are. With `seconds` None a fixed amount of work is done, so that no clock decides. Once `stopped`
    says so, the answer comes within some hundredths of a second: the best found by then, or None.
    """
    begun = time.monotonic()
    upper = sum(columns[c].cost for c in held)
    served = frozenset(stop for c in held for stop in columns[c].stops)
    upper += sum(prize for i, prize in enumerate(prizes) if i not in served and prize is not None)
    kept = _promising(columns, prizes, vehicles, upper, seconds, stopped)
    if kept is None or stopped():
        return None
    left = None if seconds is None else seconds - (time.monotonic() - begun)
    if left is not None and left < 0.02:
        return None
    return _partition(
        columns, sorted({*kept, *held}), prizes, vehicles, set(held), upper, left, seed, workers, stopped
    )


@contextmanager
def _ended_by(stopped: Callable[[], bool], end: Callable[[], object]) -> Iterator[None]:
    """Call `end` as soon as `stopped` says so, for as long as the context lasts."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(LOOK_EVERY):
            if stopped():
                end()  # again and again: a solver that has not begun yet does not hear it

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _promising(
    columns: Sequence[Column],
    prizes: Sequence[int | None],
    vehicles: Sequence[int],
    upper: int,
    seconds: float | None,
    stopped: Callable[[], bool],
) -> list[int] | None:
    """Columns that could be part of a plan cheaper than `upper`, by the linear relaxation."""
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver("GLOP")
    if seconds is not None:
        solver.SetTimeLimit(max(1, int(600 * seconds)))
    infinity = solver.infinity()
    rows = [solver.Constraint(1, 1) for _ in prizes]
    limits = [solver.Constraint(-infinity, count) for count in vehicles]
    objective = solver.Objective()
    variables = []
    for column in columns:
        if stopped():
            return None
        variable = solver.NumVar(0, infinity, "")
        objective.SetCoefficient(variable, column.cost)
        for stop in column.stops:
            rows[stop].SetCoefficient(variable, 1)
        limits[column.kind].SetCoefficient(variable, 1)
        variables.append(variable)
    for row, prize in zip(rows, prizes, strict=True):
        if prize is not None:
            left_out = solver.NumVar(0, infinity, "")
            objective.SetCoefficient(left_out, prize)
            row.SetCoefficient(left_out, 1)
    objective.SetMinimization()
    with _ended_by(stopped, solver.InterruptSolve):
        status = solver.Solve()
    if status != pywraplp.Solver.OPTIMAL:
        return None
    gap = upper - objective.Value()
    if gap < 1:
        return None
    reduced = [variable.reduced_cost() for variable in variables]
    order = sorted((c for c in range(len(columns)) if reduced[c] <= gap + 1e-6), key=lambda c: (reduced[c], c))
    return order[:KEPT]


def _partition(
    columns: Sequence[Column],
    kept: Sequence[int],
    prizes: Sequence[int | None],
    vehicles: Sequence[int],
    held: set[int],
    upper: int,
    seconds: float | None,
    seed: int,
    workers: int,
    stopped: Callable[[], bool],
) -> list[int] | None:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    by_stop: list[list[cp_model.IntVar]] = [[] for _ in prizes]
    by_kind: list[list[cp_model.IntVar]] = [[] for _ in vehicles]
    taken, terms, weights = [], [], []
    for c in kept:
        if stopped():
            return None
        variable = model.new_bool_var("")
        model.add_hint(variable, c in held)
        for stop in columns[c].stops:
            by_stop[stop].append(variable)
        by_kind[columns[c].kind].append(variable)
        taken.append(variable)
        terms.append(variable)
        weights.append(columns[c].cost)
    for stop, prize in enumerate(prizes):
        if prize is not None:
            left_out = model.new_bool_var("")
            by_stop[stop].append(left_out)
            terms.append(left_out)
            weights.append(prize)
        if not by_stop[stop]:
            return None
        model.add_exactly_one(by_stop[stop])
    for variables, count in zip(by_kind, vehicles, strict=True):
        if len(variables) > count:
            model.add(cp_model.LinearExpr.sum(variables) <= count)
    cost = cp_model.LinearExpr.weighted_sum(terms, weights)
    model.add(cost <= upper - 1)
    model.minimize(cost)
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = 2
    if seconds is None:
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = _WORK
    else:
        solver.parameters.num_workers = max(1, workers)
        solver.parameters.max_time_in_seconds = seconds
    with _ended_by(stopped, solver.stop_search):
        status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [c for c, variable in zip(kept, taken, strict=True) if solver.boolean_value(variable)]
