"""What somebody saw, step by step: screens of a real terminal as they were, kept as plain text."""

from __future__ import annotations

from pathlib import Path

from tests.tui.terminal import Terminal

_OFFICE = "/home/office"


class Recording:
    """Words and screens in their order; `write` makes a page of Markdown of them."""

    def __init__(self, terminal: Terminal, folder: Path) -> None:
        """Instead of `folder`, where the terminal is at work, the pages say what an office would call it."""
        self._terminal = terminal
        self._folder = str(folder)
        self._steps: list[tuple[str, str]] = []

    def step(self, words: str) -> None:
        """The screen as it is now, under what was done or is to be seen."""
        seen = self._terminal.still().replace(self._folder, _OFFICE)
        lines = [line.rstrip() for line in seen.rstrip().splitlines()]
        self._steps.append((words, "\n".join(lines)))

    def write(self, path: Path, heading: str, about: str) -> None:
        parts = [f"# {heading}", about]
        parts += [f"## {n}. {words}\n\n```text\n{screen}\n```" for n, (words, screen) in enumerate(self._steps, 1)]
        path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
