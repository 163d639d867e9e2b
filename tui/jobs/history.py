"""When each outlet was last called on, from the calls on file and the plans not yet driven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import OrderStatus, StopKind

if TYPE_CHECKING:
    import datetime as dt

    from store.books import Books
    from store.records import Call


def last_visits(books: Books, before: dt.date, today: dt.date) -> dict[str, dt.date]:
    """The last date before `before` on which each outlet was called on, or is planned to be from `today` on."""
    return books.history.last_visits(before) | planned(books, before, today, StopKind.VISIT)


def planned(books: Books, before: dt.date, today: dt.date, kind: StopKind) -> dict[str, dt.date]:
    """The last date from `today` on, but before `before`, on which a stop of a kind is planned at each outlet.

    What was passed by meanwhile does not count.
    """
    last: dict[str, dt.date] = {}
    for day in books.days.dates():
        if today <= day < before and (plan := books.days.plan(day)):
            left = {(call.outlet, call.stop_kind) for call in books.days.calls_on(day) if call.left}
            for route in plan.routes:
                for stop in route.stops:
                    if stop.kind is kind and (stop.outlet, kind.value) not in left:
                        last[stop.outlet] = max(day, last.get(stop.outlet, day))
    return last


def expected_orders(books: Books, before: dt.date, today: dt.date) -> frozenset[str]:
    """Orders that plans from `today` on, but before `before`, bring at stops nobody has been at yet.

    A stop that names no order (one added by hand) brings what its outlet waits for by then.
    """
    found: set[str] = set()
    for day in books.days.dates():
        if today <= day < before and (plan := books.days.plan(day)):
            been = {(call.outlet, call.stop_kind) for call in books.days.calls_on(day) if call.done}
            for route in plan.routes:
                for stop in route.stops:
                    if stop.kind is StopKind.DELIVERY and (stop.outlet, stop.kind.value) not in been:
                        named = {str(reason.params["order"]) for reason in stop.reasons if "order" in reason.params}
                        found |= named or _waiting_at(books, stop.outlet, day)
    return frozenset(found)


def _waiting_at(books: Books, outlet: str, day: dt.date) -> set[str]:
    return {
        order.id
        for order in books.orders.all().values()
        if order.outlet == outlet and order.status is OrderStatus.OPEN and (order.promised or day) <= day
    }


def calls_of(books: Books, outlet: str, before: dt.date | None = None, limit: int = 10) -> list[Call]:
    """An outlet's latest finished calls, newest first."""
    return books.history.calls_of(outlet, before, limit)


def last_calls(books: Books, outlets: set[str], before: dt.date, days: int = 90) -> dict[str, Call]:
    """The latest finished call at each of some outlets before a date, looking back so many days with calls."""
    return books.history.last_calls(outlets, before, days)
