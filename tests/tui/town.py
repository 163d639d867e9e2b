"""A small town for the screens: names that break careless programs, a fixed clock, plans laid out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from store.books import Books
from store.records import Call, Coaching, Day, DisplayCheck, Message, Route, Sale, StepDone, StockLine, Stop
from tui.jobs.call_sheet import CallSheet, open_call
from tui.jobs.desk import Desk
from tui.jobs.office import Office
from tui.state.call import CallSession

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = dt.date(2026, 11, 24)
"""A Tuesday."""
KILOMETRE = 1 / 111.195
LONG = "很长很长的名字一直写到行尾也写不完的便民综合超市连锁加盟总店"
NAMES = {
    "C01": "老王烟酒店",
    "C02": "[/b]",
    "C03": "[0]",
    "C04": LONG,
    "C05": "متجر الأمل",
    "C06": "🍜面馆👨‍👩‍👧‍👦",
    "C07": "重庆小面",
    "C08": "长乐银行便利店",
    "C09": "Café Zoë & Söhne",
    "C10": "无位置小店",
    "C11": "停业商店",
    "C12": "大发批发部",
}
REPS = {"R1": "张三", "R2": "[0]", "R3": "Ольга"}
ROUTES = {"R1": ["C01", "C02", "C03", "C04"], "R2": ["C05", "C06", "C07"]}
PLAN_TOO = ["C08", "C09", "C12"]
"""Due outlets that the hand-made plan leaves out."""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, hour: int = 8, minute: int = 0, date: dt.date = TODAY) -> None:
        self.moment = dt.datetime.combine(date, dt.time(hour, minute), ZONE)

    def __call__(self) -> dt.datetime:
        return self.moment

    def forward(self, minutes: float) -> None:
        self.moment += dt.timedelta(minutes=minutes)


def outlet(number: int, **fields: Any) -> dict[str, Any]:
    """One of the town's outlets, on a spiral around the depot."""
    name = f"C{number:02d}"
    document = {
        "id": name,
        "name": NAMES[name],
        "grade": "ABCD"[number % 4],
        "channel": "grocery" if number % 2 else "convenience",
        "address": f"人民路{number}号",
        "phone": f"1380000{number:04d}",
        "contact": "王[老板]",
        "rep": "R1" if number < 5 else "R2",
        "lat": 30 + KILOMETRE * (number % 5 - 2) * 0.8,
        "lon": 120 + KILOMETRE * (number // 3 - 2) * 1.1,
    }
    return document | fields


def stocked(folder: Path) -> Books:
    """A data folder with the town in it; no plan, one past call at C01 with an agreed action."""
    books = Books(folder)
    with books.transaction():
        books.save_settings(books.settings.model_copy(update={"name": "[b]商贸", "timezone": "Asia/Shanghai"}))
        books.depots.put([{"id": "D1", "name": "仓库", "lat": 30.0, "lon": 120.0}])
        books.reps.put([{"id": rep, "name": name, "role": "both"} for rep, name in REPS.items()])
        books.products.put(
            [
                {"id": "P1", "name": "凉茶 310ml", "own": True},
                {"id": "P2", "name": "[/b] Cola", "own": True},
                {"id": "P3", "name": "矿泉水", "own": True},
            ]
        )
        books.standards.put(
            [
                {
                    "id": "S1",
                    "kind": "procedure",
                    "name": "标准拜访",
                    "steps": [
                        {"id": "greet", "name": "问候", "required": True},
                        {"id": "shelf", "name": "检查陈列", "kind": "display", "required": True},
                        {"id": "count", "name": "盘点", "kind": "stock"},
                        {"id": "order", "name": "建议订单", "kind": "order"},
                        {"id": "coach", "name": "销售辅导", "kind": "coach"},
                        {"id": "thank", "name": "致谢[/b]"},
                    ],
                },
                {
                    "id": "S2",
                    "kind": "display",
                    "name": "陈列标准",
                    "points": [
                        {"id": "p1", "name": "黄金位置", "weight": 2},
                        {"id": "p2", "name": "价签[0]", "weight": 1},
                        {"id": "p3", "name": "先进先出", "weight": 1},
                    ],
                    "must_stock": ["P1", "P2"],
                },
                {"id": "T1", "kind": "topic", "name": "推荐新品", "script": "先问销量,再讲[毛利]。"},
                {"id": "T2", "kind": "topic", "name": "大单技巧", "script": "一次多进一箱。"},
            ]
        )
        books.outlets.put(
            [
                outlet(1, notes="后门卸货"),
                outlet(2, windows=[{"open": "08:00", "close": "08:50"}]),
                outlet(3, windows=[{"open": "09:00", "close": "17:00"}]),
                outlet(4),
                outlet(5, channel="restaurant"),
                outlet(6, approximate=True),
                outlet(7, channel="restaurant"),
                outlet(8),
                outlet(9),
                outlet(10, lat=None, lon=None),
                outlet(11, status="dormant"),
                outlet(12, tier="wholesaler", key_account=True, call_minutes=30),
            ]
        )
        books.days.calls(dt.date(2026, 11, 10), "R1").put([past_call()])
        books.sales.put([Sale(id="S-1", outlet="C01", date=dt.date(2026, 11, 10), value=8650)])
    return books


def past_call() -> Call:
    """What was found at C01 two weeks ago."""
    day = dt.date(2026, 11, 10)
    return Call(
        id="past",
        date=day,
        rep="R1",
        outlet="C01",
        check_in=dt.datetime.combine(day, dt.time(9, 0), ZONE),
        check_out=dt.datetime.combine(day, dt.time(9, 20), ZONE),
        procedure="S1",
        steps=[StepDone(step="greet", done=True), StepDone(step="shelf", done=True)],
        display=DisplayCheck(standard="S2", points={"p1": True, "p2": False}, score=2 / 3),
        coaching=Coaching(topic="T1", skill=2, action="多进[两]箱", action_due=TODAY),
        stock=[StockLine(product="P1", quantity=7)],
        order_value=8650,
        note="老板娘管钱",
    )


def office(books: Books, clock: Clock | None = None, language: str = "en") -> Office:
    return Office(books, language, user="tester", clock=clock or Clock())


def brief_searches(iterations: int) -> None:
    """In this process searches end after so many iterations, the same on every machine; 0 leaves them as they are."""

    def brief(search: Any) -> Any:
        return lambda desk, *given, **options: search(
            desk, *given, **options | {"seconds": None, "iterations": iterations, "workers": 1}
        )

    for name in ("plan", "tried", "freeing", "replan") if iterations else ():
        setattr(Desk, name, brief(getattr(Desk, name)))


def hand_plan(
    at: Office, date: dt.date = TODAY, routes: Mapping[str, Sequence[str]] | None = None, *, publish: bool = False
) -> Desk:
    """A plan without a search: these outlets in this order, everything else that is due left out."""
    desk = Desk.open(at, date)
    day = Day(
        date=date,
        routes=[
            Route(rep=rep, stops=[Stop(outlet=name) for name in stops]) for rep, stops in (routes or ROUTES).items()
        ],
    )
    desk._save(day, Message(code="planned"))
    if publish:
        desk.publish()
    return desk


def sheet(at: Office, outlet_id: str = "C01", date: dt.date = TODAY, rep: str = "R1") -> CallSheet:
    return open_call(at, date, rep, outlet_id)


def session(at: Office, outlet_id: str = "C01", date: dt.date = TODAY, rep: str = "R1") -> CallSession:
    return CallSession(at, sheet(at, outlet_id, date, rep))


def serviced(at: Office) -> Office:
    """The town with something on the service desk's lists."""
    from store.records import Department, IssueKind
    from tui.jobs import service

    books = at.books
    books.outlets.put(
        [
            {**books.outlets.get("C02").to_json(), "rev": 0, "supplier": "C12"},
            {**books.outlets.get("C03").to_json(), "rev": 0, "supplier": "C12"},
        ]
    )
    service.open_issue(at, "C02", IssueKind.DELIVERY, "two cases [/b] short", owner="R1")
    service.put_new(at, "deals", {"outlet": "C12", "customer": "[0] hotel", "owner": "R1"})
    service.write_note(at, Department.SALES, Department.OFFICE, "book [/b] it", owner="Office")
    service.put_new(at, "signals", {"outlet": "C12", "kind": "defection", "text": "rival's van [x]"})
    fee = {"id": "F1", "text": "x", "first": str(TODAY), "last": str(TODAY), "amount": "300"}
    document = {"outlet": "C01", "title": "[/b] display", "valid_from": "2026-01-01", "display_fees": [fee]}
    service.put_new(at, "agreements", document)
    books.sales.put([Sale(id="S-2", outlet="C03", date=TODAY - dt.timedelta(7), value=12345)])
    return at
