"""The board's pictures: the map of the date's routes, and their timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import Stop
from tui.jobs.documents import hour_minute
from tui.map.picture import Track
from tui.screens.board_panes import BoardPanes
from tui.screens.board_ways import BoardWays
from tui.state.board import Entry, Kind, Row
from tui.widgets.board_map import BoardMap
from tui.widgets.timeline import Lane, Timeline

if TYPE_CHECKING:
    from routing.planning.model import Key
    from tui.map.picture import Point


class BoardDrawn(BoardWays, BoardPanes):
    """Draws what is chosen elsewhere."""

    @property
    def entry(self) -> Entry | None:
        """The entry of the index that is chosen."""
        raise NotImplementedError

    @property
    def row(self) -> Row | None:
        """The row of its list that is chosen."""
        raise NotImplementedError

    @property
    def nothing(self) -> str:
        """What stands in a pane while there is no board: why not, or that it is being read."""
        return self.fault or self.t("board.reading")

    def hint(self, key: Key) -> str:
        """What the map says of the stop under the mouse: its place on the route, its name, when, whose."""
        found = self.board.place_of(key) if self.board else None
        if found is None:
            return ""
        entry, row = found
        names = self.board.names() if self.board else {}
        if not isinstance(row.item, Stop):
            return f"{names.get(key, key[0])} · {self.t(f'board.entry.{entry.kind}')}"
        times = f"{hour_minute(row.item.begin)}–{hour_minute(row.item.leave)}"
        return f"{row.seq} {names.get(key, key[0])} · {times} · {entry.name}"

    def show_map(self) -> None:
        board, entry, row = self.board, self.entry, self.row
        day = board.day if board else None
        keys: list[tuple[Key, Point]] = []
        tracks = []
        for number, route in enumerate(day.routes if day else []):
            there = [
                (stop.key, (stop.lat, stop.lon))
                for stop in route.stops
                if stop.lat is not None and stop.lon is not None
            ]
            keys += there
            if there:
                points = tuple(point for _, point in there)
                tracks.append(Track(number, points, route.start, route.end, self.way_of(route.rep)))
        left_out = [
            (stop.key, (stop.lat, stop.lon))
            for stop in (day.unserved if day else [])
            if stop.lat is not None and stop.lon is not None
        ]
        if day is None and board:
            left_out = [
                (due.key, (due.outlet.lat, due.outlet.lon))
                for due in board.due
                if due.outlet.lat is not None and due.outlet.lon is not None
            ]
        board_map = self.query_one(BoardMap)
        board_map.empty = self._nothing_to_draw
        board_map.show(
            tracks,
            keys=keys,
            chosen=entry.number if entry and entry.kind is Kind.ROUTE else None,
            left_out=left_out,
            mark=row.place if row else None,
            names=board.names() if board else {},
            lit=self.listed.fitting(board) if board else set(),
        )
        self.ask_ways()
        self.show_timeline()

    @property
    def _nothing_to_draw(self) -> str:
        if self.board is None:
            return self.nothing
        if not self.board.has_outlets:
            return self.t("board.empty.no_outlets")
        day = self.board.day
        listed = (
            self.board.due if day is None else [*day.unserved, *(stop for each in day.routes for stop in each.stops)]
        )
        return self.t("board.map_nowhere" if listed else "board.map_empty")

    def show_timeline(self) -> None:
        day, entry, row = (self.board.day if self.board else None), self.entry, self.row
        timeline = self.query_one(Timeline)
        timeline.empty = (
            self._nothing_to_draw if day is not None or self.board is None else self.t("board.empty.no_plan")
        )
        moment = self.office.now()
        timeline.show(
            [Lane(number, route.name or route.rep, route) for number, route in enumerate(day.routes if day else [])],
            rep=entry.rep if entry and entry.kind is Kind.ROUTE else None,
            key=row.stop_key if row else None,
            now=moment.hour * 3600 + moment.minute * 60 if self.date == self.office.today() else None,
        )
