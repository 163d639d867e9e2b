"""Standards out of tables as offices keep them: call steps, check points with weights, coaching topics."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.intake import STANDARD_COLUMNS, Intake, read_table, take_standards
from store.records import CallProcedure, CoachingTopic, DisplayStandard, Product

PRODUCTS = {
    "P1": Product(id="P1", name="凉茶 310ml", barcode="6901234567892"),
    "P2": Product(id="P2", name="矿泉水"),
    "P3": Product(id="P3", name="矿泉水"),
}


def taken(folder: Path, text: str, existing: dict[str, Any] | None = None) -> Intake[Any]:
    path = folder / "标准.csv"
    path.write_text(text, encoding="utf-8")
    table = read_table(path, vocabulary=STANDARD_COLUMNS)
    return take_standards(table, existing=existing or {}, products=PRODUCTS)


CHINESE = """标准类型,标准名称,项目,权重,必做,录入内容,适用渠道,适用层级,必售单品,话术
陈列标准,小店陈列,主推品在视线高度,3,,,便利店、食杂店,零售商,凉茶 310ml,
,,价签齐全,1,,价签,,,P2,
拜访步骤,日常拜访,问候,,是,,,,,
,,检查陈列,,必做,陈列,,,,
,,下单,,否,订单,,,,
辅导主题,先进先出,,,,,,,,旧的换到外面
辅导主题,黄金位置,,,,,,,,视线到腰
"""
ENGLISH = """display standard,check point,weight
ignored,,
"""


def test_a_chinese_table_of_all_three_kinds_goes_in(tmp_path: Path) -> None:
    intake = taken(tmp_path, CHINESE)
    assert (intake.read, intake.added, intake.rejected, intake.errors) == (7, 7, 0, [])
    procedure, display, *topics = intake.records
    assert isinstance(procedure, CallProcedure)
    assert [(step.name, step.required, step.kind.value) for step in procedure.steps] == [
        ("问候", True, "note"), ("检查陈列", True, "display"), ("下单", False, "order"),
    ]  # fmt: skip
    assert isinstance(display, DisplayStandard)
    assert [(point.name, point.weight, point.kind.value) for point in display.points] == [
        ("主推品在视线高度", 3, "point"), ("价签齐全", 1, "price_tag"),
    ]  # fmt: skip
    assert (display.channels, display.tiers, display.must_stock) == (
        ["convenience", "grocery"],
        ["retailer"],
        ["P1", "P2"],
    )
    assert all(isinstance(each, CoachingTopic) for each in topics)
    assert [(each.name, each.script) for each in topics] == [("先进先出", "旧的换到外面"), ("黄金位置", "视线到腰")]


def test_the_same_table_again_changes_nothing_and_a_changed_one_keeps_ids(tmp_path: Path) -> None:
    first = {each.id: each for each in taken(tmp_path, CHINESE).records}
    again = taken(tmp_path, CHINESE, first)
    assert (again.unchanged, again.records) == (7, [])
    changed = taken(tmp_path, CHINESE.replace("主推品在视线高度,3", "主推品在视线高度,5"), first)
    (display,) = changed.records
    before = first[display.id]
    assert [point.id for point in display.points] == [point.id for point in before.points]
    assert display.points[0].weight == 5


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("standard,check point,weight\nShelf,Eye level,3\n,Price tags,1\n", "display", ["Eye level", "Price tags"]),
        ("Standard;Check point;Weight\nShelf;Eye level;2,5\nShelf;Tags;1\n", "display", ["Eye level", "Tags"]),
        ("标准,检查项,分值\n超市陈列,端架,30分\n超市陈列,价签,20%\n", "display", ["端架", "价签"]),
        ("标准名称,步骤,必做\n拜访,问候,√\n,下单,×\n", "procedure", ["问候", "下单"]),
        ("topic,script\nFIFO,old to the front\n", "topic", None),
        ("主题,话术\n先进先出,旧的换到外面\n", "topic", None),
    ],
)
def test_the_column_says_which_kind_where_no_word_does(
    tmp_path: Path, text: str, kind: str, names: list[str] | None
) -> None:
    intake = taken(tmp_path, text)
    assert intake.errors == []
    (standard,) = intake.records
    assert standard.kind == kind
    parts = getattr(standard, "points", None) or getattr(standard, "steps", None)
    assert (None if parts is None else [part.name for part in parts]) == names
    if "2,5" in text:
        assert parts is not None
        assert parts[0].weight == 2.5


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ("促销,A,x,1,", "kind", "unknown_standard"),
        ("陈列标准,A,x,很重,", "weight", "does_not_fit"),
        ("陈列标准,A,x,0,", "weight", "does_not_fit"),
        ("陈列标准,A,x,-3,", "weight", "does_not_fit"),
        ('陈列标准,A,x,"1,000",', "weight", "does_not_fit"),
        ("陈列标准,A,x,1,可乐", "must_stock", "product_not_on_file"),
        ("陈列标准,A,x,1,矿泉水", "must_stock", "product_ambiguous"),
        ("陈列标准,A,价签 齐全,1,", "item", "part_twice"),
        ("陈列标准,B,,,", "item", "standard_empty"),
        ("陈列标准,,,,", "item", None),
    ],
)
def test_one_bad_row_holds_its_whole_standard_back_and_no_other(
    tmp_path: Path, row: str, field: str, code: str | None
) -> None:
    text = f"标准类型,标准名称,项目,权重,必售单品\n陈列标准,A,价签齐全,1,\n{row}\n陈列标准,C,整洁,1,\n"
    intake = taken(tmp_path, text)
    if code is None:
        assert intake.errors == []
        return
    assert (field, code) in {(each.field, each.code) for each in intake.errors}
    names = [each.name for each in intake.records]
    assert "C" in names
    assert ("A" in names) is (row.startswith("陈列标准,B") or code == "unknown_standard")


def test_a_step_that_says_nothing_records_what_its_name_is_and_is_told_where_that_is_read_out_of_it(
    tmp_path: Path,
) -> None:
    intake = taken(tmp_path, "标准名称,步骤\n拜访,问候老板\n,盘库\n,店内陈列检查\n,建议订单并辅导\n")
    (procedure,) = intake.records
    assert [step.kind.value for step in procedure.steps] == ["note", "stock", "display", "note"]
    assert [(each.row, each.code) for each in intake.warnings] == [(4, "step_recorded_as")]
