"""Call results as they come back: JSON documents or a returned sheet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tui.jobs.recording import Problem

if TYPE_CHECKING:
    from tui.jobs.office import Office

Results = tuple[list[tuple[int, Mapping[str, Any]]], list[Problem]]
"""Results with their rows, and what could not be read."""

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".html", ".htm")


def read_results(office: Office, name: str, stdin: IO[bytes] | None) -> Results:
    """Results from a file, or from standard input where `stdin` is given."""
    from tui.jobs.reading import documents_in

    if stdin is None and Path(name).suffix.lower() in _TABLES:
        return _sheet(office, Path(name))
    return list(enumerate(documents_in(name, stdin), 1)), []


def _sheet(office: Office, path: Path) -> Results:
    """A sheet as the rep returned it."""
    from routing.sheets.returned import results_of
    from store.intake import read_table

    table = read_table(path)
    results, findings = results_of(table, office.language)
    return results, [Problem(f.row, f.field, f.value, f.code, f.params) for f in findings]
