"""A problem as arrays: what the judge's functions read, compiled or plain.

Few wide integer arrays instead of many narrow ones, since every array is passed by value into a
compiled call. Plain Python gets memoryviews over the same memory: they answer with Python's own
integers and several times faster than numpy's scalars.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from routing.problem import Problem
from routing.schedule import shim

NEVER = 2**60
"""Stands for "no limit" in the arrays; sums of a few of it still fit 64 bits."""

# columns of `Tables.stops`
PLACE, SERVICE, WINDOW_FROM, WINDOW_TO, RELEASE, LATE_COST, LATE_LIMIT = range(7)
FIXED_VEHICLE, FIXED_POSITION, USUAL, CHANGE_COST = range(7, 11)
PROMISED, PROMISE_TOLERANCE, PROMISE_COST, PRIZE = range(11, 15)
STOP_COLUMNS = 15

# columns of `Tables.vehicles`
START, END, EARLIEST, LATEST, SHIFT_END, FIXED_COST, DISTANCE_COST, TIME_COST = range(8)
OVERTIME_COST, BALANCE_COST, MODE, MAX_STOPS, MAX_WORK, MAX_DISTANCE = range(8, 14)
BREAK_FROM, BREAK_TO, RELOAD_PLACE, MAX_TRIPS, RELOAD_SERVICE, DEPARTURE_MATTERS = range(14, 20)
VEHICLE_COLUMNS = 20

# columns of `Tables.breaks`
PAUSE, PAUSE_EARLIEST, PAUSE_LATEST, PAUSE_AFTER, PAUSE_PLACE = range(5)


class Tables(NamedTuple):
    """The arrays. -1 stands for "none" where an index or a price is meant, `NEVER` for no limit."""

    times: Any
    """[mode, place, place] seconds"""
    distances: Any
    """[mode, place, place] metres"""
    stops: Any
    """[stop, column]"""
    windows: Any
    """[row, 2]: first and last second in which service may begin; a stop's rows lie together"""
    demand: Any
    """[stop, dimension]"""
    pickup: Any
    """[stop, dimension]"""
    fit: Any
    """[stop, vehicle] cost of this vehicle for this stop, -1 where it may not serve it; empty: no such rules"""
    vehicles: Any
    """[vehicle, column]"""
    capacity: Any
    """[vehicle, dimension]"""
    breaks: Any
    """[row, 5]; a vehicle's rows lie together"""
    speed: Any
    """[step, 2]: from this second on, driving goes at so many per mille of the normal speed"""


class Scratch(NamedTuple):
    """Room in which one route is timed; every array is flat. `leave` to `after` hold the labels of the walk."""

    leave: Any
    breach: Any
    last: Any
    place: Any
    before: Any
    after: Any
    node: Any
    pauses: Any
    totals: Any


def _or(value: int | None, default: int) -> int:
    return default if value is None else value


def dimensions(problem: Problem) -> int:
    """Return the number of capacity dimensions: as many as the longest capacity or load names."""
    lengths = [len(v.capacity) for v in problem.vehicles]
    lengths += [max(len(s.demand), len(s.pickup)) for s in problem.stops]
    return max(lengths, default=0)


def _stop_rows(problem: Problem) -> tuple[list[list[int]], list[tuple[int, int]]]:
    rows: list[list[int]] = []
    windows: list[tuple[int, int]] = []
    for stop in problem.stops:
        first = len(windows)
        # a fixed begin wins over the opening hours: whoever locked it has seen them
        if stop.fixed_begin is not None:
            windows.append((stop.fixed_begin, stop.fixed_begin))
        else:
            windows.extend(stop.windows or ((0, NEVER),))
        soft = stop.late_cost is not None and stop.fixed_begin is None
        rows.append(
            [
                stop.place,
                stop.service,
                first,
                len(windows),
                stop.release,
                _or(stop.late_cost, 0) if soft else 0,
                stop.late_limit if soft else 0,
                _or(stop.fixed_vehicle, -1),
                _or(stop.fixed_position, 0),
                _or(stop.usual_vehicle, -1),
                stop.change_cost,
                _or(stop.promised, -1),
                stop.promise_tolerance,
                stop.promise_cost,
                -1 if stop.fixed_vehicle is not None else _or(stop.prize, -1),
            ]
        )
    return rows, windows


def _vehicle_rows(problem: Problem) -> tuple[list[list[int]], list[list[int]]]:
    rows: list[list[int]] = []
    breaks: list[list[int]] = []
    promises = any(s.promised is not None and s.promise_cost for s in problem.stops)
    for v in problem.vehicles:
        first = len(breaks)
        breaks += [[b.duration, b.earliest, b.latest, _or(b.after, NEVER), _or(b.place, -1)] for b in v.breaks]
        matters = bool(v.time_cost or v.balance_cost or v.max_work is not None) or promises
        matters = matters or any(b.after is not None for b in v.breaks)
        rows.append(
            [
                v.start,
                _or(v.end, -1),
                v.earliest,
                v.latest,
                _or(v.shift_end, NEVER),
                v.fixed_cost,
                v.distance_cost,
                v.time_cost,
                v.overtime_cost,
                v.balance_cost,
                v.mode,
                _or(v.max_stops, NEVER),
                _or(v.max_work, NEVER),
                _or(v.max_distance, NEVER),
                first,
                len(breaks),
                _or(v.reload_place, -1),
                v.max_trips,
                v.reload_service,
                int(matters),
            ]
        )
    return rows, breaks


def _fit(problem: Problem) -> list[list[int]]:
    if not any(s.allowed is not None or s.vehicle_cost for s in problem.stops):
        return []
    rows = []
    for stop in problem.stops:
        row = [0] * len(problem.vehicles)
        for vehicle, cost in stop.vehicle_cost:
            row[vehicle] += cost
        if stop.allowed is not None:
            row = [row[v] if v in stop.allowed else -1 for v in range(len(row))]
        rows.append(row)
    return rows


def _array(rows: list[Any], columns: int) -> Any:
    array = np.array(rows, dtype=np.int64).reshape(len(rows), columns)
    return array if shim.COMPILED else memoryview(array)  # type: ignore[arg-type,unused-ignore]


def _stack(matrices: tuple[Any, ...], *, held: bool) -> Any:
    """All modes in one 32-bit array; a single zero for each where the matrices are not to be held."""
    array: Any = getattr(matrices[0], "base", None)
    if not held:
        array = np.zeros((len(matrices), 1, 1), np.int32)
    elif _ours(array, matrices):
        pass
    elif len(matrices) == 1:
        # a copy even of what has the right form: one mapped from a file cannot be written, another type to a compiler
        array = np.array(matrices[0], dtype=np.int32, order="C")[None]
    else:
        array = np.stack([np.asarray(matrix, dtype=np.int32) for matrix in matrices])
    array = np.ascontiguousarray(array)
    return array if shim.COMPILED else memoryview(array)  # type: ignore[arg-type,unused-ignore]


def _ours(whole: Any, matrices: tuple[Any, ...]) -> bool:
    """Whether the matrices are already one such array, in order, that nobody else writes."""
    return (
        isinstance(whole, np.ndarray)
        and whole.dtype == np.int32
        and whole.shape == (len(matrices), *matrices[0].shape)
        and whole.flags.c_contiguous
        and whole.flags.writeable
        and all(
            matrix.base is whole and matrix.ctypes.data == whole[mode].ctypes.data
            for mode, matrix in enumerate(matrices)
        )
    )


def tables(problem: Problem, *, matrices: bool = True) -> Tables:
    """Build the arrays of a problem that `check` has passed, its matrices only where wanted."""
    dims = dimensions(problem)
    stops, windows = _stop_rows(problem)
    vehicles, breaks = _vehicle_rows(problem)

    def padded(load: tuple[int, ...]) -> list[int]:
        return [*load, *([0] * (dims - len(load)))]

    return Tables(
        times=_stack(problem.times, held=matrices),
        distances=_stack(problem.distances, held=matrices),
        stops=_array(stops, STOP_COLUMNS),
        windows=_array(windows, 2),
        demand=_array([padded(s.demand) for s in problem.stops], dims),
        pickup=_array([padded(s.pickup) for s in problem.stops], dims),
        fit=_array(_fit(problem), len(problem.vehicles)),
        vehicles=_array(vehicles, VEHICLE_COLUMNS),
        # a dimension a vehicle says nothing about does not bind it
        capacity=_array([[*v.capacity, *([NEVER] * (dims - len(v.capacity)))] for v in problem.vehicles], dims),
        breaks=_array(breaks, 5),
        speed=_array([list(step) for step in problem.speed], 2),
    )


# columns of `Scratch.node`, one row per entry of the route
ARRIVE, BEGIN, LEAVE, LATEST_BEGIN, TAKEN_ARRIVE, TAKEN_BEGIN, TAKEN_LEAVE = range(7)
NODE_COLUMNS = 7

# places in `Scratch.totals`; from TOTALS on stands the peak load per dimension
HARD, COST, DEPART, RETURN, DISTANCE, TRAVEL, CALLS, PAUSED, WORK, OVERTIME = range(10)
LATE, BREAK_LATE, SHIFT_LATE, OVERLOAD, FORBIDDEN, OVER_STOPS, OVER_WORK, OVER_DISTANCE, OVER_TRIPS = range(10, 19)
MISPLACED, FIRST_TAKEN, STOPS = 19, 20, 21
TOTALS = 22


def scratch(longest: int, most_breaks: int, dims: int) -> Scratch:
    """Make room for routes of up to `longest` entries on vehicles of up to `most_breaks` breaks."""
    labels = (longest + 2) * (most_breaks + 1)

    def room(size: int) -> Any:
        return np.zeros(size, np.int64) if shim.COMPILED else [0] * size

    return Scratch(
        leave=room(labels),
        breach=room(labels),
        last=room(labels),
        place=room(labels),
        before=room(labels),
        after=room(labels),
        node=room((longest + 2) * NODE_COLUMNS),
        pauses=room(4 * (most_breaks + 1)),
        totals=room(TOTALS + dims),
    )
