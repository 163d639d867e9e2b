"""Tables made from a truth: what goes in is the truth, what is certain goes in, what is not is held back and told."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from store.books import Books
from store.intake.questions import Answers
from store.records import Outlet, Product
from tests.models.grid import write
from tests.models.tables import Case, case_of
from tests.tui.town import Clock, office
from tui.jobs.importing import import_table
from tui.jobs.office import Office

FILES = int(os.environ.get("ROUNDSMAN_TRUTH_FILES", "160"))
FIRST = int(os.environ.get("ROUNDSMAN_TRUTH_FIRST", "0"))
BATCHES = 8


def laid_in(at: Office, case: Case) -> None:
    """Puts what the case takes to be on file."""
    for each in case.base.get("outlets", []):
        at.books.outlets.put([Outlet.model_validate({"id": each["id"], "name": each["name"]})])
    for each in case.base.get("products", []):
        units = [{"name": each["unit"], "factor": 1}]
        if each["size"]:
            units.append({"name": each["case"], "factor": each["size"]})
        record = {"id": each["id"], "name": each["name"], "units": units}
        at.books.products.put([Product.model_validate(record)])


def stored(at: Office, kind: str) -> dict[str, Any]:
    return {
        each.id: each.model_dump(mode="json", exclude_none=True) for each in getattr(at.books, kind).all().values()
    }


def differences(at: Office, case: Case, truth: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """What of a record on file is not what it truly is."""
    if case.kind == "outlets":
        credit = found.get("credit", {})
        have = {name: found.get(name) for name in ("name", "address", "phone", "grade")} | {
            "limit": credit.get("limit"), "days": credit.get("days"), "balance": credit.get("balance", "0.00"), "overdue": credit.get("oldest_overdue")
        }  # fmt: skip
        want = {name: truth[name] for name in have}
        have["phone"] = (have["phone"] or "").replace("-", "") or None  # its signs are kept as they were written
        want["balance"] = truth["balance"] or Decimal("0.00")
    elif case.kind == "products":
        have = {name: found.get(name) for name in ("name", "spec", "barcode", "cost")}
        have |= {
            "units": {each["name"]: each["factor"] for each in found["units"]},
            "price": found["prices"].get("retailer"),
        }
        want = {name: truth[name] for name in ("name", "spec", "barcode", "cost")}
        want |= {"units": {truth["unit"]: 1, truth["case"]: truth["size"]}, "price": truth["each"] * truth["size"]}
    else:
        have = {"outlet": found["outlet"], "date": found["ordered"]} | goods(at, found)
        want = {"outlet": truth["outlet"], "date": truth["date"]}
        want |= {each["product"]: (each["pieces"], each["value"]) for each in truth["lines"]}
    return [
        f"{name}: {have.get(name)} is {value}" for name, value in want.items() if not alike(have.get(name), value)
    ] + [f"{name} is too much" for name in have.keys() - want.keys()]


def alike(have: object, want: object) -> bool:
    if isinstance(want, Decimal):
        return have is not None and Decimal(str(have)) == want
    return have == want or str(have) == str(want)


def goods(at: Office, order: dict[str, Any]) -> dict[str, tuple[int, Decimal]]:
    """Pieces and money of an order by product."""
    found: dict[str, tuple[int, Decimal]] = {}
    for line in order.get("lines", []):
        factor = {unit.name: unit.factor for unit in at.books.products.get(line["product"]).units}[line["unit"]]
        number = Decimal(str(line["quantity"]))
        value = Decimal(line["value"]) if "value" in line else Decimal(line.get("price", 0)) * number
        pieces, money = found.get(line["product"], (0, Decimal(0)))
        found[line["product"]] = (pieces + round(number * factor), money + value)
    return found


def faults(case: Case, folder: Path) -> list[str]:
    """What the import of a case did that the truth does not bear out."""
    path = folder / f"{case.seed}.{case.writing.suffix}"
    write(path, case.pages, case.writing)
    at = office(Books(folder / f"books{case.seed}"), Clock())
    laid_in(at, case)
    wrong = []
    report = import_table(at, case.kind, path)
    on_file = stored(at, case.kind)
    told = {(each["sheet"], each["row"]): each["code"] for each in reversed(report["errors"])}
    for key, want in case.wanted.items():
        codes = {told.get((name, row)) or told.get((None, row)) for name, row in want.rows} - {None}
        if want.fate == "in" and key not in on_file:
            wrong.append(f"{key}: certain, and not taken: {codes}")
        elif want.fate != "in" and key in on_file:
            wrong.append(f"{key}: {want.fate}, and taken: {differences(at, case, want.fields, on_file[key])}")
        elif want.fate != "in" and not codes:
            wrong.append(f"{key}: held back, and not told")
        elif want.fate == "asked" and "two_readings" not in codes:
            wrong.append(f"{key}: asked, but told as {codes}")
        elif key in on_file:
            wrong += [f"{key}: {each}" for each in differences(at, case, want.fields, on_file[key])]
    wrong += [f"{key}: nobody wrote that" for key in on_file.keys() - case.wanted.keys()]
    if report["read"] != report["added"] + report["rejected"]:
        wrong.append(f"{report['read']} read")
    unused = [each["column"] for each in report["unused_columns"]]
    if not all(case.unused and column.endswith(case.unused) for column in unused) or bool(unused) != bool(
        case.unused
    ):
        wrong.append(f"unused columns: {unused}")
    if case.hidden and case.hidden not in str(report["sheets_left"]):
        wrong.append("the hidden sheet is not named")
    return wrong + answered(at, case, path)


def answered(at: Office, case: Case, path: Path) -> list[str]:
    """The same file with the answers: what was asked goes in as it truly is, or is still held back."""
    if all(want.fate == "in" for want in case.wanted.values()):
        return []
    import_table(at, case.kind, path, answers=Answers(case.answers))
    on_file = stored(at, case.kind)
    return [
        f"{key}, answered: {each}"
        for key, want in case.wanted.items()
        for each in (
            differences(at, case, want.fields, on_file[key])
            if key in on_file
            else ["not taken"] * (want.fate == "in")
        )
    ]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_goes_in_is_the_truth(batch: int, tmp_path: Path) -> None:
    wrong = {}
    for seed in range(FIRST + batch, FIRST + FILES, BATCHES):
        case = case_of(seed)
        found = faults(case, tmp_path)
        if found:
            wrong[seed] = (case.kind, str(case.writing), found)
    assert not wrong, "\n".join(f"{seed}: {each}" for seed, each in wrong.items())
