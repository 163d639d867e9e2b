"""Rows dragged by the mouse, within a table or onto another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic

from textual import events
from textual.errors import NoWidget

from tui.widgets.rows import OfTable, R, Rows


class DraggableRows(Rows[R], Generic[R]):
    """Tells what is held and where it is dropped; what that means is for whoever hears it."""

    @dataclass
    class RowDragged(OfTable, namespace="table"):
        """A row is held by the mouse over a row of a table, or (`onto` None) over nothing that takes it."""

        row: Any
        onto: DraggableRows[Any] | None
        target: int

    @dataclass
    class RowDropped(OfTable, namespace="table"):
        """A row was dragged onto a row of this or another table; `target` is that row's place there."""

        row: Any
        onto: DraggableRows[Any]
        target: int

    draggable = False
    """Whether the mouse can drag rows."""
    _held: int | None = None
    """The row that the mouse holds."""
    _over: tuple[DraggableRows[Any], int] | None = None

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

    def _table_at(self, x: int, y: int) -> tuple[DraggableRows[Any], int] | None:
        """The table and the row under a place of the screen."""
        try:
            widget, _ = self.screen.get_widget_at(x, y)
        except NoWidget:
            return None
        if not isinstance(widget, DraggableRows):
            return None
        index = widget.index_at(y - widget.content_region.y)
        return None if index is None else (widget, index)
