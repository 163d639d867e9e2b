"""Small towns to plan in: a depot, reps, and outlets laid out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from routing.planning import World, completed
from store.records import Depot, Outlet, Rep

MONDAY = dt.date(2026, 11, 23)
KILOMETRE = 1 / 111.195
"""Degrees of latitude."""


def outlet(name: str, north: float = 0, east: float = 0, **fields: Any) -> Outlet:
    """An outlet some kilometres north and east of the depot."""
    return Outlet.model_validate(
        {"id": name, "name": fields.pop("called", name), "lat": 30 + north * KILOMETRE, "lon": 120 + east * KILOMETRE}
        | fields
    )


def rep(name: str, **fields: Any) -> Rep:
    return Rep.model_validate({"id": name, "name": fields.pop("called", name), "overtime_minutes": 0} | fields)


def town(
    outlets: Sequence[Outlet],
    reps: Sequence[Rep] | None = None,
    *,
    date: dt.date = MONDAY,
    last: Mapping[str, dt.date] | None = None,
) -> World:
    """A world with a depot in its middle."""
    people = [rep("R1"), rep("R2")] if reps is None else reps
    depot = Depot(id="D", name="仓库", lat=30, lon=120)
    return completed(
        World(
            date=date,
            outlets={each.id: each for each in outlets},
            reps={each.id: each for each in people},
            depots={"D": depot},
            last_visits=last or {},
        )
    )
