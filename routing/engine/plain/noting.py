"""Noting routes on the way that may be part of a better plan, compiled.

The linear relaxation of choosing among the routes seen gives every stop a price. A route that costs much more than
its stops' prices is in no better plan; those that do not are what the next choice is made of.

Source: J. Desrosiers, F. Soumis and M. Desrochers, Routing with Time Windows by Column Generation, Networks 14(4),
1984: here the search itself is what finds the columns.
"""

from __future__ import annotations

from routing.engine.plain.compiled import inner
from routing.engine.plain.model import ABOVE, FIXED, Plain
from routing.engine.plain.tour import KNOWN, NOTED, ROOM, Tour


@inner
def note(p: Plain, t: Tour, touched: int) -> None:
    """Note those of the routes just changed that are worth it and not noted already."""
    for k in range(touched):
        route = t.log_route[k, 0]
        size = t.size[route]
        if size == 0:
            continue
        cost = p.numbers[FIXED]
        paid = p.numbers[ABOVE]
        name = 0
        node = t.first[route]
        last = node
        while node != 0:
            cost += t.leg_in[node]
            paid += p.price[node]
            name += t.name[node]
            last = node
            node = t.after[node]
        cost += t.leg_out[last]
        if cost > paid:
            continue
        row = name & (KNOWN - 1)
        if t.known[row, 0] == name and t.known[row, 1] <= cost:
            continue
        at = t.figures[NOTED]
        if at + size + 2 > ROOM:
            return
        t.known[row, 0] = name
        t.known[row, 1] = cost
        t.noted[at] = size
        t.noted[at + 1] = cost
        at += 2
        node = t.first[route]
        while node != 0:
            t.noted[at] = node
            at += 1
            node = t.after[node]
        t.figures[NOTED] = at
