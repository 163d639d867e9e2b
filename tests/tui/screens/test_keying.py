"""A paper sheet keyed in on the screen, on a phone's width, by keyboard alone."""

from __future__ import annotations

from pathlib import Path

from tests.tui.harness import playing
from tests.tui.jobs.returning import REP, TODAY, worked_day
from tui.screens.dialogs import Confirm
from tui.screens.keying import KeyingScreen
from tui.screens.returns import ReturnsScreen
from tui.screens.rounds import RoundsScreen
from tui.widgets.grid import Grid


async def test_rows_are_keyed_saved_corrected_and_undone(tmp_path: Path) -> None:
    office = worked_day(tmp_path / "books", stops=4)
    async with playing(office, size=(45, 30), language="zh") as player:
        rounds = await player.rounds()
        await player.press("e")
        await player.until(lambda: isinstance(player.app.screen, KeyingScreen), "the grid")
        screen = player.app.screen
        assert isinstance(screen, KeyingScreen)
        await player.until(lambda: screen.keying is not None and screen.line.has_focus, "the sheet")
        keying = screen.keying
        assert keying is not None
        grid = screen.query_one(Grid)
        names = [blank.name for blank in keying.blanks]

        def calls() -> int:
            return len(office.books.days.calls(TODAY, REP).all())

        await player.type("９０5")
        await player.press("tab")
        await player.type("925")
        await player.press("tab")
        await player.type("1 77")
        assert "! 1 77" in player.lines_text("#about"), "told as it is typed"
        await player.press("left", "left")  # within the text, since something was typed
        assert grid.place == (0, 2)
        await player.press("enter")
        await player.until(lambda: grid.place == (1, 0), "the next stop")
        assert calls() == 1
        assert keying.text(0, "check_in") == "09:05"
        assert keying.unsaved == [0], "the cell that cannot be read stays"
        await player.told("1 77")
        assert all(call.backfilled for call in office.books.days.calls(TODAY, REP).all().values())
        await player.press("right", "right", "up")
        await player.until(lambda: grid.place == (0, 2), "arrows go from cell to cell")
        await player.type("12")
        await player.press("down")
        await player.until(lambda: keying.unsaved == [], "the row corrected")
        await player.press("f7", "f7")
        await player.until(lambda: calls() == 0, "the call itself taken back")
        await player.press("ctrl+y")
        await player.until(lambda: calls() == 1, "done again")
        await player.press("f7")
        await player.until(lambda: calls() == 0, "and taken back")
        assert "09:05" not in player.screen_text()
        screen.go(1 - grid.place[0], names.index("order") - grid.place[1])
        await player.until(lambda: grid.place == (1, names.index("order")), "far to the right")
        assert "订单" in player.screen_text(), "its heading has come into view"
        await player.type("P01 2箱")
        await player.press("escape")
        await player.until(lambda: isinstance(player.app.screen, Confirm), "what is not saved is asked about")
        await player.press("n")
        await player.until(lambda: player.app.screen is screen, "back in the grid")
        await player.press("f9")
        await player.until(lambda: isinstance(player.app.screen, ReturnsScreen), "the text")
        await player.press("escape")
        await player.until(lambda: player.app.screen is screen, "the grid again")
        await player.press("escape")
        await player.until(lambda: isinstance(player.app.screen, Confirm), "asked again")
        await player.press("y")
        await player.until(lambda: player.app.screen is rounds, "the stop list")
        assert isinstance(player.app.screen, RoundsScreen)
        assert calls() == 0
