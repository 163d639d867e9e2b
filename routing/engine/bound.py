"""A cost that no plan of a problem can go below, known before any search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.problem import Matrix, Problem, Stop
from routing.sparse import Sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray


def lower_bound(problem: Problem) -> int:
    """The sum, over all stops, of the least each one costs: its prize where it is left out, else the cheapest way
    from any other place to it and its service, by the cheapest vehicle.

    Every stop of a route is come to from one place only, so no leg is counted twice; fixed costs, waiting, breaks,
    overtime and the way home come on top. In cost units. A plan that breaks no rule never costs less; how far above
    the best plan may lie is not known.
    """
    if not problem.stops or not problem.vehicles or isinstance(problem.times[0], Sparse):
        return 0  # of a sparse matrix not every leg is known exactly
    paid_second = min(vehicle.time_cost for vehicle in problem.vehicles)
    paid_metre = min(vehicle.distance_cost for vehicle in problem.vehicles)
    fastest = max((pace for _, pace in problem.speed), default=1000)
    fastest = max(fastest, 1000)  # before the first step the matrices hold
    places = np.array(sorted({*(stop.place for stop in problem.stops), *_ends(problem)}))
    cheapest = np.minimum.reduce(
        [
            _among(problem.distances[mode], places) * paid_metre
            + _among(problem.times[mode], places) * 1000 // fastest * paid_second
            for mode in sorted({vehicle.mode for vehicle in problem.vehicles})
        ]
    )
    nearest = _to_each(cheapest)
    to_place = dict(zip(places.tolist(), nearest.tolist(), strict=True))
    at_hand = _shared(problem.stops) | _ends(problem)
    return sum(
        _least(stop, (0 if stop.place in at_hand else to_place[stop.place]) + stop.service * paid_second)
        for stop in problem.stops
    )


def _least(stop: Stop, served: int) -> int:
    return served if stop.prize is None else min(served, stop.prize)


def _ends(problem: Problem) -> set[int]:
    """Places other than stops that a vehicle can come from."""
    starts = {vehicle.start for vehicle in problem.vehicles}
    reloads = {vehicle.reload_place for vehicle in problem.vehicles if vehicle.reload_place is not None}
    breaks = {pause.place for vehicle in problem.vehicles for pause in vehicle.breaks if pause.place is not None}
    return starts | reloads | breaks


def _shared(stops: tuple[Stop, ...]) -> set[int]:
    """Places of several stops: there is no way between them."""
    seen: set[int] = set()
    return {stop.place for stop in stops if stop.place in seen or seen.add(stop.place)}  # type: ignore[func-returns-value]


def _among(matrix: Matrix, places: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(matrix[np.ix_(places, places)], dtype=np.int64)


def _to_each(costs: NDArray[np.int64]) -> NDArray[np.int64]:
    """The cheapest way to each place from any other."""
    others = costs.copy()
    np.fill_diagonal(others, np.iinfo(np.int64).max)
    nearest = others.min(axis=0)
    return np.where(nearest == np.iinfo(np.int64).max, 0, nearest)
