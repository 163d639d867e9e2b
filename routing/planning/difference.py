"""What changed between two states of a day."""

from __future__ import annotations

from dataclasses import dataclass

from routing.planning.figures import totals_of
from routing.planning.model import Key
from store.records import Day, StopKind, Unserved

ROUNDING = 20
"""Minor currency units that may come of rounding each route's parts: no change."""
NOTICED = 600
"""Seconds by which an arrival must shift to count as retimed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One stop that stands elsewhere, or at another time: rep and arrival before and after, None where it is off."""

    key: Key
    name: str
    rep_before: str | None
    rep_after: str | None
    arrive_before: int | None
    arrive_after: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """`moved` have another rep, `retimed` the same one at a noticeably other time; more is brought to the `fuller`,
    as where an order that came in goes along with one that was planned; no route takes the `unplaced` though they
    are urgent or a delivery, which it did before, or which has come in.

    `minutes` of work and `cost` in minor currency units: after minus before.
    """

    moved: tuple[Change, ...]
    retimed: tuple[Change, ...]
    added: tuple[Change, ...]
    dropped: tuple[Change, ...]
    unplaced: tuple[Change, ...]
    fuller: tuple[Change, ...]
    minutes: int
    cost: int

    @property
    def reps(self) -> frozenset[str]:
        """Every rep that something changes for."""
        every = (*self.moved, *self.retimed, *self.added, *self.dropped)
        return frozenset(rep for each in every for rep in (each.rep_before, each.rep_after) if rep is not None)

    @property
    def empty(self) -> bool:
        stops = self.moved or self.retimed or self.added or self.dropped or self.unplaced or self.fuller
        return not (stops or self.minutes or abs(self.cost) > ROUNDING)


def difference(before: Day, after: Day) -> Difference:
    """Every stop that came, went, changed its rep or its time, or has more brought to it."""
    was, now = _places(before), _places(after)
    left_out = {stop.key: stop for stop in before.unserved}

    def new(stop: Unserved) -> bool:
        """Whether it was on a route, or has an order more than when it was left out."""
        known = left_out.get(stop.key)
        return known is None or not _orders(stop) <= _orders(known)

    unplaced = [
        stop
        for stop in after.unserved
        if stop.urgent or (stop.kind is StopKind.DELIVERY and not stop.dropped and new(stop))
    ]
    told = {stop.key for stop in unplaced}
    moved, retimed, added, dropped, fuller = [], [], [], [], []
    loads = _loads(before), _loads(after)
    for key, (name, rep, arrive) in now.items():
        if key not in was:
            added.append(Change(key, name, None, rep, None, arrive))
            continue
        _, rep_before, arrive_before = was[key]
        change = Change(key, name, rep_before, rep, arrive_before, arrive)
        if any(amount > loads[0][key].get(what, 0) for what, amount in loads[1][key].items()):
            fuller.append(change)
        if rep != rep_before:
            moved.append(change)
        elif abs(arrive - arrive_before) >= NOTICED:
            retimed.append(change)
    for key, (name, rep, arrive) in was.items():
        if key not in now and key not in told:
            dropped.append(Change(key, name, rep, None, arrive, None))
    return Difference(
        moved=tuple(moved),
        retimed=tuple(retimed),
        added=tuple(added),
        dropped=tuple(dropped),
        unplaced=tuple(Change(stop.key, stop.name, None, None, None, None) for stop in unplaced),
        fuller=tuple(fuller),
        minutes=round((_work(after) - _work(before)) / 60),
        cost=totals_of(after).cost - totals_of(before).cost,
    )


@dataclass(frozen=True, slots=True)
class Saving:
    """What one state of a day saves over another: `minutes` of work, metres, minor currency units.

    `stops` more are served; where more are, time and money may be spent rather than saved.
    """

    minutes: int
    distance_m: int
    cost: int
    stops: int

    @property
    def worthwhile(self) -> bool:
        """Whether there is anything to be had."""
        return self.stops > 0 or (self.stops == 0 and self.cost > 0)


def saving(before: Day, after: Day) -> Saving:
    """What `after` saves over `before`."""
    was, now = totals_of(before), totals_of(after)
    return Saving(
        minutes=round((_work(before) - _work(after)) / 60),
        distance_m=was.distance_m - now.distance_m,
        cost=was.cost - now.cost,
        stops=now.stops - was.stops,
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """A day in figures: minor currency units, seconds of work from departure to return, metres.

    `spread_s` tells how fair it is: the longest route's hours less the shortest's, of those that are driven.
    """

    stops: int
    unserved: int
    cost: int
    work_s: int
    distance_m: int
    overtime_s: int
    spread_s: int


def figures(day: Day) -> Figures:
    """What is compared of several plans of a day."""
    totals = totals_of(day)
    hours = [route.returns - route.depart for route in day.routes if route.stops]
    return Figures(
        stops=totals.stops,
        unserved=totals.unserved,
        cost=totals.cost,
        work_s=sum(hours),
        distance_m=totals.distance_m,
        overtime_s=totals.overtime_s,
        spread_s=max(hours, default=0) - min(hours, default=0),
    )


def _places(day: Day) -> dict[Key, tuple[str, str, int]]:
    return {stop.key: (stop.name, route.rep, stop.arrive) for route in day.routes for stop in route.stops}


def _orders(stop: Unserved) -> frozenset[object]:
    return frozenset(message.params.get("order") for message in stop.due)


def _loads(day: Day) -> dict[Key, dict[str, float]]:
    return {stop.key: stop.load for route in day.routes for stop in route.stops}


def _work(day: Day) -> int:
    return sum(route.returns - route.depart for route in day.routes if route.stops)
