"""The graph as one kind of vehicle may drive it.

Turns that may not be made are kept by states: a node has one for whoever comes by an edge from which
something is forbidden, beside the one for all others. The states and the arcs between them are an ordinary
graph, so any shortest-path method holds every restriction exactly. (An automaton of the forbidden sequences
after Aho and Corasick, 1975.) What cannot be driven to *and* from the rest is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from routing.travel.protocol import ROAD_CLASSES, TravelError
from routing.travel.roads import graph as g
from routing.travel.roads.graph import Arrays
from routing.travel.roads.kinds import Kind
from routing.travel.roads.reading import TRUCKS
from routing.travel.roads.tags import CYCLE, FOOT, MOTOR

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FERRY = ROAD_CLASSES.index("ferry")
_SLOW = {"footway": 6.0, "path": 9.0, "pedestrian": 8.0, "bridleway": 6.0, "track": 12.0, "steps": 2.0}
"""Kilometres an hour on a bicycle, where it is not what the rider can do."""


def build_network(graph: Arrays, kinds: list[str], kind: Kind) -> Arrays:
    """`tail`, `head`, `edge` (directed), `ms`, `metres` of each arc, sorted by edge; `lon`, `lat` of each state;
    `leaves`: the state in which whoever has driven a directed edge stands, -1 where it may not be driven.

    `apart` marks the edges that may be driven but lie on an island. Raises `TravelError` ``no_roads_for``.
    """
    may = _may(graph, kinds, kind)
    allowed = np.flatnonzero(may)
    if not len(allowed):
        raise TravelError("no_roads_for", exit_code=3)
    tails = np.column_stack((graph["a"], graph["b"])).ravel()
    heads = np.column_stack((graph["b"], graph["a"])).ravel()
    tail, head, edge, place = _states(tails, heads, allowed, may, _forbidden(graph, kind), len(graph["node_lon"]))
    main = _main_part(tail, head, len(place))
    inside = main[tail] & main[head]
    tail, head, edge = tail[inside], head[inside], edge[inside]
    number = np.cumsum(main) - 1
    tail, head = number[tail].astype(np.int32), number[head].astype(np.int32)
    order = np.lexsort((tail, edge))
    tail, head, edge = tail[order], head[order], edge[order].astype(np.int32)
    leaves = np.full(len(may), -1, np.int32)
    leaves[edge[::-1]] = head[::-1]  # the first arc of each edge: the one whoever comes from nowhere takes
    lengths = graph["metres"][edge >> 1].astype(np.float64)
    speeds = _speeds(graph, kinds, kind)[edge >> 1]
    driven = np.zeros(len(graph["metres"]), bool)
    driven[edge >> 1] = True
    return {
        "tail": tail,
        "head": head,
        "edge": edge,
        "ms": np.maximum(np.rint(lengths / speeds * 3600), 1).astype(np.int64),
        "metres": np.rint(lengths).astype(np.int64),
        "lon": graph["node_lon"][place[main]],
        "lat": graph["node_lat"][place[main]],
        "leaves": leaves,
        "apart": (may[0::2] | may[1::2]) & ~driven,
    }


def _may(graph: Arrays, kinds: list[str], kind: Kind) -> NDArray[np.bool_]:
    """Whether each directed edge may be driven."""
    bits = graph["opened"] >> (2 * kind.network)
    may = np.column_stack((bits & 1, bits & 2)).astype(bool)
    limits = graph["limits"]
    for column, measure in enumerate((kind.height, kind.width, kind.weight)):
        may[(limits[:, column] > 0) & (limits[:, column] < measure)] = False
    if kind.truck:
        may[(graph["flags"] & TRUCKS) == 0] = False
    shut = [number for number, name in enumerate(kinds) if name in kind.shut]
    may[np.isin(graph["kind"], shut)] = False
    return may.ravel()


def _speeds(graph: Arrays, kinds: list[str], kind: Kind) -> NDArray[np.float64]:
    """Kilometres an hour on each edge."""
    speed = graph["speed"].astype(np.float64)
    if kind.network == MOTOR:
        return np.minimum(speed, kind.top)
    own = np.full(len(speed), kind.top)
    if kind.network == CYCLE:
        own *= 0.85  # stops at crossings
        slow = np.array([_SLOW.get(name, np.inf) for name in kinds])
        own = np.minimum(own, slow[graph["kind"]])
    boats = graph["road_class"] == _FERRY
    own[boats] = speed[boats]
    return own


def _forbidden(graph: Arrays, kind: Kind) -> list[tuple[int, ...]]:
    """The turns that bind a kind."""
    if kind.network == FOOT:
        return []
    free = {CYCLE: g.TRUCKS_ONLY | g.NOT_CYCLES | g.MOTORS_ONLY}.get(kind.network, g.NOT_CARS | g.TRUCKS_ONLY)
    if kind.truck:
        free = g.NOT_TRUCKS
    at = graph["turn_at"]
    bound = np.flatnonzero((graph["turn_flags"] & free) == 0)
    return [tuple(graph["turns"][at[turn] : at[turn + 1]].tolist()) for turn in bound]


def _states(
    tails: NDArray[Any],
    heads: NDArray[Any],
    allowed: NDArray[Any],
    may: NDArray[np.bool_],
    forbidden: list[tuple[int, ...]],
    nodes: int,
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Tail, head and edge of each arc, and the node of each state."""
    bad = {turn for turn in forbidden if all(may[d] for d in turn)}
    state: dict[tuple[int, ...], int] = {}
    for turn in sorted(bad):
        for end in range(1, len(turn)):
            state.setdefault(turn[:end], nodes + len(state))
    tail, head = tails[allowed].astype(np.int64), heads[allowed].astype(np.int64)
    order = np.argsort(tail, kind="stable")
    by_tail, sorted_tails = allowed[order], tail[order]
    where = {d: number for number, d in enumerate(allowed.tolist())} if state else {}
    for prefix, number in state.items():
        if len(prefix) == 1:
            head[where[prefix[0]]] = number
    more: list[tuple[int, int, int]] = []
    for prefix, number in state.items():
        left, right = np.searchsorted(sorted_tails, [heads[prefix[-1]], heads[prefix[-1]] + 1])
        for d in by_tail[left:right].tolist():
            path = (*prefix, d)
            ends = [path[start:] for start in range(len(path))]
            if not any(end in bad for end in ends):
                known = next((state[end] for end in ends if end in state), int(heads[d]))
                more.append((number, known, d))
    extra = np.array(more, np.int64).reshape(-1, 3)
    place = np.concatenate((np.arange(nodes), np.array([heads[prefix[-1]] for prefix in state], np.int64)))
    return (
        np.concatenate((tail, extra[:, 0])),
        np.concatenate((head, extra[:, 1])),
        np.concatenate((allowed, extra[:, 2])),
        place,
    )


def _main_part(tail: NDArray[Any], head: NDArray[Any], states: int) -> NDArray[np.bool_]:
    """The largest set of states that can all be driven to from one another."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    links = csr_matrix((np.ones(len(tail), np.int8), (tail, head)), (states, states))
    _, label = connected_components(links, directed=True, connection="strong")
    main: NDArray[np.bool_] = label == np.bincount(label[tail]).argmax()
    return main
