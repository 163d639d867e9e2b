"""A program in a terminal of its own, as fast as it writes: keys sent to it, and when what it answers stood there."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

PATIENCE = 120.0
"""Seconds until an answer is given up."""


class Pty:
    """One program. What it writes is kept until it is looked for; times are seconds since it was started."""

    def __init__(self, command: Sequence[str], *, width: int = 140, height: int = 40) -> None:
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        for name in ("NO_COLOR", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE"):
            environment.pop(name, None)
        root = Path(__file__).resolve().parents[1]
        self.begun = time.perf_counter()
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
                os.chdir(root)
                os.execvpe(command[0], list(command), environment)
            finally:
                os._exit(127)
        self.written = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)
        os.close(self._end)
        os.waitpid(self.pid, 0)

    def send(self, keys: str) -> None:
        """Forgets what was written, and types."""
        while self._more(0.0):
            pass
        self.written.clear()
        os.write(self._end, keys.encode())

    def until(self, *texts: str) -> float:
        """Waits until all of these have been written since the last keys; seconds since the start then."""
        return self.when(lambda: all(text.encode() in self.written for text in texts), str(texts))

    def when(self, condition: Callable[[], object], what: str) -> float:
        """Waits until something holds, reading on; seconds since the start then."""
        deadline = time.perf_counter() + PATIENCE
        while not condition():
            if time.perf_counter() > deadline:
                raise TimeoutError(f"{what}: {self.written[-3000:].decode(errors='replace')}")
            self._more(0.2)
        return time.perf_counter() - self.begun

    def quiet(self, seconds: float) -> None:
        """Reads on until nothing has been written for so long."""
        while self._more(seconds):
            pass

    def processor(self) -> float:
        """Seconds of processor time that the program itself has taken."""
        return time.clock_gettime((~self.pid << 3) | 2)  # the clock of a process, after clock_getcpuclockid(3)

    def _more(self, seconds: float) -> bool:
        if not select.select([self._end], [], [], seconds)[0]:
            return False
        try:
            found = os.read(self._end, 1 << 16)
        except OSError:
            found = b""
        if not found:
            raise RuntimeError(f"it ended: {self.written[-3000:].decode(errors='replace')}")
        self.written += found
        return True
