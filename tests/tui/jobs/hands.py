"""A dispatcher's hands at a real terminal: at the keyboard alone, or on the mouse alone.

Both do only what the screen offers: a key is pressed where the screen shows it, a click lands on what can be read.
What neither the footer nor a dialog shows is looked up in the help, as a newcomer would.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass

from rich.cells import cell_len

from tests.tui.terminal import Terminal
from tui.app import RoundsmanApp
from tui.commands import Command
from tui.keymap import shown
from tui.locale import translator
from tui.screens.board import BoardScreen

_COMMANDS: dict[str, Command] = {
    command.id: command for owner in (BoardScreen, RoundsmanApp) for command in owner.all_commands()
}
_BOTTOM, _TOP = "╰", "╭"


@dataclass(frozen=True)
class Seen:
    """A line of a dialog, the column it begins in and the line of the screen it is."""

    text: str
    left: int
    line: int

    def says(self, *texts: str) -> bool:
        return all(text in self.text for text in texts)

    def column(self, text: str) -> int:
        """Where on the screen a text of it begins."""
        return self.left + cell_len(self.text[: self.text.index(text)])


class Hands(ABC):
    """What a person wants done; how it is done is for the hands to know."""

    def __init__(self, terminal: Terminal, language: str) -> None:
        self.terminal = terminal
        self.t = translator(language)

    # seeing

    def sees(self, *texts: str) -> str:
        """Waits until all of it is on the screen; gives the screen."""
        return self.terminal.until(lambda: all(text in self.terminal.seen() for text in texts), f"{texts}")

    def box(self) -> list[Seen]:
        """The lines of the dialog on the screen, without its frame; none where there is no dialog."""
        lines = self.terminal.seen().splitlines()
        top = next((n for n, line in enumerate(lines) if _TOP in line), None)
        if top is None:
            return []
        left = cell_len(lines[top][: lines[top].index(_TOP)])
        found = []
        for number, line in enumerate(lines[top + 1 :], top + 1):
            rest = line[_index_at(line, left) :]
            if rest.startswith(_BOTTOM):
                return found
            found.append(Seen(rest[1:].partition("│")[0], left + 1, number))
        return []

    def rows(self) -> list[Seen]:
        """The rows of a dialog's list: what stands between the line one types into and the footer."""
        lines = self.box()
        blank = [n for n, line in enumerate(lines) if not line.text.strip()]
        return [line for line in lines[blank[1] + 1 : -1] if line.text.strip()] if len(blank) > 1 else []

    def asked(self, *texts: str) -> None:
        """Waits for a dialog that says all of this, on however many lines."""
        wanted = ["".join(text.split()) for text in texts]

        def said() -> bool:
            box = "".join("".join(line.text.split()) for line in self.box())
            return all(text in box for text in wanted)

        self.terminal.until(said, f"a dialog: {texts}")

    # doing

    def do(self, command_id: str) -> None:
        """A command by its key in the footer, else out of the help. A dialog just left must not take the key."""
        self.terminal.until(lambda: not self.box(), "the dialog to be gone")
        command = _COMMANDS[command_id]
        title = self.t(command.title_key)
        item = f" {shown(command.keys[0])} {title} "
        if any(item in f"{line} " for line in self.terminal.seen().splitlines()[-2:]):
            self.use(command, item)
            return
        self.use(_COMMANDS["app.help"], f" ? {self.t('app.help.title')} ")
        self.asked(self.t("app.help.heading"))
        self.pick(title, shown(command.keys[0]))

    @abstractmethod
    def use(self, command: Command, item: str) -> None:
        """What the footer offers as `item`."""

    @abstractmethod
    def pick(self, *texts: str) -> None:
        """The row of a dialog's list that says all of this."""

    @abstractmethod
    def row(self, text: str) -> None:
        """The row of a list of the board that says this comes under the cursor."""

    @abstractmethod
    def ok(self) -> None:
        """Takes what a dialog proposes."""

    @abstractmethod
    def yes(self) -> None:
        """Agrees with what a dialog asks."""

    @abstractmethod
    def take(self) -> None:
        """Takes what a dialog shows."""

    @abstractmethod
    def back(self) -> None:
        """Leaves a dialog."""


class Keyboard(Hands):
    """Keys alone."""

    def use(self, command: Command, item: str) -> None:
        del item
        self.terminal.press(_tmux(command.keys[0]))

    def pick(self, *texts: str) -> None:
        """What is typed narrows the list; arrows go on from there."""
        self.terminal.until(self.rows, f"{texts}")
        self.terminal.type(texts[0])
        self.terminal.until(lambda: self._narrowed(texts[0]) and self._place(texts) is not None, f"{texts}")
        self.terminal.press(*["Down"] * (self._place(texts) or 0), "Enter")

    def _narrowed(self, text: str) -> bool:
        """Whether all of a text has been typed and nothing moves any more."""
        lines = self.box()
        typed = next((n for n, line in enumerate(lines) if not line.text.strip()), 0) + 1
        return typed < len(lines) and lines[typed].says(text) and lines == self.box()

    def _place(self, texts: tuple[str, ...]) -> int | None:
        """How far below the first row that can be chosen one says all of this."""
        rows = self.rows()
        titles = {self.t("board.column.rep"), self.t("board.column.outlet"), self.t("desk.variant.name")}
        headed = int(bool(rows) and rows[0].text.split()[0] in titles)
        return next((n for n, row in enumerate(rows[headed:]) if row.says(*texts)), None)

    def row(self, text: str) -> None:
        self.do("board.find")
        self.asked(self.t("board.find.which"))
        self.pick(text)

    def ok(self) -> None:
        self.terminal.press("Enter")

    def yes(self) -> None:
        self.terminal.press("y")

    def take(self) -> None:
        self.terminal.press("Enter")

    def back(self) -> None:
        self.terminal.press("Escape")


class Mouse(Hands):
    """Clicks and the wheel alone."""

    def use(self, command: Command, item: str) -> None:
        del command
        self._click(item.strip(), bottom=True)

    def pick(self, *texts: str) -> None:
        self.terminal.until(self.rows, f"{texts}")
        self.terminal.still()
        while (row := next((each for each in self.rows() if each.says(*texts)), None)) is None:
            self._wheel()
        self._press(row.column(texts[0]), row.line)

    def row(self, text: str) -> None:
        self._click(text)

    def ok(self) -> None:
        self._click(f"⏎ {self.t('app.accept.title')}")

    def yes(self) -> None:
        self._click(f"y {self.t('app.yes.title')}")

    def take(self) -> None:
        self._click(f"⏎ {self.t('app.take.title')}")

    def back(self) -> None:
        self._click(f"Esc {self.t('app.leave.title')}")

    def _click(self, text: str, *, bottom: bool = False) -> None:
        """On a text, the first on the screen or the last, once nothing moves any more."""
        places: list[tuple[int, int]] = []

        def there() -> bool:
            lines = self.terminal.still().splitlines()
            places[:] = [(cell_len(line[: line.index(text)]), n) for n, line in enumerate(lines) if text in line]
            return bool(places)

        self.terminal.until(there, text)
        self._press(*places[-1 if bottom else 0])

    def _press(self, x: int, y: int) -> None:
        """A click, as a terminal reports it; one cell to the right, where a wide character is surely met."""
        self.terminal.type(f"\x1b[<0;{x + 2};{y + 1}M\x1b[<0;{x + 2};{y + 1}m")

    def _wheel(self) -> None:
        before = self.box()
        self.terminal.type(f"\x1b[<65;{self.terminal.width // 2};{self.terminal.height // 2}M" * 3)
        self.terminal.until(lambda: self.box() != before, "the list to move")


def _index_at(line: str, column: int) -> int:
    """The character that stands in a column of a line."""
    for index in range(len(line) + 1):
        if cell_len(line[:index]) >= column:
            return index
    return len(line)


_NAMES = {
    "question_mark": "?", "slash": "/", "escape": "Escape", "tab": "Tab", "delete": "DC", "insert": "IC",
    "left_square_bracket": "[", "right_square_bracket": "]", "space": "Space",
}  # fmt: skip


def _tmux(key: str) -> str:
    """A key by tmux's name for it."""
    if match := re.fullmatch(r"ctrl\+(\w)", key):
        return f"C-{match[1]}"
    return _NAMES.get(key, key.upper() if re.fullmatch(r"f\d+", key) else key)
