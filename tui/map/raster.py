"""A picture of braille dots: every terminal cell holds 2 × 4 dots and one ink; labels stand over the dots.

Dots of crossing lines are OR-ed; where inks meet in one cell the later one colours it.
"""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BRAILLE = [" ", *(chr(0x2800 + bits) for bits in range(1, 256))]


class Raster:
    """`width` × `height` terminal cells. Dots are counted from the top left, inks are numbers from 1."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.dots_wide = width * 2
        self.dots_high = height * 4
        self._bits = bytearray(width * height)
        self._ink = [0] * (width * height)
        self._labels: dict[int, tuple[str, int]] = {}

    def over(self, ground: Raster) -> None:
        """Begins with the dots of another picture of the same size."""
        self._bits = bytearray(ground._bits)
        self._ink = list(ground._ink)

    def dot(self, x: int, y: int, ink: int) -> None:
        """One dot; outside the picture nothing happens."""
        if 0 <= x < self.dots_wide and 0 <= y < self.dots_high:
            cell = (y >> 2) * self.width + (x >> 1)
            self._bits[cell] |= _DOTS[y & 3][x & 1]
            self._ink[cell] = ink

    def line(self, x0: float, y0: float, x1: float, y1: float, ink: int) -> None:
        """A straight line between two points, wherever they are (clipped after Liang and Barsky)."""
        clipped = _clip(x0, y0, x1, y1, self.dots_wide - 1, self.dots_high - 1)
        if clipped is None:
            return
        x, y, to_x, to_y = clipped
        across, down = abs(to_x - x), -abs(to_y - y)
        step_x, step_y = (1 if x < to_x else -1), (1 if y < to_y else -1)
        error = across + down
        bits, inks, width = self._bits, self._ink, self.width
        while True:
            cell = (y >> 2) * width + (x >> 1)
            bits[cell] |= _DOTS[y & 3][x & 1]
            inks[cell] = ink
            if x == to_x and y == to_y:
                return
            twice = 2 * error
            if twice >= down:
                error += down
                x += step_x
            if twice <= across:
                error += across
                y += step_y

    def label(self, column: int, row: int, text: str, ink: int, *, force: bool = False) -> bool:
        """Writes a text from a cell on, if no other label is in its way; says whether it did."""
        width = cell_len(text)
        if not (0 <= row < self.height and column >= 0 and column + width <= self.width):
            return False
        start = row * self.width + column
        if not force and any(cell in self._labels for cell in range(start - (column > 0), start + width)):
            return False
        for char in text:
            self._labels[start] = (char, ink)
            size = cell_len(char)
            for covered in range(1, size):
                self._labels[start + covered] = ("", ink)
            start += max(1, size)
        return True

    def lines(self) -> list[str]:
        """The picture as text, without its inks."""
        found = []
        for first in range(0, self.width * self.height, self.width):
            cells = range(first, first + self.width)
            found.append(
                "".join(self._labels[n][0] if n in self._labels else _BRAILLE[self._bits[n]] for n in cells).rstrip()
            )
        return found

    def strip(self, row: int, style_of: Callable[[int], Style], base: Style) -> Strip:
        """One line of the picture; `style_of` gives the style of an ink."""
        segments: list[Segment] = []
        text: list[str] = []
        ink = -1
        first = row * self.width
        for cell in range(first, first + self.width):
            label = self._labels.get(cell)
            if label is not None:
                char, colour = label
            else:
                bits = self._bits[cell]
                char, colour = _BRAILLE[bits], self._ink[cell] if bits else 0
            if colour != ink:
                if text:
                    segments.append(Segment("".join(text), style_of(ink) if ink else base))
                text, ink = [], colour
            text.append(char)
        if text:
            segments.append(Segment("".join(text), style_of(ink) if ink else base))
        return Strip(segments, self.width)


def _clip(x0: float, y0: float, x1: float, y1: float, right: int, bottom: int) -> tuple[int, int, int, int] | None:
    across, down = x1 - x0, y1 - y0
    enter, leave = 0.0, 1.0
    for slope, room in ((-across, x0), (across, right - x0), (-down, y0), (down, bottom - y0)):
        if slope == 0:
            if room < 0:
                return None
            continue
        at = room / slope
        if slope < 0:
            if at > leave:
                return None
            enter = max(enter, at)
        else:
            if at < enter:
                return None
            leave = min(leave, at)
    ends = (x0 + enter * across, y0 + enter * down, x0 + leave * across, y0 + leave * down)
    left, top, to_x, to_y = (int(end) for end in ends)
    return left, top, to_x, to_y
