"""Ruin and recreate over the judge's own functions, compiled.

Slack induction by string removals: strings of stops near a seed are taken out of neighbouring routes and
put back greedily where they cost least, now and then blinking at a place; annealing decides what stands.
Source: J. Christiaens and G. Vanden Berghe, Slack Induction by String Removals for Vehicle Routing
Problems, Transportation Science 54(2), 2020.

A place is tested cheaply first (fit, load, window bounds that leave breaks aside); the judge is asked
exactly about the most promising ones only.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from routing.engine.rich.state import Aside, Rates, State
from routing.schedule.tables import (
    BALANCE_COST,
    DISTANCE_COST,
    EARLIEST,
    END,
    FIXED_COST,
    FIXED_POSITION,
    FIXED_VEHICLE,
    LATE_LIMIT,
    LATEST,
    MAX_STOPS,
    MODE,
    NEVER,
    PLACE,
    PRIZE,
    RELEASE,
    SERVICE,
    START,
    TIME_COST,
    WINDOW_FROM,
    WINDOW_TO,
    Scratch,
    Tables,
)
from routing.schedule.timing import HARD, MISPLACED, WORK, begin_at, drive, evaluate, latest_begin, latest_start

BLINK = 0.01
"""Chance that a place is passed over: keeps the greedy insertion from being the same each time."""
LONGEST_STRING = 10
REMOVED = 10.0
"""Stops taken out in one step, on average."""
EXACT = 6
"""Places the judge is asked about before the best of them is taken."""

kernel = njit(cache=True, nogil=True, _nrt=False)  # type: ignore[call-overload,unused-ignore]
"""Without reference counts: nothing here makes arrays, and counting those handed over costs more than the work."""


@kernel
def seed(number: int) -> None:
    """Seed this thread's random numbers."""
    np.random.seed(number)  # noqa: NPY002


@kernel
def refresh(t: Tables, s: Scratch, st: State, v: int) -> None:
    """Judge one route anew and note what is known of it."""
    count = st.size[v]
    route = st.seq[v]
    st.cost[v] = evaluate(t, s, v, route, count, False)
    st.hard[v] = s.totals[HARD]
    st.lost[v] = s.totals[MISPLACED]
    st.minutes[v] = s.totals[WORK] // 60
    mode = t.vehicles[v, MODE]
    for d in range(t.capacity.shape[1]):
        st.load[v, d] = 0
    now = t.vehicles[v, EARLIEST]
    for i in range(count):
        now = max(now, t.stops[route[i], RELEASE])
    place = t.vehicles[v, START]
    for i in range(count):
        stop = route[i]
        st.route_of[stop] = v
        st.at[stop] = i
        for d in range(t.capacity.shape[1]):
            st.load[v, d] += max(t.demand[stop, d], t.pickup[stop, d])
        here = t.stops[stop, PLACE]
        now = begin_at(t, stop, drive(t, now, t.times[mode, place, here])) + t.stops[stop, SERVICE]
        st.early[v, i] = now
        place = here
    latest = t.vehicles[v, LATEST]
    following = t.vehicles[v, END]
    for i in range(count - 1, -1, -1):
        stop = route[i]
        here = t.stops[stop, PLACE]
        if following >= 0:
            latest = latest_start(t, latest, t.times[mode, here, following])
        # what is late already bounds nothing beyond its present time
        latest = latest_begin(
            t,
            stop,
            latest - t.stops[stop, SERVICE],
            t.stops[stop, LATE_LIMIT],
            st.early[v, i] - t.stops[stop, SERVICE],
        )
        st.late[v, i] = latest
        following = here


@kernel
def fits(t: Tables, st: State, v: int, stop: int) -> bool:
    """Whether the vehicle may serve the stop at all, and has room for it (loads as if on one trip)."""
    if t.fit.shape[0] > 0 and t.fit[stop, v] < 0:
        return False
    fixed = t.stops[stop, FIXED_VEHICLE]
    if fixed >= 0:
        return bool(fixed == v)
    if st.size[v] >= t.vehicles[v, MAX_STOPS]:
        return False
    for d in range(t.capacity.shape[1]):
        if max(t.demand[stop, d], t.pickup[stop, d]) > t.capacity[v, d]:
            return False
        if st.load[v, d] + t.demand[stop, d] > t.capacity[v, d] and t.pickup[stop, d] == 0:
            return False
    return True


@kernel
def reachable(t: Tables, st: State, v: int, i: int, stop: int) -> bool:
    """Whether the windows could allow the stop before position i, breaks aside."""
    mode = t.vehicles[v, MODE]
    here = t.stops[stop, PLACE]
    if i == 0:
        now = max(t.vehicles[v, EARLIEST], t.stops[stop, RELEASE])
        before = t.vehicles[v, START]
    else:
        now = st.early[v, i - 1]
        before = t.stops[st.seq[v, i - 1], PLACE]
    begin = begin_at(t, stop, drive(t, now, t.times[mode, before, here]))
    if begin > t.windows[t.stops[stop, WINDOW_TO] - 1, 1] + t.stops[stop, LATE_LIMIT]:
        return False
    now = begin + t.stops[stop, SERVICE]
    if i < st.size[v]:
        after = st.seq[v, i]
        arrive = drive(t, now, t.times[mode, here, t.stops[after, PLACE]])
        return bool(begin_at(t, after, arrive) <= st.late[v, i])
    home = t.vehicles[v, END]
    if home >= 0:
        now = drive(t, now, t.times[mode, here, home])
    return bool(now <= t.vehicles[v, LATEST])


@kernel
def estimated(t: Tables, st: State, v: int, i: int, stop: int) -> int:
    """What the stop before position i would cost, waiting and breaks aside."""
    mode = t.vehicles[v, MODE]
    here = t.stops[stop, PLACE]
    before = t.vehicles[v, START] if i == 0 else t.stops[st.seq[v, i - 1], PLACE]
    after = t.vehicles[v, END] if i == st.size[v] else t.stops[st.seq[v, i], PLACE]
    seconds = t.times[mode, before, here] + t.stops[stop, SERVICE]
    metres = t.distances[mode, before, here]
    if after >= 0:
        seconds += t.times[mode, here, after] - t.times[mode, before, after]
        metres += t.distances[mode, here, after] - t.distances[mode, before, after]
    cost = t.vehicles[v, DISTANCE_COST] * metres + t.vehicles[v, TIME_COST] * seconds
    minutes = seconds // 60
    cost += t.vehicles[v, BALANCE_COST] * minutes * (2 * st.minutes[v] + minutes)
    if st.size[v] == 0:
        cost += t.vehicles[v, FIXED_COST]
    if t.fit.shape[0] > 0:
        cost += t.fit[stop, v]
    return int(cost)


@kernel
def gather(t: Tables, st: State, a: Aside, near: Any, stop: int) -> int:
    """Collect the places to look at: beside neighbours, at the ends of every route, in empty ones."""
    a.clock[1] += 1
    tick = a.clock[1]
    found = 0
    fixed = t.stops[stop, FIXED_VEHICLE]
    if fixed >= 0:
        for i in range(st.size[fixed] + 1):
            a.vehicle[found] = fixed
            a.position[found] = i
            a.worth[found] = estimated(t, st, fixed, i, stop)
            found += 1
        return found
    for k in range(near.shape[1]):
        q = near[stop, k]
        v = st.route_of[q]
        if v < 0 or not fits(t, st, v, stop):
            continue
        for i in range(st.at[q], st.at[q] + 2):
            if a.mark[v, i] != tick:
                a.mark[v, i] = tick
                if reachable(t, st, v, i, stop):
                    a.vehicle[found] = v
                    a.position[found] = i
                    a.worth[found] = estimated(t, st, v, i, stop)
                    found += 1
    for v in range(st.size.shape[0]):
        if not fits(t, st, v, stop):
            continue
        for i in (0, st.size[v]):
            if a.mark[v, i] != tick:
                a.mark[v, i] = tick
                if reachable(t, st, v, i, stop):
                    a.vehicle[found] = v
                    a.position[found] = i
                    a.worth[found] = estimated(t, st, v, i, stop)
                    found += 1
    return found


@kernel
def remember(st: State, a: Aside, v: int, touched: int) -> int:
    """Keep a copy of a route before its first change in this step; return the number kept."""
    if a.stamp[v] == a.clock[0]:
        return touched
    a.stamp[v] = a.clock[0]
    a.touched[touched] = v
    a.size[touched] = st.size[v]
    for i in range(st.size[v]):
        a.seq[touched, i] = st.seq[v, i]
    return touched + 1


@kernel
def put_back(
    t: Tables, s: Scratch, st: State, a: Aside, rate: Rates, near: Any, stop: int, touched: int
) -> tuple[int, int]:
    """Insert a stop where it costs least; return what that changes and the number of routes touched.

    An optional stop dearer than its prize stays out. A locked one goes in even where it breaks a rule.
    """
    found = gather(t, st, a, near, stop)
    prize = t.stops[stop, PRIZE]
    locked = t.stops[stop, FIXED_VEHICLE] >= 0
    left_out = prize if prize >= 0 else rate.left_out
    best = NEVER if locked else left_out
    choice = -1
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
        i = a.position[k]
        count = st.size[v]
        for j in range(i):
            a.tried[j] = st.seq[v, j]
        a.tried[i] = stop
        for j in range(i, count):
            a.tried[j + 1] = st.seq[v, j]
        cost = evaluate(t, s, v, a.tried, count + 1, False)
        tries += 1
        hard = s.totals[HARD]
        if hard > st.hard[v] and not locked:
            continue
        delta = cost - st.cost[v] + rate.misplaced * (s.totals[MISPLACED] - st.lost[v])
        delta += rate.breach * (hard - st.hard[v])
        if delta < best:
            best = delta
            choice = k
    if choice < 0:
        return 0, touched
    v = a.vehicle[choice]
    i = a.position[choice]
    touched = remember(st, a, v, touched)
    for k in range(st.size[v], i, -1):
        st.seq[v, k] = st.seq[v, k - 1]
    st.seq[v, i] = stop
    st.size[v] += 1
    refresh(t, s, st, v)
    return best - left_out, touched


@kernel
def value_of(st: State, rate: Rates, v: int) -> int:
    return int(st.cost[v] + rate.breach * st.hard[v] + rate.misplaced * st.lost[v])


@kernel
def total_of(t: Tables, st: State, rate: Rates) -> int:
    """What the search minimises: costs, prizes forgone, penalties."""
    total = 0
    for v in range(st.size.shape[0]):
        total += value_of(st, rate, v)
    for stop in range(st.route_of.shape[0]):
        if st.route_of[stop] < 0:
            prize = t.stops[stop, PRIZE]
            total += prize if prize >= 0 else rate.left_out
    return total


@kernel
def ruin(t: Tables, s: Scratch, st: State, a: Aside, rate: Rates, around: Any) -> tuple[int, int, int]:
    """Take strings of stops out near a random seed; return the change, the number taken out, routes touched.

    Unserved stops met on the way are tried again with them.
    """
    stops = st.route_of.shape[0]
    used = 0
    served = 0
    for v in range(st.size.shape[0]):
        if st.size[v] > 0:
            used += 1
            served += st.size[v]
    average = served / used if used > 0 else 1.0
    longest = min(float(LONGEST_STRING), average)
    most = int(np.random.random() * max(1.0, 4.0 * REMOVED / (1.0 + longest) - 1.0) + 1.0)  # noqa: NPY002
    delta = 0
    absent = 0
    touched = 0
    ruined = 0
    centre = np.random.randint(0, stops)  # noqa: NPY002
    for k in range(-1, around.shape[1]):
        stop = centre if k < 0 else around[centre, k]
        if ruined >= most or absent >= stops:
            break
        v = st.route_of[stop]
        if v == -2:
            continue
        if v < 0:
            if absent < 4 * REMOVED:
                a.absent[absent] = stop
                st.route_of[stop] = -2
                prize = t.stops[stop, PRIZE]
                absent += 1
            continue
        if a.stamp[v] == a.clock[0]:
            continue
        ruined += 1
        touched = remember(st, a, v, touched)
        delta -= value_of(st, rate, v)
        size = st.size[v]
        cut = min(int(np.random.random() * min(float(size), longest) + 1.0), size)  # noqa: NPY002
        kept = 0
        if 1 < cut < size and np.random.random() < 0.5:  # noqa: NPY002
            kept = 1
            while cut + kept < size and np.random.random() > 0.5:  # noqa: NPY002
                kept += 1
        length = cut + kept
        first = max(0, st.at[stop] - length + 1)
        last = min(st.at[stop], size - length)
        begin = first + np.random.randint(0, last - first + 1)  # noqa: NPY002
        hold = begin + np.random.randint(0, cut + 1) if kept > 0 else -1  # noqa: NPY002
        write = 0
        for i in range(size):
            here = st.seq[v, i]
            within = begin <= i < begin + length and not (kept > 0 and hold <= i < hold + kept)
            if within and t.stops[here, FIXED_POSITION] == 0:
                a.absent[absent] = here
                absent += 1
                st.route_of[here] = -2
                prize = t.stops[here, PRIZE]
                delta += prize if prize >= 0 else rate.left_out
            else:
                st.seq[v, write] = here
                write += 1
        st.size[v] = write
        refresh(t, s, st, v)
        delta += value_of(st, rate, v)
    for k in range(absent):
        st.route_of[a.absent[k]] = -1
    return delta, absent, touched


@kernel
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
def undo(t: Tables, s: Scratch, st: State, a: Aside, absent: int, touched: int) -> None:
    for k in range(absent):
        st.route_of[a.absent[k]] = -1
    for k in range(touched):
        v = a.touched[k]
        st.size[v] = a.size[k]
        for i in range(a.size[k]):
            st.seq[v, i] = a.seq[k, i]
    for k in range(touched):
        refresh(t, s, st, a.touched[k])


@kernel
def run(
    t: Tables,
    s: Scratch,
    st: State,
    a: Aside,
    rate: Rates,
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

    The best routes are kept in `best_seq` and `best_size`.
    """
    ratio = (cold / hot) ** (1.0 / max(1, steps))
    heat = hot
    for _ in range(steps):
        heat *= ratio
        a.clock[0] += 1
        delta, absent, touched = ruin(t, s, st, a, rate, around)
        order(t, a, absent)
        for k in range(absent):
            change, touched = put_back(t, s, st, a, rate, near, a.absent[k], touched)
            delta += change
        if delta < -heat * math.log(np.random.random()):  # noqa: NPY002
            total += delta
            if total < best:
                best = total
                for v in range(st.size.shape[0]):
                    best_size[v] = st.size[v]
                    for i in range(st.size[v]):
                        best_seq[v, i] = st.seq[v, i]
        else:
            undo(t, s, st, a, absent, touched)
    return total, best


@kernel
def fill(t: Tables, s: Scratch, st: State, a: Aside, rate: Rates, near: Any, stops: Any) -> None:
    """Put stops in one after the other, each where it costs least."""
    a.clock[0] += 1
    touched = 0
    for k in range(stops.shape[0]):
        if st.route_of[stops[k]] < 0:
            _, touched = put_back(t, s, st, a, rate, near, stops[k], touched)
