"""Who else has the same books open: a small file each, touched now and then, under ``.cache/here``.

It holds no fact: losing it, or being unable to write it, only means not being seen.
"""

from __future__ import annotations

import os
import platform
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

GONE_AFTER = 75.0
"""Seconds without a sign after which somebody counts as gone; a process of this machine is gone when it has ended."""


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
        here = {"user": self._user, "machine": platform.node(), "kin": _kin(), "pid": os.getpid(), "date": date}
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
                ended = (here.machine, told.get("kin")) == (platform.node(), _kin()) and not _runs(int(told["pid"]))
            except (OSError, ValueError, TypeError, KeyError):
                continue
            if age < GONE_AFTER and not ended:
                found.append(here)
            elif ended or age > 10 * GONE_AFTER:
                with suppress(OSError):
                    path.unlink()
        return sorted(set(found), key=lambda here: (here.user, here.machine, here.date))

    def leave(self) -> None:
        """Takes the sign away."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def _kin() -> str:
    """What tells processes that can see one another from those of another container under the same machine's name."""
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


def _runs(pid: int) -> bool:
    """Whether a process of this machine runs; True where that cannot be found out."""
    if sys.platform == "win32":
        return _runs_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # somebody else's
    return True


def _runs_on_windows(pid: int) -> bool:
    """There `os.kill` would end it: the system is asked whether a process of that number still runs."""
    import ctypes

    query_limited_information, still_active = 0x1000, 259
    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(query_limited_information, False, pid)
    if not handle:
        return bool(kernel.GetLastError() == 5)  # access denied: there is one
    code = ctypes.c_ulong()
    known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return not known or code.value == still_active
