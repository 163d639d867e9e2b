"""Bare numbers under headers that name their unit, in every kind of table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.intake import describe, read_table, take_outlets
from store.intake.products import take_products
from store.intake.vehicles import take_vehicles
from store.intake.vocabularies import PRODUCT_COLUMNS, VEHICLE_COLUMNS
from tui.locale import LANGUAGES, translator


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def outlet(tmp_path: Path, header: str, cell: str) -> Any:
    table = read_table(written(tmp_path / "o.csv", f'客户编码,客户名称,"{header}"\nK1,一,"{cell}"\n'))
    return take_outlets(table, existing={}, reps={})


CREDIT = [
    ("信用额度(万元)", "1.2", "limit", "12000.00", None), ("信用额度(万元)", "1.2万", "limit", "12000.00", None),
    ("信用额度(万元)", "5000元", "limit", "5000.00", "units_differ"), ("信用额度(元)", "1.2万", "limit", "12000.00", None),
    ("信用额度(万元)", "8000", "limit", "80000000.00", None), ("当前欠款(千元)", "1.2", "balance", "1200.00", None),
    ("欠款(角)", "15", "balance", "1.50", None), ("欠款(分)", "280", "balance", "2.80", None),
    ("账期(月)", "2", "days", 61, None), ("账期(月)", "1", "days", 30, None), ("账期(周)", "2", "days", 14, None),
    ("账期(月)", "30天", "days", 30, "units_differ"), ("账期(月)", "2个月", "days", 61, None), ("账期(季)", "1", "days", 91, None),
    ("账期(必填)", "30", "days", 30, None), ("账期(月)", "现结", "days", 0, None),
]  # fmt: skip


@pytest.mark.parametrize(("header", "cell", "field", "value", "told"), CREDIT)
def test_credit(tmp_path: Path, header: str, cell: str, field: str, value: object, told: str | None) -> None:
    found = outlet(tmp_path, header, cell)
    assert not found.errors
    assert found.records[0].credit.to_json()[field] == value
    assert [each.code for each in found.warnings if each.code == "units_differ"] == ([told] if told else [])


@pytest.mark.parametrize(
    ("header", "cell", "minutes"),
    [
        ("服务时长(小时)", "0.5", 30),
        ("服务时长(小时)", "1", 60),
        ("拜访时长", "15", 15),
        ("服务时长(小时)", "30分钟", 30),
    ],
)
def test_calls(tmp_path: Path, header: str, cell: str, minutes: float) -> None:
    assert outlet(tmp_path, header, cell).records[0].call_minutes == minutes


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("信用额度(天)", "30", "unit_of_header"), ("账期(元)", "30", "unit_of_header"), ("欠款(kg)", "3", "unit_of_header"),
        ("拜访时长(天)", "1", "unit_of_header"), ("服务时长(小时)", "15", "not_minutes"), ("账期(年)", "3", "not_a_number"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(tmp_path: Path, header: str, cell: str, code: str) -> None:
    found = outlet(tmp_path, header, cell)
    assert [each.code for each in found.errors] == [code]
    assert not found.records
    for language in LANGUAGES:
        assert cell in describe(found.errors[0], translator(language)) or code == "unit_of_header"


VEHICLES = [
    ("Payload (lbs)", "3000", {"kg": 1360.777}), ("Payload (lbs)", "2.5 t", {"kg": 2500}), ("Volume (l)", "6000", {"m3": 6}),
    ("Volume (l)", "6 m3", {"m3": 6}), ("载重(斤)", "3000", {"kg": 1500}), ("容积", "6000升", {"m3": 6}),
    ("载重(吨)", "1500kg", {"kg": 1500}), ("载重(吨)", "1500", None), ("容积(升)", "300000", None),
]  # fmt: skip


@pytest.mark.parametrize(("header", "cell", "capacity"), VEHICLES)
def test_vehicles(tmp_path: Path, header: str, cell: str, capacity: dict[str, float] | None) -> None:
    path = written(tmp_path / "v.csv", f"车牌,{header}\n浙A1,{cell}\n")
    found = take_vehicles(read_table(path, vocabulary=VEHICLE_COLUMNS), existing={})
    assert [each.capacity for each in found.records] == ([] if capacity is None else [capacity])
    assert bool(found.errors) == (capacity is None)


@pytest.mark.parametrize(
    ("header", "cell", "case"),
    [
        ("批发价(元/打)", "24", {"wholesaler": "288.00"}), ("供价(分/支)", "150", {"retailer": "216.00"}),
        ("供价(角)", "15", {"retailer": "1.50"}), ("供价(元/箱)", "280", {"retailer": "280.00"}),
    ],
)  # fmt: skip
def test_prices(tmp_path: Path, header: str, cell: str, case: dict[str, str]) -> None:
    path = written(tmp_path / "p.csv", f"商品编码,商品名称,基本单位,大单位,箱规,{header}\nG1,铅笔,支,箱,144,{cell}\n")
    found = take_products(read_table(path, vocabulary=PRODUCT_COLUMNS), existing={})
    assert not found.errors
    assert found.records[0].model_dump(mode="json")["prices"] == case
