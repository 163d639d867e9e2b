"""A route walked forwards with the earliest possible times, breaks taken where they cost least.

Where breaks are due, each state of the walk is labelled by the number of breaks taken; of two ways to the same
label the one with less breach, then the earlier one, then the one with the later last break stands. Breaks come
in the order the vehicle lists them, before or after a call. A break is not needed if the vehicle is back before
it would have to begin, or sets out after the last second of a clock-bound one. Timing carries on after a breach:
a late call begins on arrival.
"""

from __future__ import annotations

from typing import Any

from routing.problem import RELOAD
from routing.schedule.clock import begin_at, drive
from routing.schedule.shim import inlined, inner
from routing.schedule.tables import (
    ARRIVE,
    BEGIN,
    BREAK_FROM,
    BREAK_LATE,
    BREAK_TO,
    CALLS,
    DEPART,
    DISTANCE,
    END,
    FIRST_TAKEN,
    LATE,
    LATE_LIMIT,
    LATEST,
    LEAVE,
    MODE,
    NEVER,
    NODE_COLUMNS,
    PAUSE,
    PAUSE_AFTER,
    PAUSE_EARLIEST,
    PAUSE_LATEST,
    PAUSE_PLACE,
    PAUSED,
    PLACE,
    RELEASE,
    RELOAD_PLACE,
    RELOAD_SERVICE,
    RETURN,
    SERVICE,
    START,
    TAKEN_ARRIVE,
    TAKEN_BEGIN,
    TAKEN_LEAVE,
    TRAVEL,
    WINDOW_TO,
)


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


@inlined
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
