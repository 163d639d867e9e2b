"""The routes as the kernel holds them: arrays with room to grow, and what undoing a step needs."""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

import numpy as np

from routing.problem import Problem
from routing.schedule.tables import dimensions


class State(NamedTuple):
    """Routes and what is known of them. `route_of` is -1 for a stop that no route serves."""

    seq: Any
    """[vehicle, position] stops and reloads"""
    size: Any
    """[vehicle] number of entries"""
    cost: Any
    """[vehicle] judged cost"""
    hard: Any
    """[vehicle] breach of hard rules; not zero only where locked stops force it"""
    lost: Any
    """[vehicle] positions by which locked stops stand wrong"""
    minutes: Any
    """[vehicle] work in whole minutes"""
    load: Any
    """[vehicle, 2 · dimension]: demand of all stops, then their pickup, dimension by dimension"""
    early: Any
    """[vehicle, position] earliest leave, breaks aside"""
    late: Any
    """[vehicle, position] latest begin, breaks aside"""
    route_of: Any
    at: Any
    """[stop] position on its route, reloads counted"""


class Aside(NamedTuple):
    """Room to work in: copies of the routes touched, candidates, marks."""

    seq: Any
    size: Any
    early: Any
    late: Any
    figures: Any
    """[k, column] cost, hard, lost, minutes, then the loads"""
    touched: Any
    """[k] the vehicle whose copy stands in row k"""
    stamp: Any
    """[vehicle] the step that touched it last"""
    mark: Any
    """[vehicle, position] the insertion that looked at it last"""
    absent: Any
    key: Any
    worth: Any
    """[candidate] estimated cost"""
    vehicle: Any
    position: Any
    way: Any
    """[candidate] `ALONE`, or with a reload before or after the stop"""
    kind: Any
    """[kind of vehicle] the insertion that looked at an empty one last"""
    tried: Any
    """one route with one more stop, and perhaps a reload"""
    clock: Any
    """[0] steps, [1] insertions so far, [2] relations' offences"""


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


SAME, DIFFERENT, BEFORE, DIRECT = range(4)
_KINDS = {"same_route": SAME, "different_routes": DIFFERENT, "before": BEFORE, "direct": DIRECT}
ALONE, RELOAD_FIRST, RELOAD_AFTER = range(3)


def state(problem: Problem) -> State:
    """No routes yet."""
    stops, vehicles = len(problem.stops), len(problem.vehicles)
    room = 2 * stops + 2

    def zeros(*shape: int) -> Any:
        return np.zeros(shape, np.int64)

    return State(
        seq=zeros(vehicles, room),
        size=zeros(vehicles),
        cost=zeros(vehicles),
        hard=zeros(vehicles),
        lost=zeros(vehicles),
        minutes=zeros(vehicles),
        load=zeros(vehicles, max(1, 2 * dimensions(problem))),
        early=zeros(vehicles, room),
        late=zeros(vehicles, room),
        route_of=np.full(stops, -1, np.int64),
        at=zeros(stops),
    )


def aside(problem: Problem) -> Aside:
    stops, vehicles = len(problem.stops), len(problem.vehicles)
    room = 2 * stops + 2
    most = 3 * (2 * stops + 3 * vehicles + 8)

    def zeros(*shape: int) -> Any:
        return np.zeros(shape, np.int64)

    return Aside(
        seq=zeros(vehicles, room),
        size=zeros(vehicles),
        early=zeros(vehicles, room),
        late=zeros(vehicles, room),
        figures=zeros(vehicles, 4 + max(1, 2 * dimensions(problem))),
        touched=zeros(vehicles),
        stamp=zeros(vehicles),
        mark=zeros(vehicles, room + 1),
        absent=zeros(stops + 1),
        key=np.zeros(stops + 1),
        worth=zeros(most),
        vehicle=zeros(most),
        position=zeros(most),
        way=zeros(most),
        kind=zeros(vehicles),
        tried=zeros(room + 2),
        clock=zeros(3),
    )


def ties(problem: Problem, rate: Rates) -> Ties:
    """Relations, worths and likeness of vehicles as arrays."""

    def whole(numbers: Any) -> Any:
        return np.array(numbers, dtype=np.int64)

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
    return Ties(
        kind=whole([_KINDS[relation.kind] for relation in problem.relations]),
        start=whole(np.cumsum([0, *(len(relation.stops) for relation in problem.relations)])),
        members=whole([stop for relation in problem.relations for stop in relation.stops]),
        of_start=whole(np.cumsum([0, *(len(mine) for mine in of)])),
        of=whole([number for mine in of for number in mine]),
        follower=whole(follower),
        worth=whole(
            [
                rate.left_out + rate.left_out * sum(stop.demand) // (1 + heaviest)
                if stop.prize is None or stop.fixed_vehicle is not None
                else stop.prize
                for stop in problem.stops
            ]
        ),
        alike=whole(kinds(problem)),
    )


def kinds(problem: Problem) -> list[int]:
    """For each vehicle the number of its kind: equal vehicles that no stop tells apart."""
    told = {number for stop in problem.stops for number in (stop.fixed_vehicle, stop.usual_vehicle)}
    known: dict[object, int] = {}
    out = []
    for number, vehicle in enumerate(problem.vehicles):
        tastes = tuple(
            (
                stop.allowed is None or number in stop.allowed,
                sum(cost for v, cost in stop.vehicle_cost if v == number),
            )
            for stop in problem.stops
            if stop.allowed is not None or stop.vehicle_cost
        )
        key = (vehicle, tastes, number if number in told else None)
        out.append(known.setdefault(key, len(known)))
    return out


def rates(problem: Problem) -> Rates:
    """Penalties above anything the costs of a few legs could outweigh, and far below overflow."""
    longest = 1
    for vehicle in problem.vehicles:
        times, distances = problem.times[vehicle.mode], problem.distances[vehicle.mode]
        leg = vehicle.distance_cost * int(distances.max(initial=0)) + vehicle.time_cost * int(times.max(initial=0))
        longest = max(longest, leg)
    longest = min(longest, 2**34)
    dearest = max((vehicle.fixed_cost for vehicle in problem.vehicles), default=0)
    prizes = max((stop.prize or 0 for stop in problem.stops), default=0)
    left_out = min(2**44, 256 * longest + 4 * (dearest + prizes))
    return Rates(breach=longest, misplaced=16 * longest, left_out=left_out, offence=left_out)
