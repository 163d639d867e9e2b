"""Large problems: the tables of one route alone, so that nobody holds 64-bit matrices over all pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from routing.problem import RELOAD, Problem
from routing.schedule import shim
from routing.schedule.tables import (
    BREAK_FROM,
    BREAK_TO,
    END,
    FIXED_VEHICLE,
    PAUSE_PLACE,
    PLACE,
    RELOAD_PLACE,
    START,
    USUAL,
    WINDOW_FROM,
    WINDOW_TO,
    Tables,
)

LARGE = 3000
"""Places above which a problem's own tables hold no matrices."""


def is_large(problem: Problem) -> bool:
    return bool(problem.times) and problem.times[0].shape[0] > LARGE


def excerpt(problem: Problem, t: Tables, vehicle: int, route: Sequence[int]) -> tuple[Tables, int, list[int]]:
    """The tables of one vehicle and some stops, numbered anew, with their new numbers; all as it is if small."""
    if not is_large(problem):
        return t, vehicle, list(route)
    rows = np.array([stop for stop in route if stop != RELOAD], dtype=np.int64)
    stops, windows = np.asarray(t.stops)[rows], np.asarray(t.windows)
    spans = [windows[first:last] for first, last in stops[:, [WINDOW_FROM, WINDOW_TO]]]
    ends = np.cumsum([0, *map(len, spans)])
    stops[:, WINDOW_FROM], stops[:, WINDOW_TO] = ends[:-1], ends[1:]
    for column in (FIXED_VEHICLE, USUAL):
        named = stops[:, column]
        stops[:, column] = np.where(named < 0, -1, named != vehicle)
    own = np.asarray(t.vehicles)[vehicle : vehicle + 1].copy()
    breaks = np.asarray(t.breaks)[own[0, BREAK_FROM] : own[0, BREAK_TO]].copy()
    own[0, BREAK_FROM], own[0, BREAK_TO] = 0, len(breaks)
    named = own[0, [START, END, RELOAD_PLACE]]
    places = np.unique(np.concatenate((named, breaks[:, PAUSE_PLACE], stops[:, PLACE])))
    places = places[places >= 0]

    def renumbered(old: Any) -> Any:
        return np.where(old < 0, old, np.searchsorted(places, old))

    stops[:, PLACE] = renumbered(stops[:, PLACE])
    own[0, [START, END, RELOAD_PLACE]] = renumbered(named)
    breaks[:, PAUSE_PLACE] = renumbered(breaks[:, PAUSE_PLACE])
    where = np.ix_(places, places)
    times, distances = (
        np.stack([np.asarray(matrix[where], dtype=np.int32) for matrix in matrices])
        for matrices in (problem.times, problem.distances)
    )
    fit = np.asarray(t.fit)
    tables = t._replace(
        times=_view(times),
        distances=_view(distances),
        stops=_view(stops),
        windows=_view(np.concatenate(spans) if spans else windows[:0]),
        demand=_view(np.asarray(t.demand)[rows]),
        pickup=_view(np.asarray(t.pickup)[rows]),
        fit=_view(fit[rows][:, [vehicle]] if len(fit) else fit),
        vehicles=_view(own),
        capacity=_view(np.asarray(t.capacity)[vehicle : vehicle + 1]),
        breaks=_view(breaks),
    )
    numbers = {int(stop): number for number, stop in enumerate(rows)}
    return tables, 0, [stop if stop == RELOAD else numbers[stop] for stop in route]


def _view(array: Any) -> Any:
    array = np.ascontiguousarray(array)
    return array if shim.COMPILED else memoryview(array)
