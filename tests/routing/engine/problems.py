"""Small problems to search."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from routing.problem import RELOAD, Break, Problem, Stop, Vehicle
from routing.schedule import judge_route
from routing.schedule.relations import broken_relations


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
    """The best that trying everything finds: fewest required stops left out, of those the least load, then cost."""

    left_out: int
    cost: int


def cheapest_plan(problem: Problem) -> Cheapest:
    """Try every choice, assignment and order, with reloads anywhere. For a handful of stops only.

    Plans break no rule, but locked stops are served whatever that breaks, as the search does.
    """
    count, vehicles = len(problem.stops), len(problem.vehicles)
    best: dict[tuple[int, tuple[int, ...]], int] = {}
    ties = bool(problem.relations)
    for vehicle in range(vehicles):
        for size in range(count + 1):
            for members in itertools.combinations(range(count), size):
                for order in itertools.permutations(members):
                    costs = [
                        judged.cost
                        for route in _reloaded(problem, vehicle, order)
                        if (judged := judge_route(problem, vehicle, route)).feasible
                    ]
                    key = vehicle, order if ties else members
                    if costs and min(costs) < best.get(key, 2**62):
                        best[key] = min(costs)
    by_vehicle = [[(stops, cost) for (v, stops), cost in best.items() if v == vehicle] for vehicle in range(vehicles)]
    found: tuple[int, int, int] | None = None
    for chosen in itertools.product(*by_vehicle):
        served = [stop for stops, _ in chosen for stop in stops]
        if len(set(served)) < len(served):
            continue
        left = [stop for number, stop in enumerate(problem.stops) if number not in served]
        if any(stop.fixed_vehicle is not None for stop in left):
            continue
        if ties and broken_relations(problem, [stops for stops, _ in chosen]):
            continue
        missing = sum(stop.prize is None for stop in left)
        load = sum(sum(stop.demand) for stop in left if stop.prize is None)
        cost = sum(cost for _, cost in chosen) + sum(stop.prize or 0 for stop in left)
        if found is None or (missing, load, cost) < found:
            found = missing, load, cost
    assert found is not None
    return Cheapest(found[0], found[2])


def _reloaded(problem: Problem, vehicle: int, order: tuple[int, ...]) -> Iterator[list[int]]:
    """The order with up to the allowed number of reloads put between its stops."""
    yield list(order)
    for trips in range(2, min(problem.vehicles[vehicle].max_trips, len(order)) + 1):
        for cuts in itertools.combinations(range(1, len(order)), trips - 1):
            route: list[int] = []
            for begin, end in itertools.pairwise((0, *cuts, len(order))):
                route += [*([RELOAD] if begin else []), *order[begin:end]]
            yield route
