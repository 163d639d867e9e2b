"""A plain table as a file for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from pathlib import Path

from store.errors import NotWritableError
from store.files import platform


def save_table(path: Path, lines: Sequence[Sequence[str]], money: Collection[int] = ()) -> None:
    """Writes lines, the header first, as XLSX or, by its name, CSV; `money` are the columns of amounts.

    Raises `NotWritableError`.
    """
    try:
        platform.replace_atomically(path, _csv(lines) if path.suffix.casefold() == ".csv" else _xlsx(lines, money))
    except OSError as error:
        raise NotWritableError("cannot_write", path=str(path), why=error.strerror or "") from None


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([[harmless(cell) for cell in line] for line in lines])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def harmless(cell: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "@", "\t") or (cell[:1] == "-" and not cell[1:2].isdigit()) else cell


def _xlsx(lines: Sequence[Sequence[str]], money: Collection[int]) -> bytes:
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet()
    page.freeze_panes(1, 0)
    for number, line in enumerate(lines):
        for column, cell in enumerate(line):
            if number and column in money and _is_amount(cell):
                page.write_number(number, column, float(cell))
            else:
                page.write_string(number, column, cell)
    book.close()
    return held.getvalue()


def _is_amount(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdecimal()
