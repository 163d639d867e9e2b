"""What a format hands over, and how it refuses."""

from __future__ import annotations

from dataclasses import dataclass

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

    def to_cost(self, cost: int) -> int | float:
        """Return a cost in the instance's own unit: whole where the convention is whole."""
        if self.scale == 1:
            return cost
        return round(cost / self.scale, DECIMALS.get(self.kind, 1))
