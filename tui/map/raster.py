"""A picture of braille dots: every terminal cell holds 2 × 4 dots and one ink; labels stand over the dots.

Dots of crossing lines are OR-ed; where inks meet in one cell the later one colours it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of a dot, by its row and its column in the cell."""
_BRAILLE = np.array([0x20, *(0x2800 + bits for bits in range(1, 256))], dtype="<u4")
"""The character of the dots of a cell."""

Numbers = NDArray[np.int64]
Places = NDArray[np.float64]


class Raster:
    """`width` × `height` terminal cells. Dots are counted from the top left, inks are numbers from 1."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.dots_wide = width * 2
        self.dots_high = height * 4
        self._dots = np.zeros((self.dots_high, self.dots_wide), dtype=np.uint8)
        self._ink = np.zeros((height, width), dtype=np.int32)
        self._labels: list[list[tuple[int, tuple[str, ...], int]]] = [[] for _ in range(height)]
        """What is written on each line: from which column on, cell by cell, in which ink."""
        self._taken = bytearray(width * height)
        """Which cells are written on."""
        self._made: list[tuple[str, list[int], list[int]]] | None = None
        """The lines as they were drawn last: characters, and where which ink begins."""

    def over(self, ground: Raster) -> None:
        """Begins with the dots of another picture of the same size."""
        self._dots, self._ink, self._made = ground._dots.copy(), ground._ink.copy(), None

    def dot(self, x: int, y: int, ink: int) -> None:
        """One dot; outside the picture nothing happens."""
        if 0 <= x < self.dots_wide and 0 <= y < self.dots_high:
            self._put(np.array([x]), np.array([y]), ink)

    def line(self, x0: float, y0: float, x1: float, y1: float, ink: int) -> None:
        """A straight line between two points, wherever they are."""
        self.path(np.array([x0, x1]), np.array([y0, y1]), ink)

    def path(self, x: Places, y: Places, ink: int) -> None:
        """Straight lines from each point to the next, wherever they are."""
        self.segments(np.stack([x[:-1], y[:-1], x[1:], y[1:]]), ink)

    def segments(self, ends: Places, ink: int) -> None:
        """Straight lines that need not hang together: a row each of where they begin, across and down, and end."""
        right, bottom = self.dots_wide - 1, self.dots_high - 1
        low, high = np.minimum(ends[:2], ends[2:]), np.maximum(ends[:2], ends[2:])
        inside = (low[0] >= 0) & (low[1] >= 0) & (high[0] <= right) & (high[1] <= bottom)
        whole = ends[:, inside].astype(np.int64)
        if not inside.all():
            crossing = ~inside & (high[0] >= 0) & (high[1] >= 0) & (low[0] <= right) & (low[1] <= bottom)
            parts = (_clip(x0, y0, x1, y1, right, bottom) for x0, y0, x1, y1 in ends[:, crossing].T.tolist())
            there = [part for part in parts if part is not None]
            whole = np.concatenate([whole, np.array(there, dtype=np.int64).reshape(-1, 4).T], axis=1)
        if whole.size:
            self._put(*_dots_between(*whole), ink)

    def squares(self, x: Numbers, y: Numbers, ink: int) -> None:
        """Two by two dots each, the first of them at the top left."""
        across = np.concatenate([x, x + 1, x, x + 1])
        down = np.concatenate([y, y, y + 1, y + 1])
        there = (across >= 0) & (down >= 0) & (across < self.dots_wide) & (down < self.dots_high)
        self._put(across[there], down[there], ink)

    def _put(self, across: Numbers, down: Numbers, ink: int) -> None:
        self._dots[down, across] = 1
        self._ink[down >> 2, across >> 1] = ink
        self._made = None

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
        labels = self._labels[row]
        if force:  # what is left of a wide character
            if self._written(row, column) == "":
                labels.append((column - 1, (" ",), ink))
            if self._written(row, end) == "":
                labels.append((end, (" ",), ink))
        labels.append((column, _cells(text, width), ink))
        self._taken[first + column : first + end] = b"\1" * width
        self._made = None
        return True

    def _written(self, row: int, column: int) -> str | None:
        """What a label has put into a cell."""
        for begin, cells, _ in reversed(self._labels[row]):
            if begin <= column < begin + len(cells):
                return cells[column - begin]
        return None

    def label_somewhere(self, places: Iterable[tuple[int, int]], text: str, ink: int, *, size: int) -> bool:
        """Writes a text `size` cells wide at the first of some places (column and row) where there is room for it."""
        width, height, find = self.width, self.height, self._taken.find
        for column, row in places:
            end, first = column + size, row * width
            if (
                0 <= row < height
                and column >= 0
                and end <= width
                and find(1, first + column - (column > 0), first + end + (end < width)) < 0
            ):
                return self.label(column, row, text, ink, size=size)
        return False

    def _drawn(self) -> list[tuple[str, list[int], list[int]]]:
        """Every line: its characters, the columns at which another ink begins, and those inks.

        An empty cell looks the same in any ink, and has that of the cell before it; before the first it is 0.
        """
        if self._made is None:
            cells = self._dots.reshape(self.height, 4, self.width, 2)
            bits = np.zeros((self.height, self.width), dtype=np.uint8)
            for down, pair in enumerate(_DOTS):
                for across, bit in enumerate(pair):
                    bits |= cells[:, down, :, across] * np.uint8(bit)
            inks = self._ink.copy()
            for row, labels in enumerate(self._labels):
                for column, written, ink in labels:
                    inks[row, column : column + len(written)] = ink
            columns = np.where(inks > 0, np.arange(self.width), 0)
            inks = np.take_along_axis(inks, np.maximum.accumulate(columns, axis=1), axis=1)
            begun = np.ones(inks.shape, dtype=bool)
            begun[:, 1:] = inks[:, 1:] != inks[:, :-1]
            self._made = [
                (text.tobytes().decode("utf-32-le"), np.flatnonzero(here).tolist(), ink[here].tolist())
                for text, here, ink in zip(_BRAILLE[bits], begun, inks, strict=True)
            ]
        return self._made

    def _text(self, row: int) -> str | list[str]:
        """What stands in each cell of a line."""
        drawn = self._drawn()[row][0]
        if not self._labels[row]:
            return drawn
        text = list(drawn)
        for column, cells, _ in self._labels[row]:
            text[column : column + len(cells)] = cells
        return text

    def lines(self) -> list[str]:
        """The picture as text, without its inks."""
        return ["".join(self._text(row)).rstrip() for row in range(self.height)]

    def strip(self, row: int, style_of: Callable[[int], Style], base: Style) -> Strip:
        """One line of the picture; `style_of` gives the style of an ink."""
        _, begun, inks = self._drawn()[row]
        text = self._text(row)
        segments = [
            Segment("".join(text[begin:end]), style_of(ink) if ink else base)
            for begin, end, ink in zip(begun, (*begun[1:], self.width), inks, strict=True)
        ]
        return Strip(segments, self.width)


def _dots_between(x: Numbers, y: Numbers, to_x: Numbers, to_y: Numbers) -> tuple[Numbers, Numbers]:
    """The dots of straight lines, columns and rows: one for each step along the longer of their two sides."""
    steep = np.abs(to_y - y) > np.abs(to_x - x)
    along, aside = np.where(steep, y, x), np.where(steep, x, y)
    to_along, to_aside = np.where(steep, to_y, to_x), np.where(steep, to_x, to_y)
    back = along > to_along
    along, to_along = np.where(back, to_along, along), np.where(back, along, to_along)
    aside, to_aside = np.where(back, to_aside, aside), np.where(back, aside, to_aside)
    slope = ((to_aside - aside) << 16) // np.maximum(1, to_along - along)  # in parts of a dot: whole numbers
    count = to_along - along + 1
    step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    longer = np.repeat(along, count) + step
    shorter = (np.repeat((aside << 16) + 0x8000, count) + step * np.repeat(slope, count)) >> 16
    upright = np.repeat(steep, count)
    return np.where(upright, shorter, longer), np.where(upright, longer, shorter)


@lru_cache(maxsize=4096)
def _cells(text: str, width: int) -> tuple[str, ...]:
    """A text cell by cell, in exactly `width` of them: a wide character has nothing in its second one."""
    cells = [part for cluster, covers in _clusters(text) for part in (cluster, *[""] * (covers - 1))]
    return tuple([*cells, *[" "] * (width - len(cells))][:width])


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
