"""Files of the books: what a crash, a second program or a careless hand may not do to them."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.books import Books
from store.errors import DamagedFileError, NewerSchemaError, NotWritableError
from store.files import FolderLock, SafeDB, platform
from store.files.lock import REDO_NAME


def test_stock_tinydb_opens_the_files(tmp_path: Path) -> None:
    path = tmp_path / "outlets.json"
    SafeDB(path).table("outlets").insert({"id": "C1", "name": "老王烟酒店 [/b]"})
    with TinyDB(path, encoding="utf-8") as stock:
        assert stock.table("outlets").all() == [{"id": "C1", "name": "老王烟酒店 [/b]"}]


def test_threads_lose_nothing(tmp_path: Path) -> None:
    db = SafeDB(tmp_path / "numbers.json")
    table = db.table("numbers")

    def add(base: int) -> None:
        for number in range(40):
            table.insert({"n": base + number})

    threads = [threading.Thread(target=add, args=(1000 * t,)) for t in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(document["n"] for document in table) == sorted(1000 * t + n for t in range(4) for n in range(40))


def test_a_commit_left_half_done_is_finished_by_the_next_reader(tmp_path: Path) -> None:
    path = tmp_path / "outlets.json"
    SafeDB(path).table("outlets").insert({"id": "old"})
    fresh = tmp_path / f".outlets.json.1{platform.TEMPORARY_SUFFIX}"
    fresh.write_bytes(path.read_bytes().replace(b"old", b"new"))
    (tmp_path / REDO_NAME).write_text(f'[[["{fresh.name}", "outlets.json"]]]')
    assert SafeDB(path, FolderLock(tmp_path)).table("outlets").all() == [{"id": "new"}]
    assert not (tmp_path / REDO_NAME).exists()


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        (b"", "file_empty", None),
        (b"  \n", "file_empty", None),
        (b'{"outlets":{\n"1":{"id":"C1"},\n"2":{"id" "C2"}}}', "file_damaged", 3),
        (b"[1, 2]", "file_not_books", None),
        (b"\x00\x00\x00\x00", "file_damaged", 1),
    ],
)
def test_a_damaged_file_is_told_and_never_overwritten(
    tmp_path: Path, raw: bytes, code: str, line: int | None
) -> None:
    path = tmp_path / "outlets.json"
    path.write_bytes(raw)
    db = SafeDB(path)
    for attempt in (lambda: db.table("outlets").all(), lambda: db.table("outlets").insert({"id": "C9"})):
        with pytest.raises(DamagedFileError) as told:
            attempt()
        assert told.value.code == code
        assert told.value.params.get("line") == line
    assert path.read_bytes() == raw


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "outlets.json"
    path.write_text('{"_meta":{"1":{"schema":999}},"outlets":{}}')
    with pytest.raises(NewerSchemaError):
        SafeDB(path).table("outlets").all()


def test_an_exception_undoes_the_whole_transaction(tmp_path: Path) -> None:
    lock = FolderLock.of(tmp_path)
    first, second = SafeDB(tmp_path / "a.json", lock), SafeDB(tmp_path / "b.json", lock)
    first.table("t").insert({"n": 1})

    def change_both() -> None:
        with lock.transaction():
            first.table("t").replace({1: {"n": 2}})
            second.table("t").insert({"n": 2})
            raise LookupError

    with pytest.raises(LookupError):
        change_both()
    assert first.table("t").all() == [{"n": 1}]
    assert not (tmp_path / "b.json").exists()
    first.table("t").replace({1: {"n": 3}})
    assert first.table("t").all() == [{"n": 3}]


def test_another_programs_change_is_seen_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    db = SafeDB(path)
    db.table("t").insert({"n": 1})
    for number in range(2, 12):
        path.write_bytes(path.read_bytes().replace(b'"n":%d' % (number - 1), b'"n":%d' % number))
        assert db.table("t").all() == [{"n": number}]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NotWritableError) as told:
        Books(tmp_path / "file" / "books")
    assert told.value.code == "folder_not_writable"


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = SafeDB(tmp_path / "a.json")
    db.table("t").insert({"n": 1})
    before = (tmp_path / "a.json").read_bytes()

    def full(path: Path, data: bytes) -> None:
        path.write_bytes(data[: len(data) // 2])
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(platform, "write_flushed", full)
    with pytest.raises(NotWritableError) as told:
        db.table("t").insert({"n": 2})
    assert told.value.code == "disk_refused"
    monkeypatch.undo()
    assert (tmp_path / "a.json").read_bytes() == before
    assert db.table("t").all() == [{"n": 1}]
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".lock" and path.name != ".lock"] == ["a.json"]


def test_litter_of_crashed_writers_is_swept_by_the_next_writer_there(tmp_path: Path) -> None:
    litter = tmp_path / f".a.json.7.1{platform.TEMPORARY_SUFFIX}"
    below = tmp_path / "days" / f".b.json.7.1{platform.TEMPORARY_SUFFIX}"
    below.parent.mkdir()
    for path in (litter, below):
        path.write_text("half")
    db = SafeDB(tmp_path / "a.json", FolderLock(tmp_path))
    db.table("t").insert({"n": 1})
    assert not litter.exists()
    assert db.storage.lock.sweep() == 1  # type: ignore[attr-defined]
    assert not below.exists()


def test_a_failure_that_was_swallowed_still_undoes_the_whole_transaction(tmp_path: Path) -> None:
    lock = FolderLock.of(tmp_path)
    first, second = SafeDB(tmp_path / "a.json", lock), SafeDB(tmp_path / "b.json", lock)
    first.table("t").insert({"n": 1})

    def change_both() -> None:
        with lock.transaction():
            first.table("t").replace({1: {"n": 2}})
            second.table("t").insert({"n": 2})
            with contextlib.suppress(LookupError), lock.transaction():
                raise LookupError

    with pytest.raises(RuntimeError):
        change_both()
    assert first.table("t").all() == [{"n": 1}]
    assert not (tmp_path / "b.json").exists()


def test_a_redo_record_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    db = SafeDB(tmp_path / "a.json")
    db.table("t").insert({"n": 1})
    (tmp_path / REDO_NAME).write_text("[[")
    with pytest.raises(DamagedFileError) as told:
        db.table("t").all()
    assert told.value.code == "record_damaged"


def test_a_folder_reached_by_a_link_is_the_same_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    try:
        (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    except OSError:
        pytest.skip("links may not be made here")
    books = Books(tmp_path / "link")
    with books.transaction():
        books.outlets.put([{"id": "C1", "name": "x"}])
        books.reps.put([{"id": "R1", "name": "y"}])
    assert Books(tmp_path / "real").reps.get("R1").name == "y"
    assert books.lock is Books(tmp_path / "real").lock
