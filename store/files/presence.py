"""Who else has the same books open: a small file each, touched now and then, under ``.cache/here``.

It holds no fact: losing it, or being unable to write it, only means not being seen.
"""

from __future__ import annotations

import os
import platform
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

GONE_AFTER = 75.0
"""Seconds without a sign after which somebody counts as gone."""


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody with the books open: who, on which machine, looking at which date (ISO)."""

    user: str
    machine: str
    date: str


class Presence:
    """One's own sign in a data folder, and the others'."""

    def __init__(self, folder: Path, user: str) -> None:
        self._folder = folder / ".cache" / "here"
        self._path = self._folder / f"{uuid.uuid4().hex}.json"
        self._user = user

    def say(self, date: str) -> None:
        """Renews the sign: still here, looking at this date."""
        here = {"user": self._user, "machine": platform.node(), "pid": os.getpid(), "date": date}
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".tmp")
            fresh.write_bytes(orjson.dumps(here))
            fresh.replace(self._path)

    def others(self) -> list[Here]:
        """Everybody else who has given a sign lately; signs of those long gone are cleared away."""
        found = []
        try:
            paths = sorted(self._folder.glob("*.json"))
        except OSError:
            return []
        for path in paths:
            if path == self._path:
                continue
            try:
                age = time.time() - path.stat().st_mtime
                told = orjson.loads(path.read_bytes())
                here = Here(str(told["user"]), str(told["machine"]), str(told["date"]))
            except (OSError, ValueError, TypeError, KeyError):
                continue
            if age < GONE_AFTER:
                found.append(here)
            elif age > 10 * GONE_AFTER:
                with suppress(OSError):
                    path.unlink()
        return sorted(set(found), key=lambda here: (here.user, here.machine, here.date))

    def leave(self) -> None:
        """Takes the sign away."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
