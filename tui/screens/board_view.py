"""The board as it is seen: what is chosen in its panes, and what they show of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from store.records import Day, Unserved
from tui.screens import board_cells as cells
from tui.screens import board_index, board_stops
from tui.screens.board_drawn import BoardDrawn
from tui.screens.board_panes import PaneTabs, StatusLine
from tui.state.board import Board, Entry, Kind, Row
from tui.state.late import LateNotes
from tui.widgets.board_map import BoardMap
from tui.widgets.input_line import InputLine
from tui.widgets.line import Part, broken
from tui.widgets.lines import Lines
from tui.widgets.pieces import Piece, width_of
from tui.widgets.table import Table
from tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from routing.planning.model import Key


class BoardView(BoardDrawn):
    """Routes, the stops of the chosen one, the map, and why."""

    CSS_PATH = "board.tcss"
    AUTO_FOCUS = "#index"

    def __init__(self) -> None:
        super().__init__()
        self.late = LateNotes()
        self._shown: tuple[Entry | None, Row | None] = None, None
        """Whose list, and of which stop the reasons, are shown."""
        self._asked: object = None
        """The unserved stop whose way in was asked for last."""

    def body(self) -> Iterable[Widget]:
        yield StatusLine(id="status")
        yield InputLine(placeholder=self.t("board.filter.placeholder"), id="filter")
        yield PaneTabs(id="tabs")
        with Horizontal(id="panes"):
            yield Table[Entry](
                board_index.columns(self.t),
                lambda entry: board_index.row(entry, self.t, late=entry.key[1] in self.late),
                key=lambda e: e.key,
                id="index",
            )
            with Vertical(id="middle"):
                yield StatusLine(id="heading")
                yield Table[Row](
                    board_stops.columns(None, self.t),
                    lambda row: board_stops.row(row, self.entry.route if self.entry else None, self.office),
                    key=lambda r: r.key,
                    id="list",
                )
                yield Lines(id="why")
            yield BoardMap(self.hint, id="map")
        yield Timeline(id="timeline", classes="-open" if self.roundsman.timeline_open else None)

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
        """Brings a stop of the plan under the cursor, wherever it stands; a filter that hides it goes."""
        found = self.board.place_of(key) if self.board else None
        if found is None:
            return False
        if not self.listed.holds(key):
            self.unfilter()
        self.index.show_key(found[0].key)
        if self.entry is not self._shown[0]:
            self.show_list(at=key)
        else:
            self.listing.show_key(key)
        return True

    def unfilter(self) -> None:
        """All stops are shown again."""

    def rep_wanted(self, rep: str) -> None:
        if self.index.show_key((Kind.ROUTE.value, rep)):
            self.show_pane("list")

    # showing

    def show_all(self, *, follow: Key | None = None) -> None:
        """Everything anew, the cursors where they were, or on the stop to `follow`."""
        self.index.empty = self.nothing
        self.index.set_columns(board_index.columns(self.t, self.listed.order))
        self.show_index()
        if follow is None or not self.choose_stop(follow):
            self.show_list()
        self.show_status()
        self.refresh_bindings()

    def show_index(self) -> None:
        self.index.set_rows(self.listed.entries(self.board) if self.board else [])

    def show_list(self, *, at: Key | None = None) -> None:
        """The list of the entry chosen, from its top or the cursor where it was in it, or `at` a stop."""
        entry, before = self.entry, self._shown[0]
        rows = self.listed.rows(self.board, entry) if self.board and entry else []
        self.listing.empty = self._empty_text(entry)
        self.listing.set_columns(board_stops.columns(entry, self.t))
        self.listing.set_rows(rows, keep=entry is None or before is None or entry.key == before.key)
        if at is not None:
            self.listing.show_key(at)
        self.show_heading()
        self.show_row()

    def show_row(self) -> None:
        """Why the chosen stop stands where it does, and where that is."""
        self._shown = self.entry, self.row
        self.show_why()
        self.show_map()

    def show_heading(self) -> None:
        self.query_one("#heading", StatusLine).pieces = partial(self._heading, self.entry, len(self.listing.marks))

    def _heading(self, entry: Entry | None, marks: int, width: int) -> list[Piece]:
        about: list[Piece] = []
        if self.listed.narrowed and entry is not None:
            about.append((f"  {self.t('board.filter.fit', n=entry.fits or 0, of=entry.count)}", "accent"))
        if marks:
            about.append((f"  {self.t('board.marked', n=marks)}", "accent"))
        pieces = cells.heading(entry, self.t, width - width_of(about)) if entry else []
        return [*pieces[:2], *about, *pieces[2:]]

    def show_why(self) -> None:
        lines = cells.explanation(self.row, self.entry, self.office) if self.board else []
        if self.board is not None:
            lines = [*([(f"» {note}", "accent")] for note in self.board.route_notes(self.entry)), *lines]
        if self.board is not None and self.entry is not None and self.entry.kind is Kind.DUE:
            lines = [*lines, *cells.assumptions(self.board, self.office)]
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
        if self.roundsman.saving:
            self._asked = None  # it is asked again for the day as it will be
            return
        if self.board is board and board.desk.day is day and not self.solving and self._differs(day, told):
            board.desk.with_unserved(told)
            self.show_index()
            self.show_list()

    @staticmethod
    def _differs(day: Day | None, told: Unserved) -> bool:
        return day is not None and told not in day.unserved

    def show_status(self, pieces: Iterable[Piece] | None = None) -> None:
        """The state of the date, or what a search has to say."""
        self.query_one("#status", StatusLine).pieces = tuple(pieces if pieces is not None else self._status())

    def on_resize(self) -> None:
        if not self.solving:
            self.show_status()

    def _status(self) -> list[Piece]:
        if self.board is None:
            return [(f" {self.nothing}", "error" if self.fault else "dim")]
        other = self.searched if self.solving and self.searched is not self.board else None
        said = cells.status(self.board, self.office, self.fits, searched=other)
        here = self.roundsman.others_text() if self.has_class("-narrow") else ""  # the title has no room for it
        return [*said, *([(f"  {here}", "warning")] if here else [])]

    def fits(self, said: Sequence[Piece]) -> bool:
        """Whether there is room to say so much of the date: two rows on a narrow screen, else one."""
        rows = broken([Part(text) for text, _ in said], self.size.width)
        return len(rows) <= (2 if self.has_class("-narrow") else 1)

    def others_seen(self) -> None:
        super().others_seen()
        if not self.solving:
            self.show_status()

    def _empty_text(self, entry: Entry | None) -> str:
        board = self.board
        if board is None:
            return self.nothing
        if not board.has_outlets:
            return self.t("board.empty.no_outlets")
        if entry is None:
            return ""
        if entry.fits == 0 and entry.count:
            return self.t("board.filter.none", text=self.listed.text)
        if entry.kind is Kind.ROUTE:
            return self.t("board.empty.route" if board.planned else "board.empty.no_plan")
        return self.t(f"board.empty.{entry.kind}")

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.query_one("#filter", Input).placeholder = self.t("board.filter.placeholder")
        self.show_all()

    # one pane after another

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        if event.table is self.index:
            entry = self.entry
            if entry is not None and entry.kind is Kind.ROUTE:
                self.roundsman.rep = entry.rep
            if entry is not self._shown[0]:
                self.show_list()
        elif event.table is self.listing and self.row is not self._shown[1]:
            self.show_row()
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
