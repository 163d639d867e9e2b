"""The board as it is seen: panes, what is chosen in them, and how they follow one another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widget import Widget

from store.records import Day, Unserved
from tui.commands import Command
from tui.jobs.desk import Desk
from tui.map.picture import Track
from tui.screens import board_cells as cells
from tui.screens.base import DatedScreen
from tui.screens.board_ways import BoardWays
from tui.state.board import Board, Entry, Kind, Row
from tui.state.late import LateNotes
from tui.widgets.board_map import BoardMap
from tui.widgets.line import Line, Part
from tui.widgets.lines import Lines
from tui.widgets.pieces import Piece
from tui.widgets.table import Table
from tui.widgets.timeline import Lane, Timeline

if TYPE_CHECKING:
    from routing.planning.model import Key
    from tui.map.picture import Point

PANES = ("index", "list", "map", "timeline")
_BOXES = ("#index", "#middle", "#map", "#timeline")


class StatusLine(Line):
    """The state of the date, or of the search while one runs."""

    pieces: reactive[tuple[Piece, ...]] = reactive(())

    def parts(self, width: int) -> list[Part]:
        del width
        return [Part(text, tone) for text, tone in self.pieces]


class PaneTabs(Line):
    """Which pane is shown where there is room for one only."""

    def parts(self, width: int) -> list[Part]:
        del width
        board: BoardView = self.screen  # type: ignore[assignment]
        return [
            Part(
                f" {board.t(f'board.pane.{pane}')} ",
                "chosen" if pane == board.pane else "",
                partial(board.show_pane, pane),
            )
            for pane in PANES
        ]


class BoardView(BoardWays, DatedScreen):
    """Routes, the stops of the chosen one, the map, and why."""

    CSS_PATH = "board.tcss"
    AUTO_FOCUS = "#index"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("board.next_pane", ("tab",), palette=False),
        Command("board.previous_pane", ("shift+tab",), palette=False),
        Command("board.map", ("v", "f7"), footer=20),
        Command("board.zoom", ("z",)),
        Command("board.timeline", ("T", "ctrl+t"), footer=21),
        Command("board.back", ("escape",), palette=False, when=lambda self: not self.solving),
    )

    pane: reactive[str] = reactive("index", init=False)

    def __init__(self) -> None:
        super().__init__()
        self.board: Board | None = None
        self.solving = False
        self.searched: Board | None = None
        """The board that the search under way is for: another date may be looked at meanwhile."""
        self.fault = ""
        self.late = LateNotes()
        self._wanted: dt.date | None = None
        self._asked: object = None
        """The unserved stop whose way in was asked for last."""

    def body(self) -> Iterable[Widget]:
        t = self.t
        yield StatusLine(id="status")
        yield PaneTabs(id="tabs")
        with Horizontal(id="panes"):
            yield Table[Entry](
                cells.entry_columns(t),
                lambda entry: cells.entry_cells(entry, self.t, late=entry.key[1] in self.late),
                key=lambda e: e.key,
                id="index",
            )
            with Vertical(id="middle"):
                yield StatusLine(id="heading")
                yield Table[Row](
                    cells.row_columns(Kind.DUE, t),
                    lambda row: cells.row_cells(row, self.office),
                    key=lambda r: r.key,
                    id="list",
                )
                yield Lines(id="why")
            yield BoardMap(id="map")
        yield Timeline(id="timeline", classes="-open" if self.roundsman.timeline_open else None)

    # reading a date

    def on_mount(self) -> None:
        self.watch_pane(self.pane)
        self._read(self.date)

    def others_changed(self) -> None:
        self._look_elsewhere()

    def on_screen_resume(self) -> None:
        self._look_elsewhere()
        self._show_wanted()

    def _show_wanted(self) -> None:
        """Brings the stop that another screen asked for under the cursor."""
        wanted = self.roundsman.wanted_stop
        if wanted is not None and self.board is not None:
            self.roundsman.wanted_stop = None
            if self.choose_stop(wanted):
                self.show_pane("list")
            else:
                outlet = self.office.books.outlets.find(wanted[0])
                name = outlet.name if outlet else wanted[0]
                self.roundsman.tell("board.not_there", severity="warning", name=name, date=self.date.isoformat())

    def day_changed(self, date: dt.date) -> None:
        self._read(date)

    def _read(self, date: dt.date) -> None:
        """Opens a date's desk in a thread: every call of the past weeks is read for it."""
        self._wanted = date
        if self.solving and self.searched is not None and self.searched.desk.date == date:
            self._opened(date, self.searched)
            return
        self.board, self.fault = None, ""
        self.show_all()
        self.run_worker(
            partial(self._open_desk, date), thread=True, exclusive=True, group="desk", exit_on_error=False
        )

    def _open_desk(self, date: dt.date) -> None:
        try:
            board = Board(Desk.open(self.office, date))
        except Exception as fault:
            if not hasattr(fault, "code"):
                raise
            self.app.call_from_thread(self._not_opened, date, fault)
            return
        self.app.call_from_thread(self._opened, date, board)

    def _opened(self, date: dt.date, board: Board) -> None:
        if date != self._wanted:
            return
        self.board = board
        self.show_all()
        if not board.planned:
            self.index.show_key((Kind.DUE.value, ""))
        elif self.roundsman.rep:
            self.index.show_key((Kind.ROUTE.value, self.roundsman.rep))
        self._show_wanted()

    def _not_opened(self, date: dt.date, fault: Exception) -> None:
        if date == self._wanted:
            self.fault = self.roundsman.sentence_of(fault)
            self.show_all()

    def plan_changed(self, date: dt.date) -> None:
        if self.board is not None and self.board.desk.date == date and not self.solving:
            self.board.reload()
            self.show_all()

    def _look_elsewhere(self) -> None:
        """Somebody else may have saved another revision, a rep may have told that the round runs late."""
        if self.board is None or self.solving:
            return
        try:
            for text in self.late.news(self.office, self.date):
                self.notify(text, severity="warning")
                self.index.redraw()
            if self.board.desk.changed_elsewhere():
                self.board.reload()
                self.show_all()
                self.roundsman.tell("board.changed_elsewhere")
        except Exception as fault:
            if not hasattr(fault, "code"):
                raise
            self.roundsman.tell_fault(fault)

    # what is chosen

    @property
    def index(self) -> Table[Entry]:
        return self.query_one("#index", Table)

    @property
    def listing(self) -> Table[Row]:
        return self.query_one("#list", Table)

    @property
    def entry(self) -> Entry | None:
        """The entry of the index that the list shows."""
        return self.index.row if self.board is not None else None

    @property
    def row(self) -> Row | None:
        return self.listing.row if self.board is not None else None

    def choose_stop(self, key: Key) -> bool:
        """Brings a stop of the plan under the cursor, wherever it stands."""
        found = self.board.place_of(key) if self.board else None
        if found is None:
            return False
        self.index.show_key(found[0].key)
        self.show_list()
        self.listing.show_key(key)
        return True

    def rep_wanted(self, rep: str) -> None:
        if self.index.show_key((Kind.ROUTE.value, rep)):
            self.show_pane("list")

    # showing

    def show_all(self) -> None:
        """Everything anew, the cursors where they were."""
        board = self.board
        self.index.empty = self.fault or self.t("board.reading")
        self.index.set_rows(board.entries() if board else [])
        self.show_list()
        self.show_status()
        self.refresh_bindings()

    def show_list(self) -> None:
        entry = self.entry
        rows = self.board.rows(entry) if self.board and entry else []
        self.listing.empty = self._empty_text(entry)
        self.listing.set_columns(cells.row_columns(entry.kind if entry else Kind.DUE, self.t))
        self.listing.set_rows(rows)
        self.show_heading()
        self.show_why()
        self.show_map()

    def show_heading(self) -> None:
        entry, marks = self.entry, len(self.listing.marks)
        pieces = list(cells.heading(entry, self.t)) if entry else []
        if marks:
            pieces.insert(2, (f"  {self.t('board.marked', n=marks)}", "accent"))
        self.query_one("#heading", StatusLine).pieces = tuple(pieces)

    def show_why(self) -> None:
        lines = cells.explanation(self.row, self.entry, self.office) if self.board else []
        if self.board is not None:
            lines = [*([(f"» {note}", "accent")] for note in self.board.route_notes(self.entry)), *lines]
        self.query_one("#why", Lines).show(lines)
        board, row = self.board, self.row
        if board is not None and board.preview is None and row is not None and isinstance(row.item, Unserved):
            asked = (board.desk.day and board.desk.day.revision, row.key)
            if row.item.located and asked != self._asked:
                self._asked = asked
                self.run_worker(
                    partial(self._find_way_in, board, row.item),
                    thread=True,
                    exclusive=True,
                    group="way_in",
                    exit_on_error=False,
                )

    def _find_way_in(self, board: Board, left_out: Unserved) -> None:
        """In a thread: what blocks a stop as the plan stands now, and the cheapest way in."""
        day = board.desk.day
        told = board.desk.explain(left_out)
        self.app.call_from_thread(self._show_way_in, board, day, told)

    def _show_way_in(self, board: Board, day: Day | None, told: Unserved) -> None:
        if self.board is board and board.desk.day is day and not self.solving and self._differs(day, told):
            board.desk.with_unserved(told)
            self.index.set_rows(board.entries())
            self.show_list()

    @staticmethod
    def _differs(day: Day | None, told: Unserved) -> bool:
        return day is not None and told not in day.unserved

    def show_map(self) -> None:
        board_map = self.query_one(BoardMap)
        day = self.board.day if self.board else None
        entry, row = self.entry, self.row
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
        if day is None and self.board:
            left_out = [
                (due.key, (due.outlet.lat, due.outlet.lon))
                for due in self.board.due
                if due.outlet.lat is not None and due.outlet.lon is not None
            ]
        board_map.empty = self.t("board.map_empty")
        board_map.show(
            tracks,
            keys=keys,
            chosen=entry.number if entry and entry.kind is Kind.ROUTE else None,
            left_out=left_out,
            mark=row.place if row else None,
            names=self.board.names() if self.board else {},
        )
        self.ask_ways()
        self.show_timeline()

    def show_timeline(self) -> None:
        day, entry, row = (self.board.day if self.board else None), self.entry, self.row
        timeline = self.query_one(Timeline)
        timeline.empty = self.t("board.map_empty")
        moment = self.office.now()
        timeline.show(
            [Lane(number, route.name or route.rep, route) for number, route in enumerate(day.routes if day else [])],
            rep=entry.rep if entry and entry.kind is Kind.ROUTE else None,
            key=row.stop_key if row else None,
            now=moment.hour * 3600 + moment.minute * 60 if self.date == self.office.today() else None,
        )

    def show_status(self, pieces: Iterable[Piece] | None = None) -> None:
        """The state of the date, or what a search has to say."""
        self.query_one("#status", StatusLine).pieces = tuple(pieces if pieces is not None else self._status())

    def on_resize(self) -> None:
        if not self.solving:
            self.show_status()

    def _status(self) -> list[Piece]:
        if self.board is None:
            return [(" " + (self.fault or self.t("board.reading")), "error" if self.fault else "dim")]
        other = self.searched if self.solving and self.searched is not self.board else None
        return cells.status(self.board, self.office, self.size.width, searched=other)

    def _empty_text(self, entry: Entry | None) -> str:
        board = self.board
        if board is None:
            return self.fault
        if not board.has_outlets:
            return self.t("board.empty.no_outlets")
        if entry is None:
            return ""
        if entry.kind is Kind.ROUTE:
            return self.t("board.empty.route" if board.planned else "board.empty.no_plan")
        return self.t(f"board.empty.{entry.kind}")

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.index.set_columns(cells.entry_columns(self.t))
        self.show_all()

    # one pane after another

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        if event.table is self.index:
            entry = self.entry
            if entry is not None and entry.kind is Kind.ROUTE:
                self.roundsman.rep = entry.rep
            self.show_list()
        elif event.table is self.listing:
            self.show_why()
            self.show_map()
        self.refresh_bindings()

    def on_table_row_chosen(self, event: Table.RowChosen) -> None:
        if event.table is self.index:
            self.show_pane("list")
        elif isinstance(event.row, Row) and event.row.kind is Kind.UNSERVED:
            self.chosen_left_out()

    def chosen_left_out(self) -> None:
        """Enter on a stop that was left out."""

    def on_board_map_stop_picked(self, event: BoardMap.StopPicked) -> None:
        self.choose_stop(event.key)

    def on_timeline_stop_picked(self, event: Timeline.StopPicked) -> None:
        self.choose_stop(event.key)

    def on_timeline_lane_picked(self, event: Timeline.LanePicked) -> None:
        self.index.show_key((Kind.ROUTE.value, event.rep))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if event.widget.id in PANES and event.widget.id != self.pane:
            self.pane = event.widget.id

    def show_pane(self, pane: str) -> None:
        """Shows a pane and works in it."""
        self.pane = pane
        self.call_after_refresh(self.query_one(f"#{pane}").focus)

    def watch_pane(self, pane: str) -> None:
        # on the panes, not on the screen: a class there would style every widget anew
        for each, box in zip(PANES, _BOXES, strict=True):
            self.query_one(box).set_class(each == pane, "-shown")
        self.query_one("#middle").set_class(pane == "map", "-aside")
        self.query_one("#panes").set_class(pane == "timeline", "-aside")
        self.query_one(PaneTabs).refresh()
        self.refresh_bindings()

    def _next_pane(self, by: int) -> None:
        narrow = self.has_class("-narrow")
        there = [
            pane for pane in PANES if pane != "timeline" or narrow or self.query_one(Timeline).has_class("-open")
        ]
        at = there.index(self.pane) if self.pane in there else 0
        self.show_pane(there[(at + by) % len(there)])

    def action_next_pane(self) -> None:
        self._next_pane(1)

    def action_previous_pane(self) -> None:
        self._next_pane(-1)

    def action_timeline(self) -> None:
        """Opens the timeline and goes to it; from it, closes it."""
        timeline = self.query_one(Timeline)
        self.roundsman.timeline_open = not timeline.has_focus
        timeline.set_class(self.roundsman.timeline_open, "-open")
        self.show_pane("timeline" if self.roundsman.timeline_open else "list")

    def action_map(self) -> None:
        self.show_pane("list" if self.pane == "map" else "map")

    def action_back(self) -> None:
        self.show_pane("index")

    def action_zoom(self) -> None:
        """The chosen route alone, or all of them."""
        self.query_one(BoardMap).toggle_close()
