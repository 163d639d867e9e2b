"""A shell with `roundsman` in it, on a data folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

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

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[3])}

    def words(self, *words: object, lang: str = "en") -> list[str]:
        """The whole command line."""
        return [sys.executable, "-m", "tui.cli", "--data", str(self.folder), "--lang", lang, *map(str, words)]

    def __call__(self, *words: object, stdin: str = "", lang: str = "en") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.words(*words, lang=lang),
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=self.folder.parent,
            env=self.environment,
        )

    def json(self, *words: object, stdin: str = "", code: int = 0) -> Any:
        done = self(*words, "--json", stdin=stdin)
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "books")


@pytest.fixture
def stocked(shell: Shell) -> Shell:
    for kind, documents in (("outlets", OUTLETS), ("reps", REPS), ("depots", [DEPOT])):
        assert shell("put", kind, "-", stdin=json.dumps(documents)).returncode == 0
    return shell
