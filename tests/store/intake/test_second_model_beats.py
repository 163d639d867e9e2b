"""Beats beside a second model of docs/importing.md: by rows, by columns, ticked, a sheet for each day."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import openpyxl

from store.books import Books
from tests.models import beats
from tests.models.comparing import agree, many, seeded
from tests.tui.town import Clock, office
from tui.jobs.importing import import_table
from tui.jobs.office import Office

MANY = many(200)
KNOWN = (
    ("A1", "甲店"),
    ("A2", "乙店"),
    ("003", "丙店"),
    ("A4", "丁、戊店"),
    ("A5", "同名"),
    ("A6", "同名"),
    ("A7", "Kiosk"),
)
REPS = {"R1": "张三", "R2": "李四"}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HEADS = (
    ("周一线", "周二线", "周三线", "周四线", "周五线", "周六线"), ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    ("周一", "周二", "周三", "周四", "周五"), ("周一路线", "周二路线", "周三路线"), ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat"),
    ("Monday route", "Tuesday route", "Wednesday route"),
)  # fmt: skip
NUMBERED = ("1", "2", "3", "4", "5", "6")


def outlet(chance: random.Random) -> str:
    """A code or a name of an outlet, now and then of none or of several."""
    if chance.random() < 0.03:
        return chance.choice(("A9", "同名", "无此店"))
    code, name = chance.choice([each for each in KNOWN if each[1] != "同名"])
    return chance.choice((code, name, name, code.lower() if code != "003" else "3"))


def columns(chance: random.Random) -> beats.Page:
    """A column for each day, with several outlets in some cells."""
    beside = chance.choice(("", "", "业务员", "线路"))
    heads = chance.choice((*HEADS, *((NUMBERED,) if not beside else ())))
    heads = heads[: chance.randint(2, len(heads))]
    rows = []
    for place in range(chance.randint(1, 4)):
        cells = [
            chance.choice("、，；/|\n").join(outlet(chance) for _ in range(chance.choice((0, 1, 1, 2))))
            for _ in heads
        ]
        first = "" if place and chance.random() < 0.3 and beside == "业务员" else chance.choice(("张三", "李四"))
        rows.append(([first if beside == "业务员" else chance.choice(("东线", "西线"))] if beside else []) + cells)
    return "Sheet1", ([beside] if beside else []) + list(heads), rows


def ticks(chance: random.Random) -> beats.Page:
    """Outlets down the side, days across."""
    heads = list(chance.choice(HEADS))[: chance.randint(2, 4)]
    style = chance.choice(
        (("√",), ("1",), ("是", "否"), ("x", ""), ("1", "2", "3", "4"), ("√", "否", "0", "无", "休息", ""))
    )
    beside = chance.choice((["客户编码"], ["客户名称"], ["客户编码", "客户名称"]))
    rep = chance.random() < 0.3
    rows = []
    for place, (code, name) in enumerate(chance.sample(KNOWN[:4], chance.randint(1, 4))):
        who = [code if head == "客户编码" else name for head in beside]
        reps = ["" if place and chance.random() < 0.3 else chance.choice(("张三", "李四"))] if rep else []
        rows.append(who + reps + [chance.choice((*style, "")) for _ in heads])
    return "Sheet1", beside + (["业务员"] if rep else []) + heads, rows


def lines(chance: random.Random) -> beats.Page:
    """A row for each outlet."""
    fields = [field for field in ("线路", "星期", "业务员", "顺序") if chance.random() < 0.6]
    if "线路" not in fields and "星期" not in fields:
        fields.append("线路")
    style = chance.choice(
        (
            ("周一", "周二", "周三"),
            ("单周周二", "双周周二", "周二"),
            ("隔周周四", "周四"),
            ("周一、周四", "周二", "周一三五"),
            ("Mon", "Tue/Fri"),
        )
    )
    routes = ("东线", "西线") if "星期" in fields else ("周一线", "周二线", "星期三", "东线", "周四", "Monday route")
    reps: dict[str, str] = {}
    rows = []
    for place in range(chance.randint(1, 6)):
        blank = place and chance.random() < 0.3
        route = chance.choice(routes)
        rep = reps.setdefault(route, chance.choice(("张三", "李四")))
        cells = {
            "线路": route if not blank or chance.random() < 0.2 else "", "星期": "" if blank else chance.choice(style),
            "业务员": "" if blank else rep if chance.random() < 0.97 else "李四",
            "顺序": chance.choice(("", *"123456")),
        }  # fmt: skip
        if blank and "线路" in fields and cells["线路"]:
            cells["线路"] = rows[-1][fields.index("线路")] or ""
        rows.append([cells[field] for field in fields] + [outlet(chance)])
    return "Sheet1", [*fields, "客户名称"], rows


def sheets(chance: random.Random) -> list[beats.Page]:
    """A sheet for each day."""
    days = chance.sample(("周一", "周二", "星期三", "周四线", "Fri"), chance.randint(2, 4))
    rep = ["业务员"] if chance.random() < 0.5 else []
    found: list[beats.Page] = []
    for day in days:
        who = chance.choice(("张三", "李四"))
        found.append(
            (
                day,
                [*rep, "客户名称"],
                [[*([who] if rep else []), outlet(chance)] for _ in range(chance.randint(1, 4))],
            )
        )
    return found


def put(at: Office) -> None:
    at.books.outlets.put([{"id": code, "name": name} for code, name in KNOWN])
    at.books.reps.put([{"id": code, "name": name} for code, name in REPS.items()])


def written(folder: Path, pages: list[beats.Page]) -> Path:
    if len(pages) == 1:
        path = folder / "beats.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([pages[0][1], *pages[0][2]])
        return path
    path, book = folder / "beats.xlsx", openpyxl.Workbook()
    book.remove(book.active)
    for name, headers, rows in pages:
        sheet = book.create_sheet(name)
        for row in [headers, *rows]:
            sheet.append(row)
    book.save(path)
    return path


def plain(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted((each["rep"] or "", tuple(each["days"]), each["every"], tuple(each["outlets"])) for each in found)


def test_beats_are_those_the_document_says(tmp_path: Path) -> None:
    chance = seeded(31)
    at, differing = office(Books(tmp_path / "books"), Clock()), []
    put(at)
    for _ in range(MANY):
        made = chance.choice((columns, ticks, lines, sheets))(chance)
        pages = made if isinstance(made, list) else [made]
        at.books.beats.remove(list(at.books.beats.all()))
        if not any(cell for _, _, rows in pages for row in rows for cell in row):
            continue  # header_only
        report = import_table(at, "beats", written(tmp_path, pages))
        got = plain([
            {"rep": REPS.get(each.rep or "", ""), "days": [WEEK.index(day) + 1 for day in each.days], "every": each.weeks, "outlets": each.outlets}
            for each in at.books.beats.all().values()
        ])  # fmt: skip
        right = plain(beats.beats(pages, KNOWN))
        if got != right:
            told = [(each["row"], each["code"]) for each in (*report["errors"], *report["warnings"])]
            differing.append((pages, (got, told), right))
    agree(differing[:12])
