"""Files that a hand, another program or a strange clock had a part in."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from store.books import Books
from store.errors import BooksError, ConflictError, DamagedFileError
from store.files import SafeDB, storage
from store.records import Grade


@pytest.fixture
def stocked(books: Books) -> Books:
    books.outlets.put([{"id": f"C{n}", "name": f"店{n} [/b]", "grade": "A"} for n in range(1, 6)])
    return books


@given(st.data())
def test_a_file_cut_anywhere_is_told_and_never_overwritten(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "outlets.json"
    path.unlink(missing_ok=True)
    Books(tmp_path).outlets.put([{"id": "C1", "name": "老王"}, {"id": "C2", "name": "x"}])
    raw = path.read_bytes()
    length = data.draw(st.integers(0, len(raw.rstrip()) - 1))
    path.write_bytes(raw[:length])
    books = Books(tmp_path)
    for attempt in (books.outlets.all, lambda: books.outlets.put([{"id": "C9", "name": "y"}])):
        with pytest.raises(DamagedFileError) as told:
            attempt()
        assert told.value.params["path"] == str(path)
    assert path.read_bytes() == raw[:length]


@given(st.binary(min_size=1, max_size=6), st.integers(0, 10_000))
def test_bytes_written_over_a_file_never_make_a_traceback(tmp_path: Path, junk: bytes, at: int) -> None:
    path = tmp_path / "outlets.json"
    path.unlink(missing_ok=True)
    Books(tmp_path).outlets.put([{"id": "C1", "name": "老王", "windows": [{"open": "08:00", "close": "12:00"}]}])
    raw = bytearray(path.read_bytes())
    at %= len(raw)
    raw[at : at + len(junk)] = junk
    path.write_bytes(raw)
    books = Books(tmp_path)
    try:
        books.outlets.all()
        books.outlets.put([{"id": "C2", "name": "y"}])
    except BooksError:
        assert path.read_bytes() == raw


def test_a_record_spoilt_by_hand_is_told_with_its_line(stocked: Books) -> None:
    path = stocked.folder / "outlets.json"
    path.write_bytes(path.read_bytes().replace(b'"id":"C3","rev":1,', b'"id":"C3","rev":1,"lat":95,'))
    with pytest.raises(DamagedFileError) as told:
        Books(stocked.folder).outlets.all()
    assert told.value.code == "record_unfit"
    assert (told.value.params["id"], told.value.params["line"]) == ("C3", 6)
    assert {problem["field"] for problem in told.value.params["problems"]} == {"lat"}  # type: ignore[attr-defined]


def test_what_stock_tinydb_writes_is_taken(stocked: Books) -> None:
    with TinyDB(stocked.folder / "outlets.json", encoding="utf-8") as stock:
        stock.table("outlets").insert({"id": "C9", "name": "by hand"})
    assert stocked.outlets.get("C9").name == "by hand"
    stocked.outlets.put([{"id": "C9", "name": "changed"}])
    assert stocked.outlets.get("C9").rev == 1


def test_an_empty_file_is_no_empty_book(stocked: Books) -> None:
    (stocked.folder / "outlets.json").write_bytes(b"")
    with pytest.raises(DamagedFileError) as told:
        stocked.outlets.put([{"id": "C1", "name": "x"}])
    assert told.value.code == "file_empty"


def test_a_conflict_carries_both_versions(stocked: Books) -> None:
    mine = stocked.outlets.get("C1").model_copy(update={"phone": "1", "grade": Grade.B})
    stocked.outlets.put([{"id": "C1", "name": "店1 [/b]", "grade": "A", "phone": "2"}])
    with pytest.raises(ConflictError) as told:
        stocked.outlets.put([mine])
    assert told.value.params["mine"]["phone"] == "1"  # type: ignore[index]
    assert told.value.params["document"]["phone"] == "2"  # type: ignore[index]
    assert {each["field"]: (each["yours"], each["stored"]) for each in told.value.differences} == {
        "phone": ("1", "2"),
        "grade": ("B", "A"),
    }


@pytest.mark.parametrize("jump", [-10 * 365 * 86400, -3600, -1, 1, 3600, 10 * 365 * 86400])
def test_no_clock_makes_an_old_copy_look_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: int) -> None:
    """The wall clock jumps between writes, and another program writes with time stamps out of order."""
    path = tmp_path / "a.json"
    db = SafeDB(path)
    db.table("t").insert({"n": 0})
    wall = time.time()
    for number in range(1, 6):
        monkeypatch.setattr(time, "time", lambda number=number: wall + number * jump)
        monkeypatch.setattr(time, "time_ns", lambda number=number: int((wall + number * jump) * 1e9))
        path.write_bytes(path.read_bytes().replace(b'"n":%d' % (number - 1), b'"n":%d' % number))
        os.utime(path, (wall + number * jump, wall + number * jump))
        assert db.table("t").get(doc_id=1) == {"n": number}
        db.table("t").replace({2: {"m": number}})
        assert SafeDB(path).table("t").get(doc_id=2) == {"m": number}


def test_a_stamp_in_whole_seconds_is_not_believed_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FAT counts time in steps of two seconds: a second change of the same size can have the same stamp."""
    path = tmp_path / "a.json"
    db = SafeDB(path)
    db.table("t").insert({"n": 1})
    moments = iter(range(1000))
    monkeypatch.setattr(storage.time, "monotonic", lambda: next(moments) * 0.2)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert db.table("t").all() == [{"n": 1}]
    raw = path.read_bytes()
    with path.open("r+b") as stream:  # in place: the same inode
        stream.write(raw.replace(b'"n":1', b'"n":2'))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert db.table("t").all() == [{"n": 2}]
