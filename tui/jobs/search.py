"""One search for the routes of a day, shown as it goes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.planning.errors import PlanningError
from store.records import Day, Solver

if TYPE_CHECKING:
    from routing.engine.client import Finished, Solve
    from routing.planning.request import Request
    from routing.problem import Problem

_PAINT_EVERY = 0.25
"""Seconds between two plans shown while the search runs."""
_FILLING = 2.0
"""Seconds for putting in what the search has left out though it fits."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A search under way. `day` is None when only the clock moved on.

    `cost`, `gain` and `bound` in minor currency units: the gain since the first plan, and what no plan can cost less
    than; `finished` marks the last one, which is explained; `interrupted` says that it was stopped early.
    """

    day: Day | None
    cost: int
    gain: int
    seconds: float
    iterations: int
    finished: bool = False
    interrupted: bool = False
    bound: int | None = None


class Search:
    """Runs the engine on a request. Abandoning the iteration ends it; nothing is saved here."""

    def __init__(self, request: Request, *, travel: str, estimate: bool) -> None:
        self._request = request
        self._travel = {"travel": travel, "estimate": estimate}
        self._solve: Solve | None = None
        self._stopping = False

    def stop(self) -> None:
        """Asks the search to finish with the best so far."""
        self._stopping = True
        if self._solve is not None:
            self._solve.stop()

    async def progress(
        self, *, seconds: float | None, iterations: int | None, seed: int, workers: int, standing: bool
    ) -> AsyncGenerator[Progress, None]:
        """Better plans as they are found; with `standing` it starts from the routes as they stand."""
        from routing.engine.bound import lower_bound
        from routing.engine.client import Failed, Finished, Improved, Solve
        from routing.planning.setup import weighted

        start = self._request.start
        problem = weighted(self._request.model.problem, self._request.weights)
        bound = minor(await asyncio.to_thread(lower_bound, problem))
        solve = self._solve = Solve(
            problem,
            seconds=seconds,
            iterations=iterations,
            seed=seed,
            workers=workers,
            start=start if standing and any(start) else None,
            background=True,
        )
        first: int | None = None
        painted = 0.0
        try:
            async for event in solve.events():
                if isinstance(event, Failed):
                    raise PlanningError(event.code, **event.params)
                if isinstance(event, Finished):
                    event = await asyncio.to_thread(filled, problem, event)  # noqa: PLW2901
                cost = minor(event.cost)
                first = cost if first is None else first
                day = None
                if isinstance(event, Improved):
                    if time.monotonic() - painted > _PAINT_EVERY:
                        day = await asyncio.to_thread(self._found, event.routes)
                        painted = time.monotonic()
                    yield Progress(day, cost, first - cost, event.seconds, event.iterations, bound=bound)
                elif isinstance(event, Finished):
                    day = await asyncio.to_thread(self._finished, event, seed)
                    yield Progress(
                        day,
                        cost,
                        first - cost,
                        event.seconds,
                        event.iterations,
                        finished=True,
                        interrupted=self._stopping,
                        bound=bound if event.bound is None else minor(event.bound),
                    )
        finally:
            self._solve = None
            await solve.close()

    def _found(self, routes: list[list[int]]) -> Day:
        from routing.planning.timing import day_of

        return day_of(self._request.model, routes, self._request.base)

    def _finished(self, event: Finished, seed: int) -> Day:
        from routing.planning.explain import explained
        from routing.planning.idle import idle_told
        from routing.planning.insertion import sequences_of

        model = self._request.model
        proven = {rep.id for rep, proved in zip(model.reps, event.proven, strict=True) if proved}
        day = self._found(event.routes)
        routes = [route.model_copy(update={"proven_shortest": route.rep in proven}) for route in day.routes]
        solver = Solver(
            seconds=round(event.seconds, 3),
            iterations=event.iterations,
            seed=seed,
            cost=minor(event.cost) / 100,
            bound=None if event.bound is None else minor(event.bound) / 100,
        )
        day = day.model_copy(update={"routes": routes, "solver": solver, **self._travel})
        # what the engine says of places holds where it has weighted nothing and has reloads where the day has them
        same = not self._request.weights and sequences_of(model, day) == event.routes
        return idle_told(model, explained(model, day, dict(event.places) if same else None))


def filled(problem: Problem, event: Finished) -> Finished:
    """The answer with what still fits put in, where the search has had no time left to look: on a slow or busy
    machine its first plan may be all there is.
    """
    from routing.engine.finish import filled_up
    from routing.schedule import judge

    known = dict(event.places)

    def open_to(stop: int) -> bool:
        prize = problem.stops[stop].prize
        places = known.get(stop)
        return places is None or any(not breaks and (prize is None or cost < prize) for _, _, cost, breaks in places)

    if not any(map(open_to, event.unserved)):
        return event
    routes = filled_up(problem, event.routes, _FILLING)
    if routes == event.routes:
        return event
    judged = judge(problem, routes)
    same = [old == new and proven for old, new, proven in zip(event.routes, routes, event.proven, strict=True)]
    return replace(
        event, routes=routes, cost=judged.cost, unserved=list(judged.unserved), proven=tuple(same), places=()
    )


def minor(cost: float) -> int:
    """Minor currency units in a cost of the problem."""
    from routing.planning.model import COST_UNIT

    return round(cost / COST_UNIT)
