"""What the rich kernel knows of a problem besides the judge's tables: penalties, ties between stops, likeness."""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

import numpy as np

from routing.problem import DAY, Problem


class Rates(NamedTuple):
    """What the search adds to costs so that rules come first.

    Per unit of breach, per position, per stop left out, per offence against a relation.
    """

    breach: int
    misplaced: int
    left_out: int
    offence: int


class Ties(NamedTuple):
    """What ties stops to each other, and vehicles that are alike."""

    kind: Any
    """[relation] `SAME`, `DIFFERENT`, `BEFORE` or `DIRECT`"""
    start: Any
    """[relation, and one more] its first member in `members`"""
    members: Any
    of_start: Any
    """[stop, and one more] its first relation in `of`"""
    of: Any
    follower: Any
    """[stop] the one that must come right after it, -1 where none must"""
    worth: Any
    """[stop] cost of leaving it out: its prize, or for a required one more than anything else, most for large ones"""
    alike: Any
    """[vehicle] number of its kind: an empty vehicle of a kind stands for all of them"""
    fleet_start: Any
    """[kind, and one more] its first vehicle in `fleet`"""
    fleet: Any
    measured: Any
    """[vehicle] 1 where the spans of its routes tell all that the judge would: see `spans`"""


MOST_BREACH = 2**20
"""Breach of a route that still counts: with it and the rates nothing overflows."""
SAME, DIFFERENT, BEFORE, DIRECT = range(4)
_KINDS = {"same_route": SAME, "different_routes": DIFFERENT, "before": BEFORE, "direct": DIRECT}


def rates(problem: Problem) -> Rates:
    """Penalties above anything that serving a stop could cost, and far below overflow."""
    stops, vehicles = problem.stops, set(problem.vehicles)
    ceiling = 2**60 // (2 * (len(stops) + sum(len(relation.stops) for relation in problem.relations) + 1))
    leg = dearest = 1
    for vehicle in vehicles:
        times, distances = problem.times[vehicle.mode], problem.distances[vehicle.mode]
        leg = max(
            leg, vehicle.distance_cost * int(distances.max(initial=0)) + vehicle.time_cost * int(times.max(initial=0))
        )
        shift = vehicle.latest - vehicle.earliest
        dearest = max(
            dearest,
            vehicle.fixed_cost + vehicle.overtime_cost * shift + vehicle.balance_cost * (shift // 60) ** 2,
        )
    for stop in stops:
        own = stop.change_cost + (stop.late_cost or 0) * stop.late_limit + stop.promise_cost * DAY
        dearest = max(dearest, stop.prize or 0, own + max((cost for _, cost in stop.vehicle_cost), default=0))
    left_out = min(ceiling, 256 * leg + 8 * dearest)
    breach = min(2**34, leg + 2 * dearest)
    return Rates(breach=breach, misplaced=min(2**38, 16 * leg), left_out=left_out, offence=left_out)


def ties(problem: Problem, rate: Rates) -> Ties:
    """Relations, worths and likeness of vehicles as arrays."""
    stops = len(problem.stops)
    of: list[list[int]] = [[] for _ in range(stops)]
    follower = [-1] * stops
    heaviest = max((sum(stop.demand) for stop in problem.stops), default=0)
    for number, relation in enumerate(problem.relations):
        for stop in relation.stops:
            of[stop].append(number)
        if relation.kind == "direct":
            for one, other in itertools.pairwise(relation.stops):
                follower[one] = other
    alike = kinds(problem)
    fleet = sorted(range(len(alike)), key=lambda v: (alike[v], v))
    counts = np.bincount(alike, minlength=1) if alike else np.zeros(1, np.int64)
    return Ties(
        kind=_whole([_KINDS[relation.kind] for relation in problem.relations]),
        start=_whole(np.cumsum([0, *(len(relation.stops) for relation in problem.relations)])),
        members=_whole([stop for relation in problem.relations for stop in relation.stops]),
        of_start=_whole(np.cumsum([0, *(len(mine) for mine in of)])),
        of=_whole([number for mine in of for number in mine]),
        follower=_whole(follower),
        worth=_whole(
            [
                rate.left_out + rate.left_out * sum(stop.demand) // (1 + heaviest)
                if stop.prize is None or stop.fixed_vehicle is not None
                else stop.prize
                for stop in problem.stops
            ]
        ),
        alike=_whole(alike),
        fleet_start=_whole(np.cumsum([0, *counts])),
        fleet=_whole(fleet),
        measured=_whole(_measured(problem)),
    )


def kinds(problem: Problem) -> list[int]:
    """For each vehicle the number of its kind: equal vehicles that no stop tells apart."""
    told = {number for stop in problem.stops for number in (stop.fixed_vehicle, stop.usual_vehicle)}
    choosy = [stop for stop in problem.stops if stop.allowed is not None or stop.vehicle_cost]
    known: dict[object, int] = {}
    out = []
    for number, vehicle in enumerate(problem.vehicles):
        tastes = tuple(
            (
                stop.allowed is None or number in stop.allowed,
                sum(cost for v, cost in stop.vehicle_cost if v == number),
            )
            for stop in choosy
        )
        key = (vehicle, tastes, number if number in told else None)
        out.append(known.setdefault(key, len(known)))
    return out


def _measured(problem: Problem) -> list[int]:
    """For each vehicle 1 unless one of these matters: breaks, reloads, several windows, release, lateness, promises,
    locks, loads both ways, speed by the hour.
    """
    simple = not problem.speed and not any(
        len(stop.windows) > 1
        or stop.release
        or stop.late_cost is not None
        or (stop.promised is not None and stop.promise_cost)
        or stop.fixed_vehicle is not None
        or stop.fixed_begin is not None
        for stop in problem.stops
    )
    down, up = (
        {d for stop in problem.stops for d, load in enumerate(getattr(stop, name)) if load}
        for name in ("demand", "pickup")
    )
    simple = simple and not down & up
    return [int(simple and not vehicle.breaks and vehicle.max_trips <= 1) for vehicle in problem.vehicles]


def _whole(numbers: Any) -> Any:
    return np.array(numbers, dtype=np.int64)
