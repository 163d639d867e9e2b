"""Taking strings of stops out of the rich kernel's routes, compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engine.rich.compiled import inner
from routing.engine.rich.eject import a_missing_one
from routing.engine.rich.routes import remember, value_before, value_of
from routing.engine.rich.rules import DIFFERENT, Rates, Ties
from routing.engine.rich.spans import refresh
from routing.engine.rich.state import MISSING, STEP, WAS, Aside, State
from routing.problem import RELOAD
from routing.schedule.tables import FIXED_POSITION, HARD, Scratch, Tables
from routing.schedule.timing import evaluate

LONGEST_STRING = 10
REMOVED = 10.0
"""Stops taken out in one step, on average."""
RETRIED = 0.2
"""Chance that a step starts from a required stop that nobody serves, where there is one."""
MERGED = 0.5
"""Chance that a reload is looked at, whether the route can do without it now."""


@inner
def ruin(t: Tables, s: Scratch, st: State, a: Aside, rate: Rates, ties: Ties, around: Any) -> tuple[int, int, int]:
    """Take strings of stops out near a random seed; return the change, the number taken out, routes touched.

    Unserved stops met on the way are tried again with them, and stops tied to those taken out come along.
    """
    stops = st.route_of.shape[0]
    used = 0
    served = 0
    for v in range(st.size.shape[0]):
        if st.size[v] > 0:
            used += 1
            served += st.size[v]
    longest = min(float(LONGEST_STRING), served / used if used > 0 else 1.0)
    most = int(np.random.random() * max(1.0, 4.0 * REMOVED / (1.0 + longest) - 1.0) + 1.0)  # noqa: NPY002
    delta = 0
    absent = 0
    touched = 0
    centre = np.random.randint(0, stops)  # noqa: NPY002
    if a.clock[MISSING] > 0 and np.random.random() < RETRIED:  # noqa: NPY002
        centre = a_missing_one(st, rate, ties)
    a.clock[WAS] = 0
    for k in range(-1, around.shape[1]):
        stop = centre if k < 0 else around[centre, k]
        if touched >= most or absent >= stops:
            break
        v = st.route_of[stop]
        if v == -2:
            continue
        if v < 0:
            if absent < 4 * REMOVED:
                a.absent[absent] = stop
                st.route_of[stop] = -2
                absent += 1
                delta -= ties.worth[stop]
                if ties.worth[stop] >= rate.left_out:
                    a.clock[WAS] += max(0, st.absence[stop])
            continue
        if a.stamp[v] == a.clock[STEP]:
            continue
        touched = remember(st, a, v, touched)
        absent = cut_string(t, st, a, v, st.at[stop], longest, absent)
    if ties.kind.shape[0] > 0:
        absent, touched = take_along(t, st, a, ties, absent, touched)
    for k in range(touched):
        v = a.touched[k]
        delta -= value_before(a, rate, k)
        tidy(t, s, st, a, v)
        refresh(t, s, st, ties, v)
        delta += value_of(st, rate, v)
    for k in range(absent):
        st.route_of[a.absent[k]] = -1
    return delta, absent, touched


@inner
def cut_string(t: Tables, st: State, a: Aside, v: int, at: int, longest: float, absent: int) -> int:
    """Take a string of entries that covers position `at` out of a route, perhaps leaving some in its middle."""
    size = st.size[v]
    cut = min(int(np.random.random() * min(float(size), longest) + 1.0), size)  # noqa: NPY002
    kept = 0
    if 1 < cut < size and np.random.random() < 0.5:  # noqa: NPY002
        kept = 1
        while cut + kept < size and np.random.random() > 0.5:  # noqa: NPY002
            kept += 1
    length = cut + kept
    first = max(0, at - length + 1)
    last = min(at, size - length)
    begin = first + np.random.randint(0, last - first + 1)  # noqa: NPY002
    hold = begin + np.random.randint(0, cut + 1) if kept > 0 else -1  # noqa: NPY002
    write = 0
    for i in range(size):
        here = st.seq[v, i]
        within = begin <= i < begin + length and not (kept > 0 and hold <= i < hold + kept)
        if within and here != RELOAD and t.stops[here, FIXED_POSITION] == 0:
            a.absent[absent] = here
            absent += 1
            st.route_of[here] = -2
        else:
            st.seq[v, write] = here
            write += 1
    st.size[v] = write
    return absent


@inner
def take_along(t: Tables, st: State, a: Aside, ties: Ties, absent: int, touched: int) -> tuple[int, int]:
    """Take out what is tied to stops taken out, so that they can be put back together."""
    k = 0
    while k < absent:
        for n in range(ties.of_start[a.absent[k]], ties.of_start[a.absent[k] + 1]):
            r = ties.of[n]
            if ties.kind[r] == DIFFERENT:
                continue
            for m in range(ties.start[r], ties.start[r + 1]):
                stop = ties.members[m]
                v = st.route_of[stop]
                if v < 0 or t.stops[stop, FIXED_POSITION] > 0:
                    continue
                touched = remember(st, a, v, touched)
                write = 0
                for i in range(st.size[v]):
                    if st.seq[v, i] != stop:
                        st.seq[v, write] = st.seq[v, i]
                        write += 1
                st.size[v] = write
                st.route_of[stop] = -2
                a.absent[absent] = stop
                absent += 1
        k += 1
    return absent, touched


@inner
def tidy(t: Tables, s: Scratch, st: State, a: Aside, v: int) -> None:
    """Drop reloads that reload nothing, and now and then one the route can do without."""
    write = 0
    reloads = 0
    for i in range(st.size[v]):
        here = st.seq[v, i]
        if here == RELOAD and (write == 0 or st.seq[v, write - 1] == RELOAD):
            continue
        if here == RELOAD:
            reloads += 1
        st.seq[v, write] = here
        write += 1
    if write > 0 and st.seq[v, write - 1] == RELOAD:
        write -= 1
        reloads -= 1
    st.size[v] = write
    if reloads == 0 or np.random.random() > MERGED:  # noqa: NPY002
        return
    chosen = np.random.randint(0, reloads)  # noqa: NPY002
    evaluate(t, s, v, st.seq[v], write, False)
    hard = s.totals[HARD]
    count = 0
    seen = 0
    for i in range(write):
        here = st.seq[v, i]
        if here == RELOAD:
            seen += 1
            if seen == chosen + 1:
                continue
        a.tried[count] = here
        count += 1
    evaluate(t, s, v, a.tried, count, False)
    if s.totals[HARD] <= hard:
        for i in range(count):
            st.seq[v, i] = a.tried[i]
        st.size[v] = count
