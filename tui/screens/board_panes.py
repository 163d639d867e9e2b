"""The board's panes: how they follow one another, and how one of them takes the whole screen."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events
from textual.reactive import reactive

from tui.commands import Command
from tui.screens.base import DatedScreen
from tui.state.board import Board
from tui.state.listing import Listing
from tui.widgets.board_map import BoardMap
from tui.widgets.line import Line, Part, Tabs
from tui.widgets.pieces import Drawn, Piece
from tui.widgets.timeline import Timeline

PANES = ("index", "list", "map", "timeline")
_BOXES = ("#index", "#middle", "#map", "#timeline")


class StatusLine(Line):
    """The state of the date, or of the search while one runs; pieces, or what makes them for so many cells."""

    pieces: reactive[tuple[Piece, ...] | Drawn] = reactive(())

    def parts(self, width: int) -> list[Part]:
        pieces = self.pieces(width) if callable(self.pieces) else self.pieces
        return [Part(text, tone) for text, tone in pieces]


class PaneTabs(Tabs):
    """Which pane is shown where there is room for one only; the mark at the end lets all of them share again."""

    @property
    def at(self) -> int:
        board: BoardPanes = self.screen  # type: ignore[assignment]
        return PANES.index(board.pane)

    def tabs(self) -> list[Part]:
        board: BoardPanes = self.screen  # type: ignore[assignment]
        tabs = [
            Part(
                f" {board.t(f'board.pane.{pane}')} ",
                "chosen" if pane == board.pane else "",
                partial(board.show_pane, pane),
            )
            for pane in PANES
        ]
        narrow = board.has_class("-narrow")
        return tabs if narrow or not board.alone else [*tabs, Part(" ▣ ", "key", board.action_maximise)]


class BoardPanes(DatedScreen):
    """What is looked at, in up to four panes."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("board.next_pane", ("tab",), footer=2, palette=False),
        Command("board.previous_pane", ("shift+tab",), palette=False),
        Command("board.map", ("v", "f7"), footer=20),
        Command("board.zoom", ("z",)),
        Command("board.maximise", ("Z",), footer=22),
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
        self.listed = Listing()

    @property
    def alone(self) -> bool:
        """Whether one pane has the whole screen though there is room for more."""
        return self.roundsman.maximised in PANES

    def on_mount(self) -> None:
        if self.alone:
            self.set_reactive(BoardPanes.pane, self.roundsman.maximised)
            self.call_after_refresh(self.query_one(f"#{self.pane}").focus)
        self.watch_pane(self.pane)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if event.widget.id in PANES and event.widget.id != self.pane:
            self.pane = event.widget.id

    def show_pane(self, pane: str) -> None:
        """Shows a pane and works in it."""
        self.pane = pane
        self.call_after_refresh(self.query_one(f"#{pane}").focus)

    def watch_pane(self, pane: str) -> None:
        if self.alone:
            self.roundsman.maximised = pane
        # on the panes, not on the screen: a class there would style every widget anew
        for each, box in zip(PANES, _BOXES, strict=True):
            self.query_one(box).set_class(each == pane, "-shown")
            self.query_one(box).set_class(self.alone and each == pane, "-alone")
            self.query_one(box).set_class(self.alone and each != pane, "-hidden")
        self.query_one("#middle").set_class(pane == "map", "-aside")
        self.query_one("#panes").set_class(pane == "timeline", "-aside")
        self.query_one("#panes").set_class(self.alone and pane == "timeline", "-hidden")
        self.query_one(PaneTabs).set_class(self.alone, "-shown")
        self.query_one(PaneTabs).refresh()
        self.refresh_bindings()

    def _next_pane(self, by: int) -> None:
        all_of_them = self.has_class("-narrow") or self.alone
        there = [
            pane for pane in PANES if pane != "timeline" or all_of_them or self.query_one(Timeline).has_class("-open")
        ]
        at = there.index(self.pane) if self.pane in there else 0
        self.show_pane(there[(at + by) % len(there)])

    def action_next_pane(self) -> None:
        self._next_pane(1)

    def action_previous_pane(self) -> None:
        self._next_pane(-1)

    def action_maximise(self) -> None:
        """The pane worked in alone, or all of them again."""
        self.roundsman.maximised = "" if self.alone else self.pane
        self.watch_pane(self.pane)

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
