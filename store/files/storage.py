"""A TinyDB storage and table that lose nothing; the file stays one that stock TinyDB opens."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from store.errors import DamagedFileError
from store.files import journal
from store.files.lock import FolderLock
from store.files.schema import META, SCHEMA, Tables, migrated
from store.memory import uncollected

_SETTLED, _SETTLED_COARSE = 0.05, 2.1
"""Seconds a file must have looked the same before its time stamp is believed, by the monotonic clock, since
the other one may be set while we run. The second for stamps in whole seconds: FAT counts in steps of two."""

_Signature = tuple[int, int, int, int]


class SafeStorage(Storage):
    """One file. Reads see a whole state; writes happen inside `transaction` and replace the file at once.

    A damaged or emptied file raises `DamagedFileError` and is never overwritten. A copy in memory is used
    as long as the file's identity, size and times stand, and those are only trusted once they have stood
    longer than the coarsest clock of a file system counts.
    """

    def __init__(self, path: str | Path, lock: FolderLock | None = None) -> None:
        self.path = Path(path).absolute()
        if lock is None:
            lock = FolderLock.of(self.path.parent)
            self.path = lock.folder / self.path.name
        self.lock = lock
        self.version = 0
        """Grows whenever other contents were read or written; what is derived from them can be kept by it."""
        self._tables: Tables | None = None
        self.digest: str | None = None
        self._signature: _Signature | None = None
        self._since = 0.0
        self._trusted = False
        self._depth = 0
        self._dirty = False
        self._failed = False

    def read(self) -> Tables | None:
        if self._depth:
            self._require_whole()
            return self._tables
        with self.lock.reading():
            self._refresh()
            return self._tables

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        with self.transaction():
            self._tables = {name: dict(table) for name, table in data.items()}
            self._dirty = True

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """A read-modify-write that nobody comes between; any exception inside undoes it whole."""
        with self.lock.transaction():
            if self._depth == 0:
                self._refresh()
                self._dirty = self._failed = False
            self._depth += 1
            try:
                yield
                self._require_whole()
                if self._depth == 1 and self._dirty:
                    self.lock.defer(self)
            except BaseException:
                self.forget()  # TinyDB changes documents in place: our copy is spoilt
                self._failed = True
                raise
            finally:
                self._depth -= 1

    def close(self) -> None:
        """Nothing is held open."""

    # What the folder's lock asks of a file with changes.

    def encoded(self) -> bytes:
        return encode(self._tables or {})

    def settled(self, raw: bytes) -> None:
        self.digest = journal.digest(raw)
        self._signature = None
        self._trusted = self._dirty = False
        self.version += 1

    def forget(self) -> None:
        self._tables = self._signature = self.digest = None
        self._trusted = self._dirty = False
        self.version += 1

    def _require_whole(self) -> None:
        if self._failed:
            raise RuntimeError("this transaction has already failed")

    def _refresh(self) -> None:
        if self._dirty:
            return  # our own change, waiting for the transaction's end
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            if self._tables:
                self.forget()
                raise DamagedFileError("file_disappeared", path=str(self.path)) from None
            self._tables = self.digest = None
            return
        signature = (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        if signature != self._signature:
            self._signature, self._since, self._trusted = signature, time.monotonic(), False
        elif self._trusted:
            return
        looked = time.monotonic()
        with told_unreadable(self.path):
            raw = self.path.read_bytes()
        found = journal.digest(raw)
        if self._tables is None or found != self.digest:
            self._tables = decode(raw, self.path)
            self.digest = found
            self.version += 1
        coarse = stat.st_mtime_ns % 1_000_000_000 == 0
        self._trusted = looked - self._since > (_SETTLED_COARSE if coarse else _SETTLED)


@contextlib.contextmanager
def told_unreadable(path: Path) -> Iterator[None]:
    """Turns what the system refuses to read into an error that says so."""
    try:
        yield
    except FileNotFoundError:
        raise DamagedFileError("file_disappeared", path=str(path)) from None
    except OSError as error:
        raise DamagedFileError("file_unreadable", path=str(path), why=error.strerror or "") from None


def decode(raw: bytes, path: Path) -> Tables:
    """The tables of a file's bytes; `DamagedFileError` with line and column where they are none."""
    if not raw.strip():
        raise DamagedFileError("file_empty", path=str(path))
    try:
        with uncollected():
            tables = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise DamagedFileError(
            "file_damaged", path=str(path), line=error.lineno, column=error.colno, why=error.msg
        ) from None
    if not isinstance(tables, dict) or not all(_is_table(table) for table in tables.values()):
        raise DamagedFileError("file_not_books", path=str(path))
    return migrated(tables, path)


def _is_table(table: object) -> bool:
    """Documents by whole numbers: what TinyDB keeps."""
    return isinstance(table, dict) and all(key.isdecimal() and isinstance(row, dict) for key, row in table.items())


def encode(tables: Mapping[str, Mapping[str, Any]]) -> bytes:
    """One document a line, so that differences and hand edits stay readable."""
    lines = {META: {"1": {"schema": SCHEMA}}, **{name: table for name, table in tables.items() if name != META}}
    return (
        b"{"
        + b",\n".join(
            orjson.dumps(name)
            + b":{"
            + (b"\n" if table else b"")
            + b",\n".join(orjson.dumps(str(key)) + b":" + orjson.dumps(document) for key, document in table.items())
            + b"}"
            for name, table in lines.items()
        )
        + b"}\n"
    )


class SafeTable(Table):
    """A TinyDB table whose every change is one transaction and whose ids come from the file."""

    default_query_cache_capacity = 0
    _storage: SafeStorage

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self._storage.transaction():
            super()._update_table(updater)

    def insert(self, document: Mapping[str, Any]) -> int:
        with self._storage.transaction():
            self._next_id = None
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        with self._storage.transaction():
            self._next_id = None
            return super().insert_multiple(documents)

    def upsert(self, document: Mapping[str, Any], cond: Any = None) -> list[int]:
        with self._storage.transaction():
            self._next_id = None
            return super().upsert(document, cond)

    def replace(self, changes: Mapping[int, Mapping[str, Any] | None]) -> None:
        """Puts whole documents in place by their id within the table; None takes one out."""

        def updater(table: dict[int, Mapping[str, Any]]) -> None:
            for key, document in changes.items():
                if document is None:
                    table.pop(key, None)
                else:
                    table[key] = document

        self._update_table(updater)


class SafeDB(TinyDB):
    """TinyDB over the two."""

    table_class = SafeTable
    default_storage_class = SafeStorage  # type: ignore[assignment]
