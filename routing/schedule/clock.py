"""Moments: how long driving takes by the hour, when service can begin, and the same backwards."""

from __future__ import annotations

from typing import Any

from routing.problem import RELOAD
from routing.schedule.shim import inlined, inner
from routing.schedule.tables import (
    EARLIEST,
    NEVER,
    RELEASE,
    WINDOW_FROM,
    WINDOW_TO,
)


@inlined
def drive(t: Any, start: int, base: int) -> int:
    """Return when a drive begun at `start` ends that takes `base` seconds at the matrices' speed."""
    return start + base if t.speed.shape[0] == 0 else drive_by_hour(t.speed, start, base)


@inner
def drive_by_hour(steps: Any, start: int, base: int) -> int:
    """The same where the speed depends on the hour."""
    count = steps.shape[0]
    if base == 0:
        return start
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


@inlined
def latest_start(t: Any, end: int, base: int) -> int:
    """Return the latest moment at which a drive of `base` seconds may begin to end by `end`."""
    return end - base if t.speed.shape[0] == 0 else latest_start_by_hour(t.speed, end, base)


@inner
def latest_start_by_hour(steps: Any, end: int, base: int) -> int:
    """The same where the speed depends on the hour."""
    count = steps.shape[0]
    if base == 0:
        return end
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


@inlined
def begin_at(t: Any, stop: int, arrive: int) -> int:
    """Return when service begins on arrival at `arrive`: in the first window still open, else at once."""
    windows = t.windows
    for row in range(t.stops[stop, WINDOW_FROM], t.stops[stop, WINDOW_TO]):
        if windows[row, 1] >= arrive:
            return max(arrive, windows[row, 0])
    return arrive


@inlined
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
