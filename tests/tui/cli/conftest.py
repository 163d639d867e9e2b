"""A shell with `roundsman` in it, on a data folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tui.cli.forks import ROOT, Forks

OUTLETS = [
    {"id": "C1", "name": "老王烟酒店", "lat": 30.01, "lon": 120.0, "grade": "A"},
    {"id": "C2", "name": "[/b] & Söhne", "lat": 30.02, "lon": 120.01, "grade": "B"},
    {"id": "C3", "name": "远村小卖部", "lat": 30.03, "lon": 120.02, "grade": "C"},
]
REPS = [{"id": "R1", "name": "张三"}, {"id": "R2", "name": "李四"}]
DEPOT = {"id": "D1", "name": "仓库", "lat": 30.0, "lon": 120.0}
DATE = "2099-11-24"  # a Tuesday


class Shell:
    """Runs `roundsman` in a process of its own on one data folder."""

    def __init__(self, folder: Path, forks: Forks) -> None:
        self.folder = folder
        self._forks = forks

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"PYTHONPATH": str(ROOT)}

    def words(self, *words: object, lang: str = "en") -> list[str]:
        """The words behind `roundsman`."""
        return ["--data", str(self.folder), "--lang", lang, *map(str, words)]

    def __call__(self, *words: object, stdin: str = "", lang: str = "en") -> subprocess.CompletedProcess[str]:
        return self._forks.run(
            self.words(*words, lang=lang), stdin=stdin, folder=self.folder.parent, environment=self.environment
        )

    def started(self, *words: object, stderr: int, lang: str = "en") -> subprocess.Popen[bytes]:
        """A command that is not waited for; `stderr` is where it narrates."""
        return subprocess.Popen(
            [sys.executable, "-m", "tui.cli", *self.words(*words, lang=lang)],
            cwd=self.folder.parent,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            env=self.environment,
        )

    def elsewhere(self, folder: Path) -> Shell:
        """The same on another data folder."""
        return Shell(folder, self._forks)

    def json(self, *words: object, stdin: str = "", code: int = 0) -> Any:
        done = self(*words, "--json", stdin=stdin)
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    made = Forks(tmp_path_factory.mktemp("streams"))
    yield made
    made.close()


@pytest.fixture
def shell(tmp_path: Path, forks: Forks) -> Shell:
    return Shell(tmp_path / "books", forks)


@pytest.fixture
def stocked(shell: Shell) -> Shell:
    for kind, documents in (("outlets", OUTLETS), ("reps", REPS), ("depots", [DEPOT])):
        assert shell("put", kind, "-", stdin=json.dumps(documents)).returncode == 0
    return shell
