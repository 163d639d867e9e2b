"""Which stops were called on in their turn."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from store.books import Books
from store.service.figures import figures
from store.service.sequence import kept
from tests.store.service.test_facts import at, called, ledger, planned
from tests.store.service.town import fill
from tests.tui.town import TODAY


@given(st.permutations(range(7)))
def test_the_fewest_possible_are_out_of_order(order: list[int]) -> None:
    found = [position for position, met in zip(order, kept(order), strict=True) if met]
    assert found == sorted(found)
    longest = max(
        len(part)
        for size in range(len(order) + 1)
        for part in itertools.combinations(order, size)
        if list(part) == sorted(part)
    )
    assert len(found) == longest


def test_a_route_driven_the_other_way_round_keeps_one_stop(books: Books) -> None:
    """W1, W2, C1 planned; C1 is reached first: one of three out of its turn, and the figure says so by outlet."""
    fill(books)
    books.reps.put([{"id": "R1", "name": "Ann"}])
    planned(books, 2, "W1", "W2", "C1")
    day = TODAY.fromordinal(TODAY.toordinal() - 2)
    for hour, name in ((9, "C1"), (10, "W1"), (11, "W2")):
        called(books, name, 2, check_in=at(day, hour), check_out=at(day, hour + 1))
    made = figures(ledger(books, 4))[0].figures["sequence_adherence"]
    assert (made.numerator, made.denominator) == (2, 3)
    rows = {row.key: row.figures["sequence_adherence"].numerator for row in figures(ledger(books, 4), "outlet")}
    assert rows == {"C1": 0, "W1": 1, "W2": 1}
