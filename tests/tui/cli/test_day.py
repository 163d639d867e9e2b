"""One full day by command line, as its users would: outlets in, planned, changed, on paper, and back."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import os
import signal
import threading
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from tests.tui.cli.conftest import DATE, Shell

TABLE = """客户编码,客户名称,渠道类型,客户等级,联系人,电话,地址,经度,纬度,拜访频次,业务员
K001,老王烟酒店,食杂店,A,王芳,13800000001,杭州市西湖区文三路12号,120.1301,30.2741,每周2次,张伟
K002,[/b] 便利店,便利店,B,李强,13800000002,杭州市西湖区文三路20号,120.1322,30.2745,每周1次,张伟
K003,好又多批发部,二批,A,赵敏,13800000003,杭州市西湖区文二路8号,120.1333,30.2801,每周1次,刘洋
K004,无位置小店,食杂店,C,钱丽,13800000004,杭州市西湖区文三路16号,,,两周1次,刘洋
K005,半个位置,食杂店,C,孙武,13800000005,杭州市西湖区文三路18号,120.1311,,两周1次,刘洋
"""


def violations(plan: dict[str, Any]) -> list[Any]:
    return [
        found
        for route in plan["routes"]
        for found in (*route["violations"], *(one for stop in route["stops"] for one in stop["violations"]))
    ]


def visited(plan: dict[str, Any]) -> list[str]:
    return [stop["outlet"] for route in plan["routes"] for stop in route["stops"]]


def outlets_of(plan: dict[str, Any]) -> set[str]:
    return set(visited(plan)) | {stop["outlet"] for stop in plan["unserved"]}


def test_helsinki_goes_in_whole_and_is_planned_with_the_stated_defaults(shell: Shell, shared_data: Path) -> None:
    report = shell.json("import", "outlets", shared_data / "outlets" / "helsinki.csv")
    assert (report["read"], report["added"], report["rejected"]) == (486, 486, 0)
    assert report["datum"] == "wgs84"
    outlets = shell.json("list", "outlets")
    assert sum(bool(outlet.get("opening_hours")) for outlet in outlets) > 200
    planned = shell("plan", DATE, "--iterations", "3000", "--workers", "1", "--json")
    assert planned.returncode == 0, planned.stderr
    assert planned.stderr.count("\n") >= 3  # the defaults are told: depot, reps, rhythms
    plan = json.loads(planned.stdout)
    assert len(plan["routes"]) == 13
    assert violations(plan) == []
    assert len(visited(plan)) == len(set(visited(plan))) > 400
    assert outlets_of(plan) == {due["outlet"] for due in shell.json("due", DATE)}  # the closed ones are not due
    assert all(stop["reasons"] for route in plan["routes"] for stop in route["stops"])
    assert all(stop["class"] and stop["reasons"] for stop in plan["unserved"])
    again = shell.json("import", "outlets", shared_data / "outlets" / "helsinki.csv")
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 486)


@pytest.fixture
def hangzhou(shell: Shell, tmp_path: Path) -> Shell:
    path = tmp_path / "客户.csv"
    path.write_bytes(TABLE.encode("gb18030"))
    done = shell("import", "outlets", path, "--datum", "gcj02", "--rejects", tmp_path / "rejects.csv", "--json")
    assert done.returncode == 3, done.stderr
    report = json.loads(done.stdout)
    assert (report["added"], report["rejected"], report["encoding"]) == (4, 1, "gb18030")
    assert [(error["row"], error["code"]) for error in report["errors"]] == [(6, "half_position")]
    return shell


def test_a_chinese_table_keeps_its_good_rows(hangzhou: Shell, tmp_path: Path) -> None:
    outlets = {outlet["id"]: outlet for outlet in hangzhou.json("list", "outlets")}
    assert outlets["K001"]["rhythm"]["visits"] == 2
    assert outlets["K003"]["tier"] == "wholesaler"
    assert outlets["K004"]["approximate"]
    assert abs(outlets["K001"]["lon"] - 120.1301) > 0.003  # GCJ-02 lies some 450 m off
    reps = hangzhou.json("list", "reps")
    assert {rep["name"] for rep in reps} == {"张伟", "刘洋"}
    rejected = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    assert "K005" in rejected
    assert "K001" not in rejected


def test_edits_undo_and_locks(hangzhou: Shell) -> None:
    plan = hangzhou.json("plan", DATE, "--iterations", "500", "--workers", "1")
    assert set(visited(plan)) == {"K001", "K002", "K003", "K004"}
    other = next(route["rep"] for route in plan["routes"] if "K002" not in [s["outlet"] for s in route["stops"]])
    moved = hangzhou.json("edit", DATE, "move", "K002", "--to", other, "--position", "1")
    assert "violations" in json.dumps(moved)
    assert hangzhou("edit", DATE, "lock", "K002").returncode == 0
    replanned = hangzhou.json("plan", DATE, "--iterations", "500", "--workers", "1")
    route = next(route for route in replanned["routes"] if route["rep"] == other)
    assert "K002" in [stop["outlet"] for stop in route["stops"]]
    before = hangzhou.json("show", DATE)
    assert hangzhou("edit", DATE, "drop", "K001").returncode == 0
    assert "K001" in {stop["outlet"] for stop in hangzhou.json("show", DATE)["unserved"]}
    undone = hangzhou("edit", DATE, "undo")
    assert undone.returncode == 0
    assert f"{before['revision']}: undone: took off" in undone.stdout
    told = hangzhou("log", "--limit", "1", lang="zh").stdout
    assert "撤销：移出" in told
    assert f"回到第 {before['revision']} 版" in told
    after = hangzhou.json("show", DATE)
    assert after["routes"] == before["routes"]
    assert hangzhou("edit", DATE, "redo").returncode == 0
    assert "K001" not in visited(hangzhou.json("show", DATE))
    # a visit and a delivery at one outlet: which is meant is told by the edit, or asked for
    assert hangzhou("edit", DATE, "add", "K002", "--to", other, "--kind", "delivery").returncode == 0
    which = hangzhou("edit", DATE, "drop", "K002")
    assert which.returncode == 1
    assert "--kind delivery, visit" in which.stderr
    assert hangzhou("edit", DATE, "unlock", "K002").returncode == 0, "only the visit is locked"
    assert hangzhou("edit", DATE, "drop", "K002", "--kind", "delivery").returncode == 0
    assert "K002" in visited(hangzhou.json("show", DATE))
    assert hangzhou("edit", DATE, "move", "K999", "--to", other).returncode == 1
    assert "Traceback" not in hangzhou("edit", DATE, "move", "K002").stderr


def test_explain_says_why_here_and_why_not(hangzhou: Shell) -> None:
    hangzhou("plan", DATE, "--iterations", "500", "--workers", "1")
    placed = hangzhou.json("explain", DATE, "K001")
    assert placed["served"]
    assert placed["reasons"]
    hangzhou("edit", DATE, "drop", "K001")
    left_out = hangzhou.json("explain", DATE, "K001")
    assert not left_out["served"]
    assert left_out["cheapest"]["rep"]
    assert hangzhou("explain", DATE, "K999").returncode == 1


def test_published_plans_change_visibly(hangzhou: Shell) -> None:
    hangzhou("plan", DATE, "--iterations", "500", "--workers", "1")
    assert hangzhou("publish", DATE).returncode == 0
    published = hangzhou.json("show", DATE)
    assert (published["status"], published["published_revision"]) == ("published", published["revision"])
    hangzhou("edit", DATE, "drop", "K001")
    changed = hangzhou.json("show", DATE)
    assert (changed["status"], changed["published_revision"]) == ("draft", published["revision"])


def test_sheets_name_every_stop(hangzhou: Shell, tmp_path: Path) -> None:
    plan = hangzhou.json("plan", DATE, "--iterations", "500", "--workers", "1")
    pdf = tmp_path / "day.pdf"
    assert hangzhou("sheet", DATE, "--format", "pdf", "-o", pdf, lang="zh").returncode == 0
    printed = "".join(page.extract_text() for page in PdfReader(pdf).pages)
    names = [stop["name"] for route in plan["routes"] for stop in route["stops"]]
    assert all(name in printed for name in names)
    chat = hangzhou("sheet", DATE, "--format", "text", lang="zh")
    assert all(name in chat.stdout for name in names)
    rows = list(
        csv.reader(io.StringIO(hangzhou("sheet", DATE, "--format", "csv", lang="zh").stdout.lstrip("\ufeff")))
    )
    assert sum(any("K00" in cell for cell in row) for row in rows) == len(names)
    assert hangzhou("sheet", DATE, "--format", "png", "-o", tmp_path / "day.png").returncode == 0


def test_a_filled_sheet_comes_back_as_calls(hangzhou: Shell, tmp_path: Path) -> None:
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    reps = [rep | {"working_days": week} for rep in hangzhou.json("list", "reps")]
    assert hangzhou("put", "reps", "-", stdin=json.dumps(reps)).returncode == 0
    today = dt.datetime.now().astimezone().date().isoformat()
    planned = hangzhou("plan", today, "--iterations", "300", "--workers", "1")
    assert planned.returncode == 0, planned.stderr
    plan = hangzhou.json("show", today)
    rep = next(route["rep"] for route in plan["routes"] if route["stops"])
    sheet = tmp_path / "sheet.xlsx"
    assert hangzhou("sheet", today, "--rep", rep, "--format", "xlsx", "-o", sheet).returncode == 0
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    header = next(row for row in page.iter_rows() if any(cell.value == "in" for cell in row))
    column = {str(cell.value): cell.column for cell in header if cell.value}
    first = header[0].row + 1
    page.cell(first, column["in"], "00:01 sure")  # the day has only begun: no other time is past for certain
    page.cell(first, column["out"], "00:03 sure")
    book.save(sheet)
    done = hangzhou("record", today, rep, sheet, "--json")
    assert done.returncode == 0, done.stderr + done.stdout
    calls = hangzhou.json("list", "calls")
    assert len(calls) == 1
    assert calls[0]["backfilled"]


def test_ctrl_c_keeps_the_best_so_far(shell: Shell) -> None:
    assert shell("demo", "--outlets", "120", "--reps", "3").returncode == 0
    day = next(date for date in _days_ahead() if shell("due", date).returncode == 0)
    terminal, theirs = os.openpty()
    process = shell.started("plan", day, "--seconds", "300", stderr=theirs)
    os.close(theirs)
    seen = b""
    while b"iterations" not in seen:
        seen += os.read(terminal, 4096)
    process.send_signal(signal.SIGINT)
    threading.Thread(target=_drain, args=(terminal,), daemon=True).start()
    assert process.wait(timeout=120) == 130
    assert visited(shell.json("show", day))


def _drain(terminal: int) -> None:
    with contextlib.suppress(OSError):
        while os.read(terminal, 4096):
            pass


def _days_ahead() -> list[str]:
    today = dt.datetime.now().astimezone().date()
    return [(today + dt.timedelta(days=ahead)).isoformat() for ahead in range(1, 9)]


@pytest.mark.parametrize("encoding", ["big5", "utf-16", "gb18030", "utf-8-sig"])
def test_tables_in_every_encoding_a_spreadsheet_saves(shell: Shell, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(
        "客戶編碼,客戶名稱,地址,緯度,經度\n"
        "T1,老王雜貨店,臺北市中正區重慶南路一段122號,25.0400,121.5130\n"
        "T2,便利商店,臺北市大安區羅斯福路四段1號,25.0170,121.5390\n".encode(encoding)
    )
    report = shell.json("import", "outlets", path, "--datum", "wgs84")
    assert report["added"] == 2
    assert {outlet["name"] for outlet in shell.json("list", "outlets")} == {"老王雜貨店", "便利商店"}
