"""Three reps' day for replies: names that are parts of others, a delivery and a visit at one outlet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from store.books import Books
from store.records import (
    Call,
    Day,
    Order,
    OrderLine,
    Outlet,
    Product,
    Rep,
    Revision,
    Route,
    Stop,
)
from store.records.day import Message
from tests.tui.town import ZONE, Clock
from tui.jobs.office import Office
from tui.jobs.recording import Recorded
from tui.jobs.replies import given_back, read_text
from tui.jobs.returns import record_returned

DAY = dt.date(2026, 12, 2)
R01 = (
    ("C0003", "便民批发部", "8:09"),
    ("C0296", "刘家小店（2店）", "8:34"),
    ("C0165", "佳佳便利", "8:55"),
    ("C0118", "福满小卖部", "9:16"),
    ("C0371", "周家小店", "9:37"),
    ("C0225", "冯家土菜馆", "10:40"),
    ("C0083", "Turner's Stores", "10:57"),
    ("C0154", "友谊连锁便利(新华街店)", "11:51"),
    ("C0278", "家家小卖部", "12:10"),
    ("C0342", "百家连锁便利(凤凰路店)", "12:29"),
    ("C0011", "鑫源商贸行", "13:34"),
    ("C0380", "青溪大道小学小卖部", "14:36"),
)
R02 = (("C0400", "永福超市", "8:15"), ("C0401", "老王烟酒店", "10:46"))
R03 = (
    ("C0221", "百家连锁便利(滨河路店)", "8:03"),
    ("C0221", "百家连锁便利(滨河路店)", "8:13"),
    ("C0310", "阳光食杂店", "8:42"),
)


def clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def reply_town(folder: Path, language: str = "zh") -> Office:
    books = Books(folder)
    names = {outlet: name for outlet, name, _ in (*R01, *R02, *R03)} | {"C0900": "张家超市"}
    books.outlets.put([Outlet(id=outlet, name=name, lat=29.1, lon=119.4) for outlet, name in names.items()])
    units = [{"name": "瓶", "factor": 1}, {"name": "箱", "factor": 24}]
    products = [
        {"id": "P01", "name": "青溪矿泉水 550ml", "units": units, "prices": {"retailer": "25.00"}},
        {
            "id": "P02",
            "name": "冰红茶",
            "units": [units[0], {"name": "箱", "factor": 15}],
            "prices": {"retailer": "40.00"},
        },
    ]
    books.products.put([Product.model_validate(each) for each in products])
    reps = {"R01": "王磊", "R02": "蒋静", "R03": "许洋"}
    books.reps.put([Rep(id=rep, name=name) for rep, name in reps.items()])
    lines = [OrderLine(product="P02", quantity=4, unit="箱", price=4000)]
    books.orders.put([Order(id="SO-1", outlet="C0221", promised=DAY, lines=lines)])
    routes = []
    for rep, stops in (("R01", R01), ("R02", R02), ("R03", R03)):
        made = []
        for place, (outlet, name, begin) in enumerate(stops):
            kind = "delivery" if rep == "R03" and place == 0 else "visit"
            made.append(
                Stop(
                    outlet=outlet,
                    kind=kind,
                    name=name,
                    lat=29.1,
                    lon=119.4,
                    begin=clock(begin),
                    leave=clock(begin) + 900,
                )
            )
        routes.append(Route(rep=rep, name=reps[rep], depart=8 * 3600, stops=made))
    for date in (DAY - dt.timedelta(1), DAY):
        day = Day(date=date, revision=1, routes=routes)
        at = dt.datetime.combine(date, dt.time(7), ZONE)
        books.days.save_plan(day, Revision(revision=1, at=at, action=Message(code="planned")), expected=None)
    return Office(books, language, user="tester", clock=Clock(20, 0, DAY))


def pasted(office: Office, text: str, rep: str = "R01", date: dt.date = DAY) -> tuple[Recorded, str]:
    """What became of a text, and what of it is given back."""
    parts = read_text(office, date, rep, text)
    report = record_returned(office, parts)
    return report, given_back(office, parts, report)


def calls(office: Office, rep: str = "R01", date: dt.date = DAY) -> dict[str, dict[str, Any]]:
    """The calls on file by outlet (with the kind behind it where it is no visit), in short."""
    found = {}
    for call in office.books.days.calls(date, rep).all().values():
        name = call.outlet + ("" if call.stop_kind == "visit" else f" {call.stop_kind}")
        found[name] = _short(call)
    return found


def _short(call: Call) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, key in (("check_in", "in"), ("check_out", "out")):
        if (moment := getattr(call, name)) is not None:
            found[key] = f"{moment:%H:%M}"
    if call.order:
        found["order"] = [
            f"{line.product} {line.quantity:g}{line.unit}" + (" 赠" if line.price == 0 else "") for line in call.order
        ]
    if call.stock:
        found["stock"] = {line.product: line.quantity for line in call.stock}
    if call.payments:
        found["paid"] = {each.method.value: each.amount for each in call.payments}
    if call.delivery:
        found["delivery"] = {line.product: line.delivered for line in call.delivery}
    if call.left:
        found["left"] = call.left_reason
    if call.note:
        found["note"] = call.note
    if call.coaching:
        found["coaching"] = (call.coaching.topic, call.coaching.skill)
    return found
