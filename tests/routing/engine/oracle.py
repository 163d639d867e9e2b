"""An independent oracle: tiny problems stated anew for OR-Tools CP-SAT, without a line of the judge's code.

One circuit for each vehicle over its depot and the stops; times rise along it; everything that costs is in
the objective. It knows neither breaks nor reloads nor speeds by the hour.
"""

from __future__ import annotations

import itertools
from typing import Any

from ortools.sat.python import cp_model

from routing.problem import Problem

FAR = 200_000


def optimum(problem: Problem) -> tuple[int, int] | None:
    """Required stops left out at least, and the cheapest cost then."""
    model = cp_model.CpModel()
    count = len(problem.stops)
    served: list[list[Any]] = [[] for _ in problem.stops]
    cost: list[Any] = []
    on: dict[tuple[int, int], Any] = {}
    follows: dict[tuple[int, int, int], Any] = {}
    begin: dict[tuple[int, int], Any] = {}
    for v in range(len(problem.vehicles)):
        _vehicle(model, problem, v, on, begin, follows, cost)
        for i in range(count):
            served[i].append(on[v, i])
    missing = []
    for i, stop in enumerate(problem.stops):
        left_out = model.new_bool_var("")
        model.add_exactly_one([*served[i], left_out])
        if stop.fixed_vehicle is not None:
            model.add(on[stop.fixed_vehicle, i] == 1)
        if stop.prize is None:
            missing.append(left_out)
        else:
            cost.append(stop.prize * left_out)
    for relation in problem.relations:
        _relation(model, problem, relation.kind, relation.stops, on, begin, follows)
    fewest = model.new_int_var(0, count, "")
    model.add(fewest == sum(missing))
    total = model.new_int_var(0, 10**12, "")
    model.add(total == sum(cost))
    model.minimize(10**9 * fewest + total)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    return solver.value(fewest), solver.value(total)


def _vehicle(
    model: Any,
    problem: Problem,
    v: int,
    on: dict[Any, Any],
    begin: dict[Any, Any],
    follows: dict[Any, Any],
    cost: list[Any],
) -> None:
    vehicle, count = problem.vehicles[v], len(problem.stops)
    times, distances = problem.times[vehicle.mode], problem.distances[vehicle.mode]
    depart, back = (model.new_int_var(vehicle.earliest, vehicle.latest, "") for _ in range(2))
    arcs, metres = [], []
    for i, stop in enumerate(problem.stops):
        on[v, i] = model.new_bool_var("")
        begin[v, i] = model.new_int_var(0, FAR, "")
        arcs.append((i + 1, i + 1, on[v, i].Not()))
        if stop.allowed is not None and v not in stop.allowed:
            model.add(on[v, i] == 0)
        _windows(model, stop, on[v, i], begin[v, i], cost)
        model.add(depart >= stop.release).only_enforce_if(on[v, i])
        price = sum(extra for number, extra in stop.vehicle_cost if number == v)
        if stop.usual_vehicle is not None and stop.usual_vehicle != v:
            price += stop.change_cost
        cost.append(price * on[v, i])
    idle = model.new_bool_var("")
    arcs.append((0, 0, idle))
    for i, j in itertools.permutations(range(count + 1), 2):
        taken = model.new_bool_var("")
        follows[v, i, j] = taken
        arcs.append((i, j, taken))
        start = problem.stops[i - 1].place if i else vehicle.start
        end = problem.stops[j - 1].place if j else vehicle.end
        seconds, length = (0, 0) if end is None else (int(times[start, end]), int(distances[start, end]))
        leave = begin[v, i - 1] + problem.stops[i - 1].service if i else depart
        model.add((begin[v, j - 1] if j else back) >= leave + seconds).only_enforce_if(taken)
        metres.append(length * taken)
    model.add_circuit(arcs)
    model.add(back == depart).only_enforce_if(idle)
    work = model.new_int_var(0, FAR, "")
    model.add(work == back - depart)
    cost.append(vehicle.fixed_cost * (1 - idle) + vehicle.distance_cost * sum(metres) + vehicle.time_cost * work)
    if vehicle.shift_end is not None:
        over = model.new_int_var(0, FAR, "")
        model.add(over >= back - vehicle.shift_end)
        cost.append(vehicle.overtime_cost * over)
    if vehicle.balance_cost:
        minutes, square = model.new_int_var(0, FAR, ""), model.new_int_var(0, FAR**2, "")
        model.add_division_equality(minutes, work, 60)
        model.add_multiplication_equality(square, [minutes, minutes])
        cost.append(vehicle.balance_cost * square)
    for d, room in enumerate(vehicle.capacity):
        _load(model, problem, v, d, room, on, follows)
    if vehicle.max_stops is not None:
        model.add(sum(on[v, i] for i in range(count)) <= vehicle.max_stops)
    if vehicle.max_work is not None:
        model.add(work <= vehicle.max_work)
    if vehicle.max_distance is not None:
        model.add(sum(metres) <= vehicle.max_distance)


def _load(
    model: Any, problem: Problem, v: int, d: int, room: int, on: dict[Any, Any], follows: dict[Any, Any]
) -> None:
    """What the vehicle carries, from stop to stop: deliveries go down, pickups come up."""
    down = [stop.demand[d] if d < len(stop.demand) else 0 for stop in problem.stops]
    up = [stop.pickup[d] if d < len(stop.pickup) else 0 for stop in problem.stops]
    carried = [model.new_int_var(0, room, "") for _ in range(len(down) + 1)]
    model.add(carried[0] == sum(load * on[v, i] for i, load in enumerate(down)))
    for (number, i, j), taken in follows.items():
        if number == v and j:
            model.add(carried[j] == carried[i] - down[j - 1] + up[j - 1]).only_enforce_if(taken)


def _windows(model: Any, stop: Any, present: Any, begin: Any, cost: list[Any]) -> None:
    windows = stop.windows if stop.fixed_begin is None else ((stop.fixed_begin,) * 2,)
    soft = stop.late_cost is not None and stop.fixed_begin is None
    if windows:
        chosen = [model.new_bool_var("") for _ in windows]
        model.add(sum(chosen) == 1).only_enforce_if(present)
        for k, (first, last) in enumerate(windows):
            late = stop.late_limit if soft and k == len(windows) - 1 else 0
            model.add(begin >= first).only_enforce_if(chosen[k], present)
            model.add(begin <= last + late).only_enforce_if(chosen[k], present)
    if soft and windows:
        late = model.new_int_var(0, FAR, "")
        model.add(late >= begin - windows[-1][1]).only_enforce_if(present)
        cost.append(stop.late_cost * late)
    if stop.promised is not None:
        away = model.new_int_var(0, FAR, "")
        for sign in (1, -1):
            model.add(away >= sign * (begin - stop.promised) - stop.promise_tolerance).only_enforce_if(present)
        cost.append(stop.promise_cost * away)


def _relation(
    model: Any,
    problem: Problem,
    kind: str,
    stops: tuple[int, ...],
    on: dict[Any, Any],
    begin: dict[Any, Any],
    follows: dict[Any, Any],
) -> None:
    vehicles = range(len(problem.vehicles))
    if kind == "different_routes":
        for v in vehicles:
            model.add(sum(on[v, i] for i in stops) <= 1)
        return
    for v, (i, j) in itertools.product(vehicles, itertools.pairwise(stops)):
        model.add(on[v, i] == on[v, j])
        if kind == "direct":
            model.add(follows[v, i + 1, j + 1] == 1).only_enforce_if(on[v, i])
        if kind == "before":
            model.add(begin[v, j] >= begin[v, i] + max(1, problem.stops[i].service)).only_enforce_if(on[v, i])
