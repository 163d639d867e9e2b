"""What a column says of its own cells: decimal signs, dates, visit cycles; and reps by code and name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.intake import Intake, read_table, take_outlets, take_reps
from store.intake.columns import Vocabulary
from store.intake.questions import Answers, questions_of
from store.intake.vocabularies import REP_COLUMNS
from store.records import Outlet, Rep


def taken(folder: Path, text: str, **answers: str) -> Intake[Outlet]:
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    return take_outlets(read_table(path), existing={}, reps={}, answers=Answers(answers))


def terms(found: Intake[Outlet]) -> list[Any]:
    return [outlet.to_json().get("credit", {}).get("limit") for outlet in found.records]


@pytest.mark.parametrize(
    ("cells", "limits"),
    [
        (["1500,00", "1.500", "2.500,50"], ["1500.00", "1500.00", "2500.50"]),
        (["1500.00", "1,500", "2,500.50"], ["1500.00", "1500.00", "2500.50"]),
        (["1 234,50", "0,99", "12"], ["1234.50", "0.99", "12.00"]),
    ],
)
def test_a_decimal_sign_is_that_of_its_column(tmp_path: Path, cells: list[str], limits: list[str]) -> None:
    rows = "".join(f"A{n};Shop {n};{cell}\n" for n, cell in enumerate(cells))
    assert terms(taken(tmp_path, f"Customer code;Customer name;Credit limit\n{rows}")) == limits


def test_a_column_that_does_not_tell_is_asked_about(tmp_path: Path) -> None:
    text = 'code,name,credit limit\nA,One,"1,500"\nB,Two,12\n'
    found = taken(tmp_path, text)
    [question] = questions_of(found.errors)
    assert (question.code, question.column, question.rows) == ("decimal", "credit limit", (2,))
    assert terms(found) == ["12.00"], "what has one reading goes in"
    assert terms(taken(tmp_path, text, decimal="point")) == ["1500.00", "12.00"]
    assert terms(taken(tmp_path, text, decimal="comma")) == ["1.50", "12.00"]


def test_the_order_of_dates_is_that_of_their_column(tmp_path: Path) -> None:
    header = "code,name,balance,overdue since\n"
    found = taken(tmp_path, header + "A,One,5,03/04/2026\nB,Two,5,24/03/2026\n")
    assert [outlet.to_json()["credit"]["oldest_overdue"] for outlet in found.records] == ["2026-04-03", "2026-03-24"]
    found = taken(tmp_path, header + "A,One,5,03/04/2026\n")
    assert [(each.code, each.column) for each in questions_of(found.errors)] == [("dates", "overdue since")]
    found = taken(tmp_path, header + "A,One,5,03/04/2026\n", dates="mdy")
    assert found.records[0].to_json()["credit"]["oldest_overdue"] == "2026-03-04"


def days(found: Intake[Outlet]) -> list[Any]:
    return [
        outlet.rhythm and (outlet.rhythm.max_days or (outlet.rhythm.visits, outlet.rhythm.weeks))
        for outlet in found.records
    ]


@pytest.mark.parametrize(
    ("header", "cells", "rhythms"),
    [
        ("拜访周期(天)", ["7", "14", "30", "3"], [7, 14, 30, 3]),
        ("拜访周期", ["7", "14", "7天", "每10天1次", "every 45 days", "F4"], [7, 14, 7, 10, 45, (1, 1)]),
        ("拜访周期", ["3", "7天"], [3, 7]),
        ("拜访周期", ["2", "每4周1次"], [(1, 2), (1, 4)]),
        ("拜访频次", ["1", "2"], [(1, 1), (2, 1)]),
    ],
)
def test_a_bare_number_of_a_cycle_is_what_its_column_says(
    tmp_path: Path, header: str, cells: list[str], rhythms: list[Any]
) -> None:
    rows = "".join(f"A{n},店{n},{cell}\n" for n, cell in enumerate(cells))
    assert days(taken(tmp_path, f"客户编码,客户名称,{header}\n{rows}")) == rhythms


def test_a_column_of_small_numbers_is_asked_what_they_count(tmp_path: Path) -> None:
    text = "客户编码,客户名称,拜访周期\nA,甲店,7\nB,乙店,3\n"
    found = taken(tmp_path, text)
    assert [(each.code, each.rows) for each in questions_of(found.errors)] == [("cycle", (2, 3))]
    assert days(taken(tmp_path, text, cycle="days")) == [7, 3]
    assert days(taken(tmp_path, text, cycle="weeks")) == [(1, 7), (1, 3)]


def staff(folder: Path, text: str, **names: str) -> Intake[Rep]:
    path = folder / "r.csv"
    path.write_text(text, encoding="utf-8")
    vocabulary: Vocabulary = REP_COLUMNS
    existing = {each: Rep(id=each, name=name) for each, name in names.items()}
    return take_reps(read_table(path, vocabulary=vocabulary), existing=existing, depots={})


def test_reps_are_found_by_code_however_it_is_written_else_by_a_name_that_one_has(tmp_path: Path) -> None:
    found = staff(tmp_path, "工号,姓名,电话\nr1,张三,1112223\n", R1="张三")
    assert ([rep.id for rep in found.records], found.updated) == (["R1"], 1)
    assert [warning.code for warning in found.warnings] == ["written_as"]
    found = staff(tmp_path, "姓名,电话\n张三,1112223\n李四,1112224\n", R1="张三", R2="张三", R3="李四")
    assert [rep.id for rep in found.records] == ["R3"]
    assert [(error.row, error.code) for error in found.errors] == [(2, "rep_ambiguous")]
