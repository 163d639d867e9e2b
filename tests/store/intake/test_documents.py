"""Orders and past sales: which rows are one document, and what keeps one back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from store.books import Books
from tui.jobs.importing import import_table
from tui.jobs.office import Office

OUTLETS = [
    {"id": "A1", "name": "甲店"},
    {"id": "A2", "name": "乙店"},
    {"id": "A3", "name": "丙店", "credit": {"limit": "100", "hold": True, "balance": "90"}},
]
PRODUCTS = [
    {"id": "P1", "name": "可乐", "units": [{"name": "瓶"}, {"name": "箱", "factor": 24}]},
    {"id": "P2", "name": "雪碧", "units": [{"name": "瓶"}, {"name": "箱", "factor": 12}]},
]


@pytest.fixture
def office(books: Books) -> Office:
    books.outlets.put(OUTLETS)
    books.products.put(PRODUCTS)
    return Office(books, "zh", clock=lambda: dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC))


def taken(office: Office, folder: Path, text: str, kind: str = "orders", **options: Any) -> dict[str, Any]:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return import_table(office, kind, path, **options)


def test_an_order_that_credit_holds_keeps_no_other_out(office: Office, tmp_path: Path) -> None:
    report = taken(
        office,
        tmp_path,
        "订单号,客户编码,送货日期,商品编码,数量,单位,单价\n"
        "S1,A3,2026-11-25,P1,2,箱,30\nS2,A1,2026-11-25,P1,2,箱,30\nS3,A3,2026-11-25,P1,1,箱,5\n",
    )
    assert set(office.books.orders.all()) == {"S2", "S3"}
    (told,) = report["errors"]
    assert (told["row"], told["code"]) == (2, "credit_held")
    assert "丙店" in told["message"]
