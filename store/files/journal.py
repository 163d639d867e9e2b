"""The journal: one line for each change of the books, who made it, when, and what it was.

Lines are only ever added, in a file for each month. A line is on the disk before the change it tells of
is made, with digests of the files before and after; whoever writes next sees by them whether a change
whose writer died was made, and notes it as undone if it was not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from store.files import platform

FOLDER_NAME = "journal"
_BLOCK = 65536

Note = dict[str, Any]
"""What happened to one record, or to several of one kind: kind, id or ids, what was done, fields changed."""


def digest(raw: bytes | None) -> str | None:
    """Tells two states of a file apart; None stands for no file."""
    return None if raw is None else hashlib.blake2b(raw, digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the journal. `files` are paths within the data folder, `undone` that it never came about."""

    number: int
    at: str
    by: str
    writer: str
    files: tuple[str, ...]
    notes: tuple[Note, ...]
    undone: bool = False


class Journal:
    """The journal of a data folder. Whoever appends holds the folder's lock."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.folder = folder / FOLDER_NAME
        self.by = ""
        """Who is at work, as the lines name them."""
        self.writer = f"{os.getpid()}-{secrets.token_hex(3)}"
        """This process, so that it knows its own lines."""
        self.clock: Callable[[], dt.datetime] = lambda: dt.datetime.now().astimezone()
        self._last: tuple[Path, int, int] | None = None
        self._before: tuple[Path, int, int] | None = None

    def write(self, files: Sequence[tuple[Path, str | None, str]], notes: Sequence[Note]) -> None:
        """Announces a change: its files with their digests before and after."""
        path, end, number = self._tail()
        moment = self.clock()
        month = self.folder / f"{moment:%Y-%m}.jsonl"
        before = (path, end, number)
        if month > path:  # a clock that went back never opens an earlier file
            path, end = month, 0
        line = {
            "n": number + 1,
            "at": moment.isoformat(timespec="milliseconds"),
            "by": self.by,
            "writer": self.writer,
            "files": {target.relative_to(self.root).as_posix(): [was, now] for target, was, now in files},
            "changes": list(notes),
        }
        self._append(path, end, line)
        self._before = before

    def note(self, note: Note) -> None:
        """Tells of something that was done to the folder as a whole."""
        self.write((), (note,))

    def forget(self) -> None:
        """Its files were replaced: nothing that is remembered of them holds."""
        self._last = self._before = None

    def take_back(self) -> None:
        """The change just announced failed before it was made, and nobody has been told of it."""
        if self._before is None or self._last is None:
            return
        path, end, number = self._before
        current = self._last[0]
        kept = end if current == path else 0
        self._last = self._before = None
        platform.append_flushed(current, b"", at=kept)
        self._last = (current, kept, number)

    def changes(self) -> Iterator[Change]:
        """Every change, oldest first."""
        undone = {line["undone"] for line in self._lines() if "undone" in line}
        for line in self._lines():
            if "undone" not in line:
                yield change_of(line, undone=line["n"] in undone)

    def backwards(self) -> Iterator[Change]:
        """Every change, newest first; whoever stops early has not read the rest."""
        undone: set[int] = set()
        for path in reversed(self.files()):
            for raw in reversed(path.read_bytes().splitlines()):
                line = parsed(raw)
                if line is None:
                    continue
                if "undone" in line:
                    undone.add(line["undone"])
                else:
                    yield change_of(line, undone=line["n"] in undone)

    def position(self) -> tuple[str, int] | None:
        """Where it ends: grows with every change of the books. None before the first."""
        newest = max(self.files(), default=None)
        return None if newest is None else (newest.name, newest.stat().st_size)

    def files(self) -> list[Path]:
        """The months' files, oldest first."""
        return sorted(self.folder.glob("[0-9]*-[0-9]*.jsonl"))

    def _lines(self) -> Iterator[dict[str, Any]]:
        for path in self.files():
            with path.open("rb") as stream:
                for raw in stream:
                    line = parsed(raw)
                    if line is not None:
                        yield line

    def _append(self, path: Path, end: int, line: dict[str, Any]) -> None:
        raw = orjson.dumps(line) + b"\n"
        new = not path.exists()
        if new:
            platform.make_folder(self.folder)
        platform.append_flushed(path, raw, at=end)
        if new:
            platform.flush_folder(self.folder)
        self._last = (path, end + len(raw), line["n"])

    def _tail(self) -> tuple[Path, int, int]:
        """The newest file, where its whole lines end, and the last number; a dead writer's line is judged."""
        if self._last is not None:
            path, end, number = self._last
            newest = max(self.files(), default=path)
            if newest == path and (not path.exists() or path.stat().st_size == end):
                return self._last
        files = self.files()
        if not files:
            return self.folder / "0000-00.jsonl", 0, 0
        for path in reversed(files):
            end, line = last_line(path)
            if line is not None:
                break
        number = 0 if line is None else int(line["n"])
        if line is not None and line.get("files") and self._never_made(line):
            self._append(files[-1], last_line(files[-1])[0], {"n": number, "undone": number})
            assert self._last is not None
            return self._last
        return files[-1], last_line(files[-1])[0], number

    def _never_made(self, line: dict[str, Any]) -> bool:
        """Whether every file still is as it was before the change."""
        for name, (was, _) in line["files"].items():
            try:
                raw: bytes | None = (self.root / name).read_bytes()
            except FileNotFoundError:
                raw = None
            if digest(raw) != was:
                return False
        return True


def last_line(path: Path) -> tuple[int, dict[str, Any] | None]:
    """Where the last whole line of a file ends, and the last line that can be read.

    What a crash tore off behind the end does not count.
    """
    with path.open("rb") as stream:
        begin = stream.seek(0, os.SEEK_END)
        held = b""
        while begin > 0:
            step = min(_BLOCK, begin)
            begin -= step
            stream.seek(begin)
            held = stream.read(step) + held
            whole = held[: held.rfind(b"\n") + 1]
            lines = whole.splitlines()
            for raw in reversed(lines if begin == 0 else lines[1:]):
                if (line := parsed(raw)) is not None:
                    return begin + len(whole), line
        return len(held[: held.rfind(b"\n") + 1]), None


def parsed(raw: bytes) -> dict[str, Any] | None:
    """A line's document; None for what is no line of the journal."""
    try:
        line = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    return line if isinstance(line, dict) and isinstance(line.get("n"), int) else None


def change_of(line: dict[str, Any], *, undone: bool = False) -> Change:
    return Change(
        number=line["n"],
        at=str(line.get("at", "")),
        by=str(line.get("by", "")),
        writer=str(line.get("writer", "")),
        files=tuple(line.get("files", {})),
        notes=tuple(line.get("changes", ())),
        undone=undone,
    )
