"""Where a place meets the roads: on an edge, not at a crossing, and on its own side of a large road."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routing.travel.estimate import great_circle
from routing.travel.protocol import Point
from routing.travel.roads.graph import Arrays
from routing.travel.roads.grid import Near, rings

ISLAND_REACH = 150.0
"""Metres: a place beside a road that leads nowhere is served from a better one as near as this."""
KERB_FROM = 4.0
"""Metres: nearer to the middle of the road than this nobody can say on which side a place lies."""
_LARGE = 1
"""Road classes up to this one are not crossed on foot with goods."""


@dataclass(frozen=True, slots=True)
class Met:
    """A place on an edge: `share` of it lies before, as it is drawn. `ways`: directed edges that serve it.

    Without an edge `trouble` says why: off_map, no_road, island.
    """

    edge: int
    share: float
    away: float
    ways: tuple[int, ...]
    trouble: str = ""


def meet(graph: Arrays, grid: Arrays, net: Arrays, place: Point, *, kerb: bool) -> Met:
    """The nearest edge of a network to a place."""
    lat, lon = place
    island = nowhere = np.inf
    for reach, near in rings(graph, grid, lat, lon):
        edges = np.searchsorted(graph["first"], near.pieces, side="right") - 1
        forth, back = net["leaves"][2 * edges] >= 0, net["leaves"][2 * edges + 1] >= 0
        good = np.flatnonzero(forth | back)
        apart = near.away[net["apart"][edges]]
        island = min(island, float(apart.min(initial=np.inf)))
        if not len(good):
            continue
        best = good[near.away[good].argmin()]
        away = float(near.away[best])
        if away > reach:
            continue
        if island < away - 1 and away > ISLAND_REACH:
            return Met(-1, 0.0, island, (), "island")
        return _met(graph, near, int(best), int(edges[best]), away, (bool(forth[best]), bool(back[best])), kerb=kerb)
    if island < nowhere:
        return Met(-1, 0.0, island, (), "island")
    return Met(-1, 0.0, nowhere, (), "no_road" if _on_map(graph, place) else "off_map")


def _met(
    graph: Arrays, near: Near, at: int, edge: int, away: float, open_ways: tuple[bool, bool], *, kerb: bool
) -> Met:
    piece, along = int(near.pieces[at]), float(near.along[at])
    first, last = int(graph["first"][edge]), int(graph["last"][edge])
    line = [(float(graph["lat"][p]), float(graph["lon"][p])) for p in range(first, last + 1)]
    lengths = [great_circle(line[i], line[i + 1]) for i in range(len(line) - 1)]
    before = sum(lengths[: piece - first]) + along * lengths[piece - first]
    share = min(1.0, before / max(sum(lengths), 1e-6))
    ways = [2 * edge + back for back in (0, 1) if open_ways[back]]
    if kerb and len(ways) == 2 and away >= KERB_FROM and graph["road_class"][edge] <= _LARGE:
        on_the_left = bool(near.side[at] > 0)
        ways = [2 * edge + (on_the_left != bool(graph["left"][0]))]
    return Met(edge, share, away, tuple(ways))


def _on_map(graph: Arrays, place: Point) -> bool:
    lat, lon = place
    south, north = graph["node_lat"].min(), graph["node_lat"].max()
    west, east = graph["node_lon"].min(), graph["node_lon"].max()
    return bool(south <= lat <= north and west <= lon <= east)
