"""A small planned day, as a reply needs it: stops, goods, steps and points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Units = tuple[tuple[str, int], ...]
"""A product's units from the largest to the smallest, and how many of the smallest each holds."""


@dataclass(frozen=True)
class Stop:
    number: int
    outlet: str
    name: str
    kind: str = "visit"
    planned: int = 0
    """Seconds after midnight at which it was to begin."""
    ordered: tuple[tuple[str, int, str], ...] = ()
    """Goods to be brought: product, pieces, and the unit of the order."""

    @property
    def key(self) -> tuple[str, str]:
        return (self.outlet, self.kind)


@dataclass(frozen=True)
class Plan:
    rep: str
    rep_name: str
    date: str
    stops: tuple[Stop, ...]
    products: dict[str, tuple[str, Units]]
    steps: tuple[str, ...]
    """The kinds of the steps of a visit, in their order; a step's number counts from 1."""
    points: int
    must: tuple[str, ...]
    topics: tuple[str, ...]
    shift: tuple[int, int]
    elsewhere: dict[str, str] = field(default_factory=dict)
    """Outlets that are not on the route: their names by id."""

    def of(self, number: int) -> Stop | None:
        return next((stop for stop in self.stops if stop.number == number), None)


Facts = dict[str, Any]
"""What goes on file of one stop, by blank."""
