"""A plain problem as a whole, and the arrays of its parts.

Up to `DENSE` stops there is one dense matrix, and parts are cut out of it with their neighbour lists. Above
that nothing is held for all pairs: a part reads what it needs from the problem's own matrices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.engine.plain.model import ABOVE, NOTHING, VEHICLES, Plain
from routing.problem import HORIZON, Matrix, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

DENSE = 3000
NEAR = 60
"""Neighbours beside which a stop may be put."""
AROUND = 250
"""Neighbours from whose routes a step takes stops."""
WAIT = 0.2
"""Weight of a second's unavoidable waiting against one of driving, in choosing neighbours."""
_FAR = np.float32(3e38)


class Whole:
    """The stops as nodes: node 0 is the depot, node i + 1 stop i."""

    def __init__(self, problem: Problem) -> None:
        stops = problem.stops
        self.vehicle = vehicle = problem.vehicles[0]
        self.vehicles = len(problem.vehicles)
        self.count = len(stops) + 1
        self.places = np.array([vehicle.start, *(stop.place for stop in stops)], dtype=np.int64)
        self.service = np.array([0, *(stop.service for stop in stops)], dtype=np.int64)
        opens = [vehicle.earliest, *(stop.windows[0][0] if stop.windows else 0 for stop in stops)]
        closes = [vehicle.latest, *(stop.windows[0][1] if stop.windows else HORIZON for stop in stops)]
        self.opens = np.array(opens, dtype=np.int64)
        self.closes = np.minimum(np.array(closes, dtype=np.int64), HORIZON)
        self.demand = np.array([0, *(stop.demand[0] if stop.demand else 0 for stop in stops)], dtype=np.int64)
        self.distances, self.times = problem.distances[vehicle.mode], problem.times[vehicle.mode]
        self.rate = vehicle.distance_cost
        longest = max(1, int(self.distances.max(initial=0)) * self.rate)
        dearest = max((stop.prize or 0 for stop in stops), default=0)
        self.required = 256 * longest + 4 * (vehicle.fixed_cost + dearest)
        # of two required stops rather the smaller one is left out: room for it is found more easily
        heaviest = max(1, int(self.demand.max()))
        prizes = [
            self.required + self.required * int(load) // heaviest if stop.prize is None else stop.prize
            for stop, load in zip(stops, self.demand[1:], strict=True)
        ]
        self.worth = np.array([0, *prizes], dtype=np.int64)
        self.capacity = vehicle.capacity[0] if vehicle.capacity else 2**60
        # without windows only the length of the shift could bind
        bound = int(self.times.max(initial=0)) * (self.count + 1) + int(self.service.sum())
        self.timed = any(stop.windows for stop in stops) or bound > vehicle.latest - vehicle.earliest
        some = np.linspace(0, self.count - 1, min(self.count, 200)).astype(np.int64)
        seconds = float(self._seconds(some, some).mean())
        self.pace = float(self._costs(some, some).mean()) / seconds if seconds > 0 else 1.0
        """Cost of a second's driving, roughly: makes seconds and costs comparable."""
        self.dense = self._made(np.arange(self.count)) if self.count <= DENSE else None
        self.scale = self._scale()

    def priced(self, prices: NDArray[np.int64], above: int) -> None:
        """From now on parts note routes that cost at most `above` more than the prices of their stops."""
        if self.dense is not None:
            numbers = self.dense.numbers.copy()
            numbers[ABOVE] = above
            self.dense = self.dense._replace(price=prices, numbers=numbers)

    def part(self, nodes: NDArray[np.int64], vehicles: int) -> Plain:
        """The problem of some nodes alone for some vehicles; its nodes are numbered anew in the order given."""
        nodes = np.concatenate((np.zeros(1, np.int64), nodes))
        plain = self._made(nodes) if self.dense is None else _cut(self.dense, nodes)
        numbers = plain.numbers.copy()
        numbers[VEHICLES] = vehicles
        return plain._replace(numbers=numbers)

    def sides(self, nodes: NDArray[np.int64], one: int, other: int) -> NDArray[np.float64]:
        """How much nearer each node is to `one` than to `other`, negative where it is."""
        places = self.places[nodes]
        near, far = (np.asarray(self.distances[self.places[node]])[places] for node in (one, other))
        return near.astype(np.float64) - far.astype(np.float64)

    def farthest(self, nodes: NDArray[np.int64], one: int) -> int:
        return int(nodes[int(np.argmax(np.asarray(self.distances[self.places[one]])[self.places[nodes]]))])

    def _costs(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.int32]:
        costs = self._between(self.distances, rows, columns).astype(np.int64) * self.rate
        return costs.astype(np.int32)

    def _seconds(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.int32]:
        return self._between(self.times, rows, columns).astype(np.int32)

    def _between(self, matrix: Matrix, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Entries between nodes; the depot as a target is where routes end, an open end costs nothing."""
        places = self.places[columns].copy()
        if self.vehicle.end is not None:
            places[columns == 0] = self.vehicle.end
        out = np.asarray(matrix[np.ix_(self.places[rows], places)])
        if self.vehicle.end is None:
            out[:, columns == 0] = 0
        return out

    def _made(self, nodes: NDArray[np.int64]) -> Plain:
        cost = self._costs(nodes, nodes)
        symmetric = bool((cost == cost.T).all())
        cost_to = cost if symmetric else np.ascontiguousarray(cost.T)
        time, time_to = cost, cost_to
        if self.timed:
            time = self._seconds(nodes, nodes)
            if np.array_equal(time, cost):
                time = cost
            else:
                time_to = time if bool((time == time.T).all()) else np.ascontiguousarray(time.T)
        near, around = self._lists(nodes, cost, time)
        numbers = [self.capacity, self.vehicle.fixed_cost, self.vehicles, int(self.timed)]
        return Plain(
            cost, cost_to, time, time_to,
            self.service[nodes], self.opens[nodes], self.closes[nodes], self.demand[nodes], self.worth[nodes],
            np.zeros(len(nodes), np.int64), around, near,
            np.array([*numbers, int(symmetric and time_to is time), self.required, NOTHING], dtype=np.int64),
        )  # fmt: skip

    def _lists(
        self, nodes: NDArray[np.int64], cost: NDArray[np.int32], time: NDArray[np.int32]
    ) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        legs = np.minimum(cost, cost.T).astype(np.float32)
        legs[:, 0] = _FAR
        np.fill_diagonal(legs, _FAR)
        around = _nearest(legs, AROUND)
        if not self.timed:
            return np.ascontiguousarray(around[:, :NEAR]), around
        beside = legs + self._strain(nodes, time)
        beside = np.minimum(beside, beside.T)
        beside[:, 0] = _FAR
        np.fill_diagonal(beside, _FAR)
        return _nearest(beside, NEAR), around

    def _strain(self, nodes: NDArray[np.int64], time: NDArray[np.int32]) -> NDArray[np.float32]:
        """Unavoidable waiting and lateness of one node right after another, weighed as cost."""
        opens = self.opens[nodes].astype(np.float32)
        closes = self.closes[nodes].astype(np.float32)
        ready = time + self.service[nodes].astype(np.float32)[:, None]
        wait = np.maximum(0, opens[None, :] - ready - closes[:, None])
        late = np.maximum(0, opens[:, None] + ready - closes[None, :])
        return np.asarray(np.float32(self.pace) * (np.float32(WAIT) * wait + late))

    def _scale(self) -> float:
        """Mean cost of driving to the five nearest stops: the unit of heat."""
        if self.count < 3:
            return 1.0
        some = np.unique(np.linspace(1, self.count - 1, min(self.count - 1, 1000)).astype(np.int64))
        legs = self._costs(some, np.arange(1, self.count)).astype(np.float64)
        legs[np.arange(len(some)), some - 1] = np.inf
        most = min(5, self.count - 2)
        return max(1e-9, float(np.partition(legs, most - 1, axis=1)[:, :most].mean()))


def _nearest(legs: NDArray[np.float32], most: int) -> NDArray[np.uint32]:
    """For each row the columns of its smallest entries, smallest first, ties by number."""
    count = legs.shape[0]
    most = max(1, min(most, count - 2))
    if count < 3:
        return np.zeros((count, 1), np.uint32)
    if most < count // 3:
        found = np.sort(np.argpartition(legs, most, axis=1)[:, :most], axis=1)
        order = np.argsort(np.take_along_axis(legs, found, axis=1), axis=1, kind="stable")
        return np.ascontiguousarray(np.take_along_axis(found, order, axis=1), dtype=np.uint32)
    return np.ascontiguousarray(np.argsort(legs, axis=1, kind="stable")[:, :most], dtype=np.uint32)


def _cut(plain: Plain, nodes: NDArray[np.int64]) -> Plain:
    """Some nodes of a dense problem (the depot among them, first)."""
    if len(nodes) == plain.demand.shape[0] and np.array_equal(nodes, np.arange(len(nodes))):
        return plain
    where = np.ix_(nodes, nodes)
    cost = plain.cost[where]
    cost_to = cost if plain.cost_to is plain.cost else plain.cost_to[where]
    time, time_to = cost, cost_to
    if plain.time is not plain.cost:
        time = plain.time[where]
        time_to = time if plain.time_to is plain.time else plain.time_to[where]
    number = np.zeros(plain.demand.shape[0], np.uint32)
    number[nodes] = np.arange(len(nodes), dtype=np.uint32)
    return Plain(
        cost, cost_to, time, time_to,
        plain.service[nodes], plain.opens[nodes], plain.closes[nodes], plain.demand[nodes], plain.worth[nodes],
        plain.price[nodes], _kept(number[plain.around[nodes]]), _kept(number[plain.near[nodes]]), plain.numbers,
    )  # fmt: skip


def _kept(lists: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Lists with the zeros moved behind everything else."""
    order = np.argsort(lists == 0, axis=1, kind="stable")
    return np.ascontiguousarray(np.take_along_axis(lists, order, axis=1))
