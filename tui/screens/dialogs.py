"""Dialogs: ask for a text, choose from a list with a live filter, confirm. Esc always leaves with None."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.commands import Command, Commanded
from tui.widgets.footer import CommandFooter
from tui.widgets.lines import Lines
from tui.widgets.pieces import Cell, Piece
from tui.widgets.table import Column, Table

R = TypeVar("R")
V = TypeVar("V")


class Dialog(Commanded, ModalScreen[R], Generic[R]):
    """A box in the middle of the screen with a heading and a line of its commands."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (Command("app.leave", ("escape",), footer=90, palette=False),)
    CSS_PATH = "dialogs.tcss"

    def __init__(self, heading: str, note: str = "") -> None:
        super().__init__()
        self.heading = heading
        self.note = note

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.heading, markup=False, classes="heading")
            if self.note:
                yield Static(self.note, markup=False, classes="note")
            yield from self.body()
            yield CommandFooter()

    def body(self) -> Iterable[Widget]:
        """What stands between the heading and the footer."""
        return ()

    def action_leave(self) -> None:
        self.dismiss(None)


class AskText(Dialog[str]):
    """Asks for one line of text. `problem` returns what is wrong with it, or nothing."""

    ACTIONS = (Command("app.accept", footer=1, palette=False, keys=("enter",)),)

    def __init__(
        self, heading: str, *, value: str = "", note: str = "", problem: Callable[[str], str | None] | None = None
    ) -> None:
        super().__init__(heading, note)
        self._value = value
        self._problem = problem

    def body(self) -> Iterable[Widget]:
        yield Input(self._value, select_on_focus=False)
        yield Static("", markup=False, classes="problem")

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        text = self.query_one(Input).value.strip()
        wrong = self._problem(text) if self._problem else None
        if wrong:
            self.query_one(".problem", Static).update(wrong)
        else:
            self.dismiss(text)


class Confirm(Dialog[bool]):
    """Asks before what cannot be undone."""

    ACTIONS = (
        Command("app.yes", ("y", "enter"), footer=1, palette=False),
        Command("app.no", ("n",), footer=2, palette=False),
    )

    def action_yes(self) -> None:
        self.dismiss(True)

    def action_no(self) -> None:
        self.dismiss(False)


class _Saying(Dialog[R], Generic[R]):
    """Says something at length."""

    def __init__(self, heading: str, lines: Sequence[Sequence[Piece]]) -> None:
        super().__init__(heading)
        self._lines = lines

    def body(self) -> Iterable[Widget]:
        yield Lines(focusable=True)

    def on_mount(self) -> None:
        self.query_one(Lines).show(self._lines)


class Tell(_Saying[None]):
    """Something to be read."""

    ACTIONS = (Command("app.accept", ("enter",), footer=1, palette=False),)

    def action_accept(self) -> None:
        self.dismiss(None)


class Decide(_Saying[bool]):
    """Something to be taken or left."""

    ACTIONS = (
        Command("app.take", ("enter", "y"), footer=1, palette=False),
        Command("app.no", ("n",), footer=2, palette=False),
    )

    def action_take(self) -> None:
        self.dismiss(True)

    def action_no(self) -> None:
        self.dismiss(False)


@dataclass(frozen=True, slots=True)
class Choice(Generic[V]):
    """Something to choose: its value, what its columns show, and what a filter looks into."""

    value: V
    cells: Sequence[Cell]
    search: str = ""


class Choose(Dialog[V], Generic[V]):
    """A list to choose from; typing filters it at once, arrows move, enter or a click chooses.

    `find` may replace the plain search by one of its own (over all 20,000 outlets, by pinyin initials).
    """

    ACTIONS = (Command("app.accept", ("enter",), footer=1, palette=False),)

    def __init__(
        self,
        heading: str,
        choices: Sequence[Choice[V]],
        columns: Sequence[Column],
        *,
        note: str = "",
        empty: str = "",
        placeholder: str = "",
        find: Callable[[str], Sequence[Choice[V]]] | None = None,
        at: int = 0,
    ) -> None:
        super().__init__(heading, note)
        self._choices = choices
        self._columns = columns
        self._empty = empty
        self._placeholder = placeholder
        self._find = find or self._matching
        self._at = at

    def body(self) -> Iterable[Widget]:
        yield Input(placeholder=self._placeholder)
        yield Table(
            self._columns,
            _cells,
            header=any(column.title for column in self._columns),
            empty=self._empty,
            classes="-choose-on-click -active",
        )

    def on_mount(self) -> None:
        table = self.query_one(Table)
        table.set_rows(self._choices)
        table.cursor = self._at
        table.can_focus = False
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one(Table).set_rows(self._find(event.value.strip()))
        self.query_one(Table).cursor = 0

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_accept()

    def on_table_row_chosen(self, event: Table.RowChosen) -> None:
        event.stop()
        self._chosen(event.row)

    def on_key(self, event: Any) -> None:
        """Arrows move in the list while the filter has the focus."""
        actions = {"up": (-1, False), "down": (1, False), "pageup": (-1, True), "pagedown": (1, True)}
        if event.key in actions:
            event.stop()
            event.prevent_default()
            by, page = actions[event.key]
            table = self.query_one(Table)
            table.action_page(by) if page else table.action_step(by)

    def action_accept(self) -> None:
        row = self.query_one(Table).row
        if row is not None:
            self._chosen(row)

    def _chosen(self, choice: Choice[V]) -> None:
        self.dismiss(choice.value)

    def _matching(self, text: str) -> Sequence[Choice[V]]:
        words = text.casefold().split()
        return [choice for choice in self._choices if all(word in choice.search.casefold() for word in words)]


def _cells(choice: Choice[Any]) -> Sequence[Cell]:
    return choice.cells
