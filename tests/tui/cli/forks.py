"""`roundsman` in processes of their own, forked from one that has imported everything: half a second less for each.

Where processes cannot be forked, each is started anew.
"""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[3]
_NOT_AHEAD = ("routing.engine", "tui.screens", "tui.widgets", "tui.app", "tui.map")
"""Packages that commands do without, or that are only for processes of their own."""


class Forks:
    """Commands run to their end, one after another."""

    def __init__(self, folder: Path) -> None:
        """`folder` is for what the commands read and write."""
        self._streams = [folder / name for name in ("in", "out", "err")]
        self._parent: subprocess.Popen[str] | None = None

    def run(
        self, words: Sequence[str], *, stdin: str, folder: Path, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Runs `roundsman` with these words in a folder."""
        if not hasattr(os, "fork"):
            command = [sys.executable, "-m", "tui.cli", *words]
            return subprocess.run(
                command, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False, cwd=folder,
                env=dict(environment),
            )  # fmt: skip
        if self._parent is None:
            self._parent = subprocess.Popen(
                [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
            )
        parent = self._parent
        assert parent.stdin is not None
        assert parent.stdout is not None
        given, told, wrong = self._streams
        given.write_text(stdin, encoding="utf-8")
        asked = {
            "words": list(words), "folder": str(folder), "environment": dict(environment),
            "streams": list(map(str, self._streams)),
        }  # fmt: skip
        parent.stdin.write(json.dumps(asked) + "\n")
        parent.stdin.flush()
        code = int(parent.stdout.readline())
        texts = (each.read_text(encoding="utf-8") for each in (told, wrong))
        return subprocess.CompletedProcess(list(words), code, *texts)

    def close(self) -> None:
        if self._parent is not None:
            assert self._parent.stdin is not None
            self._parent.stdin.close()
            self._parent.wait()


# in the process that is forked


def serve() -> None:
    """Forks for every line that is read, and tells how the fork ended."""
    for name in ("routing", "store", "tui"):
        for module in pkgutil.walk_packages(import_module(name).__path__, f"{name}.", onerror=lambda _: None):
            if not module.name.startswith(_NOT_AHEAD) and not module.name.endswith("__main__"):
                import_module(module.name)
    for line in sys.stdin:
        asked = json.loads(line)
        fork = os.fork()
        if fork == 0:
            _become(**asked)
        _, status = os.waitpid(fork, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(words: list[str], folder: str, environment: dict[str, str], streams: list[str]) -> NoReturn:
    code = 1
    try:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        for number, path in enumerate(streams):
            taken = os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(taken, number)
            os.close(taken)
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - they stay open
            for number, mode in enumerate("rww")
        )
        sys.argv = ["roundsman", *words]
        main: Any = import_module("tui.cli").main
        code = main()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:  # noqa: BLE001 - as the interpreter would tell it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
