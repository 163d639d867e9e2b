"""Standards: a change makes a new version, and what a call was judged by stays on file."""

from __future__ import annotations

import pytest

from store.books import Books
from store.errors import ConflictError, InvalidRecordError
from store.service.doctor import examine

SHELF = {"id": "S", "kind": "display", "name": "架", "points": [{"id": "p", "name": "价签", "weight": 2}]}


def test_a_changed_standard_gets_a_new_version_and_the_old_one_stays(books: Books) -> None:
    books.standards.put([SHELF])
    assert books.standards.get("S").version == 1
    assert books.standards.put([SHELF]).unchanged == ("S",)
    books.standards.put([SHELF | {"name": "新架"}])
    assert books.standards.get("S").version == 2
    assert books.standards.version("S", 1).name == "架"
    assert books.standards.version("S", 2).name == "新架"
    assert books.standards.version("S", 3) is None
    assert books.standards.version(None, 1) is None
    again = Books(books.folder)
    assert again.standards.version("S", 1).points[0].weight == 2
    assert not [trouble for trouble in examine(again) if trouble.level == "error"]


def test_a_document_with_an_old_version_written_back_does_not_turn_the_clock(books: Books) -> None:
    books.standards.put([SHELF])
    books.standards.put([SHELF | {"name": "2"}])
    books.standards.put([SHELF | {"name": "3", "version": 1}])
    assert books.standards.get("S").version == 3
    assert books.standards.put([SHELF | {"name": "3", "version": 1}]).unchanged == ("S",)
    books.standards.put([SHELF | {"name": "9", "version": 9}])
    assert books.standards.get("S").version == 9
    assert books.standards.version("S", 2).name == "2"


def test_twice_in_one_list_keeps_every_version(books: Books) -> None:
    books.standards.put([SHELF, SHELF | {"name": "2"}, SHELF | {"name": "3"}])
    assert books.standards.get("S").version == 3
    assert [books.standards.version("S", number).name for number in (1, 2, 3)] == ["架", "2", "3"]


def test_a_conflict_or_a_fault_leaves_no_version_behind(books: Books) -> None:
    books.standards.put([SHELF])
    with pytest.raises(ConflictError):
        books.standards.put([SHELF | {"name": "2", "rev": 7}])
    with pytest.raises(InvalidRecordError):
        books.standards.put([SHELF | {"name": "2"}, {"id": "X", "kind": "display"}])
    assert books.standards.past.all() == {}
    assert books.standards.get("S").version == 1


def test_a_promotion_that_ends_before_it_begins_is_refused(books: Books) -> None:
    with pytest.raises(InvalidRecordError):
        books.standards.put(
            [{"id": "P", "kind": "promotion", "name": "x", "first": "2026-12-01", "last": "2026-11-01"}]
        )
