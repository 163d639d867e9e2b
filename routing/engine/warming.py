"""Compiling the kernels ahead of the first plan."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

import numpy as np

from routing.engine.client import EngineError, Failed, Solve
from routing.engine.events import Event
from routing.problem import Break, Problem, Stop, Vehicle


def warm(report: Callable[[str], None] | None = None) -> float:
    """Compiles and caches both kernels, side by side, by solving a small problem with each; returns the seconds.

    `report` hears the cache's folder once it is filled. Raises `EngineError`.
    """
    from routing.engine.cache import folder

    places = np.arange(6, dtype=np.int64)
    matrix = np.abs(places[:, None] - places) * 60
    stops = tuple(Stop(place=place, service=60, windows=((0, 40_000),), prize=10_000) for place in range(1, 6))
    plain = Vehicle(start=0, end=0)
    rich = Vehicle(start=0, end=0, time_cost=1, breaks=(Break(60, 100, 3000),))
    kinds = (plain, rich)
    problems = [
        Problem(times=(matrix,), distances=(matrix,), stops=stops, vehicles=(vehicle,) * 2) for vehicle in kinds
    ]
    begun = time.monotonic()
    asyncio.run(_solved(problems))
    if report is not None:
        report(str(folder()))
    return time.monotonic() - begun


async def _solved(problems: Sequence[Problem]) -> None:
    for event in await asyncio.gather(*map(_last_word, problems)):
        if isinstance(event, Failed):
            raise EngineError(event.code, **event.params)


async def _last_word(problem: Problem) -> Event | None:
    last: Event | None = None
    async for event in Solve(problem, seconds=None, iterations=20, workers=1).events():
        last = event
    return last
