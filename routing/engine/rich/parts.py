"""A problem cut into parts that are searched apart: some routes, the stops on them, their vehicles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from routing.problem import RELOAD, Problem, Relation, Routes, Stop

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Part:
    """A problem of its own: its stop i is stop `stops[i]` of the whole, its vehicle j vehicle `vehicles[j]`."""

    problem: Problem
    stops: list[int]
    vehicles: list[int]

    def inside(self, routes: Routes) -> list[list[int]]:
        """Routes of the whole in the part's numbers."""
        number = {stop: i for i, stop in enumerate(self.stops)} | {RELOAD: RELOAD}
        return [[number[stop] for stop in routes[vehicle]] for vehicle in self.vehicles]

    def outside(self, route: Sequence[int]) -> list[int]:
        """A route of the part in the numbers of the whole."""
        return [stop if stop == RELOAD else self.stops[stop] for stop in route]


def halves(problem: Problem, routes: Routes, luck: np.random.Generator) -> list[Part]:
    """Two parts of about as many stops, each on its side between two stops far from each other.

    Stops tied together go the way of the first of them; vehicles that stay at home are shared out.
    """
    places = np.array([stop.place for stop in problem.stops])
    metres = problem.distances[problem.vehicles[0].mode]
    one = places[luck.integers(len(places))]
    other = places[int(np.argmax(np.asarray(metres[one])[places]))]
    side = np.asarray(metres[one])[places].astype(np.float64) - np.asarray(metres[other])[places]
    groups, idle = _groups(problem, routes)
    groups.sort(key=lambda group: float(np.mean(side[group[0]])) if group[0] else 0.0)
    parts: tuple[list[tuple[list[int], list[int]]], ...] = ([], [])
    half = len(places) / 2
    so_far = 0
    for group in groups:
        parts[so_far + len(group[0]) / 2 > half].append(group)
        so_far += len(group[0])
    shared = [[vehicle for k, vehicle in enumerate(idle) if k % 2 == turn] for turn in range(2)]
    return [
        _part(
            problem,
            sorted(stop for stops, _ in part for stop in stops),
            sorted([vehicle for _, vehicles in part for vehicle in vehicles] + rest),
        )
        for part, rest in zip(parts, shared, strict=True)
        if part
    ]


def _groups(problem: Problem, routes: Routes) -> tuple[list[tuple[list[int], list[int]]], list[int]]:
    """Stops and vehicles that stay together: a route, routes tied by relations, a stop alone; and idle vehicles."""
    root = list(range(len(problem.stops)))

    def top(stop: int) -> int:
        while root[stop] != stop:
            root[stop] = root[root[stop]]
            stop = root[stop]
        return stop

    calls = [[stop for stop in route if stop != RELOAD] for route in routes]
    for tied in (*calls, *(relation.stops for relation in problem.relations)):
        for stop in tied[1:]:
            root[top(stop)] = top(tied[0])
    found: dict[int, tuple[list[int], list[int]]] = {}
    for stop in range(len(problem.stops)):
        found.setdefault(top(stop), ([], []))[0].append(stop)
    idle = []
    for vehicle in range(len(problem.vehicles)):
        if vehicle < len(calls) and calls[vehicle]:
            found[top(calls[vehicle][0])][1].append(vehicle)
        else:
            idle.append(vehicle)
    idle.sort(key=lambda vehicle: (repr(problem.vehicles[vehicle]), vehicle))
    return list(found.values()), idle


def _part(problem: Problem, stops: list[int], vehicles: list[int]) -> Part:
    number = {vehicle: j for j, vehicle in enumerate(vehicles)}
    index = {stop: i for i, stop in enumerate(stops)}
    drivers = [problem.vehicles[vehicle] for vehicle in vehicles]
    used = {problem.stops[stop].place for stop in stops}
    for vehicle in drivers:
        named = (vehicle.start, vehicle.end, vehicle.reload_place, *(pause.place for pause in vehicle.breaks))
        used |= {place for place in named if place is not None}
    places: NDArray[np.int64] = np.array(sorted(used))
    place = {old: new for new, old in enumerate(places.tolist())}
    where = np.ix_(places, places)
    return Part(
        replace(
            problem,
            times=tuple(np.asarray(matrix[where]) for matrix in problem.times),
            distances=tuple(np.asarray(matrix[where]) for matrix in problem.distances),
            stops=tuple(_stop(problem.stops[stop], place, number) for stop in stops),
            vehicles=tuple(
                replace(
                    vehicle,
                    start=place[vehicle.start],
                    end=None if vehicle.end is None else place[vehicle.end],
                    reload_place=None if vehicle.reload_place is None else place[vehicle.reload_place],
                    breaks=tuple(
                        pause if pause.place is None else replace(pause, place=place[pause.place])
                        for pause in vehicle.breaks
                    ),
                )
                for vehicle in drivers
            ),
            relations=tuple(
                Relation(relation.kind, tuple(index[stop] for stop in relation.stops))
                for relation in problem.relations
                if relation.stops and relation.stops[0] in index
            ),
            names=(),
        ),
        stops,
        vehicles,
    )


def _stop(stop: Stop, place: dict[int, int], number: dict[int, int]) -> Stop:
    """A stop as the part's vehicles see it. Its usual vehicle may be elsewhere: then any other costs the change."""
    usual = number.get(stop.usual_vehicle) if stop.usual_vehicle is not None else None
    costs = tuple((number[v], cost) for v, cost in stop.vehicle_cost if v in number)
    if stop.usual_vehicle is not None and usual is None:
        costs = (*costs, *((v, stop.change_cost) for v in number.values()))
    return replace(
        stop,
        place=place[stop.place],
        allowed=None if stop.allowed is None else tuple(number[v] for v in stop.allowed if v in number),
        vehicle_cost=costs,
        fixed_vehicle=None if stop.fixed_vehicle is None else number.get(stop.fixed_vehicle),
        usual_vehicle=usual,
    )
