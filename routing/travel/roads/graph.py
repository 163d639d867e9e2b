"""Roads as a graph: nodes where roads meet, edges between them with their line, and turns not to be made.

An *edge* is a piece of road between two nodes. Driven as it is drawn it is the *directed edge* 2·e, the
other way round 2·e + 1; whether it may be driven so is `opened`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from routing.travel.estimate import EARTH_RADIUS
from routing.travel.roads.reading import CIRCULAR, Extract, Restriction

if TYPE_CHECKING:
    from numpy.typing import NDArray

Arrays = dict[str, "NDArray[Any]"]
DEGREE = EARTH_RADIUS * np.pi / 180
"""Metres in a degree of latitude."""

TRUCKS_ONLY, NOT_CYCLES, NOT_CARS, NOT_TRUCKS, MOTORS_ONLY = 1, 2, 4, 8, 16
"""Whom a forbidden turn binds."""


def build_graph(extract: Extract) -> Arrays:
    """The arrays of a map:

    `lon`, `lat` points of all lines; edge columns `first`, `last` (its points), `a`, `b` (its nodes), `metres`,
    `opened`, `speed`, `road_class`, `kind`, `name`, `flags`, `limits`; `node_lon`, `node_lat`; forbidden
    sequences of directed edges in `turns`, those of turn t from ``turn_at[t]`` on, bound as `turn_flags` say;
    `left`: whether traffic keeps left, as the roundabouts show.
    """
    lon, lat = extract.column("lon", np.float64), extract.column("lat", np.float64)
    offset = extract.column("offset", np.int64)
    refs, node = np.unique(extract.column("refs", np.int64), return_inverse=True)
    counts = np.diff(offset)
    way = np.repeat(np.arange(len(counts)), counts)
    begins, ends = offset[:-1], offset[1:] - 1
    uses = np.bincount(node, minlength=len(refs))
    uses += np.bincount(node[begins], minlength=len(refs)) + np.bincount(node[ends], minlength=len(refs))
    uses[_positions(refs, extract.barriers)] += 2
    uses[_positions(refs, [r.via_node for r in extract.restrictions if r.via_node])] += 2
    step = np.zeros(len(lon))
    squeeze = np.cos(np.radians((lat[1:] + lat[:-1]) / 2))
    step[1:] = np.hypot(np.diff(lon) * squeeze, np.diff(lat)) * DEGREE
    step[begins] = 0
    run = np.cumsum(step)
    cuts = np.flatnonzero(uses[node] > 1)
    first, last = cuts[:-1], cuts[1:]
    kept = (way[first] == way[last]) & ((node[first] != node[last]) | (run[last] > run[first]))
    first, last = first[kept], last[kept]
    of = way[first]
    nodes, ab = np.unique(np.concatenate((node[first], node[last])), return_inverse=True)
    graph: Arrays = {
        "lon": lon,
        "lat": lat,
        "first": first.astype(np.int32),
        "last": last.astype(np.int32),
        "a": ab[: len(first)].astype(np.int32),
        "b": ab[len(first) :].astype(np.int32),
        "metres": (run[last] - run[first]).astype(np.float32),
        "opened": extract.column("opened", np.uint8)[of],
        "speed": extract.column("speed", np.float32)[of],
        "road_class": extract.column("road_class", np.uint8)[of],
        "kind": extract.column("kind", np.uint8)[of],
        "name": extract.column("name", np.int32)[of],
        "flags": extract.column("flags", np.uint8)[of],
        "limits": extract.column("limits", np.float32).reshape(-1, 3)[of],
    }
    where = np.full(len(refs), -1, np.int64)
    where[nodes] = np.arange(len(nodes))
    point = np.zeros(len(refs), np.int64)
    point[node] = np.arange(len(node))
    graph["node_lon"], graph["node_lat"] = lon[point[nodes]], lat[point[nodes]]
    graph["left"] = np.array([_keeps_left(extract)])
    turns = _Turns(graph, extract.column("ids", np.int64)[of])
    for restriction in extract.restrictions:
        turns.restrict(restriction, _node(refs, where, restriction.via_node))
    for barrier in where[_positions(refs, extract.barriers)]:
        if barrier >= 0:
            turns.bar(int(barrier))
    graph["turns"] = np.array([d for turn in turns.found for d in turn], np.int32)
    graph["turn_at"] = np.cumsum([0, *map(len, turns.found)]).astype(np.int64)
    graph["turn_flags"] = np.array(turns.flags, np.uint8)
    return graph


def _positions(refs: NDArray[Any], wanted: list[int]) -> NDArray[np.int64]:
    """Where numbers stand among sorted ones; those that do not are left out."""
    asked = np.unique(np.array(wanted, np.int64))
    at = np.searchsorted(refs, asked)
    there = at < len(refs)
    there[there] = refs[at[there]] == asked[there]
    found: NDArray[np.int64] = at[there]
    return found


def _node(refs: NDArray[Any], where: NDArray[np.int64], ref: int) -> int:
    at = _positions(refs, [ref])
    return int(where[at[0]]) if len(at) else -1


def _keeps_left(extract: Extract) -> bool:
    """Roundabouts go clockwise where traffic keeps left; without any it keeps right."""
    lon, lat = extract.column("lon", np.float64), extract.column("lat", np.float64)
    offset, opened = extract.column("offset", np.int64), extract.column("opened", np.uint8)
    votes = 0
    for way in np.flatnonzero(extract.column("flags", np.uint8) & CIRCULAR):
        dx, dy = (np.diff(line[offset[way] : offset[way + 1]]) for line in (lon, lat))
        leftward = int(np.sign(dx[:-1] * dy[1:] - dy[:-1] * dx[1:]).sum())
        votes += -leftward if opened[way] & 3 == 2 else leftward
    return votes < 0


class _Turns:
    """Restrictions turned into sequences of directed edges."""

    def __init__(self, graph: Arrays, ids: NDArray[np.int64]) -> None:
        self.found: list[tuple[int, ...]] = []
        self.flags: list[int] = []
        a, b = graph["a"], graph["b"]
        self.tail = np.column_stack((a, b)).ravel()
        """of each directed edge"""
        self.head = np.column_stack((b, a)).ravel()
        self._out: dict[int, list[int]] | None = None
        self._order = np.argsort(ids, kind="stable")
        self._ids = ids[self._order]

    def _edges(self, way: int) -> list[int]:
        """The directed edges of a way."""
        left, right = np.searchsorted(self._ids, [way, way + 1])
        return [2 * int(e) + back for e in self._order[left:right] for back in (0, 1)]

    def _out_of(self, node: int) -> list[int]:
        if self._out is None:
            self._out = defaultdict(list)
            for d, tail in enumerate(self.tail.tolist()):
                self._out[tail].append(d)
        return self._out[node]

    def restrict(self, said: Restriction, via: int) -> None:
        """Adds what a restriction forbids; one whose roads the map does not have, or do not meet, says nothing."""
        flags = TRUCKS_ONLY * said.trucks_only
        flags |= NOT_CYCLES * bool(said.exempt & {"bicycle"}) | NOT_CARS * bool(said.exempt & {"motorcar"})
        flags |= NOT_TRUCKS * bool(said.exempt & {"hgv", "goods"})
        for path in self._paths(said, via):
            if not said.only:
                self._add(path, flags)
                continue
            for other in self._out_of(int(self.tail[path[-1]])):
                if other != path[-1]:
                    self._add((*path[:-1], other), flags)

    def _paths(self, said: Restriction, via: int) -> list[tuple[int, ...]]:
        starts, ends = self._edges(said.start), self._edges(said.end)
        if said.via_ways:
            return self._along(starts, said.via_ways, ends)
        comes = [d for d in starts if self.head[d] == via]
        goes = [d for d in ends if self.tail[d] == via]
        if said.start == said.end:  # a U-turn
            return [(d, d ^ 1) for d in comes if d ^ 1 in goes]
        return [(c, g) for c in comes for g in goes] if via >= 0 else []

    def _along(self, starts: list[int], ways: tuple[int, ...], ends: list[int]) -> list[tuple[int, ...]]:
        """Sequences that come from one way, go along others and end on a last one."""
        inner = [d for way in ways for d in self._edges(way)]
        after: dict[int, list[int]] = defaultdict(list)
        for d in inner:
            after[int(self.tail[d])].append(d)
        goes: dict[int, list[int]] = defaultdict(list)
        for d in ends:
            goes[int(self.tail[d])].append(d)
        found: list[tuple[int, ...]] = []
        waiting: list[tuple[int, ...]] = [(d,) for d in starts if int(self.head[d]) in after]
        while waiting and len(found) < 16:
            path = waiting.pop(0)
            node = int(self.head[path[-1]])
            if len(path) > 1 and goes[node]:
                found += [(*path, d) for d in goes[node] if d != path[-1] ^ 1]
                continue
            waiting += [(*path, d) for d in after[node] if d not in path and d ^ 1 not in path]
        return found

    def bar(self, node: int) -> None:
        """A barrier: motors turn back there."""
        out = self._out_of(node)
        for d in out:
            for other in out:
                if other != d:
                    self._add((d ^ 1, other), MOTORS_ONLY)

    def _add(self, turn: tuple[int, ...], flags: int) -> None:
        self.found.append(turn)
        self.flags.append(flags)
