"""Exchanging the tails of two routes, or their vehicles, compiled: what taking out strings does not find.

Source: J.-Y. Potvin and J.-M. Rousseau, An Exchange Heuristic for Routeing Problems with Time Windows,
Journal of the Operational Research Society 46(12), 1995 (2-opt*).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engine.rich.compiled import inlined, inner
from routing.engine.rich.routes import offences, remember, undo, value_before, value_of
from routing.engine.rich.rules import Rates, Ties
from routing.engine.rich.spans import place_of, refresh
from routing.engine.rich.state import BROKEN, EARLY, HARD, LATE_BEGIN, LENGTH, LOADS, REACH, STEP, Aside, State
from routing.problem import RELOAD
from routing.schedule.tables import (
    DISTANCE_COST,
    END,
    FIXED_COST,
    MAX_TRIPS,
    MODE,
    START,
    Scratch,
    Tables,
)

LOOKED = 15
"""Neighbours looked at."""
SWAPPED = 0.1
"""Chance that a step tries to exchange the vehicles of two routes."""


@inner
def exchange_tails(
    t: Tables, s: Scratch, st: State, a: Aside, rate: Rates, ties: Ties, near: Any, bound: float
) -> int:
    """Let a random stop be followed by a near one of another route; return the change if that is made.

    Of the exchanges that driving, loads and windows allow the one of least driving is tried; it is made if it
    changes the cost by less than `bound`.
    """
    stop = np.random.randint(0, st.route_of.shape[0])  # noqa: NPY002
    v = st.route_of[stop]
    if v < 0 or t.vehicles[v, MAX_TRIPS] > 1:
        return 0
    i = st.at[stop] + 1
    least = bound
    other = -1
    cut = 0
    for k in range(min(LOOKED, near.shape[1])):
        q = near[stop, k]
        w = st.route_of[q]
        if w < 0 or w == v or t.vehicles[w, MAX_TRIPS] > 1:
            continue
        j = st.at[q]
        change = driving(t, st, v, i, w, j)
        if change < least and joined_in_time(t, st, v, i, w, j) and room_for(t, st, v, i, w, j):
            least = change
            other = w
            cut = j
    if other < 0:
        return 0
    return exchange(t, s, st, a, rate, ties, v, i, other, cut, bound)


@inner
def exchange_vehicles(t: Tables, s: Scratch, st: State, a: Aside, rate: Rates, ties: Ties, bound: float) -> int:
    """Let a random route and one of another kind of vehicle, perhaps an empty one, exchange their vehicles."""
    if np.random.random() > SWAPPED:  # noqa: NPY002
        return 0
    v = st.route_of[np.random.randint(0, st.route_of.shape[0])]  # noqa: NPY002
    kind = np.random.randint(0, ties.fleet_start.shape[0] - 1)  # noqa: NPY002
    if v < 0 or ties.alike[v] == kind:
        return 0
    first = ties.fleet_start[kind]
    w = ties.fleet[first + np.random.randint(0, ties.fleet_start[kind + 1] - first)]  # noqa: NPY002
    if t.vehicles[v, MAX_TRIPS] > 1 or t.vehicles[w, MAX_TRIPS] > 1 or not room_for(t, st, v, 0, w, 0):
        return 0
    return exchange(t, s, st, a, rate, ties, v, 0, w, 0, bound)


@inlined
def length_with(t: Tables, st: State, v: int, i: int, w: int, j: int) -> int:
    """Metres of vehicle v with its own route before position i and that of w from position j on."""
    mode = t.vehicles[v, MODE]
    home = t.vehicles[v, END]
    place = t.vehicles[v, START]
    metres = 0
    if i > 0:
        place = place_of(t, v, st.seq[v, i - 1])
        metres = st.row[v, i - 1, REACH]
    last = st.size[w] - 1
    if j <= last:
        metres += (
            t.distances[mode, place, place_of(t, w, st.seq[w, j])] + st.row[w, last, REACH] - st.row[w, j, REACH]
        )
        place = place_of(t, w, st.seq[w, last])
    elif i == 0:
        return 0
    if home >= 0:
        metres += t.distances[mode, place, home]
    return int(metres)


@inlined
def driving(t: Tables, st: State, v: int, i: int, w: int, j: int) -> int:
    """What exchanging tails would change in the cost of driving, and of using vehicles."""
    one = length_with(t, st, v, i, w, j)
    two = length_with(t, st, w, j, v, i)
    change = t.vehicles[v, DISTANCE_COST] * (one - st.sums[v, LENGTH])
    change += t.vehicles[w, DISTANCE_COST] * (two - st.sums[w, LENGTH])
    if j == 0 and i == st.size[v]:
        change -= t.vehicles[w, FIXED_COST]
    return int(change)


@inlined
def joined_in_time(t: Tables, st: State, v: int, i: int, w: int, j: int) -> bool:
    """Whether the windows could allow both tails where they would come, breaks aside."""
    mode = t.vehicles[v, MODE]
    if i > 0 and j < st.size[w]:
        leg = t.times[mode, place_of(t, v, st.seq[v, i - 1]), place_of(t, w, st.seq[w, j])]
        if t.speed.shape[0] == 0 and st.row[v, i - 1, EARLY] + leg > st.row[w, j, LATE_BEGIN]:
            return False
    if j > 0 and i < st.size[v]:
        leg = t.times[mode, place_of(t, w, st.seq[w, j - 1]), place_of(t, v, st.seq[v, i])]
        if t.speed.shape[0] == 0 and st.row[w, j - 1, EARLY] + leg > st.row[v, i, LATE_BEGIN]:
            return False
    return True


@inner
def room_for(t: Tables, st: State, v: int, i: int, w: int, j: int) -> bool:
    """Whether both vehicles could hold what they would carry."""
    for d in range(t.capacity.shape[1]):
        one = 0
        two = 0
        for k in range(i, st.size[v]):
            if st.seq[v, k] != RELOAD:
                one += t.demand[st.seq[v, k], d]
        for k in range(j, st.size[w]):
            if st.seq[w, k] != RELOAD:
                two += t.demand[st.seq[w, k], d]
        if st.sums[v, LOADS + 2 * d] - one + two > t.capacity[v, d]:
            return False
        if st.sums[w, LOADS + 2 * d] - two + one > t.capacity[w, d]:
            return False
    return True


@inner
def exchange(
    t: Tables, s: Scratch, st: State, a: Aside, rate: Rates, ties: Ties, v: int, i: int, w: int, j: int, bound: float
) -> int:
    """Exchange what stands from position i of one route and j of another on, unless that costs `bound` or more."""
    a.clock[STEP] += 1
    touched = remember(st, a, w, remember(st, a, v, 0))
    size = st.size[v]
    for k in range(st.size[w] - j):
        st.seq[v, i + k] = st.seq[w, j + k]
    st.size[v] = i + st.size[w] - j
    for k in range(size - i):
        st.seq[w, j + k] = a.seq[0, i + k]
    st.size[w] = j + size - i
    refresh(t, s, st, ties, v)
    refresh(t, s, st, ties, w)
    change = value_of(st, rate, v) + value_of(st, rate, w) - value_before(a, rate, 0) - value_before(a, rate, 1)
    broken = a.clock[BROKEN]
    if ties.kind.shape[0] > 0 and change < bound:
        broken = offences(st, ties)
        change += rate.offence * (broken - a.clock[BROKEN])
    worse = st.sums[v, HARD] + st.sums[w, HARD] > a.sums[0, HARD] + a.sums[1, HARD]
    if change < bound and not worse:
        a.clock[BROKEN] = broken
        return change
    undo(st, a, 0, touched)
    return 0
