"""Where one more stop fits best into a plan: every vehicle, every position, asked of the judge."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from routing.problem import RELOAD, Problem, Relation, Routes
from routing.schedule import tables as tb
from routing.schedule.excerpt import excerpt
from routing.schedule.judge import as_sequence, entries, prepared
from routing.schedule.relations import broken_relations
from routing.schedule.timing import evaluate


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
        t, own, numbers = excerpt(problem, whole, v, [*route, stop])
        number = numbers.pop()
        old_cost = int(evaluate(t, s, own, as_sequence(numbers), len(route), False))
        old = int(s.totals[tb.HARD]) + int(s.totals[tb.MISPLACED])
        for position in range(firsts[v] if v < len(firsts) else 0, len(route) + 1):
            if places is not None and (v, position) not in places:
                continue
            tried = [*route[:position], stop, *route[position:]]
            renamed = as_sequence([*numbers[:position], number, *numbers[position:]])
            cost = int(evaluate(t, s, own, renamed, len(tried), False))
            breach = int(s.totals[tb.HARD]) + int(s.totals[tb.MISPLACED]) - old
            if concerned:
                plan[v] = tried
                breach += broken_by_relations(problem, plan, concerned) - broken
                plan[v] = route
            found.append(Insertion(v, position, cost - old_cost, breach))
    found.sort(key=lambda i: (not i.feasible, max(i.breach, 0), i.cost, i.vehicle, i.position))
    return found if limit is None else found[:limit]


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
