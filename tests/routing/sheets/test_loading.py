"""The loading list, as text and as a workbook: every case once, what comes off last first."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from store.records import Message, Revision, StopKind
from tests.tui.jobs.returning import REP, TODAY, worked_day
from tui.jobs.office import JobError, Office
from tui.jobs.sheets import make_sheet


def bringing(folder: Path, language: str) -> Office:
    """Two stops of five bring 10 cases of P01 and 3 of P02 each; one has a name that spreadsheets would run."""
    office = worked_day(folder, stops=5, language=language)
    plan = office.books.days.plan(TODAY)
    assert plan is not None
    due = {order.outlet for order in office.books.orders.all().values() if order.id.startswith("SO-9")}
    stops = [
        stop.model_copy(update={"kind": StopKind.DELIVERY, "name": "=1+1 [/b]"}) if stop.outlet in due else stop
        for stop in plan.routes[0].stops
    ]
    route = plan.routes[0].model_copy(update={"stops": stops})
    day = plan.model_copy(update={"routes": [route], "revision": 2})
    revision = Revision(revision=2, at=office.now(), action=Message(code="planned"))
    office.books.days.save_plan(day, revision, expected=1)
    return office


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_loading_list_in_both_forms(tmp_path: Path, language: str) -> None:
    office = bringing(tmp_path / "books", language)
    name, text = make_sheet(office, TODAY, REP, "loading")
    assert name.endswith("-loading.txt")
    case = office.books.products.get("P01").case
    assert case is not None
    assert f"20 {case.name}" in text.decode()
    name, raw = make_sheet(office, TODAY, REP, "loading", workbook=True)
    assert name.endswith("-loading.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert len(book.sheetnames) == 1
    page = book.worksheets[0]
    rows = [[str(cell.value or "") for cell in row] for row in page.iter_rows(min_row=5)]
    assert [row[0] for row in rows] == ["", "", "5", "5", "1", "1"]
    assert [row[3] for row in rows[:2]] == [f"20 {case.name}", f"6 {case.name}"]
    assert {row[1] for row in rows[2:]} == {f"=1+1 [/b] ({row.outlet})" for row in _delivered(office)}
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    assert "sheets." not in text.decode()


def _delivered(office: Office) -> list[object]:
    plan = office.books.days.plan(TODAY)
    assert plan is not None
    return [stop for stop in plan.routes[0].stops if stop.kind is StopKind.DELIVERY]


def test_a_day_that_brings_nothing(tmp_path: Path) -> None:
    office = worked_day(tmp_path / "books", stops=2)
    for workbook in (False, True):
        with pytest.raises(JobError, match="nothing_to_load"):
            make_sheet(office, TODAY, REP, "loading", workbook=workbook)
