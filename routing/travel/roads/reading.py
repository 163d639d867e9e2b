"""An OpenStreetMap extract read: its roads as arrays, its turn restrictions, its barriers."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routing.travel.protocol import TravelError
from routing.travel.roads.tags import Way, exempt, stops_motors, way_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

KNOWN = ".osm.pbf, .osm, .osm.gz, .osm.bz2"
_MARKS = ((b"\x1f\x8b", "osm.gz"), (b"BZh", "osm.bz2"), (b"\xff\xe0", "o5m"))
"""First bytes of formats."""
_TELL_EVERY = 5000
"""Roads between two words on the progress."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """A turn that is not allowed, or the only one that is: way numbers, and the node or ways between."""

    only: bool
    start: int
    via_node: int
    via_ways: tuple[int, ...]
    end: int
    trucks_only: bool
    exempt: frozenset[str]


@dataclass(slots=True)
class Extract:
    """What a map says. Every way's nodes lie together: those of way w from ``offset[w]`` to ``offset[w + 1]``."""

    refs: Any = field(default_factory=lambda: array("q"))
    lon: Any = field(default_factory=lambda: array("d"))
    lat: Any = field(default_factory=lambda: array("d"))
    offset: Any = field(default_factory=lambda: array("q", [0]))
    ids: Any = field(default_factory=lambda: array("q"))
    opened: Any = field(default_factory=lambda: array("B"))
    speed: Any = field(default_factory=lambda: array("f"))
    road_class: Any = field(default_factory=lambda: array("B"))
    kind: Any = field(default_factory=lambda: array("B"))
    name: Any = field(default_factory=lambda: array("i"))
    flags: Any = field(default_factory=lambda: array("B"))
    limits: Any = field(default_factory=lambda: array("f"))
    """Height, width and weight of each way, 0 where there is no limit."""
    names: dict[str, int] = field(default_factory=lambda: {"": 0})
    kinds: dict[str, int] = field(default_factory=dict)
    barriers: list[int] = field(default_factory=list)
    restrictions: list[Restriction] = field(default_factory=list)
    clipped: int = 0
    """Ways that lead off the map."""

    def column(self, name: str, kind: Any) -> NDArray[Any]:
        """A column as an array, without copying."""
        import numpy as np

        found: NDArray[Any] = np.frombuffer(getattr(self, name), kind)
        return found


TRUCKS, CIRCULAR = 1, 2
"""Flags of a way: open to trucks; a roundabout."""


def read_extract(path: Path, tell: Callable[[int], None] = lambda _: None) -> Extract:
    """Reads .osm.pbf, .osm, .osm.gz and whatever else libosmium knows; `tell` hears how many roads were read.

    Which of them a file is its first bytes say, not its name. Raises `TravelError`: ``roads_missing`` without
    osmium, ``map_missing``, ``map_folder``, ``map_blank`` for a file of no length, ``map_format`` for another kind
    of file, ``map_broken`` for a damaged or cut one, ``map_empty`` where there are no roads in it.
    """
    try:
        import osmium
    except ImportError:
        raise TravelError("roads_missing", exit_code=5, package="osmium") from None
    kind_of_file = format_of(path)
    extract = Extract()
    wanted = (
        (osmium.osm.NODE, osmium.filter.KeyFilter("barrier")),
        (osmium.osm.WAY, osmium.filter.KeyFilter("highway", "route")),
        (osmium.osm.RELATION, osmium.filter.TagFilter(("type", "restriction"))),
    )
    try:
        objects: Any = osmium.FileProcessor(
            osmium.io.File(str(path), kind_of_file), osmium.osm.NODE | osmium.osm.WAY | osmium.osm.RELATION
        )
        objects.with_locations("flex_mem")
        for kind, chosen in wanted:
            chosen.enable_for(kind)
            objects.with_filter(chosen)
        for thing in objects:
            if thing.is_way():
                _take_way(extract, thing)
                if len(extract.ids) % _TELL_EVERY == 0:
                    tell(len(extract.ids))
            elif thing.is_node():
                if stops_motors(thing.tags):
                    extract.barriers.append(thing.id)
            else:
                _take_restriction(extract, thing)
    except (RuntimeError, OSError, ValueError) as error:
        raise TravelError("map_broken", exit_code=3, path=str(path), why=str(error)) from None
    if not extract.ids:
        raise TravelError("map_empty", exit_code=3, path=str(path))
    return extract


def format_of(path: Path) -> str:
    """What libosmium calls the format of a file. Raises `TravelError` as `read_extract` does."""
    if path.is_dir():
        raise TravelError("map_folder", exit_code=3, path=str(path))
    try:
        with path.open("rb") as file:
            begin = file.read(512)
    except FileNotFoundError:
        raise TravelError("map_missing", exit_code=3, path=str(path)) from None
    except OSError as error:
        raise TravelError("map_unreadable", exit_code=3, path=str(path), why=error.strerror or "") from None
    if not begin:
        raise TravelError("map_blank", exit_code=3, path=str(path))
    if begin[4:].startswith(b"\x0a\x09OSMHeader"):
        return "pbf"
    for mark, name in _MARKS:
        if begin.startswith(mark):
            return name
    text = begin.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"<osm", b"<?xml")) and b"<html" not in text.lower():
        return "osm"
    raise TravelError("map_format", exit_code=3, path=str(path), known=KNOWN)


def _take_way(extract: Extract, thing: Any) -> None:
    way = way_of(thing.tags)
    if way is None:
        return
    runs: list[list[tuple[int, float, float]]] = [[]]
    for node in thing.nodes:
        if not node.location.valid():
            runs.append([])  # cut off at the edge of the map: what lies on either side is no one road
        elif not runs[-1] or runs[-1][-1][0] != node.ref:  # twice in a row is a slip of the pen
            runs[-1].append((node.ref, node.lon, node.lat))
    extract.clipped += len(runs) > 1
    for run in runs:
        if len(run) > 1:
            _take_run(extract, thing.id, way, run)


def _take_run(extract: Extract, number: int, way: Way, run: list[tuple[int, float, float]]) -> None:
    for ref, lon, lat in run:
        extract.refs.append(ref)
        extract.lon.append(lon)
        extract.lat.append(lat)
    extract.offset.append(len(extract.refs))
    extract.ids.append(number)
    extract.opened.append(way.open[0] | way.open[1] << 2 | way.open[2] << 4)
    extract.speed.append(way.speed)
    extract.road_class.append(way.road_class)
    extract.kind.append(extract.kinds.setdefault(way.kind, len(extract.kinds)))
    extract.name.append(extract.names.setdefault(way.name, len(extract.names)))
    extract.flags.append(way.trucks * TRUCKS | way.circular * CIRCULAR)
    extract.limits.extend((way.height, way.width, way.weight))


def _take_restriction(extract: Extract, thing: Any) -> None:
    said = thing.tags.get("restriction")
    trucks = said is None
    said = said or thing.tags.get("restriction:hgv")
    if said is None or not said.startswith(("no_", "only_")):
        return
    members = [(member.type, member.ref, member.role) for member in thing.members]
    starts = [ref for kind, ref, role in members if role == "from" and kind == "w"]
    ends = [ref for kind, ref, role in members if role == "to" and kind == "w"]
    nodes = [ref for kind, ref, role in members if role == "via" and kind == "n"]
    ways = tuple(ref for kind, ref, role in members if role == "via" and kind == "w")
    if len(nodes) + len(ways) == 0 or len(nodes) > 1 or (nodes and ways):
        return  # says nothing that could be followed
    for start in starts:
        for end in ends:
            extract.restrictions.append(
                Restriction(
                    said.startswith("only_"),
                    start,
                    nodes[0] if nodes else 0,
                    ways,
                    end,
                    trucks,
                    frozenset(exempt(thing.tags)),
                )
            )
