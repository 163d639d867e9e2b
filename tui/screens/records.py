"""The records behind a plan, listed by kind: who works, in what, from where, under which rules; each has its form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.widget import Widget
from textual.widgets import Input

from tui.commands import Command
from tui.jobs.duty import Duty, arranged_field, duty
from tui.jobs.ending import ENDABLE, is_ended
from tui.jobs.record_editor import RecordEditor
from tui.screens import records_cells as cells
from tui.screens.base import DatedScreen
from tui.screens.ending import end_or_resume
from tui.screens.field_asking import ask_field
from tui.screens.record import RecordScreen, open_arrangement, open_record
from tui.widgets.input_line import InputLine
from tui.widgets.line import Part, Tabs
from tui.widgets.lines import Lines
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store.files.journal import Change
    from tui.jobs.office import Office

KINDS = ("duty", "reps", "vehicles", "depots", "beats", "products", "restrictions", "arrangements")
"""The lists; `duty` is who works on the date."""
_LETTERS = {"reps": "R", "vehicles": "V", "depots": "D", "beats": "B", "products": "P", "restrictions": "X"}


class KindTabs(Tabs):
    """Which list is shown, and which others there are."""

    @property
    def at(self) -> int:
        screen: RecordsScreen = self.screen  # type: ignore[assignment]
        return KINDS.index(screen.kind)

    def tabs(self) -> list[Part]:
        screen: RecordsScreen = self.screen  # type: ignore[assignment]
        return [
            Part(
                f" {screen.t(f'fields.list.{kind}')} ",
                "chosen" if kind == screen.kind else "",
                partial(screen.show_kind, kind),
            )
            for kind in KINDS
        ]


class RecordsScreen(DatedScreen):
    """One list at a time; enter opens a record's form."""

    CSS_PATH = "record.tcss"
    AUTO_FOCUS = "#records"
    reads_when_shown = True
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("forms.open", ("enter", "e", "f5"), footer=1, when=lambda self: self.table.row is not None),
        Command("forms.hours", ("h", "f6"), footer=2, when=lambda self: self.duty is not None),
        Command("forms.vehicle", ("v", "f7"), footer=3, when=lambda self: self.duty is not None),
        Command("forms.new", ("n", "insert"), footer=4, when=lambda self: self.kind != "duty"),
        Command("forms.day", ("a", "f9"), footer=5),
        Command("forms.settings", ("s", "f11"), footer=6),
        Command("forms.standards", ("ctrl+t",)),
        Command("outlets.take_in", ("i",), footer=8),
        Command(
            "forms.end",
            ("X", "ctrl+w"),
            footer=5,
            when=lambda self: self.kind in ENDABLE and self.table.row is not None,
        ),
        Command("forms.next_list", ("tab", "right"), footer=7),
        Command("forms.previous_list", ("shift+tab", "left"), palette=False),
        Command("forms.filter", ("slash", "ctrl+f")),
        Command("forms.to_list", ("escape",), palette=False),
    )

    def __init__(self) -> None:
        super().__init__()
        self.kind = KINDS[0]

    def body(self) -> Iterable[Widget]:
        yield KindTabs(id="kinds")
        yield InputLine(placeholder=self.t("app.filter"), id="filter")
        yield _Records(
            cells.columns(self.kind, self.t),
            lambda row: cells.row(self.kind, row, self.office),
            key=lambda row: row.rep.id if isinstance(row, Duty) else row.id,
            id="records",
        )
        yield Lines(id="about")

    # showing

    def on_screen_resume(self) -> None:
        self.show_all()

    def books_changed(self, changes: Sequence[Change]) -> None:
        del changes
        self.show_all()

    def day_changed(self, date: dt.date) -> None:
        del date
        if self.is_attached:
            self.show_all()

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.query_one("#filter", Input).placeholder = self.t("app.filter")
        self.show_all()

    def show_kind(self, kind: str) -> None:
        self.kind = kind
        self.query_one("#filter", Input).value = ""
        self.table.cursor = 0
        self.show_all()
        self.table.focus()

    def show_all(self) -> None:
        """The list anew, the cursor where it was."""
        with self.reading(self.table):
            self._show_rows()

    def _show_rows(self) -> None:
        words = self.query_one("#filter", Input).value.casefold().split()
        rows = [row for row in self._all() if all(word in cells.search(row) for word in words)]
        self.table.set_columns(cells.columns(self.kind, self.t))
        self.table.empty = self.t("app.nothing_found" if words else f"fields.empty.{self.kind}")
        self.table.set_rows(rows)
        self.query_one(KindTabs).refresh()
        self._show_about()
        self.refresh_bindings()

    def _all(self) -> Sequence[Any]:
        if self.kind == "duty":
            return duty(self.office, self.date)
        records = list(self.office.books.book(self.kind).all().values())
        if self.kind == "arrangements":
            return sorted(records, key=lambda each: each.id, reverse=True)
        return sorted(records, key=is_ended)

    def _show_about(self) -> None:
        text = self.t(f"fields.about.{self.kind}", date=self.date.isoformat())
        self.query_one("#about", Lines).show([[(text, "dim")]])

    @property
    def table(self) -> Table[Any]:
        return self.query_one("#records", Table)

    @property
    def duty(self) -> Duty | None:
        row = self.table.row
        return row if isinstance(row, Duty) else None

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        del event
        self.refresh_bindings()

    async def on_table_row_chosen(self, event: Table.RowChosen) -> None:
        del event
        await self.action_command("forms.open")

    # filtering

    def on_input_changed(self, event: Input.Changed) -> None:
        del event
        self.show_all()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        del event
        self.table.focus()

    def action_filter(self) -> None:
        self.query_one("#filter", Input).focus()

    def action_to_list(self) -> None:
        """From the filter to the list; from the list, the whole list again."""
        if self.table.has_focus:
            self.query_one("#filter", Input).value = ""
        else:
            self.table.focus()

    # commands

    def action_next_list(self) -> None:
        self._go(1)

    def action_previous_list(self) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        self.show_kind(KINDS[(KINDS.index(self.kind) + by) % len(KINDS)])

    async def action_open(self) -> None:
        row = self.table.row
        if self.duty is not None:
            await open_record(self.roundsman, "reps", self.duty.rep.id)
        else:
            await open_record(self.roundsman, self.kind, row.id)  # type: ignore[union-attr]

    async def action_hours(self) -> None:
        """A rep's hours on this date alone."""
        await self._arrange("shifts")

    async def action_vehicle(self) -> None:
        """What a rep drives on this date alone."""
        await self._arrange("vehicles")

    async def _arrange(self, name: str) -> None:
        on_duty = self.duty
        assert on_duty is not None
        editor, row = arranged_field(self.office, self.date, name, on_duty.rep.id)
        if await ask_field(self.roundsman, editor, row):
            self.show_all()
            self.roundsman.tell("forms.arranged", name=on_duty.rep.name, date=self.date.isoformat())

    async def action_day(self) -> None:
        """Everything that is different on the date."""
        await open_arrangement(self.roundsman, self.date)

    async def action_end(self) -> None:
        """Closes the record, its history kept; or takes an ended one up again."""
        row = self.table.row
        assert row is not None
        if await end_or_resume(self.roundsman, self.kind, row.id):
            self.show_all()

    async def action_take_in(self) -> None:
        """A table of reps, vehicles, products … taken in, after a look at what would become of it."""
        from tui.screens.taking_in import take_in

        await take_in(self.roundsman)

    async def action_standards(self) -> None:
        """How calls go, what shelves should look like, what is coached."""
        from tui.screens.standards import choose_standard

        await choose_standard(self.roundsman)

    async def action_settings(self) -> None:
        await open_record(self.roundsman, "settings", "settings")

    async def action_new(self) -> None:
        """Asks for what a record cannot do without, then opens its form."""
        if self.kind == "arrangements":
            date = await self.roundsman.which_date(self.t("app.date.heading"), near=self.date)
            if date is not None:
                await open_arrangement(self.roundsman, date)
            return
        editor = RecordEditor.new(self.office, self.kind, next_id(self.office, self.kind))
        for row in editor.wanted():
            before = editor.document
            if not await ask_field(self.roundsman, editor, row) and editor.document == before:
                return
        await self.app.push_screen(RecordScreen(editor))


class _Records(Table[Any]):
    """Enter is the screen's own command."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if action == "choose" else super().check_action(action, parameters)


def next_id(office: Office, kind: str) -> str:
    """An id that follows those on file: after R08 comes R09."""
    ids = list(office.books.book(kind).all())
    matches = [match for each in ids if (match := re.fullmatch(r"(\D*)(\d{1,6})", each))]
    if not matches:
        return f"{_LETTERS.get(kind, '')}01"
    last = max(matches, key=lambda match: int(match[2]))
    made = (f"{last[1]}{number:0{len(last[2])}d}" for number in range(int(last[2]) + 1, int(last[2]) + 1000))
    return next(each for each in made if each not in ids)
