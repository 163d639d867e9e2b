"""What a problem must satisfy to be judged at all: `check` names the first thing that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from routing.problem import COST_LIMIT, HORIZON, Problem, ProblemError, Relation, Stop, Vehicle
from routing.sparse import Sparse

RELATIONS = ("same_route", "different_routes", "before", "direct")
TOGETHER = ("same_route", "before", "direct")
"""Kinds that keep their stops on one route."""
LOAD_LIMIT = 2**40


def check(problem: Problem) -> None:
    """Raise `ProblemError` if the problem cannot be stated.

    Infeasible problems (a window nobody can meet, a demand above every capacity) are well stated:
    their stops stay unserved. Contradictions between locks and relations are not.
    """
    places = _matrices(problem)
    if not problem.vehicles:
        raise ProblemError("no_vehicle")
    modes = len(problem.times)
    for v, vehicle in enumerate(problem.vehicles):
        _vehicle(v, vehicle, places, modes)
    for i, stop in enumerate(problem.stops):
        _stop(i, stop, places, len(problem.vehicles))
    _speed(problem.speed)
    _relations(problem)
    _locks(problem)
    _overflow(problem)


def _matrices(problem: Problem) -> int:
    if not problem.times or len(problem.times) != len(problem.distances):
        raise ProblemError("matrices_missing", times=len(problem.times), distances=len(problem.distances))
    places = problem.times[0].shape[0] if problem.times[0].ndim == 2 else -1
    for name, matrices in (("times", problem.times), ("distances", problem.distances)):
        for m, matrix in enumerate(matrices):
            if matrix.ndim != 2 or matrix.shape != (places, places):
                raise ProblemError("matrix_shape", matrix=name, mode=m, shape=tuple(matrix.shape))
            if matrix.dtype.kind == "f" and not np.isfinite(matrix).all():
                i, j = np.argwhere(~np.isfinite(matrix))[0]
                raise ProblemError("matrix_not_finite", matrix=name, mode=m, row=int(i), column=int(j))
            if matrix.dtype.kind not in "iu":
                raise ProblemError("matrix_type", matrix=name, mode=m, type=str(matrix.dtype))
            if matrix.size == 0:
                continue
            if isinstance(matrix, Sparse):
                continue  # such as it makes its cells none is out of range
            if matrix.min() < 0 or matrix.max() > HORIZON:
                i, j = np.argwhere((matrix < 0) | (matrix > HORIZON))[0]
                at = {"row": int(i), "column": int(j), "value": int(matrix[i, j])}
                raise ProblemError("matrix_range", matrix=name, mode=m, **at)
    return places


def _whole(field: str, index: int, value: object, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise ProblemError("not_whole", field=field, index=index, value=value)
    if not least <= int(value) <= most:
        raise ProblemError("out_of_range", field=field, index=index, value=int(value), least=least, most=most)


def _numbers(what: str, index: int, thing: object, bounds: Iterable[tuple[str, int, int]]) -> None:
    for name, least, most in bounds:
        value = getattr(thing, name)
        if value is not None:
            _whole(f"{what}.{name}", index, value, least, most)


def _vehicle(v: int, vehicle: Vehicle, places: int, modes: int) -> None:
    _numbers("vehicle", v, vehicle, (
        ("start", 0, places - 1), ("end", 0, places - 1), ("reload_place", 0, places - 1), ("mode", 0, modes - 1),
        ("earliest", 0, HORIZON), ("latest", 0, HORIZON), ("shift_end", 0, HORIZON), ("reload_service", 0, HORIZON),
        ("max_stops", 0, HORIZON), ("max_work", 0, HORIZON), ("max_distance", 0, COST_LIMIT),
        ("max_trips", 1, HORIZON),
        ("fixed_cost", 0, COST_LIMIT), ("distance_cost", 0, COST_LIMIT), ("time_cost", 0, COST_LIMIT),
        ("overtime_cost", 0, COST_LIMIT), ("balance_cost", 0, COST_LIMIT),
    ))  # fmt: skip
    if vehicle.earliest > vehicle.latest:
        raise ProblemError("shift_reversed", index=v, earliest=vehicle.earliest, latest=vehicle.latest)
    if vehicle.max_trips > 1 and vehicle.reload_place is None:
        raise ProblemError("reload_place_missing", index=v)
    for c in vehicle.capacity:
        _whole("vehicle.capacity", v, c, 0, LOAD_LIMIT)
    for pause in vehicle.breaks:
        _numbers("break", v, pause, (
            ("duration", 0, HORIZON), ("earliest", 0, HORIZON), ("latest", 0, HORIZON), ("after", 0, HORIZON),
            ("place", 0, places - 1),
        ))  # fmt: skip
        if pause.earliest > pause.latest:
            raise ProblemError("break_reversed", index=v, earliest=pause.earliest, latest=pause.latest)


def _stop(i: int, stop: Stop, places: int, vehicles: int) -> None:
    _numbers("stop", i, stop, (
        ("place", 0, places - 1), ("service", 0, HORIZON), ("release", 0, HORIZON), ("prize", 0, COST_LIMIT),
        ("late_cost", 0, COST_LIMIT), ("late_limit", 0, HORIZON), ("fixed_vehicle", 0, vehicles - 1),
        ("fixed_position", 1, HORIZON), ("fixed_begin", 0, HORIZON), ("usual_vehicle", 0, vehicles - 1),
        ("change_cost", 0, COST_LIMIT), ("promised", 0, HORIZON), ("promise_tolerance", 0, HORIZON),
        ("promise_cost", 0, COST_LIMIT),
    ))  # fmt: skip
    for load in (*stop.demand, *stop.pickup):
        _whole("stop.load", i, load, 0, LOAD_LIMIT)
    ended = -1
    for start, end in stop.windows:
        _whole("stop.windows", i, start, 0, HORIZON)
        _whole("stop.windows", i, end, 0, HORIZON)
        if start > end:
            raise ProblemError("window_reversed", index=i, start=start, end=end)
        if start <= ended:
            raise ProblemError("windows_overlap", index=i, start=start, end=end)
        ended = end
    for v in stop.allowed or ():
        _whole("stop.allowed", i, v, 0, vehicles - 1)
    for v, cost in stop.vehicle_cost:
        _whole("stop.vehicle_cost", i, v, 0, vehicles - 1)
        _whole("stop.vehicle_cost", i, cost, 0, COST_LIMIT)
    if stop.fixed_position is not None and stop.fixed_vehicle is None:
        raise ProblemError("position_without_vehicle", index=i)
    if stop.fixed_vehicle is not None and stop.allowed is not None and stop.fixed_vehicle not in stop.allowed:
        raise ProblemError("locked_to_forbidden", index=i, vehicle=stop.fixed_vehicle)


def _speed(steps: Sequence[tuple[int, int]]) -> None:
    before = -1
    for k, (start, pace) in enumerate(steps):
        _whole("speed", k, start, 0, HORIZON)
        _whole("speed", k, pace, 1, 100_000)
        if start <= before:
            raise ProblemError("speed_unsorted", index=k, start=start)
        before = start


def _relations(problem: Problem) -> None:
    group = list(range(len(problem.stops)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    following: dict[int, set[int]] = {}
    for k, relation in enumerate(problem.relations):
        _relation(k, relation, len(problem.stops))
        if relation.kind in TOGETHER:
            for other in relation.stops[1:]:
                group[root(other)] = root(relation.stops[0])
        if relation.kind in ("before", "direct"):
            for i, j in zip(relation.stops, relation.stops[1:], strict=False):
                following.setdefault(i, set()).add(j)
    _direct(problem.relations)
    _cycle(following)
    for k, relation in enumerate(problem.relations):
        if relation.kind == "different_routes" and len({root(i) for i in relation.stops}) < len(relation.stops):
            raise ProblemError("relations_contradict", index=k, stops=relation.stops)
    locked: dict[int, int] = {}
    for i, stop in enumerate(problem.stops):
        if stop.fixed_vehicle is None:
            continue
        if locked.setdefault(root(i), stop.fixed_vehicle) != stop.fixed_vehicle:
            raise ProblemError("locks_contradict_relation", index=i, vehicle=stop.fixed_vehicle)
    for k, relation in enumerate(problem.relations):
        if relation.kind == "different_routes":
            fixed = [locked[root(i)] for i in relation.stops if root(i) in locked]
            if len(set(fixed)) < len(fixed):
                raise ProblemError("locks_contradict_relation", index=k, stops=relation.stops)


def _relation(k: int, relation: Relation, stops: int) -> None:
    if relation.kind not in RELATIONS:
        raise ProblemError("relation_kind", index=k, kind=relation.kind)
    for i in relation.stops:
        _whole("relation.stops", k, i, 0, stops - 1)
    if len(set(relation.stops)) < len(relation.stops):
        raise ProblemError("relation_repeats", index=k, stops=relation.stops)


def _direct(relations: Sequence[Relation]) -> None:
    after: dict[int, int] = {}
    ahead: dict[int, int] = {}
    for k, relation in enumerate(relations):
        if relation.kind == "direct":
            for i, j in zip(relation.stops, relation.stops[1:], strict=False):
                if after.setdefault(i, j) != j or ahead.setdefault(j, i) != i:
                    raise ProblemError("relations_contradict", index=k, stops=relation.stops)


def _cycle(following: dict[int, set[int]]) -> None:
    """Raise if stops must come before themselves (Kahn's topological order)."""
    degree: dict[int, int] = dict.fromkeys(following, 0)
    for targets in following.values():
        for j in targets:
            degree[j] = degree.get(j, 0) + 1
    free = [i for i, d in degree.items() if d == 0]
    seen = 0
    while free:
        i = free.pop()
        seen += 1
        for j in following.get(i, ()):
            degree[j] -= 1
            if degree[j] == 0:
                free.append(j)
    if seen < len(degree):
        raise ProblemError("relations_circular", stops=tuple(sorted(i for i, d in degree.items() if d > 0)))


def _locks(problem: Problem) -> None:
    taken: dict[tuple[int, int], int] = {}
    for i, stop in enumerate(problem.stops):
        if stop.fixed_vehicle is not None and stop.fixed_position is not None:
            other = taken.setdefault((stop.fixed_vehicle, stop.fixed_position), i)
            if other != i:
                raise ProblemError("position_locked_twice", index=i, other=other)


def _overflow(problem: Problem) -> None:
    """Bound the dearest thinkable plan: sums must stay exact in 64 bits and as floats."""
    legs = 2 * len(problem.stops) + sum(len(v.breaks) for v in problem.vehicles) + 2
    far = max((int(m.max()) for m in problem.distances if m.size), default=0) * legs
    long = max((int(m.max()) for m in problem.times if m.size), default=0) * legs
    slow = min((pace for _, pace in problem.speed), default=1000)
    span = long * 1000 // min(1000, slow) + sum(s.service for s in problem.stops) + HORIZON
    total = 0
    for v in problem.vehicles:
        total = max(total, v.fixed_cost + v.distance_cost * far + (v.time_cost + v.overtime_cost) * _usual(v, span)
                    + v.balance_cost * (_usual(v, span) // 60) ** 2)  # fmt: skip
    total *= min(len(problem.vehicles), max(1, len(problem.stops)))
    for s in problem.stops:
        total += s.change_cost + (s.prize or 0) + (s.late_cost or 0) * s.late_limit
        total += max((cost for _, cost in s.vehicle_cost), default=0) + s.promise_cost * min(span, HORIZON)
    if total > 2**62 or far > 2**53 or span > 2**50:
        raise ProblemError("too_large", cost=total, distance=far, seconds=span)


def _usual(vehicle: Vehicle, span: int) -> int:
    """Return the longest span a vehicle's costs are bounded for: twice its shift where that is shorter."""
    return min(span, 2 * vehicle.latest + 1)
