"""The app in a real terminal: tmux, keys sent to it, and what is then to be seen."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import time
import unicodedata
import uuid
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = float(os.environ.get("ROUNDSMAN_TEST_PATIENCE", "60"))
"""Seconds that a condition may take on a busy machine."""
PROGRAM = """
import os, pathlib, sys
import datetime as dt
from tests.tui.town import Clock, brief_searches, office
from store.books import Books
from tui.app import RoundsmanApp
pathlib.Path(sys.argv[3]).write_text(str(os.getpid()))
told = pathlib.Path(sys.argv[4])
brief_searches(int(sys.argv[5]))
clock = (lambda: dt.datetime.fromisoformat(told.read_text())) if told.exists() else Clock()
app = RoundsmanApp(lambda: office(Books(sys.argv[1]), clock), language=sys.argv[2])
app.run()
sys.exit(app.return_code or 0)
"""


class Terminal:
    """One tmux server of its own, one window, one program, at work in `folder`.

    A time in the file `clock` is what its clock shows. With `iterations` searches end after so many, not by time.
    """

    def __init__(
        self, folder: Path, *, width: int = 140, height: int = 40, language: str = "en", iterations: int = 0
    ) -> None:
        self.width, self.height = width, height
        self.name = f"roundsman-{uuid.uuid4().hex[:12]}"
        self.exit_code = folder / "exit_code"
        self.pid_file = folder / "pid"
        self.clock = folder / "clock"
        command = shlex.join(
            [
                sys.executable,
                "-c",
                PROGRAM,
                str(folder / "books"),
                language,
                str(self.pid_file),
                str(self.clock),
                str(iterations),
            ]
        )
        self.exit_code.unlink(missing_ok=True)
        script = (
            f"cd {shlex.quote(str(folder))}; {command}; echo $? > {shlex.quote(str(self.exit_code))}; exec sleep 600"
        )
        environment = os.environ | {
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "PYTHONPATH": str(ROOT),
        }
        for name in ("TMUX", "NO_COLOR", "COLUMNS", "LINES"):
            environment.pop(name, None)
        subprocess.run(
            ["tmux", "-L", self.name, "-f", "/dev/null", "-u", "new-session", "-d", "-x", str(width), "-y", str(height),
             "bash", "-c", script],
            check=True,
            env=environment,
            capture_output=True,
        )  # fmt: skip

    def tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self.name, "-u", *words], capture_output=True, text=True, encoding="utf-8", check=True
        )
        return done.stdout

    def seen(self) -> str:
        return self.tmux("capture-pane", "-p")

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def type(self, text: str) -> None:
        self.tmux("send-keys", "-l", text)

    def resize(self, width: int, height: int) -> None:
        self.tmux("resize-window", "-x", str(width), "-y", str(height))

    def until(self, condition: Callable[[], object] | str, what: str = "") -> str:
        """Waits until a text is on the screen, or until something holds; gives the screen then."""
        deadline = time.monotonic() + PATIENCE
        holds = (lambda: condition in self.seen()) if isinstance(condition, str) else condition
        while not holds():
            assert time.monotonic() < deadline, f"{what or condition}\n{self.seen()}"
            time.sleep(0.05)
        return self.seen()

    def still(self) -> str:
        """The screen once it does not change from one look to the next: not in the middle of being drawn."""
        before = [""]

        def same() -> bool:
            before.append(self.seen())
            return before[-1] == before[-2]

        return self.until(same, "a screen that stands still")

    @property
    def pid(self) -> int:
        return int(self.pid_file.read_text())

    def close(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            os.kill(self.pid, signal.SIGKILL)
        subprocess.run(["tmux", "-L", self.name, "kill-server"], capture_output=True, check=False)


def cells(line: str) -> int:
    """How wide a terminal draws a line."""
    return sum(
        0 if unicodedata.combining(char) or unicodedata.category(char) == "Cf" else 2 if wide(char) else 1
        for char in line
    )


def wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
