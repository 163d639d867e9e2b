"""Rejected rows on their way back: the rows as they were, the reason beside each."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from store.intake.findings import Finding, IntakeError
from store.intake.gathering import Intake
from store.intake.tables import Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_rejects(
    path: str | Path, table: Table, intake: Intake[Any], sentence: Callable[[Finding], str], heading: str = "reason"
) -> int:
    """Writes the rejected rows to a CSV file, or a workbook where the name ends in .xlsx; returns how many.

    The first column says why, so that the row can be mended and the file taken in again (its heading is
    unknown to the intake). Raises `IntakeError` ``cannot_write``.
    """
    reasons: dict[int, list[str]] = {}
    for finding in intake.errors:
        reasons.setdefault(finding.row, []).append(sentence(finding))
    rows = [["; ".join(reasons[row.number]), *row.cells] for row in table.rows if row.number in reasons]
    path = Path(path)
    try:
        if path.suffix.lower() == ".xlsx":
            _workbook(path, [heading, *table.header], rows)
        else:
            text = StringIO()
            csv.writer(text).writerows([[heading, *table.header], *([_safe(cell) for cell in row] for row in rows)])
            # the mark makes Excel and WPS read Chinese as what it is
            path.write_bytes(text.getvalue().encode("utf-8-sig"))
    except OSError as error:
        held = isinstance(error, PermissionError) and path.exists()
        raise IntakeError("cannot_write", path=str(path), why=error.strerror or str(error), held=held) from None
    return len(rows)


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if cell.startswith(_FORMULA) and not cell.replace(".", "", 1).lstrip("+-").isdigit():
        return "'" + cell
    return cell


def _workbook(path: Path, header: list[str], rows: list[list[str]]) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    try:
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([header, *rows]):
                for column, cell in enumerate(row):
                    sheet.write_string(number, column, cell)
            sheet.freeze_panes(1, 0)
    except XlsxWriterException as error:
        if isinstance(error.__cause__ or error.__context__, PermissionError):
            raise PermissionError(13, str(error), str(path)) from error
        raise OSError(str(error)) from error
