"""Which stops are near each other, by the matrices alone and by the clock as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.problem import Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR = 40
"""Neighbours beside which a stop may be put."""
AROUND = 250
"""Neighbours from which a step takes stops."""
WAIT = 0.2
"""Weight of a second's unavoidable waiting against one of driving, in choosing neighbours."""
_ROWS = 500
"""Rows looked at together, so that no matrix over all pairs is made."""


def neighbours(problem: Problem) -> tuple[NDArray[np.int64], NDArray[np.int64], float]:
    """For each stop the stops around it and those beside which it may stand, nearest first; the scale of heat.

    Nearness for standing beside counts unavoidable waiting and lateness between first windows and last ones. The
    scale is the mean cost of driving to the five nearest.
    """
    vehicle = problem.vehicles[0]
    stops = problem.stops
    places = np.array([stop.place for stop in stops])
    times, metres = problem.times[vehicle.mode], problem.distances[vehicle.mode]
    first = np.array([stop.windows[0][0] if stop.windows else 0 for stop in stops], dtype=np.float32)
    last = np.array([stop.windows[-1][1] if stop.windows else 2**40 for stop in stops], dtype=np.float32)
    service = np.array([stop.service for stop in stops], dtype=np.float32)
    timed = any(stop.windows for stop in stops)
    costs_nothing = not (vehicle.distance_cost or vehicle.time_cost)

    def legs(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Cost and seconds of driving between stops."""
        where = np.ix_(places[rows], places[columns])
        seconds = np.asarray(times[where]).astype(np.float32)
        cost = vehicle.distance_cost * np.asarray(metres[where]).astype(np.float32) + vehicle.time_cost * seconds
        return cost + seconds if costs_nothing else cost, seconds

    everything = np.arange(len(stops))
    some = everything[:: max(1, len(stops) // 200)]
    cost, seconds = legs(some, some)
    pace = max(1.0, float(np.median(cost))) / max(1.0, float(np.median(seconds)))
    around, near, scale = [], [], 0.0
    for begin in range(0, len(stops), _ROWS):
        rows = everything[begin : begin + _ROWS]
        out, seconds = legs(rows, everything)
        back, seconds_back = (matrix.T for matrix in legs(everything, rows))
        leg = np.maximum(out, back)
        leg[np.arange(len(rows)), rows] = np.inf
        around.append(_nearest(leg, AROUND))
        if len(stops) > 1:
            scale += float(np.take_along_axis(leg, around[-1][:, :5], axis=1).mean()) * len(rows)
        if timed:
            one = out + pace * _strain(seconds, service[rows, None], first[rows, None], last[rows, None], first, last)
            other = back + pace * _strain(seconds_back, service, first, last, first[rows, None], last[rows, None])
            leg = np.minimum(one, other)
            leg[np.arange(len(rows)), rows] = np.inf
            near.append(_nearest(leg, NEAR))
        else:
            near.append(around[-1][:, :NEAR])
    return np.concatenate(around), np.ascontiguousarray(np.concatenate(near)), max(scale / len(stops), 1.0)


def _strain(
    seconds: NDArray[np.float32],
    service: NDArray[np.float32],
    first: NDArray[np.float32],
    last: NDArray[np.float32],
    first_after: NDArray[np.float32],
    last_after: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Seconds of unavoidable waiting, weighed, and of lateness at one stop right after another."""
    ready = seconds + service
    wait = np.maximum(0, first_after - ready - last)
    late = np.maximum(0, first + ready - last_after)
    return np.asarray(np.float32(WAIT) * wait + late)


def _nearest(legs: NDArray[np.float32], most: int) -> NDArray[np.int64]:
    """For each row the columns of its smallest entries, smallest first, ties by number."""
    most = min(most, legs.shape[1] - 1)
    if most < legs.shape[1] // 3:
        found = np.sort(np.argpartition(legs, most, axis=1)[:, :most], axis=1)
        order = np.argsort(np.take_along_axis(legs, found, axis=1), axis=1, kind="stable")
        return np.take_along_axis(found, order, axis=1).astype(np.int64)
    return np.argsort(legs, axis=1, kind="stable")[:, :most].astype(np.int64)
