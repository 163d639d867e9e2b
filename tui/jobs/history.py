"""When each outlet was last called on, from the calls on file and the plans not yet driven."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from store.books import Books
    from store.records import Call


def last_visits(books: Books, before: dt.date, today: dt.date) -> dict[str, dt.date]:
    """The last date before `before` on which each outlet was called on, or is planned to be from `today` on."""
    last = books.history.last_visits(before)
    for day in books.days.dates():
        if today <= day < before and (plan := books.days.plan(day)):
            for route in plan.routes:
                for stop in route.stops:
                    last[stop.outlet] = max(day, last.get(stop.outlet, day))
    return last


def calls_of(books: Books, outlet: str, before: dt.date | None = None, limit: int = 10) -> list[Call]:
    """An outlet's latest finished calls, newest first."""
    return books.history.calls_of(outlet, before, limit)


def last_calls(books: Books, outlets: set[str], before: dt.date, days: int = 90) -> dict[str, Call]:
    """The latest finished call at each of some outlets before a date, looking back so many days with calls."""
    return books.history.last_calls(outlets, before, days)
