"""Routes as chains of nodes: linking, timing, remembering and undoing, compiled.

Each node keeps its earliest leave and latest begin, so that a place is tested in constant time; a change
runs along its chain only until it changes nothing more.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engine.plain.compiled import inlined, inner
from routing.engine.plain.model import TIMED, Plain
from routing.engine.plain.tour import MISSING, STEP, USED, Tour

NEVER = 2**60


@inner
def uniform(random: Any) -> float:
    """A number from 0 to 1 (xorshift64*, Marsaglia 2003 and Vigna 2016)."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    return float((x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@inlined
def run_forward(p: Plain, t: Tour, node: int) -> bool:
    """Renew the earliest times from a node on; False where a service would begin too late."""
    while node != 0:
        ahead = t.before[node]
        begin = t.leave[ahead] + p.time[ahead, node]
        begin = max(begin, p.opens[node])
        if begin > p.closes[node]:
            return False
        begin += p.service[node]
        if t.leave[node] == begin:
            return True
        t.leave[node] = begin
        following = t.after[node]
        if following == 0:
            return bool(begin + p.time[node, 0] <= p.closes[0])
        node = following
    return True


@inlined
def run_backward(p: Plain, t: Tour, node: int) -> None:
    """Renew the latest begins from a node back."""
    while node != 0:
        following = t.after[node]
        bound = t.latest[following] - p.time[node, following] - p.service[node]
        bound = min(bound, p.closes[node])
        if t.latest[node] == bound:
            return
        t.latest[node] = bound
        node = t.before[node]


@inlined
def link(p: Plain, t: Tour, route: int, ahead: int, following: int) -> None:
    """Make two nodes (or ends) of a route neighbours."""
    leg = p.cost[ahead, following]
    if ahead == 0:
        t.first[route] = following
    else:
        t.after[ahead] = following
        t.leg_out[ahead] = leg
    if following == 0:
        t.last[route] = ahead
    else:
        t.before[following] = ahead
        t.leg_in[following] = leg


@inner
def put(p: Plain, t: Tour, route: int, ahead: int, node: int) -> None:
    """Put a node into a route right after `ahead` (0: first)."""
    following = t.first[route] if ahead == 0 else t.after[ahead]
    if t.size[route] == 0:
        t.figures[USED] += 1
    t.figures[MISSING] -= 1
    t.route[node] = route
    t.size[route] += 1
    t.load[route] += p.demand[node]
    link(p, t, route, ahead, node)
    link(p, t, route, node, following)
    if p.numbers[TIMED]:
        t.leave[node] = -1
        t.latest[node] = -NEVER
        run_forward(p, t, node)
        run_forward(p, t, following)
        run_backward(p, t, node)
        run_backward(p, t, ahead)


@inlined
def allowed(p: Plain, t: Tour, ahead: int, node: int, following: int) -> bool:
    """Whether the windows let a node stand between two neighbours."""
    begin = t.leave[ahead] + p.time_to[node, ahead]
    begin = max(begin, p.opens[node])
    if begin > p.closes[node]:
        return False
    return bool(begin + p.service[node] + p.time[node, following] <= t.latest[following])


@inner
def remember(t: Tour, route: int, touched: int, rows: int) -> int:
    """Keep a route as it is before its first change in this step; return the rows filled."""
    t.stamp[route] = t.figures[STEP]
    t.log_route[touched, 0] = route
    t.log_route[touched, 1] = rows
    t.log_route[touched, 2] = t.size[route]
    t.log_route[touched, 3] = t.load[route]
    t.log_route[touched, 4] = t.first[route]
    t.log_route[touched, 5] = t.last[route]
    node = t.first[route]
    while node != 0:
        t.log_node[rows] = node
        t.log[rows, 0] = t.leave[node]
        t.log[rows, 1] = t.latest[node]
        t.log[rows, 2] = t.leg_in[node]
        t.log[rows, 3] = t.leg_out[node]
        rows += 1
        node = t.after[node]
    return rows


@inner
def undo(t: Tour, touched: int, absent: int) -> None:
    """Give every touched route back its stops."""
    for k in range(absent):
        t.route[t.absent[k]] = -1
    used = 0
    for k in range(touched):
        route = t.log_route[k, 0]
        row = t.log_route[k, 1]
        size = t.log_route[k, 2]
        if t.size[route] > 0:
            used -= 1
        if size > 0:
            used += 1
        t.size[route] = size
        t.load[route] = t.log_route[k, 3]
        t.first[route] = t.log_route[k, 4]
        t.last[route] = t.log_route[k, 5]
        ahead = 0
        for r in range(row, row + size):
            node = t.log_node[r]
            t.route[node] = route
            t.leave[node] = t.log[r, 0]
            t.latest[node] = t.log[r, 1]
            t.leg_in[node] = t.log[r, 2]
            t.leg_out[node] = t.log[r, 3]
            t.before[node] = ahead
            if ahead != 0:
                t.after[ahead] = node
            ahead = node
        if ahead != 0:
            t.after[ahead] = 0
    t.figures[USED] += used
