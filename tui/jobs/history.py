"""When each outlet was last called on, from the calls on file and the plans not yet driven."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from store.books import Books
    from store.records import Call


def last_visits(books: Books, before: dt.date, today: dt.date) -> dict[str, dt.date]:
    """The last date before `before` on which each outlet was called on, or is planned to be from `today` on."""
    last: dict[str, dt.date] = {}
    for day in books.days.dates():
        if day >= before:
            break
        for call in books.days.calls_on(day):
            if call.check_out is not None:
                last[call.outlet] = day
        if day >= today and (plan := books.days.plan(day)):
            for route in plan.routes:
                for stop in route.stops:
                    last[stop.outlet] = day
    return last


def calls_of(books: Books, outlet: str, before: dt.date | None = None, limit: int = 10) -> list[Call]:
    """An outlet's latest finished calls, newest first."""
    found: list[Call] = []
    for day in reversed(books.days.dates()):
        if before is not None and day > before:
            continue
        found += [call for call in books.days.calls_on(day) if call.outlet == outlet and call.check_out]
        if len(found) >= limit:
            break
    return sorted(found, key=lambda call: str(call.check_out), reverse=True)[:limit]


def last_calls(books: Books, outlets: set[str], before: dt.date, days: int = 90) -> dict[str, Call]:
    """The latest finished call at each of some outlets before a date, looking back so many days with calls."""
    found: dict[str, Call] = {}
    earlier = [day for day in books.days.dates() if day < before]
    for day in reversed(earlier[-days:]):
        for call in books.days.calls_on(day):
            if call.outlet in outlets and call.check_out is not None:
                known = found.get(call.outlet)
                if known is None or str(known.check_out) < str(call.check_out):
                    found[call.outlet] = call
        if len(found) == len(outlets):
            break
    return found
