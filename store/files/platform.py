"""What differs between POSIX and Windows about files, in one place; every write of the books passes here.

POSIX renames over an open file and can flush a folder; Windows refuses the first while a reader holds
the file and knows no second.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

WINDOWS = os.name == "nt"
_PATIENCE = 2.0
_PAUSE = 0.01


def write_flushed(path: Path, data: bytes) -> None:
    """Writes a new file and flushes it to the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o644)
    try:
        _write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_file(path: Path) -> None:
    """Makes what a file holds survive a power cut."""
    descriptor = os.open(path, os.O_RDWR | _BINARY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def append_flushed(path: Path, data: bytes, *, at: int) -> None:
    """Puts `data` at byte `at` of a file, drops what stood behind it, and flushes it to the disk.

    What cannot be written whole is taken back, so that a full disk leaves the file as it was.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | _BINARY, 0o644)
    try:
        if os.fstat(descriptor).st_size != at:
            os.ftruncate(descriptor, at)
        os.lseek(descriptor, at, os.SEEK_SET)
        try:
            _write(descriptor, data)
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, at)
            raise
    finally:
        os.close(descriptor)


def replace(source: Path, target: Path) -> None:
    """Renames over `target`; on Windows waits a while for readers (a virus scanner, WPS) to let go."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            os.replace(source, target)
        except PermissionError:
            if not WINDOWS or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


def remove(path: Path) -> None:
    """Takes a file away; on Windows waits a while for readers to let go."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            os.unlink(path)
        except PermissionError:
            if not WINDOWS or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it; the name of each survives a power cut."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        with contextlib.suppress(FileExistsError):
            os.mkdir(new)
        flush_folder(new.parent)


def flush_folder(folder: Path) -> None:
    """Makes renames in `folder` survive a power cut; Windows does so by itself."""
    if WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_atomically(target: Path, data: bytes) -> None:
    """Puts `data` in place of `target`: a reader or a crash sees the old file or the new one, never half."""
    temporary = temporary_for(target)
    try:
        write_flushed(temporary, data)
        replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    flush_folder(target.parent)


def temporary_for(target: Path) -> Path:
    """A name beside `target` that no other writer uses and that a sweep recognises."""
    return target.with_name(f".{target.name}.{os.getpid()}.{time.monotonic_ns():x}{TEMPORARY_SUFFIX}")


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


TEMPORARY_SUFFIX = ".roundsman-tmp"
_BINARY = getattr(os, "O_BINARY", 0)  # without it Windows would write CRLF
