"""Large problems: the tables of one route alone, so that nobody holds 64-bit matrices over all pairs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from routing.problem import RELOAD, Problem
from routing.schedule import shim
from routing.schedule.tables import BREAK_FROM, BREAK_TO, END, PAUSE_PLACE, PLACE, RELOAD_PLACE, START, Tables

LARGE = 3000
"""Places above which a problem's own tables hold no matrices."""


def is_large(problem: Problem) -> bool:
    return bool(problem.times) and problem.times[0].shape[0] > LARGE


def excerpt(problem: Problem, t: Tables, vehicle: int, stops: Iterable[int]) -> Tables:
    """The tables of one vehicle and some stops, places numbered anew; `t` itself if the problem is small."""
    if not is_large(problem):
        return t
    rows = np.array([stop for stop in stops if stop != RELOAD], dtype=np.int64)
    stop_table, vehicles, breaks = (np.array(table) for table in (t.stops, t.vehicles, t.breaks))
    pauses = slice(vehicles[vehicle, BREAK_FROM], vehicles[vehicle, BREAK_TO])
    own = vehicles[vehicle, [START, END, RELOAD_PLACE]]
    places = np.unique(np.concatenate((own, breaks[pauses, PAUSE_PLACE], stop_table[rows, PLACE])))
    places = places[places >= 0]

    def renumbered(old: Any) -> Any:
        return np.where(old < 0, old, np.searchsorted(places, old))

    stop_table[rows, PLACE] = renumbered(stop_table[rows, PLACE])
    vehicles[vehicle, [START, END, RELOAD_PLACE]] = renumbered(own)
    breaks[pauses, PAUSE_PLACE] = renumbered(breaks[pauses, PAUSE_PLACE])
    where = np.ix_(places, places)
    times, distances = (
        np.stack([np.asarray(matrix[where], dtype=np.int64) for matrix in matrices])
        for matrices in (problem.times, problem.distances)
    )
    return t._replace(
        times=_view(times),
        distances=_view(distances),
        stops=_view(stop_table),
        vehicles=_view(vehicles),
        breaks=_view(breaks),
    )


def _view(array: Any) -> Any:
    array = np.ascontiguousarray(array)
    return array if shim.COMPILED else memoryview(array)
