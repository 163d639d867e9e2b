"""The routes as the kernel holds them: arrays with room to grow, and what undoing a step needs."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from routing.problem import Problem
from routing.schedule.tables import dimensions

# columns of `State.row`, one row per entry of a route; breaks aside
EARLY, LATE_BEGIN, AHEAD, LAST_START, BEHIND, FIRST_BEGIN, REACH, LEG = range(8)
ROW = 8

# columns of `State.sums`, one row per vehicle; from LOADS on demand and pickup of each dimension
COST, HARD, LOST, PRICED, LENGTH, WORK, BACK, PAUSED, HELD = range(9)
LOADS = 9

# places in `Aside.clock`
STEP, LOOK, BROKEN, MISSING, WAS, BLINK = range(6)

ALONE, RELOAD_FIRST, RELOAD_AFTER = range(3)


class State(NamedTuple):
    """Routes and what is known of them. `route_of` is -1 for a stop that no route serves."""

    seq: Any
    """[vehicle, position] stops and reloads"""
    size: Any
    """[vehicle] number of entries"""
    sums: Any
    """[vehicle, column]: judged cost, breach of hard rules, positions by which locked stops stand wrong; price
    without what stops add; length, working time and return; how much breaks add to the last two; loads"""
    row: Any
    """[vehicle, position, column]: earliest leave, latest begin; working time up to here and the latest departure
    it holds for; working time from here on and the earliest begin it holds for; metres up to here and of the leg"""
    route_of: Any
    at: Any
    """[stop] position on its route, reloads counted"""
    absence: Any
    """[stop] how many steps have left it out though it is required; -1: nobody could serve it"""


class Aside(NamedTuple):
    """Room to work in: copies of the routes touched, candidates, marks."""

    seq: Any
    size: Any
    sums: Any
    row: Any
    touched: Any
    """[k] the vehicle whose copy stands in row k"""
    stamp: Any
    """[vehicle] the step that touched it last"""
    mark: Any
    """[vehicle, position] the insertion that looked at it last"""
    absent: Any
    key: Any
    place: Any
    """[candidate, 4]: estimated cost, vehicle, position, `ALONE` or with a reload before or after the stop"""
    spot: Any
    """[k, 2]: vehicle and position to be looked at"""
    tried: Any
    """one route with one more stop, and perhaps a reload"""
    clock: Any
    """steps, insertions so far, relations' offences, required stops left out, their absences before a step, places
    until one is passed over"""


def state(problem: Problem) -> State:
    """No routes yet. Memory is only taken as routes grow."""
    stops, vehicles = len(problem.stops), len(problem.vehicles)
    room = 2 * stops + 2
    return State(
        seq=_zeros(vehicles, room),
        size=_zeros(vehicles),
        sums=_zeros(vehicles, LOADS + 2 * dimensions(problem)),
        row=_zeros(vehicles, room, ROW),
        route_of=np.full(stops, -1, np.int64),
        at=_zeros(stops),
        absence=_zeros(stops),
    )


def aside(problem: Problem) -> Aside:
    stops, vehicles = len(problem.stops), len(problem.vehicles)
    room = 2 * stops + 2
    return Aside(
        seq=_zeros(vehicles, room),
        size=_zeros(vehicles),
        sums=_zeros(vehicles, LOADS + 2 * dimensions(problem)),
        row=_zeros(vehicles, room, ROW),
        touched=_zeros(vehicles),
        stamp=_zeros(vehicles),
        mark=_zeros(vehicles, room + 1),
        absent=_zeros(stops + 1),
        key=np.zeros(stops + 1),
        place=_zeros(3 * (2 * stops + 3 * vehicles + 8), 4),
        spot=_zeros(2 * stops + 3 * vehicles + 8, 2),
        tried=_zeros(room + 2),
        clock=_zeros(6),
    )


def _zeros(*shape: int) -> Any:
    return np.zeros(shape, np.int64)
