"""Outlets named in orders beside a second model of docs/importing.md, "Who and what": by code, by name, by phone."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from store.books import Books
from tests.models import identity
from tests.models.comparing import agree, many, seeded
from tests.tui.town import Clock, office
from tui.jobs.importing import import_table

MANY = many(60)
CODES = ("42", "042", "00042", "A1", "a1", "7")
NAMES = ("甲店", "乙店", "丙店")
PHONES = ("13800001111", "13800002222")


def test_an_order_is_of_the_outlet_the_document_says(tmp_path: Path) -> None:
    chance = seeded(61)
    differing: list[tuple[Any, ...]] = []
    path = tmp_path / "a.csv"
    for case in range(MANY):
        at = office(Books(tmp_path / str(case)), Clock())
        books: identity.Books = {
            code: {"name": chance.choice(NAMES), "phone": chance.choice(PHONES)}
            for code in chance.sample(CODES, chance.randint(1, 4))
        }
        at.books.outlets.put([{"id": code, **each} for code, each in books.items()])
        at.books.products.put([{"id": "P1", "name": "水", "units": [{"name": "瓶", "factor": 1}]}])
        rows = []
        for _ in range(8):
            code, name, phone = (
                "" if chance.random() < 0.4 else chance.choice(values)
                for values in ((*CODES, "A9"), (*NAMES, "丁店"), (*PHONES, "13800009999"))
            )
            rows.append((code, name, phone))
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(("单号", "日期", "客户编码", "客户名称", "电话", "商品编码", "数量"))
            table.writerows((f"D{number}", "2026-11-20", *row, "P1", "3") for number, row in enumerate(rows))
        report = import_table(at, "orders", path)
        orders = {each.id: each.outlet for each in at.books.orders.all().values()}
        errors = {each["row"]: each["code"] for each in report["errors"]}
        told: dict[int, set[str]] = {}
        for each in report["warnings"]:
            told.setdefault(each["row"], set()).add(each["code"])
        for number, row in enumerate(rows):
            got = (orders[f"D{number}"], "") if f"D{number}" in orders else ("", errors.get(number + 2, ""))
            right = identity.named_outlet(books, *row)
            by_phone = (
                bool(right[0])
                and not row[0]
                and bool(row[1])
                and right[0] not in {code for code, each in books.items() if each["name"] == row[1]}
            )
            if got != right or ("known_by_phone" in told.get(number + 2, ())) != by_phone:
                differing.append(((books, row), (got, told.get(number + 2)), right))
    agree(differing[:20])
