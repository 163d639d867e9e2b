"""The one judge: what a route or a plan costs, when everything happens, and every hard rule it breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from routing.problem import RELOAD, Problem, ProblemError, Routes
from routing.schedule import shim
from routing.schedule import tables as tb
from routing.schedule.check import check
from routing.schedule.excerpt import excerpt, is_large
from routing.schedule.relations import broken_relations
from routing.schedule.slack import backward, bound_pauses, return_bound
from routing.schedule.tables import Scratch, Tables
from routing.schedule.timing import evaluate


@dataclass(frozen=True, slots=True)
class Violation:
    """A hard rule broken.

    `stop_position` is the index into the route's entries (from 0), None where the whole route is meant.
    `amount`: seconds for late, break_late, shift_overrun and over_work; metres for over_distance; else a number.
    """

    stop_position: int | None
    code: str
    amount: int = 1


@dataclass(frozen=True, slots=True)
class RouteJudgement:
    """One route judged. Lists have one entry per route entry (stops and reloads); times in seconds.

    `slack[i]`: how much later entry i could begin without anything hard breaking at it or after it, the
    breaks staying where they are. `service` includes reload services; `wait` is neither driving, service
    nor break. `load` is the peak per capacity dimension. `pauses`: (kind, begin, end, position): a
    break stands before entry `position` (len(route): after the last), a reload is entry `position`.
    """

    vehicle: int
    route: tuple[int, ...]
    arrive: list[int]
    begin: list[int]
    leave: list[int]
    slack: list[int]
    depart: int
    ret: int
    distance: int
    travel: int
    service: int
    wait: int
    pause: int
    work: int
    overtime: int
    load: tuple[int, ...]
    cost: int
    pauses: list[tuple[str, int, int, int]]
    violations: list[Violation]

    @property
    def feasible(self) -> bool:
        """Whether no hard rule is broken."""
        return not self.violations

    @property
    def broken(self) -> int:
        """By how much hard rules are broken: seconds, loads and counts added up. Orders ways to drive one route."""
        return sum(violation.amount for violation in self.violations)


@dataclass(frozen=True, slots=True)
class PlanJudgement:
    """A whole plan judged. `cost` is the routes' plus the prizes of optional stops left out.

    `violations` are those across routes: (stops concerned, code, amount); each route carries its own.
    """

    cost: int
    routes: list[RouteJudgement]
    unserved: tuple[int, ...]
    violations: list[tuple[tuple[int, ...], str, int]] = field(default_factory=list)

    @property
    def feasible(self) -> bool:
        """Whether no hard rule is broken, required stops left out included."""
        return not self.violations and all(r.feasible for r in self.routes)

    @property
    def breach(self) -> int:
        """How much is broken in all: one per violation. Orders infeasible plans."""
        return len(self.violations) + sum(len(r.violations) for r in self.routes)


_recent: list[tuple[Problem, Tables, Scratch]] = []
_KEPT = 4


def prepared(problem: Problem) -> tuple[Tables, Scratch]:
    """Return the arrays and room for a problem, checked once; the last few problems are remembered.

    Those of a large one hold no matrices: ask `excerpt` for the part that is needed.
    """
    for known, arrays, room in _recent:
        if known is problem:
            return arrays, room
    check(problem)
    arrays = tb.tables(problem, matrices=not is_large(problem))
    most = max((len(v.breaks) for v in problem.vehicles), default=0)
    room = tb.scratch(2 * len(problem.stops) + 2, most, tb.dimensions(problem))
    _recent.insert(0, (problem, arrays, room))
    del _recent[_KEPT:]
    return arrays, room


def entries(route: Sequence[int]) -> list[int]:
    """Return the route without reloads that reload nothing: leading, trailing or doubled ones."""
    kept: list[int] = []
    for stop in route:
        if stop != RELOAD or (kept and kept[-1] != RELOAD):
            kept.append(int(stop))
    if kept and kept[-1] == RELOAD:
        kept.pop()
    return kept


def _checked(problem: Problem, vehicle: int, route: Sequence[int]) -> list[int]:
    if not 0 <= vehicle < len(problem.vehicles):
        raise ProblemError("out_of_range", field="vehicle", index=vehicle, value=vehicle)
    out = entries(route)
    for position, stop in enumerate(out):
        if stop != RELOAD and not 0 <= stop < len(problem.stops):
            raise ProblemError("out_of_range", field="route", index=position, value=stop)
    if RELOAD in out and problem.vehicles[vehicle].reload_place is None:
        raise ProblemError("reload_place_missing", index=vehicle)
    served = [stop for stop in out if stop != RELOAD]
    if len(set(served)) < len(served):
        raise ProblemError("route_repeats", vehicle=vehicle)
    return out


def judge_route(problem: Problem, vehicle_index: int, route: Sequence[int]) -> RouteJudgement:
    """Judge one vehicle's route. Empty reloads are dropped first. Raises `ProblemError` on impossible indices."""
    t, s = prepared(problem)
    order = _checked(problem, vehicle_index, route)
    if not order:
        none: list[int] = []
        earliest = problem.vehicles[vehicle_index].earliest
        return RouteJudgement(vehicle_index, (), none, none, none, none, earliest, earliest, 0, 0, 0, 0, 0, 0, 0,
                              (0,) * t.capacity.shape[1], 0, [], [])  # fmt: skip
    t, own, numbers = excerpt(problem, t, vehicle_index, order)
    seq = as_sequence(numbers)
    count = len(order)
    cost = int(evaluate(t, s, own, seq, count, True))
    totals = [int(x) for x in s.totals]
    column = [[int(s.node[i * tb.NODE_COLUMNS + c]) for i in range(count)] for c in range(tb.NODE_COLUMNS)]
    pauses, late_pauses = _pauses(problem, s, vehicle_index, order, column, totals)
    depart, back = totals[tb.DEPART], totals[tb.RETURN]
    # the hard bound on the return: shift, work time, breaks that would become due
    vehicle = problem.vehicles[vehicle_index]
    taken = column[tb.TAKEN_LEAVE][-1]
    bound = min(vehicle.latest, tb.NEVER if vehicle.max_work is None else depart + vehicle.max_work,
                int(return_bound(t, s, own, depart, taken)))  # fmt: skip
    bound_pauses(t, s, own, depart)
    backward(t, s, own, seq, count, max(bound, back), False)
    slack = [int(s.node[i * tb.NODE_COLUMNS + tb.LATEST_BEGIN]) - column[tb.BEGIN][i] for i in range(count)]
    work = totals[tb.WORK]
    return RouteJudgement(
        vehicle=vehicle_index, route=tuple(order),
        arrive=column[tb.ARRIVE], begin=column[tb.BEGIN], leave=column[tb.LEAVE], slack=slack,
        depart=depart, ret=back, distance=totals[tb.DISTANCE], travel=totals[tb.TRAVEL], service=totals[tb.CALLS],
        wait=work - totals[tb.TRAVEL] - totals[tb.CALLS] - totals[tb.PAUSED], pause=totals[tb.PAUSED], work=work,
        overtime=totals[tb.OVERTIME], load=tuple(totals[tb.TOTALS:]), cost=cost, pauses=pauses,
        violations=_violations(problem, vehicle_index, order, column, totals, late_pauses),
    )  # fmt: skip


def as_sequence(order: Sequence[int]) -> object:
    """Return a route as the judge's functions take it: an array when compiled, a list when plain."""
    if shim.COMPILED:
        return np.array(order, dtype=np.int64)
    return list(order)


def _pauses(
    problem: Problem, s: Scratch, vehicle: int, order: list[int], column: list[list[int]], totals: list[int]
) -> tuple[list[tuple[str, int, int, int]], list[tuple[int, int]]]:
    pauses, late = [], []
    last = totals[tb.DEPART]
    for j in range(totals[tb.FIRST_TAKEN], column[tb.TAKEN_LEAVE][-1]):
        # the fourth number may already be the bound that the walk back has put there
        begin, end, position = (int(s.pauses[4 * j + k]) for k in range(3))
        pauses.append(("break", begin, end, position))
        pause = problem.vehicles[vehicle].breaks[j]
        over = begin - min(pause.latest, tb.NEVER if pause.after is None else last + pause.after)
        if over > 0:
            late.append((position, over))
        last = end
    service = problem.vehicles[vehicle].reload_service
    for i, stop in enumerate(order):
        if stop == RELOAD:
            pauses.append(("reload", column[tb.BEGIN][i], column[tb.BEGIN][i] + service, i))
    return sorted(pauses, key=lambda p: (p[1], p[3])), late


def _violations(
    problem: Problem,
    v: int,
    order: list[int],
    column: list[list[int]],
    totals: list[int],
    late: list[tuple[int, int]],
) -> list[Violation]:
    vehicle = problem.vehicles[v]
    found: list[Violation] = []
    position = 0
    for i, number in enumerate(order):
        if number == RELOAD:
            continue
        position += 1
        stop = problem.stops[number]
        begin = column[tb.BEGIN][i]
        if stop.fixed_begin is not None:
            if begin > stop.fixed_begin:
                found.append(Violation(i, "lock_begin", begin - stop.fixed_begin))
        elif stop.windows:
            over = begin - stop.windows[-1][1] - (stop.late_limit if stop.late_cost is not None else 0)
            if over > 0:
                found.append(Violation(i, "late", over))
        if stop.allowed is not None and v not in stop.allowed:
            found.append(Violation(i, "vehicle_not_allowed"))
        if stop.fixed_vehicle is not None and stop.fixed_vehicle != v:
            found.append(Violation(i, "lock_vehicle"))
        elif stop.fixed_position is not None and stop.fixed_position != position:
            found.append(Violation(i, "lock_position", abs(stop.fixed_position - position)))
    found += [Violation(min(at, len(order) - 1), "break_late", over) for at, over in late]
    missed = totals[tb.BREAK_LATE] - sum(over for _, over in late)
    amounts = [
        ("break_missed", missed), ("shift_overrun", totals[tb.SHIFT_LATE]), ("over_stops", totals[tb.OVER_STOPS]),
        ("over_work", totals[tb.OVER_WORK]), ("over_distance", totals[tb.OVER_DISTANCE]),
        ("over_trips", totals[tb.OVER_TRIPS]),
    ]  # fmt: skip
    found += [Violation(None, code, amount) for code, amount in amounts if amount > 0]
    for d, capacity in enumerate(vehicle.capacity):
        if totals[tb.TOTALS + d] > capacity:
            found.append(Violation(None, "over_capacity", totals[tb.TOTALS + d] - capacity))
    return found


def judge(problem: Problem, routes: Routes) -> PlanJudgement:
    """Judge a plan: one route per vehicle, shorter lists are filled with empty routes."""
    prepared(problem)
    if len(routes) > len(problem.vehicles):
        raise ProblemError("too_many_routes", routes=len(routes), vehicles=len(problem.vehicles))
    judged = [judge_route(problem, v, routes[v] if v < len(routes) else ()) for v in range(len(problem.vehicles))]
    seen: dict[int, int] = {}
    for r in judged:
        for entry in r.route:
            if entry != RELOAD and seen.setdefault(entry, r.vehicle) != r.vehicle:
                raise ProblemError("stop_twice", index=entry)
    unserved = tuple(i for i in range(len(problem.stops)) if i not in seen)
    cost = sum(r.cost for r in judged)
    found: list[tuple[tuple[int, ...], str, int]] = []
    for i in unserved:
        stop = problem.stops[i]
        if stop.fixed_vehicle is not None:
            found.append(((i,), "lock_left_out", 1))
        elif stop.prize is None:
            found.append(((i,), "required_left_out", 1))
        else:
            cost += stop.prize
    found += broken_relations(problem, [r.route for r in judged])
    return PlanJudgement(cost, judged, unserved, found)
