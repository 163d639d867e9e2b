"""Prepared maps in the user's cache folder: arrays that are mapped into memory, not read.

A map is known by its contents; where it lies, its size and its date stand for them, so that nothing is read
twice. The folder's name holds a digest of this code as well: another version prepares anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import platformdirs

from routing.travel.protocol import TravelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HERE = Path(__file__).parent
_SOURCES = ("tags", "kinds", "reading", "graph", "network", "grid", "shortest")


def base_folder() -> Path:
    """Where prepared maps are kept; a private temporary folder where nothing can be written."""
    for base in (os.environ.get("ROUNDSMAN_CACHE"), platformdirs.user_cache_dir("roundsman", appauthor=False)):
        if base:
            path = Path(base) / "roads"
            try:
                path.mkdir(parents=True, exist_ok=True)
                with tempfile.TemporaryFile(dir=path):
                    return path
            except OSError:
                continue
    return Path(tempfile.mkdtemp(prefix="roundsman-roads-"))


def key_of(path: Path, base: Path) -> str:
    """The name of a map's folder: a digest of its contents and of the code. Raises `TravelError` ``map_missing``."""
    try:
        found = path.stat()
    except OSError:
        raise TravelError("map_missing", exit_code=3, path=str(path)) from None
    seen = f"{path}|{found.st_size}|{found.st_mtime_ns}"
    note = base / f"{hashlib.sha256(seen.encode()).hexdigest()[:24]}.seen"
    try:
        digest = note.read_text("ascii")
    except OSError:
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise TravelError("map_broken", exit_code=3, path=str(path), why=error.strerror or "") from None
        replace(note, digest.encode())
    return f"{digest[:16]}-{_fingerprint()}"


def replace(path: Path, contents: bytes) -> None:
    """Writes a file whole or not at all; a cache that cannot be written is no fault."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(contents)
        Path(file.name).replace(path)
    except OSError:
        return


def save(folder: Path, arrays: Mapping[str, NDArray[Any]], words: Mapping[str, list[str]]) -> None:
    """Puts arrays and lists of words in a folder that others see whole or not at all."""
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".making-"))
    try:
        for name, array in arrays.items():
            np.save(made / f"{name}.npy", array)
        (made / "words.json").write_bytes(orjson.dumps(dict(words)))
        made.rename(folder)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)  # somebody else was quicker, or the disk is full
        if not (folder / "words.json").exists():
            raise TravelError("cache_not_written", exit_code=4, path=str(folder.parent)) from None


def load(folder: Path) -> tuple[dict[str, NDArray[Any]], dict[str, list[str]]] | None:
    """What `save` put there, mapped; None where there is nothing or it is damaged."""
    try:
        words = orjson.loads((folder / "words.json").read_bytes())
        return {path.stem: _mapped(path) for path in folder.glob("*.npy")}, words
    except (OSError, ValueError):
        return None


def _mapped(path: Path) -> NDArray[Any]:
    try:
        return np.asarray(np.load(path, mmap_mode="r"))
    except ValueError:  # an empty array cannot be mapped
        return np.asarray(np.load(path))


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for source in _SOURCES:
        digest.update((_HERE / f"{source}.py").read_bytes())
    return digest.hexdigest()[:12]
