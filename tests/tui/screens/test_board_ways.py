"""The board's map along the streets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.routing.travel.towns import osm, street
from tests.tui.harness import playing
from tests.tui.town import TODAY
from tui.jobs.desk import Desk
from tui.jobs.office import Office
from tui.jobs.world import world_of
from tui.map.picture import STREET
from tui.widgets.board_map import BoardMap


@pytest.fixture
def on_roads(planned: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The town's plan timed along a grid of streets."""
    monkeypatch.setenv("ROUNDSMAN_CACHE", str(tmp_path / "cache"))
    places = [o for o in planned.books.outlets.all().values() if o.located]
    south, west = min(o.lat or 0 for o in places), min(o.lon or 0 for o in places)
    size = 14
    nodes = {100 * i + j + 1: (west * 100 - 2 + i, south * 100 - 2 + j) for i in range(size) for j in range(size)}
    ways = {
        1000 + i: ([100 * i + j + 1 for j in range(size)], street(f"Avenue {i}", highway="primary"))
        for i in range(size)
    }
    ways |= {2000 + j: ([100 * i + j + 1 for i in range(size)], street(f"Street {j}")) for j in range(size)}
    path = tmp_path / "town.osm"
    path.write_text(osm(nodes, ways), encoding="utf-8")
    desk = Desk.open(planned, TODAY)
    desk.world = world_of(planned, TODAY, f"roads:{path}", strict=True)
    assert desk.reverse("R1").day.travel == f"roads:{path}"
    return planned


async def test_routes_follow_the_streets_that_lie_faintly_behind_them(on_roads: Office) -> None:
    async with playing(on_roads) as player:
        board = await player.board()
        board.show_pane("map")
        board_map = board.query_one(BoardMap)
        await player.until(lambda: board_map._streets and board.way_of("R1"), "the ways")
        track = next(track for track in board_map._tracks if track.number == 0)
        assert len(track.way) > len(track.points) + 2
        assert STREET in board_map._drawn()._ink
        board_map.action_farther()
        assert STREET in board_map._drawn()._ink


async def test_an_estimated_plan_has_no_streets(planned: Office) -> None:
    async with playing(planned) as player:
        board = await player.board()
        board_map = board.query_one(BoardMap)
        await player.until(lambda: board_map._tracks, "the map")
        assert board.way_of("R1") == ()
        assert board_map._streets == []
