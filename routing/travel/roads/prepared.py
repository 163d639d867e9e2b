"""A map made ready: read once, kept in the cache, mapped from there the next time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from routing.travel.roads import cache
from routing.travel.roads.graph import Arrays, build_graph
from routing.travel.roads.grid import build_grid
from routing.travel.roads.kinds import Kind
from routing.travel.roads.network import build_network
from routing.travel.roads.reading import format_of, read_extract
from routing.travel.roads.shortest import contraction_order, simple_arcs

Tell = Callable[[str, int], None]
"""Hears how far the work is: a code (reading, linking, ordering) and a number."""


def silent(step: str, number: int) -> None:
    """Tells nobody."""
    del step, number


@dataclass(frozen=True, slots=True)
class Prepared:
    """The roads of a map. `clipped` roads lead off it."""

    folder: Path
    graph: Arrays
    grid: Arrays
    names: list[str]
    kinds: list[str]
    clipped: int

    def network(self, kind: Kind, tell: Tell = silent) -> Arrays:
        """The network of one kind, with the arcs to search in `arcs` and their `order` (empty without RoutingKit)."""
        name = hashlib.sha256(repr((kind, sorted(kind.shut))).encode()).hexdigest()[:12]
        folder = self.folder / f"net-{name}"
        known = cache.load(folder)
        if known is not None and (len(known[0]["order"]) or contraction_missing()):
            return known[0]
        tell("linking", len(self.graph["a"]))
        net = build_network(self.graph, self.kinds, kind)
        net["arcs"] = simple_arcs(net)
        tell("ordering", len(net["lon"]))
        order = contraction_order(net, net["arcs"])
        net["order"] = np.empty(0, np.int32) if order is None else order
        if known is None:
            cache.save(folder, net, {})
        return net


def contraction_missing() -> bool:
    """Whether RoutingKit is not installed, so that scipy has to do."""
    from importlib.util import find_spec

    return find_spec("routingkit_cch") is None


def prepare(path: Path, tell: Tell = silent) -> Prepared:
    """The roads of a map, from the cache or made anew. Raises `TravelError` as `read_extract` does."""
    format_of(path)  # what is no map is told before anything is looked up
    base = cache.base_folder()
    folder = base / cache.key_of(path, base)
    known = cache.load(folder)
    if known is None:
        extract = read_extract(path, lambda number: tell("reading", number))
        tell("linking", len(extract.ids))
        graph = build_graph(extract)
        grid = build_grid(graph)
        words = {"names": list(extract.names), "kinds": list(extract.kinds), "clipped": [str(extract.clipped)]}
        cache.save(folder, graph | {f"grid_{name}": array for name, array in grid.items()}, words)
        known = cache.load(folder) or (graph | {f"grid_{n}": a for n, a in grid.items()}, words)
    arrays, words = known
    grid = {name.removeprefix("grid_"): array for name, array in arrays.items() if name.startswith("grid_")}
    graph = {name: array for name, array in arrays.items() if not name.startswith("grid_")}
    return Prepared(folder, graph, grid, words["names"], words["kinds"], int(words["clipped"][0]))
