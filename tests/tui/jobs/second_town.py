"""The small day of the second model of replies as books, and what stands on file of it in the model's words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from store.books import Books
from store.records import Call, Day, Order, OrderLine, Outlet, Product, Rep, Revision, Route, Stop
from store.records.day import Message
from tests.models.replies.plan import Facts, Plan
from tests.tui.town import ZONE, Clock
from tui.jobs.office import Office

REPS = {"R01": "王磊", "R02": "蒋静"}


def planned(folder: Path, plan: Plan) -> None:
    """The books of the day, before anything came back."""
    books = Books(folder)
    date = dt.date.fromisoformat(plan.date)
    with books.transaction():
        names = {stop.outlet: stop.name for stop in plan.stops} | plan.elsewhere
        books.outlets.put([Outlet(id=each, name=name, lat=29.1, lon=119.4) for each, name in names.items()])
        books.products.put(
            [
                Product.model_validate(
                    {
                        "id": product,
                        "name": name,
                        "units": [{"name": unit, "factor": factor} for unit, factor in reversed(units)],
                        "prices": {"retailer": "25.00"},
                    }
                )
                for product, (name, units) in plan.products.items()
            ]
        )
        start, end = (f"{moment // 3600:02}:{moment % 3600 // 60:02}" for moment in plan.shift)
        books.reps.put([Rep.model_validate({"id": "R01", "name": "王磊", "shifts": [{"start": start, "end": end}]})])
        books.standards.put(
            [
                {
                    "id": "S1",
                    "kind": "procedure",
                    "name": "标准拜访",
                    "steps": [
                        {"id": f"step{at}", "name": f"第{at}步", "kind": kind}
                        for at, kind in enumerate(plan.steps, 1)
                    ],
                },
                {
                    "id": "S2",
                    "kind": "display",
                    "name": "陈列标准",
                    "points": [{"id": f"point{at}", "name": f"第{at}点"} for at in range(1, plan.points + 1)],
                    "must_stock": list(plan.must),
                },
                *({"id": f"T{at}", "kind": "topic", "name": name} for at, name in enumerate(plan.topics, 1)),
            ]
        )
        for stop in plan.stops:
            if stop.ordered:
                lines = [
                    OrderLine(
                        product=product,
                        quantity=pieces / dict(plan.products[product][1])[unit],
                        unit=unit,
                        price=2500,
                    )
                    for product, pieces, unit in stop.ordered
                ]
                books.orders.put([Order(id="SO-1", outlet=stop.outlet, promised=date, lines=lines)])
        stops = [
            Stop(
                outlet=each.outlet,
                kind=each.kind,
                name=each.name,
                lat=29.1,
                lon=119.4,
                begin=each.planned,
                leave=each.planned + 900,
            )
            for each in plan.stops
        ]
        day = Day(date=date, revision=1, routes=[Route(rep="R01", name="王磊", depart=8 * 3600, stops=stops)])
        at = dt.datetime.combine(date, dt.time(7), ZONE)
        books.days.save_plan(day, Revision(revision=1, at=at, action=Message(code="planned")), expected=None)


def office_of(folder: Path, plan: Plan) -> Office:
    return Office(Books(folder), "zh", user="tester", clock=Clock(20, 0, dt.date.fromisoformat(plan.date)))


def on_file(office: Office, plan: Plan) -> dict[tuple[str, str], Facts]:
    date = dt.date.fromisoformat(plan.date)
    calls = office.books.days.calls(date, plan.rep).all().values()
    return {(call.outlet, call.stop_kind): in_short(call, plan) for call in calls}


def in_short(call: Call, plan: Plan) -> Facts:
    facts: dict[str, Any] = {}
    for name, moment in (("in", call.check_in), ("out", call.check_out)):
        if moment is not None:
            facts[name] = moment.hour * 3600 + moment.minute * 60
    facts["done"] = (
        {}
        if call.stop_kind == "delivery"
        else {
            int(each.step.removeprefix("step")) for each in call.steps if each.done and each.step.startswith("step")
        }
    )
    facts["skipped"] = {
        int(each.step.removeprefix("step")): each.reason
        for each in call.steps
        if each.reason and each.step.startswith("step")
    }
    if display := call.display:
        facts["points"] = {int(point.removeprefix("point")): met for point, met in display.points.items()}
        facts["missing"] = {product: not there for product, there in display.found.items()}
        if display.own_facings is not None:
            facts["facings"] = (display.own_facings, display.all_facings)
        facts["advice"] = display.advice
    facts["stock"] = {line.product: line.quantity for line in call.stock}
    order: dict[str, tuple[int, int]] = {}
    for line in call.order:
        sold, free = order.get(line.product, (0, 0))
        pieces = round(line.quantity * dict(plan.products[line.product][1])[line.unit])
        order[line.product] = (sold, free + pieces) if line.price == 0 else (sold + pieces, free)
    facts["order"] = order
    facts["value"] = None if order else call.order_value
    facts["delivery"] = {
        line.product: {"delivered": line.delivered}
        | {
            fate: pieces
            for fate in ("refused", "damaged", "exchanged", "returned")
            if (pieces := getattr(line, fate))
        }
        for line in call.delivery
        if line.delivered or line.refused or line.damaged or line.exchanged or line.returned
    }
    facts["paid"] = {each.method.value: each.amount for each in call.payments}
    if call.coaching and call.coaching.skill:
        facts["coached"] = (plan.topics[int(call.coaching.topic.removeprefix("T")) - 1], call.coaching.skill)
    facts |= {"rating": call.rating, "note": call.note, "left": call.left_reason if call.left else None}
    return {name: value for name, value in facts.items() if value not in (None, {}, set(), "")}
