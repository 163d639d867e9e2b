"""The timing of one route: the functions the search, the board and the tests all ask.

A route is walked forwards with the earliest possible times. Where breaks are due, each state of the walk
is labelled by the number of breaks taken; of two ways to the same label the one with less breach, then the
earlier one, then the one with the later last break stands. Breaks come in the order the vehicle lists them,
before or after a call. A break is not needed if the vehicle is back before it would have to begin, or
sets out after the last second of a clock-bound one.

Walking backwards from the return with the breaks where they are gives the latest begin of each call: once
with the return held (so that nobody departs earlier than the return needs) and once with the hard bounds
only (the slack). Timing carries on after a breach: a late call begins on arrival.
"""

from __future__ import annotations

from typing import Any

from routing.problem import RELOAD
from routing.schedule.shim import compiled, inner
from routing.schedule.tables import (
    BALANCE_COST,
    BREAK_FROM,
    BREAK_TO,
    CHANGE_COST,
    DEPARTURE_MATTERS,
    DISTANCE_COST,
    EARLIEST,
    END,
    FIXED_COST,
    FIXED_POSITION,
    FIXED_VEHICLE,
    LATE_COST,
    LATE_LIMIT,
    LATEST,
    MAX_DISTANCE,
    MAX_STOPS,
    MAX_TRIPS,
    MAX_WORK,
    MODE,
    NEVER,
    NODE_COLUMNS,
    OVERTIME_COST,
    PAUSE,
    PAUSE_AFTER,
    PAUSE_EARLIEST,
    PAUSE_LATEST,
    PAUSE_PLACE,
    PLACE,
    PROMISE_COST,
    PROMISE_TOLERANCE,
    PROMISED,
    RELEASE,
    RELOAD_PLACE,
    RELOAD_SERVICE,
    SERVICE,
    SHIFT_END,
    START,
    TIME_COST,
    TOTALS,
    USUAL,
    WINDOW_FROM,
    WINDOW_TO,
)  # fmt: skip

# columns of `Scratch.node`, one row per entry of the route
ARRIVE, BEGIN, LEAVE, LATEST_BEGIN, TAKEN_ARRIVE, TAKEN_BEGIN, TAKEN_LEAVE = range(7)

# places in `Scratch.totals`; from TOTALS on stands the peak load per dimension
HARD, MISFIT, COST, DEPART, RETURN, DISTANCE, TRAVEL, CALLS, PAUSED, WORK, OVERTIME = range(11)
LATE, BREAK_LATE, SHIFT_LATE, OVERLOAD, FORBIDDEN, OVER_STOPS, OVER_WORK, OVER_DISTANCE, OVER_TRIPS = range(11, 20)
MISPLACED, FIRST_TAKEN, STOPS = 20, 21, 22


@inner
def drive(t: Any, start: int, base: int) -> int:
    """Return when a drive begun at `start` ends that takes `base` seconds at the matrices' speed."""
    steps = t.speed
    count = steps.shape[0]
    if count == 0 or base == 0:
        return start + base
    left = base * 1000
    now = start
    k = 0
    while k + 1 < count and steps[k + 1, 0] <= now:
        k += 1
    while True:
        pace = steps[k, 1] if steps[k, 0] <= now else 1000
        until = steps[k, 0] if steps[k, 0] > now else (steps[k + 1, 0] if k + 1 < count else NEVER)
        if until == NEVER or (until - now) * pace >= left:
            return now + (left + pace - 1) // pace
        left -= (until - now) * pace
        now = until
        if steps[k, 0] != now:
            k += 1


@inner
def latest_start(t: Any, end: int, base: int) -> int:
    """Return the latest moment at which a drive of `base` seconds may begin to end by `end`."""
    steps = t.speed
    count = steps.shape[0]
    if count == 0 or base == 0:
        return end - base
    left = base * 1000
    now = end
    k = count - 1
    while k >= 0 and steps[k, 0] >= now:
        k -= 1
    while True:
        pace = steps[k, 1] if k >= 0 else 1000
        since = steps[k, 0] if k >= 0 else -NEVER
        if k < 0 or (now - since) * pace >= left:
            return now - (left + pace - 1) // pace
        left -= (now - since) * pace
        now = since
        k -= 1


@inner
def begin_at(t: Any, stop: int, arrive: int) -> int:
    """Return when service begins on arrival at `arrive`: in the first window still open, else at once."""
    windows = t.windows
    for row in range(t.stops[stop, WINDOW_FROM], t.stops[stop, WINDOW_TO]):
        if windows[row, 1] >= arrive:
            return max(arrive, windows[row, 0])
    return arrive


@inner
def latest_begin(t: Any, stop: int, bound: int, grace: int, now: int) -> int:
    """Return the latest begin inside a window and not after `bound`; at least `now`, the present begin.

    `grace` widens the last window: the limit of a soft one.
    """
    windows = t.windows
    first = t.stops[stop, WINDOW_FROM]
    row = t.stops[stop, WINDOW_TO] - 1
    extra = grace
    while row >= first:
        if windows[row, 0] <= bound:
            return max(min(bound, windows[row, 1] + extra), now)
        extra = 0
        row -= 1
    return now


@inner
def first_departure(t: Any, vehicle: int, route: Any, count: int) -> int:
    """Return the earliest departure: the shift's begin, or the release of what the first trip carries."""
    start = t.vehicles[vehicle, EARLIEST]
    for i in range(count):
        if route[i] == RELOAD:
            break
        start = max(start, t.stops[route[i], RELEASE])
    return start


@inner
def forward(t: Any, s: Any, vehicle: int, route: Any, count: int, depart: int) -> int:
    """Walk the route from `depart` with the earliest times; return the number of breaks taken in the end.

    Fills the labels (rows 0…count-1 the entries of the route) and in `totals` the return and the breaches of time.
    """
    vehicles, stops, breaks = t.vehicles, t.stops, t.breaks
    first = vehicles[vehicle, BREAK_FROM]
    width = vehicles[vehicle, BREAK_TO] - first + 1
    mode = vehicles[vehicle, MODE]
    leave, breach, last, place, before, after = s.leave, s.breach, s.last, s.place, s.before, s.after
    skipped = 0
    while skipped < width - 1:
        b = first + skipped
        if breaks[b, PAUSE_AFTER] != NEVER or breaks[b, PAUSE_LATEST] >= depart:
            break
        skipped += 1
    s.totals[FIRST_TAKEN] = skipped
    previous = vehicles[vehicle, START]
    release = 0
    for i in range(count):
        stop = route[i]
        row = i * width
        here = vehicles[vehicle, RELOAD_PLACE] if stop == RELOAD else stops[stop, PLACE]
        for j in range(skipped, width):
            before[row + j] = 0
            after[row + j] = 0
            place[row + j] = here
            if i == 0:
                if j > skipped:
                    breach[row + j] = NEVER
                    leave[row + j] = NEVER
                    last[row + j] = 0
                    continue
                leave[row + j] = drive(t, depart, t.times[mode, previous, here])
                breach[row + j] = 0
                last[row + j] = depart
            else:
                old = row - width + j
                breach[row + j] = breach[old]
                last[row + j] = last[old]
                if breach[old] >= NEVER:
                    leave[row + j] = NEVER
                else:
                    leave[row + j] = drive(t, leave[old], t.times[mode, place[old], here])
        for j in range(skipped + 1, width):
            take(t, s, row + j, first + j - 1, before, 0)
        if stop == RELOAD:
            service = vehicles[vehicle, RELOAD_SERVICE]
            release = 0
            for k in range(i + 1, count):
                if route[k] == RELOAD:
                    break
                release = max(release, stops[route[k], RELEASE])
        else:
            service = stops[stop, SERVICE]
        for j in range(skipped, width):
            if breach[row + j] >= NEVER:
                continue
            if stop == RELOAD:
                leave[row + j] = max(leave[row + j] + service, release)
            else:
                begin = begin_at(t, stop, leave[row + j])
                end = t.windows[stops[stop, WINDOW_TO] - 1, 1]
                if begin > end + stops[stop, LATE_LIMIT]:
                    breach[row + j] += begin - end - stops[stop, LATE_LIMIT]
                leave[row + j] = begin + service
        for j in range(skipped + 1, width):
            take(t, s, row + j, first + j - 1, after, mode + 1)
    # the way home, and which breaks were still due by then
    row = (count - 1) * width
    home = vehicles[vehicle, END]
    best = -1
    best_breach = NEVER
    best_return = NEVER
    for j in range(skipped, width):
        if breach[row + j] >= NEVER:
            continue
        back = leave[row + j]
        if home >= 0:
            back = drive(t, back, t.times[mode, place[row + j], home])
        total = breach[row + j] + max(0, back - vehicles[vehicle, LATEST])
        for b in range(first + j, first + width - 1):
            due = min(breaks[b, PAUSE_LATEST], last[row + j] + breaks[b, PAUSE_AFTER])
            total += max(0, back - due)
        if best < 0 or total < best_breach or (total == best_breach and back < best_return):
            best = j
            best_breach = total
            best_return = back
    s.totals[RETURN] = best_return
    return best


@inner
def take(t: Any, s: Any, label: int, pause: int, taken: Any, mode: int) -> None:
    """Better `label` by taking break number `pause` out of the label one below, at the same point of the route.

    `mode` is 0 before a call; after one it is the travel mode + 1, and a break with a place is driven to.
    """
    breaks = t.breaks
    old = label - 1
    if s.breach[old] >= NEVER:
        return
    start = s.leave[old]
    at = s.place[old]
    if breaks[pause, PAUSE_PLACE] >= 0:
        if mode == 0:
            return
        start = drive(t, start, t.times[mode - 1, at, breaks[pause, PAUSE_PLACE]])
        at = breaks[pause, PAUSE_PLACE]
    start = max(start, breaks[pause, PAUSE_EARLIEST])
    due = min(breaks[pause, PAUSE_LATEST], s.last[old] + breaks[pause, PAUSE_AFTER])
    breach = s.breach[old] + max(0, start - due)
    end = start + breaks[pause, PAUSE]
    if (
        breach < s.breach[label]
        or (breach == s.breach[label] and end < s.leave[label])
        or (breach == s.breach[label] and end == s.leave[label] and end > s.last[label])
    ):
        s.breach[label] = breach
        s.leave[label] = end
        s.last[label] = end
        s.place[label] = at
        taken[label] = 1


@inner
def retrace(t: Any, s: Any, vehicle: int, route: Any, count: int, depart: int, taken: int) -> None:
    """Write down the walk that ended with `taken` breaks: times per entry, breaks, distance, lateness.

    `pauses` gets per break: begin, end, the entry it stands at, and the seconds it is late.
    """
    vehicles, stops, breaks, node, totals = t.vehicles, t.stops, t.breaks, s.node, s.totals
    first = vehicles[vehicle, BREAK_FROM]
    width = vehicles[vehicle, BREAK_TO] - first + 1
    mode = vehicles[vehicle, MODE]
    j = taken
    for i in range(count - 1, -1, -1):
        base = i * NODE_COLUMNS
        node[base + TAKEN_LEAVE] = j
        while s.after[i * width + j] == 1:
            j -= 1
        node[base + TAKEN_BEGIN] = j
        while s.before[i * width + j] == 1:
            j -= 1
        node[base + TAKEN_ARRIVE] = j
    now = depart
    last = depart
    place = vehicles[vehicle, START]
    distance = 0
    travel = 0
    calls = 0
    paused = 0
    late = 0
    break_late = 0
    for i in range(count):
        base = i * NODE_COLUMNS
        stop = route[i]
        here = vehicles[vehicle, RELOAD_PLACE] if stop == RELOAD else stops[stop, PLACE]
        arrive = drive(t, now, t.times[mode, place, here])
        travel += arrive - now
        distance += t.distances[mode, place, here]
        place = here
        now = arrive
        node[base + ARRIVE] = arrive
        for j in range(node[base + TAKEN_ARRIVE], node[base + TAKEN_BEGIN]):
            start = max(now, breaks[first + j, PAUSE_EARLIEST])
            over = start - min(breaks[first + j, PAUSE_LATEST], last + breaks[first + j, PAUSE_AFTER])
            now = start + breaks[first + j, PAUSE]
            last = now
            paused += breaks[first + j, PAUSE]
            break_late += max(0, over)
            s.pauses[4 * j] = start
            s.pauses[4 * j + 1] = now
            s.pauses[4 * j + 2] = i
            s.pauses[4 * j + 3] = max(0, over)
        if stop == RELOAD:
            node[base + BEGIN] = now
            calls += vehicles[vehicle, RELOAD_SERVICE]
            now += vehicles[vehicle, RELOAD_SERVICE]
            for k in range(i + 1, count):
                if route[k] == RELOAD:
                    break
                now = max(now, stops[route[k], RELEASE])
        else:
            begin = begin_at(t, stop, now)
            node[base + BEGIN] = begin
            late += max(0, begin - t.windows[stops[stop, WINDOW_TO] - 1, 1] - stops[stop, LATE_LIMIT])
            calls += stops[stop, SERVICE]
            now = begin + stops[stop, SERVICE]
        node[base + LEAVE] = now
        for j in range(node[base + TAKEN_BEGIN], node[base + TAKEN_LEAVE]):
            there = breaks[first + j, PAUSE_PLACE]
            if there >= 0:
                arrive = drive(t, now, t.times[mode, place, there])
                travel += arrive - now
                distance += t.distances[mode, place, there]
                place = there
                now = arrive
            start = max(now, breaks[first + j, PAUSE_EARLIEST])
            over = start - min(breaks[first + j, PAUSE_LATEST], last + breaks[first + j, PAUSE_AFTER])
            now = start + breaks[first + j, PAUSE]
            last = now
            paused += breaks[first + j, PAUSE]
            break_late += max(0, over)
            s.pauses[4 * j] = start
            s.pauses[4 * j + 1] = now
            s.pauses[4 * j + 2] = i + 1
            s.pauses[4 * j + 3] = max(0, over)
    home = vehicles[vehicle, END]
    if home >= 0:
        back = drive(t, now, t.times[mode, place, home])
        travel += back - now
        distance += t.distances[mode, place, home]
        now = back
    for b in range(first + taken, first + width - 1):
        break_late += max(0, now - min(breaks[b, PAUSE_LATEST], last + breaks[b, PAUSE_AFTER]))
    totals[DEPART] = depart
    totals[RETURN] = now
    totals[DISTANCE] = distance
    totals[TRAVEL] = travel
    totals[CALLS] = calls
    totals[PAUSED] = paused
    totals[LATE] = late
    totals[BREAK_LATE] = break_late


@compiled
def backward(t: Any, s: Any, vehicle: int, route: Any, count: int, bound: int, kept: bool) -> int:
    """Walk back from an arrival home at `bound`; fill LATEST_BEGIN and return the latest departure.

    `kept`: nothing may get dearer (soft lateness, promises) on the way; otherwise only hard bounds count.
    What is broken already bounds nothing beyond its present time.
    """
    vehicles, stops, breaks, node = t.vehicles, t.stops, t.breaks, s.node
    first = vehicles[vehicle, BREAK_FROM]
    mode = vehicles[vehicle, MODE]
    home = vehicles[vehicle, END]
    latest = bound
    following = home
    for i in range(count - 1, -1, -1):
        base = i * NODE_COLUMNS
        stop = route[i]
        here = vehicles[vehicle, RELOAD_PLACE] if stop == RELOAD else stops[stop, PLACE]
        for j in range(node[base + TAKEN_LEAVE] - 1, node[base + TAKEN_BEGIN] - 1, -1):
            at = here
            for k in range(j, node[base + TAKEN_BEGIN] - 1, -1):
                if breaks[first + k, PAUSE_PLACE] >= 0:
                    at = breaks[first + k, PAUSE_PLACE]
                    break
            if following >= 0:
                latest = latest_start(t, latest, t.times[mode, at, following])
            latest = min(latest - breaks[first + j, PAUSE], start_bound(s, j, s.pauses[4 * j]))
            # whatever came before only drives on if this break has a place of its own
            following = breaks[first + j, PAUSE_PLACE]
        if following >= 0:
            latest = latest_start(t, latest, t.times[mode, here, following])
        if stop == RELOAD:
            latest -= vehicles[vehicle, RELOAD_SERVICE]
            latest = max(latest, node[base + BEGIN])
        else:
            latest -= stops[stop, SERVICE]
            now = node[base + BEGIN]
            grace = 0 if kept else stops[stop, LATE_LIMIT]
            if kept and stops[stop, PROMISED] >= 0 and stops[stop, PROMISE_COST] > 0:
                latest = min(latest, max(now, stops[stop, PROMISED] + stops[stop, PROMISE_TOLERANCE]))
            latest = latest_begin(t, stop, latest, grace, now)
        node[base + LATEST_BEGIN] = latest
        for j in range(node[base + TAKEN_BEGIN] - 1, node[base + TAKEN_ARRIVE] - 1, -1):
            latest = min(latest - breaks[first + j, PAUSE], start_bound(s, j, s.pauses[4 * j]))
        following = here
    return latest_start(t, latest, t.times[mode, vehicles[vehicle, START], following])


@inner
def start_bound(s: Any, j: int, start: int) -> int:
    """Return the latest begin of break `j` that makes it no later than it is: written by `bound_pauses`."""
    return max(start, s.pauses[4 * j + 3])


@compiled
def bound_pauses(t: Any, s: Any, vehicle: int, depart: int) -> None:
    """Turn the lateness column of `pauses` into the last second in which each break taken may begin."""
    first = t.vehicles[vehicle, BREAK_FROM]
    last = depart
    for j in range(s.totals[FIRST_TAKEN], t.vehicles[vehicle, BREAK_TO] - first):
        s.pauses[4 * j + 3] = min(t.breaks[first + j, PAUSE_LATEST], last + t.breaks[first + j, PAUSE_AFTER])
        last = s.pauses[4 * j + 1]


@compiled
def return_bound(t: Any, s: Any, vehicle: int, depart: int, taken: int) -> int:
    """Return the latest return at which no break left out becomes due that is not due now."""
    first = t.vehicles[vehicle, BREAK_FROM]
    last = depart
    if taken > s.totals[FIRST_TAKEN]:
        last = s.pauses[4 * (taken - 1) + 1]
    bound = NEVER
    for b in range(first + taken, t.vehicles[vehicle, BREAK_TO]):
        bound = min(bound, last + t.breaks[b, PAUSE_AFTER], t.breaks[b, PAUSE_LATEST])
    return bound


@inner
def walk(t: Any, s: Any, vehicle: int, route: Any, count: int, tidy: bool) -> int:
    """Time a route: depart as late as the earliest return allows. Return the number of breaks taken.

    Without `tidy` the late departure is spared where it changes neither cost nor breach (the search).
    """
    depart = first_departure(t, vehicle, route, count)
    taken = forward(t, s, vehicle, route, count, depart)
    retrace(t, s, vehicle, route, count, depart, taken)
    if t.vehicles[vehicle, DEPARTURE_MATTERS] == 0 and not tidy:
        return taken
    totals = s.totals
    idle = totals[RETURN] - depart - totals[TRAVEL] - totals[CALLS] - totals[PAUSED]
    if idle > 0 or t.speed.shape[0] > 0:
        late = totals[LATE] + totals[BREAK_LATE]
        bound_pauses(t, s, vehicle, depart)
        latest = backward(t, s, vehicle, route, count, totals[RETURN], True)
        if latest > depart:
            back = totals[RETURN]
            again = forward(t, s, vehicle, route, count, latest)
            retrace(t, s, vehicle, route, count, latest, again)
            if totals[RETURN] <= back and totals[LATE] + totals[BREAK_LATE] <= late:
                return again
            taken = forward(t, s, vehicle, route, count, depart)
            retrace(t, s, vehicle, route, count, depart, taken)
    return taken


@inner
def loads(t: Any, s: Any, vehicle: int, route: Any, count: int) -> int:
    """Fill the peak load per dimension; return by how much capacities are exceeded, over all trips."""
    over = 0
    for d in range(t.capacity.shape[1]):
        peak = 0
        i = 0
        while i < count:
            end = i
            load = 0
            while end < count and route[end] != RELOAD:
                load += t.demand[route[end], d]
                end += 1
            trip = load
            for k in range(i, end):
                load += t.pickup[route[k], d] - t.demand[route[k], d]
                trip = max(trip, load)
            over += max(0, trip - t.capacity[vehicle, d])
            peak = max(peak, trip)
            i = end + 1
        s.totals[TOTALS + d] = peak
    return over


@compiled
def evaluate(t: Any, s: Any, vehicle: int, route: Any, count: int, tidy: bool) -> int:
    """Judge one route completely; return its cost. `totals` holds the figures and every kind of breach."""
    totals = s.totals
    for k in range(TOTALS):
        totals[k] = 0
    vehicles, stops, node = t.vehicles, t.stops, s.node
    calls = 0
    for i in range(count):
        if route[i] != RELOAD:
            calls += 1
    totals[STOPS] = calls
    if calls == 0:
        return 0
    walk(t, s, vehicle, route, count, tidy)
    cost = 0
    forbidden = 0
    misplaced = 0
    position = 0
    for i in range(count):
        stop = route[i]
        if stop == RELOAD:
            continue
        position += 1
        if t.fit.shape[0] > 0:
            if t.fit[stop, vehicle] < 0:
                forbidden += 1
            else:
                cost += t.fit[stop, vehicle]
        if stops[stop, FIXED_VEHICLE] >= 0 and stops[stop, FIXED_VEHICLE] != vehicle:
            forbidden += 1
        if stops[stop, FIXED_POSITION] > 0:
            misplaced += abs(stops[stop, FIXED_POSITION] - position)
        if stops[stop, USUAL] >= 0 and stops[stop, USUAL] != vehicle:
            cost += stops[stop, CHANGE_COST]
        begin = node[i * NODE_COLUMNS + BEGIN]
        if stops[stop, PROMISED] >= 0:
            away = abs(begin - stops[stop, PROMISED]) - stops[stop, PROMISE_TOLERANCE]
            cost += max(0, away) * stops[stop, PROMISE_COST]
        if stops[stop, LATE_COST] > 0:
            late = begin - t.windows[stops[stop, WINDOW_TO] - 1, 1]
            cost += min(max(0, late), stops[stop, LATE_LIMIT]) * stops[stop, LATE_COST]
    work = totals[RETURN] - totals[DEPART]
    overtime = max(0, totals[RETURN] - vehicles[vehicle, SHIFT_END])
    minutes = work // 60
    cost += vehicles[vehicle, FIXED_COST] + vehicles[vehicle, DISTANCE_COST] * totals[DISTANCE]
    cost += vehicles[vehicle, TIME_COST] * work + vehicles[vehicle, OVERTIME_COST] * overtime
    cost += vehicles[vehicle, BALANCE_COST] * minutes * minutes
    trips = 1 + count - calls
    totals[WORK] = work
    totals[OVERTIME] = overtime
    totals[SHIFT_LATE] = max(0, totals[RETURN] - vehicles[vehicle, LATEST])
    if totals[DEPART] > vehicles[vehicle, LATEST]:
        totals[SHIFT_LATE] = max(totals[SHIFT_LATE], totals[DEPART] - vehicles[vehicle, LATEST])
    totals[OVERLOAD] = loads(t, s, vehicle, route, count)
    totals[FORBIDDEN] = forbidden
    totals[MISPLACED] = misplaced
    totals[OVER_STOPS] = max(0, calls - vehicles[vehicle, MAX_STOPS])
    totals[OVER_WORK] = max(0, work - vehicles[vehicle, MAX_WORK])
    totals[OVER_DISTANCE] = max(0, totals[DISTANCE] - vehicles[vehicle, MAX_DISTANCE])
    totals[OVER_TRIPS] = max(0, trips - vehicles[vehicle, MAX_TRIPS])
    hard = 0
    for k in range(LATE, OVER_TRIPS + 1):
        hard += totals[k]
    totals[HARD] = hard
    totals[COST] = cost
    return cost
