"""Ruin and recreate over chains of nodes, compiled: the fast way for plain problems.

Slack induction by string removals: strings of stops near a seed are taken out of neighbouring routes and
put back greedily where they cost least, now and then blinking at a place; annealing decides what stands.
Source: J. Christiaens and G. Vanden Berghe, Slack Induction by String Removals for Vehicle Routing
Problems, Transportation Science 54(2), 2020.

The threshold of the annealing is drawn before a step, and a step that has already cost more is given up.
"""

from __future__ import annotations

import math
from typing import Any

from routing.engine.plain.chains import allowed, put, undo, uniform
from routing.engine.plain.compiled import inner, kernel
from routing.engine.plain.model import ABOVE, CAPACITY, FIXED, NOTHING, TIMED, Plain
from routing.engine.plain.noting import note
from routing.engine.plain.recreate import recreate, sort_absent
from routing.engine.plain.ruin import ruin
from routing.engine.plain.tails import exchange_tails
from routing.engine.plain.tour import BEST, MISSING, STEP, TOTAL, USED, Tour


@kernel
def search(p: Plain, t: Tour, steps: int, hot: float, cold: float) -> None:
    """Make some steps while cooling from `hot` to `cold`; the best routes are kept in `best_after`."""
    ratio = (cold / hot) ** (1.0 / max(1, steps))
    heat = hot
    for _ in range(steps):
        heat *= ratio
        t.figures[STEP] += 1
        missing = t.figures[MISSING]
        bound = -heat * math.log(max(1e-300, uniform(t.random)))
        delta, absent, touched, rows, sound = ruin(p, t)
        if sound:
            sort_absent(p, t, absent)
            delta, touched, rows = recreate(p, t, absent, touched, rows, delta, bound)
        if sound and delta < bound:
            t.figures[TOTAL] += delta
            if p.numbers[ABOVE] > NOTHING:
                note(p, t, touched)
            if t.figures[TOTAL] < t.figures[BEST]:
                keep(t)
        else:
            undo(t, touched, absent)
            t.figures[MISSING] = missing
        change = exchange_tails(p, t, bound)
        if change != 0:
            t.figures[TOTAL] += change
            if t.figures[TOTAL] < t.figures[BEST]:
                keep(t)


@inner
def keep(t: Tour) -> None:
    """Note the present routes as the best."""
    t.figures[BEST] = t.figures[TOTAL]
    for node in range(t.after.shape[0]):
        t.best_after[node] = t.after[node]
    for route in range(t.first.shape[0]):
        t.best_first[route] = t.first[route]


@kernel
def load(p: Plain, t: Tour, nodes: Any, starts: Any) -> None:
    """Take routes as given, `nodes[starts[k]:starts[k + 1]]` each; what breaks a rule where it stands is left out."""
    for k in range(starts.shape[0] - 1):
        ahead = 0
        for i in range(starts[k], starts[k + 1]):
            node = nodes[i]
            if t.load[k] + p.demand[node] > p.numbers[CAPACITY] or t.solo[node] < 0:
                continue
            if p.numbers[TIMED] and not allowed(p, t, ahead, node, 0):
                continue
            put(p, t, k, ahead, node)
            ahead = node
    t.figures[TOTAL] = total_of(p, t)
    keep(t)


@kernel
def fill(p: Plain, t: Tour, order: Any) -> None:
    """Put in what no route serves, in the order given, each where it costs least."""
    absent = 0
    t.figures[STEP] += 1
    rows = 0
    touched = 0
    for k in range(order.shape[0]):
        node = order[k]
        if node != 0 and t.route[node] < 0:
            t.absent[absent] = node
            absent += 1
    for route in range(t.stamp.shape[0]):
        t.stamp[route] = t.figures[STEP]  # nothing of this is undone
    recreate(p, t, absent, touched, rows, 0, 1e300)
    t.figures[TOTAL] = total_of(p, t)
    keep(t)


@inner
def total_of(p: Plain, t: Tour) -> int:
    """What the search minimises, counted anew: legs, vehicles used, worth left out."""
    total = p.numbers[FIXED] * t.figures[USED]
    for node in range(1, t.route.shape[0]):
        if t.route[node] < 0:
            total += p.worth[node]
        else:
            total += t.leg_in[node]
            if t.after[node] == 0:
                total += t.leg_out[node]
    return int(total)
