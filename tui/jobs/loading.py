"""The loading lists of a day: what goes onto which vehicle, trip by trip."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from routing.planning.sources.orders import orders_due
from routing.sheets.loading import Trip, trips_of
from store.records import Route
from tui.jobs.office import JobError
from tui.jobs.world import world_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.jobs.office import Office


def loading_lists(office: Office, date: dt.date, routes: Sequence[Route]) -> list[Trip]:
    """Every trip of some routes that brings something. `JobError` ``nothing_to_load`` where none does."""
    world = world_of(office, date)
    due = orders_due(world)
    products, vehicles = world.known.products, world.vehicles
    found = []
    for route in routes:
        vehicle = vehicles.get(route.vehicle or "")
        name = (
            "-" if vehicle is None else " ".join(part for part in (vehicle.name or vehicle.id, vehicle.plate) if part)
        )
        found += trips_of(route, due, products, name)
    if not found:
        raise JobError("nothing_to_load", date=date.isoformat())
    return found
