"""The search for problems with rules of their own: rounds of parallel work under one cooling schedule.

Up to `TOGETHER` stops every worker searches the whole problem with its own luck; above that each takes a half of
the plan. Now and then CP-SAT chooses among all routes seen.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from routing.engine import choice
from routing.engine.limits import Best, Limits, Span, Stop, gathered
from routing.engine.rich import kernel
from routing.engine.rich.parts import Part, halves
from routing.engine.rich.pool import Pool
from routing.engine.rich.rules import kinds
from routing.engine.rich.work import COLD, Done, Room, Seen, Task, room_for, work
from routing.problem import Problem, Routes

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDS = 30
"""Rounds of a search; with few steps to make there are fewer."""
HOT = 3.0
"""First temperature, in units of the mean cost of driving to the five nearest stops."""
TOGETHER = 300
"""Stops up to which every worker takes the whole problem."""
LEAST_ROUTES = 8
"""Routes of a plan that is cut, at least."""
CHOICES = (0.6, 0.8, 0.95)
"""Parts of the search after which CP-SAT chooses."""
SHARE = 0.12
"""Part of the time given to choosing."""
_LEAST = 0.05
"""Seconds below which there is no choosing."""


@dataclass(slots=True)
class _Chain:
    """Where one worker stands."""

    routes: list[list[int]]
    absence: NDArray[np.int64] | None = None


@dataclass(slots=True)
class _Search:
    problem: Problem
    key: str
    limits: Limits
    stop: Stop
    best: Best
    executor: Executor
    pool: Pool
    chains: list[_Chain] = field(default_factory=list)

    def take(self, done: Sequence[Done]) -> None:
        """Add what workers bring back."""
        for part in done:
            self.best.iterations += part.steps
            self.pool.add(part.seen)
            self.best.offer(part.best, partial(getattr, part, "best_routes"))


def search_rich(
    problem: Problem,
    limits: Limits,
    start: Sequence[Sequence[int]] | None,
    stop: Stop,
    best: Best,
    executor: Executor,
) -> None:
    """Searches within the limits; what is found is in `best`."""
    key = f"{limits.begun}-{id(problem)}"
    room = room_for(key, 0, problem)
    _first_plan(room, start, limits.seed)
    best.offer(room.best, room.best_routes)
    pool = Pool(problem, room.grounds.kinds)
    workers = max(1, limits.workers)
    chains = [_Chain(room.best_routes()) for _ in range(workers)]
    search = _Search(problem, key, limits, stop, best, executor, pool, chains)
    if not pool.closed:
        # now that the first plan is out there is time to load the chooser
        threading.Thread(target=choice.load, daemon=True).start()
    choices = list(CHOICES)
    number = 0
    while not stop.is_set() and (span := limits.span(number, ROUNDS)) is not None:
        number += 1
        if len(problem.stops) > TOGETHER and workers > 1 and _can_be_cut(search):
            _divided(search, span, room)
        else:
            _round(search, span)
        if choices and span.until >= choices[0] and not stop.is_set():
            choices = [part for part in choices if part > span.until]
            _choose(search, room)


def _first_plan(room: Room, start: Routes | None, seed: int) -> None:
    """The plan given, or none, with what it leaves out put in: the hardest to place first."""
    problem = room.grounds.problem
    kernel.seed(seed)
    given = room.best
    if start is not None:
        room.adopt(start)
        given = room.best
    far = problem.distances[0][problem.vehicles[0].start]

    def hardness(i: int) -> tuple[object, ...]:
        stop = problem.stops[i]
        opens = stop.windows[0][0] if stop.windows else 0
        return (
            stop.fixed_vehicle is None, stop.fixed_position or 0, stop.prize is not None, opens, -int(far[stop.place])
        )  # fmt: skip

    room.adopt(start or (), sorted(range(len(problem.stops)), key=hardness))
    if start is not None and room.best > given:
        room.adopt(start)


def _can_be_cut(search: _Search) -> bool:
    """Whether each half would have routes of its own, and no lock would be lost on the way."""
    served = {stop for route in search.chains[0].routes for stop in route}
    locked = {number for number, stop in enumerate(search.problem.stops) if stop.fixed_vehicle is not None}
    return sum(map(bool, search.chains[0].routes)) >= LEAST_ROUTES and locked <= served


def _round(search: _Search, span: Span) -> None:
    """Every worker goes on with a plan of its own."""
    heats = [HOT * (COLD / HOT) ** min(1.0, progress) for progress in (span.since, span.until)]
    futures = [
        search.executor.submit(
            work,
            Task(
                search.key, number, search.problem, chain.routes, chain.absence,
                search.limits.seed * 10_007 + span.number * 101 + number, heats[0], heats[1], span.steps, span.end,
            ),
            search.stop.flag,
        )
        for number, chain in enumerate(search.chains)
    ]  # fmt: skip
    done = gathered(futures, search.stop)
    if len(done) == len(search.chains):
        search.chains = [_Chain(part.routes, part.absence) for part in done]
    search.take(done)


def _divided(search: _Search, span: Span, room: Room) -> None:
    """Every worker takes half of the present plan, cut differently each round; the halves make one plan again."""
    present = search.chains[0].routes
    parts = halves(search.problem, present, np.random.default_rng(search.limits.seed * 10_007 + span.number))
    heats = [HOT * (COLD / HOT) ** min(1.0, progress) for progress in (span.since, span.until)]
    futures = []
    for number in range(max(len(parts), search.limits.workers)):
        part = parts[number % len(parts)]
        task = Task(
            f"{search.key}-{span.number}-{number}", number, part.problem, part.inside(present), None,
            search.limits.seed * 10_007 + span.number * 101 + number, heats[0], heats[1], span.steps, span.end,
        )  # fmt: skip
        futures.append(search.executor.submit(work, task, search.stop.flag))
    done = gathered(futures, search.stop)
    if len(done) < len(futures):
        return
    now, best = [list(route) for route in present], [list(route) for route in present]
    for first, part in enumerate(parts):
        mine = [done[number] for number in range(first, len(done), len(parts))]
        for whole, routes in ((now, min(mine, key=_total).routes), (best, min(mine, key=_best).best_routes)):
            for vehicle, route in zip(part.vehicles, routes, strict=True):
                whole[vehicle] = part.outside(route)
        for each in mine:
            search.best.iterations += each.steps
            search.pool.add(_of_the_whole(room, part, each))
    room.adopt(best)
    search.best.offer(room.best, room.best_routes)
    search.chains = [_Chain(now) for _ in search.chains]


def _total(done: Done) -> int:
    return done.total


def _best(done: Done) -> int:
    return done.best


def _of_the_whole(room: Room, part: Part, done: Done) -> Seen:
    """Routes seen in a part, by the kinds of vehicles and the stops of the whole."""
    stands_for: dict[int, int] = {}
    for vehicle, kind in zip(part.vehicles, kinds(part.problem), strict=True):
        stands_for.setdefault(kind, vehicle)
    return {
        (room.grounds.kinds[stands_for[kind]], frozenset(part.stops[stop] for stop in stops)): (
            cost,
            part.outside(route),
        )
        for (kind, stops), (cost, route) in done.seen.items()
    }


def _choose(search: _Search, room: Room) -> None:
    """Look for a better plan among the routes seen; the search goes on from it."""
    limits = search.limits
    seconds = None
    if (whole := limits.search_seconds) is not None:
        seconds = min(whole * SHARE / len(CHOICES), whole - limits.elapsed())
        if seconds < _LEAST:
            return
    if not search.pool.worthwhile:
        return
    chosen = search.pool.choose(search.best.routes, seconds, seed=limits.seed, workers=limits.workers)
    if chosen is None:
        return
    room.adopt(chosen)
    if room.best < search.best.total:
        search.best.offer(room.best, room.best_routes)
        search.chains = [_Chain(room.best_routes()) for _ in search.chains]
