"""Small towns to plan in: a depot, reps, and outlets laid out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from routing.planning import World, completed
from routing.planning.knowledge import Knowledge
from store.records import Depot, Order, Outlet, Product, Rep, Vehicle

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


def van(name: str, **fields: Any) -> Vehicle:
    return Vehicle.model_validate({"id": name, "kind": "van"} | fields)


def order(name: str, shop: str, cases: float = 1, **fields: Any) -> Order:
    """An order of whole cases of P1, promised for `MONDAY` unless said otherwise."""
    lines = [{"product": "P1", "quantity": cases, "unit": "箱", "price": "48.00"}]
    return Order.model_validate({"id": name, "outlet": shop, "promised": MONDAY, "lines": lines} | fields)


def orders(*given: Order, **fields: Any) -> Knowledge:
    """What is known when there are only orders; P1 weighs 12 kg a case of 24."""
    case = {"name": "箱", "factor": 24, "kg": 12}
    product = Product.model_validate({"id": "P1", "name": "水", "units": [{"name": "瓶"}, case]})
    return Knowledge(orders={each.id: each for each in given}, products={"P1": product}, **fields)


def town(
    outlets: Sequence[Outlet],
    reps: Sequence[Rep] | None = None,
    *,
    date: dt.date = MONDAY,
    last: Mapping[str, dt.date] | None = None,
    **more: Any,
) -> World:
    """A world with a depot in its middle; `more` are fields of the world, `vehicles` a list of them."""
    people = [rep("R1"), rep("R2")] if reps is None else reps
    depot = Depot(id="D", name="仓库", lat=30, lon=120)
    return completed(
        World(
            date=date,
            outlets={each.id: each for each in outlets},
            reps={each.id: each for each in people},
            depots={"D": depot},
            last_visits=last or {},
            vehicles={each.id: each for each in more.pop("vehicles", ())},
            **more,
        )
    )
