"""Whom a row means, beside a second model of docs/importing.md: codes, names and addresses, reps, outlets of orders."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

from store.intake import read_table, take_outlets
from store.records import Outlet, Rep
from tests.models import identity
from tests.models.comparing import agree, many, seeded

MANY = many(400)
CODES = ("42", "042", "00042", "A1", "a1", "7", "007", "K-9", "k-9", "0A1", "1.38E+10")
NAMES = ("甲店", "乙店", "丙店", "Kiosk", "KIOSK")
ADDRESSES = ("", "", "东路1号", "西街2号")
HEADER = {"code": "客户编码", "name": "客户名称", "address": "地址", "contact": "联系人"}


def written(path: Path, rows: list[dict[str, str]], header: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(header.values())
        table.writerows([[row.get(field, "") for field in header] for row in rows])
    return path


def some(chance: random.Random, values: tuple[str, ...], blank: float) -> str:
    return "" if chance.random() < blank else chance.choice(values)


def test_an_outlet_is_the_one_the_document_says(tmp_path: Path) -> None:
    chance = seeded(11)
    differing: list[tuple[Any, ...]] = []
    for case in range(MANY):
        books: identity.Books = {}
        for code in chance.sample(CODES[:-1], chance.randint(0, 4)):
            books[code] = {"name": chance.choice(NAMES)} | {
                field: text for field, text in (("address", chance.choice(ADDRESSES)),) if text
            }
        rows = []
        for _ in range(chance.randint(1, 4)):
            row = {
                "code": some(chance, (*CODES, "42.0", "Ｋ-9", "’042", '="007"'), 0.4),
                "name": chance.choice(NAMES),
                "address": chance.choice(ADDRESSES),
            }
            rows.append(row | {"contact": chance.choice(("", "王", "李"))})
        path = written(tmp_path / "a.csv", rows, HEADER)
        on_file = {code: Outlet.model_validate({"id": code, **each}) for code, each in books.items()}
        found = take_outlets(read_table(path), existing=on_file, reps={})
        after = on_file | {each.id: each for each in found.records}
        got = (
            sorted(
                (each.name or "", each.address or "", each.contact or "", each.id if each.id in CODES else "")
                for each in after.values()
            ),
            sorted((each.row, each.code) for each in found.errors),
        )
        model, fate = identity.outlets(books, rows)
        right = (
            sorted(
                (
                    each.get("name", ""),
                    each.get("address", ""),
                    each.get("contact", ""),
                    code if code in CODES else "",
                )
                for code, each in model.items()
            ),
            sorted((number, why) for number, (what, why) in enumerate(fate, 2) if what == "rejected"),
        )
        if got != right:
            differing.append(((case, books, [[*row.values()] for row in rows]), got, right))
    agree(differing[:6])


def test_a_rep_is_the_one_the_document_says(tmp_path: Path) -> None:
    chance = seeded(12)
    differing: list[tuple[Any, ...]] = []
    codes, names = ("R1", "r1", "R2", "01", "1"), ("张三", "李四", "王五")
    for _ in range(MANY):
        reps = {code: chance.choice(names) for code in chance.sample(codes[:4], chance.randint(0, 3))}
        row = {"code": "A1", "name": "甲店", "rep_code": some(chance, codes, 0.3), "rep": some(chance, names, 0.3)}
        if not row["rep_code"] and not row["rep"]:
            continue
        header = {"code": "客户编码", "name": "客户名称", "rep_code": "业务员编码", "rep": "业务员"}
        path = written(tmp_path / "b.csv", [row], header)
        found = take_outlets(
            read_table(path), existing={}, reps={code: Rep(id=code, name=name) for code, name in reps.items()}
        )
        codes_told = [each.code for each in found.warnings if each.code.startswith(("rep_", "unknown_rep"))]
        got = (
            (found.records[0].rep or "", "".join(codes_told))
            if found.records
            else ("", "".join(e.code for e in found.errors))
        )
        made = {each.id: each.name for each in found.reps if not row["rep_code"]}
        got = (made.get(got[0], got[0]) or "", got[1])
        right = identity.rep(reps, row["rep_code"], row["rep"])
        if got != right:
            differing.append(((reps, row["rep_code"], row["rep"]), got, right))
    agree(differing[:20])
