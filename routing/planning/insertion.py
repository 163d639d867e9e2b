"""The best place for one more stop, the rest held fixed: the answer for an urgent call."""

from __future__ import annotations

from routing.planning.errors import PlanningError
from routing.planning.model import Key, Model
from routing.schedule import judge_route
from store.records import Day


def best_place(model: Model, day: Day, key: Key) -> tuple[str, int]:
    """Rep and position (from 1) that break the fewest rules and, among those, cost least."""
    stop = model.index.get(key)
    if stop is None:
        raise PlanningError("cannot_be_placed", outlet=key[0])
    allowed = model.problem.stops[stop].allowed
    best: tuple[int, int, str, int] | None = None
    for route in day.routes:
        vehicle = model.vehicle[route.rep]
        if route.locked or (allowed is not None and vehicle not in allowed):
            continue
        sequence = [model.index[planned.key] for planned in route.stops]
        before = judge_route(model.problem, vehicle, sequence)
        breach = sum(int(violation.amount) or 1 for violation in before.violations)
        for position in range(len(sequence) + 1):
            after = judge_route(model.problem, vehicle, [*sequence[:position], stop, *sequence[position:]])
            worse = sum(int(violation.amount) or 1 for violation in after.violations) - breach
            candidate = (max(0, worse), after.cost - before.cost, route.rep, position + 1)
            best = candidate if best is None else min(best, candidate)
    if best is None:
        raise PlanningError("cannot_be_placed", outlet=key[0])
    return best[2], best[3]
