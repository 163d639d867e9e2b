"""The board's map along the streets: asked for in a thread, drawn when they are there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from tui.widgets.board_map import BoardMap

if TYPE_CHECKING:
    from routing.planning.driven import Street
    from store.records import Day, Stop, Unserved
    from tui.map.picture import Point
    from tui.screens.board_drawn import BoardDrawn
    from tui.state.board import Board


class BoardWays:
    """Mixed into the board. Until the ways of a day are known its routes are straight lines."""

    _ways_of: Day | None = None
    """The day whose ways are known or being asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._ways: dict[str, tuple[Point, ...]] = {}

    def way_of(self, rep: str) -> tuple[Point, ...]:
        """The line a rep drives; empty while it is not known."""
        return self._ways.get(rep, ())

    def ask_ways(self) -> None:
        """Asks for the ways of the day shown, once for each state of it; not for what a search tries out."""
        screen = cast("BoardDrawn", self)
        board = screen.board
        day = board.day if board else None
        if board is None or day is None or screen.solving or board.desk.world.travel.estimate:
            if day is None or (board is not None and board.desk.world.travel.estimate):
                screen.query_one(BoardMap).show_streets([])
            if self._ways_of is not day:
                self._ways, self._ways_of = {}, None
            return
        if self._ways_of is not day:
            self._ways, self._ways_of = {}, day
            screen.run_worker(
                partial(self._find_ways, board, day), thread=True, exclusive=True, group="ways", exit_on_error=False
            )

    def _find_ways(self, board: Board, day: Day) -> None:
        """In a thread: the legs of every route, and the roads around them."""
        from routing.planning.driven import driven_along, streets_around

        world = board.desk.world
        ways = {rep: driven.line for rep, driven in driven_along(world, day).items()}
        stops: list[Stop | Unserved] = [*(stop for route in day.routes for stop in route.stops), *day.unserved]
        places = [(stop.lat, stop.lon) for stop in stops if stop.lat is not None and stop.lon is not None]
        streets = streets_around(world, places, 2.0) if ways else []
        cast("BoardDrawn", self).app.call_from_thread(self._ways_found, day, ways, streets)

    def _ways_found(self, day: Day, ways: dict[str, tuple[Point, ...]], streets: list[Street]) -> None:
        screen = cast("BoardDrawn", self)
        if self._ways_of is day and screen.is_mounted:
            self._ways = ways
            screen.query_one(BoardMap).show_streets(streets)
            screen.show_map()
