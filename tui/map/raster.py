"""A picture of braille dots: every terminal cell holds 2 × 4 dots and one ink; labels stand over the dots.

Dots of crossing lines are OR-ed; where inks meet in one cell the later one colours it.
"""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

_DOTS = (0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80)
"""The bit of a dot, by four times its row in the cell and its column."""
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
        self._labels: list[dict[int, tuple[str, int]]] = [{} for _ in range(height)]
        """What is written on each line, by column; a wide character has nothing in its second cell."""
        self._taken = bytearray(width * height)
        """Which cells are written on."""

    def over(self, ground: Raster) -> None:
        """Begins with the dots of another picture of the same size."""
        self._bits = bytearray(ground._bits)
        self._ink = list(ground._ink)

    def dot(self, x: int, y: int, ink: int) -> None:
        """One dot; outside the picture nothing happens."""
        if 0 <= x < self.dots_wide and 0 <= y < self.dots_high:
            cell = (y >> 2) * self.width + (x >> 1)
            self._bits[cell] |= _DOTS[(y & 3) * 2 | x & 1]
            self._ink[cell] = ink

    def square(self, x: int, y: int, ink: int) -> None:
        """Two by two dots, the first of them at the top left."""
        if not (0 <= x < self.dots_wide - 1 and 0 <= y < self.dots_high - 1):
            for down in (y, y + 1):
                self.dot(x, down, ink)
                self.dot(x + 1, down, ink)
            return
        bits, inks = self._bits, self._ink
        left, right, at = x >> 1, (x + 1) >> 1, x & 1
        for down in (y, y + 1):
            first, row = (down >> 2) * self.width, (down & 3) * 2
            bits[first + left] |= _DOTS[row | at]
            bits[first + right] |= _DOTS[row | at ^ 1]
            inks[first + left] = inks[first + right] = ink

    def line(self, x0: float, y0: float, x1: float, y1: float, ink: int) -> None:
        """A straight line between two points, wherever they are."""
        right, bottom = self.dots_wide - 1, self.dots_high - 1
        if 0 <= x0 <= right and 0 <= x1 <= right and 0 <= y0 <= bottom and 0 <= y1 <= bottom:
            x, y, to_x, to_y = int(x0), int(y0), int(x1), int(y1)
        elif (clipped := _clip(x0, y0, x1, y1, right, bottom)) is not None:
            x, y, to_x, to_y = clipped
        else:
            return
        bits, inks, width, dots = self._bits, self._ink, self.width, _DOTS
        if abs(to_x - x) >= abs(to_y - y):
            if x > to_x:
                x, y, to_x, to_y = to_x, to_y, x, y
            slope = ((to_y - y) << 16) // max(1, to_x - x)
            at = (y << 16) + 0x8000  # in parts of a dot: whole numbers are quickest
            for across in range(x, to_x + 1):
                down = at >> 16
                cell = (down >> 2) * width + (across >> 1)
                bits[cell] |= dots[(down & 3) * 2 | across & 1]
                inks[cell] = ink
                at += slope
        else:
            if y > to_y:
                x, y, to_x, to_y = to_x, to_y, x, y
            slope = ((to_x - x) << 16) // (to_y - y)
            at = (x << 16) + 0x8000
            for down in range(y, to_y + 1):
                across = at >> 16
                cell = (down >> 2) * width + (across >> 1)
                bits[cell] |= dots[(down & 3) * 2 | across & 1]
                inks[cell] = ink
                at += slope

    def label(
        self, column: int, row: int, text: str, ink: int, *, force: bool = False, size: int | None = None
    ) -> bool:
        """Writes a text from a cell on, if no other label is in its way; says whether it did.

        `size` is its width in cells where that is known.
        """
        width = cell_len(text) if size is None else size
        end = column + width
        if not (0 <= row < self.height and column >= 0 and end <= self.width):
            return False
        first = row * self.width
        beside = first + column - (column > 0), first + end + (end < self.width)  # two in a row would read as one
        if not force and self._taken.find(1, *beside) >= 0:
            return False
        line = self._labels[row]
        if force:  # what is left of a wide character
            if line.get(column, (" ",))[0] == "":
                line[column - 1] = " ", ink
            if line.get(end, (" ",))[0] == "":
                line[end] = " ", ink
        self._taken[first + column : first + end] = b"\1" * width
        for cluster, covers in _clusters(text):
            line[column] = cluster, ink
            for covered in range(1, covers):
                line[column + covered] = "", ink
            column += covers
        return True

    def _row(self, row: int) -> tuple[list[str], list[int]]:
        """The characters of a line and their inks; a cell without either has the ink 0."""
        first, end = row * self.width, (row + 1) * self.width
        chars, inks = [_BRAILLE[bits] for bits in self._bits[first:end]], self._ink[first:end]
        for column, (char, ink) in self._labels[row].items():
            chars[column], inks[column] = char, ink
        return chars, inks

    def lines(self) -> list[str]:
        """The picture as text, without its inks."""
        return ["".join(self._row(row)[0]).rstrip() for row in range(self.height)]

    def strip(self, row: int, style_of: Callable[[int], Style], base: Style) -> Strip:
        """One line of the picture; `style_of` gives the style of an ink."""
        chars, inks = self._row(row)
        segments: list[Segment] = []
        begun, ink = 0, 0
        for column, colour in enumerate(inks):
            if colour and colour != ink:  # an empty cell looks the same in any ink
                if column > begun:
                    segments.append(Segment("".join(chars[begun:column]), style_of(ink) if ink else base))
                begun, ink = column, colour
        segments.append(Segment("".join(chars[begun:]), style_of(ink) if ink else base))
        return Strip(segments, self.width)


def _clusters(text: str) -> list[tuple[str, int]]:
    """What a terminal draws as one, and the cells it takes: marks and joined signs belong to what is before them."""
    if text.isascii():
        return [(char, 1) for char in text]
    found: list[tuple[str, int]] = []
    used = 0
    for end in range(1, len(text) + 1):
        size = cell_len(text[:end])
        if size > used or not found:
            found.append((text[end - 1], max(1, size - used)))
            used = max(size, used)
        else:
            found[-1] = (found[-1][0] + text[end - 1], found[-1][1])
    return found


def _clip(x0: float, y0: float, x1: float, y1: float, right: int, bottom: int) -> tuple[int, int, int, int] | None:
    """What of a line is on the picture, after Liang and Barsky."""
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
