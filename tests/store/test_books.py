"""Books: documents by id, conflicts told, days in folders of their own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.books import Books
from store.books.days import file_name
from store.errors import ConflictError, InvalidRecordError, UnknownRecordError
from store.records import Call, Day, Message, Outlet, Revision, Route, Stop

DATE = dt.date(2026, 11, 24)
NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)


def revision(number: int, parent: int | None = None) -> Revision:
    return Revision(revision=number, parent=parent, at=NOW, by="小李", action=Message(code="planned"))


def test_put_adds_updates_and_leaves_alone(books: Books) -> None:
    first = books.outlets.put([{"id": "C1", "name": "老王"}, {"id": "C2", "name": "[/b]"}])
    assert (first.added, first.updated, first.unchanged) == (("C1", "C2"), (), ())
    again = books.outlets.put([{"id": "C1", "name": "老王"}, {"id": "C2", "name": "新名"}])
    assert (again.added, again.updated, again.unchanged) == ((), ("C2",), ("C1",))
    assert books.outlets.get("C1").rev == 1
    assert books.outlets.get("C2").rev == 2


def test_two_people_editing_the_same_record_get_a_conflict(books: Books) -> None:
    books.outlets.put([{"id": "C1", "name": "老王"}])
    mine, theirs = books.outlets.get("C1"), books.outlets.get("C1")
    books.outlets.put([theirs.model_copy(update={"phone": "1"})])
    with pytest.raises(ConflictError) as told:
        books.outlets.put([mine.model_copy(update={"phone": "2"})])
    assert told.value.params["stored"] == 2
    assert books.outlets.get("C1").phone == "1"
    books.outlets.put([{"id": "C1", "name": "老王", "phone": "3"}])  # without rev: overwrites
    assert books.outlets.get("C1").phone == "3"


def test_put_is_all_or_none(books: Books) -> None:
    with pytest.raises(InvalidRecordError) as told:
        books.outlets.put([{"id": "C1", "name": "老王"}, {"id": "C2", "name": "x", "lat": 91, "lon": 0}])
    assert told.value.params["id"] == "C2"
    assert [problem["field"] for problem in told.value.params["problems"]] == ["lat"]
    assert not books.outlets.all()


def test_unknown_fields_are_kept(books: Books) -> None:
    books.outlets.put([{"id": "C1", "name": "老王", "片区": "东", "access": {"walk_minutes": 3, "gate": "west"}}])
    document = Books(books.folder).outlets.get("C1").to_json()
    assert document["片区"] == "东"
    assert document["access"]["gate"] == "west"


def test_several_books_change_together_or_not_at_all(books: Books) -> None:
    def both() -> None:
        with books.transaction():
            books.reps.put([{"id": "R1", "name": "张"}])
            books.outlets.put([{"id": "C1", "name": ""}])

    with pytest.raises(InvalidRecordError):
        both()
    assert books.empty


def test_a_record_that_is_not_there(books: Books) -> None:
    with pytest.raises(UnknownRecordError):
        books.outlets.get("C404")
    assert books.outlets.find("C404") is None
    assert books.outlets.find(None) is None


def test_a_plan_saved_over_somebody_elses_is_a_conflict(books: Books) -> None:
    plan = Day(date=DATE, revision=1, routes=[Route(rep="R1", stops=[Stop(outlet="C1")])])
    books.days.save_plan(plan, revision(1), expected=None)
    books.days.save_plan(plan.model_copy(update={"revision": 2}), revision(2, 1), expected=1)
    with pytest.raises(ConflictError) as told:
        books.days.save_plan(plan.model_copy(update={"revision": 2}), revision(2, 1), expected=1)
    assert (told.value.params["yours"], told.value.params["stored"]) == (1, 2)


def test_every_revision_comes_back_as_it_was(books: Books) -> None:
    for number in (1, 2, 3):
        plan = Day(date=DATE, revision=number, routes=[Route(rep="R1", stops=[Stop(outlet=f"C{number}")])])
        books.days.save_plan(plan, revision(number, number - 1 or None), expected=number - 1 or None)
    fresh = Books(books.folder).days
    assert [found.revision for found in fresh.revisions(DATE)] == [1, 2, 3]
    assert fresh.revision(DATE, 2)[1].routes[0].stops[0].outlet == "C2"
    plan = fresh.plan(DATE)
    assert plan is not None
    assert plan.revision == fresh.latest_revision(DATE) == 3
    with pytest.raises(UnknownRecordError):
        fresh.revision(DATE, 9)


def test_a_check_in_touches_the_reps_own_file_only(books: Books) -> None:
    books.days.save_plan(Day(date=DATE, revision=1), revision(1), expected=None)
    books.outlets.put([Outlet(id="C1", name="老王")])
    before = {path: path.stat().st_mtime_ns for path in books.folder.rglob("*.json")}
    books.days.calls(DATE, "R1").put([Call(id="k1", date=DATE, rep="R1", outlet="C1", check_in=NOW)])
    changed = {path for path in books.folder.rglob("*.json") if before.get(path) != path.stat().st_mtime_ns}
    assert changed == {books.folder / "days" / DATE.isoformat() / "calls" / "R1.json"}
    assert [call.outlet for call in Books(books.folder).days.calls_on(DATE)] == ["C1"]


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_file_names_are_safe_and_tell_ids_apart(one: str, other: str) -> None:
    name = file_name(one)
    assert not set(name) & set('/\\:*?"<>|.\0')
    assert (file_name(other) == name) == (one == other)


def test_hostile_rep_ids_stay_inside_the_folder(books: Books, tmp_path: Path) -> None:
    books.days.calls(DATE, "../../evil").put([Call(id="k", date=DATE, rep="../../evil", outlet="C1")])
    assert not (tmp_path / "evil.json").exists()
    assert [call.rep for call in books.days.calls_on(DATE)] == ["../../evil"]
