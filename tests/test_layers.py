"""The layers, and what may not be loaded before it is needed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {"numba", "ortools", "numpy", "networkx", "pydantic", "textual", "reportlab", "xlsxwriter", "pypinyin"}


def loaded_by(statement: str) -> set[str]:
    program = (
        f"{statement}\nimport sys, json\nprint(json.dumps(sorted({{m.partition('.')[0] for m in sys.modules}})))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("import tui.cli.run, tui.cli.parser", set()),
        ("import routing.problem", set()),
        ("import routing.engine.client, routing.planning.request, tui.jobs.desk", {"numpy", "pydantic"}),
        ("import store.books, tui.jobs.calls", {"pydantic"}),
        ("import tui.app", {"textual"}),
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(statement: str, allowed: set[str]) -> None:
    assert loaded_by(statement) & HEAVY <= allowed


def test_the_layers_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "importlinter.cli", "lint", "--no-cache"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
