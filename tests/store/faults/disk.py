"""A disk that can lose power: records what the books do to files, and shows what could be left of it.

The model is harsher than real file systems: what was written and not flushed may be there in part, as zeros
or not at all; names made, moved or taken away in a folder that was not flushed may have come about up to
any point; each file and each folder fares by its own luck.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class RecordingDisk:
    """Stands in for the module `os` within store.files.platform."""

    root: Path
    flush: bool = True
    events: list[tuple[Any, ...]] = field(default_factory=list)
    _names: dict[str, int] = field(default_factory=dict)
    _open: dict[int, tuple[str, int | None]] = field(default_factory=dict)
    _count: int = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def _known(self, path: object) -> str:
        return Path(os.fspath(path)).relative_to(self.root).as_posix()  # type: ignore[call-overload]

    def open(self, path: object, flags: int, mode: int = 0o777) -> int:
        name = self._known(path)
        descriptor = os.open(path, flags, mode)  # type: ignore[call-overload]
        if Path(path).is_dir():  # type: ignore[arg-type]
            self._open[descriptor] = (name, None)
            return descriptor
        if name not in self._names:
            self._count += 1
            self._names[name] = self._count
            self.events.append(("link", name, self._count))
        if flags & os.O_TRUNC:
            self.events.append(("truncate", self._names[name], 0))
        self._open[descriptor] = (name, self._names[name])
        return descriptor

    def write(self, descriptor: int, data: bytes) -> int:
        at = os.lseek(descriptor, 0, os.SEEK_CUR)
        count = os.write(descriptor, data)
        self.events.append(("write", self._open[descriptor][1], at, bytes(data[:count])))
        return count

    def ftruncate(self, descriptor: int, size: int) -> None:
        os.ftruncate(descriptor, size)
        self.events.append(("truncate", self._open[descriptor][1], size))

    def fsync(self, descriptor: int) -> None:
        name, number = self._open[descriptor]
        self.events.append(("flush", number) if number is not None else ("flush_folder", name))
        if self.flush:
            os.fsync(descriptor)

    def replace(self, source: object, target: object) -> None:
        os.replace(source, target)  # type: ignore[type-var]
        before, after = self._known(source), self._known(target)
        number = self._names.pop(before, None)
        if number is not None:
            self._names[after] = number
        for name in [name for name in self._names if name.startswith(before + "/")]:
            self._names[after + name[len(before) :]] = self._names.pop(name)
        self.events.append(("rename", before, after, number))

    def unlink(self, path: object) -> None:
        os.unlink(path)  # type: ignore[arg-type]
        name = self._known(path)
        self._names.pop(name, None)
        self.events.append(("unlink", name))

    def mkdir(self, path: object) -> None:
        os.mkdir(path)  # type: ignore[arg-type]
        self.events.append(("mkdir", self._known(path)))


def after_power_cut(events: list[tuple[Any, ...]], luck: random.Random, folder: Path) -> None:
    """Builds in `folder` what may be left after the last of `events`."""
    names: dict[str, int | None] = {}
    pending: dict[str, list[tuple[Any, ...]]] = {}
    safe: dict[int, bytes] = {}
    written: dict[int, list[tuple[Any, ...]]] = {}
    for event in events:
        kind = event[0]
        if kind in ("link", "unlink", "mkdir", "rename"):
            pending.setdefault(Path(event[1]).parent.as_posix(), []).append(event)
        elif kind == "flush_folder":
            for change in pending.pop(event[1], []):
                _apply(names, change)
        elif kind in ("write", "truncate"):
            written.setdefault(event[1], []).append(event)
        elif kind == "flush":
            safe[event[1]] = _content(safe.get(event[1], b""), written.pop(event[1], []))
    for changes in pending.values():
        for change in changes[: luck.randint(0, len(changes))]:
            _apply(names, change)
    folder.mkdir(parents=True)
    for name in sorted(names):
        number = names[name]
        path = folder / name
        if not path.parent.is_dir():
            continue  # the folder's own name was lost
        if number is None:
            path.mkdir(exist_ok=True)
            continue
        content = safe.get(number, b"")
        if number in written:
            content = _perhaps(content, written[number], luck)
        path.write_bytes(content)


def _apply(names: dict[str, int | None], change: tuple[Any, ...]) -> None:
    if change[0] == "link":
        names[change[1]] = change[2]
    elif change[0] == "mkdir":
        names[change[1]] = None
    elif change[0] == "unlink":
        names.pop(change[1], None)
    else:
        before, after = change[1], change[2]
        names.pop(before, None)
        names[after] = change[3]
        for name in [name for name in names if name.startswith(before + "/")]:
            names[after + name[len(before) :]] = names.pop(name)


def _content(content: bytes, changes: list[tuple[Any, ...]]) -> bytes:
    for change in changes:
        if change[0] == "truncate":
            content = content[: change[2]].ljust(change[2], b"\0")
        else:
            at, data = change[2], change[3]
            content = content[:at].ljust(at, b"\0") + data + content[at + len(data) :]
    return content


def _perhaps(content: bytes, changes: list[tuple[Any, ...]], luck: random.Random) -> bytes:
    whole = _content(content, changes)
    fate = luck.randrange(4)
    if fate == 0:
        return content
    if fate == 1:
        return whole
    if fate == 2:
        return whole[: luck.randint(min(len(content), len(whole)), len(whole))]
    return content + b"\0" * max(0, len(whole) - len(content))
