"""What panes say when there is nothing in them: why, and what would fill them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from store.books import Books
from tests.tui.harness import Player, playing
from tests.tui.town import Clock, office
from tui.app import MODES
from tui.jobs.office import Office

KEYS = {"outlets": "f4", "service": "ctrl+u", "channel": "ctrl+n", "homecoming": "ctrl+b", "records": "ctrl+x"}
WIDTHS = [(45, 24), (100, 30), (160, 40)]


@pytest.fixture
async def player(planned: Office) -> AsyncIterator[Player]:
    async with playing(planned, size=(45, 24)) as player:
        yield player


@pytest.mark.parametrize("mode", sorted(KEYS))
async def test_a_file_damaged_while_the_app_is_open_is_told_in_the_pane_and_the_app_goes_on(
    player: Player, mode: str
) -> None:
    folder = player.app.office.books.folder
    damaged = [*folder.glob("*.json"), *folder.rglob("plan.json")]
    whole = {path: path.read_bytes() for path in damaged}
    for path in damaged:
        path.write_text('{"outlets": {"1": {"id": "C0')
    await player.press(KEYS[mode])
    await player.until(lambda: player.app.current_mode == mode, mode)
    await player.until(lambda: "damaged at" in " ".join(player.screen_text().split()), "the fault")
    for path, content in whole.items():
        path.write_bytes(content)
    await player.press("f2")
    await player.press(KEYS[mode])
    await player.until(lambda: "damaged" not in player.screen_text(), "the list again")


async def test_rows_whose_records_cannot_be_read_any_more_are_drawn_all_the_same(player: Player) -> None:
    screen = await player.outlets()
    (player.app.office.books.folder / "reps.json").write_text("{")
    screen.table.redraw()
    await player.pilot.pause()
    assert "✗" in player.table_text()


@pytest.mark.parametrize("size", WIDTHS)
async def test_a_map_of_outlets_without_positions_says_how_they_get_them(bare: Office, size: tuple[int, int]) -> None:
    everything = bare.books.outlets.all().values()
    bare.books.outlets.put([{**outlet.to_json(), "lat": None, "lon": None} for outlet in everything])
    async with playing(bare, size=size) as player:
        screen = await player.board()
        screen.show_pane("map")
        await player.until(lambda: screen.query_one("#map").has_focus, "the map")
        await player.until(lambda: "position" in player.screen_text(), "why there is nothing to see")


async def test_nothing_in_the_books_leaves_no_screen_without_a_word(books: Books) -> None:
    at = office(books, Clock())
    async with playing(at, size=(45, 24)) as player:
        for mode, key in KEYS.items():
            await player.press(key)
            await player.until(lambda mode=mode: player.app.current_mode == mode, mode)
            await player.until(lambda: not any(each.is_running for each in player.app.workers), "everything read")
            shown = [line for line in player.screen_text().splitlines()[2:-2] if len(line.strip(" ▏▔─")) > 8]
            assert shown, mode
    assert set(KEYS) <= set(MODES)
