"""A table out of a file, whatever program saved it: CSV, XLSX, XLS, or HTML that calls itself .xls.

What a file is shows in its first bytes, not in its name: half of the ".xls" exports of Chinese systems are
HTML or tab-separated text. All cells become text; the intake's parsers read numbers and times from that.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from store.intake import delimited, markup, workbooks
from store.intake.columns import OUTLET_COLUMNS, Vocabulary
from store.intake.encoding import decode
from store.intake.findings import IntakeError
from store.notation.words import fold

_HEADER_WITHIN = 20
"""Rows among which a header is looked for: exports put titles, dates and filters above it."""


class Row(NamedTuple):
    """One row: its number as a spreadsheet shows it (the first is 1) and its cells as text."""

    number: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True)
class Table:
    """Rows under a header. Header names are unique; rows may be shorter or longer than it.

    `encoding` is None for workbooks, `sheet` None for text files; `header_row` counts as `Row.number` does.
    """

    path: Path
    header: tuple[str, ...]
    rows: list[Row]
    encoding: str | None = None
    sheet: str | None = None
    header_row: int = 1


def read_table(
    path: str | Path,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    vocabulary: Vocabulary = OUTLET_COLUMNS,
    named: Collection[str] = (),
) -> Table:
    """The table in a file. `named` are headers the user has pointed at, known beside the vocabulary's.

    Of a workbook the sheet asked for is read, else the one whose header says most. Raises IntakeError:
    ``file_missing``, ``file_is_folder``, ``file_locked``, ``file_unreadable``, ``file_empty``,
    ``workbook_damaged``, ``workbook_protected``, ``sheet_unknown``, ``not_a_table``, ``quote_unclosed``,
    ``header_only`` and those of `decode`.
    """
    path = Path(path)
    data = _bytes_of(path)
    known = frozenset(map(fold, named))
    if workbooks.is_workbook(data):
        sheets = workbooks.read(data, path=str(path), sheet=sheet)
        name, grid = max(sheets, key=lambda item: _header_worth(item[1], vocabulary, known))
        return _table(path, grid, vocabulary, known, sheet=name)
    text, encoding = decode(data, encoding=encoding, path=str(path))
    if "\0" in text:
        raise IntakeError("not_a_table", path=str(path))
    grid = markup.rows(text) if markup.is_markup(text) else delimited.rows(text, path=str(path))
    return _table(path, grid, vocabulary, known, encoding=encoding)


def _bytes_of(path: Path) -> bytes:
    name = str(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise IntakeError("file_missing", path=name) from None
    except IsADirectoryError:
        raise IntakeError("file_is_folder", path=name) from None
    except PermissionError:  # on Windows also what opening a folder says
        raise IntakeError("file_is_folder" if path.is_dir() else "file_locked", path=name) from None
    except (OSError, ValueError) as error:
        raise IntakeError("file_unreadable", path=name, reason=str(error)) from None
    if not data.strip():
        raise IntakeError("file_empty", path=name)
    return data


def _header_at(grid: Sequence[Sequence[str]], vocabulary: Vocabulary, named: Collection[str]) -> tuple[int, int]:
    """Where the header is and how many known names it has; the first row with anything in it if none has."""
    best, most = -1, 0
    for index, cells in enumerate(grid[:_HEADER_WITHIN]):
        if best < 0 and any(cells):
            best = index
        worth = vocabulary.count(cells) + sum(fold(cell) in named for cell in cells)
        # a title alone in its row may happen to be a known word; a header of one column has rows below it
        if worth > most and (worth > 1 or index == best):
            best, most = index, worth
    return best, most


def _header_worth(grid: Sequence[Sequence[str]], vocabulary: Vocabulary, named: Collection[str]) -> tuple[int, bool]:
    return _header_at(grid, vocabulary, named)[1], bool(grid)


def _table(
    path: Path,
    grid: Sequence[Sequence[str]],
    vocabulary: Vocabulary,
    named: Collection[str],
    *,
    encoding: str | None = None,
    sheet: str | None = None,
) -> Table:
    at, _ = _header_at(grid, vocabulary, named)
    if at < 0:
        raise IntakeError("file_empty", path=str(path))
    cells = list(grid[at])
    while cells and not cells[-1]:
        cells.pop()
    header = _unique(cells)
    numbered = (Row(number, tuple(row)) for number, row in enumerate(grid[at + 1 :], start=at + 2))
    rows = [row for row in numbered if not row.blank and list(row.cells[: len(cells)]) != cells]
    if not rows:
        raise IntakeError("header_only", path=str(path), row=at + 1)
    return Table(path, header, rows, encoding, sheet, header_row=at + 1)


def _unique(cells: Sequence[str]) -> tuple[str, ...]:
    """Header names told apart: a second 电话 is ``电话 (2)``, an empty one has its column's letters."""
    seen: dict[str, int] = {}
    names: list[str] = []
    for index, cell in enumerate(cells):
        name = cell or f"({_letters(index)})"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def _letters(index: int) -> str:
    """Column 0 is A, 26 is AA, as in a spreadsheet."""
    text = ""
    while index >= 0:
        text = chr(ord("A") + index % 26) + text
        index = index // 26 - 1
    return text
