"""Rows with a separator too many, totals with a count for a name, names over columns, when reps begin and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from store.intake import Intake, read_table, take_outlets
from store.intake.plain import take_reps
from store.intake.vocabularies import REP_COLUMNS
from store.records import Rep

if TYPE_CHECKING:
    from pathlib import Path


def test_a_row_longer_than_its_header_is_held_back(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "编码,名称,地址,电话\nA1,甲,一路1号,13800001111\nA2,乙,二路,3号楼,13800002222\nA3,丙\nA4,丁,三路,,\n", "utf-8"
    )
    found = take_outlets(read_table(path), existing={}, reps={})
    assert [outlet.id for outlet in found.records] == ["A1", "A3", "A4"]
    assert [(each.row, each.code, dict(each.params)) for each in found.errors] == [
        (3, "row_too_long", {"cells": 5, "columns": 4})
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Code;Name;Balance\nA1;East;5\nTotal;14 shops;5\n",
        "Name,Code\nEast,A1\nTotal,3 products\n",
        "客户编码,客户名称,欠款\nA1,东门,5\n合计,30家,5\n",
        "客户名称,客户编码\n东门,A1\n合计,30家\n",
        "序号,客户编码,客户名称\n1,A1,东门\n合计,,30家\n",
    ],
)
def test_a_total_whose_name_is_a_count_is_no_record(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, "utf-8")
    table = read_table(tmp_path / "a.csv")
    assert [row.number for row in table.rows] == [2]


def reps(folder: Path, text: str) -> Intake[Rep]:
    (folder / "r.csv").write_text(text, "utf-8")
    return take_reps(read_table(folder / "r.csv", vocabulary=REP_COLUMNS), existing={}, depots={})


@pytest.mark.parametrize(
    ("start", "end", "shift"),
    [
        ("8:00-17:30", "", ("08:00", "17:30")),
        ("7点半到下午5点", "", ("07:30", "17:00")),
        ("7.30", "16.30", ("07:30", "16:30")),
        ("22:00", "06:00", ("22:00", "30:00")),
        ("22:00", "6:00", ("22:00", "30:00")),
        ("08:00", "17:30", ("08:00", "17:30")),
    ],
)
def test_a_shift_of_begin_and_end(tmp_path: Path, start: str, end: str, shift: tuple[str, str]) -> None:
    found = reps(tmp_path, f"姓名,上班时间,下班时间\n甲,{start},{end}\n")
    assert [(s["start"], s["end"]) for s in found.records[0].to_json()["shifts"]] == [shift]
    assert not found.warnings


@pytest.mark.parametrize(("start", "end"), [("8:00", "5:30"), ("看情况", "17:00"), ("8:00", "8:00"), ("早", "晚")])
def test_a_shift_nobody_knows_is_told_and_the_rep_goes_in(tmp_path: Path, start: str, end: str) -> None:
    found = reps(tmp_path, f"姓名,上班时间,下班时间\n甲,{start},{end}\n")
    assert found.records[0].shifts == reps(tmp_path, "姓名,电话\n甲,1\n").records[0].shifts
    assert found.warnings
    assert not any("{" in (each.value or "") for each in (*found.warnings, *found.errors))


@pytest.mark.parametrize(("group", "datum"), [("位置(GCJ-02)", "gcj02"), ("百度坐标 BD-09", "bd09")])
def test_a_datum_is_heard_in_a_name_merged_over_both_columns(tmp_path: Path, group: str, datum: str) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (["客户编码", "客户名称", group, None], [None, None, "经度", "纬度"], ["A1", "甲", 120.15, 30.27]):
        sheet.append(row)
    for cells in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(cells)
    made.save(tmp_path / "a.xlsx")
    found = take_outlets(read_table(tmp_path / "a.xlsx"), existing={}, reps={})
    assert found.datum == datum
    assert found.records[0].lat not in (None, 30.27)


def test_a_datum_is_heard_above_a_header_that_says_all_else_alone(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (
        ["客户信息", None, "位置(GCJ-02)", None],
        ["编码", "名称", "经度", "纬度"],
        ["A1", "甲", 120.15, 30.27],
    ):
        sheet.append(row)
    for cells in ("A1:B1", "C1:D1"):
        sheet.merge_cells(cells)
    made.save(tmp_path / "a.xlsx")
    assert take_outlets(read_table(tmp_path / "a.xlsx"), existing={}, reps={}).datum == "gcj02"
