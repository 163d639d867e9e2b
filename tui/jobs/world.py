"""The books as planning a date needs them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from routing.planning.world import World, completed
from tui.jobs.history import last_visits
from tui.jobs.travelling import Tell, silent, travelling

if TYPE_CHECKING:
    from tui.jobs.office import Office


def world_of(
    office: Office, date: dt.date, source: str | None = None, *, strict: bool = False, tell: Tell = silent
) -> World:
    """The books as planning a date needs them, completed by the stated defaults.

    Travel times are those of `source`, else of the settings. With `strict` a source that cannot be used is a
    `TravelError`; else the estimate stands in, told. `tell` hears how far the preparation of a map is.
    """
    books = office.books
    settings = books.settings
    world = completed(
        World(
            date=date,
            outlets=books.outlets.all(),
            reps=books.reps.all(),
            depots=books.depots.all(),
            vehicles=books.vehicles.all(),
            settings=settings,
            last_visits=last_visits(books, date, office.today()),
        )
    )
    return travelling(office, world, source or settings.travel.source, strict=strict, tell=tell)
