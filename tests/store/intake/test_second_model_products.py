"""Products named in orders beside a second model of docs/importing.md, "Orders and history": code, barcode, name, specification."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from store.books import Books
from tests.models import identity
from tests.models.comparing import agree, many, seeded
from tests.tui.town import Clock, office
from tui.jobs.importing import import_table

MANY = many(40)
CODES = ("42", "042", "P1", "p1", "7")
BARCODES = ("6901234567892", "6923450657713")
NAMES = ("纯净水", "绿茶", "可乐")
SPECS = ("500ml", "1.25L", "")


def test_an_order_is_of_the_product_the_document_says(tmp_path: Path) -> None:
    chance = seeded(81)
    differing: list[tuple[Any, ...]] = []
    path = tmp_path / "a.csv"
    for case in range(MANY):
        at = office(Books(tmp_path / str(case)), Clock())
        at.books.outlets.put([{"id": "A1", "name": "甲店"}])
        products: identity.Books = {
            code: {
                field: text
                for field, values in (("name", NAMES), ("spec", SPECS), ("barcode", (*BARCODES, "")))
                if (text := chance.choice(values))
            }
            for code in chance.sample(CODES, chance.randint(1, 4))
        }
        at.books.products.put([
            {"id": code, **each, "units": [{"name": "瓶", "factor": 1}]} for code, each in products.items()
        ])  # fmt: skip
        rows = [
            tuple(
                "" if chance.random() < blank else chance.choice(values)
                for blank, values in (
                    (0.6, (*CODES, "X9")),
                    (0.6, (*BARCODES, "6900000000007")),
                    (0.3, (*NAMES, "雪碧")),
                    (0.4, SPECS),
                )
            )
            for _ in range(10)
        ]
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(("单号", "日期", "客户编码", "商品编码", "条码", "商品名称", "规格", "数量"))
            table.writerows((f"D{number}", "2026-11-20", "A1", *row, "3") for number, row in enumerate(rows))
        report = import_table(at, "orders", path)
        orders = {each.id: each.lines[0].product for each in at.books.orders.all().values()}
        errors = {each["row"]: each["code"] for each in report["errors"]}
        for number, row in enumerate(rows):
            got = (
                (orders[f"D{number}"], "")
                if f"D{number}" in orders
                else ("", errors.get(number + 2, "").removesuffix("_code"))
            )
            right = identity.named_product(products, *row)
            if got != right:
                differing.append(((products, row), got, right))
    agree(differing[:20])
