"""Rows out of HTML tables and of "XML Spreadsheet 2003", both of which older systems save as .xls.

Tags are found by one pass over the text, whose time grows as the text does, whatever stands in it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import suppress

from store.intake.findings import IntakeError
from store.intake.grids import MOST_CELLS, Book, Grid, Merge, Row
from store.intake.texts import clean, kind_of

_START = re.compile(r"\s*<(?:[!?]|[a-z][\w:.-]{0,40}[\s>/])", re.IGNORECASE)
_NAMES = re.compile(r"\s*<[^<>]{1,100}>[\"\s]*[,;\t|]")
"""The first of several names in angle brackets, as they stand above a table."""
_NAME = re.compile(r"/?\s*([a-z][\w:.-]{0,40})", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]{1,40})\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s>"']+)""")
_LONGEST_TAG = 4000
_ROWS, _COLUMNS = 1_048_576, 16_384
"""How large a sheet can be."""
_SKIPPED = ("script", "style")
_KINDS = {"number": "n", "datetime": "d", "error": "e", "boolean": "b"}


def is_markup(text: str) -> bool:
    return _START.match(text[:4096]) is not None and _NAMES.match(text[:4096]) is None


def read(text: str, *, path: str = "", sheet: str | None = None) -> Book:
    """The tables in the text, one below the other; of an XML Spreadsheet the sheet asked for, or all visible ones.

    Raises IntakeError ``table_too_large``, ``sheet_unknown``, ``not_a_table_page``.
    """
    reader = _Cells(path)
    for tag, attributes, content in _tags(text):
        reader.take(tag, attributes, content)
    reader.end_sheet()
    if not reader.grids:
        raise IntakeError("not_a_table_page", path=path)
    names = [grid.name for grid in reader.grids if grid.name]
    if sheet is not None and names and sheet not in names:
        raise IntakeError("sheet_unknown", path=path, sheet=sheet, known=", ".join(names))
    book = Book([])
    for grid in reader.grids:
        hidden = grid.name in reader.hidden
        if not names or grid.name == sheet or (sheet is None and not hidden):
            book.grids.append(grid)
        else:
            (book.hidden if hidden else book.others).append(grid.name or "")
    if not book.grids:
        raise IntakeError("only_hidden", path=path, sheets=", ".join(book.hidden))
    return book


def _tags(text: str) -> Iterator[tuple[str, str, str]]:
    """Each tag (``td``, ``/td``), its attributes, and the text up to the next one."""
    at, size = 0, len(text)
    held: tuple[str, str] | None = None
    parts: list[str] = []
    while at < size:
        opened = text.find("<", at)
        if opened < 0:
            opened = size
        if opened > at:
            parts.append(text[at:opened])
        if opened >= size:
            break
        if text.startswith("<!--", opened):
            at = _after(text, "-->", opened + 4)
        elif text.startswith("<![CDATA[", opened):
            at = _after(text, "]]>", opened + 9)
            parts.append(text[opened + 9 : at - 3].replace("&", "&amp;"))
        else:
            end = _end_of_tag(text, opened)
            named = _NAME.match(text, opened + 1)
            at = end + 1
            if named is None:
                if text[opened + 1 : opened + 2] not in ("!", "?"):
                    parts.append("<")
                    at = opened + 1
                continue
            name = named[1].lower().removeprefix("ss:")
            if held is not None:
                yield (*held, "".join(parts))
            parts = []
            held = ("/" + name if text[opened + 1] == "/" else name, text[named.end() : end])
            if name in _SKIPPED and not held[0].startswith("/"):
                closing = re.compile(f"</{name}", re.IGNORECASE).search(text, at)
                at = closing.start() if closing else size
    if held is not None:
        yield (*held, "".join(parts))


def _after(text: str, ending: str, at: int) -> int:
    found = text.find(ending, at)
    return len(text) if found < 0 else found + len(ending)


def _end_of_tag(text: str, opened: int) -> int:
    """Where the tag's ``>`` is; one inside a quoted attribute is none."""
    end, last = opened, opened + _LONGEST_TAG
    while True:
        found = text.find(">", end + 1, last)
        if found < 0:
            found = text.find(">", end + 1) if end == opened else end
            return len(text) if found < 0 else found
        end = found
        tag = text[opened:end]
        if tag.count('"') % 2 == 0 and tag.count("'") % 2 == 0:
            return end


def _attributes(text: str) -> dict[str, str]:
    if "=" not in text:
        return {}
    found = _ATTRIBUTE.findall(text[:_LONGEST_TAG])
    return {name.lower().removeprefix("ss:"): value.strip("\"'") for name, value in found}


def _count(value: str | None, most: int) -> int:
    """A number in an attribute, no larger than a sheet allows."""
    return min(int(value[:9]), most) if value and value.isdecimal() and value.isascii() else 0


class _Cells:
    """Collects cells. ``td``/``th`` in ``tr`` of HTML, ``Data`` in ``Cell`` in ``Row`` of XML Spreadsheet."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.grids: list[Grid] = []
        self.hidden: set[str] = set()
        self._read = 0
        self._name: str | None = None
        self._hidden = False
        self._start()

    def _start(self) -> None:
        self._rows: list[Row] = []
        self._merges: list[Merge] = []
        self._number = 0
        self._cells: list[str] = []
        self._kinds: list[str] = []
        self._held: dict[int, int] = {}  # column → last row that a cell above reaches down to
        self._reach = 0
        self._text: list[str] | None = None
        self._kind = ""
        self._span = (1, 1)

    def take(self, tag: str, attributes: str, content: str) -> None:
        match tag:
            case "worksheet":
                self.end_sheet()
                values = _attributes(attributes)
                self._name = html.unescape(values.get("name", ""))[:100] or None
            case "visible":
                self._hidden = content.strip().lower() in ("sheethidden", "sheetveryhidden")
            case "tr" | "row":
                self._end_row()
                self._number = max(self._number, _count(_attributes(attributes).get("index"), _ROWS) - 1) + 1
            case "td" | "th" | "cell":
                self._begin_cell(_attributes(attributes))
            case "data":
                self._kind = _KINDS.get(_attributes(attributes).get("type", "").lower(), "")
            case "br" | "p" | "/p" | "div" | "/div" | "li" if self._text:
                self._text.append("\0")  # the source's own line breaks mean nothing, these do
            case "/td" | "/th" | "/cell" | "/tr" | "/row" | "/table":
                self._end_cell()
                return
            case _:
                pass
        if self._text is not None:
            self._text.append(content)

    def _begin_cell(self, values: dict[str, str]) -> None:
        self._end_cell()
        self._number = self._number or 1
        column = _count(values.get("index"), _COLUMNS) - 1
        at = max(len(self._cells), column)
        while self._held.get(at, 0) >= self._number:
            at += 1
        if at >= _COLUMNS:
            return
        self._cells += [""] * (at - len(self._cells))
        self._kinds += ["t"] * (at - len(self._kinds))
        across = _count(values.get("colspan"), _COLUMNS) or 1 + _count(values.get("mergeacross"), _COLUMNS)
        down = _count(values.get("rowspan"), _ROWS) or 1 + _count(values.get("mergedown"), _ROWS)
        self._span = (down, min(across, _COLUMNS - at))
        self._text = []
        self._kind = ""

    def _end_cell(self) -> None:
        if self._text is None:
            return
        text = _shown(self._text[0] if len(self._text) == 1 else "".join(self._text))
        down, across = self._span
        at = len(self._cells)
        if self._kind == "d" and text.endswith("T00:00:00.000"):
            text = text[:10]
        kind = kind_of(text)
        self._cells.append(text)
        self._kinds.append(self._kind if self._kind and text and kind == "t" else kind)
        # a cell over columns is only kept as wide as others make the table: the rest is filled when asked for
        if across > 1:
            self._cells += [""] * min(across - 1, 200)
            self._kinds += ["t"] * min(across - 1, 200)
        if down > 1:
            for column in range(at, at + min(across, 200)):
                self._held[column] = self._number + down - 1
        if text and (down > 1 or across > 1):
            self._merges.append(Merge(self._number, self._number + down - 1, at, at + across - 1))
        self._text = None

    def _end_row(self) -> None:
        self._end_cell()
        self._read += len(self._cells)
        if self._read > MOST_CELLS:
            raise IntakeError("table_too_large", path=self.path, cells=MOST_CELLS)
        if any(self._cells):
            kinds = "".join(self._kinds)
            self._rows.append(Row(self._number, tuple(self._cells), kinds if kinds.strip("t") else ""))
        self._cells, self._kinds = [], []

    def end_sheet(self) -> None:
        self._end_row()
        if self._rows:
            self.grids.append(Grid(self._rows, self._name, self._merges))
            if self._hidden and self._name:
                self.hidden.add(self._name)
        self._start()
        self._name, self._hidden = None, False


def _shown(text: str) -> str:
    """The text of a cell as a browser shows it."""
    if "&" in text:
        with suppress(ValueError):  # a character's number of thousands of digits
            text = html.unescape(text)
    lines = (" ".join(line.split()) for line in text.split("\0"))
    return clean("\n".join(line for line in lines if line))
