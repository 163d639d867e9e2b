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
from routing.engine.rich.places import gather
from routing.engine.rich.routes import offences, refresh, remember, undo
from routing.engine.rich.ruin import ruin
from routing.engine.rich.state import RELOAD_AFTER, RELOAD_FIRST, Aside, Rates, State, Ties
from routing.problem import RELOAD
from routing.schedule.tables import FIXED_VEHICLE, NEVER, PLACE, PRIZE, START, WINDOW_FROM, WINDOW_TO, Scratch, Tables
from routing.schedule.timing import HARD, MISPLACED, evaluate

BLINK = 0.01
"""Chance that a place is passed over: keeps the greedy insertion from being the same each time."""
CHANCE = 0.1
"""Chance that an optional stop is put in though it does not pay by itself."""
EXACT = 6
"""Places the judge is asked about before the best of them is taken."""


@kernel
def seed(number: int) -> None:
    """Seed this thread's random numbers."""
    np.random.seed(number)  # noqa: NPY002


@inner
def with_stop(st: State, a: Aside, v: int, i: int, stop: int, way: int) -> int:
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
    rule. What relations are broken decides with the rest but is not part of the change returned.
    """
    found = gather(t, st, a, rate, ties, near, stop)
    prize = t.stops[stop, PRIZE]
    locked = t.stops[stop, FIXED_VEHICLE] >= 0
    left_out = ties.worth[stop]
    best = NEVER if locked else left_out
    if prize >= 0 and np.random.random() < CHANCE:  # noqa: NPY002
        best = rate.left_out
    choice = -1
    change = 0
    tries = 0
    while True:
        k = -1
        least = NEVER
        for c in range(found):
            if a.worth[c] < least:
                least = a.worth[c]
                k = c
        if k < 0 or least >= best or (tries >= EXACT and choice >= 0):
            break
        a.worth[k] = NEVER
        if not locked and np.random.random() < BLINK:  # noqa: NPY002
            continue
        v = a.vehicle[k]
        count = with_stop(st, a, v, a.position[k], stop, a.way[k])
        cost = evaluate(t, s, v, a.tried, count, False)
        tries += 1
        hard = s.totals[HARD]
        if hard > st.hard[v] and not locked:
            continue
        delta = cost - st.cost[v] + rate.misplaced * (s.totals[MISPLACED] - st.lost[v])
        delta += rate.breach * (hard - st.hard[v])
        broken = rate.offence * (least // rate.offence) if ties.kind.shape[0] > 0 and least > 0 else 0
        if delta + broken < best:
            best = delta + broken
            change = delta
            choice = k
    if choice < 0:
        return left_out, touched
    v = a.vehicle[choice]
    touched = remember(st, a, v, touched)
    count = with_stop(st, a, v, a.position[choice], stop, a.way[choice])
    for k in range(count):
        st.seq[v, k] = a.tried[k]
    st.size[v] = count
    refresh(t, s, st, v)
    return change, touched


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
    hot: float,
    cold: float,
    total: int,
    best: int,
    best_seq: Any,
    best_size: Any,
) -> tuple[int, int]:
    """Make some steps while cooling from `hot` to `cold`; return the present total and the best.

    The best routes are kept in `best_seq` and `best_size`. The threshold of the annealing is drawn before a
    step, which is given up once it has cost more.
    """
    ratio = (cold / hot) ** (1.0 / max(1, steps))
    heat = hot
    for _ in range(steps):
        heat *= ratio
        a.clock[0] += 1
        bound = -heat * math.log(max(1e-300, np.random.random()))  # noqa: NPY002
        delta, absent, touched = ruin(t, s, st, a, rate, ties, around)
        order(t, a, absent)
        for k in range(absent):
            if delta > bound and ties.kind.shape[0] == 0:
                break
            change, touched = put_back(t, s, st, a, rate, ties, near, a.absent[k], touched)
            delta += change
        broken = a.clock[2]
        if ties.kind.shape[0] > 0:
            broken = offences(st, ties)
            delta += rate.offence * (broken - a.clock[2])
        if delta < bound:
            total += delta
            a.clock[2] = broken
            if total < best:
                best = total
                for v in range(st.size.shape[0]):
                    best_size[v] = st.size[v]
                    for i in range(st.size[v]):
                        best_seq[v, i] = st.seq[v, i]
        else:
            undo(st, a, absent, touched)
    return total, best


@kernel
def fill(t: Tables, s: Scratch, st: State, a: Aside, rate: Rates, ties: Ties, near: Any, stops: Any) -> None:
    """Put stops in one after the other, each where it costs least."""
    a.clock[0] += 1
    touched = 0
    for k in range(stops.shape[0]):
        if st.route_of[stops[k]] < 0:
            _, touched = put_back(t, s, st, a, rate, ties, near, stops[k], touched)
