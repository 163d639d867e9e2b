"""Standards in the app: procedures, display standards, topics and the rest; each change is a new version."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from store.errors import UnknownRecordError
from tui.commands import Command
from tui.locale import has
from tui.screens.base import RoundsmanScreen
from tui.screens.dialogs import Choice
from tui.state.standards import PARTS, Field, StandardEditor, standards_of
from tui.widgets.columns import form_columns
from tui.widgets.line import Line, Part
from tui.widgets.pieces import Cell, Piece
from tui.widgets.table import Column, Table

if TYPE_CHECKING:
    from store.files.journal import Change
    from tui.app import RoundsmanApp


def _on_row(screen: StandardScreen) -> bool:
    return screen.row is not None


def _on_part(screen: StandardScreen) -> bool:
    return screen.row is not None and screen.row.part


class StandardLine(Line):
    """Which standard, in which version."""

    def parts(self, width: int) -> list[Part]:
        del width
        screen: StandardScreen = self.screen  # type: ignore[assignment]
        standard = screen.editor.standard
        kind = screen.t(f"standards.kind.{standard.kind}")
        return [
            Part(f" {kind}: {standard.name}", "heading"),
            Part(f"  {standard.id}  {screen.t('standards.version', n=standard.version)}", "dim"),
        ]


class StandardScreen(RoundsmanScreen):
    """One standard; its fields in rows."""

    AUTO_FOCUS = "#fields"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("standards.edit", ("enter", "e", "f5"), footer=1, when=_on_row),
        Command("standards.add", ("a", "insert"), footer=2, when=lambda self: self.editor.parts is not None),
        Command("standards.remove", ("delete", "x"), footer=3, when=_on_part),
        Command("standards.up", ("shift+up", "comma"), footer=4, when=_on_part),
        Command("standards.down", ("shift+down", "full_stop"), footer=5, when=_on_part),
        Command("standards.copy", ("c", "f7")),
        Command("standards.back", ("escape",), footer=90),
    )

    def __init__(self, editor: StandardEditor) -> None:
        super().__init__()
        self.editor = editor

    def body(self) -> Iterable[Widget]:
        yield StandardLine(id="standard")
        yield _Fields(
            form_columns((), 0),
            self._cells,
            key=lambda row: row.key,
            header=False,
            id="fields",
        )

    def on_mount(self) -> None:
        self.show_all()

    @property
    def fields(self) -> Table[Field]:
        return self.query_one("#fields", Table)

    @property
    def row(self) -> Field | None:
        return self.fields.row

    def on_resize(self) -> None:
        self.show_all()

    def show_all(self) -> None:
        rows = self.editor.rows()
        labels = [self._numbered(row) if row.part else self._label(row) for row in rows]
        self.fields.set_columns(form_columns(labels, self.app.size.width))
        self.fields.set_rows(rows)
        self.query_one(StandardLine).refresh()
        self.refresh_bindings()

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.show_all()

    def books_changed(self, changes: Sequence[Change]) -> None:
        del changes
        try:
            self.editor.read_again()
        except UnknownRecordError:
            self.action_back()
            return
        self.show_all()

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        del event
        self.refresh_bindings()

    async def on_table_row_chosen(self, event: Table.RowChosen) -> None:
        del event
        await self.action_command("standards.edit")

    def _label(self, field: Field) -> str:
        """What a field is called; within a group the group's name behind it."""
        name = self._word(str(field.path[-1]))
        return name if field.part or len(field.path) != 2 else f"{name} · {self._word(str(field.path[0]))}"

    def _word(self, name: str) -> str:
        known = (f"standards.field.{name}", f"calls.issue.{name}")
        return next((self.t(key) for key in known if has(self.roundsman.language, key)), name)

    def _cells(self, row: Field) -> Sequence[Cell]:
        if not row.part:
            return [[(self._label(row), "dim")], self.editor.text_of(row)]
        about: list[Piece] = [(str(row.value["name"]), "strong")]
        if row.value.get("required"):
            about.append((f"  {self.t('call.required')}", "warning"))
        if "weight" in row.value:
            about.append((f"  ×{row.value['weight']:g}", "dim"))
        if (kind := row.value.get("kind")) not in (None, "note", "point"):
            about.append((f"  {self.t(f'standards.part.{kind}')}", "accent"))
        return [[(self._numbered(row), "dim")], about]

    def _numbered(self, part: Field) -> str:
        return f"{self.t(f'standards.one.{PARTS[str(part.path[0])]}')} {int(part.path[1]) + 1}"

    async def action_edit(self) -> None:
        """Asks for a value; of a step or a point first which of its fields."""
        row = self.row
        assert row is not None
        field: Field | None = row
        if row.part:
            fields = self.editor.fields_of(row)
            choices = [
                Choice(each, [self._label(each), [(self.editor.text_of(each), "dim")]], self._label(each))
                for each in fields
            ]
            columns = [Column("name", min=10, weight=1), Column("value", min=10, weight=2)]
            field = await self.roundsman.choose(str(row.value["name"]), choices, columns)
        if field is None:
            return
        words = self.editor.choices_of(field)
        if words and not isinstance(field.value, list):
            now = self.editor.text_of(field)
            offered = [Choice(word, [str(number), word], f"{number} {word}") for number, word in enumerate(words, 1)]
            at = words.index(now) if now in words else 0
            columns = [Column("n", min=2), Column("name", min=16, weight=1)]
            text = await self.roundsman.choose(self._label(field), offered, columns, at=at)
        else:
            text = await self.roundsman.ask_text(
                self._label(field), value=self.editor.text_of(field), note=self._note(field, words)
            )
        if text is not None:
            self._change(lambda: self.editor.set(field, text))

    def _note(self, field: Field, words: Sequence[str]) -> str:
        """What can be written into a field: what it means, and the words it knows."""
        names = (str(field.path[-1]), str(field.path[0]))
        keys = (f"standards.note.{name}" for name in names)
        said = next((self.t(key) for key in keys if has(self.roundsman.language, key)), "")
        return f"{said} {self.t('plan.aside').join(words)}".strip() if words else said

    async def action_add(self) -> None:
        field = self.editor.parts
        assert field is not None
        name = await self.roundsman.ask_text(self.t(f"standards.new.{PARTS[field]}"))
        if name:
            self._change(lambda: self.editor.add(name, self.row))

    async def action_copy(self) -> None:
        """Another standard that begins as this one is."""
        name = await self.roundsman.ask_text(self.t("standards.copy.name"), value=self.editor.standard.name)
        if name:
            self.editor = StandardEditor(self.office, self.editor.copy(name))
            self.show_all()

    async def action_remove(self) -> None:
        row = self.row
        assert row is not None
        if await self.roundsman.confirm(self.t("standards.remove.sure", name=row.value["name"])):
            self._change(lambda: self.editor.remove(row))

    def action_up(self) -> None:
        self._move(-1)

    def action_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        row = self.row
        assert row is not None
        place = self.editor.move(row, by)
        self.show_all()
        self.fields.show_key(place)

    def _change(self, change: Callable[[], None]) -> None:
        before = self.editor.standard.version
        try:
            change()
        finally:
            self.show_all()
        if self.editor.standard.version != before:
            self.roundsman.tell("standards.saved", n=self.editor.standard.version)

    def action_back(self) -> None:
        if self.app.screen is self:
            self.app.pop_screen()


class _Fields(Table[Field]):
    """Enter is the screen's own command."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if action == "choose" else super().check_action(action, parameters)


async def choose_standard(app: RoundsmanApp) -> None:
    """Every standard to choose from, and how to begin one; the chosen or begun one opens."""
    while True:
        chosen = await app.choose(
            app.t("standards.which"),
            [*_on_file(app), *_beginnings(app)],
            [Column("kind", min=8, weight=1), Column("name", min=12, weight=2), Column("version", min=8, drop=1)],
        )
        if chosen == _USUAL:
            await _start(app)
            continue
        found = await _begin(app) if chosen == _NEW else chosen
        if found is not None:
            await app.push_screen(StandardScreen(StandardEditor(app.office, found)))
        if found is not None or chosen is None:
            return


_USUAL, _NEW = "+usual", "+new"
"""What is chosen in place of a standard's id: the usual set of a trade; one begun anew."""


def _on_file(app: RoundsmanApp) -> list[Choice[str]]:
    t = app.t
    return [
        Choice(
            each.id,
            [
                [(t(f"standards.kind.{each.kind}"), "dim")],
                each.name,
                [(t("standards.version", n=each.version), "dim")],
            ],
            f"{each.id} {each.name} {t(f'standards.kind.{each.kind}')}",
        )
        for each in standards_of(app.office)
    ]


def _beginnings(app: RoundsmanApp) -> list[Choice[str]]:
    names = {_USUAL: app.t("standards.usual"), _NEW: app.t("standards.begin")}
    return [Choice(each, [[("+", "accent")], [(name, "accent")], ""], name) for each, name in names.items()]


async def _start(app: RoundsmanApp) -> None:
    """The usual standards of a trade, put on file."""
    from tui.jobs.standards import TRADES, start

    t = app.t
    trade = await _one_of(app, t("standards.which_trade"), {each: t(f"standards.trade.{each}") for each in TRADES})
    if trade is not None:
        put = await asyncio.to_thread(start, app.office, trade)
        app.tell("standards.started", trade=t(f"standards.trade.{trade}"), n=len(put.added))
        if put.unchanged:
            app.tell("standards.kept", ids=t("plan.comma").join(put.unchanged))


async def _begin(app: RoundsmanApp) -> str | None:
    """A new standard: which kind, and what it is called; its id."""
    from tui.jobs.standards import KINDS, begun

    t = app.t
    kind = await _one_of(app, t("standards.which_kind"), {each: t(f"standards.kind.{each}") for each in KINDS})
    name = None if kind is None else await app.ask_text(t("standards.what_name"), note=t("standards.note.name"))
    if kind is None or not (name or "").strip():
        return None
    return await asyncio.to_thread(begun, app.office, kind, str(name).strip())


async def _one_of(app: RoundsmanApp, heading: str, names: dict[str, str]) -> str | None:
    choices = [
        Choice(value, [str(number), name], f"{number} {name} {value}")
        for number, (value, name) in enumerate(names.items(), 1)
    ]
    return await app.choose(heading, choices, [Column("n", min=2), Column("name", min=16, weight=1)])
