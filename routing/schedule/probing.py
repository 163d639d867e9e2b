"""What one more stop would cost and break at every place of a plan, asked of the judge.

Where `cheapest_insertions` adds up what is broken, a probe tells each kind of rule apart, so that one can be
relaxed alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from routing.problem import Problem, Routes
from routing.schedule import tables as tb
from routing.schedule.insertions import broken_by_relations, relations_of, totals_with
from routing.schedule.judge import entries, prepared

KINDS = (
    "late", "break_late", "shift_overrun", "over_capacity", "forbidden", "over_stops", "over_work",
    "over_distance", "over_trips", "lock_position", "relation",
)  # fmt: skip
"""Kinds of rules a place may break. `late` is of windows and held times, `forbidden` of skills and locks."""
_TOTALS = (*range(tb.LATE, tb.OVER_TRIPS + 1), tb.MISPLACED)


@dataclass(frozen=True, slots=True)
class Probe:
    """A stop put in before entry `position` of a vehicle's route: `cost` is what the route costs more.

    `breaches`: (index into `KINDS`, by how much more than before) of each kind of rule it breaks anew.
    """

    vehicle: int
    position: int
    cost: int
    breaches: tuple[tuple[int, int], ...] = ()

    @property
    def feasible(self) -> bool:
        return not self.breaches


def probes(problem: Problem, routes: Routes, stop: int, *, vehicles: Iterable[int] | None = None) -> list[Probe]:
    """Return every place of a stop that no route serves, vehicle by vehicle, position by position."""
    whole, s = prepared(problem)
    plan = [entries(routes[v]) if v < len(routes) else [] for v in range(len(problem.vehicles))]
    concerned = relations_of(problem, stop)
    broken = broken_by_relations(problem, plan, concerned)
    found: list[Probe] = []
    for v in range(len(problem.vehicles)) if vehicles is None else vehicles:
        route = plan[v]
        before, rows = totals_with(problem, whole, s, v, route, stop, range(len(route) + 1))
        for position, totals in enumerate(rows):
            breaches = [(kind, more) for kind, k in enumerate(_TOTALS) if (more := totals[k] - before[k]) > 0]
            if concerned:
                plan[v] = [*route[:position], stop, *route[position:]]
                more = broken_by_relations(problem, plan, concerned) - broken
                plan[v] = route
                if more > 0:
                    breaches.append((len(KINDS) - 1, more))
            found.append(Probe(v, position, totals[tb.COST] - before[tb.COST], tuple(breaches)))
    return found


def telling(found: Sequence[Probe]) -> list[Probe]:
    """Return the probes among which the best is, whatever a breach is reckoned at.

    For each vehicle and each kind broken alone none breaks less and costs less; of those that break nothing
    the cheapest for each vehicle; where there are neither, the one that breaks the fewest kinds.
    """
    groups: dict[tuple[int, int], list[Probe]] = {}
    for probe in found:
        if len(probe.breaches) <= 1:
            kind = probe.breaches[0][0] if probe.breaches else -1
            groups.setdefault((probe.vehicle, kind), []).append(probe)
    kept: list[Probe] = []
    for group in groups.values():
        cheapest: int | None = None
        for probe in sorted(group, key=lambda p: (amount_of(p), p.cost, p.position)):
            if cheapest is None or probe.cost < cheapest:
                kept.append(probe)
                cheapest = probe.cost
    if not kept and found:
        kept.append(min(found, key=lambda p: (len(p.breaches), amount_of(p), p.cost, p.vehicle, p.position)))
    return kept


def amount_of(probe: Probe) -> int:
    """Return how much a probe breaks, whatever the kinds."""
    return sum(amount for _, amount in probe.breaches)
