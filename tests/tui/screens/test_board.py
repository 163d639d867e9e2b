"""The planner's board by keyboard and mouse: plan, change, lock, undo, publish, find; and searches that go wrong."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import AsyncIterator
from typing import Any

import pytest

from routing.engine.client import Failed
from store.books import Books
from store.records import DayStatus, Lock, StopKind
from tests.tui.harness import Player, playing
from tests.tui.town import TODAY, Clock, hand_plan, office
from tui.jobs.desk import Desk, Progress
from tui.jobs.office import Office
from tui.screens.board import BoardScreen
from tui.state.board import Kind


@pytest.fixture
def search(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Searches end after so many iterations, the same on every machine; a test may change that."""
    options: dict[str, Any] = {"seconds": None, "iterations": 100, "workers": 1}
    for name in ("plan", "freeing", "tried"):
        monkeypatch.setattr(Desk, name, _quick(getattr(Desk, name), options))
    return options


def _quick(search: Any, options: dict[str, Any]) -> Any:
    def quick(desk: Desk, *asked: Any, **given: Any) -> AsyncIterator[Progress]:
        found: AsyncIterator[Progress] = search(desk, *asked, **(given | options))
        return found

    return quick


ENDLESS = {"seconds": 120.0, "iterations": None}


def stops(office: Office, rep: str, date: dt.date = TODAY) -> list[str]:
    plan = Books(office.books.folder).days.plan(date)
    assert plan is not None
    route = plan.route_of(rep)
    return [stop.outlet for stop in route.stops] if route else []


async def on_stop(player: Player, outlet: str) -> BoardScreen:
    board = await player.board()
    assert board.choose_stop((outlet, StopKind.VISIT))
    board.show_pane("list")
    await player.until(lambda: board.listing.has_focus and board.row is not None, "the stop")
    return board


# planning


async def test_f5_plans_what_is_due_and_the_plan_is_on_disk(bare: Office, search: dict[str, Any]) -> None:
    async with playing(bare) as player:
        board = await player.board()
        assert board.entry is not None
        assert board.entry.kind is Kind.DUE
        assert "11 due" in player.line_text("#status")
        await player.press("f5")
        assert board.solving
        await player.told("planned: 10 stops, 1 left out")
        assert not board.solving
        assert board.entry.kind is Kind.ROUTE
        plan = Books(bare.books.folder).days.plan(TODAY)
        assert plan is not None
        assert plan.stop_count == 10
        assert [stop.outlet for stop in plan.unserved] == ["C10"]
        assert "revision 1" in player.line_text("#status")


async def test_while_a_search_runs_edits_are_refused_with_a_word_and_esc_keeps_the_best(
    planned: Office, search: dict[str, Any]
) -> None:
    search |= ENDLESS
    async with playing(planned) as player:
        board = await on_stop(player, "C01")
        await player.press("f5")
        await player.until(lambda: "cost" in player.line_text("#status"), "a first plan")
        await player.press("d")
        await player.told("a search is running")
        assert stops(planned, "R1") == ["C01", "C02", "C03", "C04"]
        await player.press("escape")
        await player.told("stopped; kept the best")
        assert not board.solving
        plan = Books(planned.books.folder).days.plan(TODAY)
        assert plan is not None
        assert plan.stop_count == 10
        await player.press("u")
        await player.told("undone")
        assert stops(planned, "R1") == ["C01", "C02", "C03", "C04"]


async def test_a_search_whose_child_is_killed_is_told_and_survived(bare: Office, search: dict[str, Any]) -> None:
    search |= ENDLESS
    async with playing(bare) as player:
        board = await player.board()
        await player.press("f5")
        await player.until(lambda: "cost" in player.line_text("#status"), "a first plan")
        os.kill(child(board), signal.SIGKILL)
        await player.until(lambda: not board.solving, "the search to end")
        assert player.app.told == ["the planning process ended unexpectedly: nothing was changed; try again"]
        assert Books(bare.books.folder).days.plan(TODAY) is None
        assert "11 due" in player.line_text("#status")
        search |= {"seconds": None, "iterations": 50}
        await player.press("f5")
        await player.told("planned: 10 stops")


async def test_leaving_in_the_middle_of_a_search_leaves_no_child_behind(bare: Office, search: dict[str, Any]) -> None:
    search |= ENDLESS
    async with playing(bare) as player:
        board = await player.board()
        await player.press("f5")
        await player.until(lambda: "cost" in player.line_text("#status"), "a first plan")
        pid = child(board)
        await player.press("ctrl+q")
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_another_date_may_be_looked_at_while_a_search_runs(bare: Office, search: dict[str, Any]) -> None:
    search |= ENDLESS
    async with playing(bare) as player:
        await player.press("f5")
        await player.until(lambda: "cost" in player.line_text("#status"), "a first plan")
        await player.press("right_square_bracket")
        board = await player.board()
        assert player.app.date == TODAY + dt.timedelta(days=1)
        assert board.solving
        await player.press("escape")
        await player.told("stopped; kept the best")
        assert Books(bare.books.folder).days.plan(TODAY) is not None
        assert Books(bare.books.folder).days.plan(player.app.date) is None
        await player.press("left_square_bracket")
        await player.until(lambda: board.board is not None and board.board.planned, "the plan of the first date")
        assert not any("somebody else" in told for told in player.app.told)


async def test_coming_back_to_a_date_before_its_search_ends_shows_the_plan_when_it_is_there(
    bare: Office, search: dict[str, Any]
) -> None:
    search |= ENDLESS
    async with playing(bare) as player:
        await player.press("f5")
        await player.until(lambda: "cost" in player.line_text("#status"), "a first plan")
        await player.press("right_square_bracket")
        await player.board()
        await player.press("left_square_bracket")
        board = await player.board()
        await player.press("escape")
        await player.told("stopped; kept the best")
        await player.until(lambda: board.board is not None and board.board.planned, "the plan")
        assert "revision 1" in player.line_text("#status")


async def test_a_date_that_has_passed_cannot_be_planned(bare: Office, search: dict[str, Any]) -> None:
    async with playing(bare) as player:
        await player.press("left_square_bracket")
        board = await player.board()
        await player.press("f5")
        await player.told("this day has passed")
        await player.until(lambda: not board.solving, "the search to end")


async def test_a_longer_search_asks_for_seconds_and_refuses_nonsense(bare: Office, search: dict[str, Any]) -> None:
    async with playing(bare) as player:
        await player.press("S")
        dialog = await player.dialog("How many seconds")
        for nonsense in ("0", "nan", "inf", "abc"):
            player.app.focused.value = nonsense  # type: ignore[union-attr]
            await player.press("enter")
            assert player.app.screen is dialog
        await player.answer("How many seconds", text="２")
        await player.told("planned: 10 stops")


async def test_only_the_order_may_change(planned: Office, search: dict[str, Any]) -> None:
    async with playing(planned) as player:
        await player.press("o")
        await player.told("planned")
        assert sorted(stops(planned, "R1")) == ["C01", "C02", "C03", "C04"]
        assert sorted(stops(planned, "R2")) == ["C05", "C06", "C07"]


def child(board: BoardScreen) -> int:
    """The process that searches."""
    assert board._search is not None
    search = board.searched.desk._search  # type: ignore[union-attr]
    assert search is not None
    solve = search._solve
    assert solve is not None
    assert solve._process is not None
    assert not isinstance(solve, Failed)
    return solve._process.pid


# edits


async def test_a_stop_moves_to_another_rep_and_the_cursor_goes_with_it(planned: Office) -> None:
    async with playing(planned) as player:
        board = await on_stop(player, "C02")
        await player.press("m")
        await player.dialog("[/b]: to which rep?")
        assert [line.split()[1:3] for line in player.choices()] == [["●", "张三"], ["●", "[0]"], ["●", "Ольга"]]
        await player.answer("to which rep?", text="2")
        await player.dialog("Where")
        assert "before 🍜面馆👨‍👩‍👧‍👦" in player.choices()[1]
        await player.answer("Where", text="1")
        assert stops(planned, "R1") == ["C01", "C03", "C04"]
        assert stops(planned, "R2") == ["C02", "C05", "C06", "C07"]
        assert board.entry is not None
        assert board.entry.rep == "R2"
        assert board.row is not None
        assert board.row.stop_key == ("C02", StopKind.VISIT)


async def test_leaving_a_dialog_changes_nothing(planned: Office) -> None:
    async with playing(planned) as player:
        await on_stop(player, "C02")
        for leave_at in (1, 2):
            await player.press("m")
            await player.dialog("to which rep?")
            if leave_at == 2:
                await player.press("enter")
                await player.dialog("Where")
            await player.press("escape")
            await player.until(lambda: isinstance(player.app.screen, BoardScreen), "the board")
        assert stops(planned, "R1") == ["C01", "C02", "C03", "C04"]


async def test_a_stop_goes_up_and_down_its_route(planned: Office) -> None:
    async with playing(planned) as player:
        board = await on_stop(player, "C02")
        await player.press("shift+up")
        assert stops(planned, "R1") == ["C02", "C01", "C03", "C04"]
        await player.press("shift+up")
        assert stops(planned, "R1") == ["C02", "C01", "C03", "C04"]
        await player.press("ctrl+down", "ctrl+down")
        assert stops(planned, "R1") == ["C01", "C03", "C02", "C04"]
        assert board.row is not None
        assert board.row.stop_key == ("C02", StopKind.VISIT)


async def test_drop_undo_and_redo_walk_back_and_forth(planned: Office) -> None:
    async with playing(planned) as player:
        await on_stop(player, "C02")
        await player.press("d")
        await player.told("taken off: [/b]")
        assert stops(planned, "R1") == ["C01", "C03", "C04"]
        await player.press("d")
        assert stops(planned, "R1") == ["C01", "C04"]
        await player.press("u", "ctrl+z")
        assert stops(planned, "R1") == ["C01", "C02", "C03", "C04"]
        await player.press("U")
        assert stops(planned, "R1") == ["C01", "C03", "C04"]
        await player.told("done again")
        await player.press("ctrl+y", "ctrl+y")
        assert stops(planned, "R1") == ["C01", "C04"]
        await player.press("u")
        await player.press("d")
        await player.press("U")
        await player.told("nothing to do again")


async def test_a_dropped_stop_is_told_among_the_left_out_and_comes_back_by_add(planned: Office) -> None:
    async with playing(planned) as player:
        board = await on_stop(player, "C07")
        await player.press("d")
        assert board.board is not None
        assert board.board.place_of(("C07", StopKind.VISIT))[0].kind is Kind.UNSERVED  # type: ignore[index]
        await player.press("a")
        await player.answer("Which outlet?", text="cqxm")
        await player.until(lambda: "C07" in stops(planned, "R1") + stops(planned, "R2") + stops(planned, "R3"), "C07")
        assert board.row is not None
        assert board.row.stop_key == ("C07", StopKind.VISIT)


async def test_an_outlet_without_a_position_is_refused_in_words(planned: Office) -> None:
    async with playing(planned) as player:
        await player.press("a")
        await player.answer("Which outlet?", text="C10")
        assert "无位置小店" in await player.told("无位置小店")


async def test_a_lock_is_chosen_shown_and_let_go(planned: Office) -> None:
    async with playing(planned) as player:
        board = await on_stop(player, "C03")
        await player.press("l")
        await player.answer("[0]: hold what?", text="3")
        route = Books(planned.books.folder).days.plan(TODAY).route_of("R1")  # type: ignore[union-attr]
        assert route is not None
        assert route.stops[2].lock is Lock.TIME
        assert "3 T 09:00 [0]" in player.table_text("#list")
        assert "held at its time" in player.lines_text("#why")
        await player.press("l")
        await player.dialog("hold what?")
        await player.answer("hold what?")
        assert "T" not in board.listing.render_line(3).text
        await player.press("L")
        await player.told("张三: the route stays as it is")
        assert "▣" in player.table_text("#index")
        await player.press("L")
        await player.told("张三: the route may change")


async def test_a_broken_rule_is_told_once_and_shown(planned: Office) -> None:
    async with playing(planned) as player:
        await on_stop(player, "C02")
        await player.press("shift+down", "shift+down")
        assert stops(planned, "R1") == ["C01", "C03", "C04", "C02"]
        assert "!1" in player.table_text("#index")
        assert "1 rule broken" in player.line_text("#status")
        assert len([told for told in player.app.told if told.startswith("[/b]: ")]) == 1, player.app.told


async def test_a_route_is_turned_round(planned: Office) -> None:
    async with playing(planned) as player:
        await player.board()
        await player.press("r")
        assert stops(planned, "R1") == ["C04", "C03", "C02", "C01"]


async def test_publishing_asks_first_and_later_changes_show(planned: Office) -> None:
    async with playing(planned) as player:
        await on_stop(player, "C03")
        await player.press("p")
        await player.dialog("Publish the plan of 2026-11-24?")
        await player.press("n")
        await player.until(lambda: isinstance(player.app.screen, BoardScreen), "the board")
        assert planned.books.days.plan(TODAY).status is DayStatus.DRAFT  # type: ignore[union-attr]
        await player.press("f9")
        await player.dialog("Publish")
        await player.press("y")
        await player.told("2026-11-24: published")
        assert player.line_text("#status").startswith("published")
        await player.press("d")
        assert player.line_text("#status").startswith("changed since publishing")
        await player.press("u")
        assert player.line_text("#status").startswith("published")


async def test_sheets_are_written_to_the_current_folder(
    planned: Office, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("sheets")
    monkeypatch.chdir(folder)
    async with playing(planned) as player:
        await player.press("e")
        await player.answer("Which sheets?", text="csv 张三")
        await player.told("written: ")
        (made,) = folder.iterdir()
        assert "老王烟酒店" in made.read_text(encoding="utf-8-sig")


async def test_a_stop_is_found_by_pinyin_wherever_it_stands(planned: Office) -> None:
    async with playing(planned) as player:
        board = await player.board()
        await player.press("slash")
        await player.answer("Which stop?", text="cqxm")
        await player.until(lambda: board.row is not None and board.row.stop_key == ("C07", StopKind.VISIT), "C07")
        await player.press("ctrl+f")
        await player.answer("Which stop?", text="C10")
        await player.until(lambda: board.row is not None and board.row.stop_key == ("C10", StopKind.VISIT), "C10")
        assert board.entry is not None
        assert board.entry.kind is Kind.UNSERVED


async def test_finding_works_before_there_is_a_plan(bare: Office) -> None:
    async with playing(bare) as player:
        board = await player.board()
        await player.press("slash")
        await player.answer("Which stop?", text="[/b]")
        await player.until(lambda: board.row is not None and board.row.stop_key == ("C02", StopKind.VISIT), "C02")


async def test_nothing_found_can_be_left(planned: Office) -> None:
    async with playing(planned) as player:
        await player.press("slash")
        await player.dialog("Which stop?")
        await player.type("qqqq")
        assert "nothing fits" in player.table_text()
        await player.press("enter", "escape")
        await player.board()


async def test_what_cannot_be_done_says_why(bare: Office) -> None:
    async with playing(bare) as player:
        for key in ("m", "d", "l", "u", "p", "e", "i", "o"):
            await player.press(key)
            assert player.app.told.pop() == "there is no plan for this date yet: F5 makes one", key


async def test_an_explanation_can_be_read_at_length(planned: Office) -> None:
    async with playing(planned) as player:
        await on_stop(player, "C01")
        await player.press("x")
        await player.dialog("Explain")
        assert "last visit 14 days ago" in player.screen_text()
        await player.press("enter")
        await player.board()


async def test_another_route_is_read_from_its_top(planned: Office) -> None:
    async with playing(planned) as player:
        board = await on_stop(player, "C01")
        await player.press("end", "escape")
        assert board.listing.cursor == len(board.listing.rows) - 1
        await player.press("down")
        assert board.listing.cursor == 0


async def test_the_way_in_stands_beside_what_keeps_a_stop_out(planned: Office) -> None:
    async with playing(planned, size=(120, 40)) as player:
        board = await on_stop(player, "C07")
        await player.press("d")
        assert board.choose_stop(("C07", StopKind.VISIT))
        await player.until(lambda: "cheapest way in" in player.screen_text(), "the way in")
        text = player.screen_text()
        assert text.index("why not:") < text.index("cheapest way in:") < text.index("why: ")


# panes


async def test_panes_follow_one_another_on_a_phone(planned: Office) -> None:
    async with playing(planned, size=(45, 60)) as player:
        board = await player.board()
        for pane in ("list", "map", "timeline", "index"):
            await player.press("tab")
            assert board.pane == pane
            assert board.query_one(f"#{pane}").has_focus
        await player.press("enter")
        assert board.pane == "list"
        await player.press("v")
        assert board.pane == "map"
        assert "■" in player.screen_text()
        await player.press("z")
        await player.press("escape")
        assert board.pane == "index"


async def test_a_click_on_the_map_picks_the_stop(planned: Office) -> None:
    async with playing(planned) as player:
        board = await player.board()
        board_map = board.query_one("#map")
        raster = board_map._drawn()  # type: ignore[attr-defined]
        stop = board.board.day.routes[1].stops[1]  # type: ignore[union-attr]
        x, y = board_map._view.dots((stop.lat, stop.lon), raster)  # type: ignore[attr-defined]
        await player.pilot.click("#map", offset=(int(x) // 2 + 1, int(y) // 4))
        await player.until(lambda: board.row is not None and board.row.stop_key == stop.key, "the stop")


async def test_the_footer_and_the_title_can_be_clicked(planned: Office) -> None:
    async with playing(planned) as player:
        await player.pilot.click("TitleBar", offset=(18, 0))
        await player.rounds()
        await player.pilot.click("TitleBar", offset=(119, 0))
        await player.dialog("Which date?")
        await player.press("escape")
        await player.board()
        await player.pilot.click("CommandFooter", offset=(2, 0))
        await player.until(lambda: (await_board := player.app.screen) and await_board.solving, "the search")  # type: ignore[attr-defined]
        await player.press("escape")
        await player.told("stopped")


# others at the same books


async def test_a_plan_changed_elsewhere_is_shown_and_said(planned: Office) -> None:
    async with playing(planned) as player:
        theirs = office(Books(planned.books.folder), Clock())
        theirs.user = "小王"
        Desk.open(theirs, TODAY).drop(("C02", StopKind.VISIT))
        await player.told("somebody else has changed the plan")
        assert "[/b]" not in player.table_text("#list")


async def test_an_edit_goes_on_top_of_what_somebody_else_saved_and_both_are_told(planned: Office) -> None:
    async with playing(planned) as player:
        await on_stop(player, "C03")
        Desk.open(office(Books(planned.books.folder), Clock()), TODAY).drop(("C02", StopKind.VISIT))
        await player.press("d")
        told = await player.told("on top of it")
        assert "tester saved revision 2" in told
        assert "you had 1" in told
        assert stops(planned, "R1") == ["C01", "C04"]
        await player.press("u")
        await player.until(lambda: stops(planned, "R1") == ["C01", "C03", "C04"], "undone, theirs kept")


async def test_an_edit_that_cannot_go_on_top_is_told_and_nothing_is_lost(planned: Office) -> None:
    async with playing(planned) as player:
        await on_stop(player, "C03")
        Desk.open(office(Books(planned.books.folder), Clock()), TODAY).drop(("C03", StopKind.VISIT))
        await player.press("d")
        await player.told("saved revision 2 meanwhile (you had 1)")
        assert stops(planned, "R1") == ["C01", "C02", "C04"]


async def test_a_damaged_plan_is_told_and_the_app_goes_on(planned: Office) -> None:
    hand_plan(planned, TODAY + dt.timedelta(days=1), {"R1": ["C01"]})
    path = planned.books.folder / "days" / "2026-11-25" / "plan.json"
    path.write_bytes(path.read_bytes()[:-30])
    async with playing(planned) as player:
        board = await player.board()
        await player.press("right_square_bracket")
        await player.until(lambda: board.fault, "the fault")
        assert "plan.json" in player.screen_text()
        await player.press("f5", "m", "u", "enter", "tab")
        await player.press("f3")
        await player.until(lambda: "plan.json" in player.screen_text(), "the fault on the stop list")
        await player.press("f2", "left_square_bracket")
        await player.until(lambda: board.board is not None, "the board")
        assert not board.fault


async def test_an_empty_folder_says_what_to_do(books: Books) -> None:
    async with playing(office(books, Clock()), size=(80, 30)) as player:
        assert "roundsman import outlets FILE" in " ".join(player.table_text("#list").split())
        await player.press("f5")
        await player.until(lambda: player.app.told, "why nothing can be planned")
        for key in ("m", "slash", "a", "x", "f3", "c", "f4", "c"):
            await player.press(key)
            if key in ("slash", "a"):
                await player.press("escape")
