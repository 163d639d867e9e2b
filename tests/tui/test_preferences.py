"""The user's own keys and looks, what is wrong with them told, and the last view restored."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.harness import Player, TestedApp
from tui.jobs.office import Office
from tui.preferences import THEME_NAMES, LastView, last_language, last_view, preferences, remember
from tui.screens.board import BoardScreen
from tui.themes import THEMES


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROUNDSMAN_CONFIG", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    return tmp_path / "config"


def written(place: Path, text: str) -> Path:
    path = place / "config.toml"
    path.write_text(text, "utf-8")
    return path


def codes(place: Path, text: str) -> list[str]:
    return [key.removeprefix("app.config.") for key, _ in preferences(written(place, text)).problems]


def test_without_a_file_nothing_is_asked_for(place: Path) -> None:
    likes = preferences()
    assert not likes.keys
    assert not likes.problems
    assert likes.path == place / "config.toml"


def test_keys_language_and_look_are_read(place: Path) -> None:
    text = 'language = "zh"\ntheme = "roundsman-contrast"\n[keys]\n"board.plan" = ["f5", "question_mark"]\n"app.help" = "H"\n'
    likes = preferences(written(place, text))
    assert not likes.problems
    assert likes.language == "zh"
    assert likes.theme == "roundsman-contrast"
    assert likes.keys == {"board.plan": ("f5", "question_mark"), "app.help": ("H",)}
    assert likes.keymap()["board.plan:0"] == "f5,question_mark,？"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('language = "fr"', ["language"]),
        ("theme = 3", ["theme"]),
        ('[keys]\n"board.nonsense" = "x"', ["no_command"]),
        ('[keys]\n"board.plan" = "no such key"', ["no_key"]),
        ('[keys]\n"board.plan" = [1]', ["no_key"]),
        ('[keys]\n"board.plan" = "ctrl+m"', ["key_taken"]),
        ("keys = 1", []),
        ("[keys", ["broken"]),
    ],
)
def test_what_cannot_be_followed_is_told_and_the_rest_holds(place: Path, text: str, expected: list[str]) -> None:
    assert codes(place, text) == expected


@given(st.binary(max_size=200))
def test_any_file_at_all_is_survived(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(data)
    preferences(path)


def test_every_look_can_be_named() -> None:
    assert tuple(theme.name for theme in THEMES) == THEME_NAMES


def test_a_view_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    view = LastView("roundsman-dusk", "rounds", "2026-11-24", "R2", timeline=True)
    remember(tmp_path, view, "zh")
    assert last_view(tmp_path) == view
    assert last_view(tmp_path / "other") == LastView()
    assert last_language() == "zh"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"folders": 3}', '{"folders": {"x": 1}, "language": []}'])
def test_a_damaged_view_is_begun_anew(place: Path, tmp_path: Path, text: str) -> None:
    (place / "views.json").write_text(text, "utf-8")
    assert last_view(tmp_path) == LastView()
    remember(tmp_path, LastView(mode="rounds"), "en")
    assert last_view(tmp_path).mode == "rounds"


async def opened(app: TestedApp, player: Player) -> None:
    await player.until(lambda: app._office is not None and app.current_mode != "_default", "the books")


async def test_a_key_of_one_s_own_works_is_shown_and_the_clash_is_told(place: Path, planned: Office) -> None:
    path = written(place, '[keys]\n"board.publish" = "x"\n')
    app = TestedApp(planned)
    app.likes = preferences(path)
    app.set_keymap(app.likes.keymap())
    async with app.run_test(size=(140, 40)) as pilot:
        player = Player(app, pilot)
        await player.until(lambda: isinstance(app.screen, BoardScreen), "the books")
        await player.board()
        await player.told("x stands for both Publish and Explain here; Publish has it")
        await player.press("x")
        await player.dialog("ublish")
        await player.press("escape")
        await player.until(lambda: isinstance(app.screen, BoardScreen), "the board")
        assert "x Publish" in player.screen_text()


async def test_the_last_view_is_restored_and_a_past_date_is_not(planned: Office) -> None:
    remember(planned.books.folder, LastView("roundsman-contrast", "rounds", "2020-01-01", "R2", timeline=True), "en")
    app = TestedApp(planned)
    app._restore = True
    async with app.run_test(size=(140, 40)) as pilot:
        player = Player(app, pilot)
        await opened(app, player)
        await player.until(lambda: app.current_mode == "rounds", "the rounds")
        assert app.theme == "roundsman-contrast"
        assert app.date == planned.today()
        assert app.rep == "R2"
        await player.press("f2")
        await player.board()
        assert app.timeline_open
        await player.press("ctrl+t")
        await player.press("ctrl+t")
        await player.press("ctrl+q")
    assert last_view(planned.books.folder).mode == "board"
    assert not last_view(planned.books.folder).timeline
