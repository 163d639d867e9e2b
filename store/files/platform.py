"""What differs between POSIX and Windows about files, in one place.

POSIX renames over an open file and can flush a folder; Windows refuses the first while a reader holds
the file and knows no second.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

WINDOWS = os.name == "nt"
_REPLACE_PATIENCE = 2.0
_REPLACE_PAUSE = 0.01


def write_flushed(path: Path, data: bytes) -> None:
    """Writes a new file and flushes it to the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o644)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(source: Path, target: Path) -> None:
    """Renames over `target`; on Windows waits a while for readers (a virus scanner, WPS) to let go."""
    deadline = time.monotonic() + _REPLACE_PATIENCE
    while True:
        try:
            source.replace(target)
        except PermissionError:
            if not WINDOWS or time.monotonic() > deadline:
                raise
            time.sleep(_REPLACE_PAUSE)
        else:
            return


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
            temporary.unlink()
        raise
    flush_folder(target.parent)


def temporary_for(target: Path) -> Path:
    """A name beside `target` that no other writer uses and that a sweep recognises."""
    return target.with_name(f".{target.name}.{os.getpid()}.{time.monotonic_ns():x}{TEMPORARY_SUFFIX}")


TEMPORARY_SUFFIX = ".roundsman-tmp"
