"""Exchanging the tails of two routes, compiled: what taking out strings does not find where routes are long.

Source: J.-Y. Potvin and J.-M. Rousseau, An Exchange Heuristic for Routeing Problems with Time Windows,
Journal of the Operational Research Society 46(12), 1995 (2-opt*).
"""

from __future__ import annotations

from routing.engine.plain.chains import NEVER, link, run_backward, run_forward, uniform
from routing.engine.plain.compiled import inner
from routing.engine.plain.model import CAPACITY, FIXED, TIMED, Plain
from routing.engine.plain.tour import USED, Tour

LOOKED = 20
"""Neighbours looked at."""


@inner
def exchange_tails(p: Plain, t: Tour, bound: float) -> int:
    """Let a random stop be followed by a near one of another route, and what was before that by what followed.

    The cheapest such exchange that keeps all rules is made if it changes the cost by less than `bound`.
    Return the change.
    """
    stop = 1 + int(uniform(t.random) * (t.route.shape[0] - 1))
    route = t.route[stop]
    if route < 0:
        return 0
    timed = p.numbers[TIMED] != 0
    tail = t.after[stop]
    least = NEVER
    chosen = 0
    for k in range(min(LOOKED, p.near.shape[1])):
        other = p.near[stop, k]
        if other == 0:
            break
        if t.route[other] < 0 or t.route[other] == route:
            continue
        change = p.cost[stop, other] - t.leg_out[stop] - t.leg_in[other]
        if tail != 0 and (change >= least or change >= bound):
            continue  # what else the exchange costs is no gain
        ahead = t.before[other]
        if ahead != 0 or tail != 0:
            change += p.cost[ahead, tail]
        else:
            change -= p.numbers[FIXED]
        if change >= least or change >= bound:
            continue
        if timed:
            if t.leave[stop] + p.time[stop, other] > t.latest[other]:
                continue
            if (tail != 0 or ahead != 0) and t.leave[ahead] + p.time[ahead, tail] > t.latest[tail]:
                continue
        if not room_for(p, t, stop, other):
            continue
        least = change
        chosen = other
    if chosen == 0:
        return 0
    swap(p, t, stop, chosen)
    return least


@inner
def load_before(p: Plain, t: Tour, node: int) -> int:
    """Demand of a route up to and with a node."""
    load = 0
    while node != 0:
        load += p.demand[node]
        node = t.before[node]
    return load


@inner
def room_for(p: Plain, t: Tour, stop: int, other: int) -> bool:
    """Whether both routes would keep the capacity."""
    one = load_before(p, t, stop)
    two = load_before(p, t, t.before[other])
    if one + t.load[t.route[other]] - two > p.numbers[CAPACITY]:
        return False
    return bool(two + t.load[t.route[stop]] - one <= p.numbers[CAPACITY])


@inner
def swap(p: Plain, t: Tour, stop: int, other: int) -> None:
    """Exchange the tails after `stop` and from `other` on."""
    a = t.route[stop]
    b = t.route[other]
    tail = t.after[stop]
    ahead = t.before[other]
    last_a = t.last[a]
    last_b = t.last[b]
    moved_a = 0
    load_a = 0
    node = tail
    while node != 0:
        t.route[node] = b
        moved_a += 1
        load_a += p.demand[node]
        node = t.after[node]
    moved_b = 0
    load_b = 0
    node = other
    while node != 0:
        t.route[node] = a
        moved_b += 1
        load_b += p.demand[node]
        node = t.after[node]
    t.size[a] += moved_b - moved_a
    t.size[b] += moved_a - moved_b
    t.load[a] += load_b - load_a
    t.load[b] += load_a - load_b
    link(p, t, a, stop, other)
    link(p, t, b, ahead, tail)
    t.last[a] = last_b
    t.last[b] = last_a if tail != 0 else ahead
    if t.size[b] == 0:
        t.figures[USED] -= 1
    if p.numbers[TIMED]:
        run_forward(p, t, other)
        run_forward(p, t, tail)
        run_backward(p, t, stop)
        run_backward(p, t, ahead)
