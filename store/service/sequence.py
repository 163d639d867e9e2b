"""Sequence adherence: how far the stops of a route were called on in the order that was planned."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from store.service.ledger import Ledger
from store.service.score import Proof


def kept(positions: Sequence[int]) -> list[bool]:
    """Which of some planned positions, in the order they were reached, stand in the planned order.

    These are a longest increasing part of them (Schensted 1961): the fewest possible are told as out of order.
    """
    tops: list[int] = []
    before: list[int | None] = []
    ends: list[int] = []
    for number, position in enumerate(positions):
        place = bisect_left(tops, position)
        before.append(ends[place - 1] if place else None)
        tops[place:], ends[place:] = [position, *tops[place + 1 :]], [number, *ends[place + 1 :]]
    found = [False] * len(positions)
    at = ends[-1] if ends else None
    while at is not None:
        found[at] = True
        at = before[at]
    return found


def sequence(ledger: Ledger) -> dict[str, list[Proof]]:
    """By outlet: planned visits called on by their rep on their day, each with whether it was in its turn."""
    reached: dict[tuple[dt.date, str, str], float] = {}
    for outlet, visits in ledger.visits.items():
        for visit in visits:
            moment = visit.ended if visit.begun is None else visit.begun
            key = visit.date, visit.rep, outlet
            reached[key] = min(moment, reached.get(key, moment))
    routes: defaultdict[tuple[dt.date, str], list[tuple[float, int, str]]] = defaultdict(list)
    for outlet, stops in ledger.promised.items():
        for stop in stops:
            key = stop.date, stop.rep, outlet
            if stop.visit and key in reached:
                routes[stop.date, stop.rep].append((reached[key], stop.seq, outlet))
    found: defaultdict[str, list[Proof]] = defaultdict(list)
    for (day, rep), made in routes.items():
        made.sort()
        for (_, _, outlet), met in zip(made, kept([seq for _, seq, _ in made]), strict=True):
            found[outlet].append(Proof("plan", day.isoformat(), day, float(met), rep))
    return found
