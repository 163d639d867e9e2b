"""Rejected rows on their way back: the rows as they were, the reason beside each."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from store.files.platform import replace_atomically
from store.intake.findings import Finding, IntakeError
from store.intake.gathering import Intake
from store.intake.tables import Table
from store.intake.texts import MOST_CHARACTERS

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_rejects(
    path: str | Path, table: Table, intake: Intake[Any], sentence: Callable[[Finding], str], heading: str = "reason"
) -> int:
    """Writes the rejected rows to a CSV file, or a workbook where the name ends in .xlsx; returns how many.

    The first column says why, so that the row can be mended and the file taken in again (its heading is
    unknown to the intake). The file is there whole or not at all, and never in place of the one the rows come
    from. Raises `IntakeError` ``cannot_write``, ``rejects_onto_source``.
    """
    reasons: dict[tuple[str | None, int], list[str]] = {}
    for finding in intake.errors:
        reasons.setdefault((finding.sheet, finding.row), []).append(sentence(finding))
    places = [(row, (row.sheet, row.number)) for row in table.rows]
    rows = [["; ".join(reasons[place]), *row.cells] for row, place in places if place in reasons]
    path = Path(path)
    check_rejects(path, table.path)
    try:
        if path.suffix.lower() == ".xlsx":
            data = _workbook([heading, *table.header], rows)
        else:
            text = StringIO()
            csv.writer(text).writerows([[heading, *table.header], *([_safe(cell) for cell in row] for row in rows)])
            # the mark makes Excel and WPS read Chinese as what it is
            data = text.getvalue().encode("utf-8-sig")
        replace_atomically(path, data)
    except OSError as error:
        held = isinstance(error, PermissionError) and path.exists()
        raise IntakeError("cannot_write", path=str(path), why=error.strerror or str(error), held=held) from None
    return len(rows)


def check_rejects(path: Path, source: Path, books: Path | None = None) -> None:
    """Raises `IntakeError` ``rejects_onto_source`` for a name that is the source's, or in the folder of the books."""
    own = path.resolve()
    same = own == source.resolve() or (path.exists() and source.exists() and path.samefile(source))
    if same or (books is not None and own.is_relative_to(books.resolve())):
        raise IntakeError("rejects_onto_source", path=str(path))


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if cell.startswith(_FORMULA) and not cell.replace(".", "", 1).lstrip("+-").isdigit():
        return "'" + cell
    return cell


def _workbook(header: list[str], rows: list[list[str]]) -> bytes:
    import xlsxwriter

    made = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(made, options) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([header, *rows]):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell[:MOST_CHARACTERS])
        sheet.freeze_panes(1, 0)
    return made.getvalue()
