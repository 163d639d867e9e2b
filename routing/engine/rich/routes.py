"""Routes of the rich kernel: remembered, undone, valued, and their offences against relations, compiled."""

from __future__ import annotations

from routing.engine.rich.compiled import inlined, inner
from routing.engine.rich.rules import BEFORE, DIFFERENT, SAME, Rates, Ties
from routing.engine.rich.state import COST, HARD, LOST, STEP, Aside, State
from routing.problem import RELOAD


@inner
def remember(st: State, a: Aside, v: int, touched: int) -> int:
    """Keep a copy of a route before its first change in this step; return the number kept."""
    if a.stamp[v] == a.clock[STEP]:
        return touched
    a.stamp[v] = a.clock[STEP]
    a.touched[touched] = v
    a.size[touched] = st.size[v]
    for i in range(st.size[v]):
        a.seq[touched, i] = st.seq[v, i]
        for c in range(st.row.shape[2]):
            a.row[touched, i, c] = st.row[v, i, c]
    for c in range(st.sums.shape[1]):
        a.sums[touched, c] = st.sums[v, c]
    return touched + 1


@inner
def undo(st: State, a: Aside, absent: int, touched: int) -> None:
    """Give every touched route back what it was."""
    for k in range(absent):
        st.route_of[a.absent[k]] = -1
    for k in range(touched):
        v = a.touched[k]
        for i in range(st.size[v]):
            if st.seq[v, i] != RELOAD:
                st.route_of[st.seq[v, i]] = -1
    for k in range(touched):
        v = a.touched[k]
        st.size[v] = a.size[k]
        for i in range(a.size[k]):
            stop = a.seq[k, i]
            st.seq[v, i] = stop
            if stop != RELOAD:
                st.route_of[stop] = v
                st.at[stop] = i
            for c in range(st.row.shape[2]):
                st.row[v, i, c] = a.row[k, i, c]
        for c in range(st.sums.shape[1]):
            st.sums[v, c] = a.sums[k, c]


@inlined
def value_of(st: State, rate: Rates, v: int) -> int:
    """Cost of a route with what its breaches weigh."""
    return int(st.sums[v, COST] + rate.breach * st.sums[v, HARD] + rate.misplaced * st.sums[v, LOST])


@inlined
def value_before(a: Aside, rate: Rates, k: int) -> int:
    """The same of a route as it was when it was first touched."""
    return int(a.sums[k, COST] + rate.breach * a.sums[k, HARD] + rate.misplaced * a.sums[k, LOST])


@inner
def total_of(st: State, rate: Rates, ties: Ties) -> int:
    """What the search minimises: costs, prizes forgone, penalties."""
    total = rate.offence * offences(st, ties)
    for v in range(st.size.shape[0]):
        total += value_of(st, rate, v)
    for stop in range(st.route_of.shape[0]):
        if st.route_of[stop] < 0:
            total += ties.worth[stop]
    return int(total)


@inner
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


@inlined
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
