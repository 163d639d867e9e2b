"""What every test shares: a quiet environment, tools from the system, data folders."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from store.books import Books

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Public instances, maps and outlets, where they stand beside the checkout."""

settings.register_profile(
    "roundsman", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("roundsman")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", metavar="FOLDER", help="keep the screens of whole days in this folder, as pages")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test whose tool is missing is skipped, saying so; in CI it fails."""
    for marker in item.iter_markers("tool"):
        for tool in marker.args:
            if shutil.which(tool) is None:
                if os.environ.get("CI"):
                    pytest.fail(f"{tool} is not installed")
                pytest.skip(f"needs {tool}")


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes anybody's own books, whatever language the machine speaks."""
    monkeypatch.setenv("ROUNDSMAN_DATA", str(tmp_path / "books"))
    monkeypatch.setenv("ROUNDSMAN_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("ROUNDSMAN_LANG", "en")


@pytest.fixture
def books(tmp_path: Path) -> Books:
    """An empty data folder, opened."""
    return Books(tmp_path / "books")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    if not SHARED_DATA.is_dir():
        pytest.skip(f"no shared data at {SHARED_DATA}")
    return SHARED_DATA
