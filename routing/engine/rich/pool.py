"""Routes seen on the way, and the best set of them: chosen by OR-Tools CP-SAT."""

from __future__ import annotations

from collections.abc import Sequence

from routing.engine.choice import Column, choose
from routing.problem import Problem, Routes

MOST = 15_000
"""Routes kept; the cheapest for their stops stay."""


class Pool:
    """Feasible routes by vehicle and set of stops, each in the cheapest order seen."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._found: dict[tuple[int, frozenset[int]], tuple[int, list[int]]] = {}
        # routes with stops locked in place are as they are: choosing among others would lose the locks
        self.closed = any(stop.fixed_position is not None for stop in problem.stops)

    def add(self, routes: Routes, costs: Sequence[int], hard: Sequence[int]) -> None:
        """Notes the routes of a plan that break no rule."""
        if self.closed:
            return
        for vehicle, route in enumerate(routes):
            if not route or hard[vehicle]:
                continue
            key = (vehicle, frozenset(route))
            known = self._found.get(key)
            if (known is None and len(self._found) < MOST) or (known is not None and costs[vehicle] < known[0]):
                self._found[key] = (int(costs[vehicle]), list(route))

    @property
    def worthwhile(self) -> bool:
        return not self.closed and len(self._found) > 2 * len(self.problem.vehicles)

    def choose(self, incumbent: Routes, seconds: float | None, *, seed: int, workers: int) -> list[list[int]] | None:
        """A plan cheaper than the incumbent, one route for each vehicle; None where none was found in time.

        With `seconds` None a fixed amount of work is done instead, so that no clock decides.
        """
        columns: list[Column] = []
        orders: list[list[int]] = []
        held: list[int] = []
        standing = {(v, frozenset(route)) for v, route in enumerate(incumbent) if route}
        served = {stop for route in incumbent for stop in route}
        for (vehicle, stops), (cost, route) in self._found.items():
            if (vehicle, stops) in standing:
                held.append(len(columns))
            columns.append(Column(vehicle, stops, cost))
            orders.append(route)
        if len(held) < len(standing):
            return None  # the incumbent breaks a rule, or its routes were not kept: nothing to compare with
        prizes = [
            None
            if number in served and (stop.prize is None or stop.fixed_vehicle is not None)
            else (stop.prize or 2**40)
            for number, stop in enumerate(self.problem.stops)
        ]
        ones = [1] * len(self.problem.vehicles)
        chosen = choose(columns, prizes, ones, held, seconds=seconds, seed=seed, workers=workers)
        if chosen is None:
            return None
        found: list[list[int]] = [[] for _ in self.problem.vehicles]
        for c in chosen:
            found[columns[c].kind] = list(orders[c])
        return found
