"""Travel along the roads of an OpenStreetMap extract (the extra ``roads``)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from routing.travel.protocol import (
    ROAD_CLASSES,
    UNREACHED,
    VAN,
    Leg,
    Notice,
    Point,
    Profile,
    Snap,
    Tables,
    TravelError,
)
from routing.travel.roads.graph import Arrays
from routing.travel.roads.kinds import Kind, kind_of
from routing.travel.roads.prepared import Prepared, Tell, contraction_missing, prepare, silent
from routing.travel.roads.reading import CIRCULAR
from routing.travel.roads.shortest import Dijkstra, Doors, Hierarchy, Shortest, both_tables, reached
from routing.travel.roads.snapping import Met, meet
from routing.travel.roads.way import Part, cut, directions, joined

_ELSEWHERE = 0.9
"""Share of places off the map from which on it is taken to be another city's."""
_CROWDED = 5000
"""Roads in the background from which on the small ones are left out."""


@dataclass(frozen=True, slots=True)
class _Net:
    """A kind's network, ready to be searched, and the places met on it so far."""

    kind: Kind
    arrays: Arrays
    ways: Shortest
    met: dict[Point, Met]


class Roads:
    """Travel times along the streets of a map. Opening a prepared map takes a blink, a new one its time."""

    estimate = False
    notices: tuple[Notice, ...] = ()

    def __init__(
        self, path: str | Path, tell: Tell = silent, factors: tuple[float, ...] = (1.0,) * len(ROAD_CLASSES)
    ) -> None:
        self.path = Path(os.path.abspath(Path(path).expanduser()))  # noqa: PTH100 - a link stays what it is
        self.source = f"roads:{self.path}"
        self._tell = tell
        self._map: Prepared = prepare(self.path, tell)
        self._factors = factors
        self._nets: dict[Kind, _Net] = {}

    def normal(self, profile: Profile) -> Profile:
        return profile

    def paced(self, factors: Mapping[str, float]) -> Roads:
        return Roads(self.path, self._tell, tuple(factors.get(name, 1.0) for name in ROAD_CLASSES))

    @property
    def prepared(self) -> Prepared:
        return self._map

    def net(self, profile: Profile = VAN) -> _Net:
        """The network of a profile, prepared where it is not yet."""
        kind = kind_of(profile)
        if kind not in self._nets:
            try:
                arrays = self._map.network(kind, self._tell)
            except TravelError as error:
                raise TravelError(error.code, exit_code=3, path=str(self.path), kind=profile.kind) from None
            except ImportError:
                raise TravelError("roads_missing", exit_code=5, package="scipy") from None
            arrays = self._slowed(arrays)
            ways: Shortest
            if contraction_missing():
                ways = Dijkstra(arrays, arrays["arcs"])
            else:
                ways = Hierarchy(arrays, arrays["arcs"], arrays["order"])
            self._nets[kind] = _Net(kind, arrays, ways, {})
        return self._nets[kind]

    def _slowed(self, arrays: Arrays) -> Arrays:
        """The network at the pace asked for; `free` keeps the times without it."""
        if set(self._factors) == {1.0}:
            return arrays | {"free": arrays["ms"]}
        factors = np.array(self._factors)[self._map.graph["road_class"][arrays["edge"] >> 1]]
        return arrays | {"free": arrays["ms"], "ms": np.maximum(np.rint(arrays["ms"] * factors), 1).astype(np.int64)}

    def _meet(self, net: _Net, point: Point) -> Met:
        if point not in net.met:
            net.met[point] = meet(self._map.graph, self._map.grid, net.arrays, point, kerb=net.kind.kerb)
        return net.met[point]

    def snap(self, points: Sequence[Point], profile: Profile = VAN) -> list[Snap]:
        net, graph = self.net(profile), self._map.graph
        found = []
        for point in points:
            met = self._meet(net, point)
            if met.trouble:
                found.append(Snap(None, met.away, "", met.trouble))
                continue
            at = cut(self._line(2 * met.edge), met.share, met.share)[0]
            found.append(Snap(at, met.away, self._map.names[graph["name"][met.edge]]))
        return found

    def matrix(self, points: Sequence[Point], profile: Profile = VAN) -> Tables:
        net = self.net(profile)
        off = sum(self._meet(net, point).trouble in ("off_map", "no_road") for point in points)
        if points and off >= _ELSEWHERE * len(points):
            raise TravelError(
                "wrong_map", exit_code=1, path=str(self.path), n=off, total=len(points), **self.bounds()
            )
        return self.between(points, points, profile)

    def between(self, rows: Sequence[Point], columns: Sequence[Point], profile: Profile = VAN) -> Tables:
        net = self.net(profile)
        begin, end = ([self._meet(net, point) for point in points] for points in (rows, columns))
        ms, metres = both_tables(net.ways, [_out(net.arrays, m) for m in begin], [_in(net.arrays, m) for m in end])
        there = reached(ms)
        for i, j, soon, far in _beside(net.arrays, begin, end):
            if soon <= ms[i, j] or not there[i, j]:
                ms[i, j], metres[i, j], there[i, j] = soon, far, True
        seconds = np.where(there, (ms + 500) // 1000, UNREACHED).astype(np.int32)
        metres = np.where(there, metres, UNREACHED).astype(np.int32)
        where: dict[Point, list[int]] = {}
        for number, point in enumerate(columns):
            where.setdefault(point, []).append(number)
        for number, point in enumerate(rows):
            same = where.get(point, [])
            seconds[number, same] = metres[number, same] = 0
        return seconds, metres

    def bounds(self) -> dict[str, str]:
        """The degrees that the map covers, for sentences."""
        graph = self._map.graph
        return {
            "south": f"{graph['node_lat'].min():.3f}",
            "north": f"{graph['node_lat'].max():.3f}",
            "west": f"{graph['node_lon'].min():.3f}",
            "east": f"{graph['node_lon'].max():.3f}",
        }

    def legs(self, pairs: Sequence[tuple[Point, Point]], profile: Profile = VAN) -> list[Leg]:
        net = self.net(profile)
        return [self._leg(net, a, b) for a, b in pairs]

    def _leg(self, net: _Net, a: Point, b: Point) -> Leg:
        begin, end = self._meet(net, a), self._meet(net, b)
        if a == b:
            return Leg(0, 0, (a, b))
        if begin.trouble or end.trouble:
            return Leg(UNREACHED, UNREACHED, (a, b))
        pieces = self._driven(net, begin, end)
        if pieces is None:
            return Leg(UNREACHED, UNREACHED, (a, b))
        graph, arrays = self._map.graph, net.arrays
        parts: list[Part] = []
        pace: list[tuple[str, float]] = []
        ms = metres = 0.0
        for d, first, last in pieces:
            edge, length = d >> 1, float(graph["metres"][d >> 1]) * (last - first)
            name = ROAD_CLASSES[graph["road_class"][edge]]
            arc = _arc(arrays, d)
            free = float(arrays["free"][arc]) * (last - first) / 1000
            parts.append(
                Part(
                    cut(self._line(d), first, last),
                    self._map.names[graph["name"][edge]],
                    length,
                    bool(graph["flags"][edge] & CIRCULAR),
                    name == "ferry",
                )
            )
            ms, metres = ms + float(arrays["ms"][arc]) * (last - first), metres + length
            if pace and pace[-1][0] == name:
                pace[-1] = (name, pace[-1][1] + free)
            else:
                pace.append((name, free))
        return Leg(round(ms / 1000), round(metres), joined(parts), directions(parts), tuple(pace))

    def _driven(self, net: _Net, begin: Met, end: Met) -> list[tuple[int, float, float]] | None:
        """The directed edges driven, each with the shares of it between which it is."""
        arrays = net.arrays
        out, into = _out(arrays, begin), _in(arrays, end)
        straight = [
            (abs(_share(end, d) - _share(begin, d)) * float(arrays["ms"][_arc(arrays, d)]), d)
            for d in begin.ways
            if d in end.ways and _share(end, d) >= _share(begin, d)
        ]
        found = net.ways.path(out, into)
        if found is None and not straight:
            return None
        if found is not None:
            leaving, arcs, coming = found
            ms = out[leaving][1] + sum(int(arrays["ms"][arc]) for arc in arcs) + into[coming][1]
        if straight and (found is None or min(straight)[0] <= ms):
            d = min(straight)[1]
            return [(d, _share(begin, d), _share(end, d))]
        first, last = begin.ways[leaving], _doors(arrays, end)[coming][0]
        return [
            (first, _share(begin, first), 1.0),
            *((int(arrays["edge"][arc]), 0.0, 1.0) for arc in arcs),
            (last, 0.0, _share(end, last)),
        ]

    def _line(self, d: int) -> list[Point]:
        graph, edge = self._map.graph, d >> 1
        part = slice(int(graph["first"][edge]), int(graph["last"][edge]) + 1)
        line = list(zip(graph["lat"][part].tolist(), graph["lon"][part].tolist(), strict=True))
        return line[::-1] if d & 1 else line

    def streets(self, south: float, west: float, north: float, east: float) -> list[tuple[str, list[Point]]]:
        graph = self._map.graph
        inside = (graph["opened"] & 3) > 0
        for axis, least, most in (("node_lat", south, north), ("node_lon", west, east)):
            a, b = graph[axis][graph["a"]], graph[axis][graph["b"]]
            inside &= (np.maximum(a, b) >= least) & (np.minimum(a, b) <= most)
        if inside.sum() > _CROWDED:
            smaller = np.array([name in ("tertiary", "tertiary_link") for name in self._map.kinds])
            small = graph["road_class"] > 1
            inside &= ~small | smaller[graph["kind"]]
        if inside.sum() > _CROWDED:
            inside &= graph["road_class"] <= 1
        return [(ROAD_CLASSES[graph["road_class"][e]], self._line(2 * int(e))) for e in np.flatnonzero(inside)]


def _share(met: Met, d: int) -> float:
    """How much of a directed edge lies before a place on it."""
    return 1 - met.share if d & 1 else met.share


def _arc(arrays: Arrays, d: int) -> int:
    return int(np.searchsorted(arrays["edge"], d))


def _parts(arrays: Arrays, met: Met, d: int) -> tuple[int, int, int, int]:
    """Milliseconds and metres of a directed edge before a place, and of all of it."""
    arc = _arc(arrays, d)
    ms, metres, share = int(arrays["ms"][arc]), int(arrays["metres"][arc]), _share(met, d)
    return round(ms * share), round(metres * share), ms, metres


def _out(arrays: Arrays, met: Met) -> Doors:
    doors = []
    for d in met.ways:
        ms, metres, all_ms, all_metres = _parts(arrays, met, d)
        doors.append((int(arrays["leaves"][d]), all_ms - ms, all_metres - metres))
    return doors


def _doors(arrays: Arrays, met: Met) -> list[tuple[int, tuple[int, int, int]]]:
    """The doors by which a place is reached, each with its directed edge."""
    found = []
    for d in met.ways:
        ms, metres, _, _ = _parts(arrays, met, d)
        left, right = np.searchsorted(arrays["edge"], [d, d + 1])
        found += [(d, (state, ms, metres)) for state in arrays["tail"][left:right].tolist()]
    return found


def _in(arrays: Arrays, met: Met) -> Doors:
    return [door for _, door in _doors(arrays, met)]


def _beside(arrays: Arrays, begin: Sequence[Met], end: Sequence[Met]) -> list[tuple[int, int, int, int]]:
    """Pairs of places on one edge that are driven between without leaving it: ms and metres."""
    by_way: dict[int, tuple[list[int], list[int]]] = {}
    for side, places in enumerate((begin, end)):
        for number, each in enumerate(places):
            for d in each.ways:
                by_way.setdefault(d, ([], []))[side].append(number)
    found = []
    for d, (leaving, coming) in by_way.items():
        if not leaving or not coming:
            continue
        out = {i: _parts(arrays, begin[i], d)[:2] for i in leaving}
        into = {j: _parts(arrays, end[j], d)[:2] for j in coming}
        found += [
            (i, j, into[j][0] - out[i][0], into[j][1] - out[i][1])
            for i in leaving
            for j in coming
            if _share(end[j], d) >= _share(begin[i], d)
        ]
    return found


__all__ = ["Roads"]
