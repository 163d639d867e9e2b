"""The journal and the watch: who changed what and when, and what others have changed meanwhile."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.books import Books
from store.errors import NotWritableError
from store.files import Watch, platform
from store.files.journal import last_line
from store.records import Call

ROOT = Path(__file__).resolve().parents[2]
DATE = dt.date(2026, 11, 24)
NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)


def elsewhere(folder: Path, statement: str) -> None:
    """Runs a statement on the books in another process."""
    program = f"from store.books import Books; books = Books({str(folder)!r}); books.signed('小王'); {statement}"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def test_a_change_is_told_with_who_when_and_its_fields(books: Books) -> None:
    books.signed("小李")
    books.journal.clock = lambda: NOW
    books.outlets.put([{"id": "C1", "name": "老王", "phone": "1"}])
    books.outlets.put([{"id": "C1", "name": "老王", "phone": "2"}])
    books.outlets.remove(["C1"])
    added, updated, removed = books.journal.changes()
    assert [change.number for change in (added, updated, removed)] == [1, 2, 3]
    assert (added.by, added.at, added.files) == ("小李", "2026-11-24T09:30:00.000+00:00", ("outlets.json",))
    assert updated.notes == (
        {"kind": "outlets", "id": "C1", "do": "updated", "rev": 2, "fields": {"phone": ["1", "2"]}},
    )
    assert removed.notes[0]["do"] == "removed"


def test_many_changes_at_once_are_told_by_their_ids(books: Books) -> None:
    books.outlets.put([{"id": f"C{n}", "name": "x"} for n in range(100)])
    (change,) = books.journal.changes()
    assert change.notes == ({"kind": "outlets", "do": "added", "ids": [f"C{n}" for n in range(100)]},)


def test_several_files_are_one_change_and_nothing_is_told_of_what_changes_nothing(books: Books) -> None:
    with books.transaction():
        books.outlets.put([{"id": "C1", "name": "x"}])
        books.reps.put([{"id": "R1", "name": "y"}])
    books.outlets.put([{"id": "C1", "name": "x"}])
    (change,) = books.journal.changes()
    assert set(change.files) == {"outlets.json", "reps.json"}


def test_a_change_that_failed_is_not_told(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    books.outlets.put([{"id": "C1", "name": "x"}])

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(platform, "replace_atomically", refuse)
        with pytest.raises(NotWritableError):
            books.outlets.put([{"id": "C2", "name": "x"}])
    books.outlets.put([{"id": "C3", "name": "x"}])
    assert [change.notes[0]["id"] for change in books.journal.changes()] == ["C1", "C3"]


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("fault", [OSError(5, "Input/output error"), KeyboardInterrupt()])
def test_a_change_broken_off_after_it_was_made_is_told(
    books: Books, monkeypatch: pytest.MonkeyPatch, fault: BaseException, both: bool
) -> None:
    """The rename is done when the folder cannot be flushed, or when somebody presses Ctrl+C."""
    books.outlets.put([{"id": "C1", "name": "x"}])
    books.reps.put([{"id": "R1", "name": "x"}])
    flush = platform.flush_folder

    def broken(folder: Path) -> None:
        if (books.folder / ".commit.json").exists() or not both:
            raise fault
        flush(folder)

    with monkeypatch.context() as patched, pytest.raises((NotWritableError, KeyboardInterrupt)):
        patched.setattr(platform, "flush_folder", broken)
        with books.transaction():
            books.outlets.put([{"id": "C1", "name": "y"}])
            if both:
                books.reps.put([{"id": "R1", "name": "y"}])
    assert books.outlets.get("C1").name == "y"
    assert books.reps.get("R1").name == ("y" if both else "x")
    assert [change.number for change in books.journal.changes() if not change.undone] == [1, 2, 3]


def test_a_line_whose_change_never_came_about_is_noted_as_undone(books: Books) -> None:
    books.outlets.put([{"id": "C1", "name": "x"}])
    before = (books.folder / "outlets.json").read_bytes()
    books.outlets.put([{"id": "C2", "name": "y"}])
    (books.folder / "outlets.json").write_bytes(before)  # as if the power had gone between line and file
    again = Books(books.folder)
    again.lock.journal = again.journal = type(again.journal)(again.folder)
    again.outlets.put([{"id": "C3", "name": "z"}])
    assert [(change.number, change.undone) for change in again.journal.changes()] == [
        (1, False),
        (2, True),
        (3, False),
    ]


def test_a_torn_line_is_dropped(books: Books) -> None:
    books.outlets.put([{"id": "C1", "name": "x"}])
    (path,) = books.journal.files()
    path.write_bytes(path.read_bytes() + b'{"n":2,"at":"20')
    books.outlets.put([{"id": "C2", "name": "x"}])
    assert [change.number for change in books.journal.changes()] == [1, 2]
    assert all(orjson.loads(line) for line in path.read_bytes().splitlines())


def test_months_have_their_files_and_a_clock_that_goes_back_opens_no_earlier_one(books: Books) -> None:
    for number, day in enumerate((NOW, NOW.replace(month=12), NOW.replace(month=3), NOW.replace(year=2027, month=1))):
        books.journal.clock = lambda day=day: day  # type: ignore[misc]
        books.outlets.put([{"id": "C1", "name": f"n{number}"}])
    assert [path.stem for path in books.journal.files()] == ["2026-11", "2026-12", "2027-01"]
    assert [change.number for change in books.journal.changes()] == [1, 2, 3, 4]


@given(st.lists(st.binary(max_size=200), max_size=8), st.integers(1, 3))
def test_the_last_line_is_found_whatever_stands_in_the_file(tmp_path: Path, lines: list[bytes], block: int) -> None:
    from store.files import journal

    path = tmp_path / "x.jsonl"
    path.write_bytes(b"\n".join(lines))
    raw = path.read_bytes()
    whole = raw[: raw.rfind(b"\n") + 1]
    good = [line for row in whole.split(b"\n") if (line := journal.parsed(row)) is not None]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(journal, "_BLOCK", block * 7)
        assert last_line(path) == (len(whole), good[-1] if good else None)


def test_the_watch_tells_what_was_written_and_whether_here(books: Books) -> None:
    watch = books.watch()
    assert watch.changes() == []
    books.outlets.put([{"id": "C1", "name": "mine"}])
    (change,) = watch.changes()
    assert watch.own(change)
    assert watch.changes() == []
    elsewhere(books.folder, "books.outlets.put([{'id': 'C1', 'name': 'theirs'}])")
    (change,) = watch.changes()
    assert (change.by, change.files) == ("小王", ("outlets.json",))
    assert not watch.own(change)
    assert books.outlets.get("C1").name == "theirs"
    assert watch.changes() == []
    elsewhere(books.folder, "books.reps.put([{'id': 'R1', 'name': 'x'}])")
    assert [change.files for change in watch.changes()] == [("reps.json",)]


def test_a_quiet_watch_looks_at_two_names_whatever_the_folder_holds(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        day = DATE + dt.timedelta(number)
        books.days.calls(day, "R1").put([Call(id="k", date=day, rep="R1", outlet="C1")])
    watch = books.watch()
    watch.changes()
    looked = []
    stat = Path.stat
    monkeypatch.setattr(Path, "stat", lambda path, **options: looked.append(path) or stat(path, **options))
    monkeypatch.setattr(os, "scandir", None)
    assert watch.changes() == []
    assert len(looked) == 2


def test_the_watch_waits_for_a_change_that_is_being_written(books: Books) -> None:
    books.outlets.put([{"id": "C1", "name": "x"}])
    watch = books.watch()
    program = (
        f"from store.books import Books; books = Books({str(books.folder)!r})\n"
        "with books.transaction():\n"
        "    books.outlets.put([{'id': 'C1', 'name': 'theirs'}])\n"
        "    print('writing', flush=True); input()\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "writing\n"
    assert watch.changes() == []
    holder.communicate("go on\n")
    assert len(watch.changes()) == 1


def test_the_watch_says_that_it_could_not_answer_while_another_thread_reads(books: Books) -> None:
    watch = books.watch()
    books.outlets.put([{"id": "C1", "name": "x"}])
    with ThreadPoolExecutor(1) as reader, ExitStack() as reading:
        reader.submit(reading.enter_context, books.lock.reading()).result()
        assert (watch.changes(), watch.behind) == ([], True)
        reader.submit(reading.close).result()
    assert len(watch.changes()) == 1
    assert not watch.behind


def test_who_waits_is_told_of_a_change_once_it_is_made(books: Books) -> None:
    watch = books.watch()
    with ThreadPoolExecutor(1) as other, ExitStack() as writing:
        other.submit(writing.enter_context, books.transaction()).result()
        other.submit(books.outlets.put, [{"id": "C1", "name": "x"}]).result()
        with ThreadPoolExecutor(1) as waiting:
            told = waiting.submit(watch.changes, wait=True)
            assert not told.done()
            other.submit(writing.close).result()
            assert [change.files for change in told.result(30)] == [("outlets.json",)]


def test_a_watch_that_begins_in_the_middle_of_a_change_tells_it(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its line is in the journal already, what it changes is not on the disk yet."""
    books.outlets.put([{"id": "C1", "name": "before"}])
    begun: list[Watch] = []
    replace = platform.replace_atomically

    def put_in_place(path: Path, raw: bytes) -> None:
        with ThreadPoolExecutor(1) as other:
            begun.append(other.submit(books.watch).result())
        replace(path, raw)

    monkeypatch.setattr(platform, "replace_atomically", put_in_place)
    books.reps.put([{"id": "R1", "name": "after"}])
    assert [change.files for change in begun[0].changes()] == [("reps.json",)]
