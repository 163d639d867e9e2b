"""Jump mode: letters stand on everything that can be gone to; typing one goes there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.geometry import Offset
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import Command, Commanded
from tui.state.search import folded
from tui.widgets.table import Table

_LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""Those under the resting fingers first."""


@dataclass(frozen=True, slots=True)
class Target:
    """A widget, or one row of a table, and where its label stands on the screen."""

    widget: Widget
    at: Offset
    row: int | None = None

    def go(self) -> None:
        self.widget.focus()
        if self.row is not None and isinstance(self.widget, Table):
            self.widget.cursor = self.row


def targets(screen: Screen[object]) -> list[Target]:
    """Everything on a screen that can be gone to, from the top left: rows of tables, other widgets whole."""
    found: list[Target] = []
    for widget in screen.focus_chain:
        region = widget.content_region
        if not region.width or not region.height:
            continue
        if not isinstance(widget, Table) or not widget.rows:
            found.append(Target(widget, region.offset))
            continue
        for y in range(region.height):
            row = widget.index_at(y)
            if row is not None:
                found.append(Target(widget, Offset(region.x, region.y + y), row))
    return sorted(found, key=lambda target: (target.at.y, target.at.x))


def labels(count: int) -> list[str]:
    """So many labels of equal length, as short as possible."""
    length = 1
    while len(_LETTERS) ** length < count:
        length += 1
    return ["".join(letters) for _, letters in zip(range(count), product(_LETTERS, repeat=length), strict=False)]


class Jump(Commanded, ModalScreen[Target]):
    """Shows the labels over the screen as it stands; dismissed with the target typed, or None."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (Command("app.leave", ("escape",), palette=False),)
    CSS = """
    Jump { background: transparent; }
    Jump .label { position: absolute; width: auto; height: 1; background: $accent; color: $background;
                  text-style: bold; }
    Jump .label.-out { display: none; }
    """

    def __init__(self, found: Iterable[Target]) -> None:
        super().__init__()
        there = list(found)
        self.choices = dict(zip(labels(len(there)), there, strict=True))
        self._typed = ""

    def compose(self) -> ComposeResult:
        for label, target in self.choices.items():
            mark = Static(label, markup=False, classes="label")
            mark.absolute_offset = target.at
            yield mark

    def action_leave(self) -> None:
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """A letter narrows the labels; anything else leaves."""
        if event.key == "escape":
            return
        event.stop()
        self._typed += folded(event.character or "")
        left = [label for label in self.choices if label.startswith(self._typed)]
        if self._typed in self.choices:
            self.dismiss(self.choices[self._typed])
        elif not left or not event.character:
            self.dismiss(None)
        else:
            for mark, label in zip(self.query(".label"), self.choices, strict=True):
                mark.set_class(label not in left, "-out")
