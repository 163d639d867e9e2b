"""The routes as the kernel holds them: arrays with room to grow, and what undoing a step needs."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from routing.problem import Problem
from routing.schedule.tables import dimensions


class State(NamedTuple):
    """Routes and what is known of them. `route_of` is -1 for a stop that no route serves."""

    seq: Any
    """[vehicle, position] stops"""
    size: Any
    """[vehicle] number of stops"""
    cost: Any
    """[vehicle] judged cost"""
    hard: Any
    """[vehicle] breach of hard rules; not zero only where locked stops force it"""
    lost: Any
    """[vehicle] positions by which locked stops stand wrong"""
    minutes: Any
    """[vehicle] work in whole minutes"""
    load: Any
    """[vehicle, dimension] demand and pickup of all stops"""
    early: Any
    """[vehicle, position] earliest leave, breaks aside"""
    late: Any
    """[vehicle, position] latest begin, breaks aside"""
    route_of: Any
    at: Any
    """[stop] position on its route"""


class Aside(NamedTuple):
    """Room to work in: copies of the routes touched, candidates, marks."""

    seq: Any
    size: Any
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
    tried: Any
    """one route with one more stop"""
    clock: Any
    """[0] steps, [1] insertions so far"""


class Rates(NamedTuple):
    """What the search adds to costs so that rules come first: per unit of breach, per position, per stop left out."""

    breach: int
    misplaced: int
    left_out: int


def state(problem: Problem) -> State:
    """No routes yet."""
    stops, vehicles = len(problem.stops), len(problem.vehicles)
    room = stops + 2

    def zeros(*shape: int) -> Any:
        return np.zeros(shape, np.int64)

    return State(
        seq=zeros(vehicles, room),
        size=zeros(vehicles),
        cost=zeros(vehicles),
        hard=zeros(vehicles),
        lost=zeros(vehicles),
        minutes=zeros(vehicles),
        load=zeros(vehicles, max(1, dimensions(problem))),
        early=zeros(vehicles, room),
        late=zeros(vehicles, room),
        route_of=np.full(stops, -1, np.int64),
        at=zeros(stops),
    )


def aside(problem: Problem) -> Aside:
    stops, vehicles = len(problem.stops), len(problem.vehicles)
    room = stops + 2
    most = 2 * stops + 3 * vehicles + 8

    def zeros(*shape: int) -> Any:
        return np.zeros(shape, np.int64)

    return Aside(
        seq=zeros(vehicles, room),
        size=zeros(vehicles),
        touched=zeros(vehicles),
        stamp=zeros(vehicles),
        mark=zeros(vehicles, room + 1),
        absent=zeros(stops + 1),
        key=np.zeros(stops + 1),
        worth=zeros(most),
        vehicle=zeros(most),
        position=zeros(most),
        tried=zeros(room + 1),
        clock=zeros(2),
    )


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
    return Rates(breach=longest, misplaced=16 * longest, left_out=min(2**44, 256 * longest + 4 * (dearest + prizes)))
