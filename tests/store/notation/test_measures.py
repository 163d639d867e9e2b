"""Units that headers name, by the table of docs/notation.md."""

from __future__ import annotations

from decimal import Decimal

import pytest

from store.notation.errors import NotationError
from store.notation.measures import LENGTH, MASS, MONEY, PERIOD, SPAN, VOLUME, unit_of_header, unit_of_money

HEADERS = [
    ("信用额度(万元)", MONEY, "10000"), ("信用额度（万元）", MONEY, "10000"), ("信用额度【单位：万元】", MONEY, "10000"),
    ("欠款万元", MONEY, "10000"), ("授信(千元)", MONEY, "1000"), ("balance (k)", MONEY, "1000"), ("欠款(百元)", MONEY, "100"),
    ("欠款(元)", MONEY, "1"), ("credit limit (USD)", MONEY, "1"), ("进价(角)", MONEY, "0.1"), ("单价(分)", MONEY, "0.01"),
    ("批发价(元/打)", MONEY, "1"), ("金额(万)", MONEY, "10000"), ("额度(亿元)", MONEY, "100000000"),
    ("服务时长(小时)", SPAN, "60"), ("拜访时长(分钟/次)", SPAN, "1"), ("拜访分钟", SPAN, "1"), ("visit duration (h)", SPAN, "60"),
    ("service hours", SPAN, "60"), ("时长(刻钟)", SPAN, "15"),
    ("账期(天)", PERIOD, "1"), ("账期(周)", PERIOD, "7"), ("账期(月)", PERIOD, "30.4375"), ("保质期(年)", PERIOD, "365"),
    ("credit days", PERIOD, "1"), ("payment (weeks)", PERIOD, "7"), ("账期(季度)", PERIOD, "91.3125"),
    ("载重(吨)", MASS, "1000"), ("载重kg", MASS, "1"), ("Payload (lbs)", MASS, "0.45359237"), ("capacity t", MASS, "1000"),
    ("载重吨", MASS, "1000"), ("载重(斤)", MASS, "0.5"), ("重量(g)", MASS, "0.001"), ("载重(磅)", MASS, "0.45359237"),
    ("Volume (l)", VOLUME, "0.001"), ("容积(m³)", VOLUME, "1"), ("容积立方", VOLUME, "1"), ("容积(升)", VOLUME, "0.001"),
    ("里程(里)", LENGTH, "500"), ("里程(公里)", LENGTH, "1000"), ("车宽(cm)", LENGTH, "0.01"), ("max km", LENGTH, "1000"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "kind", "size"), HEADERS)
def test_units_of_headers(header: str, kind: str, size: str) -> None:
    found = unit_of_header(header, kind)
    assert found is not None
    assert found.size == Decimal(size)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("账期(必填)", PERIOD),
        ("信用额度", MONEY),
        ("单价(瓶)", MONEY),
        ("账期", PERIOD),
        ("max weight", MASS),
        ("供价/箱", MONEY),
    ],
)
def test_headers_without_a_unit(header: str, kind: str) -> None:
    assert unit_of_header(header, kind) is None


@pytest.mark.parametrize(
    ("header", "kind"), [("信用额度(天)", MONEY), ("账期(元)", PERIOD), ("载重(方)", MASS), ("拜访时长(天)", SPAN)]
)
def test_units_that_a_field_cannot_have(header: str, kind: str) -> None:
    with pytest.raises(NotationError) as caught:
        unit_of_header(header, kind)
    assert caught.value.code == "unit_of_header"


def test_units_of_money_in_cells() -> None:
    assert [unit_of_money(text) for text in ("1.2", "1.2万", "500元", "¥5", "3千")] == [None, 10000, 1, 1, 1000]
