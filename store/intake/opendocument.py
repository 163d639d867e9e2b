"""Cells out of ODS workbooks. What they show stands beside each value, so that no format need be known."""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from store.intake.findings import IntakeError
from store.intake.formats import lost, lost_text, plain
from store.intake.grids import MOST_CELLS, Book, Grid, Merge, Row
from store.intake.packages import Package
from store.intake.texts import clean, kind_of

_ROWS, _COLUMNS = 1_048_576, 16_384
_TIME = re.compile(r"PT(\d{1,6})H(\d{1,2})M")
_SEEN = re.compile(r"(0\d{1,30})|(-?\d{1,15}(?:\.\d{1,9})?)[\u3400-\u9fff]{1,4}|-?[\d.,]{1,20} ?%")
"""Shown by a number format, and more than the number: zeros before it, a unit behind it, a percent."""


def read(package: Package, *, sheet: str | None) -> Book:
    """The sheet asked for, or every visible one. Raises IntakeError as `workbooks.read` does."""
    data = package.read("content.xml")
    reader = _Reader(package.path, sheet)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise IntakeError("workbook_damaged", path=package.path) from None
    if sheet is not None and sheet not in reader.names:
        raise IntakeError("sheet_unknown", path=package.path, sheet=sheet, known=", ".join(reader.names))
    return reader.book


class _Reader:
    """Sheets, rows and cells as their tags come."""

    def __init__(self, path: str, wanted: str | None) -> None:
        self.path, self.wanted = path, wanted
        self.book = Book([])
        self.names: list[str] = []
        self._hiding: set[str] = set()
        self._style = ""
        self._grid: Grid | None = None
        self._number = 0
        self._cells: list[str] = []
        self._kinds: list[str] = []
        self._blank = 0
        self._repeated = 1
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._aside = 0
        self._read = 0

    def entity(self, *_: Any) -> None:
        """No workbook declares entities; one that does is a trap."""
        raise IntakeError("workbook_damaged", path=self.path)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag:
            case "office:annotation" | "draw:frame":
                self._aside += 1
            case "style:style":
                self._style = attributes.get("style:name", "")
            case "style:table-properties" if attributes.get("table:display") == "false":
                self._hiding.add(self._style)
            case "table:table":
                self._begin(attributes)
            case "table:table-row":
                self._cells, self._kinds, self._blank = [], [], 0
                self._repeated = _count(attributes.get("table:number-rows-repeated"), _ROWS)
                if self._grid is not None and "table:visibility" in attributes:
                    self._grid.hidden_rows += attributes["table:visibility"] != "visible"
            case "table:table-cell" | "table:covered-table-cell":
                self._cell, self._text = attributes, []
            case "text:p" if self._text and not self._aside:
                self._text.append("\n")
            case "text:s" if not self._aside:
                self._text.append(" " * _count(attributes.get("text:c"), 100))
            case "text:line-break" if not self._aside:
                self._text.append("\n")
            case "text:tab" if not self._aside:
                self._text.append(" ")
            case _:
                pass

    def text(self, data: str) -> None:
        if self._cell is not None and not self._aside:
            self._text.append(data)

    def end(self, tag: str) -> None:
        match tag:
            case "office:annotation" | "draw:frame":
                self._aside -= 1
            case "table:table-cell" | "table:covered-table-cell":
                self._end_cell()
            case "table:table-row":
                self._end_row()
            case "table:table":
                self._grid = None
            case _:
                pass

    def _begin(self, attributes: dict[str, str]) -> None:
        name = attributes.get("table:name", "")
        hidden = attributes.get("table:style-name", "") in self._hiding
        self.names.append(name)
        self._number = 0
        self._grid = None
        if name == self.wanted or (self.wanted is None and not hidden):
            self._grid = Grid([], name)
            self.book.grids.append(self._grid)
        else:
            (self.book.hidden if hidden else self.book.others).append(name)

    def _end_cell(self) -> None:
        about, self._cell = self._cell or {}, None
        text, kind = _value(about, clean("".join(self._text)))
        count = _count(about.get("table:number-columns-repeated"), _COLUMNS)
        down = _count(about.get("table:number-rows-spanned"), _ROWS)
        across = _count(about.get("table:number-columns-spanned"), _COLUMNS)
        if text and (down > 1 or across > 1) and self._grid is not None:
            at, first = len(self._cells) + self._blank, self._number + 1
            self._grid.merges.append(Merge(first, first + down - 1, at, at + across - 1))
        count = max(0, min(count, _COLUMNS - len(self._cells) - self._blank))
        if not text:  # the many that end every row are never written out
            self._blank += count
            return
        self._cells += [""] * self._blank + [text] * count
        self._kinds += ["t"] * self._blank + [kind] * count
        self._blank = 0

    def _end_row(self) -> None:
        if self._grid is not None and self._cells:
            kinds = "".join(self._kinds)
            self._read += len(self._cells) * self._repeated
            if self._read > MOST_CELLS:
                raise IntakeError("table_too_large", path=self.path, cells=MOST_CELLS)
            cells = tuple(self._cells)
            for number in range(self._number + 1, self._number + 1 + self._repeated):
                self._grid.rows.append(Row(number, cells, kinds if kinds.strip("t") else ""))
        self._number += self._repeated


def _count(value: str | None, most: int) -> int:
    return max(1, min(int(value[:9]), most)) if value and value.isascii() and value.isdecimal() else 1


def _value(about: dict[str, str], text: str) -> tuple[str, str]:
    kind = about.get("office:value-type", "")
    if about.get("calcext:value-type") == "error":
        return text or "#N/A", "e"
    if kind in ("float", "currency", "percentage"):
        try:
            value = float(about.get("office:value", ""))
        except ValueError:
            return text, kind_of(text)
        if lost(value):
            return lost_text(value), "l"
        if kind == "percentage":
            return f"{plain(value * 100)}%", "p"
        seen = _SEEN.fullmatch(text)
        if seen is not None and float(seen[1] or seen[2] or "nan") == value:
            return text, "t"
        return plain(value), "n"
    if kind == "date":
        return about.get("office:date-value", text).removesuffix("T00:00:00").replace("T", " ")[:16], "d"
    if kind == "time":
        match = _TIME.match(about.get("office:time-value", ""))
        return (f"{int(match[1]):02d}:{match[2]:0>2}", "c") if match else (text, "t")
    if kind == "boolean":
        return ("1" if about.get("office:boolean-value") == "true" else "0"), "b"
    text = text or clean(about.get("office:string-value", ""))
    return text, kind_of(text)
