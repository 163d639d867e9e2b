"""One search: from limits and a problem to the best plan found, told as it gets better."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace

from routing.engine.events import Event, Finished
from routing.engine.finish import filled_up, places_of, reloaded
from routing.engine.limits import LAST_WORDS, LAST_WORDS_PER_STOP, Best, Limits, Stop
from routing.engine.order import proven_orders
from routing.engine.plain.model import is_plain
from routing.problem import Problem
from routing.schedule import PlanJudgement, judge
from routing.schedule.judge import prepared

LEFT_OUT = 0.5
"""Seconds in which stops that were left out are put in where they fit, and in which it is said where the others would
go, though no time be left."""


def search(
    problem: Problem,
    limits: Limits,
    *,
    start: Sequence[Sequence[int]] | None,
    stop: Stop,
    told: Callable[[Event], None],
    executor: Executor | None = None,
) -> Finished:
    """The best plan within the limits. Raises `ProblemError` for a problem that cannot be searched.

    Parallel work goes through the executor: a pool of processes, a cluster's; without one through threads of its
    own, since the kernels release the interpreter's lock. Processes of an executor must have `ROUNDSMAN_COMPILED`
    and `NUMBA_CACHE_DIR` in their environment, as this one has; they hear of a wish to stop only between rounds,
    so the answer does not wait for them.
    """
    if start is not None:
        judge(problem, start)  # refuses a plan that names what does not exist
    limits = replace(limits, reserve=LAST_WORDS_PER_STOP * len(problem.stops))
    best = Best(problem, limits, told)
    if problem.stops:
        with contextlib.ExitStack() as ours:
            if executor is None:
                executor = ours.enter_context(ThreadPoolExecutor(max(1, limits.workers)))
            _searched(problem, limits, start, stop, best, executor)
    else:
        prepared(problem)
        best.routes = [[] for _ in problem.vehicles]
    return _finished(best, stop)


def _searched(
    problem: Problem,
    limits: Limits,
    start: Sequence[Sequence[int]] | None,
    stop: Stop,
    best: Best,
    executor: Executor,
) -> None:
    """Let the kernel search that knows the problem's rules."""
    if is_plain(problem):
        from routing.engine.plain.rounds import search_plain

        search_plain(problem, limits, start, stop, best, executor)
    else:
        from routing.engine.rich.searching import search_rich

        search_rich(problem, limits, start, stop, best, executor)


def _finished(best: Best, stop: Stop) -> Finished:
    """The last words: what still fits put in, orders proven, all judged once more."""
    problem, limits = best.problem, best.limits

    def left(share: float) -> float | None:
        """Part of what is left of the time, the last judging aside."""
        if stop.is_set():
            return 0.0
        if limits.seconds is None:
            return None
        return max(0.0, share * (limits.seconds - limits.elapsed() - LAST_WORDS - limits.reserve / 2))

    found = filled_up(problem, reloaded(problem, best.routes), _enough(left(0.3)))
    proven: tuple[bool, ...] = tuple(len(route) <= 1 for route in found)
    if not stop.is_set():
        found, proven = proven_orders(problem, found, seconds=left(0.8))
    # a better order may have made room
    routes = reloaded(problem, filled_up(problem, found, _enough(left(0.3))))
    proven = tuple(same and old == new for same, old, new in zip(proven, found, routes, strict=True))
    judged = judge(problem, routes)
    return Finished(
        routes=[list(route.route) for route in judged.routes],
        cost=judged.cost,
        unserved=list(judged.unserved),
        iterations=best.iterations,
        seconds=round(limits.elapsed(), 3),
        bound=_bound(problem, judged, proven),
        proven=proven,
        trace=(*best.trace, (round(limits.elapsed(), 3), judged.cost)),
        interrupted=stop.is_set(),
        places=tuple(
            places_of(problem, [route.route for route in judged.routes], judged.unserved, _enough(left(1.0)))
        ),
    )


def _enough(seconds: float | None) -> float | None:
    """Time for stops that are left out, however little there is: the app would take a hundred times as long."""
    return None if seconds is None else max(LEFT_OUT, seconds)


def _bound(problem: Problem, judged: PlanJudgement, proven: Sequence[bool]) -> int | None:
    """A cost no plan can beat, where it costs nothing to know: one vehicle, everything required, its order proven."""
    required = all(stop.prize is None for stop in problem.stops)
    if len(problem.vehicles) == 1 and required and judged.feasible and all(proven):
        return judged.cost
    return None
