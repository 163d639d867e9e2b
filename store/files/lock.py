"""One lock for a data folder, across threads and processes, and changes to several files at once.

Several files commit through a redo record: the new contents are written beside their targets, then the
record naming them is put in place (that is the moment of commit), then each is renamed over its target.
Whoever enters the folder next finishes a record it finds.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Protocol, Self

import orjson
from filelock import FileLock, Timeout

from store.errors import NotWritableError
from store.files import platform

LOCK_NAME = ".lock"
REDO_NAME = ".commit.json"
_PATIENCE = 30.0
_LITTER_AGE = 3600.0


class Pending(Protocol):
    """A file with changes that are not yet on the disk."""

    path: Path

    def encoded(self) -> bytes: ...
    def settled(self, raw: bytes) -> None: ...
    def forget(self) -> None: ...


class FolderLock:
    """Re-entrant within a thread, exclusive between threads and processes. One object per folder."""

    _known: ClassVar[dict[Path, FolderLock]] = {}
    _guard: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.record = folder / REDO_NAME
        self._thread_lock = threading.RLock()
        self._file_lock = FileLock(folder / LOCK_NAME, timeout=_PATIENCE, thread_local=False, poll_interval=0.002)
        self._depth = 0
        self._pending: dict[Path, Pending] | None = None

    @classmethod
    def of(cls, folder: Path) -> FolderLock:
        key = folder.resolve()
        with cls._guard:
            lock = cls._known.get(key)
            if lock is None:
                lock = cls._known[key] = cls(key)
            return lock

    def __enter__(self) -> Self:
        self._thread_lock.acquire()
        try:
            if self._depth == 0:
                self._acquire_file()
                try:
                    self._finish_commit()
                except BaseException:
                    self._file_lock.release()
                    raise
            self._depth += 1
        except BaseException:
            self._thread_lock.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        try:
            if self._depth == 0:
                self._file_lock.release()
        finally:
            self._thread_lock.release()

    def _acquire_file(self) -> None:
        try:
            self._file_lock.acquire()
        except Timeout:
            raise NotWritableError("folder_locked", path=str(self.folder)) from None
        except OSError as error:
            raise NotWritableError("folder_not_writable", path=str(self.folder), why=error.strerror) from None

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """For this thread alone within the process; finishes a commit that a crash left half done."""
        with self._thread_lock:
            if self._depth == 0 and self.record.exists():
                with self:
                    pass
            yield

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All files changed inside are written together or not at all."""
        with self:
            if self._pending is not None:
                yield
                return
            self._pending = {}
            try:
                yield
                self._commit(list(self._pending.values()))
            except BaseException:
                for file in self._pending.values():
                    file.forget()
                raise
            finally:
                self._pending = None

    def defer(self, file: Pending) -> bool:
        """Keeps a change for the running transaction; False when there is none."""
        if self._pending is None:
            return False
        self._pending[file.path] = file
        return True

    def _commit(self, files: list[Pending]) -> None:
        raws = [file.encoded() for file in files]
        with told_plainly(self.folder):
            for file in files:
                file.path.parent.mkdir(parents=True, exist_ok=True)
            if len(files) == 1:
                platform.replace_atomically(files[0].path, raws[0])
            elif files:
                self._commit_together(files, raws)
        for file, raw in zip(files, raws, strict=True):
            file.settled(raw)

    def _commit_together(self, files: list[Pending], raws: list[bytes]) -> None:
        moves: list[tuple[Path, Path]] = []
        committed = False
        try:
            for file, raw in zip(files, raws, strict=True):
                temporary = platform.temporary_for(file.path)
                moves.append((temporary, file.path))
                platform.write_flushed(temporary, raw)
            for folder in {target.parent for _, target in moves}:
                platform.flush_folder(folder)
            plan = [[self._relative(source), self._relative(target)] for source, target in moves]
            platform.replace_atomically(self.record, orjson.dumps(plan))
            committed = True
        finally:
            if not committed:
                for temporary, _ in moves:
                    with contextlib.suppress(OSError):
                        temporary.unlink()
        self._finish_commit()

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _finish_commit(self) -> None:
        try:
            plan = orjson.loads(self.record.read_bytes())
        except FileNotFoundError:
            return
        for source, target in plan:
            with contextlib.suppress(FileNotFoundError):  # this one was renamed before the crash
                platform.replace(self.folder / source, self.folder / target)
        for folder in {(self.folder / target).parent for _, target in plan}:
            platform.flush_folder(folder)
        self.record.unlink()
        platform.flush_folder(self.folder)

    def sweep(self) -> int:
        """Removes what crashed writers left behind; returns how many files that were.

        Young ones are spared: another process may be about to name them in its redo record.
        """
        removed = 0
        with self:
            for path in self.folder.rglob(f".*{platform.TEMPORARY_SUFFIX}"):
                with contextlib.suppress(OSError):
                    if time.time() - path.stat().st_mtime > _LITTER_AGE:
                        path.unlink()
                        removed += 1
        return removed


@contextlib.contextmanager
def told_plainly(folder: Path) -> Iterator[None]:
    """Turns what the disk refuses into an error that says so."""
    try:
        yield
    except OSError as error:
        raise NotWritableError(
            "disk_refused", path=str(error.filename or folder), why=error.strerror or ""
        ) from error


if hasattr(os, "register_at_fork"):  # a lock held by the parent must not look held in a forked child
    os.register_at_fork(after_in_child=FolderLock._known.clear)  # noqa: SLF001
