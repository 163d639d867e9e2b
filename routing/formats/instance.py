"""What a format hands over, and how it refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from routing.problem import Problem


class FormatError(ValueError):
    """A file that cannot be read: `code` is stable, `line` counts from 1 (0: the file as a whole)."""

    def __init__(self, code: str, path: str = "", line: int = 0, **params: object) -> None:
        self.code = code
        self.path = path
        self.line = line
        self.params = params
        told = ", ".join(f"{k}={v}" for k, v in params.items())
        super().__init__(f"{code}: {path}:{line}" + (f": {told}" if told else ""))


class Solution(Protocol):
    """What a search found, as far as a format speaks of it."""

    @property
    def routes(self) -> Sequence[Sequence[int]]: ...
    @property
    def cost(self) -> int: ...
    @property
    def unserved(self) -> Sequence[int]: ...
    @property
    def iterations(self) -> int: ...
    @property
    def bound(self) -> int | None: ...
    @property
    def trace(self) -> Sequence[tuple[float, int]]: ...


DECIMALS = {"vrptw": 1, "hfvrp": 2}
"""Digits after the point each family's costs are published with."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A benchmark instance.

    `kind`: cvrp, vrptw, hfvrp or mdvrptw. `clients[i]` is the number the file gives stop i,
    `vehicles[v]` the number of vehicle v (from 1). Costs of the problem divided by `scale` are costs of
    the instance's published convention.
    """

    name: str
    kind: str
    problem: Problem
    clients: tuple[int, ...]
    vehicles: tuple[int, ...]
    scale: int = 1

    def document(self, done: Solution, *, seconds: float) -> dict[str, Any]:
        """The answer as `solve` prints it: clients and vehicles by the file's own numbers."""
        used = [(vehicle, route) for vehicle, route in enumerate(done.routes) if route]
        return {
            "instance": self.name,
            "kind": self.kind,
            "cost": self.to_cost(done.cost),
            "routes": [[self.clients[stop] for stop in route if stop >= 0] for _, route in used],
            "vehicles": [self.vehicles[vehicle] for vehicle, _ in used],
            "unserved": [self.clients[stop] for stop in done.unserved],
            "seconds": round(seconds, 3),
            "iterations": done.iterations,
            "bound": None if done.bound is None else self.to_cost(done.bound),
            "trace": [[when, self.to_cost(cost)] for when, cost in done.trace],
        }

    def to_cost(self, cost: int) -> int | float:
        """Return a cost in the instance's own unit: whole where the convention is whole."""
        if self.scale == 1:
            return cost
        return round(cost / self.scale, DECIMALS.get(self.kind, 1))
