"""Rows out of delimited text: comma, semicolon, tab or bar, with quotes and line breaks inside of them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

from store.intake.findings import IntakeError
from store.intake.grids import MOST_CELLS, Grid, Remark, Row
from store.intake.texts import clean, kind_of

_DELIMITERS = ",\t;|，"
_SAMPLE = 64_000
_SAMPLE_LINES = 200
_MOST_LINES = 1000
"""Lines a quoted cell can have: as many as a spreadsheet lets anyone see in one, and then some."""
_SURE = 3
"""Lines in a row that look like rows of their own, after which a quote before them is known to be stray."""


def grid(text: str, *, path: str = "") -> tuple[Grid, list[Remark]]:
    """All rows that hold anything. A cell with line breaks is one row, as in a spreadsheet.

    A quote that would swallow rows is taken for a character of its cell, which is told. Raises IntakeError
    ``quote_unclosed`` where it cannot be told how much belongs to it, ``table_too_large``.
    """
    reader = _Lines(text, path)
    rows: list[Row] = []
    number = cells_read = 0
    while (cells := reader.row()) is not None:
        number += 1
        texts = tuple([clean(cell) for cell in cells])
        cells_read += len(texts)
        if cells_read > MOST_CELLS:
            raise IntakeError("table_too_large", path=path, cells=MOST_CELLS)
        if any(texts):
            kinds = "".join([kind_of(cell) for cell in texts])
            rows.append(Row(number, texts, kinds if kinds.strip("t") else ""))
    remarks = [Remark("stray_quote", {"rows": reader.stray})] if reader.stray else []
    return Grid(rows, separator=reader.delimiter), remarks


_OPEN = re.compile(r' *=?"(?:[^"]|"")*\Z')
"""A quote that opens a cell, and none after it that could close it."""


class _Lines:
    """Text taken apart line by line; quotes matter only where there are any."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.at = 0
        self.read = 0
        self.stray: list[int] = []
        """Rows in which a quote opens a cell and does not close it."""
        if text.startswith("sep=") and "\n" in text[:7]:  # Excel's own way to name the delimiter
            self.delimiter = text[4]
            text = "\n" + text.partition("\n")[2]
        else:
            self.delimiter = _delimiter(text)
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        cut = re.escape(self.delimiter)
        self.quoted = re.compile(rf' *=?"((?:[^"]|"")*)" *(?={cut}|\Z)')
        # quotes inside that nobody doubled: "3" nails", "He said "yes", twice"
        self.loosely = re.compile(rf' *"((?:(?!{cut} {{0,9}}").)*?)" *(?={cut}|\Z)', re.DOTALL)
        self.width, self.shapes = self._usual()

    def _usual(self) -> tuple[int, set[str]]:
        """How many delimiters a line has, and what its first cell looks like, by lines without quotes."""
        plain = [line for line in self.lines[: _SAMPLE_LINES * 5] if '"' not in line and line.strip()][:_SAMPLE_LINES]
        widths = Counter(line.count(self.delimiter) for line in plain)
        if not widths:
            return 0, set()
        width = max(widths, key=lambda each: (widths[each], each))
        return width, {self._shape(line) for line in plain[1:] if line.count(self.delimiter) == width}

    def _shape(self, line: str) -> str:
        """The first cell of a line as a pattern: ``KH0042`` is ``a9``."""
        first = line.partition(self.delimiter)[0].strip(' "')[:64]
        return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", first))

    def _whole(self, line: str) -> bool:
        return line.count(self.delimiter) == self.width and self._shape(line) in self.shapes

    def row(self) -> Sequence[str] | None:
        if self.at >= len(self.lines):
            return None
        line = self.lines[self.at]
        self.at += 1
        self.read += 1
        return line.split(self.delimiter) if '"' not in line else self._with_quotes(line)

    def _with_quotes(self, line: str) -> list[str]:
        cells: list[str] = []
        start = 0
        opening = line
        while True:
            found = self.quoted.match(line, start)
            if found is None and _OPEN.match(line, start):
                more = self._going_on(line, opening)
                if more is not None:
                    line = more
                    continue
            elif found is None:
                found = self.loosely.match(line, start)
            if found is not None:
                cells.append(found[1].replace('""', '"'))
                end = found.end()
            else:
                end = line.find(self.delimiter, start)
                end = len(line) if end < 0 else end
                cells.append(line[start:end])
            if end >= len(line):
                return cells
            start = end + len(self.delimiter)

    def _going_on(self, line: str, opening: str) -> str | None:
        """The line with those that a quoted cell in it goes on over; None where the quote is a stray one."""
        looks_whole = opening.count(self.delimiter) == self.width >= 1
        rows_like = 0
        last = min(len(self.lines), self.at + _MOST_LINES)
        for at in range(self.at, last):
            rows_like += self._whole(self.lines[at])
            swallowed = at - self.at + 1
            closes = '"' in self.lines[at] and _closes(self.lines[at], self.delimiter)
            if looks_whole and rows_like == swallowed and (closes or swallowed >= _SURE):
                break
            if closes:
                joined = "\n".join((line, *self.lines[self.at : at + 1]))
                self.at = at + 1
                return joined
        else:
            if not (looks_whole and all(map(self._whole, filter(str.strip, self.lines[self.at : last])))):
                raise IntakeError("quote_unclosed", path=self.path, row=self.read)
        if self.stray[-1:] != [self.read]:
            self.stray.append(self.read)
        return None


def _closes(line: str, delimiter: str) -> bool:
    """Whether the line has a quote that can end a cell begun on a line above."""
    bare = line.replace('""', "")
    return re.search(rf'" *(?:{re.escape(delimiter)}|$)', bare) is not None


def _delimiter(text: str) -> str:
    """The character that cuts the first rows most often and most evenly."""

    def worth(delimiter: str) -> tuple[int, int]:
        try:
            sample = [row for row in csv.reader(text[:_SAMPLE].splitlines()[:50], delimiter=delimiter) if any(row)]
        except csv.Error:
            return (0, 0)
        widths = Counter(len(row) for row in sample if len(row) > 1)
        width, often = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return (often, width)

    return max(_DELIMITERS, key=worth)
