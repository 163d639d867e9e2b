"""What an import has to say, in the order of what matters: as JSON, as lines, and for the preview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from store.intake import Finding, Intake, Table, describe, describe_remark
from store.intake.findings import said_readings
from store.intake.questions import TWO_READINGS, Question, questions_of

if TYPE_CHECKING:
    from store.intake.older import Older
    from tui.jobs.office import Office

_COMMON = (
    "placed", "not_placed", "unknown_channel", "unknown_rep", "no_position_in_text", "written_as", "known_as",
)  # fmt: skip
"""Warnings that come by the dozen and change little, last of all."""
MAKE_PRODUCTS = "make_products"
"""The question whether products named by orders are made; answered ``make`` or ``hold``."""
UNKNOWN_PRODUCT = ("unknown_product", "unknown_product_code")
EXAMPLES = 3
"""Rows told in full of each kind of warning."""
MOST_TOLD = 20
"""Rows told in full of each kind of error."""
_NAMED = 8
"""Rows named by their numbers."""


def report_of(office: Office, table: Table, intake: Intake[Any], older: Sequence[Older]) -> dict[str, Any]:
    """The report of the contract (docs/importing.md)."""
    errors = [_finding(office, finding) for finding in intake.errors]
    warnings = [_finding(office, finding) for finding in intake.warnings]
    return {
        "read": intake.read,
        "added": intake.added,
        "updated": intake.updated,
        "unchanged": intake.unchanged,
        "rejected": intake.rejected,
        "encoding": intake.encoding,
        "datum": intake.datum,
        "mapping": dict(intake.mapping),
        "remarks": [
            {"code": each.code, **each.params, "message": describe_remark(each, office.t)} for each in table.remarks
        ],
        **_left(table),
        "unused_columns": [{"column": each.column, "kept": each.kept, "cells": each.cells} for each in intake.unused],
        "asked": [
            *_asked(office, questions_of(intake.errors)),
            *_making(office, intake),
            *_overwriting(office, intake, older),
        ],
        "older": [
            {
                "row": intake.rows.get(each.id),
                "id": each.id,
                "field": each.field,
                "file": each.file,
                "books": each.books,
                "changed": each.changed,
            }
            for each in older
        ],
        "groups": [*_grouped("error", errors), *_grouped("warning", warnings)],
        "errors": errors,
        "warnings": warnings,
    }


def place_of(finding: Mapping[str, Any]) -> int | str:
    """The row of a finding in a report, with its sheet where there are several."""
    return f"{finding['sheet']} {finding['row']}" if finding["sheet"] else int(finding["row"])


def _left(table: Table) -> dict[str, Any]:
    """What of the file is not in the rows taken, and what in them does not stand in the file."""
    of = {each.code: each.params for each in table.remarks}
    sheets = [*of.get("sheets_left", {}).get("sheets", ()), *of.get("hidden_sheets", {}).get("sheets", ())]
    rows = [
        {"kind": code.removeprefix("left_out_"), "rows": params["rows"]}
        for code, params in of.items()
        if code.startswith("left_out_")
    ]
    filled = of.get("filled_down")
    return {
        "sheets_left": sheets,
        "rows_left_out": rows,
        "filled": {"columns": filled["columns"], "cells": filled["n"]} if filled else None,
    }


def _asked(office: Office, questions: Iterable[Question]) -> list[dict[str, Any]]:
    return [
        {
            "question": each.code,
            "column": each.column,
            "rows": list(each.rows),
            "example": each.example,
            "readings": [
                {"answer": answer, "text": text}
                for answer, text in said_readings(each.code, each.readings, office.t).items()
            ],
            "option": f"--{each.code} {'|'.join(each.readings)}",
            "message": office.t(
                "intake.asked",
                column=each.column,
                value=each.example,
                readings=office.t("intake.or").join(said_readings(each.code, each.readings, office.t).values()),
                n=len(each.rows),
            ),
        }
        for each in questions
    ]


def _making(office: Office, intake: Intake[Any]) -> list[dict[str, Any]]:
    """The question whether products that nobody knows are to be made on the way."""
    unknown = [each for each in intake.errors if each.code in UNKNOWN_PRODUCT]
    if not unknown:
        return []
    names = list(dict.fromkeys(each.value or "" for each in unknown))
    return [
        {
            "question": MAKE_PRODUCTS,
            "column": None,
            "rows": [each.place for each in unknown],
            "example": names[0],
            "readings": [{"answer": "hold", "text": ""}, {"answer": "make", "text": str(len(names))}],
            "option": "--make-products",
            "message": office.t("intake.asked_make", names=office.t("plan.comma").join(names[:_NAMED]), n=len(names)),
        }
    ]


def _overwriting(office: Office, intake: Intake[Any], older: Sequence[Older]) -> list[dict[str, Any]]:
    """The question whether the file's older values are to go over the newer ones on file."""
    if not older:
        return []
    first = older[0]
    records = len({each.id for each in older})
    return [
        {
            "question": "overwrite",
            "column": None,
            "rows": [intake.rows[each] for each in dict.fromkeys(o.id for o in older) if each in intake.rows],
            "example": f"{first.id} {first.field}",
            "readings": [{"answer": "no", "text": str(first.books)}, {"answer": "yes", "text": str(first.file)}],
            "option": "--overwrite",
            "message": office.t("intake.asked_overwrite", n=records),
        }
    ]


def _finding(office: Office, finding: Finding) -> dict[str, Any]:
    return {
        "row": finding.row,
        "sheet": finding.sheet,
        "field": finding.field,
        "value": finding.value,
        "code": finding.code,
        "message": describe(finding, office.t),
    }


def _grouped(level: str, findings: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings by kind: what there is least of first, what comes by the dozen last."""
    groups: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
    for finding in findings:
        groups.setdefault((finding["code"], finding["field"]), []).append(finding)
    order = sorted(groups.items(), key=lambda each: (each[0][0] in _COMMON, len(each[1])))
    return [
        {
            "level": level,
            "code": code,
            "field": name,
            "count": len(found),
            "rows": [place_of(each) for each in found],
            "message": found[0]["message"],
        }
        for (code, name), found in order
    ]


def rows_named(office: Office, rows: Sequence[int | str]) -> str:
    """Rows by their numbers, the first few of many."""
    named = office.t("plan.comma").join(map(str, rows[:_NAMED]))
    return named if len(rows) <= _NAMED else office.t("intake.and_more", some=named, n=len(rows) - _NAMED)


def of_group(report: Mapping[str, Any], group: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The findings of a group of a report."""
    return [
        each
        for each in report[f"{group['level']}s"]
        if (each["code"], each["field"]) == (group["code"], group["field"])
    ]


def report_lines(office: Office, report: Mapping[str, Any]) -> list[str]:
    """The report in sentences: errors, questions, warnings by kind, then what was left out or not used."""
    t = office.t
    errors = [group for group in report["groups"] if group["level"] == "error"]
    warnings = [group for group in report["groups"] if group["level"] == "warning"]
    lines: list[str] = []
    for group in errors:
        most = EXAMPLES if group["code"] == TWO_READINGS else MOST_TOLD
        lines += _told(office, report, group, "cli.row_rejected", most)
    for question in report["asked"]:
        lines.append(
            t("cli.note", text=t("intake.asked_option", text=question["message"], option=question["option"]))
        )
    lines += [line for group in warnings for line in _told(office, report, group, "cli.row_kept", EXAMPLES)]
    lines += [t("cli.note", text=remark["message"]) for remark in report["remarks"]]
    lines += [t("cli.note", text=t("check.delivery_unmatched", **each)) for each in report.get("unmatched", ())]
    if unused := report["unused_columns"]:
        names = t("plan.comma").join(each["column"] for each in unused)
        lines.append(t("cli.note", text=t("intake.unused_columns", columns=names)))
    return lines


def _told(office: Office, report: Mapping[str, Any], group: Mapping[str, Any], key: str, most: int) -> Iterable[str]:
    """The first findings of a group in full, and the rows of the others."""
    found = of_group(report, group)
    most = len(found) if len(found) == most + 1 else most
    for each in found[:most]:
        yield office.t(key, row=place_of(each), text=each["message"])
    if rest := group["rows"][most:]:
        yield office.t("cli.rows_alike", n=len(rest), rows=rows_named(office, rest))
