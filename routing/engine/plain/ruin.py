"""Taking strings of stops out of neighbouring routes, compiled."""

from __future__ import annotations

from routing.engine.plain.chains import link, remember, run_backward, run_forward, uniform
from routing.engine.plain.compiled import inner
from routing.engine.plain.model import FIXED, TIMED, Plain
from routing.engine.plain.tour import MISSING, STEP, USED, Tour

REMOVED = 10.0
"""Stops taken out in one step, on average."""
LONGEST = 10.0
"""Longest string."""
SPLIT = 0.5
"""Chance that a string leaves some stops in its middle standing."""
RETRIED = 0.2
"""Chance that a step starts from a stop that nobody serves, where there is one."""


@inner
def cut_string(
    p: Plain, t: Tour, route: int, begin: int, length: int, gap: int, hold: int, absent: int
) -> tuple[int, bool]:
    """Take a string of `length` nodes from `begin` out of a route, leaving `hold` of them standing from `gap` on.

    The nodes go to `absent`. Returns the change of cost and whether what is left keeps its times.
    """
    left = t.before[begin]
    outer = left
    node = begin
    gone = 0
    change = 0
    apart = False
    first_right = -1
    for i in range(length):
        following = t.after[node]
        change -= t.leg_in[node]
        if hold > 0 and gap <= i < gap + hold:
            if apart:
                link(p, t, route, left, node)
                apart = False
                if first_right < 0:
                    first_right = node
            change += t.leg_in[node]
            left = node
        else:
            if i == length - 1:
                change -= t.leg_out[node]
            apart = True
            t.absent[absent + gone] = node
            gone += 1
            t.route[node] = -2
            t.load[route] -= p.demand[node]
        node = following
    if apart:
        link(p, t, route, left, node)
        if first_right < 0:
            first_right = node
        if left != 0:
            change += t.leg_out[left]
        elif node != 0:
            change += t.leg_in[node]
    t.size[route] -= gone
    t.figures[MISSING] += gone
    if t.size[route] == 0:
        t.figures[USED] -= 1
        return change - p.numbers[FIXED], True
    if p.numbers[TIMED] == 0:
        return change, True
    return change, renew(p, t, outer, left, node, first_right)


@inner
def renew(p: Plain, t: Tour, outer: int, left: int, right: int, first_right: int) -> bool:
    """Renew the times around the gaps between `outer` and `right`; False where something would begin too late."""
    node = first_right
    while node != right:
        ahead = t.before[node]
        begin = max(t.leave[ahead] + p.time[ahead, node], p.opens[node])
        if begin > p.closes[node]:
            return False
        t.leave[node] = begin + p.service[node]
        node = t.after[node]
    if right != 0:
        if not run_forward(p, t, right):
            return False
    elif left != 0 and t.leave[left] + p.time[left, 0] > p.closes[0]:
        return False
    node = left
    while node != outer:
        following = t.after[node]
        bound = t.latest[following] - p.time[node, following] - p.service[node]
        t.latest[node] = min(bound, p.closes[node])
        node = t.before[node]
    run_backward(p, t, outer)
    return True


@inner
def ruin(p: Plain, t: Tour) -> tuple[int, int, int, int, bool]:
    """Take strings of stops out near a random one.

    Returns the change of cost, the number of stops to put back, of routes touched and of rows logged, and
    whether what is left keeps its times (it may not where a detour is quicker than the way without).
    """
    count = t.route.shape[0]
    served = count - 1 - t.figures[MISSING]
    longest = min(LONGEST, served / t.figures[USED]) if t.figures[USED] > 0 else 1.0
    most = int(uniform(t.random) * max(1.0, 4.0 * REMOVED / (1.0 + longest) - 1.0) + 1.0)
    delta = 0
    absent = 0
    touched = 0
    rows = 0
    sound = True
    centre = 1 + int(uniform(t.random) * (count - 1))
    if t.figures[MISSING] > 0 and uniform(t.random) < RETRIED:
        # what nobody serves is tried again and again
        for _ in range(count - 1):
            if t.route[centre] < 0 <= t.solo[centre]:
                break
            centre = 1 + centre % (count - 1)
    around = p.around[centre]
    for k in range(-1, around.shape[0]):
        stop = centre if k < 0 else around[k]
        if touched >= most or stop == 0:
            break
        route = t.route[stop]
        if route < 0:
            if route == -1 and t.solo[stop] >= 0 and absent < 3.0 * REMOVED:
                t.absent[absent] = stop
                t.route[stop] = -2
                delta -= p.worth[stop]
                absent += 1
            continue
        if t.stamp[route] == t.figures[STEP]:
            continue
        rows = remember(t, route, touched, rows)
        touched += 1
        size = t.size[route]
        cut = min(int(uniform(t.random) * min(float(size), longest) + 1.0), size)
        hold = 0
        if 1 < cut < size and uniform(t.random) < SPLIT:
            hold = 1
            while cut + hold < size and uniform(t.random) > SPLIT:
                hold += 1
        length = cut + hold
        # how many stops of the string can lie before and after the one it was found by
        ahead = 0
        begin = stop
        while ahead < length - 1 and t.before[begin] != 0:
            begin = t.before[begin]
            ahead += 1
        behind = 0
        end = stop
        while behind < length - 1 and t.after[end] != 0:
            end = t.after[end]
            behind += 1
        least = length - 1 - behind
        back = least + int(uniform(t.random) * (ahead - least + 1))
        begin = stop
        for _ in range(back):
            begin = t.before[begin]
        gap = int(uniform(t.random) * (cut + 1)) if hold > 0 else 0
        change, kept = cut_string(p, t, route, begin, length, gap, hold, absent)
        delta += change
        absent += cut
        sound = sound and kept
    for k in range(absent):
        t.route[t.absent[k]] = -1
    return delta, absent, touched, rows, sound
