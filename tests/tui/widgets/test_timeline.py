"""The timeline: every call stands at its hour, keys and mouse reach it, and it follows the other panes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.records import Route, Stop, StopKind
from tests.tui.harness import Player, playing
from tui.jobs.office import Office
from tui.screens.board import BoardScreen
from tui.widgets.timeline import Lane, Timeline


async def on_timeline(player: Player) -> tuple[BoardScreen, Timeline]:
    board = await player.board()
    timeline = board.query_one(Timeline)
    await player.press("T")
    await player.until(lambda: timeline.has_focus and timeline.size.height > 2, "the timeline")
    return board, timeline


async def test_it_opens_by_key_shows_a_lane_for_each_route_and_closes_again(planned: Office) -> None:
    async with playing(planned) as player:
        board, timeline = await on_timeline(player)
        assert board.board is not None
        assert board.board.day is not None
        lines = [timeline.render_line(y).text for y in range(timeline.size.height)]
        assert "09" in lines[0]
        for route, line in zip(board.board.day.routes, lines[1:], strict=False):
            assert route.name[:6] in line
        await player.press("T")
        await player.until(lambda: board.listing.has_focus, "the list again")
        assert not timeline.display or timeline.region.height == 0 or not timeline.has_class("-open")


async def test_arrows_walk_along_a_route_and_between_routes(planned: Office) -> None:
    async with playing(planned) as player:
        board, _ = await on_timeline(player)
        board.choose_stop(("C01", StopKind.VISIT))
        await player.press("right")
        await player.until(lambda: board.row and board.row.stop_key == ("C02", StopKind.VISIT), "the next stop")
        await player.press("left")
        await player.until(lambda: board.row and board.row.stop_key == ("C01", StopKind.VISIT), "the stop before")
        await player.press("down")
        await player.until(lambda: board.entry and board.entry.rep == "R2", "the route below")


async def test_a_click_picks_the_call_that_is_drawn_there(planned: Office) -> None:
    async with playing(planned) as player:
        board, timeline = await on_timeline(player)
        region = timeline.content_region
        reached = {
            key
            for y in range(1, region.height)
            for x in range(region.width)
            if (key := timeline.stop_at(x, y)) is not None
        }
        day = board.board.day  # type: ignore[union-attr]
        assert reached == {stop.key for route in day.routes for stop in route.stops}  # type: ignore[union-attr]
        key = ("C03", StopKind.VISIT)
        x, y = next(
            (x, y) for y in range(region.height) for x in range(region.width) if timeline.stop_at(x, y) == key
        )
        await player.pilot.click(offset=(region.x + x, region.y + y))
        await player.until(lambda: board.row and board.row.stop_key == key, "the stop clicked")


async def test_on_a_phone_it_is_a_pane_of_its_own(planned: Office) -> None:
    async with playing(planned, size=(45, 30)) as player:
        board, timeline = await on_timeline(player)
        assert timeline.region.height > 20
        assert not board.listing.region.height
        await player.press("tab")
        await player.until(lambda: board.index.has_focus, "the routes")
        assert not timeline.region.height


@given(
    st.lists(st.tuples(st.integers(60, 7200), st.integers(0, 7200)), max_size=30),
    st.integers(0, 80_000),
    st.integers(20, 240),
)
def test_a_bar_is_as_long_as_its_room_whatever_the_day(steps: list[tuple[int, int]], depart: int, room: int) -> None:
    stops, clock = [], depart
    for number, (drive, call) in enumerate(steps):
        clock += drive
        stops.append(Stop(outlet=f"C{number}", arrive=clock, begin=clock, leave=clock + call, windows=[(0, 86_399)]))
        clock += call
    route = Route(rep="R1", stops=stops, depart=depart, returns=clock)
    timeline = Timeline()
    timeline._lanes, timeline._rep, timeline._key = [Lane(0, "[/b]", route)], "R1", ("C0", StopKind.VISIT)
    chars, tones = timeline._bar(timeline._lanes[0], room)
    assert len(chars) == len(tones) == room
