"""Where a stop could go on the rich kernel's routes: cheap tests before the judge is asked, compiled."""

from __future__ import annotations

from typing import Any

from routing.engine.rich.compiled import inner
from routing.engine.rich.routes import offences_added, place_of
from routing.engine.rich.state import ALONE, RELOAD_AFTER, RELOAD_FIRST, Aside, Rates, State, Ties
from routing.problem import RELOAD
from routing.schedule.tables import (
    BALANCE_COST,
    CHANGE_COST,
    DISTANCE_COST,
    EARLIEST,
    END,
    FIXED_COST,
    FIXED_VEHICLE,
    LATE_LIMIT,
    LATEST,
    MAX_STOPS,
    MAX_TRIPS,
    MODE,
    RELEASE,
    RELOAD_PLACE,
    RELOAD_SERVICE,
    SERVICE,
    START,
    TIME_COST,
    USUAL,
    WINDOW_TO,
    Tables,
)
from routing.schedule.timing import begin_at, drive


@inner
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
            st.load[v, 2 * d] + t.demand[stop, d] > room or st.load[v, 2 * d + 1] + t.pickup[stop, d] > room
        ):
            return False
    return True


@inner
def reachable(t: Tables, st: State, v: int, i: int, stop: int) -> bool:
    """Whether the windows could allow the stop before position i, breaks aside."""
    mode = t.vehicles[v, MODE]
    here = place_of(t, v, stop)
    if i == 0:
        now = max(t.vehicles[v, EARLIEST], t.stops[stop, RELEASE])
        before = t.vehicles[v, START]
    else:
        now = st.early[v, i - 1]
        before = place_of(t, v, st.seq[v, i - 1])
    begin = begin_at(t, stop, drive(t, now, t.times[mode, before, here]))
    if begin > t.windows[t.stops[stop, WINDOW_TO] - 1, 1] + t.stops[stop, LATE_LIMIT]:
        return False
    now = begin + t.stops[stop, SERVICE]
    if i < st.size[v]:
        after = st.seq[v, i]
        arrive = drive(t, now, t.times[mode, here, place_of(t, v, after)])
        if after != RELOAD:
            arrive = begin_at(t, after, arrive)
        return bool(arrive <= st.late[v, i])
    home = t.vehicles[v, END]
    if home >= 0:
        now = drive(t, now, t.times[mode, here, home])
    return bool(now <= t.vehicles[v, LATEST])


@inner
def estimated(t: Tables, st: State, v: int, i: int, stop: int, way: int) -> int:
    """What the stop before position i would cost, perhaps with a reload beside it; waiting and breaks aside."""
    mode = t.vehicles[v, MODE]
    first = t.vehicles[v, START] if i == 0 else place_of(t, v, st.seq[v, i - 1])
    last = t.vehicles[v, END] if i == st.size[v] else place_of(t, v, st.seq[v, i])
    here = place_of(t, v, stop)
    seconds = t.stops[stop, SERVICE]
    metres = 0
    at = first
    if way == RELOAD_FIRST:
        seconds += t.times[mode, at, t.vehicles[v, RELOAD_PLACE]] + t.vehicles[v, RELOAD_SERVICE]
        metres += t.distances[mode, at, t.vehicles[v, RELOAD_PLACE]]
        at = t.vehicles[v, RELOAD_PLACE]
    seconds += t.times[mode, at, here]
    metres += t.distances[mode, at, here]
    at = here
    if way == RELOAD_AFTER:
        seconds += t.times[mode, at, t.vehicles[v, RELOAD_PLACE]] + t.vehicles[v, RELOAD_SERVICE]
        metres += t.distances[mode, at, t.vehicles[v, RELOAD_PLACE]]
        at = t.vehicles[v, RELOAD_PLACE]
    if last >= 0:
        seconds += t.times[mode, at, last] - t.times[mode, first, last]
        metres += t.distances[mode, at, last] - t.distances[mode, first, last]
    cost = t.vehicles[v, DISTANCE_COST] * metres + t.vehicles[v, TIME_COST] * seconds
    minutes = seconds // 60
    cost += t.vehicles[v, BALANCE_COST] * minutes * (2 * st.minutes[v] + minutes)
    if st.size[v] == 0:
        cost += t.vehicles[v, FIXED_COST]
    if t.fit.shape[0] > 0:
        cost += t.fit[stop, v]
    if t.stops[stop, USUAL] >= 0 and t.stops[stop, USUAL] != v:
        cost += t.stops[stop, CHANGE_COST]
    return int(cost)


@inner
def consider(t: Tables, st: State, a: Aside, rate: Rates, ties: Ties, stop: int, v: int, i: int, found: int) -> int:
    """Add the ways to put the stop before position i of a route; return how many candidates there are."""
    if a.mark[v, i] == a.clock[1]:
        return found
    a.mark[v, i] = a.clock[1]
    extra = rate.offence * offences_added(st, ties, stop, v, i) if ties.kind.shape[0] > 0 else 0
    if t.stops[stop, FIXED_VEHICLE] >= 0 or reachable(t, st, v, i, stop):
        a.vehicle[found] = v
        a.position[found] = i
        a.way[found] = ALONE
        a.worth[found] = estimated(t, st, v, i, stop, ALONE) + extra
        found += 1
    if t.vehicles[v, MAX_TRIPS] > 1 and st.size[v] > 0:
        for way in (RELOAD_FIRST, RELOAD_AFTER):
            # a reload at either end of a route reloads nothing
            if (way == RELOAD_FIRST and i == 0) or (way == RELOAD_AFTER and i == st.size[v]):
                continue
            a.vehicle[found] = v
            a.position[found] = i
            a.way[found] = way
            a.worth[found] = estimated(t, st, v, i, stop, way) + extra
            found += 1
    return found


@inner
def gather(t: Tables, st: State, a: Aside, rate: Rates, ties: Ties, near: Any, stop: int) -> int:
    """Collect places: beside neighbours, in an empty vehicle of each kind; everywhere if that finds none."""
    a.clock[1] += 1
    found = 0
    fixed = t.stops[stop, FIXED_VEHICLE]
    if fixed >= 0:
        for i in range(st.size[fixed] + 1):
            found = consider(t, st, a, rate, ties, stop, fixed, i, found)
        return found
    for k in range(near.shape[1]):
        q = near[stop, k]
        v = st.route_of[q]
        if v < 0 or not fits(t, st, v, stop):
            continue
        found = consider(t, st, a, rate, ties, stop, v, st.at[q], found)
        found = consider(t, st, a, rate, ties, stop, v, st.at[q] + 1, found)
    for k in range(ties.of_start[stop], ties.of_start[stop + 1]):
        r = ties.of[k]
        for m in range(ties.start[r], ties.start[r + 1]):
            v = st.route_of[ties.members[m]]
            if v >= 0 and fits(t, st, v, stop):
                for i in range(st.size[v] + 1):
                    found = consider(t, st, a, rate, ties, stop, v, i, found)
    everywhere = found == 0
    for v in range(st.size.shape[0]):
        if st.size[v] == 0:
            if a.kind[ties.alike[v]] != a.clock[1] and fits(t, st, v, stop):
                a.kind[ties.alike[v]] = a.clock[1]
                found = consider(t, st, a, rate, ties, stop, v, 0, found)
        elif everywhere and fits(t, st, v, stop):
            for i in range(st.size[v] + 1):
                found = consider(t, st, a, rate, ties, stop, v, i, found)
    return found
