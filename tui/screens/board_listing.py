"""The board's order and filter: routes by what they take, stops narrowed as one types, across all routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Input

from tui.commands import Command
from tui.screens.board_reading import BoardReading
from tui.state.listing import Order
from tui.widgets.table import Table

if TYPE_CHECKING:
    from tui.state.search import OutletIndex


class BoardListing(BoardReading):
    """Neither changes the plan: they say what of it is seen, and where."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("board.filter", ("f", "ctrl+d"), footer=14, when=lambda self: self.board is not None),
        Command("board.sort", ("O",), footer=23, when=lambda self: self.board is not None),
    )

    _index_of: OutletIndex | None = None

    # the order

    def action_sort(self) -> None:
        """The next order."""
        self._sorted(self.listed.next_order())

    def on_table_heading_picked(self, event: Table.HeadingPicked) -> None:
        if event.table is self.index and self.board is not None:
            self._sorted(self.listed.sort_by(event.column))

    def _sorted(self, order: Order) -> None:
        self.show_all()
        self.roundsman.tell("board.sort.now", by=self.t(f"board.sort.by.{order}"))

    # the filter

    @property
    def _line(self) -> Input:
        return self.query_one("#filter", Input)

    async def action_filter(self) -> None:
        """Opens the filter and goes to it."""
        self._line.set_class(True, "-open")
        self._line.focus()
        self._index_of = await self.roundsman.outlet_index()
        self._narrow(self._line.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input is self._line:
            event.stop()
            self._narrow(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on in the list, where what fits stays."""
        if event.input is self._line:
            event.stop()
            if not self.listed.narrowed:
                self.unfilter()
            self.show_pane("list")

    def _narrow(self, typed: str) -> None:
        text = typed.strip()
        if self.board is None or self._index_of is None or (text == self.listed.text and self.listed.narrowed):
            return
        self.listed.narrow(text, self._index_of.find(text) if text else ())
        self.show_index()
        if self.listed.narrowed and self.entry is not None and not self.entry.fits:
            first = next((entry for entry in self.index.rows if entry.fits), None)
            if first is not None:
                self.index.show_key(first.key)
        self.show_list()

    def unfilter(self) -> None:
        self.listed.narrow("", ())
        with self._line.prevent(Input.Changed):
            self._line.value = ""
        self._line.set_class(False, "-open")
        self.show_index()
        self.show_list()

    def action_back(self) -> None:
        """The filter goes first."""
        if self._line.has_class("-open"):
            had = self._line.has_focus
            self.unfilter()
            if had:
                self.show_pane("list")
        else:
            super().action_back()
