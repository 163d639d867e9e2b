"""One stretch of search on one part: what a worker is handed and what it hands back.

Tasks are plain data, so that any `concurrent.futures.Executor` may run them, on this machine or another.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.engine.plain import kernel
from routing.engine.plain.model import ABOVE, NOTHING, Plain
from routing.engine.plain.start import savings
from routing.engine.plain.tour import BEST, NOTED, TOTAL, Tour, routes_of, tour

if TYPE_CHECKING:
    from numpy.typing import NDArray

RETURN_EVERY = 0.02
"""Seconds after which the kernel comes back, to see whether it should stop."""
FIXED_STEPS = 200
"""Steps between two looks at the routes where no clock may decide."""

Seen = dict[frozenset[int], tuple[int, tuple[int, ...]]]
"""Routes by their stops: cost and order, the cheapest seen."""


@dataclass(frozen=True, slots=True)
class Task:
    """A part, the routes to start from, and how to cool: from `hot` to `cold` in `steps` or until a Unix time.

    `nodes` are the part's nodes by the numbers of the whole; routes speak of those of the part.
    """

    plain: Plain
    nodes: NDArray[np.int64]
    routes: Sequence[Sequence[int]]
    seed: int
    hot: float
    cold: float
    steps: int | None
    until: float | None
    noted: bool = False
    """whether the routes seen are wanted"""


@dataclass(frozen=True, slots=True)
class Done:
    """Where the search stands, the best it met (both in nodes of the whole), steps made, routes seen."""

    routes: list[list[int]]
    total: int
    best_routes: list[list[int]]
    best: int
    steps: int
    seen: Seen


def work(task: Task, stop: NDArray[np.int8]) -> Done:
    """Search. `stop[0]` is looked at now and then; another process gets a copy, which never changes."""
    t = tour(task.plain, task.seed)
    _loaded(task.plain, t, task.routes)
    nodes = [0, *task.nodes.tolist()]
    seen: Seen = {}
    done = 0
    began = time.time()
    pace = FIXED_STEPS
    while not stop[0]:
        progress, pace = _progress(task, done, pace, began)
        if progress >= 1.0 or pace <= 0:
            break
        heat = task.hot * (task.cold / task.hot) ** progress
        start = time.perf_counter()
        kernel.search(task.plain, t, pace, heat, heat)
        done += pace
        took = time.perf_counter() - start
        if task.noted:
            _note(task.plain, t, nodes, seen)
        if task.steps is None:
            pace = max(1, min(20_000, int(pace * min(4.0, RETURN_EVERY / max(took, 1e-5)))))
    return Done(
        [[nodes[n] for n in route] for route in routes_of(t.after, t.first)],
        int(t.figures[TOTAL]),
        [[nodes[n] for n in route] for route in routes_of(t.best_after, t.best_first)],
        int(t.figures[BEST]),
        done,
        seen,
    )


def first_plan(plain: Plain, nodes: NDArray[np.int64], routes: Sequence[Sequence[int]] | None) -> Done:
    """Routes by savings, or those given, and what they leave out put in where it fits."""
    t = tour(plain, 1)
    _loaded(plain, t, savings(plain) if routes is None else routes)
    # the farthest from the depot first
    kernel.fill(plain, t, np.argsort(-plain.cost[0].astype(np.int64), kind="stable"))
    numbers = [0, *nodes.tolist()]
    found = [[numbers[n] for n in route] for route in routes_of(t.after, t.first)]
    return Done(found, int(t.figures[TOTAL]), found, int(t.figures[BEST]), 0, {})


def _loaded(plain: Plain, t: Tour, routes: Sequence[Sequence[int]]) -> None:
    sizes = np.array([0, *(len(route) for route in routes)], dtype=np.int64)
    flat = np.array([node for route in routes for node in route], dtype=np.int64)
    kernel.load(plain, t, flat, np.cumsum(sizes))


def _progress(task: Task, done: int, pace: int, began: float) -> tuple[float, int]:
    progress = 0.0
    if task.until is not None:
        progress = (time.time() - began) / max(1e-6, task.until - began)
    if task.steps is not None:
        progress = max(progress, done / max(1, task.steps))
        pace = min(FIXED_STEPS, task.steps - done)
    return progress, pace


def _read(t: Tour, nodes: list[int], seen: Seen) -> None:
    noted = t.noted[: t.figures[NOTED]].tolist()
    t.figures[NOTED] = 0
    at = 0
    while at < len(noted):
        size, cost = noted[at], noted[at + 1]
        order = tuple([nodes[node] for node in noted[at + 2 : at + 2 + size]])
        at += 2 + size
        key = frozenset(order)
        known = seen.get(key)
        if known is None or cost < known[0]:
            seen[key] = (cost, order)


def _note(plain: Plain, t: Tour, nodes: list[int], seen: Seen) -> None:
    """Add the present routes to those seen, or those noted on the way where prices are known."""
    if plain.numbers[ABOVE] > NOTHING:
        _read(t, nodes, seen)
        return
    leg_in, leg_out = t.leg_in.tolist(), t.leg_out.tolist()
    after = t.after.tolist()
    fixed = int(plain.numbers[1])
    for node in t.first.tolist():
        if not node:
            continue
        route = []
        cost = fixed
        here = node
        while here:
            route.append(nodes[here])
            cost += leg_in[here]
            last = here
            here = after[here]
        cost += leg_out[last]
        key = frozenset(route)
        known = seen.get(key)
        if known is None or cost < known[0]:
            seen[key] = (cost, tuple(route))
