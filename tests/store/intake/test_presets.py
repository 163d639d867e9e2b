"""Known shapes of exports, and the headers that the documents promise."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from store.books import Books
from store.intake import IntakeError
from store.intake.presets import check, preset_of, presets_of
from tui.jobs.importing import VOCABULARIES, import_table
from tui.jobs.office import Office

ROOT = Path(__file__).parents[3]


@pytest.fixture
def office(books: Books) -> Office:
    books.outlets.put([{"id": "A1", "name": "甲店"}, {"id": "Azure Interior", "name": "Azure Interior"}])
    books.products.put([{"id": "P1", "name": "可乐", "units": [{"name": "瓶"}, {"name": "箱", "factor": 24}]}])
    return Office(books, "zh", clock=lambda: dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC))


def test_the_shipped_ones_name_fields_that_there_are(tmp_path: Path) -> None:
    shipped = presets_of(tmp_path, VOCABULARIES)
    assert len(shipped) > 15
    assert check(shipped, VOCABULARIES) == []
    for preset in shipped:
        header = list(dict.fromkeys([*preset.headers, *preset.columns.values()]))
        assert preset_of(shipped, preset.kind, header) is not None, preset.name
        assert set(VOCABULARIES[preset.kind].map(header, preset.mapping(header))) >= set(preset.columns)


EXPORTS = [
    (
        "金蝶 销售出库单", "history",
        ("日期,单据编号,购货单位,产品长代码,产品名称,规格型号,单位,实发数量,销售单价,销售金额\n"
        "2026-10-01,XOUT1,甲店,P1,可乐,,箱,2,60,120\n,,,P1,可乐,,瓶,5,2.5,12.5\n合计,,,,,,,7,,132.5\n"),
    ),
    (
        "管家婆 销售单明细", "history",
        ("单据编号,单据日期,往来单位编号,往来单位全名,经手人,商品编号,商品全名,单位,数量,辅助数量,单价,金额\n"
        "XS1,2026-10-01,A1,甲店,张三,P1,可乐,瓶,53,2箱5瓶,2.5,132.5\n"),
    ),
    (
        "用友 销售出库单列表", "history",
        ("出库单号,出库日期,客户编码,客户名称,存货编码,存货名称,主计量单位,数量,单价,金额\n"
        "CK1,2026-10-01,A1,甲店,P1,可乐,瓶,53,2.5,132.5\n"),
    ),
    (
        "Odoo Sales Orders", "history",
        ("Order Reference,Order Date,Customer,Order Lines/Product,Order Lines/Quantity,Order Lines/Unit of Measure,Total\n"
        "S1,2026-10-01 10:00:00,甲店,可乐,53,瓶,132.50\n"),
    ),
    (
        "ERPNext Sales Invoice", "history",
        ("ID,Customer,Date,Item Code (Items),Quantity (Items),UOM (Items),Rate (Items),Amount (Items),Grand Total\n"
        "SINV-1,A1,2026-10-01,P1,53,瓶,2.5,132.5,132.5\n"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "text"), EXPORTS)
def test_exports_are_known_by_their_headers(office: Office, tmp_path: Path, name: str, kind: str, text: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    report = import_table(office, kind, path)
    assert report["preset"] == name
    assert report["errors"] == []
    (sale,) = office.books.sales.month("2026-10").all().values()
    pieces = sum(line.quantity * (24 if line.unit == "箱" else 1) for line in sale.lines)
    assert (sale.outlet, sale.date, pieces) == ("A1", dt.date(2026, 10, 1), 53)
    assert (sale.value or sum(line.value or 0 for line in sale.lines)) == 13250


OWN = """[[preset]]
name = "自家 ERP"
kind = "orders"
headers = ["流水", "买方", "大件数"]
columns = {id = "流水", outlet_name = "买方", product = "货", quantity = "大件数"}
options = {unit = "case"}
"""


def test_presets_of_a_data_folder(office: Office, tmp_path: Path) -> None:
    (office.books.folder / "presets.toml").write_text(OWN, encoding="utf-8")
    path = tmp_path / "own.csv"
    path.write_text("流水,买方,货,大件数\nS1,甲店,P1,3\n", encoding="utf-8")
    report = import_table(office, "orders", path)
    assert (report["preset"], report["errors"]) == ("自家 ERP", [])
    (line,) = office.books.orders.get("S1").lines
    assert (line.product, line.quantity, line.unit) == ("P1", 3, "箱")
    mapped = import_table(office, "orders", path, mapping={"notes": "货"}, dry_run=True)
    assert mapped["mapping"]["notes"] == "货"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (OWN.replace('kind = "orders"', 'kind = "bills"'), "bills"),
        (OWN.replace("product =", "goods ="), "goods"),
        (OWN.replace("unit =", "units ="), "units"),
        (OWN.replace("headers", "header"), "header"),
        ("[[preset]\n", "line 1"),
        ("preset = 3\n", "preset"),
    ],
)
def test_what_is_wrong_with_a_preset_is_told(office: Office, tmp_path: Path, wrong: str, why: str) -> None:
    (office.books.folder / "presets.toml").write_text(wrong, encoding="utf-8")
    path = tmp_path / "own.csv"
    path.write_text("订单号,客户编码\nS1,A1\n", encoding="utf-8")
    with pytest.raises(IntakeError) as fault:
        import_table(office, "orders", path)
    assert why in fault.value.params["why"]
    assert "presets.toml" in office.t("intake.presets_broken", **fault.value.params)


def test_every_header_that_the_documents_promise_is_understood() -> None:
    """Headers in brackets behind "Headers are recognised", and those of the tables of columns in docs/importing.md."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    chinese = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    promised = [
        *re.search(r"Headers are recognised in Chinese and English \(([^)…]*)", readme)[1].split(","),  # type: ignore[index]
        *re.search(r"自动识别中英文表头（([^）…]*)", chinese)[1].split("、"),  # type: ignore[index]
    ]
    names = [name.strip(" …") for name in promised if name.strip(" …")]
    assert len(names) >= 10
    assert [name for name in names if VOCABULARIES["outlets"].field_of(name) is None] == []
    rules = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
    section = rules.partition("## Products")[2].partition("## Orders")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| ") and "column" not in line]
    headers = [name.strip(" *") for row in rows for name in re.split(r"[,;]", row)]
    assert len(headers) > 20
    assert [name for name in headers if VOCABULARIES["products"].field_of(name) is None] == []
