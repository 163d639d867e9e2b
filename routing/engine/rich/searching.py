"""The search for problems with rules of their own: every change is asked of the judge."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np

from routing.engine import choice
from routing.engine.limits import Best, Limits, Stop
from routing.engine.rich import kernel
from routing.engine.rich import routes as rich_routes
from routing.engine.rich.pool import Pool
from routing.engine.rich.state import Rates, aside, rates, state, ties
from routing.problem import Problem, Routes
from routing.schedule.judge import entries
from routing.schedule.tables import dimensions, scratch, tables

NEAR = 40
"""Neighbours beside which a stop may be put."""
AROUND = 300
"""Neighbours from which a step takes stops."""
HOT, COLD = 1.0, 0.01
"""Temperatures in units of the mean cost of the legs to the five nearest."""
SHARE = 0.08
"""Part of the time given to choosing among the routes seen."""
_LEAST_TIME = 0.05
_STEP_TIME = 0.03
_FIXED_STEPS = 50


def search_rich(
    problem: Problem,
    limits: Limits,
    start: Sequence[Sequence[int]] | None,
    stop: Stop,
    best: Best,
    executor: Executor,
) -> None:
    """Searches within the limits; what is found is in `best`."""
    rate = rates(problem)
    pool = Pool(problem)
    searchers = [_Searcher(problem, rate, limits, number) for number in range(max(1, limits.workers))]
    first = searchers[0]
    first.begin(start)
    best.offer(first.best, first.best_routes)
    for other in searchers[1:]:
        other.begin(first.best_routes())
    if not pool.closed:
        # now that the first plan is out there is time to load the chooser
        threading.Thread(target=choice.load, daemon=True).start()
    for future in [executor.submit(searcher.run, best, pool, stop) for searcher in searchers]:
        future.result()
    left = _time_left(limits)
    if not stop.is_set() and pool.worthwhile and (left is None or left > _LEAST_TIME):
        chosen = pool.choose(best.routes, left, seed=limits.seed, workers=limits.workers)
        if chosen is not None:
            first.adopt(chosen)
            best.offer(first.total, first.routes)


def _time_left(limits: Limits) -> float | None:
    """Seconds for the choice among routes; None where no clock may decide."""
    return None if limits.search_seconds is None else limits.search_seconds - limits.elapsed()


class _Searcher:
    """One thread of search with arrays of its own."""

    def __init__(self, problem: Problem, rate: Rates, limits: Limits, number: int) -> None:
        self.problem, self.rate, self.limits, self.number = problem, rate, limits, number
        self.tables = tables(problem)
        most = max((len(vehicle.breaks) for vehicle in problem.vehicles), default=0)
        self.scratch = scratch(2 * len(problem.stops) + 3, most, dimensions(problem))
        self.state, self.aside, self.ties = state(problem), aside(problem), ties(problem, rate)
        self.around, self.near, self.scale = neighbours(problem)
        self.best_seq, self.best_size = self.state.seq.copy(), self.state.size.copy()
        self.total = self.best = 2**62
        self.done = 0

    def begin(self, start: Routes | None) -> None:
        """Takes a plan as it is, then puts in what it leaves out."""
        kernel.seed(self.limits.seed * 1009 + self.number)
        if start is not None:
            self.adopt(start)
            self._keep()
        windows = [stop.windows[0][0] if stop.windows else 0 for stop in self.problem.stops]
        far = self.problem.distances[0][self.problem.vehicles[0].start]
        rest = sorted(
            range(len(self.problem.stops)),
            key=lambda i: (
                self.problem.stops[i].fixed_vehicle is None,
                self.problem.stops[i].fixed_position or 0,
                self.problem.stops[i].prize is not None,
                windows[i],
                -int(far[self.problem.stops[i].place]),
            ),
        )
        kernel.fill(
            self.tables,
            self.scratch,
            self.state,
            self.aside,
            self.rate,
            self.ties,
            self.near,
            np.array(rest, dtype=np.int64),
        )
        self.aside.clock[2] = rich_routes.offences(self.state, self.ties)
        self.total = int(rich_routes.total_of(self.state, self.rate, self.ties))
        if start is None or self.total < self.best:
            self._keep()

    def adopt(self, routes: Routes) -> None:
        """Replaces the present plan."""
        self.state.route_of[:] = -1
        for vehicle in range(len(self.problem.vehicles)):
            route = entries(routes[vehicle] if vehicle < len(routes) else ())
            self.state.size[vehicle] = len(route)
            self.state.seq[vehicle, : len(route)] = route
            rich_routes.refresh(self.tables, self.scratch, self.state, vehicle)
        self.aside.clock[2] = rich_routes.offences(self.state, self.ties)
        self.total = int(rich_routes.total_of(self.state, self.rate, self.ties))

    def _keep(self) -> None:
        self.best = self.total
        self.best_seq[:], self.best_size[:] = self.state.seq, self.state.size

    def best_routes(self) -> list[list[int]]:
        return [self.best_seq[v, : self.best_size[v]].tolist() for v in range(len(self.problem.vehicles))]

    def routes(self) -> list[list[int]]:
        return [self.state.seq[v, : self.state.size[v]].tolist() for v in range(len(self.problem.vehicles))]

    def run(self, best: Best, pool: Pool, stop: Stop) -> None:
        """Searches until the limits are reached or somebody says stop."""
        kernel.seed(self.limits.seed * 1009 + self.number + 1)
        steps = _FIXED_STEPS
        while not stop.is_set():
            progress, steps = self._progress(steps)
            if progress >= 1 or steps <= 0:
                break
            ahead = min(1.0, progress + (steps / self.limits.iterations if self.limits.iterations else 0.0))
            began = time.perf_counter()
            self.total, found = map(
                int,
                kernel.run(
                    self.tables, self.scratch, self.state, self.aside, self.rate, self.ties,
                    self.around, self.near, steps,
                    self._heat(progress), self._heat(ahead), self.total, self.best, self.best_seq, self.best_size,
                ),
            )  # fmt: skip
            self.done += steps
            took = time.perf_counter() - began
            with best.lock:
                best.iterations += steps
                pool.add(self.routes(), self.state.cost, self.state.hard)
            if found < self.best:
                self.best = found
                best.offer(found, self.best_routes)
            if self.limits.iterations is None:
                steps = max(1, min(5000, int(steps * _STEP_TIME / max(took, 1e-4))))

    def _heat(self, progress: float) -> float:
        return float(self.scale * HOT * (COLD / HOT) ** progress)

    def _progress(self, steps: int) -> tuple[float, int]:
        """How far the search is, from 0 to 1, and how many steps to make next."""
        progress = 0.0
        if (whole := self.limits.search_seconds) is not None:
            progress = self.limits.elapsed() / (whole * (1 - SHARE))
        if self.limits.iterations is not None:
            progress = max(progress, self.done / self.limits.iterations)
            steps = min(_FIXED_STEPS, self.limits.iterations - self.done)
        return progress, steps


def neighbours(problem: Problem) -> tuple[np.ndarray, np.ndarray, float]:
    """For each stop the stops around it and those beside which it may stand, nearest first; the scale of heat.

    Nearness for standing beside counts unavoidable waiting and lateness between first windows and last ones.
    """
    vehicle = problem.vehicles[0]
    places = np.array([stop.place for stop in problem.stops])
    times = np.asarray(problem.times[vehicle.mode])[np.ix_(places, places)]
    metres = np.asarray(problem.distances[vehicle.mode])[np.ix_(places, places)]
    count = len(places)
    legs = float(vehicle.distance_cost) * metres + float(vehicle.time_cost) * times
    legs = np.maximum(legs, legs.T) + (0.0 if vehicle.distance_cost or vehicle.time_cost else times)
    np.fill_diagonal(legs, np.inf)
    around = np.argsort(legs, axis=1, kind="stable")[:, : min(AROUND, count - 1)].astype(np.int64)
    first = np.array([stop.windows[0][0] if stop.windows else 0 for stop in problem.stops], dtype=np.float64)
    last = np.array([stop.windows[-1][1] if stop.windows else 2**40 for stop in problem.stops], dtype=np.float64)
    service = np.array([stop.service for stop in problem.stops], dtype=np.float64)
    rate = (
        max(1.0, float(np.median(legs[np.isfinite(legs)])) / max(1.0, float(np.median(times)))) if count > 1 else 1.0
    )
    wait = np.maximum(0.0, first[None, :] - times - service[:, None] - last[:, None])
    late = np.maximum(0.0, first[:, None] + service[:, None] + times - last[None, :])
    beside = legs + rate * (0.2 * wait + late)
    beside = np.minimum(beside, beside.T)
    np.fill_diagonal(beside, np.inf)
    near = np.argsort(beside, axis=1, kind="stable")[:, : min(NEAR, count - 1)].astype(np.int64)
    nearest = np.sort(legs, axis=1)[:, : min(5, count - 1)]
    scale = float(nearest.mean()) if nearest.size else 1.0
    return np.ascontiguousarray(around), np.ascontiguousarray(near), max(scale, 1.0)
