"""The question for a date: typed, or chosen in its month by keys or by mouse."""

from __future__ import annotations

import datetime as dt

import pytest
from textual.widgets import Input

from tests.tui.harness import Player, playing
from tests.tui.town import TODAY
from tui.jobs.office import Office
from tui.screens.dating import AskDate
from tui.widgets.month import Month


async def asked(player: Player, *, near: dt.date | None = None, **options: object) -> list[object]:
    """The dialog opened; the answer will stand in the list."""
    answers: list[object] = []

    async def ask() -> None:
        answers.append(await player.app.ask_date_text("Until [/b] when?", near=near, **options))

    player.app.run_worker(ask())
    await player.dialog("when?")
    return answers


async def answered(player: Player, answers: list[object]) -> object:
    await player.until(lambda: answers, "the answer")
    return answers[0]


@pytest.mark.parametrize(
    ("keys", "date"),
    [
        (["enter"], "2026-11-24"),
        (["right", "right", "left", "down", "enter"], "2026-12-02"),
        (["pagedown", "up", "enter"], "2026-12-17"),
        (["ctrl+up", "enter"], "2026-10-24"),
    ],
)
async def test_arrows_and_pages_choose_a_day(bare: Office, keys: list[str], date: str) -> None:
    async with playing(bare, size=(45, 20)) as player:
        answers = await asked(player)
        await player.press(*keys)
        assert await answered(player, answers) == date


async def test_what_is_typed_is_shown_in_its_month_and_arrows_are_the_text_s_own(bare: Office) -> None:
    async with playing(bare) as player:
        answers = await asked(player)
        await player.type("2027-02-30")
        await player.press("enter")
        assert "2027-02-30: not a date" in player.screen_text()
        await player.press("left", "backspace", "1", "delete", "1")
        line = player.app.screen.query_one(Input)
        assert line.value == "2027-02-11"
        await player.until(lambda: "2027-02 " in player.screen_text(), "its month")
        await player.press("down")
        assert line.value == "2027-02-18"
        await player.press("right", "enter")
        assert await answered(player, answers) == "2027-02-19"


async def test_a_click_turns_the_month_and_takes_a_day(bare: Office) -> None:
    async with playing(bare, size=(45, 20), language="zh") as player:
        answers = await asked(player, near=dt.date(2026, 1, 31))
        month = player.app.screen.query_one(Month)
        assert "2026年01月" in player.screen_text()
        await player.pilot.click(month, offset=(13, 0))
        await player.until(lambda: "2026年02月" in player.screen_text(), "the next month")
        await player.pilot.click(month, offset=(0, 2))  # before the first: nothing stands there
        assert not answers
        await player.pilot.click(month, offset=(0, 0))
        await player.until(lambda: "2026年01月" in player.screen_text(), "the month before")
        await player.pilot.click(month, offset=(16, 2))
        assert await answered(player, answers) == "2026-01-01"


async def test_no_date_is_an_answer_only_where_there_may_be_none(bare: Office) -> None:
    async with playing(bare) as player:
        answers = await asked(player, empty=True, value="2026-11-30")
        line = player.app.screen.query_one(Input)
        line.value = ""
        await player.press("enter")
        assert await answered(player, answers) == ""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(45, 20), (140, 36)])
async def test_the_month_is_whole_and_says_what_day_it_is(bare: Office, size: tuple[int, int], language: str) -> None:
    books = bare.books
    closed = [{"first": "2026-11-26", "last": "2026-11-27", "name": "很长很长很长很长很长的[节日]"}]
    books.save_settings(type(books.settings).model_validate({**books.settings.to_json(), "calendar": closed}))
    async with playing(bare, size=size, language=language) as player:
        await player.press("g")
        dialog = await player.dialog()
        assert isinstance(dialog, AskDate)
        await player.press("right", "right")
        text = player.screen_text()
        assert all(f"{day:2}" in text for day in range(1, 31))
        assert ("26休" if language == "zh" else "26×") in text
        assert "Esc" in player.line_text("Dialog CommandFooter")
        assert dialog.query_one(".box").region.bottom <= size[1]
        await player.press("ctrl+l")
        await player.until(lambda: ("26×" if language == "zh" else "26休") in player.screen_text(), "other words")
        await player.press("escape")
        assert player.app.date == TODAY
