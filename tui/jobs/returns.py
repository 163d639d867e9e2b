"""Call results as they come back: JSON documents or a returned sheet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from tui.jobs.reading import documents_in
from tui.jobs.recording import Problem

Results = tuple[list[tuple[int, Mapping[str, Any]]], list[Problem]]
"""Results with their rows, and what could not be read."""

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".html", ".htm")


def read_results(name: str, rep: str, stdin: IO[bytes] | None = None) -> Results:
    """Results of a rep from a file, or from standard input where `stdin` is given."""
    if stdin is None and Path(name).suffix.lower() in _TABLES:
        return _sheet(Path(name), rep)
    results: list[tuple[int, Mapping[str, Any]]] = list(enumerate(documents_in(name, stdin), 1))
    return results, []


def _sheet(path: Path, rep: str) -> Results:
    """A sheet as the rep returned it; of a workbook the rep's own page, where it has one."""
    from routing.sheets.returned import HEADINGS, results_of
    from routing.sheets.workbook import page_name
    from store.intake import IntakeError, Vocabulary, read_table

    vocabulary = Vocabulary(HEADINGS)
    try:
        table = read_table(path, sheet=page_name(rep), vocabulary=vocabulary)
    except IntakeError as error:
        if error.code != "sheet_unknown":
            raise
        table = read_table(path, vocabulary=vocabulary)
    results, unusable = results_of(table.header, [(row.number, row.cells) for row in table.rows])
    return list(results), [Problem(u.row, u.field, u.value, u.code, u.params) for u in unusable]
