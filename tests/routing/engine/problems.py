"""Small problems to search."""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import dataclass
from typing import Any

import numpy as np

from routing.problem import Break, Problem, Stop, Vehicle
from routing.schedule import judge_route


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


def random_plane(
    stops: int,
    vehicles: int,
    *,
    seed: int,
    windows: bool = True,
    prizes: bool = False,
    symmetric: bool = True,
    **vehicle: Any,
) -> Problem:
    """A plain problem: one window and one demand each, everybody starting from one depot.

    Without `symmetric` the matrices are noise: neither symmetric nor metric, times apart from distances.
    """
    luck = random.Random(seed)
    count = stops + 1
    if symmetric:
        points = [(luck.uniform(0, 1000), luck.uniform(0, 1000)) for _ in range(count)]
        distances = np.array([[round(math.dist(a, b)) for b in points] for a in points], dtype=np.int64)
        times = distances
    else:
        distances, times = (
            np.array([[luck.randrange(1, 1000) for _ in range(count)] for _ in range(count)], dtype=np.int64)
            for _ in range(2)
        )
    made = []
    for place in range(1, count):
        opens = luck.randrange(1500, 5000)
        made.append(
            Stop(
                place=place,
                service=luck.choice((0, 60)),
                windows=((opens, opens + luck.choice((800, 3000))),) if windows else (),
                demand=(luck.randint(1, 9),),
                prize=luck.randrange(200, 2000) if prizes else None,
            )
        )
    rules = {"start": 0, "end": 0, "earliest": 0, "latest": 10_000, "capacity": (30,)} | vehicle
    return Problem((times,), (distances,), tuple(made), (Vehicle(**rules),) * vehicles)


@dataclass(frozen=True)
class Cheapest:
    """The best that trying everything finds: required stops left out first, then cost."""

    left_out: int
    cost: int


def cheapest_plan(problem: Problem) -> Cheapest:
    """Try every assignment, order and choice of stops. For a handful of stops only."""
    count, vehicles = len(problem.stops), len(problem.vehicles)
    best: dict[tuple[int, frozenset[int]], int] = {}
    for vehicle in range(vehicles):
        for size in range(count + 1):
            for members in itertools.combinations(range(count), size):
                costs = [
                    judged.cost
                    for order in itertools.permutations(members)
                    if (judged := judge_route(problem, vehicle, order)).feasible
                ]
                if costs:
                    best[vehicle, frozenset(members)] = min(costs)
    found = None
    for assigned in itertools.product(range(-1, vehicles), repeat=count):
        groups = [frozenset(i for i in range(count) if assigned[i] == v) for v in range(vehicles)]
        if any((v, group) not in best for v, group in enumerate(groups)):
            continue
        left = [problem.stops[i] for i in range(count) if assigned[i] < 0]
        missing = sum(stop.prize is None for stop in left)
        cost = sum(best[v, group] for v, group in enumerate(groups)) + sum(stop.prize or 0 for stop in left)
        if found is None or (missing, cost) < found:
            found = missing, cost
    assert found is not None
    return Cheapest(*found)
