"""A sample distributor: a believable town to try everything on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from store.books import Books
from store.errors import BooksError
from tui.jobs.demo import driving, goods, service, shops, team, trade
from tui.jobs.demo.past import past
from tui.jobs.demo.scene import Scene


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What was put in."""

    outlets: int
    reps: int
    days: int
    calls: int


def fill(
    books: Books, *, language: str, today: dt.date, outlets: int = 400, reps: int = 8, seed: int = 1
) -> DemoSummary:
    """Fills an empty data folder; the same arguments always give the same sample.

    Raises `BooksError` ``folder_not_empty`` where there is data already: nothing is mixed with it.
    """
    scene = Scene(language, today, outlets, reps, seed)
    with books.transaction():
        if not books.empty:
            raise BooksError("folder_not_empty", path=str(books.folder))
        settings = team.settings(scene)
        people, standards = team.reps(scene), [*goods.standards(scene), service.level(scene)]
        places = driving.with_lane(scene, service.with_terms(scene, shops.outlets(scene)))
        books.save_settings(settings)
        books.depots.put([team.depot(scene)])
        books.vehicles.put(team.vehicles(scene))
        books.reps.put(people)
        products = goods.products(scene)
        books.products.put(products)
        books.standards.put(standards)
        books.outlets.put(places)
        books.beats.put(trade.beats(scene, places, people))
        books.orders.put(trade.orders(books, scene, places, products))
        books.sales.put(trade.sales(scene, places, products))
        books.restrictions.put(driving.restrictions(scene))
        books.arrangements.put(driving.arrangements(scene, places, people))
        service.fill(scene, books)
        days = calls = 0
        for each in past(scene, settings, places, people, standards):
            days += 1
            books.days.save_plan(each.day, each.revision, expected=None)
            for rep in people:
                made = [call for call in each.calls if call.rep == rep.id]
                if made:
                    books.days.calls(each.day.date, rep.id).put(made)
                    calls += len(made)
    return DemoSummary(outlets=len(places), reps=len(people), days=days, calls=calls)


__all__ = ["DemoSummary", "fill"]
