"""Where a stop could go on the rich kernel's routes: cheap tests before the judge is asked, compiled."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from routing.engine.rich.compiled import inlined, inner
from routing.engine.rich.routes import offences_added
from routing.engine.rich.rules import Rates, Ties
from routing.engine.rich.spans import added, detour, place_of, with_stop
from routing.engine.rich.state import (
    ALONE,
    BACK,
    BLINK,
    HARD,
    LENGTH,
    LOADS,
    LOOK,
    PRICED,
    RELOAD_AFTER,
    RELOAD_FIRST,
    WORK,
    Aside,
    State,
)
from routing.schedule.tables import (
    DISTANCE_COST,
    END,
    FIXED_COST,
    FIXED_VEHICLE,
    MAX_STOPS,
    MAX_TRIPS,
    MODE,
    NEVER,
    PLACE,
    RELOAD_PLACE,
    RELOAD_SERVICE,
    SERVICE,
    START,
    Tables,
)
from routing.schedule.timing import price

KIND_PASSED = 0.5
"""Chance that an empty vehicle of a kind is passed over where there are several kinds: routes would always begin with
the cheapest one to use, and a dearer one that carries more would never get its chance."""
BLINKS = 0.01
"""Chance that a place is passed over: keeps the greedy insertion from being the same each time."""


@inlined
def fits(t: Tables, st: State, v: int, stop: int) -> bool:
    """Whether the vehicle may serve the stop at all, and could have room for it."""
    if t.fit.shape[0] > 0 and t.fit[stop, v] < 0:
        return False
    fixed = t.stops[stop, FIXED_VEHICLE]
    if fixed >= 0:
        return bool(fixed == v)
    if st.size[v] >= t.vehicles[v, MAX_STOPS] and t.vehicles[v, MAX_TRIPS] <= 1:
        return False
    for d in range(t.capacity.shape[1]):
        room = t.capacity[v, d]
        if t.demand[stop, d] > room or t.pickup[stop, d] > room:
            return False
        if t.vehicles[v, MAX_TRIPS] <= 1 and (
            st.sums[v, LOADS + 2 * d] + t.demand[stop, d] > room
            or st.sums[v, LOADS + 2 * d + 1] + t.pickup[stop, d] > room
        ):
            return False
    return True


@inner
def with_reload(t: Tables, st: State, v: int, i: int, stop: int, way: int) -> int:
    """Estimate the stop before position i with a reload beside it, by driving and service alone."""
    mode = t.vehicles[v, MODE]
    first = t.vehicles[v, START] if i == 0 else place_of(t, v, st.seq[v, i - 1])
    last = t.vehicles[v, END] if i == st.size[v] else place_of(t, v, st.seq[v, i])
    depot = t.vehicles[v, RELOAD_PLACE]
    here = t.stops[stop, PLACE]
    one = depot if way == RELOAD_FIRST else here
    other = here if way == RELOAD_FIRST else depot
    seconds = t.stops[stop, SERVICE] + t.vehicles[v, RELOAD_SERVICE]
    seconds += t.times[mode, first, one] + t.times[mode, one, other]
    metres = t.distances[mode, first, one] + t.distances[mode, one, other]
    if last >= 0:
        seconds += t.times[mode, other, last] - t.times[mode, first, last]
        metres += t.distances[mode, other, last] - t.distances[mode, first, last]
    sums = st.sums[v]
    change = price(t, v, sums[LENGTH] + metres, sums[WORK] + seconds, sums[BACK] + seconds) - sums[PRICED]
    return int(change)


@inlined
def passed_over(a: Aside) -> bool:
    """Whether a place is passed over: counts down to the next one that is."""
    a.clock[BLINK] -= 1
    if a.clock[BLINK] >= 0:
        return False
    a.clock[BLINK] = int(math.log(max(1e-300, np.random.random())) / math.log(1.0 - BLINKS))  # noqa: NPY002
    return True


@inlined
def add(a: Aside, found: int, worth: int, v: int, i: int, way: int) -> int:
    """Note a candidate; return how many there are."""
    a.place[found, 0] = worth
    a.place[found, 1] = v
    a.place[found, 2] = i
    a.place[found, 3] = way
    return found + 1


@inlined
def look_at(a: Aside, v: int, i: int, looked: int) -> int:
    """Note a position of a route to be looked at, once; return how many there are."""
    if a.mark[v, i] == a.clock[LOOK]:
        return looked
    a.mark[v, i] = a.clock[LOOK]
    a.spot[looked, 0] = v
    a.spot[looked, 1] = i
    return looked + 1


@inlined
def look_along(st: State, a: Aside, v: int, looked: int) -> int:
    """Note all positions of a route."""
    for i in range(st.size[v] + 1):
        looked = look_at(a, v, i, looked)
    return looked


@inner
def look_around(t: Tables, st: State, a: Aside, ties: Ties, near: Any, stop: int, everywhere: bool) -> int:
    """Note the positions to be looked at: beside neighbours and partners, in an empty vehicle of each kind.

    For a stop locked to a vehicle all on its route; `everywhere` all on all routes, and all kinds.
    """
    looked = 0
    fixed = t.stops[stop, FIXED_VEHICLE]
    if fixed >= 0:
        return look_along(st, a, fixed, 0)
    if everywhere:
        for v in range(st.size.shape[0]):
            if st.size[v] > 0 and fits(t, st, v, stop):
                looked = look_along(st, a, v, looked)
    else:
        for k in range(near.shape[1]):
            q = near[stop, k]
            v = st.route_of[q]
            if v >= 0 and fits(t, st, v, stop):
                looked = look_at(a, v, st.at[q], looked)
                looked = look_at(a, v, st.at[q] + 1, looked)
        for k in range(ties.of_start[stop], ties.of_start[stop + 1]):
            r = ties.of[k]
            for m in range(ties.start[r], ties.start[r + 1]):
                v = st.route_of[ties.members[m]]
                if v >= 0 and fits(t, st, v, stop):
                    looked = look_along(st, a, v, looked)
    choosy = ties.fleet_start.shape[0] > 2 and not everywhere
    for kind in range(ties.fleet_start.shape[0] - 1):
        if choosy and np.random.random() < KIND_PASSED:  # noqa: NPY002
            continue
        for k in range(ties.fleet_start[kind], ties.fleet_start[kind + 1]):
            v = ties.fleet[k]
            if st.size[v] == 0:
                if fits(t, st, v, stop):
                    looked = look_at(a, v, 0, looked)
                break
    return looked


@inner
def gather(
    t: Tables, st: State, a: Aside, rate: Rates, ties: Ties, near: Any, stop: int, most: int, everywhere: bool
) -> int:
    """Collect the places where a stop costs less than `most`, with what they cost; return how many there are.

    Once there is one that the judge need not be asked about, what drives farther than that costs is passed by.
    """
    a.clock[LOOK] += 1
    found = 0
    least = most
    locked = t.stops[stop, FIXED_VEHICLE] >= 0
    tied = ties.kind.shape[0] > 0
    for k in range(look_around(t, st, a, ties, near, stop, everywhere)):
        v = a.spot[k, 0]
        i = a.spot[k, 1]
        extra = added(t, v, stop)
        metres = detour(t, st, v, i, stop)
        if not locked:
            bound = t.vehicles[v, DISTANCE_COST] * metres + extra
            if st.size[v] == 0:
                bound += t.vehicles[v, FIXED_COST]
            if bound >= least or passed_over(a):
                continue
        if tied:
            extra += rate.offence * offences_added(st, ties, stop, v, i)
        known = ties.measured[v] == 1 and st.sums[v, HARD] == 0
        worth = with_stop(t, st, v, i, stop, metres, NEVER if known else rate.breach)
        if worth < NEVER:
            worth += extra
            if worth < least:
                found = add(a, found, worth, v, i, ALONE)
                if known:
                    least = worth
        elif locked:
            found = add(a, found, rate.breach + extra, v, i, ALONE)  # it goes in whatever that breaks
        if t.vehicles[v, MAX_TRIPS] > 1 and st.size[v] > 0:
            # a reload at either end of a route reloads nothing
            if i > 0:
                found = add(a, found, with_reload(t, st, v, i, stop, RELOAD_FIRST) + extra, v, i, RELOAD_FIRST)
            if i < st.size[v]:
                found = add(a, found, with_reload(t, st, v, i, stop, RELOAD_AFTER) + extra, v, i, RELOAD_AFTER)
    return found
