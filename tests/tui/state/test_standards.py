"""Standards edited in the app: every change a version, what was wrong told, nothing half-written."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.books import Books
from store.errors import ConflictError, InvalidRecordError
from store.records import StepKind
from tests.tui.town import Clock, office, session, stocked
from tui.state.standards import StandardEditor


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return stocked(tmp_path / "books")


def editor(books: Books, name: str = "S1") -> StandardEditor:
    return StandardEditor(office(books, Clock(9, 0)), name)


def row(edit: StandardEditor, *path: str | int):  # noqa: ANN201
    return next(each for each in edit.rows() if each.path == path)


def test_a_value_is_changed_and_the_version_counts(books: Books) -> None:
    edit = editor(books)
    edit.set(row(edit, "minimum_minutes"), "8")
    assert books.standards.get("S1").minimum_minutes == 8
    assert edit.standard.version == 2
    edit.set(row(edit, "minimum_minutes"), "8.0")
    assert edit.standard.version == 2  # nothing has changed
    edit.set(row(edit, "tiers"), "retailer， wholesaler")
    assert [tier.value for tier in books.standards.get("S1").tiers] == ["retailer", "wholesaler"]


def test_steps_are_added_moved_changed_and_taken_out(books: Books) -> None:
    edit = editor(books)
    edit.add("收款[/b]", row(edit, "steps", 0))
    added = books.standards.get("S1").steps[1]
    assert added.name == "收款[/b]"
    step = row(edit, "steps", 1)
    kind = next(each for each in edit.fields_of(step) if each.path[-1] == "kind")
    edit.set(kind, "delivery")
    assert books.standards.get("S1").steps[1].kind is StepKind.DELIVERY
    place = edit.move(row(edit, "steps", 1), -1)
    assert place == ("steps", 0)
    assert books.standards.get("S1").steps[0].id == added.id
    assert edit.move(row(edit, "steps", 0), -1) == ("steps", 0)
    edit.remove(row(edit, "steps", 0))
    assert added.id not in [each.id for each in books.standards.get("S1").steps]


@pytest.mark.parametrize(
    ("name", "path", "text"),
    [
        ("S1", ("minimum_minutes",), "soon"),
        ("S1", ("minimum_minutes",), "-1"),
        ("S1", ("name",), ""),
        ("S1", ("tiers",), "king"),
        ("S2", ("share_of_shelf",), "3"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(
    books: Books, name: str, path: tuple[str, ...], text: str
) -> None:
    edit = editor(books, name)
    before = books.standards.get(name)
    with pytest.raises(InvalidRecordError):
        edit.set(row(edit, *path), text)
    assert books.standards.get(name) == before
    assert books.standards.past.all() == {}


def test_somebody_elses_change_is_told(books: Books) -> None:
    mine, theirs = editor(books), editor(books)
    theirs.set(row(theirs, "name"), "新")
    with pytest.raises(ConflictError):
        mine.set(row(mine, "name"), "别的")
    assert books.standards.get("S1").name == "新"


def test_a_call_keeps_the_standard_it_began_with(books: Books) -> None:
    at = office(books, Clock(9, 0))
    call = session(at)
    call.set_point("p1", True)
    assert call.score == 1
    shelf = editor(books, "S2")
    shelf.set(shelf.fields_of(row(shelf, "points", 0))[1], "9")
    shelf.add("新点")
    steps = editor(books)
    steps.add("新步骤")
    again = session(office(Books(books.folder), Clock(9, 5)))
    again.set_point("p2", False)
    assert [point.weight for point in again.display.points] == [2, 1, 1]  # type: ignore[union-attr]
    assert again.score == pytest.approx(2 / 3)
    assert again.procedure.version == 1
    assert "新步骤" not in [step.name for step in again.sheet.steps]
    fresh = session(at, "C02")
    assert fresh.procedure.version == 2
    assert len(fresh.display.points) == 4  # type: ignore[union-attr]
