"""A paper sheet keyed in: cells read one by one, rows saved as they are left, every step undone."""

from __future__ import annotations

from pathlib import Path

from store.books import Books
from store.records import OrderStatus
from tests.tui.jobs.returning import REP, TODAY, calls_in, what_was_done, worked_day
from tui.jobs.forms import forms_of
from tui.jobs.office import Office
from tui.jobs.recording import record_results
from tui.state.keying import Keying, State


def keyed(office: Office) -> Keying:
    return Keying(office, TODAY, REP)


def at(office: Office) -> dict[str, object]:
    """What another program finds in the folder."""
    return dict(calls_in(Office(Books(office.books.folder), office.language, user="other", clock=office.clock)))


def test_the_sheet_is_keyed_row_by_row_and_gives_the_records_of_the_other_ways(tmp_path: Path) -> None:
    office, other = worked_day(tmp_path / "keyed", stops=9), worked_day(tmp_path / "told", stops=9)
    grid = keyed(office)
    for place, result in enumerate(what_was_done(office)):
        for blank in grid.blanks:
            grid.type(place, blank.name, blank.write(result, grid.rows[place].form, True))
        assert grid.save(place)
        assert grid.rows[place].wrong == []
    record_results(other, TODAY, REP, list(enumerate(what_was_done(other), 1)))
    assert at(office) == at(other)
    assert grid.told == 9
    assert grid.unsaved == []
    assert all(call.backfilled for call in office.books.days.calls(TODAY, REP).all().values())
    shown = {(place, each.name): grid.text(place, each.name) for place in range(9) for each in grid.blanks}
    again = keyed(office)
    assert {(place, each.name): again.text(place, each.name) for place in range(9) for each in again.blanks} == shown


def test_a_wrong_cell_is_told_and_keeps_no_other_out(tmp_path: Path) -> None:
    office = worked_day(tmp_path / "books", stops=2)
    grid = keyed(office)
    for blank, text in (("check_in", "０９０5"), ("check_out", "925"), ("stock", "P01 -3"), ("note", "[/b]")):
        grid.type(0, blank, text)
    assert grid.state(0, "stock") is State.WRONG
    assert grid.problem(0, "stock").code == "negative_number"  # type: ignore[union-attr]
    assert grid.save(0)
    assert (grid.text(0, "check_in"), grid.text(0, "note")) == ("09:05", "[/b]")
    assert grid.unsaved == [0], "what could not be read stays where it was typed"
    assert grid.text(0, "stock") == "P01 -3"
    grid.type(0, "stock", "P01 3")
    assert grid.save(0)
    assert grid.state(0, "stock") is State.FILED
    grid.type(1, "check_in", "10:00")
    assert not grid.save(1)
    assert grid.problem(1, "check_out").code == "times_missing"  # type: ignore[union-attr]
    grid.type(1, "check_out", "9:00")
    assert not grid.save(1)
    assert grid.problem(1, "check_out").code == "out_before_in"  # type: ignore[union-attr]
    assert len(at(office)) == 1


def test_what_a_cell_says_is_all_there_is(tmp_path: Path) -> None:
    office = worked_day(tmp_path / "books", stops=5)
    results = what_was_done(office)
    record_results(office, TODAY, REP, [(5, results[4])])
    grid = keyed(office)
    call = office.books.days.calls(TODAY, REP).get(f"20261123-{REP}-{results[4]['outlet']}")
    assert call.stock
    assert call.payments
    order_id = call.delivery[0].order
    assert office.books.orders.get(order_id or "").status is OrderStatus.DELIVERED
    grid.type(4, "stock", "P01 7")
    for blank in ("payments", "delivery", "coaching", "points", "facings", "found", "advice", "note"):
        grid.type(4, blank, "")
    assert grid.save(4)
    call = grid.rows[4].call  # type: ignore[assignment]
    assert [(line.product, line.quantity) for line in call.stock] == [("P01", 7)]
    assert (call.payments, call.display, call.note) == ([], None, None)
    assert not any(line.delivered for line in call.delivery)
    assert office.books.orders.get(order_id or "").status is OrderStatus.OPEN, "it waits to be brought again"


def test_undo_goes_back_through_cells_and_rows(tmp_path: Path) -> None:
    office = worked_day(tmp_path / "books", stops=3)
    forms = forms_of(office, TODAY, REP)
    grid = keyed(office)
    before = at(office)
    for blank, text in (("check_in", "9"), ("check_in", "905"), ("check_out", "925"), ("order", "P01 2箱")):
        grid.type(0, blank, text)
    assert grid.save(0)
    order = office.books.orders.get(f"20261123-{REP}-{forms.stops[0].outlet}")
    assert order.status is OrderStatus.OPEN
    saved = at(office)
    grid.type(0, "note", "door")
    assert grid.save(0)
    both = at(office)
    assert grid.undo() == (0, [each.name for each in grid.blanks].index("note"))
    assert at(office) == saved
    grid.undo()
    assert at(office) == before
    assert office.books.orders.get(order.id).status is OrderStatus.CANCELLED
    assert grid.unsaved == []
    assert grid.undo() is None
    grid.redo()
    assert at(office) == saved
    assert office.books.orders.get(order.id).status is OrderStatus.OPEN
    grid.redo()
    assert at(office) == both
    assert grid.redo() is None
    grid.type(1, "note", "x")
    grid.undo()
    assert grid.text(1, "note") == ""
    grid.redo()
    assert grid.text(1, "note") == "x"
    grid.type(1, "note", "y")
    assert grid.redo() is None, "what is typed anew ends what could be done again"


def test_a_call_nobody_planned_gets_a_row_of_its_own(tmp_path: Path) -> None:
    office = worked_day(tmp_path / "books", stops=2)
    planned = {form.outlet for form in forms_of(office, TODAY, REP).stops}
    other = next(shop.id for shop in office.books.outlets.all().values() if shop.id not in planned)
    grid = keyed(office)
    place = grid.add(other)
    assert place == 2
    assert grid.add(other) == 2
    grid.type(place, "check_in", "14:00")
    grid.type(place, "check_out", "14:10")
    assert grid.save(place)
    assert [row.form.outlet for row in keyed(office).rows][2] == other
