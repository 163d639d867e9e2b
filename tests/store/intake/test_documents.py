"""Orders and past sales: which rows are one document, and what keeps one back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from store.books import Books
from store.intake import Answers, IntakeError
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


def lines(office: Office, order: str) -> list[tuple[Any, ...]]:
    return [(line.product, line.quantity, line.unit) for line in office.books.orders.get(order).lines]


def codes(report: dict[str, Any]) -> list[tuple[int, str]]:
    return [(finding["row"], finding["code"]) for finding in report["errors"]]


HEAD = "订单号,客户编码,送货日期,商品编码,数量,单位\n"


def test_lines_without_number_customer_and_date_belong_to_the_document_above(office: Office, tmp_path: Path) -> None:
    text = (
        HEAD + "S1,A1,2026-11-24,P1,3,箱\n,,,P2,5,瓶\n,,,P1,2,瓶\nS2,A2,2026-11-24,P1,1,箱\n,A2,2026-11-24,P2,1,箱\n"
    )
    report = taken(office, tmp_path, text)
    assert report["errors"] == []
    assert lines(office, "S1") == [("P1", 3, "箱"), ("P2", 5, "瓶"), ("P1", 2, "瓶")]
    assert lines(office, "S2") == [("P1", 1, "箱"), ("P2", 1, "箱")]
    assert taken(office, tmp_path, text)["unchanged"] == 5


def test_rows_of_one_number_are_one_document_wherever_they_stand(office: Office, tmp_path: Path) -> None:
    text = HEAD + "S1,A1,2026-11-24,P1,3,箱\nS2,A2,2026-11-24,P1,1,箱\nS1,A1,2026-11-24,P2,5,瓶\n"
    taken(office, tmp_path, text)
    assert lines(office, "S1") == [("P1", 3, "箱"), ("P2", 5, "瓶")]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("S1,A1,2026-11-24,P1,3,箱\n,,,P2,很多,瓶\n", [(2, "with_others"), (3, "not_a_quantity")]),
        ("S1,A1,2026-11-24,P1,3,箱\n,,,P9,5,瓶\n", [(2, "with_others"), (3, "unknown_product")]),
        ("S1,A1,2026-11-24,P1,3,箱\nS1,A2,2026-11-24,P2,5,瓶\n", [(2, "with_others"), (3, "other_outlet")]),
        ("S1,A1,2026-11-24,P1,3,箱\nS1,A1,2026-11-25,P2,5,瓶\n", [(2, "with_others"), (3, "other_in_document")]),
        (",,,P1,3,箱\n", [(2, "nothing_above")]),
        ("S1,A9,2026-11-24,P1,3,箱\n,,,P2,5,瓶\n", [(2, "unknown_outlet"), (3, "with_others")]),
        ("S1,A1,2026-11-24,P1,3,盒\n", [(2, "no_such_unit")]),
        ("S1,A1,2026-11-24,P1,,箱\n", [(2, "quantity_missing")]),
        ("S1,A1,2026-11-24,P1,1/2箱,\n", [(2, "not_a_quantity")]),
        ("S1,A1,2026-11-24,,3,箱\n", [(2, "no_product")]),
        ("S1,A1,2026-11-24,P1,0.3,瓶\n", [(2, "not_whole_pieces")]),
        ("S1,A1,2026-11-24,P1,10,\n", [(2, "two_readings")]),
    ],
)
def test_what_keeps_a_document_out_names_all_its_rows(
    office: Office, tmp_path: Path, rows: str, told: list[tuple[int, str]]
) -> None:
    report = taken(office, tmp_path, HEAD + rows)
    assert codes(report) == told
    assert not office.books.orders.all()
    assert all(finding["message"] for finding in report["errors"])


QUANTITIES = [
    ("数量,单位", "10,箱", 10, "箱"),
    ("数量,单位", "10,件", 10, "箱"),
    ("数量,单位", "10,CASE", 10, "箱"),
    ("数量,单位", "10,支", 10, "瓶"),
    ("数量", "3箱", 3, "箱"),
    ("数量", "2箱5瓶", 53, "瓶"),
    ("数量", "2箱半", 2.5, "箱"),
    ("数量", "2.5", 2.5, "箱"),
    ("数量", "3箱整", 3, "箱"),
    ("箱,瓶", "2,5", 53, "瓶"),
    ("箱,瓶", "2,", 2, "箱"),
    ("罐数", "10", 10, "瓶"),
    ("箱数,散罐数", "2,", 2, "箱"),
    ("箱数", "10", 10, "箱"),
    ("件数", "10", 10, "箱"),
    ("瓶数", "10", 10, "瓶"),
    ("箱数,瓶数", "2,5", 53, "瓶"),
    ("箱数,瓶数", "2,0", 2, "箱"),
    ("箱数,瓶数", "2,", 2, "箱"),
    ("整件,零散", "2,5", 53, "瓶"),
    ("数量(箱)", "10", 10, "箱"),
    ("数量（单位：箱）", "10", 10, "箱"),
    ("qty (cases)", "10", 10, "箱"),
    ("数量(箱),数量(瓶)", "2,5", 53, "瓶"),
    ("数量(箱),散数", "2,5", 53, "瓶"),
    ("数量(箱),瓶数", "2,0", 2, "箱"),
    ("数量(箱)", "1 433.00", 1433, "箱"),
    ("数量,箱数", "48,2", 2, "箱"),
    ("数量,单位,箱数,瓶数", "53,瓶,2,5", 53, "瓶"),
    ("数量,单位,辅助数量", "53,瓶,2箱5瓶", 53, "瓶"),
    ("大单位数量,小单位数量", "2,5", 53, "瓶"),
    ("数量,单位", "-2,箱", -2, "箱"),
    ("数量,单位", "１０,箱", 10, "箱"),
]


@pytest.mark.parametrize(("header", "cells", "quantity", "unit"), QUANTITIES)
def test_quantities_in_their_units(
    office: Office, tmp_path: Path, header: str, cells: str, quantity: float, unit: str
) -> None:
    report = taken(office, tmp_path, f"订单号,客户编码,送货日期,商品编码,{header}\nS1,A1,2026-11-24,P1,{cells}\n")
    assert report["errors"] == []
    assert lines(office, "S1") == [("P1", quantity, unit)]


@pytest.mark.parametrize(
    ("header", "cells", "code"),
    [
        ("数量,箱数", "50,2", "two_readings"),
        ("数量,单位,箱数,瓶数", "50,瓶,2,5", "quantities_disagree"),
        ("数量(箱),瓶数", "2,48", "quantities_alike"),
        ("数量(箱),数量(瓶)", "2,48", "quantities_alike"),
        ("箱数,单位", "2,瓶", "units_disagree"),
        ("箱数", "两三箱", "not_a_quantity"),
    ],
)
def test_quantities_that_contradict_each_other(
    office: Office, tmp_path: Path, header: str, cells: str, code: str
) -> None:
    report = taken(office, tmp_path, f"订单号,客户编码,送货日期,商品编码,{header}\nS1,A1,2026-11-24,P1,{cells}\n")
    assert codes(report) == [(2, code)]


@pytest.mark.parametrize(("answer", "unit"), [("case", "箱"), ("base", "瓶"), ("件", "箱"), ("瓶", "瓶")])
def test_a_quantity_without_a_unit_is_asked(office: Office, tmp_path: Path, answer: str, unit: str) -> None:
    text = "订单号,客户编码,送货日期,商品编码,数量\nS1,A1,2026-11-24,P1,10\nS2,A1,2026-11-24,P3,10\n"
    office.books.products.put([{"id": "P3", "name": "水", "units": [{"name": "桶"}]}])
    report = taken(office, tmp_path, text)
    assert codes(report) == [(2, "two_readings")]
    assert "--unit" in report["errors"][0]["message"]
    assert lines(office, "S2") == [("P3", 10, "桶")]
    taken(office, tmp_path, text.replace("2026-11-24,P3", "2026-11-24,P2"), answers=Answers({"unit": answer}))
    assert lines(office, "S1") == [("P1", 10, unit)]


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("赠品数量", "10,箱,30,300,1", [(10, "箱", 3000, 30000), (1, "箱", 0, 0)]),
        ("赠品数量", "10,箱,30,300,5瓶", [(10, "箱", 3000, 30000), (5, "瓶", 0, 0)]),
        ("赠品数量(瓶)", "10,箱,30,300,5", [(10, "箱", 3000, 30000), (5, "瓶", 0, 0)]),
        ("赠品", "10+1,箱,30,300,", [(10, "箱", 3000, 30000), (1, "箱", 0, 0)]),
        ("赠品", "10送1,箱,30,300,", [(10, "箱", 3000, 30000), (1, "箱", 0, 0)]),
        ("赠品", "10,箱,,,1", [(10, "箱", None, None), (1, "箱", 0, 0)]),
        ("是否赠品", "10,箱,30,300,否", [(10, "箱", 3000, 30000)]),
    ],
)
def test_goods_free_of_charge(
    office: Office, tmp_path: Path, header: str, cells: str, expected: list[tuple[Any, ...]]
) -> None:
    head = f"订单号,客户编码,送货日期,商品编码,数量,单位,单价,金额,{header}\n"
    report = taken(office, tmp_path, f"{head}S1,A1,2026-11-24,P1,{cells}\n")
    assert report["errors"] == []
    found = office.books.orders.get("S1").lines
    assert [(line.quantity, line.unit, line.price, line.value) for line in found] == expected


@pytest.mark.parametrize("cell", ["10箱+1箱", "10箱+1件"])
@pytest.mark.parametrize(("answer", "expected"), [("paid", [(11, "箱")]), ("free", [(10, "箱"), (1, "箱")])])
def test_goods_behind_a_plus_in_their_own_unit_are_asked(
    office: Office, tmp_path: Path, cell: str, answer: str, expected: list[tuple[float, str]]
) -> None:
    text = f"订单号,客户编码,送货日期,商品编码,数量\nS1,A1,2026-11-24,P1,{cell}\n"
    report = taken(office, tmp_path, text)
    assert codes(report) == [(2, "two_readings")]
    assert "11箱" in report["errors"][0]["message"]
    assert "--plus paid|free" in report["errors"][0]["message"]
    assert taken(office, tmp_path, text, answers=Answers({"plus": answer}))["errors"] == []
    assert [(line.quantity, line.unit) for line in office.books.orders.get("S1").lines] == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2箱5瓶", (53, "瓶")),
        ("2箱5", (53, "瓶")),
        ("2箱半", (60, "瓶")),
        ("10*24", (10, "箱")),
        ("24×10", (10, "箱")),
        ("两箱", (2, "箱")),
        ("2件", (2, "箱")),
        ("负2箱", (-2, "箱")),
        ("(2箱)", (-2, "箱")),
    ],
)
def test_quantities_are_those_of_the_notation(
    office: Office, tmp_path: Path, cell: str, expected: tuple[float, str]
) -> None:
    report = taken(office, tmp_path, f"订单号,客户编码,送货日期,商品编码,数量\nS1,A1,2026-11-24,P1,{cell}\n")
    assert report["errors"] == []
    ((_, count, unit),) = lines(office, "S1")
    assert (count * {"箱": 24, "瓶": 1}[unit]) == expected[0] * {"箱": 24, "瓶": 1}[expected[1]]


@pytest.mark.parametrize(
    ("cell", "code"), [("7*9", "quantity_unclear"), ("2个半箱", "not_a_quantity"), ("2板", "no_such_unit")]
)
def test_quantities_that_say_no_count_of_the_product_are_told(
    office: Office, tmp_path: Path, cell: str, code: str
) -> None:
    report = taken(office, tmp_path, f"订单号,客户编码,送货日期,商品编码,数量\nS1,A1,2026-11-24,P1,{cell}\n")
    assert codes(report) == [(2, code)]


@pytest.mark.parametrize(
    ("header", "cells", "price", "value"),
    [
        ("数量,单位,单价", "2,箱,60", 6000, None),
        ("数量,单位,单价(瓶)", "2,箱,2.5", 6000, None),
        ("数量,单位,单价", "2,箱,2.5元/瓶", 6000, None),
        ("数量,单位,单价,金额", "2,箱,2.5,120", None, 12000),
        ("数量,单位,单价,金额", "2,箱,60,120", 6000, 12000),
        ("数量,单位,单价,金额", "48,瓶,2.0833,100", 208, 10000),
        ("数量,单位,单价", "48,瓶,2.0833", 208, 10000),
        ("箱数,瓶数,单价,金额", "2,5,60,132.5", 250, 13250),
        ("箱数,瓶数,单价(箱)", "2,5,60", 250, None),
    ],
)
def test_prices_are_of_the_unit_that_is_named_or_that_the_amount_says(
    office: Office, tmp_path: Path, header: str, cells: str, price: int | None, value: int | None
) -> None:
    report = taken(office, tmp_path, f"订单号,客户编码,送货日期,商品编码,{header}\nS1,A1,2026-11-24,P1,{cells}\n")
    assert report["errors"] == []
    (line,) = office.books.orders.get("S1").lines
    assert (line.price, line.value) == (price, value)


def test_decimal_commas_by_the_files_own_evidence(office: Office, tmp_path: Path) -> None:
    text = "Order no;Customer code;Delivery date;SKU;Quantity;Unit;Unit price\nE1;A1;24.11.2026;P1;2,5;case;12,50\n"
    report = taken(office, tmp_path, text)
    assert report["errors"] == []
    (line,) = office.books.orders.get("E1").lines
    assert (line.quantity, line.price) == (2.5, 1250)


def test_a_decimal_sign_that_nothing_settles_is_asked(office: Office, tmp_path: Path) -> None:
    text = "Order no,Customer code,Delivery date,SKU,Quantity,Unit,Unit price\nE1,A1,2026-11-24,P1,2,case,12.500\n"
    assert codes(taken(office, tmp_path, text)) == [(2, "two_readings")]
    taken(office, tmp_path, text, answers=Answers({"decimal": "point"}))
    assert office.books.orders.get("E1").lines[0].price == 1250


def test_an_amount_of_the_whole_document(office: Office, tmp_path: Path) -> None:
    head = "订单号,客户编码,送货日期,商品编码,数量,单位,单价,订单金额\n"
    report = taken(
        office,
        tmp_path,
        head
        + "S1,A1,2026-11-24,P1,2,箱,60,150\n,,,P2,1,箱,30,\n"
        + "S2,A1,2026-11-24,P1,2,箱,60,140\nS2,A1,2026-11-24,P2,1,箱,30,140\n"
        + "S3,A1,2026-11-24,P1,2,箱,60,120\nS3,A1,2026-11-24,P2,1,箱,30,30\n",
    )
    orders = office.books.orders
    assert [orders.get(each).value for each in ("S1", "S2", "S3")] == [15000, 14000, None]
    assert [line.value for line in orders.get("S3").lines] == [12000, 3000]
    assert [(each["row"], each["code"]) for each in report["warnings"]] == [(4, "total_differs")]


def test_returns_and_documents_that_are_no_sale(office: Office, tmp_path: Path) -> None:
    head = "单据编号,单据类型,单据日期,客户名称,商品名称,数量,单位,金额\n"
    text = head + "X1,销售单,2026-10-01,甲店,可乐,2,箱,120\nX2,销售退货单,2026-10-02,甲店,可乐,1,箱,60\n"
    report = taken(office, tmp_path, text + "X3,采购入库单,2026-10-03,甲店,可乐,9,箱,400\n", "history")
    assert codes(report) == [(4, "not_a_sale")]
    sales = office.books.sales.month("2026-10").all()
    assert [(each.id, each.lines[0].quantity, each.lines[0].value) for each in sales.values()] == [
        ("X1", 2, 12000),
        ("X2", -1, -6000),
    ]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("销售单", []), ("普通销售订单", []), ("Sales Invoice", []), ("销售退货入库", []),
        ("销售单(作废)", ["not_a_sale"]), ("红冲销售单", ["not_a_sale"]), ("采购退货单", ["not_a_sale"]),
        ("赠品单", ["unknown_document_kind"]), ("销售换货单", ["unknown_document_kind"]), ("其他", ["unknown_document_kind"]),
    ],
)  # fmt: skip
def test_a_kind_of_document_that_nobody_knows_is_no_sale(
    office: Office, tmp_path: Path, kind: str, told: list[str]
) -> None:
    text = f"单据编号,单据类型,单据日期,客户名称,商品名称,数量,单位\nX1,{kind},2026-10-01,甲店,可乐,2,箱\n"
    report = taken(office, tmp_path, text, "history")
    assert [code for _, code in codes(report)] == told
    sales = office.books.sales.month("2026-10").all().values()
    assert [sale.lines[0].quantity for sale in sales] == ([] if told else [-2 if "退货" in kind else 2])


def test_a_sale_whose_state_is_void_is_none(office: Office, tmp_path: Path) -> None:
    text = "单据编号,单据状态,单据日期,客户名称,商品名称,数量,单位\nX1,已作废,2026-10-01,甲店,可乐,2,箱\n"
    assert codes(taken(office, tmp_path, text, "history")) == [(2, "not_a_sale")]


def test_what_is_told_of_quantities_and_of_tables_without_goods(office: Office, tmp_path: Path) -> None:
    report = taken(office, tmp_path, HEAD + "S1,A1,2026-11-24,P1,1箱,瓶\nS2,A1,2026-11-24,P1,0,瓶\n")
    assert [(each["row"], each["code"]) for each in report["warnings"]] == [
        (2, "unit_of_cell"),
        (3, "nothing_ordered"),
    ]
    assert lines(office, "S1") == [("P1", 1, "箱")]
    with pytest.raises(IntakeError) as raised:
        taken(office, tmp_path, "日期,客户,订货内容\n2026-11-24,甲店,可乐3箱\n")
    assert raised.value.code == "goods_wanted"


def test_cells_of_a_workbook_that_are_no_count_and_counts_with_a_format(office: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["订单号", "客户编码", "送货日期", "商品编码", "数量", "单位"])
    book.active.append(["S1", "A1", "2026-11-24", "P1", True, "瓶"])
    for number, (code, count) in enumerate((('0.0"瓶"', 3), ('#,##0"箱"', 1200), ('0.00"瓶"', 4)), 2):
        book.active.append([f"S{number}", "A1", "2026-11-24", "P1", count, None])
        book.active.cell(number + 1, 5).number_format = code
    book.save(tmp_path / "orders.xlsx")
    report = import_table(office, "orders", tmp_path / "orders.xlsx")
    assert codes(report) == [(2, "not_a_quantity")]
    assert [lines(office, f"S{number}") for number in (2, 3, 4)] == [
        [("P1", 3, "瓶")], [("P1", 1200, "箱")], [("P1", 4, "瓶")],
    ]  # fmt: skip


GOODS = [
    {"id": "00042", "name": "可乐", "spec": "500ml*24", "barcode": "6901234567892", "units": [{"name": "箱"}]},
    {"id": "K2", "name": "可乐", "spec": "1.25L*12", "units": [{"name": "箱"}]},
    {"id": "W1", "name": "纯净水 550ml", "units": [{"name": "箱"}]},
    {"id": "w2", "name": "苏打水", "units": [{"name": "箱"}]},
]


@pytest.mark.parametrize(
    ("header", "cells", "product"),
    [
        ("商品编码", "00042", "00042"),
        ("商品编码", "42", "00042"),
        ("商品编码", "k2", "K2"),
        ("商品编码", "6901234567892", "00042"),
        ("条码", "6901234567892", "00042"),
        ("商品名称,规格", "可乐,500ml*24", "00042"),
        ("商品名称,规格", "可乐,500ML×24", "00042"),
        ("商品名称,规格", "可乐,1.25L*12", "K2"),
        ("商品名称,规格", "纯净水,550ml", "W1"),
        ("商品名称", "可乐 1.25L*12", "K2"),
        ("商品名称", "苏打水", "w2"),
        ("商品名称", "W2", "w2"),
        ("商品编码,商品名称", "00042,可乐", "00042"),
        ("商品编码,商品名称", "W1,矿泉水", "W1"),
    ],
)
def test_products_by_code_name_specification_and_barcode(
    books: Books, tmp_path: Path, header: str, cells: str, product: str
) -> None:
    books.outlets.put(OUTLETS)
    books.products.put(GOODS)
    office = Office(books, "en", clock=lambda: dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC))
    report = taken(office, tmp_path, f"订单号,客户编码,送货日期,{header},数量\nS1,A1,2026-11-24,{cells},2\n")
    assert report["errors"] == []
    assert lines(office, "S1") == [(product, 2, "箱")]


@pytest.mark.parametrize(
    ("header", "cells", "code"),
    [
        ("商品名称", "可乐", "product_ambiguous"),
        ("商品名称,规格", "可乐,330ml*24", "unknown_product"),
        ("商品编码,商品名称", "W1,苏打水", "product_disagrees"),
        ("商品编码,商品名称", "X9,苏打水", "unknown_product_code"),
        ("商品编码", "X9", "unknown_product"),
    ],
)
def test_products_that_cannot_be_told_keep_the_document_out(
    books: Books, tmp_path: Path, header: str, cells: str, code: str
) -> None:
    books.outlets.put(OUTLETS)
    books.products.put(GOODS)
    office = Office(books, "en", clock=lambda: dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC))
    report = taken(office, tmp_path, f"订单号,客户编码,送货日期,{header},数量\nS1,A1,2026-11-24,{cells},2\n")
    assert codes(report) == [(2, code)]
    assert set(books.products.all()) == {"00042", "K2", "W1", "w2"}


def test_products_are_made_on_the_way_where_that_is_asked(office: Office, tmp_path: Path) -> None:
    text = "订单号,客户编码,送货日期,商品编码,商品名称,数量,单位\nS1,A1,2026-11-24,N1,新品,2,箱\nS2,A1,2026-11-24,N1,新品,3,瓶\n"
    report = taken(office, tmp_path, text, make_products=True)
    assert [unit.name for unit in office.books.products.get("N1").units] == ["箱"]
    assert codes(report) == [(3, "no_such_unit")]


def test_the_order_of_dates_by_the_columns_own_evidence(office: Office, tmp_path: Path) -> None:
    head = "Order no,Customer code,Delivery date,SKU,Quantity,Unit\n"
    taken(office, tmp_path, head + "E1,A1,03/04/2026,P1,2,case\nE2,A1,24/04/2026,P1,2,case\n")
    assert office.books.orders.get("E1").promised == dt.date(2026, 4, 3)
    text = head + "E3,A1,03/04/2026,P1,2,case\n"
    report = taken(office, tmp_path, text)
    assert codes(report) == [(2, "two_readings")]
    assert "2026-04-03" in report["errors"][0]["message"]
    taken(office, tmp_path, text, answers=Answers({"dates": "mdy"}))
    assert office.books.orders.get("E3").promised == dt.date(2026, 3, 4)


@pytest.mark.parametrize("other", ["11-25", "11/25", "11/25/2026"])
def test_a_date_of_another_column_is_no_evidence(office: Office, tmp_path: Path, other: str) -> None:
    head = "订单号,下单日期,送货日期,客户编码,商品编码,数量,单位\n"
    text = head + f"D1,03/04/2026,,A1,P1,1,箱\nD2,2026-11-24,{other},A1,P1,1,箱\n"
    report = taken(office, tmp_path, text)
    assert codes(report)[0] == (2, "two_readings")
    assert "D1" not in office.books.orders.all()


def test_making_products_is_asked_in_the_preview(office: Office, tmp_path: Path) -> None:
    text = "订单号,客户编码,送货日期,商品编码,商品名称,数量,单位\nS1,A1,2026-11-24,N1,新品,2,箱\n"
    (asked,) = taken(office, tmp_path, text, dry_run=True)["asked"]
    assert (asked["question"], [each["answer"] for each in asked["readings"]]) == ("make_products", ["hold", "make"])
    report = taken(office, tmp_path, text, answers=Answers(columns={("make_products", ""): "make"}))
    assert (report["asked"], lines(office, "S1")) == ([], [("N1", 2, "箱")])


@pytest.mark.parametrize(
    "header",
    [
        "1月,2月,3月",
        "2026年1月,2026年2月",
        "2026-01,2026-02",
        "Jan,Feb",
        "Jan 2026,Feb 2026",
        "1月销量,2月销量",
        "一月,十二月",
    ],
)
@pytest.mark.parametrize("kind", ["history", "orders"])
def test_a_column_for_each_month_is_not_one_sale(office: Office, tmp_path: Path, header: str, kind: str) -> None:
    cells = ",".join("5" for _ in header.split(","))
    with pytest.raises(IntakeError) as fault:
        taken(office, tmp_path, f"客户名称,商品名称,{header}\n甲店,可乐,{cells}\n", kind)
    assert fault.value.code == "months_in_columns"


def test_sales_of_a_summary_with_a_date(office: Office, tmp_path: Path) -> None:
    text = "日期,客户名称,商品名称,销售额(千元),数量\n2026-10-01,甲店,可乐,0.12,2箱\n2026-10-02,甲店,可乐,-0.06,-1箱\n小计,,,0.06,1箱\n"
    report = taken(office, tmp_path, text, "history")
    assert (report["added"], codes(report)) == (2, [])
    sales = {sale.date.day: (sale.lines[0].quantity, sale.lines[0].value) for sale in office.books.sales.all()}
    assert sales == {1: (2, 12000), 2: (-1, -6000)}


def test_a_document_printed_red_is_a_return(office: Office, tmp_path: Path) -> None:
    text = (
        "单据编号,单据类型,红蓝字,日期,客户名称,商品名称,数量,单位,金额\nX1,销售出库单,蓝字,2026-10-01,甲店,可乐,2,箱,120\n"
        "X2,销售出库单,红字,2026-10-01,甲店,可乐,1,箱,60\nX3,销售出库单,红字,2026-10-01,甲店,可乐,-1,箱,-60\n"
        "X4,销售出库单,黑字,2026-10-01,甲店,可乐,1,箱,60\n"
    )
    assert codes(taken(office, tmp_path, text, "history")) == [(5, "unknown_document_kind")]
    sales = {sale.id: (sale.lines[0].quantity, sale.lines[0].value) for sale in office.books.sales.all()}
    assert sales == {"X1": (2, 12000), "X2": (-1, -6000), "X3": (-1, -6000)}


@pytest.mark.parametrize(
    ("others", "cell", "date", "told"),
    [
        ("2026-10-08", "12月3日", "2026-12-03", "year_of_others"), ("2026-10-08", "3 Dec", "2026-12-03", "year_of_others"),
        ("2026-10-08", "1月2日", "2026-01-02", "year_of_others"), ("2026-10-08", "12-31", "2026-12-31", "year_of_others"),
        ("2026-10-08", "10-25", "2026-10-25", "year_of_others"), ("2026-10-08", "10-05", None, "two_readings"),
        ("2025-12-31 2026-01-02", "12月3日", None, "no_year"), ("", "12月3日", None, "no_year"),
        ("2026-10-08", "2月29日", None, "not_a_date"), ("2026-10-08", "下周", None, "not_a_date"),
        ("25/10/2026", "05/10", "2026-10-05", "year_of_others"),
    ],
)  # fmt: skip
def test_a_date_without_a_year_is_of_the_one_year_of_its_column(
    office: Office, tmp_path: Path, others: str, cell: str, date: str | None, told: str
) -> None:
    rows = [f"S{n},{other},甲店,可乐,1,箱" for n, other in enumerate(others.split())]
    text = "\n".join(["单据编号,日期,客户名称,商品名称,数量,单位", *rows, f"X,{cell},甲店,可乐,1,箱", ""])
    report = taken(office, tmp_path, text, "history")
    found = {sale.id: sale.date.isoformat() for sale in office.books.sales.all()}
    assert found.get("X") == date
    assert told in {each["code"] for each in (*report["errors"], *report["warnings"])}


def test_pieces_are_the_smallest_unit_whatever_it_is_called(office: Office, tmp_path: Path) -> None:
    office.books.products.put(
        [{"id": "N1", "name": "牛肉面", "units": [{"name": "箱", "factor": 12}, {"name": "桶"}]}]
    )
    text = "Invoice,日期,客户名称,商品名称,箱数,瓶数\nX1,2026-10-01,甲店,牛肉面,1,6\n"
    report = taken(office, tmp_path, text, "history")
    assert report["errors"] == []
    (sale,) = office.books.sales.all()
    assert (sale.id, [(line.quantity, line.unit) for line in sale.lines]) == ("X1", [(18, "桶")])


def test_documents_that_say_too_little(office: Office, tmp_path: Path) -> None:
    report = taken(office, tmp_path, "客户名称,商品名称,数量,单位\n甲店,可乐,2,箱\n")
    assert codes(report) == [(2, "no_number_no_date")]
    with pytest.raises(IntakeError) as fault:
        taken(office, tmp_path, "送货日期,客户名称,可乐,雪碧\n2026-11-24,甲店,2箱,3箱\n")
    assert fault.value.code == "goods_in_columns"
    assert not office.books.orders.all()


def test_a_promise_before_the_order_is_told(office: Office, tmp_path: Path) -> None:
    text = "单号,客户编码,单据日期,送货日期,商品编码,数量,单位\nS1,A1,2026-12-02,2026-12-01,P1,2,箱\n"
    report = taken(office, tmp_path, text)
    assert [each["code"] for each in report["warnings"]] == ["promised_before_order"]
    assert "2026-12-02" in report["warnings"][0]["message"]


@pytest.mark.parametrize(
    ("header", "cells", "free"),
    [
        ("搭赠,赠品单位", "2,瓶", (2, "瓶")),
        ("搭赠,赠品单位", "1,", (1, "箱")),
        ("搭赠", "送2瓶", (2, "瓶")),
        ("搭赠", "1箱", (1, "箱")),
        ("搭赠(瓶)", "2", (2, "瓶")),
    ],
)
def test_goods_given_away_have_a_unit_of_their_own(
    office: Office, tmp_path: Path, header: str, cells: str, free: tuple[float, str]
) -> None:
    text = f"单号,客户编码,送货日期,商品编码,数量,单位,单价,{header}\nS1,A1,2026-12-05,P1,10,箱,45,{cells}\n"
    report = taken(office, tmp_path, text)
    assert report["errors"] == []
    (_, gift) = office.books.orders.get("S1").lines
    assert (gift.quantity, gift.unit, gift.price) == (*free, 0)


@pytest.mark.parametrize(
    ("header", "cells", "gift"),
    [
        ("单价,搭赠,是否赠品", "48,,是", True),
        ("单价,搭赠,是否赠品", "48,,否", False),
        ("单价,备注", ",赠品", True),
        ("单价,备注", "48,赠品", False),
        ("单价,备注", ",上次的赠品未给", False),
    ],
)
def test_a_line_marked_as_a_gift(office: Office, tmp_path: Path, header: str, cells: str, *, gift: bool) -> None:
    empty = "," * header.count(",")
    text = (
        f"单号,客户编码,送货日期,商品编码,数量,单位,{header}\nS1,A1,2026-12-05,P2,1,箱,48{empty}\n"
        f"S1,A1,2026-12-05,P2,2,箱,{cells}\n"
    )
    report = taken(office, tmp_path, text)
    assert report["errors"] == []
    _, line = office.books.orders.get("S1").lines
    assert (line.quantity, line.price == 0) == (2, gift)


def test_a_unit_beside_that_of_the_header_is_told(office: Office, tmp_path: Path) -> None:
    report = taken(office, tmp_path, "单号,客户编码,送货日期,商品编码,数量(箱)\nS1,A1,2026-12-05,P1,5瓶\n")
    assert [each["code"] for each in report["warnings"]] == ["unit_of_cell"]
    assert lines(office, "S1") == [("P1", 5, "瓶")]


def test_a_gift_of_a_product_with_a_floor(office: Office, tmp_path: Path) -> None:
    office.books.products.put([PRODUCTS[0] | {"prices": {"retailer": "40"}, "floor_price": "30"}])
    head = "单号,客户编码,送货日期,商品编码,数量,单位,单价,搭赠\n"
    report = taken(office, tmp_path, f"{head}S1,A1,2026-12-05,P1,10,箱,40,1\nS2,A1,2026-12-05,P1,0,箱,,1\n")
    assert report["errors"] == []
    assert [(each["row"], each["code"]) for each in report["warnings"]] == [(3, "free_goods")]
    assert [line.price for line in office.books.orders.get("S1").lines] == [4000, 0]
    assert [line.price for line in office.books.orders.get("S2").lines] == [None]


@pytest.mark.parametrize(
    ("answer", "price", "got"), [("case", "48", 200), ("base", "2", 200), ("箱", "48", 200), ("瓶", "2", 200)]
)
def test_a_price_beside_two_units_is_asked_and_answered(
    office: Office, tmp_path: Path, answer: str, price: str, got: int
) -> None:
    text = f"单号,客户编码,送货日期,商品编码,箱数,瓶数,单价\nS1,A1,2026-11-25,P1,2,5,{price}\n"
    (asked,) = taken(office, tmp_path, text)["asked"]
    assert (asked["question"], asked["option"]) == ("unit", "--unit case|base")
    assert taken(office, tmp_path, text, answers=Answers({"unit": answer}))["errors"] == []
    (line,) = office.books.orders.get("S1").lines
    assert (line.quantity, line.unit, line.price) == (53, "瓶", got)


def test_two_columns_of_prices_by_their_units(office: Office, tmp_path: Path) -> None:
    text = (
        "单号,客户编码,送货日期,商品编码,数量,单位,单价(元/箱),单价(元/瓶)\n"
        "S1,A1,2026-11-25,P1,2,箱,45,\nS2,A1,2026-11-25,P1,3,瓶,,1.9\n"
    )
    report = taken(office, tmp_path, text)
    assert (report["errors"], report["unused_columns"]) == ([], [])
    assert [office.books.orders.get(each).lines[0].price for each in ("S1", "S2")] == [4500, 190]


def test_products_made_on_the_way_have_the_unit_of_the_column_that_counts_them(
    office: Office, tmp_path: Path
) -> None:
    text = "单号,客户编码,送货日期,商品名称,箱数,瓶数\nS1,A1,2026-11-25,王老吉,2,\n"
    assert taken(office, tmp_path, text, make_products=True)["errors"] == []
    assert lines(office, "S1") == [("王老吉", 2, "箱")]


def test_signatures_over_several_cells_are_no_order(office: Office, tmp_path: Path) -> None:
    text = HEAD + "S1,A1,2026-11-24,P1,3,箱\n制单：小王,审核：,,日期：2026/11/30,,\n"
    report = taken(office, tmp_path, text)
    assert (report["read"], report["errors"]) == (1, [])


def test_of_prices_with_and_without_tax_those_with_it_are_read(office: Office, tmp_path: Path) -> None:
    text = "单号,客户编码,送货日期,商品编码,数量,单位,单价,含税单价,金额,价税合计\nS1,A1,2026-11-25,P1,2,箱,40,45.2,80,90.4\n"
    report = taken(office, tmp_path, text)
    (line,) = office.books.orders.get("S1").lines
    assert (line.price, line.value, report["warnings"]) == (4520, 9040, [])
    assert [each["column"] for each in report["unused_columns"]] == ["单价", "金额"]


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("箱,提,罐", "2,1,3", (57, "罐")),
        ("大单位数量,中单位数量,小单位数量", "1,2,3", (39, "罐")),
        ("箱数,提数", "2,", (2, "箱")),
        ("箱数,提数", "0,3", (3, "提")),
        ("整件,散罐", "2,3", (51, "罐")),
        ("数量(提)", "2", (2, "提")),
    ],
)
def test_counts_of_three_units(
    office: Office, tmp_path: Path, header: str, cells: str, expected: tuple[float, str]
) -> None:
    units = [{"name": "罐"}, {"name": "提", "factor": 6}, {"name": "箱", "factor": 24}]
    office.books.products.put([{"id": "P3", "name": "红牛", "units": units}])
    report = taken(office, tmp_path, f"单号,客户编码,送货日期,商品编码,{header}\nS1,A1,2026-11-25,P3,{cells}\n")
    assert (report["errors"], report["unused_columns"]) == ([], [])
    assert lines(office, "S1") == [("P3", *expected)]


def test_a_count_of_a_unit_between_that_a_product_lacks_is_told(office: Office, tmp_path: Path) -> None:
    report = taken(office, tmp_path, "单号,客户编码,送货日期,商品编码,箱数,提数\nS1,A1,2026-11-25,P1,2,1\n")
    assert codes(report) == [(2, "no_such_unit")]


def test_cases_and_pieces_that_come_to_the_same_may_be_one_quantity(office: Office, tmp_path: Path) -> None:
    text = "单号,客户编码,送货日期,商品编码,箱数,瓶数\nS1,A1,2026-11-25,P1,2,48\nS2,A1,2026-11-25,P1,2,24\n"
    assert codes(taken(office, tmp_path, text)) == [(2, "quantities_alike")]
    assert lines(office, "S2") == [("P1", 72, "瓶")]


@pytest.mark.parametrize(("spec", "found"), [("1*24", True), ("24瓶/箱", True), ("1*12", False), ("330ml*24", False)])
def test_a_specification_that_is_only_the_packing(office: Office, tmp_path: Path, spec: str, *, found: bool) -> None:
    office.books.products.put([PRODUCTS[0] | {"spec": "550ml"}])
    text = f"单号,客户编码,送货日期,商品名称,规格,数量,单位\nS1,A1,2026-11-25,可乐,{spec},2,箱\n"
    assert (codes(taken(office, tmp_path, text)) == []) is found
