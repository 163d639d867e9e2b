"""Workbooks and CSV files as they come back from spreadsheets: pages, rows, columns and blanks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from routing.sheets.reply import field_named
from routing.sheets.reply.writing import ASKED
from tests.tui.jobs.returning import REP, TODAY, calls_in, what_was_done, worked_day
from tui.cli.run import run
from tui.jobs.forms import forms_of
from tui.jobs.office import Office
from tui.jobs.recording import Recorded, record_results
from tui.jobs.returned import Returned
from tui.jobs.returns import read_results
from tui.jobs.sheets import make_sheet


def record(office: Office, path: Path) -> tuple[Returned, Recorded]:
    [returned] = read_results(office, TODAY, REP, str(path))
    report = record_results(office, TODAY, REP, returned.results, problems=returned.problems, forms=returned.forms)
    return returned, report


def workbook(office: Office) -> tuple[openpyxl.Workbook, Any, dict[str, int], int]:
    """The rep's workbook, his page, its columns, and the row of its first stop."""
    book = openpyxl.load_workbook(io.BytesIO(make_sheet(office, TODAY, REP, "xlsx")[1]))
    page = book[REP]
    header = next(row for row in page.iter_rows() if any(cell.value == "到店" for cell in row))
    return book, page, {str(cell.value): cell.column for cell in header if cell.value}, header[0].row + 1


def filled(office: Office, page: Any, columns: dict[str, int], first: int) -> None:
    forms = forms_of(office, TODAY, REP)
    for place, result in enumerate(what_was_done(office)):
        form = forms.of(result["outlet"])
        assert form is not None
        for name in ASKED:
            if text := field_named(name).write(result, form, True):
                page.cell(first + place, columns[field_named(name).zh[0]], text)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return worked_day(tmp_path / "books", stops=6)


def test_a_bad_blank_stays_out_alone(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, page, columns, first = workbook(office)
    for name, value in {
        "到店": "9:05",
        "离店": "9:25",
        "备注": "在",
        "排面": "六比二十",
        "评价": dt.date(2026, 1, 4),
    }.items():
        page.cell(first, columns[name], value)
    book.save(tmp_path / "sheet.xlsx")
    code = run(
        ["--data", str(tmp_path / "books"), "--lang", "zh", "record", str(TODAY), REP, str(tmp_path / "sheet.xlsx")]
    )
    assert code == 3
    said = capsys.readouterr().err
    assert f"第 {first} 行" in said
    assert "排面：六比二十" in said
    assert "评价：2026-01-04" in said
    assert [(call["note"], call["check_in"][11:16]) for call in calls_in(office).values()] == [("在", "09:05")]


def test_moved_deleted_and_added_columns_sorted_rows_and_a_total(office: Office, tmp_path: Path) -> None:
    _, page, columns, first = workbook(office)
    filled(office, page, columns, first)
    names = [
        "备注",
        "离店",
        "到店",
        "竞品",
        *(n for n in columns if n not in ("备注", "离店", "到店", "开始", "地图")),
    ]
    rows = [
        [page.cell(row, columns[name]).value if name in columns else "康师傅" for name in names]
        for row in range(first, first + 6)
    ]
    fresh = openpyxl.Workbook()
    fresh.active.append(["张三 的表", None, None])
    fresh.active.append(names)
    for row in sorted(rows, key=lambda row: str(row[names.index("名称")]), reverse=True):
        fresh.active.append(row)
    fresh.active.append(["合计", None, "6"])
    fresh.save(tmp_path / "mine.xlsx")
    other = worked_day(tmp_path / "other", stops=6)
    returned, report = record(other, tmp_path / "mine.xlsx")
    assert report.problems == ()
    assert [(note.row, note.code, note.params) for note in returned.notes] == [
        (0, "columns_unread", {"columns": ["竞品"]})
    ]
    path = tmp_path / "plain.xlsx"
    again = worked_day(tmp_path / "again", stops=6)
    book, page, columns, first = workbook(again)
    filled(again, page, columns, first)
    book.save(path)
    assert record(again, path)[1].problems == ()
    assert calls_in(other) == calls_in(again)


def test_the_reps_page_is_found_by_its_rows(office: Office, tmp_path: Path) -> None:
    book, page, columns, first = workbook(office)
    page.cell(first, columns["未访"], "关门")
    page.title = "王的"
    copy = book.copy_worksheet(page)
    copy.title = REP
    for row in range(first, first + 6):
        copy.cell(row, columns["业务员"], "R02")
        copy.cell(row, columns["未访"], "别人的")
    book.save(tmp_path / "sheet.xlsx")
    returned, report = record(office, tmp_path / "sheet.xlsx")
    assert [call["left_reason"] for call in calls_in(office).values()] == ["关门"]
    assert report.problems == ()
    assert [(note.code, note.params) for note in returned.notes] == [("pages_left", {"pages": [REP]})]


def test_a_workbook_of_another_rep_is_told_row_by_row(office: Office, tmp_path: Path) -> None:
    book, page, columns, first = workbook(office)
    page.cell(first, columns["业务员"], "R02")
    page.cell(first, columns["未访"], "关门")
    book.save(tmp_path / "sheet.xlsx")
    _, report = record(office, tmp_path / "sheet.xlsx")
    assert [(problem.row, problem.code) for problem in report.problems] == [(first, "other_rep")]
    assert calls_in(office) == {}


def test_a_csv_as_excel_saves_it(office: Office, tmp_path: Path) -> None:
    raw = make_sheet(office, TODAY, REP, "csv")[1].decode("utf-8-sig")
    header, *rows = list(csv.reader(io.StringIO(raw)))
    at = {name: place for place, name in enumerate(header)}
    for row in rows:
        row[at["日期"]] = f"{TODAY.year}/{TODAY.month}/{TODAY.day}"
    rows[0][at["未访"]], rows[1][at["到店"]], rows[1][at["离店"]], rows[1][at["排面"]] = (
        "关门",
        "9:05",
        "9:25",
        "6月20日",
    )
    rows[2][at["编码"]], rows[2][at["未访"]] = "1.00E+05", "歇业"
    path = tmp_path / "sheet.csv"
    with path.open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    returned, report = record(office, path)
    assert report.problems == ()
    assert {note.code for note in returned.notes} == {"cell_was_date", "row_by_name"}
    calls = calls_in(office)
    assert calls[rows[0][at["编码"]]]["left_reason"] == "关门"
    shelf = calls[rows[1][at["编码"]]]["display"]
    assert (shelf["own_facings"], shelf["all_facings"]) == (6, 20)
    assert [call["left_reason"] for call in calls.values() if "left_reason" in call] == ["关门", "歇业"]


@pytest.mark.tool("soffice")
@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_saved_by_libreoffice_it_reads_the_same(tmp_path: Path, suffix: str) -> None:
    office = worked_day(tmp_path / "books", stops=8)
    book, page, columns, first = workbook(office)
    filled(office, page, columns, first)
    book.save(tmp_path / "sheet.xlsx")
    program = shutil.which("soffice")
    assert program is not None
    subprocess.run(
        [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", suffix,
         "--outdir", str(tmp_path / "saved"), str(tmp_path / "sheet.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert record(office, tmp_path / "saved" / f"sheet.{suffix}")[1].problems == ()
    other = worked_day(tmp_path / "other", stops=8)
    assert record(other, tmp_path / "sheet.xlsx")[1].problems == ()
    assert calls_in(office) == calls_in(other)
