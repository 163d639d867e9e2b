"""A route judged whole: when it sets out, what it costs, what it breaks. Search, board and tests all ask this."""

from __future__ import annotations

from typing import Any

from routing.problem import RELOAD
from routing.schedule.clock import first_departure
from routing.schedule.shim import compiled, inlined, inner
from routing.schedule.slack import backward, bound_pauses
from routing.schedule.tables import (
    BALANCE_COST,
    BEGIN,
    BREAK_LATE,
    CALLS,
    CHANGE_COST,
    COST,
    DEPART,
    DEPARTURE_MATTERS,
    DISTANCE,
    DISTANCE_COST,
    FIXED_COST,
    FIXED_POSITION,
    FIXED_VEHICLE,
    FORBIDDEN,
    HARD,
    LATE,
    LATE_COST,
    LATE_LIMIT,
    LATEST,
    MAX_DISTANCE,
    MAX_STOPS,
    MAX_TRIPS,
    MAX_WORK,
    MISPLACED,
    NODE_COLUMNS,
    OVER_DISTANCE,
    OVER_STOPS,
    OVER_TRIPS,
    OVER_WORK,
    OVERLOAD,
    OVERTIME,
    OVERTIME_COST,
    PAUSED,
    PROMISE_COST,
    PROMISE_TOLERANCE,
    PROMISED,
    RETURN,
    SHIFT_END,
    SHIFT_LATE,
    STOPS,
    TIME_COST,
    TOTALS,
    TRAVEL,
    USUAL,
    WINDOW_TO,
    WORK,
)
from routing.schedule.walk import forward, retrace


@inner
def walk(t: Any, s: Any, vehicle: int, route: Any, count: int, tidy: bool) -> int:
    """Time a route: depart as late as the earliest return allows. Return the number of breaks taken.

    Without `tidy` the late departure is spared where it changes neither cost nor breach (the search).
    """
    depart = first_departure(t, vehicle, route, count)
    taken = forward(t, s, vehicle, route, count, depart)
    retrace(t, s, vehicle, route, count, depart, taken)
    if t.vehicles[vehicle, DEPARTURE_MATTERS] == 0 and not tidy:
        return taken
    totals = s.totals
    idle = totals[RETURN] - depart - totals[TRAVEL] - totals[CALLS] - totals[PAUSED]
    if idle > 0 or t.speed.shape[0] > 0:
        late = totals[LATE] + totals[BREAK_LATE]
        bound_pauses(t, s, vehicle, depart)
        latest = backward(t, s, vehicle, route, count, totals[RETURN], True)
        if latest > depart:
            back = totals[RETURN]
            again = forward(t, s, vehicle, route, count, latest)
            retrace(t, s, vehicle, route, count, latest, again)
            if totals[RETURN] <= back and totals[LATE] + totals[BREAK_LATE] <= late:
                return again
            taken = forward(t, s, vehicle, route, count, depart)
            retrace(t, s, vehicle, route, count, depart, taken)
    return taken


@inner
def loads(t: Any, s: Any, vehicle: int, route: Any, count: int) -> int:
    """Fill the peak load per dimension; return by how much capacities are exceeded, over all trips."""
    over = 0
    for d in range(t.capacity.shape[1]):
        peak = 0
        i = 0
        while i < count:
            end = i
            load = 0
            while end < count and route[end] != RELOAD:
                load += t.demand[route[end], d]
                end += 1
            trip = load
            for k in range(i, end):
                load += t.pickup[route[k], d] - t.demand[route[k], d]
                trip = max(trip, load)
            over += max(0, trip - t.capacity[vehicle, d])
            peak = max(peak, trip)
            i = end + 1
        s.totals[TOTALS + d] = peak
    return over


@inlined
def price(t: Any, vehicle: int, distance: int, work: int, back: int) -> int:
    """What a route costs by its length, its working time and when it is back; what its stops add is apart."""
    vehicles = t.vehicles
    minutes = work // 60
    cost = vehicles[vehicle, FIXED_COST] + vehicles[vehicle, DISTANCE_COST] * distance
    cost += vehicles[vehicle, TIME_COST] * work
    cost += vehicles[vehicle, OVERTIME_COST] * max(0, back - vehicles[vehicle, SHIFT_END])
    return int(cost + vehicles[vehicle, BALANCE_COST] * minutes * minutes)


@compiled
def evaluate(t: Any, s: Any, vehicle: int, route: Any, count: int, tidy: bool) -> int:
    """Judge one route completely; return its cost. `totals` holds the figures and every kind of breach."""
    totals = s.totals
    for k in range(TOTALS):
        totals[k] = 0
    vehicles, stops, node = t.vehicles, t.stops, s.node
    calls = 0
    for i in range(count):
        if route[i] != RELOAD:
            calls += 1
    totals[STOPS] = calls
    if calls == 0:
        return 0
    walk(t, s, vehicle, route, count, tidy)
    cost = 0
    forbidden = 0
    misplaced = 0
    position = 0
    for i in range(count):
        stop = route[i]
        if stop == RELOAD:
            continue
        position += 1
        if t.fit.shape[0] > 0:
            if t.fit[stop, vehicle] < 0:
                forbidden += 1
            else:
                cost += t.fit[stop, vehicle]
        if stops[stop, FIXED_VEHICLE] >= 0 and stops[stop, FIXED_VEHICLE] != vehicle:
            forbidden += 1
        if stops[stop, FIXED_POSITION] > 0:
            misplaced += abs(stops[stop, FIXED_POSITION] - position)
        if stops[stop, USUAL] >= 0 and stops[stop, USUAL] != vehicle:
            cost += stops[stop, CHANGE_COST]
        begin = node[i * NODE_COLUMNS + BEGIN]
        if stops[stop, PROMISED] >= 0:
            away = abs(begin - stops[stop, PROMISED]) - stops[stop, PROMISE_TOLERANCE]
            cost += max(0, away) * stops[stop, PROMISE_COST]
        if stops[stop, LATE_COST] > 0:
            late = begin - t.windows[stops[stop, WINDOW_TO] - 1, 1]
            cost += min(max(0, late), stops[stop, LATE_LIMIT]) * stops[stop, LATE_COST]
    work = totals[RETURN] - totals[DEPART]
    cost += price(t, vehicle, totals[DISTANCE], work, totals[RETURN])
    trips = 1 + count - calls
    totals[WORK] = work
    totals[OVERTIME] = max(0, totals[RETURN] - vehicles[vehicle, SHIFT_END])
    totals[SHIFT_LATE] = max(0, totals[RETURN] - vehicles[vehicle, LATEST])
    if totals[DEPART] > vehicles[vehicle, LATEST]:
        totals[SHIFT_LATE] = max(totals[SHIFT_LATE], totals[DEPART] - vehicles[vehicle, LATEST])
    totals[OVERLOAD] = loads(t, s, vehicle, route, count)
    totals[FORBIDDEN] = forbidden
    totals[MISPLACED] = misplaced
    totals[OVER_STOPS] = max(0, calls - vehicles[vehicle, MAX_STOPS])
    totals[OVER_WORK] = max(0, work - vehicles[vehicle, MAX_WORK])
    totals[OVER_DISTANCE] = max(0, totals[DISTANCE] - vehicles[vehicle, MAX_DISTANCE])
    totals[OVER_TRIPS] = max(0, trips - vehicles[vehicle, MAX_TRIPS])
    hard = 0
    for k in range(LATE, OVER_TRIPS + 1):
        hard += totals[k]
    totals[HARD] = hard
    totals[COST] = cost
    return cost


@compiled
def evaluate_each(t: Any, s: Any, vehicle: int, route: Any, count: int, positions: Any, found: Any) -> None:
    """Judge a route of `count` entries with the one that comes after them moved before each of some `positions`,
    which rise. Row for row `found` gets the totals.
    """
    stop = route[count]
    at = count
    for k in range(len(positions)):
        position = positions[k]
        for i in range(at, position, -1):
            route[i] = route[i - 1]
        for i in range(at, position):
            route[i] = route[i + 1]
        route[position] = stop
        at = position
        evaluate(t, s, vehicle, route, count + 1, False)
        for total in range(TOTALS):
            found[k, total] = s.totals[total]
