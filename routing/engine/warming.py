"""Compiling the kernels ahead of the first plan."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from routing.engine.client import solve_blocking
from routing.problem import Break, Problem, Stop, Vehicle


def warm(report: Callable[[str], None] | None = None) -> float:
    """Compiles and caches both kernels by solving a small problem with each; returns the seconds.

    `report` hears the cache's folder once it is filled.
    """
    from routing.engine.cache import folder

    places = np.arange(6, dtype=np.int64)
    matrix = np.abs(places[:, None] - places) * 60
    stops = tuple(Stop(place=place, service=60, windows=((0, 40_000),), prize=10_000) for place in range(1, 6))
    plain = Vehicle(start=0, end=0)
    rich = Vehicle(start=0, end=0, time_cost=1, breaks=(Break(60, 100, 3000),))
    seconds = 0.0
    for vehicle in (plain, rich):
        problem = Problem(times=(matrix,), distances=(matrix,), stops=stops, vehicles=(vehicle,) * 2)
        seconds += solve_blocking(problem, seconds=None, iterations=20, workers=1).seconds
    if report is not None:
        report(str(folder()))
    return seconds
