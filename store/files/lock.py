"""One lock for a data folder, across threads and processes, and changes to several files at once.

Several files commit through a redo record: the new contents are written beside their targets, then the
record naming them is put in place (that is the moment of commit), then each is renamed over its target.
Whoever enters the folder next finishes a record it finds; contents that no record names were never
committed and are swept.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Protocol, Self

import orjson
from filelock import FileLock, Timeout

from store.errors import DamagedFileError, NotWritableError
from store.files import platform
from store.files.journal import Journal, Note, digest

LOCK_NAME = ".lock"
REDO_NAME = ".commit.json"
_PATIENCE = 30.0


class Pending(Protocol):
    """A file with changes that are not yet on the disk."""

    path: Path
    digest: str | None
    """Of the file as it was read, None where there was none."""

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
        self._notes: list[Note] = []
        self._spoilt = False
        self._swept: set[Path] = set()
        self.journal: Journal | None = None
        """Where changes are told; a folder that is no books' keeps none."""

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
        except (OSError, NotImplementedError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise NotWritableError("folder_not_writable", path=str(self.folder), why=why) from None

    def free(self) -> bool:
        """Whether nobody is writing at this moment; finishes a commit that a crash left half done."""
        with self.quiet() as quiet:
            return quiet

    @contextlib.contextmanager
    def quiet(self, *, wait: bool = False) -> Iterator[bool]:
        """Within it nobody writes, and no commit is half done.

        Gives False where that cannot be had: another thread is reading or writing, another process is writing. With
        `wait` it is waited for, as long as a writer would wait.
        """
        if not self._thread_lock.acquire(blocking=wait):
            yield False
            return
        try:
            held = self._depth == 0
            if held:
                try:
                    self._file_lock.acquire(timeout=None if wait else 0)
                except Timeout:
                    yield False
                    return
                except (OSError, NotImplementedError):
                    held = False  # a folder that nobody can write to
            try:
                if held:
                    self._finish_commit()
                yield True
            finally:
                if held:
                    self._file_lock.release()
        finally:
            self._thread_lock.release()

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
                try:
                    yield
                except BaseException:
                    self._spoilt = True
                    raise
                return
            self._pending, self._notes, self._spoilt = {}, [], False
            try:
                yield
                if self._spoilt:  # part of it failed and the failure was swallowed: the rest must not go in alone
                    raise RuntimeError("this transaction has already failed")  # noqa: TRY301
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

    def note(self, note: Note) -> None:
        """Tells the journal what the running transaction does."""
        self._notes.append(note)

    def _commit(self, files: list[Pending]) -> None:
        if not files:
            return
        raws = [file.encoded() for file in files]
        with told_plainly(self.folder):
            for folder in {file.path.parent for file in files}:
                platform.make_folder(folder)
                if folder not in self._swept:
                    _sweep(folder.iterdir())
                    self._swept.add(folder)
            if self.journal is not None:
                changed = zip(files, raws, strict=True)
                self.journal.write(
                    [(file.path, file.digest, digest(raw) or "") for file, raw in changed], self._notes
                )
            try:
                if len(files) == 1:
                    platform.replace_atomically(files[0].path, raws[0])
                else:
                    self._commit_together(files, raws)
            except BaseException as error:
                if self._made(files, raws):
                    if isinstance(error, OSError):
                        raise NotWritableError(
                            "commit_unsure", path=str(self.folder), why=error.strerror or ""
                        ) from error
                elif self.journal is not None:
                    with contextlib.suppress(OSError):  # else the next writer notes it as undone
                        self.journal.take_back()
                raise
        for file, raw in zip(files, raws, strict=True):
            file.settled(raw)

    def _made(self, files: list[Pending], raws: list[bytes]) -> bool:
        """Whether a change that an interrupt or a disk that would not flush broke off came about all the same."""
        if self.record.exists():
            return True
        with contextlib.suppress(OSError):
            return all(file.path.read_bytes() == raw for file, raw in zip(files, raws, strict=True))
        return False

    def _commit_together(self, files: list[Pending], raws: list[bytes]) -> None:
        moves: list[tuple[Path, Path]] = []
        try:
            for file, raw in zip(files, raws, strict=True):
                temporary = platform.temporary_for(file.path)
                moves.append((temporary, file.path))
                platform.write_flushed(temporary, raw)
            for folder in {target.parent for _, target in moves}:
                platform.flush_folder(folder)
            self._record([moves])
        except BaseException:
            if not self.record.exists():
                for temporary, _ in moves:
                    with contextlib.suppress(OSError):
                        platform.remove(temporary)
            raise
        # Committed. A program that holds one of the files delays the rest, which the next to enter makes up for.
        with contextlib.suppress(NotWritableError):
            self._finish_commit()

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _finish_commit(self) -> None:
        """Carries out the redo record, if there is one. Raises `NotWritableError` where a file is held."""
        try:
            stages = [
                [(self.folder / source, self.folder / target) for source, target in stage]
                for stage in orjson.loads(self.record.read_bytes())
            ]
        except FileNotFoundError:
            return
        except (ValueError, TypeError):
            raise DamagedFileError("record_damaged", path=str(self.record)) from None
        try:
            while stages:
                for source, target in stages[0]:
                    with contextlib.suppress(FileNotFoundError):  # this one was renamed before the crash
                        platform.replace(source, target)
                for folder in {path.parent for move in stages[0] for path in move}:
                    if folder.is_dir():
                        platform.flush_folder(folder)
                stages = stages[1:]
                if stages:  # what is moved next may bear the names that were moved away just now
                    self._record(stages)
            platform.remove(self.record)
            platform.flush_folder(self.folder)
        except OSError as error:
            raise NotWritableError(
                "commit_waiting", path=str(error.filename2 or error.filename or self.folder), why=error.strerror or ""
            ) from error

    def _record(self, stages: Sequence[Sequence[tuple[Path, Path]]]) -> None:
        plan = [[[self._relative(source), self._relative(target)] for source, target in stage] for stage in stages]
        platform.replace_atomically(self.record, orjson.dumps(plan))

    def swap(self, stages: Sequence[Sequence[tuple[Path, Path]]]) -> None:
        """Renames files or whole folders of this one, stage by stage: all of it, whatever happens in between."""
        with self, told_plainly(self.folder):
            self._record(stages)
            self._finish_commit()

    @contextlib.contextmanager
    def unfinished(self) -> Iterator[None]:
        """The lock alone, with a redo record left as it is: for mending one that cannot be read."""
        with self._thread_lock:
            self._acquire_file()
            try:
                yield
            finally:
                self._file_lock.release()

    def sweep(self) -> int:
        """Removes what crashed writers left behind; returns how many files that were.

        The lock is held and no record is open: nobody can be about to name them.
        """
        with self:
            return _sweep(self.folder.rglob(f".*{platform.TEMPORARY_SUFFIX}"))


def _sweep(paths: Iterable[Path]) -> int:
    removed = 0
    for path in paths:
        if path.name.startswith(".") and path.name.endswith(platform.TEMPORARY_SUFFIX):
            with contextlib.suppress(OSError):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    platform.remove(path)
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
