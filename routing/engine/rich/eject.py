"""Making room for a required stop that nobody serves by turning others out, compiled.

Those turned out are the ones that were seldom left out before; they look for another place at once.
Source: Y. Nagata and O. Bräysy, A Powerful Route Minimization Heuristic for the Vehicle Routing Problem with Time
Windows, Operations Research Letters 37(5), 2009.
"""

from __future__ import annotations

import numpy as np

from routing.engine.rich.compiled import inner
from routing.engine.rich.places import fits
from routing.engine.rich.routes import remember, value_before, value_of
from routing.engine.rich.rules import MOST_BREACH, Rates, Ties
from routing.engine.rich.spans import detour, refresh, with_stop
from routing.engine.rich.state import HARD, WAS, Aside, State
from routing.problem import RELOAD
from routing.schedule import tables as tb
from routing.schedule.tables import FIXED_POSITION, FIXED_VEHICLE, NEVER, Scratch, Tables
from routing.schedule.timing import evaluate


@inner
def a_missing_one(st: State, rate: Rates, ties: Ties) -> int:
    """Return a random required stop that nobody serves though somebody could."""
    stops = st.route_of.shape[0]
    stop = np.random.randint(0, stops)  # noqa: NPY002
    for _ in range(stops):
        if st.route_of[stop] < 0 and ties.worth[stop] >= rate.left_out and st.absence[stop] >= 0:
            break
        stop = (stop + 1) % stops
    return int(stop)


@inner
def hopeless(t: Tables, s: Scratch, a: Aside, ties: Ties, stop: int) -> bool:
    """Whether no vehicle could serve the stop even if it served nothing else."""
    a.tried[0] = stop
    for kind in range(ties.fleet_start.shape[0] - 1):
        evaluate(t, s, ties.fleet[ties.fleet_start[kind]], a.tried, 1, False)
        if s.totals[tb.HARD] == 0:
            return False
    return True


@inner
def turn_out(t: Tables, s: Scratch, st: State, a: Aside, rate: Rates, ties: Ties) -> tuple[int, int, int]:
    """Put a missing stop into a random vehicle's route and take out of it what must go for that.

    Return the change, the number of stops taken out, routes touched, as `ruin` does. Where it cannot be done
    the change is more than any threshold.
    """
    stop = a_missing_one(st, rate, ties)
    a.clock[WAS] = st.absence[stop]
    v = np.random.randint(0, st.size.shape[0])  # noqa: NPY002
    touched = remember(st, a, v, 0)
    absent = 0
    delta = -value_before(a, rate, 0) - ties.worth[stop]
    while True:
        i = best_position(t, s, st, a, ties, v, stop)
        if i >= 0:
            break
        i = least_missed(t, st, v)
        if i < 0:
            return NEVER, absent, touched
        a.absent[absent] = st.seq[v, i]
        st.route_of[st.seq[v, i]] = -1
        absent += 1
        st.size[v] -= 1
        for k in range(i, st.size[v]):
            st.seq[v, k] = st.seq[v, k + 1]
        refresh(t, s, st, ties, v)
    for k in range(st.size[v], i, -1):
        st.seq[v, k] = st.seq[v, k - 1]
    st.seq[v, i] = stop
    st.size[v] += 1
    refresh(t, s, st, ties, v)
    return delta + value_of(st, rate, v), absent, touched


@inner
def best_position(t: Tables, s: Scratch, st: State, a: Aside, ties: Ties, v: int, stop: int) -> int:
    """Return the position where the stop costs least on a route without breaking a rule, -1 where there is none."""
    least = NEVER
    best = -1
    if not fits(t, st, v, stop):
        return -1
    count = st.size[v] + 1
    known = ties.measured[v] == 1 and st.sums[v, HARD] == 0
    for i in range(count):
        worth = with_stop(t, st, v, i, stop, detour(t, st, v, i, stop), NEVER if known else 0)
        if worth >= least:
            continue
        if not known:
            for k in range(count):
                a.tried[k] = stop if k == i else st.seq[v, k - 1 if k > i else k]
            evaluate(t, s, v, a.tried, count, False)
            if min(s.totals[tb.HARD], MOST_BREACH) > st.sums[v, HARD]:
                continue
        least = worth
        best = i
    return best


@inner
def least_missed(t: Tables, st: State, v: int) -> int:
    """Return the position of the stop on a route that was left out least often before, -1 where all must stay."""
    least = np.inf
    best = -1
    for i in range(st.size[v]):
        other = st.seq[v, i]
        if other == RELOAD or t.stops[other, FIXED_VEHICLE] >= 0 or t.stops[other, FIXED_POSITION] > 0:
            continue
        missed = max(0, st.absence[other]) + np.random.random()  # noqa: NPY002
        if missed < least:
            least = missed
            best = i
    return best
