"""Routes seen on the way, and the best set of them: chosen by OR-Tools CP-SAT."""

from __future__ import annotations

from collections.abc import Sequence

from routing.engine.choice import Column, choose
from routing.engine.rich.work import Seen, called
from routing.problem import Problem, Routes

MOST = 15_000
"""Routes to choose from, those seen last."""
KEPT = 60_000
"""Routes remembered."""


class Pool:
    """Routes that break no rule, by kind of vehicle and set of stops, each in the cheapest order seen."""

    def __init__(self, problem: Problem, kinds: Sequence[int]) -> None:
        self.problem = problem
        self.kinds = kinds
        self._seen: Seen = {}
        # routes with stops locked in place are as they are: choosing among others would lose the locks
        self.closed = any(stop.fixed_position is not None for stop in problem.stops)

    def add(self, seen: Seen) -> None:
        """Note routes; the ones seen last come last."""
        if self.closed:
            return
        for key, found in seen.items():
            known = self._seen.pop(key, None)
            self._seen[key] = found if known is None or found[0] < known[0] else known
        if len(self._seen) > KEPT:
            for key in list(self._seen)[: len(self._seen) - KEPT // 2]:
                del self._seen[key]

    @property
    def worthwhile(self) -> bool:
        return not self.closed and len(self._seen) > 2 * len(self.problem.vehicles)

    def choose(self, incumbent: Routes, seconds: float | None, *, seed: int, workers: int) -> list[list[int]] | None:
        """A plan cheaper than the incumbent, one route for each vehicle; None where none was found in time.

        With `seconds` None a fixed amount of work is done instead, so that no clock decides.
        """
        standing = [self._key(v, route) for v, route in enumerate(incumbent) if route]
        routes = dict(list(self._seen.items())[-MOST:])
        for key in standing:
            if key not in self._seen:
                return None  # the incumbent breaks a rule, or its routes were not kept: nothing to compare with
            routes.setdefault(key, self._seen[key])
        columns = [Column(kind, stops, cost) for (kind, stops), (cost, _) in routes.items()]
        orders = [order for _, order in routes.values()]
        place = {key: c for c, key in enumerate(routes)}
        held = [place[key] for key in standing]
        served = {stop for _, stops in standing for stop in stops}
        prizes = [
            None
            if number in served and (stop.prize is None or stop.fixed_vehicle is not None)
            else (stop.prize if stop.prize is not None else 2**40)
            for number, stop in enumerate(self.problem.stops)
        ]
        fleet: list[list[int]] = [[] for _ in range(max(self.kinds) + 1)]
        for vehicle, kind in enumerate(self.kinds):
            fleet[kind].append(vehicle)
        counts = [len(vehicles) for vehicles in fleet]
        chosen = choose(columns, prizes, counts, held, seconds=seconds, seed=seed, workers=workers).columns
        if chosen is None:
            return None
        return self._assigned(incumbent, [(columns[c].kind, list(orders[c])) for c in chosen], fleet)

    def _key(self, vehicle: int, route: Sequence[int]) -> tuple[int, frozenset[int]]:
        return self.kinds[vehicle], called(route)

    def _assigned(
        self, incumbent: Routes, chosen: Sequence[tuple[int, list[int]]], fleet: Sequence[Sequence[int]]
    ) -> list[list[int]]:
        """Each route to a vehicle of its kind: the one that drives it already, else one that is free."""
        found: list[list[int]] = [[] for _ in self.problem.vehicles]
        drives = {self._key(v, route): v for v, route in enumerate(incumbent) if route}
        rest = []
        for kind, order in chosen:
            vehicle = drives.pop((kind, called(order)), None)
            if vehicle is None:
                rest.append((kind, order))
            else:
                found[vehicle] = order
        for kind, order in rest:
            found[next(v for v in fleet[kind] if not found[v])] = order
        return found
