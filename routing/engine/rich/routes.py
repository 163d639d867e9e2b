"""Routes of the rich kernel: judged anew after each change, remembered and undone, compiled."""

from __future__ import annotations

from routing.engine.rich.compiled import inner, kernel
from routing.engine.rich.state import BEFORE, DIFFERENT, SAME, Aside, Rates, State, Ties
from routing.problem import RELOAD
from routing.schedule.tables import (
    EARLIEST,
    END,
    LATE_LIMIT,
    LATEST,
    MODE,
    PLACE,
    RELEASE,
    RELOAD_PLACE,
    RELOAD_SERVICE,
    SERVICE,
    START,
    Scratch,
    Tables,
)
from routing.schedule.timing import HARD, MISPLACED, WORK, begin_at, drive, evaluate, latest_begin, latest_start


@inner
def place_of(t: Tables, v: int, entry: int) -> int:
    """Where an entry of a vehicle's route lies."""
    return int(t.vehicles[v, RELOAD_PLACE] if entry == RELOAD else t.stops[entry, PLACE])


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
    for d in range(st.load.shape[1]):
        st.load[v, d] = 0
    # times that no walk of the route can beat: breaks aside, and releases after the first trip
    now = t.vehicles[v, EARLIEST]
    for i in range(count):
        if route[i] == RELOAD:
            break
        now = max(now, t.stops[route[i], RELEASE])
    place = t.vehicles[v, START]
    for i in range(count):
        stop = route[i]
        here = place_of(t, v, stop)
        now = drive(t, now, t.times[mode, place, here])
        place = here
        if stop == RELOAD:
            now += t.vehicles[v, RELOAD_SERVICE]
        else:
            st.route_of[stop] = v
            st.at[stop] = i
            for d in range(t.capacity.shape[1]):
                st.load[v, 2 * d] += t.demand[stop, d]
                st.load[v, 2 * d + 1] += t.pickup[stop, d]
            now = begin_at(t, stop, now) + t.stops[stop, SERVICE]
        st.early[v, i] = now
    latest = t.vehicles[v, LATEST]
    following = t.vehicles[v, END]
    for i in range(count - 1, -1, -1):
        stop = route[i]
        here = place_of(t, v, stop)
        if following >= 0:
            latest = latest_start(t, latest, t.times[mode, here, following])
        following = here
        if stop == RELOAD:
            latest = max(latest, st.early[v, i]) - t.vehicles[v, RELOAD_SERVICE]
        else:
            # what is late already bounds nothing beyond its present time
            service = t.stops[stop, SERVICE]
            now = st.early[v, i] - service
            latest = latest_begin(t, stop, latest - service, t.stops[stop, LATE_LIMIT], now)
        st.late[v, i] = latest


@inner
def remember(st: State, a: Aside, v: int, touched: int) -> int:
    """Keep a copy of a route before its first change in this step; return the number kept."""
    if a.stamp[v] == a.clock[0]:
        return touched
    a.stamp[v] = a.clock[0]
    a.touched[touched] = v
    a.size[touched] = st.size[v]
    for i in range(st.size[v]):
        a.seq[touched, i] = st.seq[v, i]
        a.early[touched, i] = st.early[v, i]
        a.late[touched, i] = st.late[v, i]
    a.figures[touched, 0] = st.cost[v]
    a.figures[touched, 1] = st.hard[v]
    a.figures[touched, 2] = st.lost[v]
    a.figures[touched, 3] = st.minutes[v]
    for d in range(st.load.shape[1]):
        a.figures[touched, 4 + d] = st.load[v, d]
    return touched + 1


@inner
def undo(st: State, a: Aside, absent: int, touched: int) -> None:
    """Give every touched route back what it was."""
    for k in range(absent):
        st.route_of[a.absent[k]] = -1
    for k in range(touched):
        v = a.touched[k]
        st.size[v] = a.size[k]
        for i in range(a.size[k]):
            stop = a.seq[k, i]
            st.seq[v, i] = stop
            st.early[v, i] = a.early[k, i]
            st.late[v, i] = a.late[k, i]
            if stop != RELOAD:
                st.route_of[stop] = v
                st.at[stop] = i
        st.cost[v] = a.figures[k, 0]
        st.hard[v] = a.figures[k, 1]
        st.lost[v] = a.figures[k, 2]
        st.minutes[v] = a.figures[k, 3]
        for d in range(st.load.shape[1]):
            st.load[v, d] = a.figures[k, 4 + d]


@inner
def value_of(st: State, rate: Rates, v: int) -> int:
    """Cost of a route with what its breaches weigh."""
    return int(st.cost[v] + rate.breach * st.hard[v] + rate.misplaced * st.lost[v])


@kernel
def total_of(st: State, rate: Rates, ties: Ties) -> int:
    """What the search minimises: costs, prizes forgone, penalties."""
    total = rate.offence * offences(st, ties)
    for v in range(st.size.shape[0]):
        total += value_of(st, rate, v)
    for stop in range(st.route_of.shape[0]):
        if st.route_of[stop] < 0:
            total += ties.worth[stop]
    return int(total)


@kernel
def offences(st: State, ties: Ties) -> int:
    """Count how often relations are broken, as `routing.schedule.relations` counts."""
    total = 0
    for r in range(ties.kind.shape[0]):
        begin = ties.start[r]
        end = ties.start[r + 1]
        served = 0
        routes = 0
        for k in range(begin, end):
            v = st.route_of[ties.members[k]]
            if v < 0:
                continue
            served += 1
            fresh = 1
            for j in range(begin, k):
                if st.route_of[ties.members[j]] == v:
                    fresh = 0
            routes += fresh
        if ties.kind[r] == DIFFERENT:
            total += served - routes
            continue
        if served == 0:
            continue
        total += end - begin - served + routes - 1
        if ties.kind[r] == SAME:
            continue
        for k in range(begin, end - 1):
            one = ties.members[k]
            other = ties.members[k + 1]
            v = st.route_of[one]
            if v < 0 or st.route_of[other] != v:
                continue
            if ties.kind[r] == BEFORE:
                total += 1 if st.at[other] <= st.at[one] else 0
            else:
                total += 0 if next_call(st, v, st.at[one]) == st.at[other] else 1
    return int(total)


@inner
def next_call(st: State, v: int, i: int) -> int:
    """Return the position of the first stop after position i, reloads passed over."""
    i += 1
    while i < st.size[v] and st.seq[v, i] == RELOAD:
        i += 1
    return i


@inner
def offences_added(st: State, ties: Ties, stop: int, v: int, i: int) -> int:
    """Count the relations that the stop at position i of a route would break; missing partners count nothing."""
    total = 0
    for k in range(ties.of_start[stop], ties.of_start[stop + 1]):
        r = ties.of[k]
        kind = ties.kind[r]
        for m in range(ties.start[r], ties.start[r + 1]):
            other = ties.members[m]
            where = st.route_of[other]
            if other == stop or where < 0:
                continue
            if kind == DIFFERENT:
                total += 1 if where == v else 0
            elif where != v:
                total += 1
            elif kind != SAME:
                ahead = m + 1 < ties.start[r + 1] and ties.members[m + 1] == stop
                behind = m > ties.start[r] and ties.members[m - 1] == stop
                if kind == BEFORE:
                    wrong = (ahead and st.at[other] >= i) or (behind and st.at[other] < i)
                else:
                    wrong = (ahead and next_call(st, v, st.at[other]) < i) or (ahead and st.at[other] >= i)
                    wrong = wrong or (behind and next_call(st, v, i - 1) != st.at[other])
                total += 1 if wrong else 0
    if i > 0 and st.seq[v, i - 1] != RELOAD:
        pair = ties.follower[st.seq[v, i - 1]]
        if pair >= 0 and pair != stop and i < st.size[v] and st.seq[v, i] == pair:
            total += 1
    return int(total)
