"""The pages of a returned workbook that are a rep's own, and their rows as sheets read them."""

from __future__ import annotations

from pathlib import Path

from routing.sheets.cells import ReturnedRow, Was
from routing.sheets.returned import HEADINGS, Owner, columns_of
from routing.sheets.workbook import page_name
from store.intake import IntakeError, Mark, Row, Table, Vocabulary, read_table

_WAS = {
    Mark.NUMBER: Was.NUMBER,
    Mark.DATE: Was.DATE,
    Mark.TIME: Was.TIME,
    Mark.YES_NO: Was.YES_NO,
}


def returned_row(row: Row) -> ReturnedRow:
    """A row with what its cells were."""
    marks = [row.mark(at) for at in range(len(row.cells))]
    was = [Was.FAULT if mark.fault else _WAS.get(mark, Was.TEXT) for mark in marks]
    return ReturnedRow(row.number, row.cells, was)


def pages_of(path: Path, owner: Owner) -> tuple[Table, list[Row], list[str]]:
    """The table, its rows that are on pages of the rep, and the pages with such columns that are not read.

    The page named like the rep, if its rows are his; else every page that has rows of his. Where none has, all
    rows come back, each to be told whose it is. Raises `IntakeError`.
    """
    vocabulary = Vocabulary(HEADINGS)
    whole = read_table(path, vocabulary=vocabulary, together=True)
    try:
        named = read_table(path, sheet=page_name(owner.rep), vocabulary=vocabulary)
    except IntakeError as error:
        if error.code not in ("sheet_unknown", "header_only", "file_empty"):
            raise
        named = None
    if named is not None and named.sheet is not None and _own(named, named.rows, owner):
        return named, named.rows, [name for name in _pages(whole) if name != named.sheet]
    pages = _pages(whole)
    if len(pages) < 2:
        return whole, whole.rows, []
    mine = {page for page, rows in pages.items() if _own(whole, rows, owner, named=True)}
    if not mine:
        return whole, whole.rows, []
    return whole, [row for row in whole.rows if row.sheet in mine], [page for page in pages if page not in mine]


def _pages(table: Table) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in table.rows:
        found.setdefault(row.sheet or table.sheet or "", []).append(row)
    return found


def _own(table: Table, rows: list[Row], owner: Owner, *, named: bool = False) -> bool:
    """Whether rows are the rep's: one says so, or none says whose it is and none need (`named`)."""
    at = columns_of(table.header).get("rep")
    told = [cell for row in rows if (cell := row.cell(at).strip().lstrip("'"))]
    return any(owner.has(cell) for cell in told) if told or named else True
