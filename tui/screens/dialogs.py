"""Dialogs: ask for a text, choose from a list with a live filter, confirm. Esc always leaves with None.

Their words follow the language while they stand open: sentences of the translations are said again, and what is put
together from several is given as a function that makes it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input

from tui.commands import Command, Commanded
from tui.locale import retold
from tui.widgets.footer import CommandFooter
from tui.widgets.input_line import InputLine
from tui.widgets.lines import Lines
from tui.widgets.pieces import Cell, Piece
from tui.widgets.table import Column, Table
from tui.widgets.words import Words

if TYPE_CHECKING:
    from tui.locale import Translator

R = TypeVar("R")
V = TypeVar("V")


_AROUND = 9
"""Lines of a dialog around its list: frame, heading, note, what is typed, footer."""


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
            yield Words(self.heading, classes="heading")
            if self.note:
                yield Words(self.note, classes="note")
            for each in self.body():
                if isinstance(each, Table | Lines):  # until the first layout tells how much there really is
                    each.styles.max_height = max(3, self.app.size.height * 9 // 10 - _AROUND)
                yield each
            yield CommandFooter()

    def body(self) -> Iterable[Widget]:
        """What stands between the heading and the footer."""
        return ()

    def on_mount(self) -> None:
        self.screen_layout_refresh_signal.subscribe(self, self._fit)

    def _fit(self, _screen: Screen[Any]) -> None:
        """After every layout: what scrolls takes what the box can give, so that the footer is never pushed out of it.

        In cells, since a box that is as high as its contents knows no shares.
        """
        box = self.query_one(".box")
        most = box.styles.max_height
        room = self.size.height if most is None else int(self.size.height * most.value / 100)
        fixed = [each for each in box.children if not isinstance(each, Table | Lines)]
        # one that is out of sight has no height yet: it needs a line
        room -= box.gutter.height
        room -= sum(max(1, each.outer_size.height) + each.styles.margin.height for each in fixed)
        for each in box.children:
            if each not in fixed:
                each.styles.max_height = max(3, room)

    @property
    def t(self) -> Translator:
        """Sentences in the language in use."""
        app: Any = self.app
        t: Translator = app.t
        return t

    def refresh_texts(self) -> None:
        """The language has changed: says everything again."""
        self.heading, self.note = retold(self.heading, self.t), retold(self.note, self.t)
        self.query_one(".heading", Words).update(self.heading)
        for note in self.query(".note").results(Words):
            note.update(self.note)
        self.query_one(CommandFooter).refresh()

    def action_leave(self) -> None:
        self.dismiss(None)


class AskText(Dialog[str]):
    """Asks for one line of text. `problem` returns what is wrong with it, or nothing; a value that is there to be
    typed `anew` goes with the first character.
    """

    ACTIONS: ClassVar[tuple[Command, ...]] = (Command("app.accept", ("enter",), footer=1, palette=False),)

    def __init__(
        self,
        heading: str,
        *,
        value: str = "",
        note: str = "",
        problem: Callable[[str], str | None] | None = None,
        anew: bool = False,
    ) -> None:
        super().__init__(heading, note)
        self._value = value
        self._anew = anew
        self._problem = problem
        self._wrong = ""

    def body(self) -> Iterable[Widget]:
        yield InputLine(self._value, select_on_focus=self._anew)
        yield self.problem_line()

    def problem_line(self) -> Words:
        """Where it is said what is wrong with the text."""
        return Words(classes="problem")

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_accept()

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self._say_wrong(retold(self._wrong, self.t))

    def _say_wrong(self, wrong: str) -> None:
        self._wrong = wrong
        self.query_one(".problem", Words).update(wrong)

    def action_accept(self) -> None:
        text = self.query_one(Input).value.strip()
        wrong = self._problem(text) if self._problem else None
        if wrong:
            self._say_wrong(wrong)
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


Said = Sequence[Sequence[Piece]]
"""Lines in pieces."""


class _Saying(Dialog[R], Generic[R]):
    """Says something at length: lines, or what makes them in the language in use."""

    def __init__(self, heading: str, lines: Said | Callable[[], Said]) -> None:
        super().__init__(heading)
        self._lines = lines

    def body(self) -> Iterable[Widget]:
        yield Lines(focusable=True)

    def on_mount(self) -> None:
        self._say()

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self._say()

    def _say(self) -> None:
        lines = self._lines() if callable(self._lines) else self._lines
        self.query_one(Lines).show([_pieces_again(line, self.t) for line in lines])


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

    def again(self, t: Translator) -> Choice[V]:
        """The same in another language."""
        return replace(self, cells=[_cell_again(cell, t) for cell in self.cells])

    def holds(self, word: str, *, shown: bool) -> bool:
        """Whether a word in small letters stands in what a filter looks into, or in what is seen, where `shown`."""
        return word in self.search.casefold() or (
            shown and any(word in _text_of(cell).casefold() for cell in self.cells)
        )


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
        about: Callable[[V], str] | None = None,
    ) -> None:
        """`about` says at length what is under the cursor."""
        super().__init__(heading, note)
        self._choices = choices
        self._columns = columns
        self._empty = empty
        self._placeholder = placeholder
        self._find = find or self._matching
        self._at = at
        self._about = about
        self._switched = False
        """Whether the language is another one than when this was made."""

    def body(self) -> Iterable[Widget]:
        yield InputLine(placeholder=self._placeholder)
        yield Table(
            self._columns,
            _cells,
            header=any(column.title for column in self._columns),
            empty=self._empty,
            classes="-choose-on-click -active",
        )
        if self._about:
            yield Words(classes="about")

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        event.stop()
        if self._about:
            self.query_one(".about", Words).update(self._about(event.row.value) if event.row else "")

    def on_mount(self) -> None:
        table = self.query_one(Table)
        table.set_rows(self._choices)
        table.cursor = self._at
        table.can_focus = False
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one(Table).set_rows(self._found(event.value))
        self.query_one(Table).cursor = 0

    def _found(self, text: str) -> Sequence[Choice[V]]:
        found = self._find(text.strip())
        return [choice.again(self.t) for choice in found] if self._switched else found

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self._switched = True
        t, table, line = self.t, self.query_one(Table), self.query_one(Input)
        line.placeholder = retold(self._placeholder, t)
        table.empty = retold(self._empty, t)
        table.set_columns(
            [
                column if callable(column.title) else replace(column, title=retold(column.title, t))
                for column in self._columns
            ]
        )
        at = table.cursor
        table.set_rows(self._found(line.value))
        table.cursor = at

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
        there = [choice.again(self.t) for choice in self._choices] if self._switched else self._choices
        return [choice for choice in there if all(choice.holds(word, shown=self._switched) for word in words)]


def _cells(choice: Choice[Any]) -> Sequence[Cell]:
    return choice.cells


def _text_of(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if callable(cell) or isinstance(cell, Text):
        return ""
    return "".join(text for text, _ in cell)


def _cell_again(cell: Cell, t: Translator) -> Cell:
    if isinstance(cell, str):
        return retold(cell, t)
    return cell if callable(cell) or isinstance(cell, Text) else _pieces_again(cell, t)


def _pieces_again(pieces: Sequence[Piece], t: Translator) -> list[Piece]:
    return [(retold(text, t), tone) for text, tone in pieces]
