"""The homecoming board: who is back when, what to have ready, and the departments' notes."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.worker import Worker

from tui.commands import Command
from tui.jobs.homecoming import Coming, Hours, homecoming, hours_of_week
from tui.jobs.review import Entry, entries
from tui.screens import homecoming_cells as cells
from tui.screens.base import DatedScreen
from tui.state.service import acts
from tui.widgets.line import Line, Part
from tui.widgets.lines import Lines
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store.files.journal import Change

EVERY = 60
"""Seconds between two looks at the clock."""


def _on_note(screen: HomecomingScreen) -> bool:
    return screen.note is not None


class HomeLine(Line):
    """How many are out, how many of them late, how many meals to keep."""

    def parts(self, width: int) -> list[Part]:
        del width
        screen: HomecomingScreen = self.screen  # type: ignore[assignment]
        return [Part(f" ✗ {screen.t('app.not_read')}", "error") if screen.fault else Part(f" {screen.said}", "dim")]


class HomecomingScreen(DatedScreen):
    """Reps on the left, notes under them, the week's hours beside."""

    CSS_PATH = "homecoming.tcss"
    AUTO_FOCUS = "#reps"
    reads_when_shown = True
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("homecoming.acknowledge", ("a", "f5"), footer=1, when=_on_note),
        Command("homecoming.done", ("d", "f6"), footer=2, when=_on_note),
        Command("homecoming.write", ("n", "insert"), footer=3),
        Command("homecoming.other_pane", ("tab",), footer=4),
    )

    def __init__(self) -> None:
        super().__init__()
        self.said = ""
        self.coming: list[Coming] = []
        self.hours: list[Hours] = []
        self._reading: Worker[None] | None = None

    def body(self) -> Iterable[Widget]:
        yield HomeLine(id="said")
        with Horizontal(id="pair"):
            with Vertical(id="left"):
                yield Table[Coming](
                    cells.columns(self.t), lambda each: cells.row(each, self.office), key=lambda e: e.rep, id="reps"
                )
                yield Table[Entry](cells.note_columns(self.t), cells.note_row, key=lambda e: e.id, id="notes")
            yield Lines(id="week")

    def on_mount(self) -> None:
        self.set_interval(EVERY, self._tick)

    def _tick(self) -> None:
        if self.app.screen is self:
            self.read()

    def on_screen_resume(self) -> None:
        self.read()

    def books_changed(self, changes: Sequence[Change]) -> None:
        del changes
        self.read()

    def day_changed(self, date: dt.date) -> None:
        del date
        if self.is_attached and self.app.screen is self:
            self.read()

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.read()

    def read(self) -> None:
        if not self.said:
            self.query_one("#reps", Table).empty = self.said = self.t("service.reading")
        self._reading = self.run_worker(self._read, exclusive=True, group="homecoming", exit_on_error=False)

    async def _read(self) -> None:
        with self.reading(self.query_one("#reps", Table)):
            await self._read_day()

    async def _read_day(self) -> None:
        date = self.date
        self.coming = await asyncio.to_thread(homecoming, self.office, date)
        self.hours = await asyncio.to_thread(hours_of_week, self.office, date)
        notes = await asyncio.to_thread(entries, self.office, "notes")
        self.said = cells.summary(self.coming, date, self.office)
        reps, table = self.query_one("#reps", Table), self.query_one("#notes", Table)
        reps.set_columns(cells.columns(self.t))
        reps.empty = self.t("service.home.nobody", date=date.isoformat())
        reps.set_rows(self.coming)
        table.set_columns(cells.note_columns(self.t))
        table.empty = self.t("homecoming.no_notes")
        table.set_rows(notes)
        self.query_one("#week", Lines).show(cells.week(self.hours, date, self.office))
        self.query_one(HomeLine).refresh()
        self.refresh_bindings()

    @property
    def note(self) -> Entry | None:
        """The note under the cursor."""
        row: Entry | None = self.query_one("#notes", Table).row
        return row

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        del event
        self.refresh_bindings()

    async def on_table_row_chosen(self, event: Table.RowChosen) -> None:
        """Enter takes a note on; of one that is taken on it says that it is done."""
        if event.table.id == "notes" and self.note is not None:
            first = acts(self.note)[0]
            await self.action_command("homecoming.done" if first == "done" else "homecoming.acknowledge")

    # commands

    async def _act(self, name: str) -> None:
        from tui.screens import service_acts

        note = self.note
        if note is not None and await service_acts.act(self.roundsman, name, note):
            self.roundsman.tell("service.did", what=self.t(f"service.do.{name}"), id=note.id)
            self.read()

    async def action_acknowledge(self) -> None:
        await self._act("acknowledge")

    async def action_done(self) -> None:
        await self._act("done")

    async def action_write(self) -> None:
        from tui.screens import service_acts

        if await service_acts.add(self.roundsman, "notes"):
            self.read()

    def action_other_pane(self) -> None:
        reps, notes = self.query_one("#reps", Table), self.query_one("#notes", Table)
        (notes if reps.has_focus else reps).focus()
