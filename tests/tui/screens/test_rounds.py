"""The stop list: what is next, what was left out and why, calls that were not planned, other reps, other dates."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sys

import pytest

from store.books import Books
from store.records import Call
from tests.tui.harness import Player, playing
from tests.tui.town import TODAY, Clock, hand_plan, session
from tui.jobs.office import Office
from tui.screens.rounds import RoundsScreen


def calls(office: Office, rep: str = "R1", date: dt.date = TODAY) -> dict[str, Call]:
    """Calls on disk, by outlet."""
    return {call.outlet: call for call in Books(office.books.folder).days.calls(date, rep).all().values()}


async def at_stop(player: Player, outlet: str) -> RoundsScreen:
    rounds = await player.rounds()
    await player.until(lambda: rounds.stops.rows, "the stops")
    for index, stop in enumerate(rounds.stops.rows):
        if stop.stop.outlet == outlet:
            rounds.stops.cursor = index
    await player.pilot.pause()
    assert rounds.stop is not None
    assert rounds.stop.stop.outlet == outlet
    return rounds


async def test_the_next_stop_stands_under_the_cursor_with_what_was_agreed(planned: Office) -> None:
    async with playing(planned) as player:
        rounds = await player.rounds()
        assert rounds.stop is not None
        assert rounds.stop.stop.outlet == "C01"
        listed = player.table_text("#stops")
        for name in ("老王烟酒店", "[/b]", "[0]", "很长很长的名字"):
            assert name in listed
        assert "▶" in listed.splitlines()[1]
        assert "多进[两]箱" in listed
        assert "王[老板] 13800000001" in player.lines_text("#card")
        assert "0/4 done" in player.line_text("#rep")


async def test_a_stop_is_left_out_with_a_reason_and_the_next_one_comes_up(planned: Office) -> None:
    async with playing(planned) as player:
        await at_stop(player, "C01")
        await player.press("x")
        await player.answer("老王烟酒店: why is it left out?", text="3")
        await player.until(lambda: "1/4 done" in player.line_text("#rep"), "the stop to be left out")
        assert calls(planned)["C01"].left_reason == "no time left"
        assert "– " in player.table_text("#stops").splitlines()[1]
        assert "▶" in player.table_text("#stops").splitlines()[2]


async def test_a_reason_may_be_ones_own_words_and_may_not_be_empty(planned: Office) -> None:
    async with playing(planned) as player:
        await at_stop(player, "C02")
        await player.press("x")
        await player.answer("why is it left out?", text="another")
        dialog = await player.dialog("[/b]: why is it left out?")
        await player.press("enter")
        assert player.app.screen is dialog
        await player.answer("why", text="门口修路[0]")
        await player.until(lambda: "C02" in calls(planned), "the reason on disk")
        assert calls(planned)["C02"].left_reason == "门口修路[0]"


async def test_leaving_the_question_leaves_the_stop_as_it_was(planned: Office) -> None:
    async with playing(planned) as player:
        await at_stop(player, "C02")
        await player.press("delete")
        await player.dialog("why is it left out?")
        await player.press("escape")
        await player.rounds()
        assert calls(planned) == {}


async def test_a_stop_left_out_by_mistake_can_be_called_at_after_all(planned: Office) -> None:
    async with playing(planned) as player:
        await at_stop(player, "C01")
        await player.press("x")
        await player.answer("why", text="1")
        await player.until(lambda: "1/4 done" in player.line_text("#rep"), "left out")
        await at_stop(player, "C01")
        await player.press("enter")
        await player.call()
        await player.press("i")
        await player.until(lambda: calls(planned)["C01"].check_in, "the check-in")
        assert not calls(planned)["C01"].left


async def test_a_call_that_was_not_planned_is_made_and_listed(planned: Office, clock: Clock) -> None:
    async with playing(planned) as player:
        await at_stop(player, "C01")
        await player.press("a")
        await player.answer("A call at which outlet?", text="zoë")
        await player.call()
        await player.press("i")
        clock.forward(7)
        await player.press("o")
        await player.answer("问候", text="1")
        await player.answer("检查陈列", text="2")
        await player.rounds()
        await player.until(lambda: "Café Zoë" in player.table_text("#stops"), "the unplanned call")
        line = next(line for line in player.table_text("#stops").splitlines() if "Café" in line)
        assert "+" in line
        assert "7m" in line
        assert calls(planned)["C09"].kind.value == "adhoc"


async def test_reps_follow_one_another_and_come_round(planned: Office) -> None:
    async with playing(planned) as player:
        rounds = await player.rounds()
        for key, rep in ((".", "R2"), (".", "R3"), ("。", "R1"), ("comma", "R3"), ("<", "R2")):
            await player.press(key)
            await player.until(lambda rep=rep: rounds.rep == rep, f"{rep} after {key}")
        assert "متجر الأمل" in player.table_text("#stops")
        await player.press("r")
        await player.dialog("Whose round?")
        assert [line.split(maxsplit=1)[1] for line in player.choices()] == [
            "张三 4 stops",
            "[0] 3 stops",
            "Ольга 0 stops",
        ]
        await player.answer("Whose round?", text="Оль")
        await player.until(lambda: rounds.rep == "R3", "R3")
        assert "Ольга" in player.line_text("#rep")


async def test_the_rep_chosen_on_the_board_is_shown_here_and_the_other_way_round(planned: Office) -> None:
    async with playing(planned) as player:
        await player.press("down")
        rounds = await player.rounds()
        await player.until(lambda: rounds.rep == "R2", "the board's rep")
        await player.press("full_stop")
        await player.until(lambda: rounds.rep == "R3", "the next rep")


async def test_another_date_shows_another_round(planned: Office) -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    hand_plan(planned, tomorrow, {"R1": ["C09"]})
    async with playing(planned) as player:
        rounds = await player.rounds()
        await player.press("]")
        await player.until(lambda: rounds.round is not None and rounds.round.date == tomorrow, "tomorrow")
        assert "Café Zoë" in player.table_text("#stops")
        await player.press("】")
        await player.until(lambda: rounds.round is not None and rounds.round.date.day == 26, "the day after")
        assert "There is no plan for this date yet" in player.table_text("#stops")
        await player.press("t")
        await player.until(lambda: rounds.round is not None and rounds.round.date == TODAY, "today")
        await player.press("g")
        await player.answer("Which date?", text="明天")
        await player.until(lambda: rounds.round is not None and rounds.round.date == tomorrow, "tomorrow")


async def test_the_list_is_copied_as_text(planned: Office) -> None:
    async with playing(planned) as player:
        await player.rounds()
        await player.press("y")
        await player.told("copied")
        assert "老王烟酒店" in player.app.clipboard
        assert "[/b]" in player.app.clipboard


async def test_a_stop_is_shown_on_the_board(planned: Office) -> None:
    async with playing(planned) as player:
        await at_stop(player, "C03")
        await player.press("b")
        board = await player.board()
        await player.until(lambda: board.row is not None and board.row.stop_key == ("C03", "visit"), "C03")


async def test_a_finished_call_shows_what_became_of_it(planned: Office, clock: Clock) -> None:
    call = session(planned)
    call.set_point("p1", True)
    call.set_order(12_345)
    clock.forward(21)
    call.check_out()
    async with playing(planned) as player:
        rounds = await at_stop(player, "C01")
        assert "21m" in player.table_text("#stops")
        assert "21m · display 100 % · 123.45" in player.lines_text("#card")
        assert "08:00–08:21" in player.lines_text("#card")
        await player.press("n")
        assert rounds.stop is not None
        assert rounds.stop.stop.outlet == "C02"


async def test_what_another_device_enters_is_seen_at_the_next_look(planned: Office) -> None:
    async with playing(planned) as player:
        await player.rounds()
        call = {
            "id": "20261124-R1-C02",
            "date": "2026-11-24",
            "rep": "R1",
            "outlet": "C02",
            "check_in": "2026-11-24T08:05:00+08:00",
        }
        other = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tui.cli", "--data", str(planned.books.folder), "put", "calls", "-"),
            stdin=asyncio.subprocess.PIPE,
        )
        await other.communicate(json.dumps(call).encode())
        assert other.returncode == 0
        await player.until(lambda: "◉" in player.table_text("#stops"), "the call under way")


async def test_without_a_plan_any_outlet_can_still_be_called_at(bare: Office) -> None:
    async with playing(bare) as player:
        await player.rounds()
        assert "There is no plan for this date yet" in " ".join(player.table_text("#stops").split())
        for key in ("c", "x", "y", "n", "b"):
            await player.press(key)
            assert "not possible just now" in player.app.told.pop()
        await player.press("a")
        await player.answer("A call at which outlet?", text="cqxm")
        call = await player.call()
        assert call.session.sheet.outlet.id == "C07"


@pytest.mark.parametrize("width", [45, 100, 140])
async def test_names_are_drawn_as_they_are_at_every_width(planned: Office, width: int) -> None:
    async with playing(planned, size=(width, 60)) as player:
        await player.rounds()
        text = player.screen_text()
        for name in ("老王烟酒店", "[/b]", "[0]", "很长很长的名字"):
            assert name in text
