"""Ties between stops of one day, as the outlets say: on one route, on different ones, one before the other."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from routing.planning.due import Due
from routing.problem import Relation
from store.records import StopKind


def relations_of(dues: Sequence[Due], held: Collection[tuple[str, StopKind]] = ()) -> tuple[Relation, ...]:
    """The ties between visits that are both due. Those that contradict an earlier one, or concern a stop that a
    lock holds, are left aside: a lock says more.
    """
    number = {due.outlet.id: index for index, due in enumerate(dues) if due.kind is StopKind.VISIT}
    free = {outlet for outlet in number if (outlet, StopKind.VISIT) not in held}
    found: list[Relation] = []
    ties = _Ties(len(dues))
    for outlet, index in number.items():
        due = dues[index]
        for kind, others in (
            ("before", due.outlet.before),
            ("same_route", due.outlet.together),
            ("different_routes", due.outlet.apart),
        ):
            for other in dict.fromkeys(others):
                if other != outlet and {outlet, other} <= free and ties.take(kind, index, number[other]):
                    found.append(Relation(kind, (index, number[other])))
    return tuple(found)


class _Ties:
    """What has been tied so far, so that no tie contradicts another."""

    def __init__(self, count: int) -> None:
        self._group = list(range(count))
        self._apart: list[tuple[int, int]] = []
        self._after: dict[int, set[int]] = {}
        self._known: set[tuple[str, int, int]] = set()

    def take(self, kind: str, one: int, other: int) -> bool:
        """Whether the tie is new and can stand beside the others; it is kept then."""
        if (kind, one, other) in self._known or (kind != "before" and (kind, other, one) in self._known):
            return False
        mine, theirs = self._root(one), self._root(other)
        if kind == "different_routes":
            if mine == theirs:
                return False
            self._apart.append((one, other))
        else:
            if mine != theirs and any({self._root(a), self._root(b)} == {mine, theirs} for a, b in self._apart):
                return False
            if kind == "before":
                if self._leads(other, one):
                    return False
                self._after.setdefault(one, set()).add(other)
            self._group[theirs] = mine
        self._known.add((kind, one, other))
        return True

    def _root(self, number: int) -> int:
        while self._group[number] != number:
            number = self._group[number]
        return number

    def _leads(self, start: int, goal: int) -> bool:
        """Whether `goal` comes after `start` already."""
        seen, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            if here == goal:
                return True
            fresh = self._after.get(here, set()) - seen
            seen |= fresh
            waiting += fresh
        return False
