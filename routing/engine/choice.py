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
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

KEPT = 2000
"""Routes handed to CP-SAT, those with the least reduced cost first."""
LOOK_EVERY = 0.02
"""Seconds between two looks at whether to stop."""
RELAXING = 0.5
"""Part of the time for the relaxation at most."""
FIRST = 500
"""Columns it begins with beside those held."""
MORE = 300
"""Columns taken in at once."""
_NOTHING = 1e-6
_SHORT = 0.005
_WORK = 4.0
"""CP-SAT's deterministic time where no clock may decide anything."""


@dataclass(frozen=True, slots=True)
class Column:
    """A route by its stops. Vehicles of one `kind` are alike."""

    kind: int
    stops: frozenset[int]
    cost: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What choosing brought."""

    columns: list[int] | None = None
    """a plan cheaper than the one held; None where none was found"""
    prices: list[float] | None = None
    """[stop] its part of the cost of the relaxation's plan"""
    gap: float = 0.0
    """how much cheaper than the plan held the relaxation's is"""


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
) -> Choice:
    """Look for a plan cheaper than the one of the columns `held`.

    `prizes[i]` is what leaving stop i out costs, None where it must be served; `vehicles[k]` how many of
    kind k there are. With `seconds` None a fixed amount of work is done, so that no clock decides. Once `stopped`
    says so, the answer comes within some hundredths of a second: the best found by then, or None.
    """
    if not columns:
        return Choice()
    begun = time.monotonic()
    upper = sum(columns[c].cost for c in held)
    served = frozenset(stop for c in held for stop in columns[c].stops)
    upper += sum(prize for i, prize in enumerate(prizes) if i not in served and prize is not None)
    kept, prices, gap = _relaxed(columns, prizes, vehicles, held, upper, seconds, stopped)
    left = None if seconds is None else seconds - (time.monotonic() - begun)
    if stopped() or gap < 1 or (left is not None and left < 0.02):
        return Choice(None, prices, gap)
    chosen = _partition(
        columns, sorted({*kept, *held}), prizes, vehicles, set(held), upper, left, seed, workers, stopped
    )
    return Choice(chosen, prices, gap)


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


def _relaxed(
    columns: Sequence[Column],
    prizes: Sequence[int | None],
    vehicles: Sequence[int],
    held: Collection[int],
    upper: int,
    seconds: float | None,
    stopped: Callable[[], bool],
) -> tuple[list[int], list[float], float]:
    """Columns that could be part of a plan cheaper than `upper`, the stops' prices, and how much cheaper it may be.

    Few columns are in the relaxation's plan, so it begins with those held and takes in only the ones that would
    make it cheaper, until none would (sifting). Out of time, the columns that come nearest to that are told.
    """
    end = None if seconds is None else time.monotonic() + RELAXING * seconds
    table = _Table(columns)
    relaxation = _Relaxation(columns, prizes, vehicles, end, stopped)
    prices, dues = table.shared(held, len(prizes)), np.zeros(len(vehicles))
    relaxation.add(held)
    value, new = float(upper), FIRST
    while not stopped():
        above = table.above(prices, dues)
        cheaper = np.argpartition(above, new)[:new] if new < len(above) else np.arange(len(above))
        if new != FIRST:
            cheaper = cheaper[above[cheaper] < -_NOTHING]
        fresh = relaxation.add(cheaper.tolist())
        if not fresh and new != FIRST:
            break
        new = MORE
        solved = relaxation.solve()
        if solved is None:
            break
        value, prices, dues = solved
    above = table.above(prices, dues)
    gap = upper - value
    order = np.lexsort((np.arange(len(above)), above))
    return [int(c) for c in order[:KEPT] if above[c] <= gap + _NOTHING], prices.tolist(), gap


class _Table:
    """The columns as arrays: what each costs above the prices of its stops is told at once for all."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        sizes = np.array([len(column.stops) for column in columns])
        self.stops = np.fromiter((stop for column in columns for stop in column.stops), np.int64, int(sizes.sum()))
        self.starts = np.cumsum(sizes) - sizes
        self.kinds = np.array([column.kind for column in columns])
        self.costs = np.array([column.cost for column in columns], dtype=np.float64)

    def above(self, prices: NDArray[np.float64], dues: NDArray[np.float64]) -> NDArray[np.float64]:
        """By how much each column costs more than its stops' prices and its vehicle's due (the reduced cost)."""
        return np.asarray(self.costs - np.add.reduceat(prices[self.stops], self.starts) - dues[self.kinds])

    def shared(self, held: Collection[int], stops: int) -> NDArray[np.float64]:
        """First prices: the cost of each column held, shared by its stops."""
        prices = np.zeros(stops)
        for c in held:
            prices[list(self.columns[c].stops)] = self.columns[c].cost / len(self.columns[c].stops)
        return prices


class _Relaxation:
    """The linear relaxation over the columns taken in so far. Serving a stop twice is allowed: easier to solve."""

    def __init__(
        self,
        columns: Sequence[Column],
        prizes: Sequence[int | None],
        vehicles: Sequence[int],
        end: float | None,
        stopped: Callable[[], bool],
    ) -> None:
        from ortools.linear_solver import pywraplp

        self.columns, self.end, self.stopped = columns, end, stopped
        self.solver = solver = pywraplp.Solver.CreateSolver("GLOP")
        self.optimal = pywraplp.Solver.OPTIMAL
        infinity = solver.infinity()
        self.rows = [solver.Constraint(1, infinity) for _ in prizes]
        self.limits = [solver.Constraint(-infinity, count) for count in vehicles]
        self.objective = solver.Objective()
        self.objective.SetMinimization()
        self.taken: set[int] = set()
        for row, prize in zip(self.rows, prizes, strict=True):
            if prize is not None:
                left_out = solver.NumVar(0, infinity, "")
                self.objective.SetCoefficient(left_out, prize)
                row.SetCoefficient(left_out, 1)

    def add(self, chosen: Collection[int]) -> int:
        """Take columns in; returns how many are new."""
        fresh = [c for c in chosen if c not in self.taken]
        self.taken.update(fresh)
        for c in fresh:
            column = self.columns[c]
            variable = self.solver.NumVar(0, self.solver.infinity(), "")
            self.objective.SetCoefficient(variable, column.cost)
            for stop in column.stops:
                self.rows[stop].SetCoefficient(variable, 1)
            self.limits[column.kind].SetCoefficient(variable, 1)
        return len(fresh)

    def solve(self) -> tuple[float, NDArray[np.float64], NDArray[np.float64]] | None:
        """Cost, prices of the stops, dues of the kinds of vehicles; None out of time."""
        if self.end is not None:
            left = self.end - time.monotonic()
            if left < _SHORT:
                return None
            self.solver.SetTimeLimit(max(1, int(1000 * left)))
        with _ended_by(self.stopped, self.solver.InterruptSolve):
            status = self.solver.Solve()
        if status != self.optimal:
            return None
        prices, dues = ([row.dual_value() for row in rows] for rows in (self.rows, self.limits))
        return self.objective.Value(), np.array(prices), np.array(dues)


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
