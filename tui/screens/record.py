"""The form of one record: every field that planning uses, with what it means; each change is saved at once."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.widget import Widget

from store.errors import InvalidRecordError, UnknownRecordError
from tui.commands import Command
from tui.jobs.advice import ADVISED, advice_on
from tui.jobs.ending import ENDABLE, is_ended
from tui.jobs.record_editor import RecordEditor, Row
from tui.jobs.record_layout import REMOVABLE
from tui.jobs.record_wording import help_of, label, value_text, wrong
from tui.screens.base import RoundsmanScreen
from tui.screens.ending import end_or_resume
from tui.screens.field_asking import add_entry, ask_field, insert_entry
from tui.widgets.columns import form_columns
from tui.widgets.line import Line, Part
from tui.widgets.lines import Lines
from tui.widgets.pieces import Cell, Piece, width_of
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store.files.journal import Change
    from tui.app import RoundsmanApp


def _on_field(screen: RecordScreen) -> bool:
    return screen.row is not None and screen.row.kind != "heading"


def _in_list(screen: RecordScreen) -> bool:
    return screen.row is not None and screen.editor.in_list(screen.row)


class RecordLine(Line):
    """Which record it is."""

    def parts(self, width: int) -> list[Part]:
        del width
        screen: RecordScreen = self.screen  # type: ignore[assignment]
        editor = screen.editor
        about = "" if editor.title == editor.id or editor.kind == "settings" else f"  {editor.id}"
        kind = screen.t(f"fields.kind.{editor.kind}")
        name = "" if editor.kind == "settings" else f": {editor.title}"
        ended = f"  {screen.t('ending.mark')}" if screen.ended else ""
        return [Part(f" {kind}{name}", "heading"), Part(about, "dim"), Part(ended, "warning")]


class RecordScreen(RoundsmanScreen):
    """Fields in rows under their headings; below, what the one under the cursor means."""

    CSS_PATH = "record.tcss"
    AUTO_FOCUS = "#fields"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("forms.edit", ("enter", "e", "f5"), footer=1, when=_on_field),
        Command("forms.clear", ("delete", "x"), footer=2, when=_on_field),
        Command("forms.next_group", ("tab",), footer=3),
        Command("forms.previous_group", ("shift+tab",), palette=False),
        Command("forms.insert", ("insert", "i"), footer=4, when=_in_list),
        Command("forms.earlier", ("shift+up", "K"), footer=5, when=_in_list),
        Command("forms.later", ("shift+down", "J"), when=_in_list),
        Command("forms.end", ("X", "ctrl+w"), footer=6, when=lambda self: self.editor.kind in ENDABLE),
        Command("forms.remove", ("D", "f9"), when=lambda self: self.editor.kind in REMOVABLE),
        Command("forms.back", ("escape", "backspace"), footer=90),
    )

    def __init__(self, editor: RecordEditor) -> None:
        super().__init__()
        self.editor = editor

    def body(self) -> Iterable[Widget]:
        yield RecordLine(id="record")
        yield _Fields(
            form_columns((), 0),
            self._cells,
            key=lambda row: row.key,
            header=False,
            id="fields",
        )
        yield Lines(id="help")

    def on_mount(self) -> None:
        self.show_all()
        self.call_after_refresh(self.action_next_group)  # from the first heading to its first field

    def on_resize(self) -> None:
        self.show_all()

    @property
    def fields(self) -> Table[Row]:
        return self.query_one("#fields", Table)

    @property
    def row(self) -> Row | None:
        return self.fields.row

    @property
    def ended(self) -> bool:
        """Whether the record has had its time."""
        record = self.office.books.book(self.editor.kind).find(self.editor.id)
        return self.editor.kind in ENDABLE and record is not None and is_ended(record)

    def show_all(self) -> None:
        rows = self.editor.rows()
        labels = (f"  {label(self.editor, row)}" for row in rows if row.kind != "heading")
        self.fields.set_columns(form_columns(labels, self.app.size.width))
        self.fields.set_rows(rows)
        self.query_one(RecordLine).refresh()
        self._show_help()
        self.refresh_bindings()

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.show_all()

    def books_changed(self, changes: Sequence[Change]) -> None:
        del changes
        if self.editor.adding:
            return
        try:
            self.editor.read_again()
        except UnknownRecordError:
            self.action_back()
            return
        self.show_all()

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        del event
        self._show_help()
        self.refresh_bindings()

    async def on_table_row_chosen(self, event: Table.RowChosen) -> None:
        del event
        await self.action_command("forms.edit")

    def _show_help(self) -> None:
        row = self.row
        said: list[list[Piece]] = []
        if row is not None:
            text = value_text(self.office, row) if row.kind == "field" else ""
            if width_of(text) > self.fields.size_of("value"):
                said.append([(text, "")])
            said.append([(help_of(self.editor, row), "dim")])
        self.query_one("#help", Lines).show(said)

    def _cells(self, row: Row) -> Sequence[Cell]:
        name = label(self.editor, row)
        if row.kind == "heading":
            return [[(name, "heading")], ""]
        if row.kind == "add":
            return [[(f"  {name}", "accent")], ""]
        text = value_text(self.office, row)
        return [[(f"  {name}", "dim")], text or [("—", "dim")]]

    # changing

    async def action_edit(self) -> None:
        """Asks for the value as its kind is asked for; of a place for one more entry, also whose it is."""
        row = self.row
        assert row is not None
        before = self.editor.document
        try:
            if row.kind == "add":
                path = await add_entry(self.roundsman, self.editor, row)
            else:
                await ask_field(self.roundsman, self.editor, row)
                path = None
        finally:
            self._shown_again(before)
        if path is not None:
            self.fields.show_key(("field", path))

    async def action_clear(self) -> None:
        """Empties the field, or takes the whole entry out."""
        row = self.row
        assert row is not None
        if row.of_several and not await self.roundsman.confirm(
            self.t("forms.clear.sure", what=label(self.editor, row).partition(" · ")[0]), self.t("forms.clear.note")
        ):
            return
        before = self.editor.document
        try:
            if row.entry:
                self.editor.remove(row)
            elif row.kind == "field":
                self.editor.set_text(row, "")
        except InvalidRecordError as fault:
            self.roundsman.notify(wrong(self.office, fault), severity="error")
        finally:
            self._shown_again(before)

    async def action_insert(self) -> None:
        """One more entry before the one under the cursor."""
        row = self.row
        assert row is not None
        before = self.editor.document
        try:
            await insert_entry(self.roundsman, self.editor, row)
        finally:
            self._shown_again(before)

    def action_earlier(self) -> None:
        self._move(-1)

    def action_later(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        row = self.row
        assert row is not None
        before = self.editor.document
        path = self.editor.move(row, by)
        self._shown_again(before)
        self.fields.show_key(("field", path))

    async def action_end(self) -> None:
        """Closes the record, its history kept; or takes it up again."""
        if await end_or_resume(self.roundsman, self.editor.kind, self.editor.id):
            self.editor.read_again()
            self.show_all()

    async def action_remove(self) -> None:
        """Takes the record off file."""
        name = self.editor.title
        if await self.roundsman.confirm(self.t("forms.remove.sure", name=name), self.t("forms.remove.note")):
            self.office.books.book(self.editor.kind).remove([self.editor.id])
            self.roundsman.tell("forms.remove.done", name=name)
            self.action_back()

    def _shown_again(self, before: dict[str, Any]) -> None:
        self.show_all()
        if self.editor.document != before:
            self.roundsman.tell("forms.saved", name=self.editor.title)
            after = self.editor.document
            if any(before.get(name) != after.get(name) for name in ADVISED.get(self.editor.kind, ())):
                self.run_worker(self._advise(), group="advice", exclusive=True)

    async def _advise(self) -> None:
        """Says what wants a second look: a supplier loop, a promise that has ended."""
        for said in await asyncio.to_thread(advice_on, self.office, self.editor.kind, [self.editor.id]):
            self.roundsman.notify(said, severity="warning")

    # moving

    def action_next_group(self) -> None:
        self._to_group(1)

    def action_previous_group(self) -> None:
        self._to_group(-1)

    def _to_group(self, by: int) -> None:
        rows = self.fields.rows
        starts = [n + 1 for n, row in enumerate(rows) if row.kind == "heading"]
        at = self.fields.cursor
        later = [n for n in starts if n > at] or starts[:1]
        earlier = [n for n in starts if n < at] or starts[-1:]
        self.fields.cursor = later[0] if by > 0 else earlier[-1]

    def action_back(self) -> None:
        if self.app.screen is not self:
            return
        self.app.pop_screen()


class _Fields(Table[Row]):
    """Enter is the screen's own command."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if action == "choose" else super().check_action(action, parameters)


async def open_record(app: RoundsmanApp, kind: str, record_id: str) -> None:
    """Opens the form of a record."""
    await app.push_screen(RecordScreen(RecordEditor(app.office, kind, record_id)))


async def open_arrangement(app: RoundsmanApp, date: dt.date) -> None:
    """Opens what is different on a date."""
    await open_record(app, "arrangements", date.isoformat())
