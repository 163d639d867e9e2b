"""Plans bred from two: what a search that cools again and again begins its next cycle with.

A cycle from the best plan mostly comes back to it. A child of two good plans lies between them, and differs from
both where they differ.

Source: Y. Nagata and S. Kobayashi, A Memetic Algorithm for the Pickup and Delivery Problem with Time Windows Using
Selective Route Exchange Crossover, PPSN XI, 2010; here the stops left over are put in by the search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from routing.engine.plain.standing import Chain

MOST = 8
"""Plans remembered."""

Routes = Sequence[Sequence[int]]


@dataclass(slots=True)
class Breed:
    """The best plans that cycles ended with, cheapest first."""

    plans: list[Chain] = field(default_factory=list)

    def add(self, plan: Chain) -> None:
        """Remember a plan, unless one of the same cost is, or there are enough that are cheaper."""
        if all(plan[0] != total for total, _ in self.plans):
            self.plans = sorted([*self.plans, plan], key=lambda each: each[0])[:MOST]

    def child(self, luck: np.random.Generator) -> list[list[int]] | None:
        """Routes bred from two of the plans, mostly those of the cheaper one; None as long as there is but one."""
        if len(self.plans) < 2:
            return None
        one, other = sorted(luck.choice(len(self.plans), 2, replace=False))
        return crossed(self.plans[one][1], self.plans[other][1], luck)


def crossed(plan: Routes, other: Routes, luck: np.random.Generator) -> list[list[int]]:
    """The routes of a plan, some of them replaced by as many of the other's that serve much the same stops.

    No stop is served twice; those that only the replaced routes served are left out.
    """
    if not plan or not other:
        return [list(route) for route in plan or other]
    where = {stop: k for k, route in enumerate(plan) for stop in route}
    taken = [int(luck.integers(len(other)))]
    beside = {where[stop] for stop in other[taken[0]] if stop in where}
    wanted = min(len(plan), 1 + int(luck.integers(max(1, len(other) // 2))))
    while len(taken) < wanted:
        rest = [k for k in range(len(other)) if k not in taken]
        shares = [sum(where.get(stop) in beside for stop in other[k]) / max(1, len(other[k])) for k in rest]
        nearest = rest[int(np.argmax(np.array(shares) + 1e-3 * luck.random(len(rest))))]
        taken.append(nearest)
        beside |= {where[stop] for stop in other[nearest] if stop in where}
    served = {stop for k in taken for stop in other[k]}
    shared = np.array([sum(stop in served for stop in route) / max(1, len(route)) for route in plan])
    replaced = set(np.argsort(-shared, kind="stable")[: len(taken)].tolist())
    kept = ([stop for stop in route if stop not in served] for k, route in enumerate(plan) if k not in replaced)
    return [list(other[k]) for k in taken] + [route for route in kept if route]
