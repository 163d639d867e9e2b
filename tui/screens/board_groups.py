"""Several stops at once: marked by key, moved, dropped, swapped, split off, merged; and rows dragged by the mouse."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from store.records import Stop, Unserved
from tui.commands import Command
from tui.screens.board_edits import BoardEdits, _on_any, _on_route, _on_stop, _open
from tui.state.board import Entry, Kind, Row
from tui.widgets.dragging import DraggableRows
from tui.widgets.table import Table

if TYPE_CHECKING:
    from routing.planning.model import Key


def _on_two(screen: BoardGroups) -> bool:
    return _open(screen) and len([row for row in screen.marked if isinstance(row.item, Stop)]) == 2


def _has_rows(screen: BoardGroups) -> bool:
    return _open(screen) and bool(screen.listing.rows)


class BoardGroups(BoardEdits):
    """What is done to the marked stops, or to the one under the cursor where none is marked."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("board.mark", ("space",), when=_on_any),
        Command("board.mark_all", ("ctrl+a",), when=_has_rows),
        Command("board.swap", ("X",), when=_on_two),
        Command("board.split", ("B",), when=_on_stop),
        Command("board.merge", ("M",), when=_on_route),
    )

    @property
    def marked(self) -> list[Row]:
        """Marked stops of the list shown, on a route or left out."""
        rows: list[Row] = self.listing.marked
        return [row for row in rows if isinstance(row.item, Stop | Unserved)]

    def _keys(self, rows: list[Row]) -> list[Key]:
        return [row.item.key for row in rows if isinstance(row.item, Stop | Unserved)]

    def on_mount(self) -> None:
        self.listing.draggable = True

    def on_table_marks_changed(self, event: Table.MarksChanged) -> None:
        del event
        self.show_heading()
        self.refresh_bindings()

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        if event.table is self.index and self.listing.marks:
            self.listing.mark(())

    def why_not(self, command: Command) -> str | None:
        if command.when is _on_two and not self.solving and self.board is not None and self.board.planned:
            return self.t("board.swap.mark_two")
        return super().why_not(command)

    # marking

    def action_mark(self) -> None:
        self.listing.toggle_mark()

    def action_mark_all(self) -> None:
        """All of them, or none where all are marked already."""
        rows = [row for row in self.listing.rows if isinstance(row.item, Stop | Unserved)]
        self.listing.mark(() if len(self.marked) == len(rows) else rows)

    def action_back(self) -> None:
        """Marks go first."""
        if self.listing.marks:
            self.listing.mark(())
        else:
            super().action_back()

    # several at once

    async def action_move(self) -> None:
        rows = self.marked
        if not rows:
            await super().action_move()
            return
        rep = await self._ask_rep(self.t("board.move.which_all", n=len(rows)), here=self.entry)
        if rep is not None:
            self._move_all(self._keys(rows), rep)

    def action_drop(self) -> None:
        keys = self._keys([row for row in self.marked if isinstance(row.item, Stop)])
        if not keys:
            super().action_drop()
            return
        said = partial(self.roundsman.tell, "board.dropped_all", n=len(keys))
        self.edit(partial(self._board().desk.drop_all, keys), then=said)

    def action_swap(self) -> None:
        one, other = self._keys([row for row in self.marked if isinstance(row.item, Stop)])
        self.edit(partial(self._board().desk.swap, one, other), follow=one)

    async def action_split(self) -> None:
        """This stop and all that follow it, to another rep."""
        stop, _, rep = self._stop()
        which = self.t("board.split.which", name=stop.name or stop.outlet)
        to = await self._ask_rep(which, here=self.entry, others=True)
        if to is not None:
            self.edit(partial(self._board().desk.split, rep, stop.key, to), follow=stop.key)

    async def action_merge(self) -> None:
        """The whole route to another rep."""
        route = self._route()
        which = self.t("board.merge.which", name=route.name or route.rep)
        into = await self._ask_rep(which, here=self.entry, others=True)
        if into is not None:
            follow = route.stops[0].key if route.stops else None
            self.edit(partial(self._board().desk.merge, route.rep, into), follow=follow)

    def _move_all(self, keys: list[Key], rep: str, position: int | None = None) -> None:
        self.edit(
            partial(self._board().desk.move_all, keys, rep, position),
            follow=keys[0],
            then=partial(self.listing.mark, ()),
        )

    # the mouse

    def on_table_row_dragged(self, event: Table.RowDragged) -> None:
        """Says what dropping here would do."""
        if not _open(self) or not isinstance(event.row, Row):
            return
        where = self._meaning(event.onto, event.target) if event.onto is not None else ""
        what = self._dragged_text(event.row)
        self.show_status(
            [(f" {self.t('board.drag.holding', what=what)}", "accent"), (f"  → {where}" if where else "", "strong")]
        )

    def _dragged(self, row: Row) -> list[Key]:
        marked = self.marked
        return self._keys(marked if row in marked else [row])

    def _dragged_text(self, row: Row) -> str:
        keys = self._dragged(row)
        names = self._board().names()
        return self.t("board.stops", n=len(keys)) if len(keys) > 1 else names.get(keys[0], "") if keys else ""

    def _meaning(self, onto: DraggableRows[object], target: int) -> str:
        row = onto.rows[target]
        if isinstance(row, Entry):
            return row.name if row.kind is Kind.ROUTE else self.t(f"board.entry.{row.kind}")
        if isinstance(row, Row) and isinstance(row.item, Stop):
            return f"{row.seq}. {row.item.name or row.item.outlet}"
        return ""

    async def on_table_row_dropped(self, event: Table.RowDropped) -> None:
        """Onto a route: there, where one stop costs least; onto the left out: off; onto a stop: in its place."""
        self.show_status()
        row, target = event.row, event.onto.rows[event.target]
        if not isinstance(row, Row) or not (keys := self._dragged(row)):
            return
        if not _open(self):
            self.roundsman.notify(self.why_not(self.command("board.move")) or "", severity="warning")
            return
        if isinstance(target, Entry) and target.kind is Kind.ROUTE:
            if len(keys) == 1:
                costs = await asyncio.to_thread(self._board().desk.with_each, keys[0])
                place = costs[target.rep].position if target.rep in costs else None
                self.edit(partial(self._board().desk.move, keys[0], target.rep, place), follow=keys[0])
            else:
                self._move_all(keys, target.rep)
        elif isinstance(target, Entry) and target.kind is Kind.UNSERVED and isinstance(row.item, Stop):
            self.edit(partial(self._board().desk.drop_all, keys), then=partial(self.listing.mark, ()))
        elif isinstance(target, Row) and isinstance(target.item, Stop) and isinstance(row.item, Stop):
            self._move_all(keys, target.rep, target.seq + (row.seq < target.seq))
