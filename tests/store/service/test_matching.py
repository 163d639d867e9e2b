"""Own deliveries beside the past sales that the accounts give: each counts once, or is told. See docs/rules.md."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from store.books import Books
from store.records import Sale
from store.service.doctor import examine
from store.service.ledger import Ledger
from store.service.matching import unmatched

HERE = dt.timezone(dt.timedelta(hours=8))
FIRST, LAST = dt.date(2026, 10, 1), dt.date(2026, 11, 30)


def brought(books: Books, month: int, day: int, product: str, order: str | None = None) -> None:
    date = dt.date(2026, month, day)
    at = dt.datetime.combine(date, dt.time(9), HERE)
    line = {"product": product, "order": order, "delivered": 1, "price": "48.00", "unit": "case"}
    call = {"id": f"K{month}{day}{product}", "date": date, "rep": "R1", "outlet": "C1", "stop_kind": "delivery"}
    times = {"check_in": at, "check_out": at + dt.timedelta(minutes=9)}
    books.days.calls(date, "R1").put([{**call, **times, "delivery": [line]}])


def test_a_delivery_counts_once_or_is_told(tmp_path: Path) -> None:
    books = Books(tmp_path / "books")
    books.products.put([{"id": key, "name": key, "units": [{"name": "case"}]} for key in ("P1", "P2")])
    books.outlets.put([{"id": "C1", "name": "Shop", "lat": 30.0, "lon": 120.0}])
    books.reps.put([{"id": "R1", "name": "Anna"}])

    def sold(key: str, date: str, product: str = "P1") -> Sale:
        line = {"product": product, "quantity": 1, "price": "48.00"}
        return Sale.model_validate({"id": key, "outlet": "C1", "date": date, "lines": [line]})

    books.sales.put([sold("S1", "2026-09-30"), sold("S2", "2026-11-03"), sold("O9", "2026-11-20", "P2")])
    brought(books, 11, 3, "P1")  # the same goods as S2
    brought(books, 11, 3, "P2")  # the accounts have P1 alone
    brought(books, 10, 7, "P1")  # a month without past sales, between two that have some
    brought(books, 11, 18, "P2", order="O9")  # booked two days later, under the number of the order
    brought(books, 11, 24, "P2", order="O9")  # after the last past sale, but of an order that it tells
    brought(books, 11, 27, "P1")  # after the last past sale: counts
    found = {each.month: [(line.date.day, line.product) for line in each.lines] for each in unmatched(books)}
    assert found == {"2026-10": [(7, "P1")], "2026-11": [(3, "P2")]}
    trade = Ledger(books, FIRST, LAST).trade["C1"]
    assert [(each.kind, each.date.day) for each in trade] == [("sales", 3), ("sales", 20), ("calls", 27)]
    told = [each for each in examine(books) if each.code == "delivery_unmatched"]
    assert [(each.where, each.params["month"], each.params["n"]) for each in told] == [
        ("C1", "2026-10", 1),
        ("C1", "2026-11", 1),
    ]
