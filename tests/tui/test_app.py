"""The app as a whole: opening, languages, dates, looks, leaving."""

from __future__ import annotations

import datetime as dt
import threading
import unicodedata

import pytest

from store.books import Books
from store.files.presence import Presence
from tests.tui.harness import TestedApp, playing
from tests.tui.town import TODAY, Clock, hand_plan, office
from tui.app import MODES, RoundsmanApp
from tui.jobs.office import Office
from tui.locale import translator
from tui.screens.opening import OpeningScreen
from tui.screens.outlets import OutletsScreen


async def test_it_paints_before_the_books_are_read(bare: Office) -> None:
    gate = threading.Event()

    def slow() -> Office:
        gate.wait(20)
        return bare

    app = RoundsmanApp(slow, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        try:
            assert isinstance(app.screen, OpeningScreen)
            assert "opening the books" in str(app.screen.query_one("#opening").render())  # type: ignore[attr-defined]
            await pilot.press("question_mark", "x", "escape", "ctrl+l")  # none of it may break anything
            await pilot.press("f3", "f4")  # a screen that is asked for is shown as soon as there is one
        finally:
            gate.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, OutletsScreen)
        assert app.language == "zh"


async def test_books_that_cannot_be_opened_are_told_on_the_first_screen(bare: Office) -> None:
    path = bare.books.folder / "settings.json"
    assert path.is_file()
    path.write_bytes(b'{"settings": {"1": {"id": "sett')
    app = TestedApp(office(Books(bare.books.folder), Clock()), "en")
    async with app.run_test(size=(80, 24), message_hook=app.watch_message) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, OpeningScreen)
        assert "settings.json" in app.screen.fault
        await pilot.press("ctrl+l")
        assert "ctrl+q" in str(app.screen.query_one("#opening").render())  # type: ignore[attr-defined]
        await pilot.press("f2", "f1", "escape", "ctrl+q")
    assert app.return_code == 0


async def test_the_language_changes_at_once_on_every_screen(planned: Office) -> None:
    async with playing(planned, size=(140, 40)) as player:
        zh, en = translator("zh"), translator("en")
        await player.rounds()
        await player.outlets()
        await player.rounds()
        await player.press("enter")
        await player.call()
        for mode, here, there in (("f3", en, zh), ("f4", zh, en), ("f2", en, zh)):
            await player.press(mode)
            await player.until(
                lambda mode=mode: player.app.current_mode == {"f2": "board", "f3": "rounds", "f4": "outlets"}[mode],
                mode,
            )
            assert f"F2 {here('app.board.title')}" in player.screen_text()
            await player.press("ctrl+l")
            await player.until(
                lambda there=there: f"F2 {there('app.board.title')}" in player.screen_text(), "the other language"
            )
            assert there("app.help.title") in player.line_text("CommandFooter")
        # now Chinese: no screen keeps an English word
        await player.press("f3")
        call = await player.call()
        assert "必做" in player.table_text("#facts")
        assert "上次约定" in player.lines_text("#brief")
        assert call.office.language == "zh"
        await player.press("escape")
        await player.rounds()
        await player.until(lambda: "已完成" in player.line_text("#rep"), "the stop list in Chinese")
        await player.outlets()
        await player.until(lambda: "排序" in player.line_text("#found"), "the outlets in Chinese")
        assert "拼音" in player.screen_text()
        assert "杂货" in player.table_text("#outlets") or "食杂" in player.table_text("#outlets")
        board = await player.board()
        assert "草稿" in player.line_text("#status")
        assert board.index.columns[1].title == zh("board.column.rep")


async def test_the_date_holds_on_every_screen_and_comes_back(planned: Office) -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    hand_plan(planned, tomorrow, {"R1": ["C09"]})
    async with playing(planned) as player:
        board = await player.board()
        await player.rounds()
        await player.press("]")
        await player.until(lambda: "Café" in player.table_text("#stops"), "tomorrow's stops")
        await player.board()
        assert board.board is not None
        assert board.board.desk.date == tomorrow
        assert "2026-11-25 Wed" in player.line_text("TitleBar")
        await player.press("t")
        await player.until(lambda: board.board is not None and board.board.desk.date == TODAY, "today")
        await player.rounds()
        assert "老王烟酒店" in player.table_text("#stops")


async def test_a_date_is_asked_for_and_nonsense_refused(planned: Office) -> None:
    async with playing(planned) as player:
        await player.press("ctrl+g")
        dialog = await player.dialog("Which date?")
        await player.type("31-31")
        await player.press("enter")
        assert "31-31: not a date" in player.screen_text()
        assert player.app.screen is dialog
        await player.answer("Which date?", text="2027-02-28")
        assert player.app.date == dt.date(2027, 2, 28)
        await player.board()


async def test_ctrl_c_ends_nothing_and_says_how_to_leave(bare: Office) -> None:
    async with playing(bare) as player:
        await player.press("ctrl+c")
        await player.told("ctrl+q leaves")


async def test_who_else_has_the_books_open_is_seen_and_gone_when_they_leave(planned: Office) -> None:
    other = Presence(planned.books.folder, "李四")
    async with playing(planned) as player:
        assert "also here" not in player.screen_text()
        other.say("2030-01-01")
        player.app._give_sign()
        await player.until(lambda: "also here: 李四 " in player.screen_text(), "the other")
        other.say(player.app.date.isoformat())
        player.app._give_sign()
        await player.until(lambda: "also here: 李四!" in player.screen_text(), "the same date")
        other.leave()
        player.app._give_sign()
        await player.until(lambda: "also here" not in player.screen_text(), "alone again")
        await player.press("ctrl+q")
    assert not list((planned.books.folder / ".cache" / "here").glob("*.json"))


async def test_light_and_dark(planned: Office) -> None:
    async with playing(planned) as player:
        assert player.app.current_theme.dark
        await player.press("f8")
        assert not player.app.current_theme.dark
        await player.rounds()
        await player.press("f8")
        assert player.app.current_theme.dark


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [45, 80, 100, 140, 240])
async def test_every_screen_at_every_width_shows_no_key_of_a_translation(
    planned: Office, width: int, language: str
) -> None:
    """A key shown as itself means a missing sentence; a name cut by markup means it was read as such."""
    async with playing(planned, size=(width, 50), language=language) as player:
        seen = [player.screen_text()]
        await player.rounds()
        seen.append(player.screen_text())
        await player.press("enter")
        await player.call()
        seen.append(player.screen_text())
        await player.outlets()
        seen.append(player.screen_text())
        areas = ("app.", "board.", "rounds.", "call.", "outlets.", "records.", "plan.", "errors.")
        for text in seen:
            assert not [word for word in text.split() if word.startswith(areas)], text
            assert not [char for char in text if unicodedata.category(char) == "Cc" and char != "\n"]
            assert "Traceback" not in text


async def test_resizing_from_a_desk_to_a_phone_and_back_loses_nothing(planned: Office) -> None:
    async with playing(planned, size=(140, 40)) as player:
        board = await player.board()
        assert board.choose_stop(("C03", "visit"))
        board.show_pane("list")
        await player.pilot.pause()
        before = player.screen_text()
        for size in ((45, 20), (20, 8), (1, 1), (240, 70), (140, 40)):
            await player.pilot.resize_terminal(*size)
            await player.pilot.pause()
        assert board.row is not None
        assert board.row.stop_key == ("C03", "visit")
        assert player.screen_text() == before


async def test_a_stop_list_on_a_phone_shows_the_next_stop_first(planned: Office) -> None:
    async with playing(planned, size=(45, 24)) as player:
        await player.rounds()
        lines = player.screen_text().splitlines()
        assert any("老王烟酒店" in line for line in lines[:5])


def test_modes_name_screens_that_exist() -> None:
    from importlib import import_module

    for module, name in MODES.values():
        assert hasattr(import_module(module), name)
