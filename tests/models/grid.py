"""Grids of cells written as people's programs write them: workbooks and separated text."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import xlwt


@dataclass(frozen=True)
class Cell:
    """What a person sees, and what a workbook holds for it where that is no text."""

    text: str = ""
    value: int | float | dt.date | None = None
    form: str = "General"


@dataclass
class Page:
    """One sheet: its rows, and merged areas as (first row, first column, last row, last column), all from 0."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False


@dataclass(frozen=True)
class Writing:
    """How a table is kept: `xlsx`, `xls` or `csv` with its separator and encoding."""

    suffix: str
    separator: str = ","
    encoding: str = "utf-8-sig"

    @property
    def workbook(self) -> bool:
        return self.suffix != "csv"


def write(path: Path, pages: list[Page], writing: Writing) -> None:
    """Writes the pages (of a text only the first)."""
    {"xlsx": _xlsx, "xls": _xls, "csv": _csv}[writing.suffix](path, pages, writing)


def _csv(path: Path, pages: list[Page], writing: Writing) -> None:
    with path.open("w", encoding=writing.encoding, newline="") as stream:
        csv.writer(stream, delimiter=writing.separator).writerows([c.text for c in row] for row in pages[0].rows)


def _xlsx(path: Path, pages: list[Page], _writing: Writing) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for page in pages:
        sheet: Any = book.create_sheet(page.name)
        sheet.sheet_state = "hidden" if page.hidden else "visible"
        for y, row in enumerate(page.rows, 1):
            for x, cell in enumerate(row, 1):
                if cell.value is None and not cell.text:
                    continue
                made = sheet.cell(y, x, cell.text if cell.value is None else cell.value)
                made.number_format = "@" if cell.value is None else cell.form
        for top, left, bottom, right in page.merged:
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    book.save(path)


def _xls(path: Path, pages: list[Page], _writing: Writing) -> None:
    book = xlwt.Workbook()
    styles: dict[str, Any] = {}
    for page in pages:
        sheet = book.add_sheet(page.name)
        sheet.visibility = int(page.hidden)
        tops = {(top, left): (bottom, right) for top, left, bottom, right in page.merged}
        inside = {
            (y, x) for t, le, b, r in page.merged for y in range(t, b + 1) for x in range(le, r + 1)
        } - tops.keys()  # fmt: skip
        for y, row in enumerate(page.rows):
            for x, cell in enumerate(row):
                if (y, x) in inside or (cell.value is None and not cell.text):
                    continue
                form = "@" if cell.value is None else cell.form
                style = styles.setdefault(form, xlwt.easyxf(num_format_str=form))
                value = cell.text if cell.value is None else cell.value
                if (y, x) in tops:
                    bottom, right = tops[y, x]
                    sheet.write_merge(y, bottom, x, right, value, style)
                else:
                    sheet.write(y, x, value, style)
    book.save(str(path))
