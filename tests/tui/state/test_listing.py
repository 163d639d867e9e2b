"""The board's order and filter: they hide and arrange, and lose nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.records import Day
from tests.tui.state.test_board import FakeDesk, plans
from tui.state.board import Board, Kind
from tui.state.listing import Listing, Order


@given(plans(), st.sampled_from(list(Order)), st.sets(st.sampled_from([f"C{n}" for n in range(30)])), st.booleans())
def test_what_fits_is_listed_once_in_any_order(day: Day, order: Order, wanted: set[str], narrowed: bool) -> None:
    board = Board(FakeDesk(day, []))  # type: ignore[arg-type]
    listing = Listing()
    while listing.order is not order:
        listing.next_order()
    if narrowed:
        listing.narrow("x", wanted)
    entries = listing.entries(board)
    assert sorted(str(entry.key) for entry in entries) == sorted(str(entry.key) for entry in board.entries())
    # what is no route stands last, as ever
    kinds = [entry.kind is Kind.ROUTE for entry in entries]
    assert kinds == sorted(kinds, reverse=True)
    listed = [row.stop_key for entry in entries for row in listing.rows(board, entry) if row.stop_key]
    planned = [stop.key for route in day.routes for stop in route.stops] + [stop.key for stop in day.unserved]
    assert sorted(map(str, listed)) == sorted(str(key) for key in planned if not narrowed or key[0] in wanted)
    assert listing.fitting(board) == (set(listed) if narrowed else set())
    for entry in entries:
        assert entry.fits == (len(listing.rows(board, entry)) if narrowed else None)


def test_a_column_sorts_and_sorts_no_longer() -> None:
    listing = Listing()
    assert listing.sort_by("km") is Order.KM
    assert listing.sort_by("km") is Order.PLAN
    assert listing.sort_by("name") is Order.PLAN
