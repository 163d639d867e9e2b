"""A paper sheet keyed in: stops in rows, its blanks in columns; the line below holds the cell under the cursor."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.widget import Widget
from textual.widgets import Input

from tui.cli.output import error_sentence
from tui.commands import Command, telling
from tui.screens import keying_cells as cells
from tui.screens.base import RoundsmanScreen
from tui.widgets.grid import Grid
from tui.widgets.line import Line, Part
from tui.widgets.lines import Lines

if TYPE_CHECKING:
    from store.files.journal import Change
    from tui.state.keying import Keying
    from tui.widgets.pieces import Cell


def _read(screen: KeyingScreen) -> bool:
    return screen.keying is not None and bool(screen.keying.rows)


class CellLine(Input):
    """The cell under the cursor. Until something is typed arrows go from cell to cell, and typing replaces all."""

    untouched = True

    def put(self, text: str) -> None:
        """Another cell has come under the cursor."""
        with self.prevent(Input.Changed):
            self.value = text
        self.action_select_all()  # the first key replaces it all
        self.untouched = True

    def action_cursor_left(self, select: bool = False) -> None:
        if self.untouched:
            self._go(0, -1)
        else:
            super().action_cursor_left(select)

    def action_cursor_right(self, select: bool = False) -> None:
        if self.untouched:
            self._go(0, 1)
        else:
            super().action_cursor_right(select)

    def action_home(self, select: bool = False) -> None:
        self.untouched = False
        super().action_home(select)

    def action_end(self, select: bool = False) -> None:
        self.untouched = False
        super().action_end(select)

    async def _on_click(self, event: events.Click) -> None:
        self.untouched = False
        await super()._on_click(event)

    def _go(self, rows: int, columns: int) -> None:
        screen: KeyingScreen = self.screen  # type: ignore[assignment]
        screen.go(rows, columns)


class SheetLine(Line):
    """Whose sheet it is, and how much of it is in the books."""

    def parts(self, width: int) -> list[Part]:
        del width
        screen: KeyingScreen = self.screen  # type: ignore[assignment]
        keying = screen.keying
        said = [Part(f" {screen.rep_name}", "heading"), Part(f"  {screen.date.isoformat()}", "dim")]
        if keying is None:
            return [*said, Part(f"  {screen.t('keying.reading')}", "dim")]
        said.append(Part(f"  {screen.t('keying.told', n=keying.told, all=len(keying.rows))}", "strong"))
        if keying.unsaved:
            said.append(Part(f"  {screen.t('keying.unsaved', n=len(keying.unsaved))}", "warning"))
        return said


class KeyingScreen(RoundsmanScreen):
    """One rep's sheet of one date."""

    AUTO_FOCUS = "CellLine"
    DEFAULT_CSS = """
    KeyingScreen #cells { padding: 0 1; }
    KeyingScreen #about { padding: 0 1; background: $surface; max-height: 45%; }
    KeyingScreen CellLine, KeyingScreen CellLine:focus { height: 1; border: none; padding: 0 1; background: $boost; }
    """
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("keying.save", ("f5", "ctrl+r"), footer=1, when=_read),
        Command("keying.undo", ("f7", "ctrl+z"), footer=2, when=_read),
        Command("keying.redo", ("ctrl+y",), when=_read),
        Command("keying.add", ("f6",), footer=3, when=_read),
        Command("keying.paste", ("f9", "ctrl+t"), footer=4),
        Command("keying.next", ("tab",), palette=False, when=_read),
        Command("keying.previous", ("shift+tab",), palette=False, when=_read),
        Command("keying.up", ("up",), palette=False, when=_read),
        Command("keying.down", ("down",), palette=False, when=_read),
        Command("keying.back", ("escape",), footer=90),
    )

    def __init__(self, date: dt.date, rep: str, name: str) -> None:
        super().__init__()
        self.date, self.rep, self.rep_name = date, rep, name
        self.keying: Keying | None = None
        self._at = (0, 0)
        """The cell that the line below holds."""

    def body(self) -> Iterable[Widget]:
        yield SheetLine(id="sheet")
        yield Grid(self._stop, self._cell, id="cells")
        yield Lines(id="about")
        yield CellLine(id="cell")

    def on_mount(self) -> None:
        self.run_worker(self._open, thread=True, exclusive=True, group="keying", exit_on_error=False)

    def _open(self) -> None:
        """In a thread: the forms of every stop and what is on file of it."""
        from tui.state.keying import Keying

        keying = Keying(self.office, self.date, self.rep)
        self.app.call_from_thread(self._opened, keying)

    def _opened(self, keying: Keying) -> None:
        self.keying = keying
        self.show_all()
        first = next((place for place, row in enumerate(keying.rows) if row.call is None), 0)
        self.grid.place = (first, 0)
        self._load()

    # showing

    @property
    def grid(self) -> Grid:
        return self.query_one("#cells", Grid)

    @property
    def line(self) -> CellLine:
        return self.query_one("#cell", CellLine)

    def show_all(self) -> None:
        """Everything anew, the cursor where it was."""
        keying = self.keying
        if keying is not None:
            columns = [(keying.heading(blank), cells.WIDTHS[blank.name]) for blank in keying.blanks]
            self.grid.show(len(keying.rows), columns)
            self.grid.refresh()
        self.query_one(SheetLine).refresh()
        self._show_about()
        self.refresh_bindings()

    def _show_about(self) -> None:
        lines = self.query_one("#about", Lines)
        if self.keying is not None and self.keying.rows:
            lines.show(cells.about(self.keying, *self.grid.place, self.office))
        elif self.keying is not None:
            lines.show([[(self.t("keying.no_stops"), "warning")]])
        lines.refresh(layout=True)

    def _stop(self, row: int) -> Cell:
        assert self.keying is not None
        return cells.stop(self.keying, row)

    def _cell(self, row: int, column: int) -> Cell:
        assert self.keying is not None
        return cells.cell(self.keying, row, column)

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.read_again()

    def books_changed(self, changes: Sequence[Change]) -> None:
        if self.keying is not None and any(not file.startswith("days/") for each in changes for file in each.files):
            self.run_worker(self._follow(self.keying), group="forms", exclusive=True, exit_on_error=False)
        else:
            self.read_again()

    async def _follow(self, keying: Keying) -> None:
        """The forms anew, beside the loop: a product may have come in, or a stop."""
        from tui.jobs.forms import forms_of

        forms = await asyncio.to_thread(forms_of, self.office, self.date, self.rep)
        if self.keying is keying:
            keying.follow(forms)
            self.read_again()

    def read_again(self) -> None:
        """What stands in the books again; what is typed stays."""
        if self.keying is not None:
            self.keying.reread()
            self.show_all()
            if self.line.untouched:
                self._load()

    # moving and typing

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed stands in its cell at once, judged as it is typed."""
        event.stop()
        if self.keying is None or not self.keying.rows:
            return
        self.line.untouched = False
        row, column = self._at
        self.keying.type(row, self.keying.blanks[column].name, event.value)
        self.show_all()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: this row is done; on to the first cell of the next."""
        event.stop()
        if self.keying is not None and self.keying.rows:
            self._to(min(self._at[0] + 1, len(self.keying.rows) - 1), 0, leave=True)

    def on_grid_cell_highlighted(self, event: Grid.CellHighlighted) -> None:
        event.stop()
        if self.keying is not None and (event.row, event.column) != self._at:
            self._to(event.row, event.column)

    def go(self, rows: int, columns: int) -> None:
        """Moves by so many rows and columns."""
        if self.keying is not None and self.keying.rows:
            self._to(self._at[0] + rows, self._at[1] + columns)

    def _to(self, row: int, column: int, *, leave: bool = False) -> None:
        """Goes to a cell; a row that is left is saved."""
        before = self._at[0]
        self.grid.place = (row, column)
        if leave or self.grid.place[0] != before:
            self._save(before)
        self._load()

    def _load(self) -> None:
        """Puts the cell under the cursor into the line below."""
        assert self.keying is not None
        self._at = self.grid.place
        if self.keying.rows:
            self.line.put(self.keying.text(self._at[0], self.keying.blanks[self._at[1]].name))
        self.line.focus()
        self.show_all()

    def _save(self, row: int) -> None:
        assert self.keying is not None
        keying = self.keying
        with telling(self.app):
            keying.save(row)
        if wrong := next(iter(keying.rows[row].wrong), None):
            why = error_sentence(self.t, self.roundsman.language, wrong.code, dict(wrong.params))
            self.notify(self.t("keying.not_saved", name=keying.rows[row].form.name, why=why), severity="warning")

    # commands

    def action_next(self) -> None:
        assert self.keying is not None
        self._to(*self.keying.after(*self._at))

    def action_previous(self) -> None:
        self.go(0, -1)

    def action_up(self) -> None:
        self.go(-1, 0)

    def action_down(self) -> None:
        self.go(1, 0)

    def action_save(self) -> None:
        """Saves every row that can be saved."""
        assert self.keying is not None
        saved = self.keying.save_all()
        self._load()
        self.roundsman.tell("keying.saved", n=saved)

    def action_undo(self) -> None:
        """Takes back the last cell, or the last row saved."""
        assert self.keying is not None
        self._back_at(self.keying.undo(), "keying.nothing_to_undo")

    def action_redo(self) -> None:
        """Does again what was taken back."""
        assert self.keying is not None
        self._back_at(self.keying.redo(), "keying.nothing_to_redo")

    def _back_at(self, place: tuple[int, int] | None, nothing: str) -> None:
        """Shows the cell that was changed back or forth."""
        if place is None:
            self.roundsman.tell(nothing)
            return
        self._at = place
        self.grid.place = place
        self._load()

    async def action_add(self) -> None:
        """A call nobody planned: another row, for any outlet."""
        assert self.keying is not None
        outlet = await self.roundsman.choose_outlet(self.t("keying.add.which"))
        place = self.keying.add(outlet) if outlet else None
        if place is not None:
            self.show_all()
            self._to(place, 0)

    async def action_paste(self) -> None:
        """The same results as text: pasted from a chat."""
        from tui.screens.returns import ReturnsScreen

        await self.app.push_screen_wait(ReturnsScreen(self.date, self.rep, self.rep_name))
        self.read_again()

    async def action_back(self) -> None:
        """Saves what can be saved; what cannot is asked about before it is lost."""
        keying = self.keying
        if keying is not None:
            keying.save_all()
            self.show_all()
            if keying.unsaved and not await self.roundsman.confirm(self.t("keying.lose", n=len(keying.unsaved))):
                self._to(keying.unsaved[0], 0)
                return
        self.dismiss(None)

    def settle(self) -> None:
        if self.keying is not None:
            with telling(self.app):
                self.keying.save_all()
