"""One search: from limits and a problem to the best plan found, told as it gets better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from routing.engine.events import Event, Finished
from routing.engine.finish import filled_up, places_of
from routing.engine.limits import Best, Limits, Stop
from routing.engine.plain.model import is_plain
from routing.problem import RELOAD, Problem, ProblemError
from routing.schedule import judge
from routing.schedule.judge import prepared


def search(
    problem: Problem,
    limits: Limits,
    *,
    start: Sequence[Sequence[int]] | None,
    stop: Stop,
    told: Callable[[Event], None],
) -> Finished:
    """The best plan within the limits. Raises `ProblemError` for a problem that cannot be searched.

    Parallel work goes through an executor; the kernels release the interpreter's lock, so threads will do here.
    """
    best = Best(problem, limits, told)
    if problem.stops:
        with ThreadPoolExecutor(max(1, limits.workers)) as executor:
            if is_plain(problem):
                from routing.engine.plain.rounds import search_plain

                search_plain(problem, limits, start, stop, best, executor)
            else:
                if problem.relations or any(vehicle.reload_place is not None for vehicle in problem.vehicles):
                    raise ProblemError("not_searchable_yet")
                from routing.engine.rich.searching import search_rich

                search_rich(problem, limits, start, stop, best, executor)
    else:
        prepared(problem)
    return _finished(best, stop)


def _finished(best: Best, stop: Stop) -> Finished:
    routes = filled_up(best.problem, best.routes)
    judged = judge(best.problem, routes)
    return Finished(
        routes=[list(route.route) for route in judged.routes],
        cost=judged.cost,
        unserved=list(judged.unserved),
        iterations=best.iterations,
        seconds=round(best.limits.elapsed(), 3),
        proven=tuple(sum(entry != RELOAD for entry in route.route) <= 1 for route in judged.routes),
        trace=(*best.trace, (round(best.limits.elapsed(), 3), judged.cost)),
        interrupted=stop.is_set(),
        places=tuple(places_of(best.problem, [route.route for route in judged.routes], judged.unserved)),
    )
