"""Rows with a cursor and marks: what a table holds, apart from how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive

from tui.widgets.ground import GroundedView

R = TypeVar("R")


@dataclass
class OfTable(Message, namespace="table"):
    """Something that came to pass in a table."""

    table: Rows[Any]

    @property
    def control(self) -> Rows[Any]:
        return self.table


class Rows(GroundedView, Generic[R], can_focus=True):
    """Any objects, one under the cursor, some marked. With a `key` cursor and marks stay on their rows."""

    @dataclass
    class RowHighlighted(OfTable, namespace="table"):
        """The cursor came to another row, or another row came under it; None on an empty table."""

        index: int
        row: Any

    @dataclass
    class RowChosen(OfTable, namespace="table"):
        """A row was asked for by enter, or by a click on the row under the cursor."""

        index: int
        row: Any

    @dataclass
    class MarksChanged(OfTable, namespace="table"):
        """Rows were marked or unmarked."""

    BINDINGS = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "jump(0)", show=False),
        Binding("end", "jump(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    cursor: reactive[int] = reactive(0)

    def __init__(
        self,
        *,
        key: Callable[[R], Hashable] | None = None,
        header: bool = True,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.rows: Sequence[R] = ()
        self._key = key
        self._header = int(header)
        """Lines above the rows."""
        self.marks: frozenset[Hashable] = frozenset()
        """Keys of the rows that are marked, for what is done to several at once."""
        self._told: tuple[int, object] | None = None

    def redraw(self) -> None:
        """Draws every row again, since what its cells say has changed."""
        raise NotImplementedError

    def set_rows(self, rows: Sequence[R], *, keep: bool = True) -> None:
        """Shows other rows. With a `key` the cursor stays on its row as long as that is there; without `keep` it
        goes to the first.
        """
        held = self._key(self.row) if keep and self._key and self.row is not None else None
        self.rows = rows
        if self.marks and self._key is not None:
            self.marks &= {self._key(row) for row in rows}
        self.redraw()
        self.virtual_size = Size(self.size.width, len(rows) + self._header)
        index = min(self.cursor, max(0, len(rows) - 1)) if keep else 0
        if held is not None and self._key is not None:
            found = self.index_of(held)
            index = index if found is None else found
        self.cursor = index
        self._tell()

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
            self.redraw()
            self.post_message(self.MarksChanged(self))

    def toggle_mark(self) -> None:
        """Marks the row under the cursor, or unmarks it, and goes on to the next."""
        if self.row is None or self._key is None:
            return
        here = self._key(self.row)
        self.marks = self.marks - {here} if here in self.marks else self.marks | {here}
        self.redraw()
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

    def index_at(self, y: int) -> int | None:
        """Which row a line of the widget shows."""
        index = self.scroll_offset.y + y - self._header
        return index if y >= self._header and 0 <= index < len(self.rows) else None
