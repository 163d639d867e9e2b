"""Where one more stop fits best into a plan: every vehicle, every position, asked of the judge."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from routing.problem import RELOAD, Problem, Relation, Routes
from routing.schedule import shim
from routing.schedule import tables as tb
from routing.schedule.excerpt import excerpt
from routing.schedule.judge import as_sequence, entries, prepared
from routing.schedule.relations import broken_relations
from routing.schedule.timing import evaluate, evaluate_each


@dataclass(frozen=True, slots=True)
class Insertion:
    """A stop put in before entry `position` of a vehicle's route; `cost` is what the route costs more.

    `breach` is how much more of the hard rules it breaks (seconds, loads, counts added up, relations
    count one each); `feasible` means none.
    """

    vehicle: int
    position: int
    cost: int
    breach: int

    @property
    def feasible(self) -> bool:
        """Whether it breaks no hard rule that was not broken before."""
        return self.breach <= 0


def cheapest_insertions(
    problem: Problem,
    routes: Routes,
    stop: int,
    *,
    vehicles: Iterable[int] | None = None,
    first_position: Iterable[int] = (),
    limit: int | None = None,
    places: Collection[tuple[int, int]] | None = None,
) -> list[Insertion]:
    """Return insertions of an unserved stop, feasible ones first, then by breach and cost.

    `first_position` gives per vehicle the first entry before which something may still be put in (what is
    driven already stays). With `places` only those are tried, as (vehicle, position).
    Positions count entries of the route as `entries` leaves it.
    """
    whole, s = prepared(problem)
    firsts = list(first_position)
    plan = [entries(routes[v]) if v < len(routes) else [] for v in range(len(problem.vehicles))]
    concerned = relations_of(problem, stop)
    broken = broken_by_relations(problem, plan, concerned)
    found: list[Insertion] = []
    if places is not None:
        vehicles = sorted({vehicle for vehicle, _ in places})
    for v in range(len(problem.vehicles)) if vehicles is None else vehicles:
        route = plan[v]
        first = firsts[v] if v < len(firsts) else 0
        tried = [p for p in range(first, len(route) + 1) if places is None or (v, p) in places]
        before, rows = totals_with(problem, whole, s, v, route, stop, tried)
        for position, totals in zip(tried, rows, strict=True):
            breach = totals[tb.HARD] + totals[tb.MISPLACED] - before[tb.HARD] - before[tb.MISPLACED]
            if concerned:
                plan[v] = [*route[:position], stop, *route[position:]]
                breach += broken_by_relations(problem, plan, concerned) - broken
                plan[v] = route
            found.append(Insertion(v, position, totals[tb.COST] - before[tb.COST], breach))
    found.sort(key=lambda i: (not i.feasible, max(i.breach, 0), i.cost, i.vehicle, i.position))
    return found if limit is None else found[:limit]


def totals_with(
    problem: Problem,
    whole: tb.Tables,
    s: tb.Scratch,
    vehicle: int,
    route: Sequence[int],
    stop: int,
    positions: Sequence[int],
) -> tuple[list[int], list[list[int]]]:
    """Return the totals of a route as it is, and with one more stop before the entries at `positions`, which rise."""
    t, own, numbers = excerpt(problem, whole, vehicle, [*route, stop])
    evaluate(t, s, own, as_sequence(numbers[:-1]), len(route), False)
    before = [int(s.totals[k]) for k in range(tb.TOTALS)]
    rows: Any = np.zeros((len(positions), tb.TOTALS), dtype=np.int64)
    if len(positions):
        into = rows if shim.COMPILED else memoryview(rows)
        evaluate_each(t, s, own, as_sequence(numbers), len(route), as_sequence(positions), into)
    return before, rows.tolist()


def relations_of(problem: Problem, stop: int) -> list[Relation]:
    """Return the relations that one more stop could break."""
    concerned = [r for r in problem.relations if stop in r.stops]
    # a "direct" pair may be torn apart by a stop that is no part of it
    return concerned + [r for r in problem.relations if r.kind == "direct" and stop not in r.stops]


def broken_by_relations(problem: Problem, plan: Routes, relations: list[Relation]) -> int:
    """Count offences, but not that partners are still missing: a stop goes in one at a time."""
    served = {i for route in plan for i in route if i != RELOAD}
    total = 0
    for relation in relations:
        missing = sum(i not in served for i in relation.stops)
        for _, _, amount in broken_relations(problem, plan, [relation]):
            total += amount if relation.kind == "different_routes" else max(0, amount - missing)
    return total
