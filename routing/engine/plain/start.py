"""A first plan by parallel savings.

Source: G. Clarke and J. W. Wright, Scheduling of Vehicles from a Central Depot to a Number of Delivery
Points, Operations Research 12(4), 1964; here with windows and over neighbour lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from routing.engine.plain.chains import link, put, run_backward, run_forward
from routing.engine.plain.compiled import inner, kernel
from routing.engine.plain.model import CAPACITY, SYMMETRIC, TIMED, VEHICLES, Plain
from routing.engine.plain.tour import Tour, routes_of, tour

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 100
"""Neighbours with whom a stop may be joined."""


@inner
def turn_round(t: Tour, route: int) -> None:
    """Drive a route the other way; only where times do not matter and matrices are symmetric."""
    node = t.first[route]
    t.first[route] = t.last[route]
    t.last[route] = node
    while node != 0:
        following = t.after[node]
        t.after[node] = t.before[node]
        t.before[node] = following
        leg = t.leg_in[node]
        t.leg_in[node] = t.leg_out[node]
        t.leg_out[node] = leg
        node = following


@kernel
def join(p: Plain, t: Tour, ends: Any, heads: Any) -> None:
    """Join routes end to head in the order given, where all rules allow it; each stop starts alone."""
    for node in range(1, t.route.shape[0]):
        if t.solo[node] >= 0:
            put(p, t, node - 1, 0, node)
    timed = p.numbers[TIMED] != 0
    for k in range(ends.shape[0]):
        i = ends[k]
        j = heads[k]
        a = t.route[i]
        b = t.route[j]
        if a < 0 or b < 0 or a == b or t.load[a] + t.load[b] > p.numbers[CAPACITY]:
            continue
        if timed or p.numbers[SYMMETRIC] == 0:
            if t.last[a] != i or t.first[b] != j:
                continue
            if timed and t.leave[i] + p.time[i, j] > t.latest[j]:
                continue
        else:
            if (t.last[a] != i and t.first[a] != i) or (t.first[b] != j and t.last[b] != j):
                continue
            if t.last[a] != i:
                turn_round(t, a)
            if t.first[b] != j:
                turn_round(t, b)
        node = j
        while node != 0:
            t.route[node] = a
            node = t.after[node]
        end = t.last[b]
        link(p, t, a, i, j)
        t.last[a] = end
        t.size[a] += t.size[b]
        t.load[a] += t.load[b]
        t.size[b] = 0
        t.load[b] = 0
        t.first[b] = 0
        t.last[b] = 0
        if timed:
            run_forward(p, t, j)
            run_backward(p, t, i)


def savings(plain: Plain) -> list[list[int]]:
    """Routes that keep every rule; more than there are vehicles are cut to the longest."""
    count = plain.demand.shape[0]
    near = plain.around[:, :MOST].astype(np.int64)
    ends: NDArray[np.int64] = np.repeat(np.arange(1, count), near.shape[1])
    heads = near[1:].ravel()
    saved = plain.cost[ends, 0].astype(np.int64) + plain.cost[0, heads] - plain.cost[ends, heads]
    order = np.argsort(-saved, kind="stable")
    order = order[saved[order] + plain.numbers[1] > 0]
    t = tour(plain, 1, count - 1)
    join(plain, t, ends[order], heads[order])
    routes = sorted(routes_of(t.after, t.first), key=len, reverse=True)
    return routes[: int(plain.numbers[VEHICLES])]
