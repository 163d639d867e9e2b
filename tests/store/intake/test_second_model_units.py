"""Cells under headers that name their unit, beside a second model of docs/notation.md, "Units in headers"."""

from __future__ import annotations

import csv
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from store.books import Books
from tests.models import header_units
from tests.models.comparing import agree, many, seeded
from tests.tui.town import Clock, office
from tui.jobs.importing import import_table

MANY = many(150)
FIELDS = (
    ("outlets", "信用额度", "money"), ("outlets", "欠款", "money"), ("outlets", "账期", "period"), ("outlets", "服务时长", "span"),
    ("vehicles", "载重", "mass"), ("vehicles", "容积", "volume"),
)  # fmt: skip
RIGHT = {
    "money": (0.05, 9000000), "period": (1, 700), "span": (1, 600), "mass": (1, 90000), "volume": (0.05, 150),
}  # fmt: skip
"""What a field of the kind may come to without being told for its size."""


def cells(chance: random.Random, kind: str) -> tuple[str, list[str]]:
    """A unit for the header, "" for none, and cells in it or in a unit of their own."""
    words = [
        word
        for word in header_units.units(kind)
        if word not in ("k", "w", "十万元", "千万元", "百万元", "百元", "亿元", "m")
    ]
    strange = chance.choice([each for each in header_units.KINDS if each not in (kind, "length")])
    word = chance.choice([*words, *words, "", "必填", chance.choice(tuple(header_units.units(strange)))])
    found = []
    for _ in range(chance.randint(1, 4)):
        own = chance.choice(("", "", "", chance.choice(words)))
        value = chance.uniform(*RIGHT[kind]) ** chance.choice((0.3, 0.6, 1))
        size = header_units.units(kind).get(own or word, Fraction(1))
        number = round(value / float(size), chance.choice((0, 0, 1, 2)))
        text = f"{number:.2f}".rstrip("0").rstrip(".")
        found.append(f"{text}{chance.choice(('', ' ')) if own.isascii() else ''}{own}")
    return word, found


def number_of(kind: str, about: str, stored: dict[str, Any]) -> Any:
    credit = stored.get("credit") or {}
    return {
        "信用额度": credit.get("limit"), "欠款": credit.get("balance"), "账期": credit.get("days"),
        "服务时长": stored.get("call_minutes"), "载重": (stored.get("capacity") or {}).get("kg"), "容积": (stored.get("capacity") or {}).get("m3"),
    }[about]  # fmt: skip


@pytest.mark.parametrize(("table", "about", "kind"), FIELDS)
def test_a_cell_is_in_the_unit_the_document_says(table: str, about: str, kind: str, tmp_path: Path) -> None:
    chance = seeded(51)
    differing: list[tuple[Any, ...]] = []
    for case in range(MANY):
        word, texts = cells(chance, kind)
        header = (
            chance.choice((f"{about}({word})", f"{about}（单位：{word}）", f"{about} {word}", f"{about}{word}"))
            if word
            else about
        )
        if header_units.header_unit(header, kind) == (None, True):
            header = about  # words beside a name that are no unit make it another name
        at = office(Books(tmp_path / f"{about}{case}"), Clock())
        path = tmp_path / "a.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            first = ("客户编码", "客户名称") if table == "outlets" else ("车牌号", "名称")
            csv.writer(file).writerows(
                [(*first, header), *((f"K{n}", f"店{n}", text) for n, text in enumerate(texts))]
            )
        report = import_table(at, table, path)
        on_file = {each.id: each.model_dump(mode="json") for each in getattr(at.books, table).all().values()}
        told = {(each["row"], each["code"]) for each in (*report["errors"], *report["warnings"])}
        for number, text in enumerate(texts):
            stored = on_file.get(f"K{number}")
            got = None if stored is None else number_of(kind, about, stored)
            codes = {code for row, code in told if row == number + 2} - {"not_placed"}
            right = header_units.cell(header, kind, text)
            if not agreeing(kind, got, codes, right):
                differing.append(((header, text), (got, codes), right))
    agree(differing[:25])


def agreeing(kind: str, got: Any, codes: set[str], right: Any) -> bool:
    if not isinstance(right, tuple):
        return got is None and bool(codes)
    value, told = right
    if got is None:
        return bool(codes - {"units_differ"})  # out of bounds, or parts of what cannot be parted: told
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    near = abs(Decimal(str(got)) - exact) <= (
        Decimal("0.5") if kind == "period" else Decimal("0.01") if kind == "span" else Decimal("0.00501")
    )
    return near and ("units_differ" in codes) == told
