"""Jump mode: a letter for every row and pane that is seen, and typing it goes there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.harness import playing
from tui.jobs.office import Office
from tui.screens.board import BoardScreen
from tui.screens.jumping import Jump, labels


@given(st.integers(0, 900))
def test_labels_are_all_different_and_none_begins_another(count: int) -> None:
    found = labels(count)
    assert len(set(found)) == len(found) == count
    assert len({len(label) for label in found}) <= 1


async def test_typing_a_label_goes_to_its_row(planned: Office) -> None:
    async with playing(planned) as player:
        board = await player.board()
        board.show_pane("index")
        await player.until(lambda: board.index.has_focus, "the routes")
        await player.press("ctrl+k")
        await player.until(lambda: isinstance(player.app.screen, Jump), "the labels")
        jump = player.app.screen
        assert isinstance(jump, Jump)
        rows = {target.row for target in jump.choices.values() if target.widget is board.listing}
        assert rows == {0, 1, 2, 3}
        label = next(
            label for label, target in jump.choices.items() if target.widget is board.listing and target.row == 2
        )
        assert label in player.screen_text()
        await player.press(*label)
        await player.until(lambda: isinstance(player.app.screen, BoardScreen), "the board")
        await player.until(lambda: board.listing.has_focus and board.listing.cursor == 2, "the row")


async def test_escape_or_a_key_without_a_label_leaves_everything_as_it_was(planned: Office) -> None:
    async with playing(planned, size=(45, 30)) as player:
        board = await player.board()
        for key in ("escape", "1", "f3"):
            focused, cursor = player.app.focused, board.index.cursor
            await player.press("j")
            await player.until(lambda: isinstance(player.app.screen, Jump), "the labels")
            await player.press(key)
            await player.until(lambda: isinstance(player.app.screen, BoardScreen), "the board")
            assert (player.app.focused, board.index.cursor) == (focused, cursor)
