"""The books as planning a date needs them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from routing.planning.knowledge import Knowledge
from routing.planning.world import World, completed
from store.books import Done
from store.records import ServiceLevel, StandingStep, StopKind
from store.service.deliveries import waiting
from store.service.ladder import current
from store.service.levels import level_for
from store.service.receivables import accounts
from tui.jobs.history import expected_orders, last_visits, planned
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
            depots={depot.id: depot for depot in books.depots.all().values() if depot.active},
            vehicles=books.vehicles.all(),
            beats=books.beats.all(),
            settings=settings,
            last_visits=last_visits(books, date, office.today()),
            known=_known(office, date),
            restrictions=books.restrictions.all(),
            day=books.arrangements.find(date.isoformat()),
        )
    )
    return travelling(office, world, source or settings.travel.source, strict=strict, tell=tell)


def _known(office: Office, date: dt.date) -> Knowledge:
    """What may make a stop due. What today's plan brings or looks at counts as done for the days after."""
    books, today = office.books, office.today()
    audits = books.history.last(Done.AUDIT, date) if books.settings.audits else {}
    steps: dict[str, list[StandingStep]] = {}
    for step in books.standing.all().values():
        steps.setdefault(step.outlet, []).append(step)
    every = _count_every(office)
    return Knowledge(
        orders=waiting(books),
        products=books.products.all(),
        issues=books.issues.all(),
        deals=books.deals.all(),
        bulletins=books.bulletins.all(),
        signals=books.signals.all(),
        standings={outlet: last for outlet, taken in steps.items() if (last := current(taken, date)) is not None},
        count_every=every,
        last_counts=books.history.last(Done.COUNT, date) if every else {},
        last_audits=audits | planned(books, date, today, StopKind.AUDIT),
        expected=expected_orders(books, date, today),
        overdue=_overdue(office, date),
        handed={key: frozenset(each) for key, each in books.history.bulletins(dt.date.min, date).items()},
    )


def _overdue(office: Office, date: dt.date) -> dict[str, tuple[int, dt.date]]:
    """What each outlet should have paid by a date, and since when."""
    found = {}
    for outlet, account in accounts(office.books).items():
        if (since := account.overdue_since(date)) is not None:
            found[outlet] = account.overdue(date), since
    return found


def _count_every(office: Office) -> dict[str, int]:
    """Days between the stock counts promised to each outlet, where the folder has service levels of its own."""
    levels = [each for each in office.books.standards.all().values() if isinstance(each, ServiceLevel)]
    found = {}
    for outlet in office.books.outlets.all().values() if levels else ():
        level = level_for(levels, outlet)
        days = level.key_stock_count_days if outlet.key_account else level.stock_count_days
        if days is not None and level in levels:
            found[outlet.id] = days
    return found
