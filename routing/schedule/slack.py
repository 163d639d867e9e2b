"""A timed route walked backwards, the breaks where they are: how late each call could begin.

Once with the return held (so that nobody departs earlier than the return needs) and once with the hard bounds
only (the slack).
"""

from __future__ import annotations

from typing import Any

from routing.problem import RELOAD
from routing.schedule.clock import latest_begin, latest_start
from routing.schedule.shim import compiled, inlined
from routing.schedule.tables import (
    BEGIN,
    BREAK_FROM,
    BREAK_TO,
    END,
    FIRST_TAKEN,
    LATE_LIMIT,
    LATEST_BEGIN,
    MODE,
    NEVER,
    NODE_COLUMNS,
    PAUSE,
    PAUSE_AFTER,
    PAUSE_LATEST,
    PAUSE_PLACE,
    PLACE,
    PROMISE_COST,
    PROMISE_TOLERANCE,
    PROMISED,
    RELOAD_PLACE,
    RELOAD_SERVICE,
    SERVICE,
    START,
    TAKEN_ARRIVE,
    TAKEN_BEGIN,
    TAKEN_LEAVE,
)


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


@inlined
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
