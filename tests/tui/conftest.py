"""Towns to open the app on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.books import Books
from tests.tui.town import Clock, hand_plan, office, stocked
from tui.jobs.office import Office


@pytest.fixture(scope="session")
def _towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town made once: without a plan, and with one laid out by hand."""
    folder = tmp_path_factory.mktemp("towns")
    stocked(folder / "bare")
    hand_plan(office(stocked(folder / "planned")))
    return folder


@pytest.fixture
def clock() -> Clock:
    """08:00 on the town's Tuesday."""
    return Clock()


@pytest.fixture
def bare(_towns: Path, tmp_path: Path, clock: Clock) -> Office:
    """The town without a plan."""
    shutil.copytree(_towns / "bare", tmp_path / "books")
    return office(Books(tmp_path / "books"), clock)


@pytest.fixture
def planned(_towns: Path, tmp_path: Path, clock: Clock) -> Office:
    """The town with a plan for its Tuesday."""
    shutil.copytree(_towns / "planned", tmp_path / "books")
    return office(Books(tmp_path / "books"), clock)
