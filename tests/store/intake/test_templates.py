"""Rows of a template, ends of lists and what stands beside what cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.intake.outlets import take_outlets
from store.intake.tables import read_table
from store.records import Outlet

HEADER = "编号,名称,地址,联系电话,手机,拜访日,拜访周期(天),信用额度,上级客户\n"


def taken(tmp_path: Path, *rows: str) -> Any:
    path = tmp_path / "t.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8-sig")
    return take_outlets(read_table(path), existing={}, reps={})


def only(tmp_path: Path, row: str) -> tuple[Outlet, list[str]]:
    found = taken(tmp_path, row)
    assert not found.errors
    return found.records[0], [each.code for each in found.warnings]


@pytest.mark.parametrize(
    "row",
    [
        "合计：3家,,,,,,,,",
        "共3家,,,,,,,,",
        "以下空白,,,,,,,,",
        "示例,示例店,某路1号,13800000000,,,7,,",
        "示例：C0001,示例：XX超市,,,,,,,",
        "必填,必填,选填,选填,选填,选填,选填,选填,选填",
        "必填,文本,选填,数字,,,,,",
        "sample,Sample shop,,,,,,,",
    ],
)
def test_what_a_template_says_of_itself_is_no_outlet(tmp_path: Path, row: str) -> None:
    found = taken(tmp_path, "X1,甲店,a,,,,,,", row, "X2,乙店,b,,,,,,")
    assert [outlet.id for outlet in found.records] == ["X1", "X2"]


@pytest.mark.parametrize("name", ["例外便利店", "样板间超市", "示范区供销社", "合计路小店", "必胜客"])
def test_a_shop_may_be_called_nearly_so(tmp_path: Path, name: str) -> None:
    assert only(tmp_path, f"X1,{name},a,,,,,,")[0].name == name


@pytest.mark.parametrize(
    ("phone", "mobile", "kept", "told"),
    [
        ("", "13700000009", "13700000009", []),
        ("057188889999", "13700000008", "057188889999 / 13700000008", []),
        ("13700000008", "13700000008", "13700000008", []),
        ("见名片", "", None, ["no_phone"]),
        ("3号楼", "", None, ["no_phone"]),
        ("110", "", "110", []),
    ],
)
def test_a_second_column_of_numbers(
    tmp_path: Path, phone: str, mobile: str, kept: str | None, told: list[str]
) -> None:
    outlet, codes = only(tmp_path, f"X1,甲店,a,{phone},{mobile},,,,")
    assert outlet.phone == kept
    assert [code for code in codes if code == "no_phone"] == told


def test_days_stay_beside_a_rhythm_that_cannot_be_read(tmp_path: Path) -> None:
    outlet, codes = only(tmp_path, "X1,甲店,a,,,Mon/Wed,3.5,,")
    assert outlet.rhythm is not None
    assert ([day.value for day in outlet.rhythm.days], outlet.rhythm.visits) == (["mon", "wed"], 2)
    assert "unknown_rhythm" in codes


def test_money_finer_than_cents_is_rounded_half_up_and_told(tmp_path: Path) -> None:
    outlet, codes = only(tmp_path, "X1,甲店,a,,,,,12.345,X1")
    assert outlet.credit is not None
    assert (outlet.credit.limit, "money_rounded" in codes, "supplies_itself" in codes) == (1235, True, True)
