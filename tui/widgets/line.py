"""A line of pieces, some of which can be clicked: the title bar, the footer, status lines."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from inspect import isawaitable

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip

from tui.widgets.ground import Grounded
from tui.widgets.pieces import plain


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line; `do` is what a click on it does."""

    text: str
    tone: str = ""
    do: Callable[[], Awaitable[None] | None] | None = None


class Line(Grounded):
    """One line, drawn from `parts`; what does not fit is cut off at the right."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"

    def parts(self, width: int) -> Sequence[Part]:
        """What to show in `width` terminal cells."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        base = self.ground
        if y:
            return Strip.blank(self.size.width, base)
        parts = self.parts(self.size.width)
        drawn = [Segment(plain(part.text), self.toned(part.tone)) for part in parts]
        strip = Strip(drawn)
        if strip.cell_length > self.size.width:
            cut = strip.crop(0, self.size.width - 1)
            strip = Strip([*cut, Segment("…", base)])
        return strip.adjust_cell_length(self.size.width, base)

    def part_at(self, x: int) -> Part | None:
        """The part under a column of the line."""
        for part in self.parts(self.size.width):
            x -= cell_len(plain(part.text))
            if x < 0:
                return part
        return None

    async def on_click(self, event: events.Click) -> None:
        part = self.part_at(event.x)
        if part is not None and part.do is not None:
            event.stop()
            result = part.do()
            if isawaitable(result):
                await result


def width_of_parts(parts: Sequence[Part]) -> int:
    return sum(cell_len(plain(part.text)) for part in parts)
