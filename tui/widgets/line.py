"""Lines of pieces, some of which can be clicked: the title bar, the footer, status lines."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from inspect import isawaitable
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip

from tui.widgets.ground import Grounded
from tui.widgets.pieces import plain, wrapped

_UNIT = re.compile(r"(?<=\S)(?=  )|(?<= · )")
"""Where a line may end: before two spaces or behind a dot, between one thing that is said and the next."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line; `do` is what a click on it does."""

    text: str
    tone: str = ""
    do: Callable[[], Awaitable[None] | None] | None = None


class Line(Grounded):
    """Drawn from `parts`: in one row where they fit, else in as many as they need, `MOST_ROWS` at most."""

    MOST_ROWS: ClassVar[int] = 3
    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"

    def parts(self, width: int) -> Sequence[Part]:
        """What to show in `width` terminal cells."""
        raise NotImplementedError

    def rows(self, width: int) -> list[list[Part]]:
        """The parts row by row; what does not fit into the last of them is cut off at the right."""
        parts = list(self.parts(width))
        return [parts] if self.MOST_ROWS == 1 or width_of_parts(parts) <= width else broken(parts, width)

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        rows = min(self.MOST_ROWS, len(self.rows(self.size.width)))
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows

    def render_line(self, y: int) -> Strip:
        base = self.ground
        rows = self.rows(self.size.width)
        if min(len(rows), self.MOST_ROWS) != self.size.height:
            self.call_later(self._fit)
        if y >= len(rows):
            return Strip.blank(self.size.width, base)
        if y == self.size.height - 1:
            rows[y] = [part for row in rows[y:] for part in row]
        strip = Strip([Segment(plain(part.text), self.toned(part.tone)) for part in rows[y]])
        if strip.cell_length > self.size.width:
            cut = strip.crop(0, self.size.width - 1)
            strip = Strip([*cut, Segment("…", base)])
        return strip.adjust_cell_length(self.size.width, base)

    def part_at(self, x: int, y: int = 0) -> Part | None:
        """The part under a cell of the line."""
        rows = self.rows(self.size.width)
        for part in rows[y] if y < len(rows) else ():
            x -= cell_len(plain(part.text))
            if x < 0:
                return part
        return None

    async def on_click(self, event: events.Click) -> None:
        part = self.part_at(event.x, event.y)
        if part is not None and part.do is not None:
            event.stop()
            result = part.do()
            if isawaitable(result):
                await result


class Tabs(Line):
    """Names to choose from, one of them chosen. Where there is no room for all, arrows lead on to the others."""

    MOST_ROWS = 1

    @property
    def at(self) -> int:
        """Which of the tabs is the chosen one."""
        raise NotImplementedError

    def tabs(self) -> Sequence[Part]:
        """Every one of them."""
        raise NotImplementedError

    def parts(self, width: int) -> list[Part]:
        tabs, at = self.tabs(), self.at
        sizes = [width_of_parts([tab]) for tab in tabs]
        if sum(sizes) <= width:
            return list(tabs)
        first = last = at
        room = width - sizes[at] - 4  # for an arrow at either end

        def grown(place: int) -> bool:
            nonlocal room
            fits = 0 <= place < len(tabs) and sizes[place] <= room
            room -= sizes[place] if fits else 0
            return fits

        first -= grown(first - 1)
        while grown(last + 1):
            last += 1
        while grown(first - 1):
            first -= 1
        return [
            _arrow("◂ ", tabs[:first], tabs[first - 1]),
            *tabs[first : last + 1],
            Part(" " * room),
            _arrow(" ▸", tabs[last + 1 :], tabs[(last + 1) % len(tabs)]),
        ]


def _arrow(text: str, hidden: Sequence[Part], next_one: Part) -> Part:
    """An arrow towards tabs that are out of sight, in the tone of one that presses."""
    if not hidden:
        return Part("  ")
    tone = next((tab.tone for tab in hidden if tab.tone in ("error", "warning")), "key")
    return Part(text, tone, next_one.do)


def broken(parts: Sequence[Part], width: int) -> list[list[Part]]:
    """Parts in rows of at most `width` terminal cells, ended where something new is said where that can be."""
    rows: list[list[Part]] = [[]]
    used = 0
    for part in parts:
        for said in _UNIT.split(part.text):
            again = used > 0 and used + cell_len(plain(said).rstrip()) > width
            unit = f" {said.lstrip()}" if again else said
            size = cell_len(plain(unit))
            if again:
                rows.append([])
                used = 0
            if size > width:
                lines = wrapped(unit, width)
                rows[-1].append(replace(part, text=lines[0]))
                rows += [[replace(part, text=f" {line}" if cell_len(line) < width else line)] for line in lines[1:]]
                used = width_of_parts(rows[-1])
            else:
                rows[-1].append(replace(part, text=unit))
                used += size
    return rows


def width_of_parts(parts: Sequence[Part]) -> int:
    return sum(cell_len(plain(part.text)) for part in parts)
