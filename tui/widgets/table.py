"""A table drawn line by line: it costs what is visible, whether it has ten rows or twenty thousand.

Rows are any objects; `cells` turns one into what its columns show, when it comes into view. Cells are plain
text, a rich `Text` or toned pieces (`tui.widgets.pieces`), never markup. Columns share the width by weight
and leave, highest `drop` first, when there is no room for all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.errors import NoWidget
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.pieces import COMPONENT_CLASSES, Cell, segments, wrapped

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `min` cells at least, `weight` its share of what is left over, `drop` when it may leave."""

    id: str
    title: str = ""
    min: int = 1
    weight: int = 0
    right: bool = False
    drop: int = 0


class Table(ScrollView, Generic[R], can_focus=True):
    """A list with a cursor. `empty` is what it says without rows."""

    @dataclass
    class RowHighlighted(Message):
        """The cursor came to another row, or another row came under it; None on an empty table."""

        table: Table[Any]
        index: int
        row: Any

        @property
        def control(self) -> Table[Any]:
            return self.table

    @dataclass
    class RowChosen(Message):
        """A row was asked for by enter, or by a click on the row under the cursor."""

        table: Table[Any]
        index: int
        row: Any

        @property
        def control(self) -> Table[Any]:
            return self.table

    @dataclass
    class RowDropped(Message):
        """A row was dragged by the mouse onto a row of this or another table; `target` is that row's place there."""

        table: Table[Any]
        row: Any
        onto: Table[Any]
        target: int

        @property
        def control(self) -> Table[Any]:
            return self.table

    @dataclass
    class RowDragged(Message):
        """A row is held by the mouse over a row of a table, or (`onto` None) over nothing that takes it."""

        table: Table[Any]
        row: Any
        onto: Table[Any] | None
        target: int

        @property
        def control(self) -> Table[Any]:
            return self.table

    @dataclass
    class MarksChanged(Message):
        """Rows were marked or unmarked."""

        table: Table[Any]

        @property
        def control(self) -> Table[Any]:
            return self.table

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header",
        "table--marked",
        "table--cursor",
        "table--cursor-idle",
        *COMPONENT_CLASSES,
    }
    BINDINGS = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "jump(0)", show=False),
        Binding("end", "jump(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]
    DEFAULT_CSS = """
    Table { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    """

    cursor: reactive[int] = reactive(0)

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
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.rows: Sequence[R] = ()
        self.empty = empty
        self._cells = cells
        self._key = key
        self._header = int(header)
        self.marks: frozenset[Hashable] = frozenset()
        """Keys of the rows that are marked, for what is done to several at once."""
        self.draggable = False
        """Whether the mouse can drag rows."""
        self._held: int | None = None
        """The row that the mouse holds."""
        self._over: tuple[Table[Any], int] | None = None
        self._drawn: dict[tuple[int, bool, bool], Strip] = {}
        self._widths: list[tuple[int, Column, int]] = []
        self._told: tuple[int, object] | None = None
        self._measured = -1

    # what it shows

    def set_rows(self, rows: Sequence[R]) -> None:
        """Shows other rows. With a `key` the cursor stays on its row as long as that is there."""
        held = self._key(self.row) if self._key and self.row is not None else None
        self.rows = rows
        if self.marks and self._key is not None:
            self.marks &= {self._key(row) for row in rows}
        self._redraw()
        self.virtual_size = Size(self.size.width, len(rows) + self._header)
        index = min(self.cursor, max(0, len(rows) - 1))
        if held is not None and self._key is not None:
            found = self.index_of(held)
            index = index if found is None else found
        self.cursor = index
        self._tell()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns or titles, after the language changed."""
        self.columns = tuple(columns)
        self._measure()
        self._redraw()

    def redraw(self) -> None:
        """Draws every row again, since what its cells say has changed."""
        self._redraw()

    @property
    def row(self) -> R | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def index_of(self, key: Hashable) -> int | None:
        """Where the row with this key stands."""
        assert self._key is not None
        of = self._key
        return next((index for index, row in enumerate(self.rows) if of(row) == key), None)

    def show_key(self, key: Hashable) -> bool:
        """Moves the cursor to the row with this key; False where there is none."""
        index = self.index_of(key)
        if index is not None:
            self.cursor = index
        return index is not None

    # marks

    @property
    def marked(self) -> list[R]:
        """The rows that are marked, in their order."""
        of = self._key
        return [row for row in self.rows if of and of(row) in self.marks] if self.marks else []

    def mark(self, rows: Iterable[R]) -> None:
        """Marks exactly these rows."""
        assert self._key is not None
        marks = frozenset(self._key(row) for row in rows)
        if marks != self.marks:
            self.marks = marks
            self._redraw()
            self.post_message(self.MarksChanged(self))

    def toggle_mark(self) -> None:
        """Marks the row under the cursor, or unmarks it, and goes on to the next."""
        if self.row is None or self._key is None:
            return
        here = self._key(self.row)
        self.marks = self.marks - {here} if here in self.marks else self.marks | {here}
        self._redraw()
        self.post_message(self.MarksChanged(self))
        self.cursor += 1

    # the cursor

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, len(self.rows) - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        del before
        self.scroll_to_region(Region(0, after, 1, 1 + self._header), animate=False, force=True)
        self.refresh()
        self._tell()

    def _tell(self) -> None:
        told = (self.cursor, self.row)
        if self._told is None or told[0] != self._told[0] or told[1] is not self._told[1]:
            self._told = told
            self.post_message(self.RowHighlighted(self, self.cursor, self.row))

    def action_step(self, by: int) -> None:
        self.cursor += by

    def action_page(self, by: int) -> None:
        self.cursor += by * max(1, self.size.height - self._header - 1)

    def action_jump(self, to: int) -> None:
        self.cursor = to if to >= 0 else len(self.rows) - 1

    def action_choose(self) -> None:
        if self.row is not None:
            self.post_message(self.RowChosen(self, self.cursor, self.row))

    def on_click(self, event: events.Click) -> None:
        index = self.index_at(event.y)
        if index is None:
            return
        event.stop()
        again = index == self.cursor and (event.chain > 1 or self.has_class("-choose-on-click"))
        self.cursor = index
        if again or self.has_class("-choose-on-click"):
            self.action_choose()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        index = self.index_at(event.get_content_offset_capture(self).y)
        if self.draggable and event.button == 1 and index is not None:
            self._held, self._over = index, None
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._held is None or self._held >= len(self.rows):
            return
        over = self._table_at(event.screen_x, event.screen_y)
        if over != self._over and (self._over is not None or over != (self, self._held)):
            self._over = over
            onto, target = over or (None, 0)
            self.post_message(self.RowDragged(self, self.rows[self._held], onto, target))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        held, self._held = self._held, None
        if held is None:
            return
        self.release_mouse()
        found = self._table_at(event.screen_x, event.screen_y)
        if found is not None and (found[0] is not self or found[1] != held) and held < len(self.rows):
            self.post_message(self.RowDropped(self, self.rows[held], *found))

    def _table_at(self, x: int, y: int) -> tuple[Table[Any], int] | None:
        """The table and the row under a place of the screen."""
        try:
            widget, _ = self.screen.get_widget_at(x, y)
        except NoWidget:
            return None
        if not isinstance(widget, Table):
            return None
        index = widget.index_at(y - widget.content_region.y)
        return None if index is None else (widget, index)

    def index_at(self, y: int) -> int | None:
        """Which row a line of the widget shows."""
        index = self.scroll_offset.y + y - self._header
        return index if y >= self._header and 0 <= index < len(self.rows) else None

    # drawing

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self.rows) + self._header)
        self._measure()
        self._redraw()
        self.call_after_refresh(
            self.scroll_to_region, Region(0, self.cursor, 1, 1 + self._header), animate=False, force=True
        )

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._drawn.clear()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _redraw(self) -> None:
        self._drawn.clear()
        self.refresh()

    @property
    def _room(self) -> int:
        """Cells a line has, the scroll bar left out."""
        return self.scrollable_content_region.width

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
            return Strip.blank(width, self.rich_style)
        here = index == self.cursor
        known = (index, here, self.has_focus)
        strip = self._drawn.get(known)
        if strip is None:
            if len(self._drawn) > 2000:
                self._drawn.clear()
            base = self._cursor_style() if here else self.rich_style
            if self.marks and self._key is not None and self._key(self.rows[index]) in self.marks:
                base += self.get_component_rich_style("table--marked", partial=True)
            toned = not (here and self._active)
            strip = self._drawn[known] = self._row_strip(self._cells(self.rows[index]), base, width, toned=toned)
        return strip

    @property
    def _active(self) -> bool:
        """Whether the cursor is the one that keys move."""
        return self.has_focus or self.has_class("-active")

    def _cursor_style(self) -> Style:
        name = "table--cursor" if self._active else "table--cursor-idle"
        return self.rich_style + self.get_component_rich_style(name, partial=True)

    def _header_strip(self, width: int) -> Strip:
        style = self.rich_style + self.get_component_rich_style("table--header", partial=True)
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
        style = self.rich_style + self.get_component_rich_style("tone--dim", partial=True)
        text = f" {lines[y - 1]}" if 1 <= y <= len(lines) else ""
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)


def shared_widths(columns: Sequence[Column], width: int) -> list[tuple[int, Column, int]]:
    """Which columns there is room for, as (place among all, column, cells), one cell between two."""
    kept = list(enumerate(columns))
    while len(kept) > 1 and sum(column.min for _, column in kept) + len(kept) - 1 > width:
        leaving = max((column.drop for _, column in kept), default=0)
        if leaving == 0:
            break
        kept = [(place, column) for place, column in kept if column.drop != leaving]
    spare = max(0, width - sum(column.min for _, column in kept) - (len(kept) - 1))
    weights = sum(column.weight for _, column in kept)
    sized: list[tuple[int, Column, int]] = []
    for place, column in kept:
        share = spare * column.weight // weights if weights else 0
        spare -= share
        weights -= column.weight
        sized.append((place, column, column.min + share))
    return sized
