"""The books as planning a date needs them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from routing.planning.world import World, completed
from routing.travel import Estimate
from tui.jobs.history import last_visits

if TYPE_CHECKING:
    from tui.jobs.office import Office


def world_of(office: Office, date: dt.date) -> World:
    """The books as planning a date needs them, completed by the stated defaults."""
    books = office.books
    settings = books.settings
    travel = settings.travel
    return completed(
        World(
            date=date,
            outlets=books.outlets.all(),
            reps=books.reps.all(),
            depots=books.depots.all(),
            vehicles=books.vehicles.all(),
            settings=settings,
            last_visits=last_visits(books, date, office.today()),
            travel=Estimate(travel.factor, travel.power, travel.detour),
        )
    )
