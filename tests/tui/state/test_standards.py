"""Standards edited in the app: every change a version, what was wrong told, nothing half-written."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.books import Books
from store.errors import ConflictError, InvalidRecordError
from store.records import StepKind
from tests.tui.town import TODAY, Clock, office, session, stocked
from tui.jobs.demo import fill
from tui.locale import LANGUAGES, has
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_every_kind_is_said_in_words(tmp_path: Path, language: str) -> None:
    books = Books(tmp_path / "books")
    fill(books, language=language, today=TODAY, outlets=20, reps=1)
    at = office(books, Clock(9, 0), language)
    for standard in list(books.standards.all().values()):
        edit = StandardEditor(at, standard.id)
        for each in edit.rows():
            fields = edit.fields_of(each) if each.part else [each]
            for field in fields:
                for name in field.path:
                    if isinstance(name, str):
                        known = (f"standards.field.{name}", f"calls.issue.{name}")
                        assert any(has(language, key) for key in known), (standard.kind, field.path)
                notes = (f"standards.note.{field.path[-1]}", f"standards.note.{field.path[0]}")
                assert any(has(language, key) for key in notes), (standard.kind, field.path)
                assert all(not word.startswith("standards.") for word in edit.choices_of(field)), field.path
                if field.path[-1] != "name":
                    edit.set(field, edit.text_of(field))
        assert edit.standard.version == standard.version, "what is shown, written back, changes nothing"


def test_words_of_either_language_are_values(books: Books) -> None:
    edit = StandardEditor(office(books, Clock(9, 0), "zh"), "S1")
    edit.set(row(edit, "tiers"), "零售商、wholesaler")
    assert [tier.value for tier in books.standards.get("S1").tiers] == ["retailer", "wholesaler"]
    assert edit.text_of(row(edit, "tiers")) == "零售商, 二批商"
    step = row(edit, "steps", 0)
    fields = {str(each.path[-1]): each for each in edit.fields_of(step)}
    edit.set(fields["kind"], "交货")
    edit.set(fields["required"], "否")
    edit.set(fields["when"], "有货要送，key_account")
    found = books.standards.get("S1").steps[0]
    assert (found.kind, found.required, found.when) == ("delivery", False, ["delivery_due", "key_account"])


def test_a_copy_is_a_standard_of_its_own(books: Books) -> None:
    edit = editor(books)
    fresh = StandardEditor(edit.office, edit.copy("批发[/b]"))
    fresh.set(row(fresh, "tiers"), "wholesaler")
    assert (fresh.standard.name, fresh.standard.version) == ("批发[/b]", 2)
    assert books.standards.get("S1").tiers == []
    assert [step.name for step in fresh.standard.steps] == [step.name for step in edit.standard.steps]


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
