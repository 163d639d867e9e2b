"""A table drawn line by line: it costs what is visible, whether it has ten rows or twenty thousand.

Rows are any objects; `cells` turns one into what its columns show, when it comes into view. Cells are plain
text, a rich `Text`, toned pieces or something drawn to the column's width (`tui.widgets.pieces`), never markup.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip

from tui.widgets.columns import Column, shared_widths
from tui.widgets.dragging import DraggableRows
from tui.widgets.pieces import Cell, segments, wrapped
from tui.widgets.rows import OfTable, R

__all__ = ["Column", "Table", "shared_widths"]


class Table(DraggableRows[R], Generic[R]):
    """A list with a cursor. `empty` is what it says without rows."""

    @dataclass
    class HeadingPicked(OfTable, namespace="table"):
        """The title of a column was clicked."""

        column: str

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header",
        "table--marked",
        "table--cursor",
        "table--cursor-idle",
    }
    DEFAULT_CSS = """
    Table { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    """

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Callable[[R], Sequence[Cell]],
        *,
        key: Callable[[R], Hashable] | None = None,
        header: bool = True,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(key=key, header=header, id=id, classes=classes)
        self.columns: tuple[Column, ...] = tuple(columns)
        self.empty = empty
        self._cells = cells
        self._drawn: dict[tuple[int, bool, bool], Strip] = {}
        self._widths: list[tuple[int, Column, int]] = []
        self._measured = -1
        self._roomy: tuple[tuple[Size, bool], int] | None = None

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns or titles, after the language changed."""
        self.columns = tuple(columns)
        self._measure()
        self.redraw()

    def redraw(self) -> None:
        self._drawn.clear()
        self.refresh()

    # the mouse

    def on_click(self, event: events.Click) -> None:
        index = self.index_at(event.y)
        if index is None:
            column = self.column_at(event.x) if self._header and event.y == 0 else None
            if column is not None:
                event.stop()
                self.post_message(self.HeadingPicked(self, column.id))
            return
        event.stop()
        again = index == self.cursor and (event.chain > 1 or self.has_class("-choose-on-click"))
        self.cursor = index
        if again or self.has_class("-choose-on-click"):
            self.action_choose()

    def column_at(self, x: int) -> Column | None:
        """The column that a cell of a line belongs to."""
        x -= self.gutter.left
        for _, column, size in self._widths:
            if 0 <= x < size:
                return column
            x -= size + 1
        return None

    def size_of(self, column: str) -> int:
        """The cells that a column has; none where it has left."""
        return next((size for _, each, size in self._widths if each.id == column), 0)

    # drawing

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self.rows) + self._header)
        self._measure()
        self.redraw()
        self.call_after_refresh(
            self.scroll_to_region, Region(0, self.cursor, 1, 1 + self._header), animate=False, force=True
        )

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._drawn.clear()
        self._roomy = None

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    @property
    def _room(self) -> int:
        """Cells a line has, the scroll bar left out."""
        known = self.outer_size, self.show_vertical_scrollbar
        if self._roomy is None or self._roomy[0] != known:
            self._roomy = known, self.scrollable_content_region.width
        return self._roomy[1]

    def _measure(self) -> None:
        self._widths = shared_widths(self.columns, self._room)
        self._measured = self._room

    def render_line(self, y: int) -> Strip:
        width = self._room
        if width != self._measured:
            self._measure()
            self._drawn.clear()
        if self._header and y == 0 and self.rows:
            return self._header_strip(width)
        index = self.scroll_offset.y + y - self._header
        if not self.rows:
            return self._empty_strip(y, width)
        if index >= len(self.rows):
            return Strip.blank(width, self.ground)
        here = index == self.cursor
        known = (index, here, self.has_focus)
        strip = self._drawn.get(known)
        if strip is None:
            if len(self._drawn) > 2000:
                self._drawn.clear()
            base = self._cursor_style() if here else self.ground
            if self.marks and self._key is not None and self._key(self.rows[index]) in self.marks:
                base += self.get_component_rich_style("table--marked", partial=True)
            toned = not (here and self._active)
            strip = self._drawn[known] = self._row_strip(self._cells_of(self.rows[index]), base, width, toned=toned)
        return strip

    def _cells_of(self, row: R) -> Sequence[Cell]:
        """A row's cells; what they look up may have been damaged since: whoever reads next tells that."""
        try:
            return self._cells(row)
        except Exception as fault:
            if not hasattr(fault, "code"):
                raise
            return [[("✗", "error")] for _ in self.columns]

    @property
    def _active(self) -> bool:
        """Whether the cursor is the one that keys move."""
        return self.has_focus or self.has_class("-active")

    def _cursor_style(self) -> Style:
        name = "table--cursor" if self._active else "table--cursor-idle"
        return self.ground + self.get_component_rich_style(name, partial=True)

    def _header_strip(self, width: int) -> Strip:
        style = self.ground + self.get_component_rich_style("table--header", partial=True)
        return self._row_strip([column.title for column in self.columns], style, width)

    def _row_strip(self, cells: Sequence[Cell], base: Style, width: int, *, toned: bool = True) -> Strip:
        drawn: list[Segment] = []
        for number, (place, column, size) in enumerate(self._widths):
            if number:
                drawn.append(Segment(" ", base))
            drawn += segments(self, cells[place], size, base, right=column.right, toned=toned)
        return Strip(drawn).adjust_cell_length(width, base)

    def _empty_strip(self, y: int, width: int) -> Strip:
        lines = wrapped(self.empty, max(1, width - 2))
        style = self.toned("dim")
        text = f" {lines[y - 1]}" if 1 <= y <= len(lines) else ""
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)
