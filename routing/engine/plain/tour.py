"""The routes of a plain problem as chains of nodes, with room to undo a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routing.engine.plain.model import VEHICLES, Plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

# places in `Tour.figures`
TOTAL, BEST, USED, SERVED, STEP, BLINK, FREE, MISSING, NOTED = range(9)
ROOM = 32_768
"""Numbers for routes noted between two looks at them."""
KNOWN = 4096
"""Routes remembered as noted: a power of two."""


class Tour(NamedTuple):
    """Routes and what is known of each node. The depot, node 0, ends every chain on both sides.

    Links are unsigned: numba lets a signed index count from the end, which costs a fifth of the search's speed.
    """

    after: Any
    """[node] the next one on its route"""
    before: Any
    route: Any
    """[node] its route, -1 where none serves it"""
    leave: Any
    """[node] earliest end of service"""
    latest: Any
    """[node] latest begin of service"""
    leg_in: Any
    """[node] cost of the leg from the node before"""
    leg_out: Any
    first: Any
    """[route] its first node; 0: the route is empty"""
    last: Any
    size: Any
    load: Any
    solo: Any
    """[node] cost of a route for it alone, -1 where that is not possible"""
    best_after: Any
    best_first: Any
    stamp: Any
    """[route] the step that touched it last"""
    log: Any
    """[row, 4] nodes of touched routes as they were: leave, latest, leg_in, leg_out"""
    log_node: Any
    """[row] which node"""
    log_route: Any
    """[row, 6] touched routes as they were: route, first row of `log`, size, load, first, last"""
    noted: Any
    """routes worth noting, one after another: how many stops, cost, the stops"""
    name: Any
    """[node] a random number: the sum names a set of nodes"""
    known: Any
    """names and costs of routes noted already, by the last digits of the name"""
    absent: Any
    key: Any
    figures: Any
    random: Any


def tour(plain: Plain, seed: int, routes: int | None = None) -> Tour:
    """No routes yet."""
    count = plain.demand.shape[0]
    if routes is None:
        routes = int(min(plain.numbers[VEHICLES], count - 1))

    def nodes(fill: int = 0) -> NDArray[np.int32]:
        return np.full(count, fill, np.int32)

    def links() -> NDArray[np.uint32]:
        return np.zeros(count, np.uint32)

    def wide(size: int) -> NDArray[np.int64]:
        return np.zeros(size, np.int64)

    figures = wide(9)
    figures[MISSING] = count - 1
    figures[TOTAL] = figures[BEST] = int(plain.worth.sum())
    leave, latest = wide(count), wide(count)
    leave[0], latest[0] = plain.opens[0], plain.closes[0]
    return Tour(
        after=links(), before=links(), route=nodes(-1), leave=leave, latest=latest, leg_in=nodes(), leg_out=nodes(),
        first=np.zeros(routes, np.uint32), last=np.zeros(routes, np.uint32), size=wide(routes), load=wide(routes),
        solo=_solo(plain), best_after=links(), best_first=np.zeros(routes, np.uint32),
        stamp=wide(routes), log=np.zeros((count, 4), np.int64), log_node=links(),
        log_route=np.zeros((routes, 6), np.int64),
        noted=np.zeros(ROOM, np.int64), name=np.random.default_rng(1).integers(2**62, size=count, dtype=np.int64),
        known=np.zeros((KNOWN, 2), np.int64), absent=links(), key=np.zeros(count), figures=figures,
        random=np.array([(seed * 0x9E3779B97F4A7C15 + 0x2545F4914F6CDD1D) % 2**64 or 1], dtype=np.uint64),
    )  # fmt: skip


def _solo(plain: Plain) -> NDArray[np.int64]:
    """Cost of each node on a route of its own, -1 where capacity or the clock forbids it."""
    cost = plain.cost[0].astype(np.int64) + plain.cost[:, 0] + plain.numbers[1]
    begin = np.maximum(plain.opens[0] + plain.time[0].astype(np.int64), plain.opens)
    late = (begin > plain.closes) | (begin + plain.service + plain.time[:, 0] > plain.closes[0])
    if not plain.numbers[3]:
        late[:] = False
    return np.where(late | (plain.demand > plain.numbers[0]), -1, cost)


def routes_of(after: Sequence[int], first: Sequence[int]) -> list[list[int]]:
    """The chains as lists of nodes."""
    found = []
    for start in first:
        node, route = int(start), []
        while node:
            route.append(node)
            node = int(after[node])
        if route:
            found.append(route)
    return found
