"""How records stand on sheets: headers, merged parents, continuation lines, titles, totals, footers, sheets."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.models.grid import Cell, Page, Writing

Record = dict[str, Any]
Rows = list[dict[str, Cell]]
HEADERS: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "outlets": {
        "id": (("客户编码", "客户编号", "终端编码", "*客户编码"), ("code", "customer code", "Outlet Code")),
        "name": (("客户名称", "终端名称", "店名"), ("name", "customer name", "Outlet name")),
        "address": (("地址", "详细地址"), ("address",)),
        "phone": (("电话", "手机", "联系电话"), ("phone", "Phone")),
        "grade": (("客户等级", "等级"), ("grade",)),
        "limit": (("授信额度", "信用额度"), ("credit limit",)),
        "balance": (("欠款", "欠款余额"), ("balance",)),
        "days": (("账期", "账期天数"), ("credit days",)),
        "overdue": (("最早逾期日", "最早逾期日期"), ("oldest overdue",)),
    },
    "products": {
        "id": (("商品编码", "货号", "存货编码"), ("code", "product code", "SKU")),
        "name": (("商品名称", "品名", "存货名称"), ("name", "product name")),
        "spec": (("规格", "规格型号"), ("spec",)),
        "barcode": (("条码", "条形码"), ("barcode", "EAN")),
        "unit": (("基本单位", "小单位"), ("unit",)),
        "case": (("大单位", "辅助单位", "箱单位"), ("case unit",)),
        "size": (("箱规", "换算率", "每箱数量"), ("pack",)),
        "price_case": (("单价(箱)", "供价（箱）", "大单位价"), ("price per case", "price (case)")),
        "price_base": (("单价(瓶)", "供价/瓶", "小单位价"), ("price per bottle", "price (bottle)")),
        "cost": (("进价(箱)",), ("cost (case)",)),
    },
    "orders": {
        "id": (("单号", "订单号", "单据编号"), ("order no", "Order number")),
        "date": (("日期", "单据日期", "下单日期"), ("date", "order date")),
        "outlet": (("客户编码", "客户编号"), ("customer code",)),
        "outlet_name": (("客户名称",), ("customer name",)),
        "product": (("商品编码", "货号"), ("product code", "SKU")),
        "product_name": (("商品名称", "品名"), ("product name",)),
        "quantity": (("数量",), ("qty", "quantity")),
        "quantity_case": (("数量(箱)", "箱数", "件数", "数量（件）"), ("qty (cases)",)),
        "quantity_base": (("瓶数", "散数"), ("bottles",)),
        "unit": (("单位",), ("unit",)),
        "price": (("单价",), ("price",)),
        "price_case": (("单价(箱)", "单价/箱"), ("price per case",)),
        "amount": (("金额", "行金额"), ("amount",)),
        "note": (("备注",), ("note",)),
    },
}
PARENTS = ("id", "date", "outlet", "outlet_name")
SUMMED = ("limit", "balance", "amount", "quantity", "quantity_case", "quantity_base")


@dataclass
class Wanted:
    """What is to become of one record: `in`, `asked` or `refused`; its true fields; where its rows stand."""

    fate: str
    fields: Record
    rows: set[tuple[str, int]] = field(default_factory=set)


@dataclass
class Case:
    """One file, what is on file before it, what is to become of it, and the answers that let everything in."""

    seed: int
    kind: str
    writing: Writing
    pages: list[Page]
    base: dict[str, list[Record]]
    wanted: dict[str, Wanted]
    answers: dict[str, str]
    unused: str
    hidden: str

    @property
    def rows(self) -> int:
        return sum(len(each.rows) for each in self.wanted.values())


class Maker(Protocol):
    """What made the records, as far as their layout asks."""

    rng: random.Random
    seed: int
    kind: str
    chinese: bool
    writing: Writing
    answers: dict[str, str]
    sign: str
    order: str


def laid_out(
    maker: Maker,
    fields: list[str],
    records: list[tuple[str, Rows]],
    base: dict[str, list[Record]],
    wanted: dict[str, Wanted],
) -> Case:
    """The sheets of a case."""
    rng, chinese = maker.rng, maker.chinese
    head = {name: rng.choice(HEADERS[maker.kind][name][0 if chinese else 1]) for name in fields}
    unused = rng.choice(("", "柜号" if chinese else "shelf no"))
    if unused:
        head["unused"] = unused
    order = list(head)
    if rng.random() < 0.4:
        tail = order[1:]
        rng.shuffle(tail)
        order = [order[0], *tail]
    names = ["张三", "李四", "王五"] if chinese else ["Anna", "Bert", "Carl"]
    count = rng.choice((1, 1, 2, 3)) if maker.writing.workbook else 1
    count = min(count, len(records))
    parts = [records[index::count] for index in range(count)]
    draw = Drawing(maker, head, rng.choice(("full", "merged", "continued")), two=rng.random() < 0.2)
    pages = []
    for name, part in zip(names, parts, strict=False):
        page = Page(name if count > 1 else "Sheet1")
        mine = list(order)
        if count > 1 and rng.random() < 0.3:
            rng.shuffle(mine)
            mine.remove("id")
            mine.insert(0, "id")
        draw.page(page, mine, part, wanted)
        pages.append(page)
    hidden = ""
    if maker.writing.workbook and rng.random() < 0.2:
        hidden = "旧" if chinese else "old"
        page = Page(hidden, hidden=True)
        draw.page(
            page,
            order,
            [(f"{key}9", [row | {"id": Cell(f"{row['id'].text}9")} for row in rows]) for key, rows in records],
            {},
        )
        pages.append(page)
    return Case(
        maker.seed, maker.kind, maker.writing, pages, base, wanted,
        maker.answers | {"decimal": maker.sign, "dates": maker.order}, unused, hidden,
    )  # fmt: skip


class Drawing:
    """One manner of drawing sheets."""

    def __init__(self, maker: Maker, head: dict[str, str], parents: str, *, two: bool) -> None:
        self.rng, self.head, self.chinese, self.writing = maker.rng, head, maker.chinese, maker.writing
        self.orders = maker.kind == "orders"
        self.parents = "full" if parents == "merged" and not maker.writing.workbook else parents
        self.two = two
        self.subtotals = self.orders and self.rng.random() < 0.3
        self.total = self.rng.random() < 0.4
        self.again = self.rng.random() < 0.15
        self.feet = self.rng.random() < 0.3
        self.titles = self.rng.random() < 0.3

    def page(self, page: Page, order: list[str], records: list[tuple[str, Rows]], wanted: dict[str, Wanted]) -> None:
        """Draws a sheet, and notes in which of its rows each record stands."""
        if self.titles:
            self.title(page, len(order))
        self.header(page, order)
        for number, (key, rows) in enumerate(records):
            if self.again and number and number % 4 == 0:
                page.rows.append([Cell(self.head[name]) for name in order])
            top = len(page.rows)
            for line, row in enumerate(rows):
                hide = line > 0 and self.orders and self.parents != "full"
                page.rows.append([
                    Cell() if hide and name in PARENTS else self.extra(line) if name == "unused" else row.get(name, Cell())
                    for name in order
                ])  # fmt: skip
            if len(rows) > 1 and self.orders and self.parents == "merged":
                page.merged += [(top, x, len(page.rows) - 1, x) for x, name in enumerate(order) if name in PARENTS]
            if key in wanted:
                wanted[key].rows |= {(page.name, y + 1) for y in range(top, len(page.rows))}
            if self.subtotals:
                self.summed(page, order, rows, "小计" if self.chinese else "Subtotal")
        if self.total:
            every = [row for _, rows in records for row in rows]
            self.summed(page, order, every, self.rng.choice(("合计", "总计：", "合 计")) if self.chinese else "Total")
        if self.feet:
            self.foot(page, len(order))

    def extra(self, line: int) -> Cell:
        return Cell(f"x{line}")

    def title(self, page: Page, width: int) -> None:
        words = "2026年明细表" if self.chinese else "List of 2026"
        page.rows.append([Cell(words)] + [Cell()] * (width - 1))
        if self.writing.workbook and self.rng.random() < 0.6:
            page.merged.append((0, 0, 0, width - 1))
        if self.rng.random() < 0.4:
            page.rows.append([Cell()] * width)

    def header(self, page: Page, order: list[str]) -> None:
        """One row; or two, where groups of columns have a name above theirs."""
        names = [Cell(self.head[name]) for name in order]
        if not self.two or len(order) < 4:
            page.rows.append(names)
            return
        top, at = len(page.rows), self.rng.randint(1, len(order) - 3)
        upper = [*names]
        upper[at : at + 2] = [Cell("基本资料" if self.chinese else "General"), Cell()]
        lower = [Cell() if x not in {at, at + 1} else name for x, name in enumerate(names)]
        page.rows += [upper, lower]
        if self.writing.workbook:
            page.merged.append((top, at, top, at + 1))
            page.merged += [(top, x, top + 1, x) for x in range(len(order)) if x not in {at, at + 1}]

    def summed(self, page: Page, order: list[str], rows: Rows, word: str) -> None:
        line = [Cell(word)] + [Cell()] * (len(order) - 1)
        for x, name in enumerate(order):
            if x and name in SUMMED:
                line[x] = self.rng.choice([row[name] for row in rows if name in row] or [Cell()])
        page.rows.append(line)

    def foot(self, page: Page, width: int) -> None:
        words = (
            ("制表人：张三", "共5条", "打印日期：2026-11-20", "审核：")
            if self.chinese
            else ("page 1 of 3", "Prepared by: Anna")
        )
        if self.rng.random() < 0.5:
            page.rows.append([Cell()] * width)
        page.rows.append([Cell(self.rng.choice(words))] + [Cell()] * (width - 1))
