"""Small problems to search."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np

from routing.problem import Break, Problem, Stop, Vehicle


def scattered(stops: int, vehicles: int, *, seed: int = 1, windows: bool = True, **vehicle: Any) -> Problem:
    """Stops strewn around a depot, with hours, prizes and a lunch break for everybody."""
    luck = random.Random(seed)
    points = [(0.0, 0.0)] + [(luck.gauss(0, 3000), luck.gauss(0, 3000)) for _ in range(stops)]
    distances = np.array([[round(math.dist(a, b)) for b in points] for a in points], dtype=np.int64)
    hours = [(), ((8 * 3600, 11 * 3600),), ((8 * 3600, 10 * 3600), (14 * 3600, 17 * 3600))]
    made = tuple(
        Stop(
            place=i + 1,
            service=luck.choice((300, 600, 1200)),
            windows=luck.choice(hours) if windows else (),
            prize=luck.choice((2_000_000, 5_000_000)),
        )
        for i in range(stops)
    )
    rules = {
        "start": 0,
        "end": 0,
        "earliest": 8 * 3600,
        "latest": 18 * 3600,
        "distance_cost": 80,
        "time_cost": 833,
        "balance_cost": 4,
        "breaks": (Break(1800, 11 * 3600, 13 * 3600),),
    } | vehicle
    return Problem(
        times=(distances // 8,), distances=(distances,), stops=made, vehicles=(Vehicle(**rules),) * vehicles
    )
