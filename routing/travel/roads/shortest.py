"""Shortest ways on a network: RoutingKit's customizable contraction hierarchies, or scipy's Dijkstra.

Both answer the same questions with the same integers. A *door* is a state with the milliseconds (and metres)
between it and a place on one of its edges.

Metres of the fastest way are found by asking a second time with every metre a little dearer: what that adds
is the length of the way, to the metre where both ask for the same way, and else a length between theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from routing.travel.roads.graph import Arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

Doors = Sequence[tuple[int, int, int]]
"""(state, milliseconds, metres) of one place."""
_FAR = np.int64(2**40)
_FINE = 16
"""A metre costs this part of a millisecond, where it costs; RoutingKit's 31 bits then hold ways of 37 hours."""


class Shortest(Protocol):
    """Shortest ways on one network."""

    def table(self, out: Sequence[Doors], into: Sequence[Doors], *, dear: bool) -> NDArray[np.int64]:
        """Milliseconds from every place to every place; with `dear`, sixteenths of them, and one more a metre."""
        ...

    def path(self, out: Doors, into: Doors) -> tuple[int, list[int], int] | None:
        """The number of the door taken out, the arcs driven, the number of the door taken in."""
        ...


def price(ms: Any, metres: Any, *, dear: bool) -> Any:
    """What a piece of the way costs the search."""
    return ms * _FINE + metres if dear else ms


def simple_arcs(net: Arrays) -> NDArray[np.int64]:
    """Of all arcs between the same two states the quickest; none from a state to itself."""
    tail, head = net["tail"].astype(np.int64), net["head"].astype(np.int64)
    order = np.lexsort((net["metres"], net["ms"], head, tail))
    t, h = tail[order], head[order]
    kept = np.ones(len(order), bool)
    kept[1:] = (t[1:] != t[:-1]) | (h[1:] != h[:-1])
    found: NDArray[np.int64] = order[kept & (t != h)]
    return found


def contraction_order(net: Arrays, arcs: NDArray[np.int64]) -> NDArray[np.int32] | None:
    """The order in which states are contracted; None where RoutingKit is not installed."""
    try:
        import routingkit_cch
    except ImportError:
        return None
    order = routingkit_cch.compute_order_inertial(
        len(net["lon"]),
        net["tail"][arcs].tolist(),
        net["head"][arcs].tolist(),
        net["lat"].tolist(),
        net["lon"].tolist(),
    )
    return np.array(order, np.int32)


class Hierarchy:
    """By contraction hierarchy."""

    def __init__(self, net: Arrays, arcs: NDArray[np.int64], order: NDArray[np.int32]) -> None:
        import routingkit_cch

        self._kit = routingkit_cch
        self._arcs = arcs
        self._ms, self._metres = net["ms"][arcs], net["metres"][arcs]
        self._cch = routingkit_cch.CCH(order.tolist(), net["tail"][arcs].tolist(), net["head"][arcs].tolist(), False)
        self._metrics: dict[bool, Any] = {}

    def _metric(self, dear: bool) -> Any:
        if dear not in self._metrics:
            weights = price(self._ms, self._metres, dear=dear)
            self._metrics[dear] = self._kit.CCHMetric(self._cch, weights.tolist())
        return self._metrics[dear]

    def table(self, out: Sequence[Doors], into: Sequence[Doors], *, dear: bool) -> NDArray[np.int64]:
        gates = _Gates(into, dear=dear)
        query = self._kit.CCHOneToMany(self._metric(dear), gates.states.tolist())
        found = np.empty((len(out), len(into)), np.int64)
        for row, doors in enumerate(out):
            if doors:
                far = query.distances_from_multi([(s, price(ms, metres, dear=dear)) for s, ms, metres in doors])
                found[row] = gates.least(_whole(far))
            else:
                found[row] = _FAR
        del query
        return found

    def path(self, out: Doors, into: Doors) -> tuple[int, list[int], int] | None:
        # made anew each time, which takes next to nothing: no other thread may touch it, nor take it away
        query = self._kit.CCHQuery(self._metric(dear=False))
        result = query.run_multi([(s, ms) for s, ms, _ in out], [(s, ms) for s, ms, _ in into])
        if result.distance is None:
            return None
        arcs = [int(self._arcs[arc]) for arc in result.arc_path]
        return _door(out, result.node_path[0]), arcs, _door(into, result.node_path[-1])


class Dijkstra:
    """By scipy, for where RoutingKit is not installed: the same figures, some twenty times slower."""

    def __init__(self, net: Arrays, arcs: NDArray[np.int64]) -> None:
        from scipy.sparse import csr_matrix

        self._size = len(net["lon"])
        self._tail, self._head = net["tail"][arcs], net["head"][arcs]
        shape = (self._size, self._size)
        self._arcs = arcs
        weights = {dear: price(net["ms"][arcs], net["metres"][arcs], dear=dear) for dear in (False, True)}
        self._links = {
            dear: csr_matrix((w.astype(np.float64), (self._tail, self._head)), shape) for dear, w in weights.items()
        }
        self._number = {(int(t), int(h)): arc for t, h, arc in zip(self._tail, self._head, arcs, strict=True)}

    def table(self, out: Sequence[Doors], into: Sequence[Doors], *, dear: bool) -> NDArray[np.int64]:
        from scipy.sparse.csgraph import dijkstra

        gates = _Gates(into, dear=dear)
        found = np.full((len(out), len(into)), _FAR)
        for row, doors in enumerate(out):
            if not doors:
                continue
            starts = [s for s, _, _ in doors]
            far = dijkstra(self._links[dear], indices=starts)[:, gates.states]
            extra = np.array([[price(ms, metres, dear=dear)] for _, ms, metres in doors])
            whole = np.where(np.isinf(far), _FAR, far + extra).min(axis=0)
            found[row] = gates.least(whole.astype(np.int64))
        return found

    def path(self, out: Doors, into: Doors) -> tuple[int, list[int], int] | None:
        from scipy.sparse.csgraph import dijkstra

        far, before = dijkstra(self._links[False], indices=[s for s, _, _ in out], return_predecessors=True)
        total = far[:, [s for s, _, _ in into]] + np.array([[d[1]] for d in out]) + np.array([d[1] for d in into])
        if not np.isfinite(total).any():
            return None
        row, column = np.unravel_index(total.argmin(), total.shape)
        arcs: list[int] = []
        state = into[int(column)][0]
        while state != out[int(row)][0]:
            previous = int(before[row, state])
            arcs.append(int(self._number[previous, state]))
            state = previous
        return int(row), arcs[::-1], int(column)


class _Gates:
    """The doors of many places, asked for together."""

    def __init__(self, into: Sequence[Doors], *, dear: bool) -> None:
        self.states, self._door = np.unique(
            np.array([s for doors in into for s, _, _ in doors], np.int64), return_inverse=True
        )
        self._extra = np.array([price(ms, metres, dear=dear) for doors in into for _, ms, metres in doors], np.int64)
        counts = np.array([len(doors) for doors in into])
        self._there = counts > 0
        self._begins = (np.cumsum(counts) - counts)[self._there]

    def least(self, far: NDArray[np.int64]) -> NDArray[np.int64]:
        """The least over the doors of each place."""
        found = np.full(len(self._there), _FAR)
        if len(self._begins):
            found[self._there] = np.minimum.reduceat(far[self._door] + self._extra, self._begins)
        return found


def _whole(far: list[int | None]) -> NDArray[np.int64]:
    try:
        return np.array(far, np.int64)
    except TypeError:  # somewhere there is no way
        return np.array([_FAR if each is None else each for each in far], np.int64)


def _door(doors: Doors, state: int) -> int:
    """The quickest door at a state."""
    return min((door for door in range(len(doors)) if doors[door][0] == state), key=lambda door: doors[door][1])


def both_tables(ways: Shortest, out: Sequence[Doors], into: Sequence[Doors]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Milliseconds, and metres: two tables, side by side on two processors."""
    with ThreadPoolExecutor(2) as pool:
        plain, dear = pool.map(lambda dear: ways.table(out, into, dear=dear), (False, True))
    return plain, np.where(plain < _FAR, dear - _FINE * plain, _FAR)


def reached(table: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The cells to which there is a way."""
    found: NDArray[np.bool_] = table < _FAR
    return found
