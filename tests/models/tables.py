"""Tables as the trade has them, made from a truth that is known before: the generator of messy files.

`case_of(seed)` makes outlets, products or orders up, writes them in one of the ways that people's programs do, and says by
plain loops over `docs/importing.md` what is to become of each record: taken as it truly is, asked, or refused.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.models import evidence
from tests.models.evidence import ASKED, REFUSED
from tests.models.grid import Cell, Writing
from tests.models.layout import HEADERS, Case, Record, Wanted, laid_out

EMPTY = ("", "", "-", "NULL", "无", "N/A", "--", "未填")
GROUPS = {"point": ("", "", ",", " ", "'"), "comma": ("", "", ".", " ")}
DATES = {
    "ymd": ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"),
    "dmy": ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"),
    "mdy": ("%m/%d/%Y", "%m-%d-%Y"),
}
UNITS = {True: ("瓶", "箱", "包"), False: ("bottle", "case", "bag")}


def case_of(seed: int) -> Case:
    """The file of a seed. One whose own signs speak for something untrue is written anew: nobody could know."""
    rng = random.Random(seed)
    while True:
        made = Maker(rng, seed).make()
        if made is not None:
            return made


class Maker:
    """Makes up one truth and writes it."""

    def __init__(self, rng: random.Random, seed: int) -> None:
        self.rng, self.seed = rng, seed
        self.kind = rng.choice(("outlets", "products", "orders", "orders"))
        self.chinese = rng.random() < 0.65
        self.writing = rng.choice(
            [Writing("xlsx")] * 3
            + [Writing("xls")] * 2
            + [
                Writing("csv", sep, enc)
                for sep in ",;\t"
                for enc in ("utf-8-sig", "gb18030" if self.chinese else "utf-8")
            ]
        )
        self.sign = rng.choice(("point", "point", "comma"))
        self.order = rng.choice(("ymd", "dmy", "mdy"))
        self.base_unit, self.case_unit, self.single = UNITS[self.chinese]
        self.styles: dict[str, tuple[str, str, str]] = {}
        self.numbers: dict[str, list[str]] = {}
        self.dates: list[str] = []
        self.form = rng.choice(DATES[self.order])
        if not self.chinese and "年" in self.form:
            self.form = "%Y-%m-%d"
        self.real_dates = self.writing.workbook and rng.random() < 0.4
        self.answers: dict[str, str] = {}

    # What is written in a cell ------------------------------------------------------------------------------------

    def style(self, name: str) -> tuple[str, str, str]:
        """How the numbers of a column are written: decimal sign, sign of thousands, how many decimals."""
        if name not in self.styles:
            sign = self.sign if self.rng.random() < 0.93 else self.rng.choice(evidence.SIGNS)
            group = self.rng.choice(GROUPS[sign])
            places = self.rng.choice(("2", "strip", "strip", "3", "0") if group != " " else ("2", "strip"))
            self.styles[name] = (sign, group, places)
        return self.styles[name]

    def figure(self, name: str, value: Decimal) -> Cell:
        """A number of a column. What cells of text say is noted as evidence."""
        rng = self.rng
        if self.writing.workbook and rng.random() < (0.5 if name in self.styles else 0.4):
            whole = value == int(value)
            number = int(value) if whole and rng.random() < 0.5 else float(value)
            form, seen = rng.choice(
                (("General", f"{number}"), ("#,##0.00", f"{value:,.2f}"), ("0.00", f"{value:.2f}"))
            )
            return Cell(seen, number, form)
        sign, group, places = self.style(name)
        text = f"{value:,.3f}" if places == "3" else f"{value:,.2f}"
        if places in {"strip", "0"}:
            text = text.rstrip("0").rstrip(".")
        text = text.translate({ord(","): group, ord("."): "." if sign == "point" else ","})
        if name in {"limit", "balance", "price", "amount"} and rng.random() < 0.1:
            text = f"¥{text}" if rng.random() < 0.5 else f"{text} €"
        self.numbers.setdefault(name, []).append(text)
        return Cell(text)

    def whole(self, value: int, width: int = 0) -> Cell:
        """A code or whole number: as text, as a number, or as a number whose format shows its zeros."""
        text = str(value).zfill(width)
        if self.writing.workbook and self.rng.random() < 0.5:
            return Cell(text, value, "0" * width if width else self.rng.choice(("0", "General")))
        return Cell(f'="{text}"' if self.writing.suffix == "csv" and self.rng.random() < 0.1 else text)

    def day(self, value: dt.date) -> Cell:
        if self.real_dates:
            return Cell(value.isoformat(), value, self.rng.choice(("yyyy-mm-dd", "m/d/yyyy", "dd.mm.yyyy")))
        text = value.strftime(self.form)
        self.dates.append(text)
        return Cell(text)

    def missing(self) -> Cell:
        return Cell(self.rng.choice(EMPTY if self.chinese else EMPTY[:4]))

    def maybe(self, value: Any, written: Callable[[], Cell]) -> Cell:
        return self.missing() if value is None else written()

    # The truth ----------------------------------------------------------------------------------------------------

    def cents(self, largest: int) -> Decimal:
        rng = self.rng
        step = rng.choice((1, 5, 50, 100, 1000, 100000))
        return Decimal(max(1, rng.randint(1, largest) // step) * step) / 100

    def date(self) -> dt.date:
        return dt.date(2026, 1, 1) + dt.timedelta(days=self.rng.randrange(310))

    def outlet(self, number: int) -> Record:
        rng = self.rng
        name = (
            f"{rng.choice('王李赵孙周')}家{rng.choice(('超市', '小卖部', '烟酒店'))}{number}"
            if self.chinese
            else f"Shop {number}"
        )
        return {
            "id": str(number).zfill(self.width), "name": name,
            "address": f"文一路{number}号" if self.chinese else f"{number} Main Street",
            "phone": rng.choice((f"138{rng.randrange(10**8):08}", f"0571{rng.randrange(10**7, 10**8)}", None)),
            "grade": rng.choice(("A", "B", "C", None)),
            "days": rng.choice((7, 15, 30, 45, None)),
            "limit": rng.choice((self.cents(3000000), self.cents(3000000), None)),
            "balance": rng.choice((self.cents(900000), None)),
            "overdue": rng.choice((self.date(), None)),
        }  # fmt: skip

    def product(self, number: int, *, many: bool) -> Record:
        rng = self.rng
        size = rng.choice((6, 12, 15, 24)) if many else None
        body = f"69{rng.randrange(10**10):010}"
        check = -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body)) % 10
        return {
            "id": str(number).zfill(self.width), "name": f"矿泉水{number}" if self.chinese else f"Water {number}",
            "spec": f"{rng.choice((330, 500, 550))}ml", "barcode": rng.choice((f"{body}{check}", None)),
            "unit": self.base_unit if many else self.single, "case": self.case_unit if many else None, "size": size,
            "each": self.cents(9000), "cost": rng.choice((self.cents(900000), None)),
        }  # fmt: skip

    # Making -------------------------------------------------------------------------------------------------------

    def make(self) -> Case | None:
        rng = self.rng
        self.width = rng.choice((0, 4, 6))
        start = rng.choice((1, 42, 1001))
        self.first = start
        records: list[tuple[str, Record, list[dict[str, Cell]]]]
        base: dict[str, list[Record]] = {}
        if self.kind == "outlets":
            records = [(each["id"], each, [self.outlet_row(each)]) for each in map(self.outlet, self.some(2, 14))]
        elif self.kind == "products":
            self.priced = rng.choice(("price_case", "price_base"))
            products = [self.product(number, many=True) for number in self.some(2, 10)]
            records = [(each["id"], each, [self.product_row(each)]) for each in products]
        else:
            base, records = self.orders()
        fields = [name for name in HEADERS[self.kind] if any(name in row for _, _, rows in records for row in rows)]
        wanted = {key: self.wanted(key, truth, rows) for key, truth, rows in records}
        if any(each is None for each in wanted.values()):
            return None
        sure = {key: each for key, each in wanted.items() if each is not None}
        return laid_out(self, fields, [(key, rows) for key, _, rows in records], base, sure)

    def some(self, least: int, most: int) -> range:
        return range(self.first, self.first + self.rng.randint(least, most))

    def outlet_row(self, each: Record) -> dict[str, Cell]:
        return {
            "id": self.whole(int(each["id"]), self.width),
            "name": Cell(each["name"]), "address": Cell(each["address"]),
            "phone": self.maybe(each["phone"], lambda: self.phone(each["phone"])),
            "grade": self.maybe(each["grade"], lambda: Cell(each["grade"])),
            "limit": self.maybe(each["limit"], lambda: self.figure("limit", each["limit"])),
            "balance": self.maybe(each["balance"], lambda: self.figure("balance", each["balance"])),
            "days": self.maybe(each["days"], lambda: self.period(each["days"])),
            "overdue": self.maybe(each["overdue"], lambda: self.day(each["overdue"])),
        }  # fmt: skip

    def period(self, days: int) -> Cell:
        words = (f"{days}天", f"月结{days}天") if self.chinese else (f"{days} days", f"net {days}")
        return self.whole(days) if self.rng.random() < 0.6 else Cell(self.rng.choice(words))

    def phone(self, digits: str) -> Cell:
        if digits[0] != "0" and self.writing.workbook and self.rng.random() < 0.5:
            return Cell(digits, int(digits), "0")
        return Cell(digits if self.rng.random() < 0.7 else f"{digits[:4]}-{digits[4:]}")

    def product_row(self, each: Record) -> dict[str, Cell]:
        price = each["each"] * (each["size"] if self.priced == "price_case" else 1)
        return {
            "id": self.whole(int(each["id"]), self.width), "name": Cell(each["name"]), "spec": Cell(each["spec"]),
            "barcode": self.maybe(each["barcode"], lambda: self.whole(int(each["barcode"]))),
            "unit": Cell(each["unit"]), "case": Cell(each["case"]), "size": self.whole(each["size"]),
            self.priced: self.figure("price", price),
            "cost": self.maybe(each["cost"], lambda: self.figure("cost", each["cost"])),
        }  # fmt: skip

    def orders(self) -> tuple[dict[str, list[Record]], list[tuple[str, Record, list[dict[str, Cell]]]]]:
        rng = self.rng
        self.units = rng.choice(("cell", "column", "header", "two", "none"))
        self.default = rng.choice(("case", "base"))
        self.paid = rng.choice(
            (("amount",), ("price_case",), ("price_case", "amount"), ("price", "amount"), ("price",))
        )
        if self.units in {"cell", "two"} and "price" in self.paid:
            self.paid = ("amount",)
        only = self.units in {"header", "two"} or "price_case" in self.paid
        outlets = [self.outlet(number) for number in range(1, 6)]
        products = [self.product(number, many=only or rng.random() < 0.7) for number in range(101, 107)]
        self.known = {each["id"]: each for each in products}
        found = []
        for number in self.some(2, 8):
            outlet = rng.choice(outlets)
            truth = {"date": self.date(), "outlet": outlet["id"], "lines": []}
            dated = self.day(truth["date"])
            code = f"{'XS' if self.chinese else 'SO'}{number:05}"
            rows = []
            for product in rng.sample(products, rng.randint(1, 4)):
                line = self.line(product)
                truth["lines"].append(line)
                row = {
                    "id": Cell(code), "date": dated, "outlet": self.whole(int(outlet["id"]), self.width),
                    "outlet_name": Cell(outlet["name"]), "product": self.whole(int(product["id"]), self.width),
                    "product_name": Cell(product["name"]),
                } | line.pop("cells")  # fmt: skip
                rows.append(row)
            found.append((code, truth, rows))
        return {"outlets": outlets, "products": products}, found

    def line(self, product: Record) -> Record:
        """One line of an order: its truth in smallest units and money, its cells, and what is read in its cells."""
        rng, cells = self.rng, {}
        many = product["size"] is not None
        case = rng.randint(1, 30) if rng.random() < 0.85 else rng.randint(1000, 1500)
        base = rng.randint(1, 40)
        unit = rng.choice(("case", "base")) if many else "base"
        asked, gift = False, 0
        back = -1 if self.units == "column" and rng.random() < 0.08 else 1
        if self.units == "cell":
            count = {"case": (case, 0), "base": (0, base), "both": (case, min(base, 5))}
            case, base = count[rng.choice(("case", "base", "both")) if many else "base"]
            words = (rng.choice((self.case_unit, "件")) if self.chinese else "cases", product["unit"])
            parts = [f"{n}{'' if self.chinese else ' '}{w}" for n, w in zip((case, base), words, strict=True) if n]
            cells["quantity"] = Cell((" " if not self.chinese else "").join(parts))
            if len(parts) == 1 and self.writing.workbook and rng.random() < 0.3:
                word = words[0 if case else 1]
                cells["quantity"] = Cell(parts[0], case or base, f'0"{word}"' if self.chinese else f'0" {word}"')
            elif self.chinese and case and not base and rng.random() < 0.2:
                cells["quantity"] = Cell(f"{case}{self.case_unit}送1{self.case_unit}")
                gift = product["size"]
        elif self.units == "two":
            if rng.random() < 0.4:
                case, base = rng.choice(((case, 0), (0, base)))
            if base and base == case * (product["size"] or 0):
                base += 1  # 2箱 beside 48瓶 may be the same said twice
            cells["quantity_case"] = Cell(str(case) if case or rng.random() < 0.5 else "")
            cells["quantity_base"] = Cell(str(base) if base or rng.random() < 0.5 else "")
        else:
            unit = {"header": "case", "none": self.default if many else "base"}.get(self.units, unit)
            case, base = (case, 0) if unit == "case" else (0, base)
            name = "quantity_case" if self.units == "header" else "quantity"
            number = (case or base) * back
            cells[name] = self.figure("quantity", Decimal(number)) if number > 999 else self.whole(number)
            if self.units == "column":
                blank = rng.random() < 0.06 and (not many or unit == self.default)
                word = (
                    rng.choice((self.case_unit, "件" if self.chinese else "CASE"))
                    if unit == "case"
                    else product["unit"]
                )
                cells["unit"] = Cell("" if blank else word)
                asked = blank and many
            asked = asked or (self.units == "none" and many)
        pieces = (case * (product["size"] or 1) + base) * back
        value = product["each"] * pieces
        if "price_case" in self.paid:
            cells["price_case"] = self.figure("price", product["each"] * product["size"])
        if "price" in self.paid:
            cells["price"] = self.figure("price", product["each"] * (product["size"] if unit == "case" else 1))
        if "amount" in self.paid:
            cells["amount"] = self.figure("amount", value)
        if asked:
            self.answers["unit"] = self.default
        return {"product": product["id"], "pieces": pieces + gift, "value": value, "asked": asked, "cells": cells}

    # What is to become of it --------------------------------------------------------------------------------------

    def settled(self, name: str) -> str | None:
        table = [text for column in self.numbers.values() for text in column]
        semicolons = self.writing.suffix == "csv" and self.writing.separator == ";"
        return evidence.sign_of(self.numbers.get(name, []), table, chinese=self.chinese, semicolons=semicolons)

    def judged(self, name: str, cell: Cell, truth: Decimal | None) -> str:
        """What becomes of a figure: `in`, `asked`, `refused`, or `untrue` where its own file speaks against it."""
        if cell.value is not None or truth is None:
            return "in"
        read = evidence.number if name == "quantity" else evidence.money
        value = read(cell.text, self.settled(name))
        if value == REFUSED and self.kind != "outlets":
            return "untrue"  # prices and the amounts of orders are rounded, told
        return value if isinstance(value, str) else "in" if value == truth else "untrue"

    def wanted(self, key: str, truth: Record, rows: list[dict[str, Cell]]) -> Wanted | None:
        said = []
        for row in rows:
            for name, column, value in self.figures(truth, row):
                said.append(self.judged(column, row[name], value))
            cell = row.get("date", row.get("overdue"))
            day = truth.get("date", truth.get("overdue"))
            if cell is not None and day is not None and cell.value is None:
                read = evidence.date(cell.text, evidence.order_of(self.dates))
                said.append("in" if read == day else read if read == ASKED else "untrue")
        said += [ASKED for line in truth.get("lines", []) if line["asked"]]
        if "untrue" in said:
            return None
        return Wanted(REFUSED if REFUSED in said else ASKED if ASKED in said else "in", truth)

    def figures(self, truth: Record, row: dict[str, Cell]) -> list[tuple[str, str, Decimal | None]]:
        """The cells of a row that hold numbers with signs: field, column of evidence, true value."""
        if self.kind == "outlets":
            return [("limit", "limit", truth["limit"]), ("balance", "balance", truth["balance"])]
        if self.kind == "products":
            price = truth["each"] * (truth["size"] if self.priced == "price_case" else 1)
            return [(self.priced, "price", price), ("cost", "cost", truth["cost"])]
        product = self.known[self.code(row["product"])]
        line = next(each for each in truth["lines"] if each["product"] == product["id"])
        found: list[tuple[str, str, Decimal | None]] = []
        for name in ("price_case", "price"):
            if name in row:
                by_case = name == "price_case" or line["value"] == 0
                found.append((name, "price", self.price_of(product, line, row, by_case=by_case)))
        if "amount" in row:
            found.append(("amount", "amount", line["value"]))
        for name in ("quantity", "quantity_case"):
            if (
                name in row
                and self.units not in {"cell", "two"}
                and row[name].text in self.numbers.get("quantity", [])
            ):
                found.append((name, "quantity", evidence.readings(row[name].text).get(self.style("quantity")[0])))
        return found

    def price_of(self, product: Record, line: Record, row: dict[str, Cell], *, by_case: bool) -> Decimal:
        if by_case:
            return product["each"] * product["size"]
        unit = row["unit"].text if "unit" in row else ""
        if self.units == "column" and unit:
            big = product["size"] is not None and unit != product["unit"]
        else:
            big = product["size"] is not None and (self.units == "header" or self.default == "case")
        return product["each"] * (product["size"] if big else 1)

    @staticmethod
    def code(cell: Cell) -> str:
        return cell.text.removeprefix('="').removesuffix('"')
