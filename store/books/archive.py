"""The books in one archive: saved as they were at one moment, verified by hash, put back whole or not at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import orjson

from store.books import Books
from store.errors import ArchiveError, BooksError, DamagedFileError, NewerSchemaError
from store.files import SCHEMA, platform
from store.files.lock import told_plainly
from store.files.storage import decode

MANIFEST = "roundsman.json"
_FORMAT = 1
_SUFFIXES = (".json", ".jsonl")
_ASIDE = ".before-restore"


@dataclass(frozen=True, slots=True)
class Backup:
    """What an archive holds. `damaged` are files that were saved as they are but cannot be read as books."""

    path: Path
    files: int
    size: int
    made: str
    damaged: tuple[str, ...] = ()


def files_of(folder: Path) -> list[Path]:
    """Every file of the books, in order; locks, caches and what crashes left are none."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in _SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    )


def backup(books: Books, path: Path) -> Backup:
    """Writes all books into one archive and reads it back; nobody writes meanwhile.

    Raises `BooksError` ``nothing_to_save``, `NotWritableError` where the archive cannot be written.
    """
    path = path.absolute()
    temporary = platform.temporary_for(path)
    entries: dict[str, dict[str, Any]] = {}
    damaged = []
    made = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    with books.snapshot(), told_plainly(path.parent):
        found = files_of(books.folder)
        if not found:
            raise BooksError("nothing_to_save", path=str(books.folder))
        try:
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                for file in found:
                    raw = file.read_bytes()
                    name = file.relative_to(books.folder).as_posix()
                    entries[name] = {"sha256": hashlib.sha256(raw).hexdigest(), "size": len(raw)}
                    archive.writestr(name, raw)
                    if file.suffix == ".json" and not _sound(raw, file):
                        damaged.append(name)
                about = {"format": _FORMAT, "schema": SCHEMA, "made": made, "files": entries}
                archive.writestr(MANIFEST, orjson.dumps(about, option=orjson.OPT_INDENT_2))
            verify(temporary)
            platform.flush_file(temporary)
            platform.replace(temporary, path)
            platform.flush_folder(path.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                platform.remove(temporary)
            raise
    return Backup(path, len(entries), path.stat().st_size, made, tuple(damaged))


def _sound(raw: bytes, path: Path) -> bool:
    try:
        decode(raw, path)
    except (DamagedFileError, NewerSchemaError):
        return False
    return True


def verify(path: Path) -> dict[str, Any]:
    """The archive's own account of itself, every file of it compared by hash.

    Raises `ArchiveError` ``archive_missing``, ``not_an_archive``, ``archive_damaged``; `NewerSchemaError`.
    """
    about: dict[str, Any] = {}
    for _ in _contents(path, about):
        pass
    return about


def restore(books: Books, path: Path) -> tuple[Backup, Path | None]:
    """Puts the archive's books in place of those in the folder, which are kept in a folder aside.

    Everything is unpacked and verified first; then one redo record swaps old and new, so that a crash
    leaves either. Returns what was restored and where the former books are. Raises as `verify` does.
    """
    root = books.folder
    with books.snapshot(), told_plainly(root):
        books.lock.sweep()
        fresh = root / f".restoring{platform.TEMPORARY_SUFFIX}"
        shutil.rmtree(fresh, ignore_errors=True)
        about: dict[str, Any] = {}
        try:
            for name, raw in _contents(path, about):
                target = fresh / name
                platform.make_folder(target.parent)
                platform.write_flushed(target, raw)
            for folder in {fresh, *(each for each in fresh.rglob("*") if each.is_dir())}:
                platform.flush_folder(folder)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        old = sorted({root / file.relative_to(root).parts[0] for file in files_of(root)})
        aside = _free_name(root) if old else None
        if aside is not None:
            platform.make_folder(aside)
        away = [(each, aside / each.name) for each in old if aside is not None]
        back = [(each, root / each.name) for each in sorted(fresh.iterdir())]
        books.lock.swap([away, back])
        shutil.rmtree(fresh, ignore_errors=True)
        books.journal.forget()
        books.journal.note({"kind": "books", "do": "restored", "made": about["made"]})
    return Backup(path, len(about["files"]), path.stat().st_size, about["made"]), aside


def _free_name(root: Path) -> Path:
    stamp = f"{dt.datetime.now().astimezone():%Y%m%d-%H%M%S}"
    names = (root / f"{_ASIDE}-{stamp}{suffix}" for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(name for name in names if not name.exists())


def _contents(path: Path, about: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file, verified; the archive's account goes into `about`."""
    shown = str(path)
    try:
        with zipfile.ZipFile(path) as archive:
            about.update(orjson.loads(archive.read(MANIFEST)))
            if about.get("format") != _FORMAT or about.get("schema", 0) > SCHEMA:
                raise NewerSchemaError("newer_schema", path=shown, schema=about.get("schema"), known=SCHEMA)
            entries = about["files"]
            for name in sorted({*archive.namelist(), *entries} - {MANIFEST}):
                if not _safe(name) or name not in entries:
                    raise ArchiveError("archive_damaged", path=shown, name=name)
                raw = archive.read(name)
                if hashlib.sha256(raw).hexdigest() != entries[name]["sha256"]:
                    raise ArchiveError("archive_damaged", path=shown, name=name)
                yield name, raw
    except (FileNotFoundError, IsADirectoryError):
        raise ArchiveError("archive_missing", path=shown) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, orjson.JSONDecodeError) as error:
        raise ArchiveError("archive_damaged", path=shown, name=str(error)) from None
    except (KeyError, TypeError, AttributeError, ValueError):
        raise ArchiveError("not_an_archive", path=shown) from None


def _safe(name: str) -> bool:
    """Whether a name stays inside the folder it is unpacked in."""
    path = PurePosixPath(name)
    return (
        bool(path.parts)
        and not path.is_absolute()
        and "\\" not in name
        and ":" not in name
        and not any(part in ("..", "") or part.startswith(".") for part in path.parts)
    )
