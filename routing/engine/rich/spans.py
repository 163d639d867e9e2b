"""What a route is up to an entry and from it on, so that a place is measured in constant time, compiled.

A span of a route is told by its working time, the latest departure (or the earliest begin) it holds for, and its
length; two spans are joined by a drive. Where a route has one window a stop and neither breaks nor other rules
that depend on the clock, the spans tell exactly what the judge does; elsewhere they are an estimate.
Source: T. Vidal, T. G. Crainic, M. Gendreau and C. Prins, A Hybrid Genetic Algorithm with Adaptive Diversity
Management for a Large Class of Vehicle Routing Problems with Time-Windows, Computers & Operations Research 40(1),
2013.
"""

from __future__ import annotations

from routing.engine.rich.compiled import inlined, inner
from routing.engine.rich.rules import MOST_BREACH, Ties
from routing.engine.rich.state import (
    AHEAD,
    BACK,
    BEHIND,
    COST,
    EARLY,
    FIRST_BEGIN,
    HARD,
    HELD,
    LAST_START,
    LATE_BEGIN,
    LEG,
    LENGTH,
    LOADS,
    LOST,
    PAUSED,
    PRICED,
    REACH,
    WORK,
    State,
)
from routing.problem import RELOAD
from routing.schedule import tables as tb
from routing.schedule.clock import begin_at, drive, latest_begin, latest_start
from routing.schedule.tables import NEVER, Scratch, Tables
from routing.schedule.timing import evaluate, price


@inlined
def place_of(t: Tables, v: int, entry: int) -> int:
    """Where an entry of a vehicle's route lies."""
    return int(t.vehicles[v, tb.RELOAD_PLACE] if entry == RELOAD else t.stops[entry, tb.PLACE])


@inlined
def window_at(t: Tables, stop: int, begin: int) -> tuple[int, int]:
    """Return the window that a service begun then begins in: the last one, as far as it is soft, if in none."""
    last = t.stops[stop, tb.WINDOW_TO] - 1
    for row in range(t.stops[stop, tb.WINDOW_FROM], last):
        if begin <= t.windows[row, 1]:
            return t.windows[row, 0], t.windows[row, 1]
    return t.windows[last, 0], t.windows[last, 1] + t.stops[stop, tb.LATE_LIMIT]


@inner
def refresh(t: Tables, s: Scratch, st: State, ties: Ties, v: int) -> None:
    """Note what is known of a route: its spans, its loads, its judged cost and breaches."""
    count = st.size[v]
    route = st.seq[v]
    sums = st.sums[v]
    for c in range(sums.shape[0]):
        sums[c] = 0
    if count == 0:
        return
    work, back, sound = look_ahead(t, st, v)
    look_behind(t, st, v)
    extra = 0
    for i in range(count):
        stop = route[i]
        if stop == RELOAD:
            continue
        for d in range(t.capacity.shape[1]):
            sums[LOADS + 2 * d] += t.demand[stop, d]
            sums[LOADS + 2 * d + 1] += t.pickup[stop, d]
        if t.fit.shape[0] > 0:
            sound = sound and t.fit[stop, v] >= 0
            extra += t.fit[stop, v]
        if t.stops[stop, tb.USUAL] >= 0 and t.stops[stop, tb.USUAL] != v:
            extra += t.stops[stop, tb.CHANGE_COST]
    if ties.measured[v] == 1 and sound and within(t, st, v, work, back):
        sums[PRICED] = price(t, v, sums[LENGTH], work, back)
        sums[COST] = sums[PRICED] + extra
    else:
        sums[COST] = evaluate(t, s, v, route, count, False)
        sums[HARD] = min(s.totals[tb.HARD], MOST_BREACH)
        sums[LOST] = s.totals[tb.MISPLACED]
        sums[LENGTH] = s.totals[tb.DISTANCE]
        sums[PAUSED] = s.totals[tb.WORK] - work
        sums[HELD] = s.totals[tb.RETURN] - back
        work = s.totals[tb.WORK]
        back = s.totals[tb.RETURN]
        sums[PRICED] = price(t, v, sums[LENGTH], work, back)
    sums[WORK] = work
    sums[BACK] = back


@inlined
def within(t: Tables, st: State, v: int, work: int, back: int) -> bool:
    """Whether a measured route keeps the vehicle's limits."""
    sums = st.sums[v]
    for d in range(t.capacity.shape[1]):
        if sums[LOADS + 2 * d] > t.capacity[v, d] or sums[LOADS + 2 * d + 1] > t.capacity[v, d]:
            return False
    return bool(
        back <= t.vehicles[v, tb.LATEST]
        and work <= t.vehicles[v, tb.MAX_WORK]
        and sums[LENGTH] <= t.vehicles[v, tb.MAX_DISTANCE]
        and st.size[v] <= t.vehicles[v, tb.MAX_STOPS]
    )


@inlined
def look_ahead(t: Tables, st: State, v: int) -> tuple[int, int, bool]:
    """Fill the spans up to each entry; return working time, return, and whether nothing is late on the way.

    Times are such as no walk of the route can beat: breaks aside, and releases after the first trip.
    """
    count = st.size[v]
    route = st.seq[v]
    row = st.row[v]
    mode = t.vehicles[v, tb.MODE]
    now = t.vehicles[v, tb.EARLIEST]
    for i in range(count):
        if route[i] == RELOAD:
            break
        now = max(now, t.stops[route[i], tb.RELEASE])
    sound = now <= t.vehicles[v, tb.LATEST]
    place = t.vehicles[v, tb.START]
    spent = 0
    first = now
    last = t.vehicles[v, tb.LATEST]
    metres = 0
    for i in range(count):
        stop = route[i]
        here = place_of(t, v, stop)
        leg = t.distances[mode, place, here]
        metres += leg
        begin = drive(t, now, t.times[mode, place, here])
        spent += begin - now
        if stop == RELOAD:
            service = t.vehicles[v, tb.RELOAD_SERVICE]
        else:
            st.route_of[stop] = v
            st.at[stop] = i
            service = t.stops[stop, tb.SERVICE]
            begin = begin_at(t, stop, begin)
            opens, closes = window_at(t, stop, begin)
            sound = sound and begin <= closes
            wait = max(opens - spent - last, 0)
            first = max(opens - spent, first) - wait
            last = min(closes - spent, last)
            spent += wait
        spent += service
        now = begin + service
        place = here
        row[i, EARLY] = now
        row[i, AHEAD] = spent
        row[i, LAST_START] = last
        row[i, REACH] = metres
        row[i, LEG] = leg
    home = t.vehicles[v, tb.END]
    if home >= 0:
        metres += t.distances[mode, place, home]
        spent += drive(t, now, t.times[mode, place, home]) - now
    st.sums[v, LENGTH] = metres
    return spent, first + spent, sound


@inlined
def look_behind(t: Tables, st: State, v: int) -> None:
    """Fill the spans from each entry on. What is late already bounds nothing beyond its present time."""
    route = st.seq[v]
    row = st.row[v]
    mode = t.vehicles[v, tb.MODE]
    latest = t.vehicles[v, tb.LATEST]
    following = t.vehicles[v, tb.END]
    spent = 0
    first = -NEVER
    for i in range(st.size[v] - 1, -1, -1):
        stop = route[i]
        here = place_of(t, v, stop)
        leg = 0
        if following >= 0:
            leg = t.times[mode, here, following]
            latest = latest_start(t, latest, leg)
        following = here
        if stop == RELOAD:
            service = t.vehicles[v, tb.RELOAD_SERVICE]
            latest = max(latest, row[i, EARLY]) - service
            first -= service + leg
        else:
            service = t.stops[stop, tb.SERVICE]
            now = row[i, EARLY] - service
            opens, closes = window_at(t, stop, now)
            latest = latest_begin(t, stop, latest - service, t.stops[stop, tb.LATE_LIMIT], now)
            wait = max(first - service - leg - closes, 0)
            first = max(first - service - leg, opens) - wait
            spent += wait
        spent += service + leg
        row[i, LATE_BEGIN] = latest
        row[i, BEHIND] = spent
        row[i, FIRST_BEGIN] = first


@inlined
def detour(t: Tables, st: State, v: int, i: int, stop: int) -> int:
    """Metres that the stop before position i of a route adds."""
    mode = t.vehicles[v, tb.MODE]
    here = t.stops[stop, tb.PLACE]
    size = st.size[v]
    before = t.vehicles[v, tb.START] if i == 0 else place_of(t, v, st.seq[v, i - 1])
    metres = t.distances[mode, before, here]
    if i < size:
        return int(metres + t.distances[mode, here, place_of(t, v, st.seq[v, i])] - st.row[v, i, LEG])
    home = t.vehicles[v, tb.END]
    if home >= 0:
        metres += t.distances[mode, here, home]
        if i > 0:
            metres -= t.distances[mode, before, home]
    return int(metres)


@inlined
def added(t: Tables, v: int, stop: int) -> int:
    """What a stop costs with a vehicle wherever it stands."""
    extra = 0
    if t.fit.shape[0] > 0:
        extra += t.fit[stop, v]
    if t.stops[stop, tb.USUAL] >= 0 and t.stops[stop, tb.USUAL] != v:
        extra += t.stops[stop, tb.CHANGE_COST]
    return int(extra)


@inlined
def with_stop(t: Tables, st: State, v: int, i: int, stop: int, metres: int, strain: int) -> int:
    """Measure the stop before position i of a route, a detour of so many metres: how much dearer it gets.

    `NEVER` where it cannot stand there. For routes that are not measured an estimate, breaks staying as long as
    they are; where it then takes too long `strain` is added, which is `NEVER` for a measured route.
    """
    row = st.row[v]
    sums = st.sums[v]
    mode = t.vehicles[v, tb.MODE]
    here = t.stops[stop, tb.PLACE]
    if i == 0:
        before = t.vehicles[v, tb.START]
        now = max(t.vehicles[v, tb.EARLIEST], t.stops[stop, tb.RELEASE])
        spent = 0
        last = t.vehicles[v, tb.LATEST]
    else:
        before = place_of(t, v, st.seq[v, i - 1])
        now = row[i - 1, EARLY]
        spent = row[i - 1, AHEAD]
        last = row[i - 1, LAST_START]
    first = now - spent
    arrive = drive(t, now, t.times[mode, before, here])
    spent += arrive - now
    begin = begin_at(t, stop, arrive)
    opens, closes = window_at(t, stop, begin)
    if begin > closes:
        return NEVER
    wait = max(opens - spent - last, 0)
    first = max(opens - spent, first) - wait
    last = min(closes - spent, last)
    service = t.stops[stop, tb.SERVICE]
    spent += wait + service
    now = begin + service
    if i < st.size[v]:
        following = st.seq[v, i]
        there = place_of(t, v, following)
        arrive = drive(t, now, t.times[mode, here, there])
        spent += arrive - now
        if following != RELOAD:
            arrive = begin_at(t, following, arrive)
        if arrive > row[i, LATE_BEGIN]:
            return NEVER
        begin = row[i, FIRST_BEGIN]
        wait = max(begin - spent - last, 0)
        first = max(begin - spent, first) - wait
        spent += wait + row[i, BEHIND]
    else:
        home = t.vehicles[v, tb.END]
        if home >= 0:
            arrive = drive(t, now, t.times[mode, here, home])
            spent += arrive - now
            now = arrive
        if now > t.vehicles[v, tb.LATEST]:
            return NEVER
    length = sums[LENGTH] + metres
    if length > t.vehicles[v, tb.MAX_DISTANCE]:
        return NEVER
    work = spent + sums[PAUSED]
    back = first + spent + sums[HELD]
    change = price(t, v, length, work, back) - sums[PRICED]
    if work > t.vehicles[v, tb.MAX_WORK] or back > t.vehicles[v, tb.LATEST]:
        return int(min(NEVER, change + strain))
    return int(change)
