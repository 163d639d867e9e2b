"""How the board lists its routes and stops: in which order, and which of them fit what was typed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.state.board import Board, Entry, Kind, Row, violations_of

if TYPE_CHECKING:
    from routing.planning.model import Key


class Order(StrEnum):
    """What routes are sorted by: as the plan has them, or the most first. Stops keep the order they are driven in."""

    PLAN = "plan"
    TIME = "time"
    LOAD = "load"
    KM = "km"
    COST = "cost"
    BROKEN = "broken"


COLUMNS = {"time": Order.TIME, "load": Order.LOAD, "km": Order.KM, "cost": Order.COST, "flags": Order.BROKEN}
"""Columns of the index that sort it when their title is clicked; any other one brings the plan's order back."""


class Listing:
    """An order and a filter; both hold for whichever date is looked at."""

    def __init__(self) -> None:
        self.order = Order.PLAN
        self.text = ""
        """What the stops are narrowed to."""
        self._found: frozenset[str] | None = None

    def next_order(self) -> Order:
        """Goes on to the next order."""
        orders = list(Order)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        return self.order

    def sort_by(self, column: str) -> Order:
        """The order of a column of the index; of the one in use already, the plan's again."""
        wanted = COLUMNS.get(column, Order.PLAN)
        self.order = Order.PLAN if wanted is self.order else wanted
        return self.order

    def narrow(self, text: str, outlets: Collection[str]) -> None:
        """Only stops at these outlets, which fit `text`; all again where that is empty."""
        self.text = text
        self._found = frozenset(outlets) if text else None

    @property
    def narrowed(self) -> bool:
        return self._found is not None

    def holds(self, key: Key | None) -> bool:
        """Whether a stop is among those listed; a break (None) is only where all are."""
        return self._found is None or (key is not None and key[0] in self._found)

    def entries(self, board: Board) -> list[Entry]:
        """The index in order; narrowed, each entry with how many of its stops fit."""
        entries = board.entries()
        if self.order is not Order.PLAN:
            routes = sorted(
                (entry for entry in entries if entry.kind is Kind.ROUTE), key=_MOST_OF[self.order], reverse=True
            )
            entries = [*routes, *(entry for entry in entries if entry.kind is not Kind.ROUTE)]
        if self._found is None:
            return entries
        return [replace(entry, fits=len(self.rows(board, entry))) for entry in entries]

    def rows(self, board: Board, entry: Entry) -> list[Row]:
        """What an entry holds, of that what fits."""
        return [row for row in board.rows(entry) if self.holds(row.stop_key)]

    def fitting(self, board: Board) -> set[Key]:
        """The stops of the plan that fit; none of them where nothing is narrowed."""
        if not self.narrowed:
            return set()
        keys = (row.stop_key for _, row in board.everything())
        return {key for key in keys if key is not None and self.holds(key)}


def _time(entry: Entry) -> float:
    return entry.full.time or 0.0


def _load(entry: Entry) -> float:
    return entry.full.load or 0.0


def _km(entry: Entry) -> float:
    return entry.route.distance_m if entry.route else 0.0


def _cost(entry: Entry) -> float:
    return entry.route.cost if entry.route else 0.0


def _broken(entry: Entry) -> float:
    """Broken rules first, then overtime."""
    return violations_of(entry.route) * 1e6 + entry.route.overtime_s if entry.route else 0.0


_MOST_OF: dict[Order, Callable[[Entry], float]] = {
    Order.TIME: _time,
    Order.LOAD: _load,
    Order.KM: _km,
    Order.COST: _cost,
    Order.BROKEN: _broken,
}
