"""The board's map: moved and brought closer by keys and mouse, names beside stops, and back to everything."""

from __future__ import annotations

from typing import Any

from textual import events

from store.records import StopKind
from tests.tui.harness import Player, playing
from tui.jobs.office import Office
from tui.map.picture import Point, View
from tui.screens.board import BoardScreen
from tui.widgets.board_map import BoardMap


async def on_map(player: Player) -> tuple[BoardScreen, BoardMap]:
    board = await player.board()
    board.show_pane("map")
    board_map = board.query_one(BoardMap)
    await player.until(lambda: board_map.has_focus and board_map._drawn(), "the map")
    return board, board_map


def view_of(board_map: BoardMap) -> View:
    board_map._drawn()
    assert board_map._view is not None
    return board_map._view


def text_of(board_map: BoardMap) -> str:
    return "\n".join(board_map.render_line(y).text for y in range(board_map.size.height))


def cell_of(board_map: BoardMap, point: Point) -> tuple[int, int]:
    x, y = view_of(board_map).dots(point, board_map._drawn())
    region = board_map.content_region
    return region.x + int(x) // 2, region.y + int(y) // 4


async def mouse(player: Player, kind: type[events.MouseEvent], at: tuple[int, int], button: int = 0) -> None:
    options: dict[str, Any] = {"delta_x": 0, "delta_y": 0, "shift": False, "meta": False, "ctrl": False}
    player.app.screen._forward_event(kind(None, *at, button=button, screen_x=at[0], screen_y=at[1], **options))
    await player.pilot.pause()


async def test_keys_bring_the_map_closer_move_it_and_show_everything_again(planned: Office) -> None:
    async with playing(planned) as player:
        _, board_map = await on_map(player)
        whole = view_of(board_map)
        await player.press("plus", "plus")
        assert view_of(board_map).metres < whole.metres / 2
        await player.press("minus")
        await player.press("up", "right")
        moved = view_of(board_map)
        assert moved.lat > whole.lat
        assert moved.lon > whole.lon
        await player.press("0")
        assert view_of(board_map) == whole


async def test_an_input_method_s_full_width_plus_brings_it_closer_too(planned: Office) -> None:
    async with playing(planned) as player:
        _, board_map = await on_map(player)
        whole = view_of(board_map)
        await player.press("＋")
        assert view_of(board_map).metres < whole.metres


async def test_the_wheel_brings_closer_what_is_under_the_mouse(planned: Office) -> None:
    async with playing(planned) as player:
        board, board_map = await on_map(player)
        place = board.board and board.board.place_of(("C02", StopKind.VISIT))
        assert place
        point = place[1].place
        assert point is not None
        at = cell_of(board_map, point)
        before = view_of(board_map)
        await mouse(player, events.MouseScrollUp, at)
        assert view_of(board_map).metres < before.metres
        now = cell_of(board_map, point)
        assert abs(now[0] - at[0]) <= 1
        assert abs(now[1] - at[1]) <= 1


async def test_dragging_moves_the_map_and_picks_nothing(planned: Office) -> None:
    async with playing(planned) as player:
        board, board_map = await on_map(player)
        row = board.row
        before = view_of(board_map)
        corner = (board_map.content_region.x + 5, board_map.content_region.y + 5)
        await mouse(player, events.MouseDown, corner, button=1)
        await mouse(player, events.MouseMove, (corner[0] + 8, corner[1] + 2), button=1)
        await mouse(player, events.MouseUp, (corner[0] + 8, corner[1] + 2), button=1)
        after = view_of(board_map)
        assert after.lon < before.lon
        assert after.lat > before.lat
        assert board.row is row


async def test_names_stand_beside_stops_when_asked_for_and_under_the_mouse(planned: Office) -> None:
    async with playing(planned) as player:
        board, board_map = await on_map(player)
        place = board.board and board.board.place_of(("C02", StopKind.VISIT))
        assert place
        name, point = board.board.names()[("C02", StopKind.VISIT)], place[1].place  # type: ignore[union-attr]
        assert point is not None
        board.choose_stop(("C02", StopKind.VISIT))
        await player.until(lambda: board_map._mark == point, "the mark")
        assert name[:4] not in text_of(board_map)
        await player.pilot.hover(offset=cell_of(board_map, point))
        assert name[:4] in text_of(board_map)
        await player.pilot.hover(offset=board_map.content_region.offset)
        assert name[:4] not in text_of(board_map)
        await player.press("n")
        assert name[:4] in text_of(board_map)
