"""Where a plain search stands: its routes, the best ones, the routes seen, and their plain cost."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from routing.engine.limits import Best, Limits, Stop
from routing.engine.plain.work import Done, Seen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.engine.plain.whole import Whole
    from routing.problem import Problem

CHOSEN = 400
"""Stops up to which CP-SAT chooses."""
_KEPT = 60_000
"""Routes remembered."""

SLACK = 1.0
"""A route worth noting may cost so much more than the last choice left open, in units of heat."""

Chain = tuple[int, list[list[int]]]
"""Total and routes."""


@dataclass(slots=True)
class Standing:
    """What a search knows. Routes are lists of nodes (stops + 1)."""

    problem: Problem
    whole: Whole
    limits: Limits
    stop: Stop
    best: Best
    executor: Executor
    chains: list[Chain] = field(default_factory=list)
    """where the search stands: one plan, or one for each worker"""
    best_routes: list[list[int]] = field(default_factory=list)
    best_total: int = 2**62
    seen: Seen = field(default_factory=dict)
    prices: NDArray[np.float64] | None = None
    """[node] what serving it may cost, by the last choice; None before"""

    @property
    def stops(self) -> int:
        return self.whole.count - 1

    @property
    def choosing(self) -> bool:
        """Whether CP-SAT chooses among the routes seen: of a larger problem too few of all routes are."""
        return self.stops <= CHOSEN

    @property
    def workers(self) -> int:
        return max(1, self.limits.workers)

    def take(self, done: Sequence[Done]) -> None:
        """Add what workers bring back."""
        for part in done:
            self.best.iterations += part.steps
            self._note(part.seen)

    def better(self, total: int, routes: list[list[int]]) -> bool:
        """Make a plan the best one if it is, and offer it."""
        if total >= self.best_total:
            return False
        self.best_total, self.best_routes = total, routes
        self.best.offer(total, lambda: self._plan(routes))
        return True

    def total(self, routes: Sequence[Sequence[int]]) -> int:
        """Cost of routes and of what they leave out."""
        served = np.zeros(self.whole.count, bool)
        served[0] = True
        for route in routes:
            served[np.array(route)] = True
        return sum(self.cost(route) for route in routes) + int(self.whole.worth[~served].sum())

    def cost(self, route: Sequence[int]) -> int:
        whole = self.whole
        places = whole.places[np.array([0, *route, 0])]
        if whole.vehicle.end is None:
            places = places[:-1]
        else:
            places[-1] = whole.vehicle.end
        return int(whole.distances[places[:-1], places[1:]].sum()) * whole.rate + whole.vehicle.fixed_cost

    def _plan(self, routes: Sequence[Sequence[int]]) -> list[list[int]]:
        """Routes by vehicle, in stops."""
        found = [[node - 1 for node in route] for route in routes]
        return found + [[] for _ in range(self.whole.vehicles - len(found))]

    def priced(self, prices: Sequence[float], gap: float) -> None:
        """Take the stops' prices from a choice: from now on routes are noted that are worth these."""
        self.prices = np.array([0.0, *prices])
        self.whole.priced(np.round(self.prices).astype(np.int64), int(gap + SLACK * self.whole.scale))

    def worthwhile(self, most: int) -> Seen:
        """The routes to choose from: those that cost least above the prices of their stops, else those seen last."""
        if self.prices is None or len(self.seen) <= most:
            return dict(list(self.seen.items())[-most:])
        sizes = np.array([len(order) for _, order in self.seen.values()])
        flat = np.array([node for _, order in self.seen.values() for node in order])
        costs = np.array([cost for cost, _ in self.seen.values()], dtype=np.float64)
        above = costs - np.add.reduceat(self.prices[flat], np.cumsum(sizes) - sizes)
        items = list(self.seen.items())
        return dict(items[k] for k in np.argpartition(above, most)[:most])

    def _note(self, seen: Seen) -> None:
        """Add routes to those seen; the ones seen last come last."""
        for key, (cost, order) in seen.items():
            known = self.seen.pop(key, None)
            self.seen[key] = (cost, order) if known is None or cost < known[0] else known
        if len(self.seen) > _KEPT:
            for key in list(self.seen)[: len(self.seen) - _KEPT // 2]:
                del self.seen[key]
