"""Proof of order: whether any other order of a route's stops costs less.

Two ways, each within a small budget: all orders tried by the judge, whatever the rules, for a handful of
stops; and OR-Tools CP-SAT on a circuit with time windows for plain problems. What neither settles is not
claimed.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Sequence

import numpy as np

from routing.engine.plain.model import is_plain
from routing.problem import RELOAD, Problem
from routing.schedule import judge_route
from routing.schedule.relations import broken_relations

TRIED = 6
"""Stops up to which every order is tried."""
CIRCUIT = 40
"""Stops up to which CP-SAT is asked."""
_WORK = 0.3
"""CP-SAT's deterministic seconds for one route."""
_ASKED = 10
"""Routes CP-SAT is asked about where no clock may decide."""


def proven_orders(
    problem: Problem, routes: Sequence[Sequence[int]], *, seconds: float | None
) -> tuple[list[list[int]], tuple[bool, ...]]:
    """The routes, in a cheaper order where one was found, and for each whether no other order costs less.

    Short routes come first; what is left when `seconds` are over stays unproven. None: a fixed amount of work.
    """
    begun = time.monotonic()
    better = [list(route) for route in routes]
    proven = [len(route) <= 1 for route in routes]
    plain = is_plain(problem)
    asked = 0
    for v in sorted(range(len(routes)), key=lambda v: len(routes[v])):
        if proven[v]:
            continue
        left = None if seconds is None else seconds - (time.monotonic() - begun)
        if left is not None and left <= 0:
            break
        if RELOAD in routes[v]:
            continue
        if len(routes[v]) <= TRIED:
            better[v] = _cheapest_order(problem, v, routes, better[v])
            proven[v] = True
        elif plain and len(routes[v]) <= CIRCUIT and (seconds is not None or asked < _ASKED):
            asked += 1
            better[v], proven[v] = _circuit(problem, v, better[v], left)
    return better, tuple(proven)


def _cheapest_order(problem: Problem, vehicle: int, routes: Sequence[Sequence[int]], route: list[int]) -> list[int]:
    """The cheapest order that breaks nothing the present one does not break."""
    mine = [relation for relation in problem.relations if set(relation.stops) & set(route)]

    def judged(order: Sequence[int]) -> tuple[int, int]:
        told = judge_route(problem, vehicle, order)
        broken = told.broken
        if mine:
            plan = [order if v == vehicle else other for v, other in enumerate(routes)]
            broken += sum(amount for _, _, amount in broken_relations(problem, plan, mine))
        return broken, told.cost

    best, value = route, judged(route)
    for order in itertools.permutations(route):
        now = judged(order)
        if now < value:
            best, value = list(order), now
    return best


def _circuit(problem: Problem, number: int, route: list[int], seconds: float | None) -> tuple[list[int], bool]:
    """A cheapest order by CP-SAT: one circuit through depot and stops, time rising along it."""
    from ortools.sat.python import cp_model

    vehicle = problem.vehicles[number]
    places = np.array([vehicle.start, *(problem.stops[stop].place for stop in route)])
    home = vehicle.start if vehicle.end is None else vehicle.end
    targets = np.array([home, *places[1:]])
    where = np.ix_(places, targets)
    costs = np.asarray(problem.distances[vehicle.mode][where], dtype=np.int64) * vehicle.distance_cost
    times = np.asarray(problem.times[vehicle.mode][where], dtype=np.int64)
    if vehicle.end is None:
        costs[:, 0] = times[:, 0] = 0
    count = len(places)
    model = cp_model.CpModel()
    opens = [vehicle.earliest]
    closes = [vehicle.latest]
    for stop in (problem.stops[stop] for stop in route):
        first, last = stop.windows[0] if stop.windows else (0, vehicle.latest)
        opens.append(max(first, vehicle.earliest))
        closes.append(min(last, vehicle.latest))
    if any(early > late for early, late in zip(opens, closes, strict=True)):
        return route, False
    begin = [model.new_int_var(early, late, "") for early, late in zip(opens, closes, strict=True)]
    model.add(begin[0] == vehicle.earliest)
    back = model.new_int_var(vehicle.earliest, vehicle.latest, "")
    after = {-1: 0} | dict(enumerate(range(1, count)))
    held = {(after[k - 1], after[k] if k < len(route) else 0) for k in range(len(route) + 1)}
    arcs, terms, weights = [], [], []
    for i, j in itertools.permutations(range(count), 2):
        service = problem.stops[route[i - 1]].service if i else 0
        earliest = opens[i] + service + int(times[i, j])
        if earliest > (closes[j] if j else vehicle.latest):
            continue
        taken = model.new_bool_var("")
        arcs.append((i, j, taken))
        terms.append(taken)
        weights.append(int(costs[i, j]))
        model.add_hint(taken, (i, j) in held)
        target = begin[j] if j else back
        model.add(target >= begin[i] + service + int(times[i, j])).only_enforce_if(taken)
    model.add_circuit(arcs)
    model.minimize(cp_model.LinearExpr.weighted_sum(terms, weights))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = _WORK
    if seconds is not None:
        solver.parameters.max_time_in_seconds = min(seconds, math.inf)
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return route, False
    following = {i: j for i, j, taken in arcs if solver.boolean_value(taken)}
    found, node = [], following[0]
    while node:
        found.append(route[node - 1])
        node = following[node]
    old, new = judge_route(problem, number, route), judge_route(problem, number, found)
    if new.feasible and new.cost < old.cost:
        return found, status == cp_model.OPTIMAL
    return route, status == cp_model.OPTIMAL and old.feasible and old.cost <= new.cost
