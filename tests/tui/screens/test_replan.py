"""Replanning on the board: what would change is shown before it is taken; past days are left alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from store.books import Books
from store.records import StopKind
from tests.tui.harness import playing
from tests.tui.town import TODAY
from tui.jobs.desk import Desk, Progress
from tui.jobs.office import Office
from tui.jobs.taking_orders import take_urgent
from tui.state.board import Kind


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches end after so many iterations, the same on every machine."""
    replan = Desk.replan

    def quick(desk: Desk, now: int, **given: Any) -> AsyncIterator[Progress]:
        return replan(desk, now, **(given | {"seconds": None, "iterations": 60, "workers": 1}))

    monkeypatch.setattr(Desk, "replan", quick)


def plan(office: Office) -> Any:
    found = Books(office.books.folder).days.plan(TODAY)
    assert found is not None
    return found


async def test_a_rep_drops_out_and_what_would_change_is_taken(planned: Office) -> None:
    before = plan(planned)
    async with playing(planned) as player:
        await player.board()
        await player.press("R")
        await player.answer("What has changed?", text="1")
        await player.answer("Who drops out?", text="1")
        dialog = await player.dialog("What would change")
        assert plan(planned).revision == before.revision
        assert re.search(r"\d+ (off|moved)\b", player.screen_text())
        await player.press("enter")
        await player.until(lambda: player.app.screen is not dialog, "the dialog to close")
        await player.told("replanned")
    after = plan(planned)
    assert after.revision == before.revision + 1
    assert after.routes[0].out
    assert all(stop.driven for stop in after.routes[0].stops)

    def keys(day: Any) -> set[Any]:
        return {stop.key for route in day.routes for stop in route.stops} | {stop.key for stop in day.unserved}

    assert keys(before) <= keys(after)


async def test_what_would_change_can_be_left(planned: Office) -> None:
    before = plan(planned)
    async with playing(planned) as player:
        await player.board()
        await player.press("ctrl+r")
        await player.answer("What has changed?", text="4")
        await player.dialog("What would change")
        await player.press("n")
        board = await player.board()
        await player.until(lambda: not board.solving, "the search to end")
    assert plan(planned) == before


async def test_when_nothing_is_left_to_drive_nothing_changes(planned: Office) -> None:
    async with playing(planned) as player:
        player.app.desk_of_books.clock.forward(12 * 60)  # type: ignore[attr-defined]
        await player.board()
        await player.press("R")
        await player.answer("What has changed?", text="4")
        await player.dialog("What would change")
        assert "nothing changes" in player.screen_text()


async def test_a_promised_delivery_that_no_route_takes_is_told_while_it_lasts(planned: Office) -> None:
    take_urgent(planned, "C10", TODAY, {"P1": 5})  # nobody knows where it is
    async with playing(planned, size=(120, 40)) as player:
        await player.board()
        assert "on no route" not in player.line_text("#status")
        await player.press("R")
        await player.answer("What has changed?", text="4")
        dialog = await player.dialog("What would change")
        assert "NO ROUTE takes it within its rules: 无位置小店" in " ".join(player.screen_text().split())
        await player.press("enter")
        await player.until(lambda: player.app.screen is not dialog, "the dialog to close")
        await player.until(lambda: "! 1 delivery on no route" in player.line_text("#status"), "the delivery")
        board = await player.board()
        assert board.index.show_key((Kind.UNSERVED.value, ""))
        await player.until(lambda: len(board.listing.rows) > 1, "the left out")
        assert board.listing.rows[0].item.key == ("C10", StopKind.DELIVERY)  # type: ignore[union-attr]


async def test_an_urgent_order_whose_plan_is_left_is_told_to_wait(planned: Office) -> None:
    async with playing(planned) as player:
        await player.urgent_order("C05", "P1")
        await player.answer("How much", text="2")
        await player.answer("which product")  # that is all
        await player.dialog("What would change")
        await player.press("n")
        await player.told("order SO-0001 is on file, but on no route yet")


async def test_a_day_that_has_passed_takes_no_edit(planned: Office) -> None:
    async with playing(planned) as player:
        player.app.desk_of_books.clock.forward(24 * 60)  # type: ignore[attr-defined]
        board = await player.board()
        await player.press("tab")
        await player.until(lambda: board.row is not None, "a stop")
        for key in ("d", "u", "p", "R", "f5"):
            await player.press(key)
        await player.told("this day has passed")
    assert plan(planned).revision == 1
