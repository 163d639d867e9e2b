"""Several stops at once on the board: marked, moved, taken off, swapped, split off, merged, dragged."""

from __future__ import annotations

from store.books import Books
from store.records import StopKind
from tests.tui.harness import Player, playing
from tests.tui.town import TODAY
from tui.jobs.office import Office
from tui.screens.board import BoardScreen
from tui.state.board import Kind


def routes(office: Office) -> dict[str, list[str]]:
    plan = Books(office.books.folder).days.plan(TODAY)
    assert plan is not None
    return {route.rep: [stop.outlet for stop in route.stops] for route in plan.routes}


async def at(player: Player, outlet: str) -> BoardScreen:
    board = await player.board()
    assert board.choose_stop((outlet, StopKind.VISIT))
    board.show_pane("list")
    await player.until(lambda: board.listing.has_focus, "the list")
    return board


async def test_marked_stops_move_together_and_one_undo_brings_them_back(planned: Office) -> None:
    before = routes(planned)
    async with playing(planned) as player:
        board = await at(player, before["R1"][0])
        await player.press("space", "down", "ideographic_space")
        await player.until(lambda: "2 marked" in player.line_text("#heading"), "the marks")
        await player.press("m")
        await player.answer("2 stops: to which rep?", text="R2")
        await player.until(lambda: len(routes(planned)["R2"]) == len(before["R2"]) + 2, "the move")
        assert routes(planned)["R2"][-2:] == [before["R1"][0], before["R1"][2]]
        assert not board.listing.marks
        await player.press("u")
        await player.told("undone: moved 2 stops")
        assert routes(planned) == before


async def test_all_are_marked_and_taken_off_and_escape_unmarks(planned: Office) -> None:
    async with playing(planned) as player:
        board = await at(player, "C01")
        await player.press("ctrl+a")
        assert len(board.marked) == 4
        await player.press("escape")
        assert not board.marked
        assert board.listing.has_focus
        await player.press("ctrl+a", "d")
        await player.told("taken off: 4 stops")
        assert routes(planned)["R1"] == []


async def test_two_marked_stops_change_places_and_one_alone_is_refused_with_a_word(planned: Office) -> None:
    async with playing(planned) as player:
        await at(player, "C01")
        await player.press("space", "X")
        await player.told("mark two stops first")
        await player.press("space", "X")
        await player.until(lambda: routes(planned)["R1"][:2] == ["C02", "C01"], "the swap")


async def test_a_route_is_split_and_merged(planned: Office) -> None:
    before = routes(planned)
    async with playing(planned) as player:
        await at(player, before["R1"][2])
        await player.press("B")
        await player.answer("to which rep?", text="R2")
        await player.until(lambda: routes(planned)["R2"] == before["R2"] + before["R1"][2:], "the split")
        board = await at(player, before["R1"][0])
        board.show_pane("index")
        await player.press("M")
        await player.answer("to which rep?", text="R2")
        await player.until(lambda: routes(planned)["R1"] == [], "the merge")
        await player.until(lambda: board.entry is not None and board.entry.rep == "R2", "the route they went to")
        assert sorted(routes(planned)["R2"]) == sorted(before["R1"] + before["R2"])


async def test_the_mouse_drags_a_stop_onto_a_route_onto_another_stop_and_off(planned: Office) -> None:
    before = routes(planned)
    async with playing(planned) as player:
        board = await at(player, before["R1"][0])

        def row_of(table: object, index: int) -> tuple[int, int]:
            region = table.content_region  # type: ignore[attr-defined]
            return region.x + 6, region.y + 1 + index

        async def drag(start: tuple[int, int], end: tuple[int, int]) -> None:
            await player.pilot.mouse_down(offset=start)
            await player.pilot.hover(offset=end)
            assert "moving" in player.line_text("#status")
            await player.pilot.mouse_up(offset=end)
            await player.pilot.pause()

        await drag(row_of(board.listing, 0), row_of(board.listing, 2))
        await player.until(lambda: routes(planned)["R1"][2] == before["R1"][0], "the new place")
        second = board.index.index_of((Kind.ROUTE.value, "R2"))
        assert second is not None
        await drag(row_of(board.listing, 0), row_of(board.index, second))
        await player.until(lambda: before["R1"][1] in routes(planned)["R2"], "the other route")
        board.index.show_key((Kind.ROUTE.value, "R1"))
        await player.pilot.pause()
        left_out = board.index.index_of((Kind.UNSERVED.value, ""))
        assert left_out is not None
        await drag(row_of(board.listing, 0), row_of(board.index, left_out))
        await player.until(lambda: len(routes(planned)["R1"]) == 2, "taken off")
