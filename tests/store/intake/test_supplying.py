"""Whom outlets are supplied by, whether they are still there, and their terms, as tables say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.intake import Intake, read_table, take_outlets
from store.records import Outlet, Status

if TYPE_CHECKING:
    from pathlib import Path


def taken(folder: Path, text: str, *on_file: Outlet) -> Intake[Outlet]:
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    return take_outlets(read_table(path), existing={each.id: each for each in on_file}, reps={})


def told(found: Intake[Outlet]) -> list[tuple[int | None, str | None, str]]:
    return [(each.row, each.value, each.code) for each in found.warnings if each.code != "not_placed"]


def test_a_supplier_is_found_by_code_and_by_name_in_the_table_and_on_file(tmp_path: Path) -> None:
    rows = "客户编码,客户名称,上级客户\nU1,甲批发,\nU2,乙店,甲批发\nU3,丙店,U1\nU4,丁店,老仓\nU5,戊店,不存在批发部\n"
    found = taken(tmp_path, rows, Outlet(id="W1", name="老仓"))
    assert [outlet.supplier for outlet in found.records] == [None, "U1", "U1", "W1", None]
    assert told(found) == [(6, "不存在批发部", "unknown_supplier")]


def test_a_supplier_whose_name_several_have_is_told(tmp_path: Path) -> None:
    rows = "客户编码,客户名称,上级客户\nU1,甲,\nU2,甲,\nU3,丙,甲\nU4,丁,U2\n"
    found = taken(tmp_path, rows)
    assert [outlet.supplier for outlet in found.records] == [None, None, None, "U2"]
    assert told(found) == [(4, "甲", "supplier_ambiguous")]


def test_a_supplier_nobody_knows_leaves_the_one_on_file(tmp_path: Path) -> None:
    before = [Outlet(id="U1", name="甲"), Outlet(id="U2", name="乙", supplier="U1")]
    found = taken(tmp_path, "客户编码,客户名称,上级客户\nU2,乙店,无此店\n", *before)
    assert found.records[0].supplier == "U1"


@pytest.mark.parametrize("text", ["注销", "已注销", "已倒闭"])
def test_what_is_struck_off_is_lost(tmp_path: Path, text: str) -> None:
    assert taken(tmp_path, f"客户编码,客户名称,状态\nA,甲,{text}\n").records[0].status is Status.LOST


def test_terms_in_words(tmp_path: Path) -> None:
    header = "客户编码,客户名称,账期,信用额度,欠款,首次逾期日期\n"
    credit = taken(tmp_path, f"{header}A,甲,货到付款,不限,欠860,2026-11-03\n").records[0].credit
    assert credit is not None
    assert (credit.days, credit.limit, credit.balance, str(credit.oldest_overdue)) == (0, None, 86000, "2026-11-03")


def test_suppliers_that_go_round_in_a_circle_are_told_where_they_are_made(tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text("编号,名称,上级客户\nA,甲,B\nB,乙,C\nC,丙,A\nD,丁,A\n", encoding="utf-8")
    done = take_outlets(read_table(tmp_path / "o.csv"), existing={}, reps={})
    told = {each.row: each.params["path"] for each in done.warnings if each.code == "supply_circle"}
    assert told == {2: "A → B → C → A", 3: "B → C → A → B", 4: "C → A → B → C"}
    assert len(done.records) == 4
