"""The figures of terms.md, worked out by hand on three calls."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.books import Books
from store.service.figures import FIGURES, distributions, figures
from tests.store.service.test_facts import at, called, ledger, planned, sold
from tests.store.service.town import fill
from tests.tui.town import TODAY

DAY = dt.timedelta(days=1)


@pytest.fixture
def town(books: Books) -> Books:
    """W1 planned and called with an order, W2 planned and left alone, C1 called without a plan or a fact."""
    fill(books)
    books.reps.put([{"id": "R1", "name": "Ann", "costs": {"hour": "30.00", "km": "1.00"}}])
    books.outlets.put(
        [{"id": "W1", "name": "a", "rep": "R1", "grade": "A"}, {"id": "W2", "name": "b", "rep": "R2", "grade": "B"}]
    )
    planned(books, 2, "W1", "W2")
    seen = {"standard": "none", "points": {"x": True, "y": False}, "found": {"P1": True, "P2": False}}
    shelf = {**seen, "own_facings": 3, "all_facings": 12}
    order = [{"product": "P1", "quantity": 1, "unit": "case", "price": "36.00"}]
    steps = [{"step": "greet", "done": True}]
    called(books, "W1", 2, display=shelf, order=order, order_value=3600, steps=steps)
    called(books, "C1", 1, steps=steps)
    return books


def values(row: object) -> dict[str, tuple[float, float]]:
    made = row.figures  # type: ignore[attr-defined]
    return {name: (made[name].numerator, made[name].denominator) for name in FIGURES}


def test_every_figure_by_hand(town: Books) -> None:
    row = figures(ledger(town, 4))[0]
    found = values(row)
    assert found["coverage"] == (1, 3), "the call at C1 holds no fact that can only be had there"
    assert found["adherence"] == (1, 2)
    assert found["call_rate"] == (1, 2), "two days on which R1 was out"
    assert found["strike_rate"] == (1, 1)
    assert found["drop_size"] == (3600, 1)
    assert found["lines_per_call"] == (1, 1)
    assert found["osa"] == (1, 2)
    assert found["share_of_shelf"] == (3, 12)
    assert found["display_score"] == (1, 2)
    assert found["otif"] == (0, 0)
    assert row.figures["otif"].value is None


def test_slices_add_up_to_the_whole(town: Books) -> None:
    period = ledger(town, 4)
    whole = values(figures(period)[0])
    for by in ("rep", "outlet", "grade", "channel"):
        rows = figures(period, by)
        for name in FIGURES:
            if name not in ("call_rate", "service_score"):  # days are shared, and a score is that of all its records
                parts = [values(row)[name] for row in rows]
                assert sum(part[0] for part in parts) == pytest.approx(whole[name][0]), (by, name)
                assert sum(part[1] for part in parts) == pytest.approx(whole[name][1]), (by, name)
    assert [row.key for row in figures(period, "rep")] == ["", "R1", "R2"]
    weeks = figures(period, "week")
    assert [row.key for row in weeks][-1] == f"{TODAY:%G-W%V}"
    assert sum(values(row)["strike_rate"][1] for row in weeks) == 1


def test_distribution_counts_outlets_and_weighs_them_by_turnover(town: Books) -> None:
    check = {"standard": "none", "found": {"P1": False, "P2": True}}
    called(town, "W2", 1, display=check)
    sold(town, "W1", 3, 9_000)
    sold(town, "W2", 3, 1_000)
    found = {each.product: each for each in distributions(ledger(town, 4))}
    assert (found["P1"].numeric.numerator, found["P1"].numeric.denominator) == (1, 2)
    assert found["P1"].weighted.value == pytest.approx(0.9)
    assert found["P2"].weighted.value == pytest.approx(0.1)


@given(st.lists(st.tuples(st.integers(0, 27), st.sampled_from(["W1", "W2", "C1"])), max_size=6))
def test_a_fraction_of_outlets_or_stops_is_never_more_than_one(made: list[tuple[int, str]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        books = fill(Books(folder))
        books.reps.put([{"id": "R1", "name": "Ann"}])
        for back in {back for back, _ in made}:
            planned(books, back, *(name for other, name in dict.fromkeys(made) if other == back))
        for back, name in dict.fromkeys(made[::2]):
            called(
                books,
                name,
                back,
                display={"standard": "x", "points": {"a": True}},
                check_in=at(TODAY - back * DAY, 9),
            )
        for row in figures(ledger(books, 4), "outlet"):
            for name in ("coverage", "adherence", "strike_rate", "on_time", "display_score", "service_score"):
                value = row.figures[name].value
                assert value is None or 0 <= value <= 1
