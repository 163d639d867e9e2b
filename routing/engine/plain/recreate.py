"""Putting stops back where they cost least, compiled."""

from __future__ import annotations

import math

from routing.engine.plain.chains import NEVER, allowed, put, remember, uniform
from routing.engine.plain.compiled import inlined, inner
from routing.engine.plain.model import CAPACITY, REQUIRED, TIMED, Plain
from routing.engine.plain.tour import BLINK, FREE, STEP, USED, Tour

BLINKS = 0.01
"""Chance that a place is passed over."""
BOTH_SIDES = 10
"""Nearest neighbours before which a place is tried too. A place lies between two stops, and a good one has both among
the neighbours: of the others it is enough to try the place after them."""
BARRED = 2 * NEVER
"""What a place costs that is none: more than any, whatever it saves."""
CHANCE = 0.1
"""Chance that an optional stop is put in though it does not pay by itself, or left out though it does."""


@inner
def sort_absent(p: Plain, t: Tour, absent: int) -> None:
    """Choose an order in which the stops are put back: random, largest, far or near, by window."""
    way = int(uniform(t.random) * (17 if p.numbers[TIMED] else 11))
    for k in range(absent):
        node = t.absent[k]
        if way < 4:
            key = uniform(t.random)
        elif way < 8:
            key = -float(p.demand[node])
        elif way < 10:
            key = -float(p.cost_to[node, 0])
        elif way == 10:
            key = float(p.cost_to[node, 0])
        elif way < 13:
            key = float(p.closes[node] - p.opens[node])
        elif way < 15:
            key = float(p.opens[node])
        else:
            key = -float(p.closes[node])
        i = k
        while i > 0 and t.key[i - 1] > key:
            t.key[i] = t.key[i - 1]
            t.absent[i] = t.absent[i - 1]
            i -= 1
        t.key[i] = key
        t.absent[i] = node


@inlined
def blinked(t: Tour) -> bool:
    """Whether this place is passed over: counts down to the next one that is."""
    t.figures[BLINK] -= 1
    if t.figures[BLINK] >= 0:
        return False
    t.figures[BLINK] = int(math.log(max(1e-300, uniform(t.random))) / math.log(1.0 - BLINKS))
    return True


@inner
def cheapest(p: Plain, t: Tour, node: int) -> tuple[int, int, int]:
    """Find where a stop costs least: cost, route, the node it goes after. Route -1: nowhere."""
    timed = p.numbers[TIMED] != 0
    room = p.numbers[CAPACITY] - p.demand[node]
    least = NEVER
    best_route = -1
    best_ahead = 0
    leg = p.cost[node]
    leg_to = p.cost_to[node]
    near = p.near[node]
    for k in range(near.shape[0]):
        other = near[k]
        if other == 0:
            break
        route = t.route[other]
        # an absent neighbour or a full route makes the place too dear: one rare branch instead of a frequent one
        barred = (((room - t.load[route]) | route) >> 63) & BARRED
        following = t.after[other]
        change = leg_to[other] + leg[following] - t.leg_out[other] + barred
        if change < least and not blinked(t) and (not timed or allowed(p, t, other, node, following)):
            least = change
            best_route = route
            best_ahead = other
        ahead = t.before[other]
        if k >= BOTH_SIDES and ahead != 0:
            continue
        change = leg_to[ahead] + leg[other] - t.leg_in[other] + barred
        if change < least and not blinked(t) and (not timed or allowed(p, t, ahead, node, other)):
            least = change
            best_route = route
            best_ahead = ahead
    if best_route < 0:
        for route in range(t.first.shape[0]):
            if t.size[route] == 0 or t.load[route] > room:
                continue
            ahead = 0
            following = t.first[route]
            while True:
                old = t.leg_in[following] if following != 0 else t.leg_out[ahead]
                change = leg_to[ahead] + leg[following] - old
                if change < least and (not timed or allowed(p, t, ahead, node, following)):
                    least = change
                    best_route = route
                    best_ahead = ahead
                if following == 0:
                    break
                ahead = following
                following = t.after[following]
    return least, best_route, best_ahead


@inner
def empty_route(t: Tour) -> int:
    """Return a route without stops, -1 where all vehicles are used."""
    if t.figures[USED] >= t.first.shape[0]:
        return -1
    k = t.figures[FREE]
    count = t.first.shape[0]
    for _ in range(count):
        k += 1
        if k >= count:
            k = 0
        if t.size[k] == 0:
            t.figures[FREE] = k
            return int(k)
    return -1


@inner
def recreate(
    p: Plain, t: Tour, absent: int, touched: int, rows: int, delta: int, bound: float
) -> tuple[int, int, int]:
    """Put the absent stops back one by one; return the change in all, routes touched, rows logged.

    Given up, with a change above `bound`, once it costs more than that.
    """
    for k in range(absent):
        if delta > bound:
            return delta, touched, rows
        node = t.absent[k]
        if t.solo[node] < 0:
            continue
        least, route, ahead = cheapest(p, t, node)
        if t.solo[node] < least:
            fresh = empty_route(t)
            if fresh >= 0:
                least = t.solo[node]
                route = fresh
                ahead = 0
        worth = p.worth[node]
        optional = worth < p.numbers[REQUIRED]
        if route < 0 or (least >= worth if not (optional and uniform(t.random) < CHANCE) else least < worth):
            delta += worth
            continue
        delta += least
        if t.stamp[route] != t.figures[STEP]:
            rows = remember(t, route, touched, rows)
            touched += 1
        put(p, t, route, ahead, node)
    return delta, touched, rows
