"""Forms and lists of records on screen: reached by a key, asked for as each field is, told what is wrong, at 45 columns."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from store.records import StopKind
from tests.tui.harness import Player, playing
from tests.tui.town import TODAY
from tui.jobs.office import Office
from tui.screens.dialogs import AskText
from tui.screens.page import PageScreen
from tui.screens.record import RecordScreen
from tui.screens.records import KINDS, RecordsScreen


async def form(player: Player) -> RecordScreen:
    await player.until(
        lambda: isinstance(player.app.screen, RecordScreen) and player.app.screen.fields.rows, "the form"
    )
    screen = player.app.screen
    assert isinstance(screen, RecordScreen)
    return screen


async def on_row(player: Player, screen: RecordScreen, *path: str) -> None:
    assert screen.fields.show_key(("field", path)), path
    await player.pilot.pause()


async def leave(player: Player, screen: RecordScreen) -> None:
    await player.press("escape")
    await player.until(lambda: player.app.screen is not screen, "the form to close")


async def test_an_outlets_form_from_the_list_and_its_page(planned: Office) -> None:
    async with playing(planned, size=(100, 40)) as player:
        outlets = await player.outlets()
        assert outlets.table.show_key("C02")
        await player.press("e")
        screen = await form(player)
        assert "[/b]" in player.screen_text()
        # a line: what is wrong is said under it, what is right is saved
        await on_row(player, screen, "windows")
        await player.press("enter")
        dialog = await player.dialog("hours")
        dialog.query_one(Input).value = "noon"
        await player.press("enter")
        assert "says no hours" in player.screen_text()
        assert isinstance(player.app.screen, AskText)
        dialog.query_one(Input).value = "9-12, 14-18"
        await player.press("enter")
        await player.told("saved: [/b]")
        assert [w.open for w in planned.books.outlets.get("C02").windows] == [9 * 3600, 14 * 3600]
        # yes or no, one of some, several of some
        await on_row(player, screen, "must")
        await player.press("enter")
        await player.until(lambda: planned.books.outlets.get("C02").must, "the mark")
        await on_row(player, screen, "rep")
        await player.press("enter")
        await player.answer("rep", text="Ольга")
        await player.until(lambda: planned.books.outlets.get("C02").rep == "R3", "the rep")
        await on_row(player, screen, "together")
        await player.press("enter")
        await player.dialog("on one route with")
        await player.type("cq")
        await player.press("tab")
        assert "✓" in player.screen_text()
        await player.press("enter")
        await player.until(lambda: planned.books.outlets.get("C02").together == ["C07"], "the tie")
        await on_row(player, screen, "access", "vehicles")
        await player.press("enter")
        await player.dialog("vehicles")
        await player.press("down", "tab", "enter")
        await player.until(lambda: planned.books.outlets.get("C02").access, "the kinds")
        await on_row(player, screen, "together")
        await player.press("delete")
        await player.until(lambda: planned.books.outlets.get("C02").together == [], "the tie gone")
        # a position in China: which map
        await on_row(player, screen, "position")
        await player.press("enter")
        await player.answer("position", text="30.01, 120.01")
        await player.answer("", text="WGS")
        await player.until(lambda: planned.books.outlets.get("C02").lat == 30.01, "the position")
        await leave(player, screen)
        await player.until(lambda: player.app.screen is outlets, "the list")
        await player.app.push_screen(PageScreen("C02"))
        await player.press("e")
        await leave(player, await form(player))


async def test_who_works_today_is_arranged_and_the_board_knows(planned: Office) -> None:
    async with playing(planned, size=(120, 40)) as player:
        board = await player.board()
        screen = await player.go("ctrl+x", RecordsScreen)
        await player.until(lambda: screen.table.rows, "who works")
        assert screen.table.show_key("R3")
        await player.press("h")
        await player.answer("hours", text="休息")
        await player.told("arranged for Ольга")
        assert planned.books.arrangements.get(TODAY.isoformat()).shifts == {"R3": []}
        assert "off" in player.table_text("#records")
        await player.board()
        assert board.board is not None
        assert "R3" not in board.board.desk.world.on_duty()
        # from the board: the stop's outlet, the route's rep, the day's own
        assert board.choose_stop(("C02", StopKind.VISIT))
        board.show_pane("list")
        await player.until(lambda: board.listing.has_focus, "the list")
        await player.press("E")
        shown = await form(player)
        assert (shown.editor.kind, shown.editor.id) == ("outlets", "C02")
        await on_row(player, shown, "call_minutes")
        await player.press("enter")
        await player.answer("minutes", text="33")
        await leave(player, shown)
        await player.until(
            lambda: board.board and board.board.desk.world.outlets["C02"].call_minutes == 33, "the board to know"
        )
        board.show_pane("index")
        await player.until(lambda: board.index.has_focus, "the routes")
        await player.press("E")
        shown = await form(player)
        assert shown.editor.kind == "reps"
        await leave(player, shown)
        await player.press("D")
        shown = await form(player)
        assert (shown.editor.kind, shown.editor.id) == ("arrangements", TODAY.isoformat())
        add = next(row for row in shown.fields.rows if row.kind == "add" and row.path == ("limits",))
        assert shown.fields.show_key(add.key)
        await player.press("enter")
        await player.answer("at most", text="张三")
        await player.until(lambda: shown.row is not None and shown.row.path == ("limits", "R1", "stops"), "the entry")
        await player.press("enter")
        await player.answer("stops", text="7")
        await player.until(
            lambda: planned.books.arrangements.get(TODAY.isoformat()).limits["R1"].stops == 7, "the limit"
        )
        await player.press("delete")
        await player.until(lambda: not planned.books.arrangements.get(TODAY.isoformat()).limits, "the entry gone")


async def test_lists_by_kind_new_records_and_settings(bare: Office) -> None:
    async with playing(bare, size=(120, 40)) as player:
        screen = await player.go("ctrl+x", RecordsScreen)
        await player.press("tab", "tab")
        assert screen.kind == "vehicles"
        await player.press("n")
        await player.answer("plate", text="浙A[/b]")
        shown = await form(player)
        assert bare.books.vehicles.get("V01").plate == "浙A[/b]"
        await player.press("ctrl+w")
        await player.answer("End 浙A[/b]")
        await player.until(lambda: not bare.books.vehicles.get("V01").active, "the end")
        assert "(ended)" in player.screen_text()
        await leave(player, shown)
        assert "(ended)" in player.table_text("#records")
        screen.show_kind("restrictions")
        await player.press("n")
        await player.answer("name", text="[0]")
        shown = await form(player)
        await on_row(player, shown, "digits")
        await player.press("enter")
        await player.answer("digits", text="mon 1 6")
        await player.until(lambda: bare.books.restrictions.get("X01").digits == {"mon": "16"}, "the digits")
        await leave(player, shown)
        await player.press("n")
        await player.dialog("name")
        await player.press("escape")
        await player.until(lambda: player.app.screen is screen, "the list")
        assert list(bare.books.restrictions.all()) == ["X01"], "what was left is not on file"
        await player.press("s")
        shown = await form(player)
        await on_row(player, shown, "profiles", "fair", "even")
        await player.press("enter")
        await player.answer("uneven", text="40")
        await player.until(lambda: bare.books.settings.profiles["fair"].even == 40, "the weight")


async def test_a_rep_ends_and_another_takes_over(planned: Office) -> None:
    books = planned.books
    beat = {"id": "B1", "name": "周二线", "days": ["tue"], "rep": "R1", "outlets": ["C01", "C02", "C03"]}
    books.beats.put([beat])
    async with playing(planned, size=(100, 40)) as player:
        screen = await player.go("ctrl+x", RecordsScreen)
        screen.show_kind("reps")
        assert screen.table.show_key("R1")
        await player.press("X")
        dialog = await player.dialog("End 张三")
        assert "outlets still name this rep" in player.screen_text()
        await player.press("escape")
        await player.until(lambda: player.app.screen is not dialog, "the dialog to close")
        assert books.reps.get("R1").active
        await player.press("X")
        await player.answer("End 张三")
        await player.answer("takes over", text="Ольга")
        await player.told("ended: 张三")
        assert books.beats.get("B1").rep == "R3"
        assert {each.rep for each in books.outlets.all().values()} <= {"R2", "R3"}
        # the outlets of a beat are rows: put in order, one put in before another
        screen.show_kind("beats")
        await player.press("enter")
        shown = await form(player)
        assert shown.fields.show_key(("field", ("outlets", 2)))
        await player.press("shift+up", "shift+up")
        await player.until(lambda: books.beats.get("B1").outlets == ["C03", "C01", "C02"], "the order")
        await player.press("i")
        await player.answer("outlets", text="C07")
        await player.until(lambda: books.beats.get("B1").outlets == ["C07", "C03", "C01", "C02"], "the new one")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_forms_and_lists_on_a_phones_width(planned: Office, language: str) -> None:
    async with playing(planned, size=(45, 40), language=language) as player:
        screen = await player.go("ctrl+x", RecordsScreen)
        for _ in KINDS:
            await player.press("tab")
            assert all(cell_len(line) <= 45 for line in player.screen_text().splitlines())
        assert screen.kind == "duty"
        for name in ("张三", "[0]", "Ольга"):
            assert name in player.screen_text()
        await player.press("s")
        shown = await form(player)
        while shown.row is not None and shown.fields.cursor < len(shown.fields.rows) - 1:
            await player.press("tab")
            if shown.fields.cursor == 1:
                break
            assert all(cell_len(line) <= 45 for line in player.screen_text().splitlines())
        await player.press("ctrl+l")
        assert shown.fields.rows
