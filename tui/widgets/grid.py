"""A grid with a cursor on one cell: a first column that stays, others that scroll sideways, drawn line by line.

It holds no data: `stays` and `draw` give what a cell shows, when it comes into view. Keys are its screen's business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tui.widgets.ground import GroundedView
from tui.widgets.pieces import Cell, segments


class Grid(GroundedView):
    """Rows and columns by number; `place` is the cell under the cursor, its first column not counted."""

    @dataclass
    class CellHighlighted(Message):
        """The cursor came to another cell."""

        grid: Grid
        row: int
        column: int

        @property
        def control(self) -> Grid:
            return self.grid

    COMPONENT_CLASSES: ClassVar[set[str]] = {"grid--header", "grid--row", "grid--cursor"}
    DEFAULT_CSS = """
    Grid { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    Grid .grid--header { color: $text-muted; text-style: bold; }
    Grid .grid--row { background: $surface; }
    Grid .grid--cursor { background: $primary; color: $text; text-style: bold; }
    """

    place: reactive[tuple[int, int]] = reactive((0, 0))

    def __init__(
        self,
        stays: Callable[[int], Cell],
        draw: Callable[[int, int], Cell],
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
    ) -> None:
        super().__init__(id=id)
        self._staying, self._draw = stays, draw
        self.rows = 0
        self.columns: Sequence[tuple[str, int]] = ()
        """Title and width of each column."""
        self._first = 0
        """The first column that is drawn beside the one that stays."""

    def show(self, rows: int, columns: Sequence[tuple[str, int]]) -> None:
        """So many rows, under these columns."""
        self.rows, self.columns = rows, tuple(columns)
        self.virtual_size = Size(self.size.width, rows + 1)
        self.place = self.place  # within what there is now
        self._bring_into_view()
        self.refresh()

    def move(self, rows: int, columns: int) -> None:
        """Moves the cursor by so many rows and columns."""
        self.place = (self.place[0] + rows, self.place[1] + columns)

    def validate_place(self, place: tuple[int, int]) -> tuple[int, int]:
        row = max(0, min(place[0], self.rows - 1))
        return row, max(0, min(place[1], len(self.columns) - 1))

    def watch_place(self) -> None:
        self._bring_into_view()
        self.refresh()
        self.post_message(self.CellHighlighted(self, *self.place))

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, self.rows + 1)
        self._bring_into_view()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        row, column = self.scroll_offset.y + event.y - 1, self._column_at(event.x)
        if event.y >= 1 and row < self.rows and column is not None:
            event.stop()
            self.place = (row, column)

    # drawing

    @property
    def _room(self) -> int:
        return self.scrollable_content_region.width

    @property
    def _stays(self) -> int:
        """Cells of the column that stays."""
        return 14 if self._room < 70 else 26

    def _shown(self) -> list[tuple[int, int, int]]:
        """Columns that there is room for: number, where each begins, how wide it is."""
        found, x = [], self._stays + 1
        for number in range(self._first, len(self.columns)):
            width = min(self.columns[number][1], self._room - x)
            if width < min(4, self.columns[number][1]):
                break
            found.append((number, x, width))
            x += width + 1
        return found

    def _bring_into_view(self) -> None:
        row, column = self.place
        self._first = min(self._first, column)
        while self._first < column:
            shown = next((each for each in self._shown() if each[0] == column), None)
            if shown is not None and shown[2] == self.columns[column][1]:
                break
            self._first += 1
        self.scroll_to_region(Region(0, row, 1, 2), animate=False, force=True)

    def _column_at(self, x: int) -> int | None:
        return next((number for number, at, width in self._shown() if at <= x < at + width), None)

    def render_line(self, y: int) -> Strip:
        row = self.scroll_offset.y + y - 1
        if y == 0:
            style = self.ground + self.get_component_rich_style("grid--header", partial=True)
            return self._strip("", lambda column: self.columns[column][0], style, None)
        if row >= self.rows:
            return Strip.blank(self._room, self.ground)
        style = self.ground
        if row == self.place[0]:
            style += self.get_component_rich_style("grid--row", partial=True)
        return self._strip(
            self._staying(row),
            lambda column: self._draw(row, column),
            style,
            self.place[1] if row == self.place[0] else None,
        )

    def _strip(self, name: Cell, cell: Callable[[int], Cell], style: Style, here: int | None) -> Strip:
        drawn: list[Segment] = [*segments(self, name, self._stays, style)]
        cursor = style + self.get_component_rich_style("grid--cursor", partial=True)
        for number, _, width in self._shown():
            base: Any = cursor if number == here else style
            drawn += [Segment(" ", style), *segments(self, cell(number), width, base, toned=number != here)]
        return Strip(drawn).adjust_cell_length(self._room, style)
