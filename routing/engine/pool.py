"""Routes seen on the way, and the best set of them: chosen by OR-Tools CP-SAT."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from routing.problem import Problem, Routes

MOST = 15_000
"""Routes kept; the cheapest for their stops stay."""
_WORK = 4.0
"""CP-SAT's deterministic time where no clock may decide anything."""


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
        return len(self._found) > 2 * len(self.problem.vehicles)

    @staticmethod
    def load() -> None:
        """Imports CP-SAT, which takes a while."""
        from ortools.sat.python import cp_model  # noqa: F401

    def choose(self, incumbent: Routes, seconds: float | None, *, seed: int, workers: int) -> list[list[int]] | None:
        """The cheapest set of routes, one for each vehicle, no stop twice; None where none was found in time.

        With `seconds` None a fixed amount of work is done instead, so that no clock decides.
        """
        from ortools.sat.python import cp_model

        begun = time.monotonic()
        model = cp_model.CpModel()
        by_vehicle: dict[int, list[Any]] = {}
        by_stop: dict[int, list[Any]] = {}
        terms, chosen = [], []
        held = {(vehicle, frozenset(route)) for vehicle, route in enumerate(incumbent) if route}
        for (vehicle, stops), (cost, route) in self._found.items():
            taken = model.new_bool_var("")
            model.add_hint(taken, (vehicle, stops) in held)
            by_vehicle.setdefault(vehicle, []).append(taken)
            for stop in stops:
                by_stop.setdefault(stop, []).append(taken)
            terms.append(cost * taken)
            chosen.append((taken, vehicle, route))
        for columns in by_vehicle.values():
            model.add_at_most_one(columns)
        for number, limits in enumerate(self.problem.stops):
            columns = by_stop.get(number, [])
            if limits.prize is None:
                if not columns:
                    return None
                model.add_exactly_one(columns)
            elif columns:
                left_out = model.new_bool_var("")
                model.add_exactly_one([*columns, left_out])
                terms.append(limits.prize * left_out)
        model.minimize(sum(terms))
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = seed
        if seconds is None:
            solver.parameters.num_workers = 1
            solver.parameters.max_deterministic_time = _WORK
        else:
            solver.parameters.num_workers = max(1, workers)
            solver.parameters.max_time_in_seconds = max(0.01, seconds - (time.monotonic() - begun))
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        found: list[list[int]] = [[] for _ in self.problem.vehicles]
        for taken, vehicle, route in chosen:
            if solver.boolean_value(taken):
                found[vehicle] = list(route)
        return found
