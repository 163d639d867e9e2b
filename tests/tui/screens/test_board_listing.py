"""The board narrowed, sorted, and one pane of it alone."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.tui.harness import playing
from tui.jobs.office import Office
from tui.screens.board_panes import PaneTabs
from tui.state.board import Kind
from tui.state.listing import Order


@pytest.mark.parametrize(("language", "said"), [("en", "1 of"), ("zh", "1")])
async def test_stops_are_narrowed_as_one_types_and_come_back(planned: Office, language: str, said: str) -> None:
    async with playing(planned, size=(140, 40), language=language) as player:
        board = await player.board()
        every = board.listing.rows
        assert len(every) > 1
        await player.press("f")
        await player.until(lambda: board.query_one("#filter", Input).has_focus, "the filter")
        await player.type("C03")
        await player.until(lambda: [row.stop_key[0] for row in board.listing.rows] == ["C03"], "what fits")
        assert sum(entry.fits or 0 for entry in board.index.rows if entry.kind is not Kind.DUE) == 1
        assert said in player.line_text("#heading")
        await player.press("enter")
        await player.until(lambda: board.listing.has_focus, "the list")
        await player.press("escape")
        await player.until(lambda: len(board.listing.rows) == len(every), "all stops again")
        # by the initials of its name, from the keyboard of an input method too
        await player.press("f")
        await player.type("lwyjd")
        await player.until(
            lambda: [row.stop_key[0] for row in board.listing.rows] == ["C01"], "what fits the initials"
        )


async def test_routes_are_sorted_and_one_pane_fills_the_screen(planned: Office) -> None:
    async with playing(planned, size=(140, 40)) as player:
        board = await player.board()
        keys = [entry.key for entry in board.index.rows]
        for order in [*list(Order)[1:], Order.PLAN]:
            await player.press("O")
            await player.until(lambda order=order: board.listed.order is order, f"sorted by {order}")
            assert sorted(map(str, (entry.key for entry in board.index.rows))) == sorted(map(str, keys))
        assert [entry.key for entry in board.index.rows] == keys
        board.show_pane("list")
        await player.until(lambda: board.listing.has_focus, "the list")
        await player.press("Z")
        await player.until(lambda: board.query_one("#middle").size.width > 130, "the list alone")
        assert not board.query_one("#map").display
        assert not board.query_one("#index").display
        await player.press("tab")
        await player.until(lambda: board.query_one("#map").size.width > 130, "the map alone")
        assert "▣" in player.line_text("PaneTabs")
        assert board.query_one(PaneTabs).display
        await player.press("Z")
        await player.until(lambda: board.query_one("#index").display, "all panes")
        assert board.query_one("#map").size.width < 100
