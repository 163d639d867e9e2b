"""What is owed, goods and money, as docs/rules.md says it: its examples, and sums that always hold."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.books import Books
from store.notation.money import half_up
from store.records import CreditTerms, Order, Product
from store.service.deliveries import rest_of, still_owed, waiting
from store.service.receivables import Charge, account, account_of, statement
from tests.store.service.town import fill

DAY = dt.timedelta(1)
FIRST = dt.date(2026, 11, 1)


def moved(delivered: int = 0, refused: int = 0, damaged: int = 0, returned: int = 0) -> Any:
    from store.records import DeliveryLine

    return DeliveryLine(
        product="P1", order="O1", delivered=delivered, refused=refused, damaged=damaged, returned=returned
    )


def order(cases: float = 10, **fields: Any) -> Order:
    line = {"product": "P1", "quantity": cases, "unit": "case", "price": "36.00"}
    return Order.model_validate({"id": "O1", "outlet": "W1", "promised": "2026-11-28", "lines": [line]} | fields)


TEA = {
    "P1": Product.model_validate(
        {"id": "P1", "name": "Tea", "units": [{"name": "bottle"}, {"name": "case", "factor": 15}]}
    )
}


@pytest.mark.parametrize(
    ("lines", "owed"),
    [
        ([], 150),
        ([moved(delivered=0)], 150),
        ([moved(delivered=90, refused=15)], 45),
        ([moved(delivered=90), moved(delivered=60)], 0),
        ([moved(damaged=150)], 150),
        ([moved(refused=150)], 0),
        ([moved(delivered=200)], 0),
    ],
)
def test_an_order_owes_what_was_neither_handed_over_nor_refused(lines: list[Any], owed: int) -> None:
    assert still_owed(order(), lines, TEA) == ({"P1": owed} if owed else {})
    rest = rest_of(order(), lines, TEA)
    assert (rest is None) == (owed == 0)
    if rest is not None:
        assert sum(TEA["P1"].pieces(line.quantity, line.unit) for line in rest.lines) == owed
        assert sum(line.worth or 0 for line in rest.lines) == pytest.approx(36_000 * owed / 150)


def test_an_order_waits_whatever_other_calls_were_made_and_until_its_rest_is_there(books: Books) -> None:
    fill(books)
    books.orders.put([order(), order(id="O2", promised="2026-11-27")])
    assert set(waiting(books)) == {"O1", "O2"}

    def brought(day: dt.date, key: str, pieces: int, **fields: Any) -> None:
        at = dt.datetime.combine(day, dt.time(9), dt.timezone(8 * dt.timedelta(hours=1)))
        line = {"product": "P1", "order": key, "ordered": 150, "delivered": pieces}
        call = {"id": f"{day}-{key}", "date": day, "rep": "R1", "outlet": "W1", "stop_kind": "delivery"}
        times = {"check_in": at, "check_out": at + dt.timedelta(minutes=9)}
        books.days.calls(day, "R1").put([{**call, **times, "delivery": [line], **fields}])

    brought(FIRST, "O2", 150)
    brought(FIRST + DAY, "O1", 0)
    brought(FIRST + 2 * DAY, "O1", 150, left=True, left_reason="closed")
    assert set(waiting(books)) == {"O1"}
    brought(FIRST + 3 * DAY, "O1", 100)
    assert [line.quantity for line in waiting(books)["O1"].lines] == [50]
    assert waiting(books, skip=f"{FIRST + 3 * DAY}-O1")["O1"].lines[0].quantity == 10
    brought(FIRST + 4 * DAY, "O1", 50)
    assert waiting(books) == {}


def terms(**fields: Any) -> CreditTerms:
    return CreditTerms.model_validate(fields)


def charge(day: int, amount: int = 0, paid: int = 0) -> Charge:
    return Charge(f"c{day}", FIRST + (day - 1) * DAY, amount, paid)


def test_the_examples_of_the_document() -> None:
    overdue = terms(balance="1000.00", oldest_overdue="2026-11-01", as_of="2026-11-10", days=15)
    today = dt.date(2026, 12, 1)
    paid = account_of(overdue, [charge(20, paid=100_000)])
    assert (paid.owed, paid.overdue(today), paid.overdue_since(today)) == (0, 0, None)
    part = account_of(overdue, [charge(20, paid=60_000)])
    assert (part.owed, part.overdue(today), part.overdue_since(today)) == (40_000, 40_000, FIRST)
    bought = account_of(terms(days=7, as_of="2026-10-01"), [charge(3, 96_000)])
    assert (bought.overdue(today), bought.overdue_since(today)) == (96_000, dt.date(2026, 11, 10))
    assert bought.overdue(dt.date(2026, 11, 10)) == 0, "it is due on the 10th, overdue from the 11th on"
    never = account_of(terms(), [charge(3, 96_000)])
    assert (never.owed, never.overdue(today), never.stated) == (96_000, 0, False)


def test_money_of_a_call_pays_its_own_goods_first_then_what_fell_due_first() -> None:
    made = account_of(terms(days=10), [charge(1, 100), charge(2, 200), charge(5, 50, paid=80), charge(9, paid=400)])
    assert [(each.amount, each.paid) for each in made.documents] == [(100, 100), (200, 200), (50, 50)]
    assert (made.owed, made.credit) == (-130, 130)
    later = account_of(terms(days=10), [charge(1, 100), charge(5, 50, paid=80)])
    assert [each.paid for each in later.documents] == [30, 50]


@given(
    st.integers(0, 5000),
    st.lists(st.tuples(st.integers(1, 28), st.integers(-300, 900), st.integers(0, 900)), max_size=9),
    st.integers(0, 28),
)
def test_opening_and_documents_less_payments_are_what_is_owed(
    balance: int, made: list[tuple[int, int, int]], since: int
) -> None:
    as_of = FIRST + (since - 1) * DAY
    charges = sorted((charge(*each) for each in made), key=lambda each: each.date)
    given_terms = CreditTerms(balance=balance, as_of=as_of, days=5)
    counted = [each for each in charges if each.date > as_of]
    found = account_of(given_terms, charges)
    assert found.owed == balance + sum(each.amount - each.paid for each in counted)
    opening, entries, closing = statement(found, FIRST - 40 * DAY, FIRST + 40 * DAY)
    assert opening + sum(entry.amount for entry in entries) == closing == found.owed
    for day in (FIRST, FIRST + 15 * DAY, FIRST + 90 * DAY):
        assert 0 <= found.overdue(day) <= sum(max(0, each.open) for each in found.documents)
        assert (found.overdue(day) > 0) == (found.overdue_since(day) is not None)


def test_what_was_handed_over_is_worth_its_pieces_rounded_half_up_once_a_line(books: Books) -> None:
    fill(books)
    at = dt.datetime.combine(FIRST, dt.time(9), dt.UTC)
    units = [{"name": "bottle"}, {"name": "case", "factor": 15}]
    books.products.put([{"id": "P9", "name": "Soda", "units": units}])
    line = {"product": "P9", "unit": "case", "price": "36.01", "delivered": 5}  # a third of 36.01: 12.0033
    half = {"product": "P9", "unit": "bottle", "price": "0.01", "delivered": 1, "returned": 0}
    call = {"id": "c", "date": FIRST, "rep": "R1", "outlet": "W1", "check_in": at, "check_out": at + DAY / 99}
    paid = [{"method": "cash", "amount": "2.00"}, {"method": "credit", "amount": "10.01"}]
    empties = [{"item": "crate", "quantity": 1, "value": "1.00"}]
    books.days.calls(FIRST, "R1").put([{**call, "delivery": [line, half], "payments": paid, "empties": empties}])
    found = account(books, books.outlets.get("W1"))
    assert found.owed == 1200 + 1 - 100 - 200


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (-3, 2, -2), (5, 2, 3), (1, 3, 0), (2, 3, 1), (-2, 3, -1), (0, 7, 0),
     (7105, 24, 296), (7116, 24, 297), (-7116, 24, -297), (2.5, 1, 3), (-2.5, 1, -3), (0.49, 1, 0)],
)  # fmt: skip
def test_halves_are_rounded_away_from_zero(numerator: float, denominator: int, rounded: int) -> None:
    assert half_up(numerator, denominator) == rounded
    assert half_up(Fraction(numerator), denominator) == rounded, "however it is counted"
