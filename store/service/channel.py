"""The channel graph: who supplies whom, and what hangs on every wholesaler.

Edges run from supplier to buyer, from the distributor (`DISTRIBUTOR`) downwards. An outlet is *behind* another
when all its goods come through it (dominators, Cooper, Harvey and Kennedy 2001): were that one lost, its supply
would stop. It is *shared* when another way would stay open. What a wholesaler puts at risk is its own volume
and that of the outlets behind it.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from store.records import Outlet, Status, Tier

DISTRIBUTOR = ""
"""The root of the graph; no outlet has an empty id."""
POINT_OF_FAILURE = 0.05
"""From this share of all volume on, one outlet's loss is told as a single point of failure."""


@dataclass(frozen=True, slots=True)
class Risk:
    """What hangs on one outlet. Volumes in minor currency units.

    `outlets` are behind it, `shared` reachable another way too. `at_risk` = `own` + volume behind; `through` is
    what passes it when every outlet buys equal parts from its suppliers; `share` is `at_risk` ÷ all volume.
    """

    outlet: str
    depth: int
    own: int
    outlets: int
    shared: int
    at_risk: int
    through: float
    share: float

    @property
    def point_of_failure(self) -> bool:
        return self.outlets > 0 and self.share >= POINT_OF_FAILURE


@dataclass(frozen=True, slots=True)
class Oddity:
    """What is wrong with the graph: self_supply, supplier_circle, unknown_supplier, cut_off, retailer_supplies."""

    code: str
    outlets: tuple[str, ...]
    other: str = ""


class Channel:
    """The graph of all outlets on file, whatever their status, with each one's volume.

    Counted as hanging on another are those that are active or bought something.
    """

    def __init__(self, outlets: Iterable[Outlet], volumes: Mapping[str, int]) -> None:
        self.outlets = {outlet.id: outlet for outlet in outlets}
        self.volumes = {key: max(0, volumes.get(key, 0)) for key in self.outlets}
        self.graph: nx.DiGraph = nx.DiGraph()
        self.graph.add_node(DISTRIBUTOR)
        self.graph.add_nodes_from(self.outlets)
        self.oddities: list[Oddity] = []
        self.graph.add_edges_from(edge for outlet in self.outlets.values() for edge in self._edges(outlet))
        self._down: dict[str, Iterable[str]] = dict(self.graph.adjacency())
        """Who is supplied by whom, as plain dictionaries: walked over again and again."""
        self._find_oddities()

    def _edges(self, outlet: Outlet) -> Iterator[tuple[str, str]]:
        for supplier in outlet.suppliers:
            if supplier is None:
                yield DISTRIBUTOR, outlet.id
            elif supplier == outlet.id:
                self.oddities.append(Oddity("self_supply", (outlet.id,)))
            elif supplier in self.outlets:
                yield supplier, outlet.id
            else:
                self.oddities.append(Oddity("unknown_supplier", (outlet.id,), supplier))

    def _find_oddities(self) -> None:
        for circle in self._groups:
            if len(circle) > 1:
                self.oddities.append(Oddity("supplier_circle", tuple(_around(self.graph, circle))))
        cut_off = sorted(set(self.outlets) - self.reached)
        if cut_off:
            self.oddities.append(Oddity("cut_off", tuple(cut_off)))
        for key, outlet in self.outlets.items():
            if outlet.tier is Tier.RETAILER and self._down[key]:
                self.oddities.append(Oddity("retailer_supplies", (key,)))

    @cached_property
    def reached(self) -> set[str]:
        """Outlets that goods reach from the distributor."""
        return self.depth.keys() - {DISTRIBUTOR}

    @cached_property
    def depth(self) -> dict[str, int]:
        """Steps from the distributor, 1 for those it supplies itself."""
        found = {DISTRIBUTOR: 0}
        waiting = deque(found)
        while waiting:
            here = waiting.popleft()
            for key in self._down[here]:
                if key not in found:
                    found[key] = found[here] + 1
                    waiting.append(key)
        return found

    @cached_property
    def above(self) -> dict[str, str]:
        """The nearest outlet (or the distributor) that every way to an outlet passes."""
        found: dict[str, str] = dict(nx.immediate_dominators(self.graph, DISTRIBUTOR))
        found.pop(DISTRIBUTOR, None)
        return found

    @cached_property
    def total(self) -> int:
        """All volume, that of outlets cut off from us by what is said of their suppliers included."""
        return sum(self.volumes.values())

    def counts(self, outlet: str) -> bool:
        """Whether an outlet is one that would be lost: it is active, or bought something."""
        return self.volumes[outlet] > 0 or self.outlets[outlet].status is Status.ACTIVE

    @cached_property
    def risks(self) -> dict[str, Risk]:
        """What hangs on every outlet that supplies another, the most volume first."""
        count, volume = self._behind
        through = self._through()
        found = []
        for key in self.reached:
            if not self._down[key]:
                continue
            below = self._below(key)
            at_risk = self.volumes[key] + volume[key]
            share = at_risk / self.total if self.total else 0.0
            found.append(
                Risk(
                    key,
                    self.depth[key],
                    self.volumes[key],
                    count[key],
                    below - count[key],
                    at_risk,
                    through[key],
                    share,
                )
            )
        return {risk.outlet: risk for risk in sorted(found, key=lambda r: (-r.at_risk, -r.outlets, r.outlet))}

    @cached_property
    def _behind(self) -> tuple[dict[str, int], dict[str, int]]:
        """Outlets and volume that only an outlet's own goods reach, summed up the dominator tree."""
        count: dict[str, int] = defaultdict(int)
        volume: dict[str, int] = defaultdict(int)
        below: dict[str, list[str]] = defaultdict(list)
        for key, nearest in self.above.items():
            below[nearest].append(key)
        order = [DISTRIBUTOR]
        for key in order:
            order.extend(below[key])
        for key in reversed(order):
            if key in self.above:
                nearest = self.above[key]
                count[nearest] += count[key] + self.counts(key)
                volume[nearest] += volume[key] + self.volumes[key]
        return count, volume

    def _through(self) -> dict[str, float]:
        """Volume that passes each outlet, its own included, in equal parts from each supplier; circles apart."""
        passing: dict[str, float] = defaultdict(float, {key: float(self.volumes[key]) for key in self.reached})
        reached = self.depth.keys()
        upwards: defaultdict[str, list[str]] = defaultdict(list)
        for supplier in reached:
            for key in self._down[supplier]:
                upwards[key].append(supplier)
        for group in self._groups:  # buyers come before their suppliers
            for key in group & reached:
                suppliers = [each for each in upwards[key] if each not in group]
                for supplier in suppliers:
                    passing[supplier] += passing[key] / len(suppliers)
        return passing

    @cached_property
    def _groups(self) -> list[set[str]]:
        """Strongly connected components, those that supply nobody else first."""
        return list(nx.strongly_connected_components(self.graph))

    def _below(self, outlet: str) -> int:
        """How many outlets its goods may reach."""
        seen, waiting = {outlet}, [outlet]
        while waiting:
            for key in self._down[waiting.pop()]:
                if key not in seen:
                    seen.add(key)
                    waiting.append(key)
        return sum(self.counts(key) for key in seen - {outlet})

    def behind(self, outlet: str) -> list[str]:
        """The outlets that only an outlet's goods reach."""
        below: dict[str, list[str]] = defaultdict(list)
        for key, nearest in self.above.items():
            below[nearest].append(key)
        found = list(below[outlet])
        for key in found:
            found.extend(below[key])
        return found

    def below(self, outlet: str) -> set[str]:
        """Every outlet that its goods may reach."""
        found: set[str] = nx.descendants(self.graph, outlet)
        return found

    def suppliers(self, outlet: str) -> list[str]:
        """Direct suppliers; the distributor is `DISTRIBUTOR`."""
        return list(self.graph.predecessors(outlet))

    def buyers(self, outlet: str) -> list[str]:
        """Direct buyers, those who supply others first, then by volume."""
        return sorted(self.graph.successors(outlet), key=lambda b: (-self.graph.out_degree(b), -self.volumes[b], b))

    def upstream(self, outlet: str) -> set[str]:
        """Every outlet its goods may come through."""
        return upstream(self.outlets, outlet)

    @property
    def concentration(self) -> float:
        """Herfindahl index over those the distributor supplies itself: Σ share², 1 where all hangs on one."""
        volume = self._behind[1]
        parts = [self.volumes[key] + volume[key] for key, nearest in self.above.items() if nearest == DISTRIBUTOR]
        total = sum(parts)
        return sum((part / total) ** 2 for part in parts) if total else 0.0


def upstream(outlets: Mapping[str, Outlet], outlet: str) -> set[str]:
    """Every outlet that goods of one may come through, by what is said of suppliers; circles included."""
    found: set[str] = set()
    waiting = [outlet]
    while waiting:
        here = outlets.get(waiting.pop())
        for supplier in here.suppliers if here is not None else ():
            if supplier is not None and supplier in outlets and supplier not in found:
                found.add(supplier)
                waiting.append(supplier)
    return found - {outlet}


def _around(graph: nx.DiGraph, circle: set[str]) -> list[str]:
    """The members of a circle in the order of supply, from the first by id."""
    start = min(circle)
    path, seen = [start], {start}
    while True:
        following = [key for key in sorted(graph.successors(path[-1])) if key in circle]
        fresh = [key for key in following if key not in seen]
        if (start in following and len(path) > 1) or not fresh:
            return path
        path.append(fresh[0])
        seen.add(fresh[0])
