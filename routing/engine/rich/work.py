"""One stretch of search: what a worker is handed and what it hands back.

Tasks are plain data, so that any `concurrent.futures.Executor` may run them, on this machine or another.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.engine.rich import kernel
from routing.engine.rich.near import neighbours
from routing.engine.rich.rules import kinds, rates, ties
from routing.engine.rich.state import COST, HARD, Aside, State, aside, state
from routing.problem import RELOAD, Problem, Routes
from routing.schedule.judge import entries
from routing.schedule.tables import Scratch, dimensions, scratch, tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

RETURN_EVERY = 0.02
"""Seconds after which the kernel comes back, to see whether it should stop."""
FIXED_STEPS = 50
"""Steps between two looks at the routes where no clock may decide."""
COLD = 0.01
"""Last temperature, in units of the mean cost of driving to the five nearest stops."""

Seen = dict[tuple[int, frozenset[int]], tuple[int, list[int]]]
"""Routes that break no rule, by kind of vehicle and stops: cost and order, the cheapest seen."""


@dataclass(frozen=True, slots=True)
class Task:
    """A problem, the routes to start from, and how to cool: from `hot` to `cold` in `steps` or until a Unix time.

    `key` tells problems apart, `number` workers. Temperatures are in units of the problem's scale.
    """

    key: str
    number: int
    problem: Problem
    routes: Routes
    absence: NDArray[np.int64] | None
    seed: int
    hot: float
    cold: float
    steps: int | None
    until: float | None


@dataclass(frozen=True, slots=True)
class Done:
    """Where the search stands, the best it met, steps made, routes seen."""

    routes: list[list[int]]
    total: int
    best_routes: list[list[int]]
    best: int
    steps: int
    seen: Seen
    absence: NDArray[np.int64]


class Grounds:
    """What is known of a problem, the same for all who search it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.rate = rates(problem)
        self.tables = tables(problem)
        self.ties = ties(problem, self.rate)
        self.around, self.near, self.scale = neighbours(problem)
        self.kinds = kinds(problem)


class Room:
    """Grounds and the arrays of one who searches them."""

    def __init__(self, grounds: Grounds) -> None:
        problem = grounds.problem
        self.grounds = grounds
        most = max((len(vehicle.breaks) for vehicle in problem.vehicles), default=0)
        self.scratch: Scratch = scratch(2 * len(problem.stops) + 3, most, dimensions(problem))
        self.state: State = state(problem)
        self.aside: Aside = aside(problem)
        self.best_seq = np.zeros_like(self.state.seq)
        self.best_size = np.zeros_like(self.state.size)
        self.total = self.best = 2**62

    def adopt(self, routes: Routes, rest: Sequence[int] = ()) -> None:
        """Take routes as they are, then put in the rest that no route serves: the present plan and the best."""
        g, st = self.grounds, self.state
        for vehicle in range(len(g.problem.vehicles)):
            route = entries(routes[vehicle] if vehicle < len(routes) else ())
            st.size[vehicle] = len(route)
            st.seq[vehicle, : len(route)] = route
        stops = np.array(rest, dtype=np.int64)
        total = kernel.begin(g.tables, self.scratch, st, self.aside, g.rate, g.ties, g.near, stops)
        self.best = self.total = int(total)
        for vehicle, size in enumerate(st.size.tolist()):
            self.best_size[vehicle] = size
            self.best_seq[vehicle, :size] = st.seq[vehicle, :size]

    def run(self, steps: int, heat: float) -> None:
        g = self.grounds
        self.total, self.best = map(
            int,
            kernel.run(
                g.tables, self.scratch, self.state, self.aside, g.rate, g.ties, g.around, g.near,
                steps, heat * g.scale, self.total, self.best, self.best_seq, self.best_size,
            ),
        )  # fmt: skip

    def routes(self) -> list[list[int]]:
        return _listed(self.state.seq, self.state.size)

    def best_routes(self) -> list[list[int]]:
        return _listed(self.best_seq, self.best_size)

    def note(self, seen: Seen) -> None:
        """Add the present routes that break no rule to those seen."""
        sums = self.state.sums
        for vehicle, route in enumerate(self.routes()):
            if not route or sums[vehicle, HARD]:
                continue
            key = self.grounds.kinds[vehicle], called(route)
            known = seen.get(key)
            cost = int(sums[vehicle, COST])
            if known is None or cost < known[0]:
                seen[key] = cost, route


def called(route: Sequence[int]) -> frozenset[int]:
    """The stops of a route, reloads left out."""
    return frozenset(stop for stop in route if stop != RELOAD)


def _listed(seq: NDArray[np.int64], size: NDArray[np.int64]) -> list[list[int]]:
    return [seq[v, :count].tolist() for v, count in enumerate(size.tolist())]


_grounds: dict[str, Grounds] = {}
_rooms: dict[tuple[str, int], Room] = {}
_KEPT = 8
_lock = threading.Lock()


def room_for(key: str, number: int, problem: Problem) -> Room:
    """The room of a worker for a problem: kept, since a worker often goes on where it was."""
    with _lock:
        if key not in _grounds:
            while len(_grounds) >= _KEPT:
                oldest = next(iter(_grounds))
                del _grounds[oldest]
                for name in [name for name in _rooms if name[0] == oldest]:
                    del _rooms[name]
            _grounds[key] = Grounds(problem)
        grounds = _grounds[key]
        if (key, number) not in _rooms:
            _rooms[key, number] = Room(grounds)
        return _rooms[key, number]


def work(task: Task, stop: NDArray[np.int8]) -> Done:
    """Search. `stop[0]` is looked at now and then; another process gets a copy, which never changes."""
    room = room_for(task.key, task.number, task.problem)
    room.state.absence[:] = 0 if task.absence is None else task.absence
    room.adopt(task.routes)
    kernel.seed(task.seed % 2**32)
    seen: Seen = {}
    done = 0
    began = time.time()
    pace = FIXED_STEPS
    while not stop[0]:
        progress, pace = _progress(task, done, pace, began)
        if progress >= 1.0 or pace <= 0:
            break
        start = time.perf_counter()
        room.run(pace, task.hot * (task.cold / task.hot) ** progress)
        done += pace
        took = time.perf_counter() - start
        room.note(seen)
        if task.steps is None:
            pace = max(1, min(20_000, int(pace * min(4.0, RETURN_EVERY / max(took, 1e-5)))))
    return Done(room.routes(), room.total, room.best_routes(), room.best, done, seen, room.state.absence.copy())


def _progress(task: Task, done: int, pace: int, began: float) -> tuple[float, int]:
    progress = 0.0
    if task.until is not None:
        progress = (time.time() - began) / max(1e-6, task.until - began)
    if task.steps is not None:
        progress = max(progress, done / max(1, task.steps))
        pace = min(FIXED_STEPS, task.steps - done)
    return progress, pace
