"""Dialogs, the help and the palette: filtered as one types, done by enter, left by Esc."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.tui.harness import Player, playing
from tests.tui.town import TODAY
from tui.commands import offers
from tui.jobs.office import Office
from tui.locale import LANGUAGES, translator
from tui.screens.board import BoardScreen
from tui.screens.dialogs import AskText, Choice, Choose, Confirm, Decide
from tui.screens.help import help_dialog
from tui.widgets.table import Column


async def opened(player: Player, where: str) -> None:
    await {"board": player.board, "rounds": player.rounds, "outlets": player.outlets}[where]()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", ["board", "rounds", "outlets", "call"])
async def test_help_lists_every_command_of_the_screen_with_its_keys(
    planned: Office, where: str, language: str
) -> None:
    async with playing(planned, size=(140, 60), language=language) as player:
        await opened(player, "rounds" if where == "call" else where)
        if where == "call":
            await player.press("enter")
            await player.call()
        screen = player.app.screen
        t = translator(language)
        wanted = {(offer.title(t), offer.shown_keys) for offer in offers(screen)}
        await player.press("question_mark")
        await player.dialog()
        lines = player.choices()
        assert len(lines) >= 12
        for title, keys in wanted:
            assert any(line.startswith(f"{title} {keys}") for line in lines), title
        assert not any(".title" in line or ".help" in line for line in lines)


@pytest.mark.parametrize("key", ["question_mark", "fullwidth_question_mark", "f1"])
async def test_help_is_filtered_and_does_what_is_chosen(planned: Office, key: str) -> None:
    async with playing(planned) as player:
        await player.press(key)
        await player.dialog("Help")
        await player.type("go to date")
        assert [line.split("  ")[0][:10] for line in player.choices()] == ["Go to date"]
        await player.press("enter")
        await player.answer("Which date?", text="+1")
        assert player.app.date.day == TODAY.day + 1


async def test_the_palette_offers_only_what_can_be_done_now(bare: Office) -> None:
    async with playing(bare) as player:
        for key in ("ctrl+p", "f10"):
            await player.press(key)
            await player.dialog("Commands")
            lines = player.choices()
            assert any(line.startswith("Plan ") for line in lines)
            assert not any(line.startswith(("Publish", "Undo", "Move", "Drop")) for line in lines)
            await player.press("escape")
            await player.board()


async def test_the_palette_does_a_command_by_its_help_or_its_name(planned: Office) -> None:
    async with playing(planned) as player:
        await player.press("ctrl+p")
        await player.answer("Commands", text="turns the route round")
        plan = planned.books.days.plan(TODAY)
        assert plan is not None
        assert [stop.outlet for stop in plan.routes[0].stops] == ["C04", "C03", "C02", "C01"]
        await player.press("f10")
        await player.answer("Commands", text="outlets")
        await player.outlets()


async def test_a_command_from_the_palette_may_ask_on(planned: Office) -> None:
    async with playing(planned, language="zh") as player:
        await player.press("f10")
        await player.answer("命令", text="加入")
        await player.answer("哪个网点？", text="重庆")
        assert isinstance(player.app.screen, BoardScreen)


async def test_what_cannot_be_done_is_dimmed_in_the_help_and_says_why_when_asked_for(bare: Office) -> None:
    async with playing(bare) as player:
        await player.press("f1")
        await player.answer("Help", text="Publish")
        await player.told("there is no plan for this date yet")


async def test_arrows_and_pages_move_in_the_list_while_one_types(planned: Office) -> None:
    async with playing(planned) as player:
        await player.press("f1")
        dialog = await player.dialog("Help")
        table = dialog.query_one("Table")
        await player.press("down", "down", "up")
        assert table.cursor == 1  # type: ignore[attr-defined]
        await player.press("pagedown")
        assert table.cursor > 5  # type: ignore[attr-defined]
        await player.press("pageup", "pageup")
        assert table.cursor == 0  # type: ignore[attr-defined]
        await player.type("zzzz")
        assert player.choices() == []
        await player.press("enter", "down")
        assert player.app.screen is dialog


async def test_a_click_chooses(planned: Office) -> None:
    async with playing(planned) as player:
        await player.press("r", "u")
        await player.press("f1")
        dialog = await player.dialog("Help")
        await player.type("next day")
        await player.pilot.click(dialog.query_one("Table"), offset=(3, 0))
        await player.until(lambda: player.app.date.day == TODAY.day + 1, "the next day")


async def test_dialogs_show_names_as_they_are(planned: Office) -> None:
    async with playing(planned) as player:
        names = ["[/b]", "[0]", "متجر", "\x1b[31mred", "👨‍👩‍👧"]
        answers: list[object] = []

        async def ask() -> None:
            choices = [Choice(name, [name, [(name, "dim")]], name) for name in names]
            columns = [Column("a", min=10, weight=1), Column("b", min=10)]
            answers.append(await player.app.choose("[/b] which?", choices, columns, note="[0] note"))
            answers.append(
                await player.app.ask_text(
                    "[/b]?", note="[i]", value="[0]", problem=lambda t: f"[/b]{t}" if t == "[0]" else None
                )
            )
            answers.append(await player.app.confirm("[/b]!", "[0]"))

        player.app.run_worker(ask())
        await player.dialog("[/b] which?")
        text = player.screen_text()
        assert all(part in text for part in ("[/b] which?", "[0] note", "[/b]", "متجر", "[31mred"))
        await player.answer("which", text="[0]")
        await player.dialog("[/b]?")
        await player.press("enter")
        assert "[/b][0]" in player.screen_text()
        await player.answer("[/b]?", text="fine")
        await player.dialog("[/b]!")
        await player.press("y")
        await player.until(lambda: len(answers) == 3, "the answers")
        assert answers == ["[0]", "fine", True]


@pytest.mark.parametrize(
    ("key", "answer"), [("y", True), ("enter", True), ("n", False), ("escape", False), ("ｙ", True)]
)
async def test_a_confirmation_is_answered_by_one_key(bare: Office, key: str, answer: bool) -> None:
    async with playing(bare) as player:
        answers = []

        async def ask() -> None:
            answers.append(await player.app.confirm("Sure?"))

        player.app.run_worker(ask())
        await player.dialog("Sure?")
        await player.press(key)
        await player.until(lambda: answers, "the answer")
        assert answers == [answer]


async def test_the_app_can_be_left_from_a_dialog(bare: Office) -> None:
    async with playing(bare) as player:
        await player.press("f1")
        await player.dialog("Help")
        await player.press("ctrl+q")
        await player.until(lambda: player.app.return_code == 0 and not player.app._running, "the end")


async def test_function_keys_do_not_reach_past_a_dialog(bare: Office) -> None:
    async with playing(bare) as player:
        await player.press("g")
        dialog = await player.dialog("Which date?")
        await player.press("f3", "f1", "f5")
        assert player.app.screen is dialog


@pytest.mark.parametrize("kind", [AskText, Choose, Confirm])
@pytest.mark.parametrize("size", [(45, 20), (45, 24), (140, 36)])
async def test_dialogs_fit_the_screen_with_their_footer(planned: Office, kind: type, size: tuple[int, int]) -> None:
    async with playing(planned, size=size) as player:
        key = {AskText: "g", Choose: "f1", Confirm: "p"}[kind]
        await player.press(key)
        dialog = await player.dialog()
        assert isinstance(dialog, kind)
        box = dialog.query_one(".box").region
        assert box.width <= size[0]
        assert box.height <= size[1]
        assert dialog.query_one("CommandFooter").region.bottom < box.bottom
        assert "Esc" in player.line_text("CommandFooter")


@pytest.mark.parametrize("size", [(45, 20), (45, 44), (80, 24), (120, 36)])
async def test_a_long_dialog_shows_how_to_go_on_and_no_more_room_than_it_needs(
    planned: Office, size: tuple[int, int]
) -> None:
    async with playing(planned, size=size) as player:
        for dialog in (
            Decide("much", [[(f"line {n}", "")] for n in range(99)]),
            help_dialog(player.app.screen, player.app.t),
        ):
            player.app.push_screen(dialog)
            await player.dialog()
            await player.until(lambda: "Esc Back" in player.screen_text(), "the dialog's footer")
            lines = player.screen_text().splitlines()
            footer = next(n for n, line in enumerate(lines) if "Esc Back" in line)
            assert "╰" in lines[footer + 1], "nothing stands below the footer"
            assert not lines[footer - 1].strip(" │").strip("█▇▆▅▄▃▂▁")
            assert footer >= size[1] * 8 // 10 - 2, "a long list has all the room there is"
            await player.press("escape")
            await player.until(lambda: player.app.screen is not dialog, "it to close")  # noqa: B023


async def test_the_palette_goes_to_an_outlet_a_rep_or_a_date(planned: Office) -> None:
    async with playing(planned) as player:
        await player.press("ctrl+p")
        await player.answer("Commands", text="lwyjd")
        outlets = await player.outlets()
        await player.until(lambda: outlets.outlet is not None and outlets.outlet.name == "老王烟酒店", "the outlet")
        await player.press("ctrl+p")
        await player.answer("Commands", text="R2")
        board = await player.board()
        await player.until(lambda: board.entry is not None and board.entry.rep == "R2", "the rep's route")
        await player.press("ctrl+p")
        await player.answer("Commands", text="+2")
        assert player.app.date.day == TODAY.day + 2


async def test_a_route_is_copied_as_text(planned: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    sent: list[str] = []
    monkeypatch.setattr("tests.tui.harness.TestedApp.copy_to_clipboard", lambda _, text: sent.append(text))
    async with playing(planned) as player:
        board = await player.board()
        board.rep_wanted("R1")
        await player.press("y")
        told = await player.told("copied by the terminal")
        assert "老王烟酒店" in sent[0]
        assert "copied.txt" in told


async def test_keys_in_a_row_do_what_they_do_in_the_order_they_were_typed(planned: Office) -> None:
    async with playing(planned) as player:
        await player.board()
        await player.press("S")
        dialog = await player.dialog("How many seconds")
        line = dialog.query_one(Input)
        await player.hurry("backspace", "backspace", "2", "5", "left", "1", "home", "delete", "3", "end", "4")
        assert line.value == "3154"
        await player.hurry("ctrl+u", "7", "backspace", "9")
        assert line.value == "9"
