"""Ruin and recreate over the judge's own functions, compiled.

Slack induction by string removals, as in `routing.engine.plain`, for whatever rules a problem has. A place is
tested cheaply first (fit, load, window bounds that leave breaks aside); the judge is asked exactly about the
most promising ones only. Source: J. Christiaens and G. Vanden Berghe, Slack Induction by String Removals for
Vehicle Routing Problems, Transportation Science 54(2), 2020.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from routing.engine.rich.compiled import inner, kernel
from routing.engine.rich.eject import hopeless, turn_out
from routing.engine.rich.places import gather
from routing.engine.rich.routes import offences, remember, total_of, undo
from routing.engine.rich.ruin import ruin
from routing.engine.rich.rules import MOST_BREACH, Rates, Ties
from routing.engine.rich.spans import refresh
from routing.engine.rich.state import (
    ALONE,
    BLINK,
    BROKEN,
    COST,
    HARD,
    LOST,
    MISSING,
    RELOAD_AFTER,
    RELOAD_FIRST,
    STEP,
    WAS,
    Aside,
    State,
)
from routing.engine.rich.tails import exchange_tails, exchange_vehicles
from routing.problem import RELOAD
from routing.schedule import tables as tb
from routing.schedule.tables import FIXED_VEHICLE, NEVER, PLACE, PRIZE, START, WINDOW_FROM, WINDOW_TO, Scratch, Tables
from routing.schedule.timing import evaluate

TURNED_OUT = 0.1
"""Chance that a step makes room for a required stop left out by turning others out."""
CHANCE = 0.1
"""Chance that an optional stop is put in though it does not pay by itself."""
EXACT = 6
"""Places the judge is asked about before the best of them is taken; all of them for a required stop without one."""


@kernel
def seed(number: int) -> None:
    """Seed this thread's random numbers."""
    np.random.seed(number)  # noqa: NPY002


@inner
def written(st: State, a: Aside, v: int, i: int, stop: int, way: int) -> int:
    """Write the route with the stop (and a reload, by `way`) before position i to `tried`; return its length."""
    write = 0
    for j in range(i):
        a.tried[write] = st.seq[v, j]
        write += 1
    if way == RELOAD_FIRST:
        a.tried[write] = RELOAD
        write += 1
    a.tried[write] = stop
    write += 1
    if way == RELOAD_AFTER:
        a.tried[write] = RELOAD
        write += 1
    for j in range(i, st.size[v]):
        a.tried[write] = st.seq[v, j]
        write += 1
    return write


@inner
def put_back(
    t: Tables, s: Scratch, st: State, a: Aside, rate: Rates, ties: Ties, near: Any, stop: int, touched: int
) -> tuple[int, int]:
    """Insert a stop where it costs least; return what that changes and the number of routes touched.

    An optional stop dearer than its prize stays out, as a rule. A locked one goes in even where it breaks a
    rule. What relations are broken decides with the rest but is not part of the change returned. Where a route
    is measured exactly the judge is not asked.
    """
    locked = t.stops[stop, FIXED_VEHICLE] >= 0
    left_out = ties.worth[stop]
    best = NEVER if locked else left_out
    if t.stops[stop, PRIZE] >= 0 and np.random.random() < CHANCE:  # noqa: NPY002
        best = rate.left_out
    found = gather(t, st, a, rate, ties, near, stop, best, False)
    if found == 0:
        found = gather(t, st, a, rate, ties, near, stop, best, True)
    choice = -1
    change = 0
    tries = 0
    while True:
        k = -1
        least = best
        for c in range(found):
            if a.place[c, 0] < least:
                least = a.place[c, 0]
                k = c
        if k < 0 or (tries >= EXACT and (choice >= 0 or left_out < rate.left_out)):
            break
        a.place[k, 0] = NEVER
        v = a.place[k, 1]
        broken = rate.offence * (least // rate.offence) if ties.kind.shape[0] > 0 and least > 0 else 0
        if ties.measured[v] == 1 and st.sums[v, HARD] == 0:
            choice = k
            change = least - broken
            break
        count = written(st, a, v, a.place[k, 2], stop, a.place[k, 3])
        cost = evaluate(t, s, v, a.tried, count, False)
        tries += 1
        hard = min(s.totals[tb.HARD], MOST_BREACH)
        if hard > st.sums[v, HARD] and not locked:
            continue
        delta = cost - st.sums[v, COST] + rate.misplaced * (s.totals[tb.MISPLACED] - st.sums[v, LOST])
        delta += rate.breach * (hard - st.sums[v, HARD])
        if delta + broken < best:
            best = delta + broken
            change = delta
            choice = k
    if choice < 0:
        return left_out, touched
    v = a.place[choice, 1]
    touched = remember(st, a, v, touched)
    insert(st, a, v, a.place[choice, 2], stop, a.place[choice, 3])
    refresh(t, s, st, ties, v)
    return change, touched


@inner
def insert(st: State, a: Aside, v: int, i: int, stop: int, way: int) -> None:
    """Write a stop (and a reload, by `way`) into a route before position i."""
    if way == ALONE:
        for j in range(st.size[v], i, -1):
            st.seq[v, j] = st.seq[v, j - 1]
        st.seq[v, i] = stop
        st.size[v] += 1
        return
    count = written(st, a, v, i, stop, way)
    for j in range(count):
        st.seq[v, j] = a.tried[j]
    st.size[v] = count


@inner
def order(t: Tables, a: Aside, absent: int) -> None:
    """Sort the stops to be put back: at random, dearest, largest, far or near first, by window."""
    way = np.random.randint(0, 16)  # noqa: NPY002
    start = t.vehicles[0, START]
    for k in range(absent):
        stop = a.absent[k]
        first = t.windows[t.stops[stop, WINDOW_FROM], 0]
        last = t.windows[t.stops[stop, WINDOW_TO] - 1, 1]
        if way < 4:
            key = np.random.random()  # noqa: NPY002
        elif way < 6:
            key = -float(t.stops[stop, PRIZE])
        elif way < 8:
            key = -float(t.demand[stop, 0]) if t.demand.shape[1] > 0 else np.random.random()  # noqa: NPY002
        elif way < 10:
            key = -float(t.distances[0, start, t.stops[stop, PLACE]])
        elif way == 10:
            key = float(t.distances[0, start, t.stops[stop, PLACE]])
        elif way < 13:
            key = float(last - first)
        elif way < 15:
            key = float(first)
        else:
            key = -float(last)
        if t.stops[stop, FIXED_VEHICLE] >= 0 and t.stops[stop, PRIZE] < 0:
            key -= 1e15  # what is locked goes first, while there is room
        i = k
        while i > 0 and a.key[i - 1] > key:
            a.key[i] = a.key[i - 1]
            a.absent[i] = a.absent[i - 1]
            i -= 1
        a.key[i] = key
        a.absent[i] = stop


@kernel
def run(
    t: Tables,
    s: Scratch,
    st: State,
    a: Aside,
    rate: Rates,
    ties: Ties,
    around: Any,
    near: Any,
    steps: int,
    heat: float,
    total: int,
    best: int,
    best_seq: Any,
    best_size: Any,
) -> tuple[int, int]:
    """Make some steps at one temperature; return the present total and the best.

    The best routes are kept in `best_seq` and `best_size`. The threshold of the annealing is drawn before a
    step, which is given up once it has cost more. Where a required stop is left out, a step that leaves out
    others instead is taken if those were left out less often before: so each finds its place in the end.
    """
    for _ in range(steps):
        a.clock[STEP] += 1
        bound = -heat * math.log(max(1e-300, np.random.random()))  # noqa: NPY002
        missing = a.clock[MISSING]
        if missing > 0 and np.random.random() < TURNED_OUT:  # noqa: NPY002
            delta, absent, touched = turn_out(t, s, st, a, rate, ties)
        else:
            delta, absent, touched = ruin(t, s, st, a, rate, ties, around)
        order(t, a, absent)
        whole = delta < NEVER and (a.clock[WAS] > 0 or ties.kind.shape[0] > 0)
        still = 0
        for k in range(absent):
            if delta > bound and not whole:
                break
            stop = a.absent[k]
            change, touched = put_back(t, s, st, a, rate, ties, near, stop, touched)
            delta += change
            if st.route_of[stop] < 0 and ties.worth[stop] >= rate.left_out and st.absence[stop] >= 0:
                still += st.absence[stop]
                st.absence[stop] += 1
        broken = a.clock[BROKEN]
        if ties.kind.shape[0] > 0:
            broken = offences(st, ties)
            delta += rate.offence * (broken - a.clock[BROKEN])
        if delta < bound or (whole and still < a.clock[WAS] and broken <= a.clock[BROKEN]):
            total += delta
            a.clock[BROKEN] = broken
            if missing > 0 or delta > rate.left_out // 2:
                a.clock[MISSING] = count_missing(st, rate, ties)
        else:
            undo(st, a, absent, touched)
        total += exchange_tails(t, s, st, a, rate, ties, near, bound)
        if ties.fleet_start.shape[0] > 2:
            total += exchange_vehicles(t, s, st, a, rate, ties, bound)
        if total < best:
            best = total
            for v in range(st.size.shape[0]):
                best_size[v] = st.size[v]
                for i in range(st.size[v]):
                    best_seq[v, i] = st.seq[v, i]
    return total, best


@inner
def count_missing(st: State, rate: Rates, ties: Ties) -> int:
    """Count the required stops that no route serves though one could."""
    missing = 0
    for stop in range(st.route_of.shape[0]):
        if st.route_of[stop] < 0 and ties.worth[stop] >= rate.left_out and st.absence[stop] >= 0:
            missing += 1
    return missing


@kernel
def begin(t: Tables, s: Scratch, st: State, a: Aside, rate: Rates, ties: Ties, near: Any, stops: Any) -> int:
    """Take up the routes that `seq` and `size` hold, then put stops in one after the other; return the total."""
    for stop in range(st.route_of.shape[0]):
        st.route_of[stop] = -1
    for v in range(st.size.shape[0]):
        refresh(t, s, st, ties, v)
    a.clock[STEP] += 1
    a.clock[BLINK] = 0
    touched = 0
    for k in range(stops.shape[0]):
        if st.route_of[stops[k]] < 0:
            _, touched = put_back(t, s, st, a, rate, ties, near, stops[k], touched)
    for stop in range(st.route_of.shape[0]):
        if st.route_of[stop] < 0 and ties.worth[stop] >= rate.left_out and hopeless(t, s, a, ties, stop):
            st.absence[stop] = -1
    a.clock[BROKEN] = offences(st, ties)
    a.clock[MISSING] = count_missing(st, rate, ties)
    return total_of(st, rate, ties)
