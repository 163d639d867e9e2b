"""Tables taken into the books, with a report of every row that was not as it should be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.intake import describe, read_table, take_outlets, write_rejects

if TYPE_CHECKING:
    from store.intake import Finding, Intake
    from tui.jobs.office import Office


def import_outlets(
    office: Office,
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    datum: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    dry_run: bool = False,
    all_or_nothing: bool = False,
    rejects: Path | None = None,
) -> dict[str, Any]:
    """Takes outlets in from a table and returns the report of the contract.

    Good rows go in together, whatever becomes of the others; with `all_or_nothing` a single bad row keeps
    all out. With `dry_run` nothing is written. Rejected rows go to `rejects`, the reason beside each.
    Raises `IntakeError` for a table that cannot be read at all.
    """
    books = office.books
    table = read_table(path, encoding=encoding, sheet=sheet)
    with books.transaction():
        intake = take_outlets(
            table, existing=books.outlets.all(), reps=books.reps.all(), mapping=mapping or None, datum=datum
        )
        kept_out = all_or_nothing and intake.rejected > 0
        if not dry_run and not kept_out:
            books.reps.put(intake.reps)
            books.outlets.put(intake.records)
    if rejects is not None and intake.rejected:
        write_rejects(rejects, table, intake, lambda finding: describe(finding, office.t), office.t("intake.reason"))
    report = _report(office, intake)
    if kept_out:
        report |= {"added": 0, "updated": 0}
    return report


def _report(office: Office, intake: Intake) -> dict[str, Any]:
    return {
        "read": intake.read,
        "added": intake.added,
        "updated": intake.updated,
        "unchanged": intake.unchanged,
        "rejected": intake.rejected,
        "encoding": intake.encoding,
        "datum": intake.datum,
        "mapping": dict(intake.mapping),
        "errors": [_finding(office, finding) for finding in intake.errors],
        "warnings": [_finding(office, finding) for finding in intake.warnings],
    }


def _finding(office: Office, finding: Finding) -> dict[str, Any]:
    return {
        "row": finding.row,
        "field": finding.field,
        "value": finding.value,
        "code": finding.code,
        "message": describe(finding, office.t),
    }
