"""Windows ways beside POSIX ones, by simulation: what Windows answers is put in the system's mouth."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.books import Books
from store.books.days import file_name
from store.errors import NotWritableError
from store.files import platform
from store.files.lock import REDO_NAME


class Windows:
    """The module `os` as Windows would have it: a name that somebody holds cannot be replaced or removed."""

    def __init__(self) -> None:
        self.held: dict[str, int] = {}
        self.now = 0.0
        self.flags: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def hold(self, path: object) -> None:
        name = Path(str(path)).name
        if self.held.get(name, 0) > 0:
            self.held[name] -= 1
            raise PermissionError(13, "Access is denied", str(path))

    def open(self, path: object, flags: int, mode: int = 0o777) -> int:
        if Path(str(path)).is_dir():
            raise PermissionError(13, "Permission denied", str(path))
        self.flags.append(flags)
        return os.open(path, flags & ~0x8000, mode)  # type: ignore[call-overload]

    def replace(self, source: object, target: object) -> None:
        self.hold(target)
        os.replace(source, target)  # type: ignore[type-var]

    def unlink(self, path: object) -> None:
        self.hold(path)
        os.unlink(path)  # type: ignore[arg-type]

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def monotonic(self) -> float:
        return self.now

    def monotonic_ns(self) -> int:
        self.now += 1e-9
        return int(self.now * 1e9)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Windows:
    system = Windows()
    monkeypatch.setattr(platform, "WINDOWS", True)
    monkeypatch.setattr(platform, "_BINARY", 0x8000)
    monkeypatch.setattr(platform, "os", system)
    monkeypatch.setattr(platform, "time", system)
    return system


def test_a_reader_that_lets_go_in_time_is_waited_for(windows: Windows, books: Books) -> None:
    books.outlets.put([{"id": "C1", "name": "x"}])
    windows.held["outlets.json"] = 20
    books.outlets.put([{"id": "C1", "name": "y"}])
    assert books.outlets.get("C1").name == "y"
    assert windows.now > 0.1


def test_a_reader_that_never_lets_go_is_told_and_nothing_changes(windows: Windows, books: Books) -> None:
    books.outlets.put([{"id": "C1", "name": "x"}])
    before = (books.folder / "outlets.json").read_bytes()
    windows.held["outlets.json"] = 10**6
    with pytest.raises(NotWritableError) as told:
        books.outlets.put([{"id": "C1", "name": "y"}])
    assert told.value.code == "disk_refused"
    assert (books.folder / "outlets.json").read_bytes() == before
    windows.held.clear()
    assert books.outlets.get("C1").name == "x"
    assert len(list(books.journal.changes())) == 1


def test_a_change_of_several_files_waits_for_one_that_is_held(windows: Windows, books: Books) -> None:
    """Committed is committed: whoever comes next finishes it, or says who holds it up."""
    books.outlets.put([{"id": "C1", "name": "x"}])
    windows.held["outlets.json"] = 10**6
    with books.transaction():
        books.reps.put([{"id": "R1", "name": "y"}])
        books.outlets.put([{"id": "C1", "name": "y"}])
    assert (books.folder / REDO_NAME).exists()
    with pytest.raises(NotWritableError) as told:
        books.outlets.get("C1")
    assert told.value.code == "commit_waiting"
    assert "outlets.json" in str(told.value.params["path"])
    windows.held.clear()
    assert books.outlets.get("C1").name == "y"
    assert books.reps.get("R1").name == "y"
    assert not (books.folder / REDO_NAME).exists()


def test_no_folder_is_flushed_and_no_line_end_translated(windows: Windows, books: Books) -> None:
    books.outlets.put([{"id": "C1", "name": "x"}])
    assert b"\r" not in (books.folder / "outlets.json").read_bytes()
    assert windows.flags
    assert all(flags & 0x8000 for flags in windows.flags)


def test_files_with_windows_line_ends_are_read(books: Books) -> None:
    books.outlets.put([{"id": "C1", "name": "x"}])
    path = books.folder / "outlets.json"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert Books(books.folder).outlets.get("C1").name == "x"


@pytest.mark.parametrize("rep", ["CON", "con", "nul", "COM1", "lpt9", "a.", "a ", "R:1", "..", "王"])
def test_names_that_windows_keeps_for_itself_are_avoided(rep: str) -> None:
    name = file_name(rep)
    assert name.lower() not in {"con", "nul", "com1", "lpt9", "", ".", ".."}
    assert name[-1] not in ". "


def test_reps_whose_ids_differ_in_capitals_alone_have_files_of_their_own() -> None:
    names = {file_name(rep).lower() for rep in ("R1", "r1", "Ab", "aB", "AB", "ab")}
    assert len(names) == 6
    assert file_name("R07") == "R07"


@pytest.mark.parametrize(
    "call", [platform.replace_atomically, lambda path, raw: platform.append_flushed(path, raw, at=0)]
)
def test_what_is_written_is_what_is_read(tmp_path: Path, call: Callable[[Path, bytes], None]) -> None:
    call(tmp_path / "x", b"a\r\n\x1a\x00b")
    assert (tmp_path / "x").read_bytes() == b"a\r\n\x1a\x00b"


def test_every_write_of_the_books_passes_the_platform() -> None:
    """Else the tests of power cuts would not see it."""
    root = Path(platform.__file__).parents[1]
    allowed = {"platform.py", "index.py", "presence.py"}  # an index and signs of presence hold no fact
    verbs = (
        ".write_bytes(",
        ".write_text(",
        ".rename(",
        ".unlink(",
        ".replace_with(",
        "os.replace(",
        ".mkdir(",
        '"wb"',
        "'w'",
    )
    found = [
        f"{path.relative_to(root)}: {verb}"
        for folder in ("files", "books")
        for path in (root / folder).rglob("*.py")
        if path.name not in allowed
        for verb in verbs
        if verb in path.read_text(encoding="utf-8")
    ]
    assert found == ["books/__init__.py: .mkdir("], "a data folder is made before anything can be in it"
