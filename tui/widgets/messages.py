"""The line above the footer where things are told. It has a row of its own, so that nothing is ever covered."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.timer import Timer

from tui.widgets.ground import Grounded
from tui.widgets.pieces import wrapped

MOST_LINES = 3
_MARKS = {"information": ("·", "accent"), "warning": ("!", "warning"), "error": ("✗", "error")}


class MessageLine(Grounded):
    """Shows the latest messages for a while, the newest last; what is said again is said once."""

    DEFAULT_CSS = "MessageLine { height: 1; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, str] = {}
        self._leaving: dict[str, Timer] = {}

    def say(self, text: str, severity: str, seconds: float) -> None:
        """Tells a sentence; it leaves by itself."""
        self._forget(text)
        self._said[text] = severity
        self._leaving[text] = self.set_timer(seconds, lambda: self._leave(text))
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _leave(self, text: str) -> None:
        self._forget(text)
        self._fit()

    def _forget(self, text: str) -> None:
        self._said.pop(text, None)
        timer = self._leaving.pop(text, None)
        if timer is not None:
            timer.stop()

    def _lines(self, width: int) -> list[tuple[str, str]]:
        """Lines and their severity, the oldest left out where there is no room."""
        found = []
        for text, severity in self._said.items():
            for number, line in enumerate(wrapped(text, max(2, width - 3))):
                found.append((f"{' ' if number else _MARKS[severity][0]} {line}", severity))
        return found[-MOST_LINES:]

    def _fit(self) -> None:
        """One row always, more only while they are needed."""
        rows = max(1, len(self._lines(self.size.width)))
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows
        self.refresh()

    def render_line(self, y: int) -> Strip:
        lines = self._lines(self.size.width)
        if y >= len(lines):
            return Strip.blank(self.size.width, self.ground)
        text, severity = lines[y]
        style = self.toned(_MARKS[severity][1])
        return Strip([Segment(f" {text}", style)]).adjust_cell_length(self.size.width, style)
