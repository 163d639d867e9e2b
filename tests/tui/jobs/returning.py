"""A rep's day of 25 stops with something of everything, and what he did at each as results in the short form."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from store.books import Books
from store.records import Bulletin, Day, Order, OrderLine, Revision, Route, Stop
from store.records.day import Message
from tests.tui.town import ZONE, Clock
from tui.jobs.demo import fill
from tui.jobs.forms import forms_of
from tui.jobs.office import Office

TODAY = dt.date(2026, 11, 23)
REP = "R01"
_OWN_TIMES = ("backfilled", "rev", "keyed_from", "keyed_until")


def worked_day(folder: Path, stops: int = 25, language: str = "zh") -> Office:
    """A sample distributor with a published route of so many stops, goods to be brought to every fourth."""
    books = Books(folder)
    fill(books, language=language, today=TODAY, outlets=max(40, stops + 10), reps=2, seed=3)
    office = Office(books, language, user="tester", clock=Clock(20, 0, TODAY))
    shops = [
        shop for shop in books.outlets.all().values() if shop.status == "active" and shop.located and not shop.credit
    ][:stops]
    for number, shop in enumerate(shops):
        if number % 4 == 0:
            lines = [OrderLine(product="P01", quantity=10, unit=books.products.get("P01").case.name, price=2500)]  # type: ignore[union-attr]
            lines.append(OrderLine(product="P02", quantity=3, unit=books.products.get("P02").case.name, price=4000))  # type: ignore[union-attr]
            books.orders.put([Order(id=f"SO-9{number:02d}", outlet=shop.id, promised=TODAY, lines=lines)])
    month = {"valid_from": TODAY.replace(day=1), "valid_until": TODAY.replace(day=30)}
    books.bulletins.put([Bulletin(id="BU-90", title="秋季[促销]", text="买十送一", **month)])
    day = Day(
        date=TODAY,
        revision=1,
        routes=[
            Route(
                rep=REP,
                name="张[0]",
                start=(29.1, 119.4),
                end=(29.1, 119.4),
                depart=8 * 3600,
                stops=[
                    Stop(
                        outlet=shop.id, name=shop.name, lat=shop.lat, lon=shop.lon, begin=8 * 3600 + 1200 * place,
                        leave=8 * 3600 + 1200 * place + 900, reasons=[Message(code="never_visited")],
                    )
                    for place, shop in enumerate(shops)
                ],
            )
        ],
    )  # fmt: skip
    revision = Revision(revision=1, at=dt.datetime.combine(TODAY, dt.time(7), ZONE), action=Message(code="planned"))
    books.days.save_plan(day, revision, expected=None)
    return office


def what_was_done(office: Office) -> list[dict[str, Any]]:
    """Results of all stops, in the short form."""
    found = []
    for form in forms_of(office, TODAY, REP).stops:
        n = form.seq
        result: dict[str, Any] = {"outlet": form.outlet, "stop_kind": form.kind}
        if n % 8 == 0:
            found.append({**result, "left_reason": office.t("call.reason.closed")})
            continue
        minutes = 8 * 60 + 20 * n
        result |= {
            "check_in": f"{minutes // 60:02d}:{minutes % 60:02d}",
            "check_out": f"{(minutes + 15) // 60:02d}:{(minutes + 15) % 60:02d}",
        }
        notes = [step.id for place, step in enumerate(form.steps) if step.kind == "note" and place != n % 5]
        if n % 5 == 1:
            words = "老板忙；没空" if n == 1 else office.t("call.reason.no_time")
            result["skipped"] = {form.steps[1].id: words}
        if form.points and n % 4 != 2:
            result["points"] = {point.id: (n + place) % 3 > 0 for place, point in enumerate(form.points)}
            result["facings"] = [n % 7 + 1, n % 7 + 9]
            if n % 6 == 1:
                result["advice"] = f"把主推品往上挪 {n} 层"
        if form.must_stock:
            result["found"] = {product: (n + place) % 4 > 0 for place, product in enumerate(form.must_stock)}
        if n % 2:
            result["stock"] = [{"product": "P01", "quantity": 24 * n + 5}, {"product": "P02", "quantity": n}]
        if n % 6 == 1:
            result["stock"][1:] = [
                {"product": "P02", "quantity": n, "produced": "2026-03-01"},
                {"product": "P02", "quantity": 2 * n, "produced": "2026-09-15"},
            ]
        if n % 3:
            case = form.product("P02").case[0]
            result["order"] = [{"product": "P02", "quantity": float(n), "unit": case}]
        if form.topics and n % 6 == 1:
            result["coaching"] = {"topic": form.topics[n % len(form.topics)].id, "skill": n % 5 + 1}
            result["action"] = "多进两箱，放在门口"
        if form.deliveries:
            first, second = form.deliveries
            factor = form.product(second.product).factor(second.unit)
            result["delivery"] = [
                {"product": first.product, "order": first.order, "delivered": first.ordered},
                {"product": second.product, "order": second.order, "delivered": 2 * factor, "refused": factor},
            ]
            result["payments"] = [{"method": "cash", "amount": f"{200 + n}.50"}]
            if n % 16 == 1:
                result["delivery"][1] |= {"refused": factor - 1, "damaged": 1, "exchanged": 2, "returned": 3}
                result["payments"] += [
                    {"method": "transfer", "amount": "30.00", "reference": "尾号8821"},
                    {"method": "credit", "amount": "5.00"},
                    {"method": "discount", "amount": "10.00", "approved_by": "王总"},
                ]
            result["empties"] = [{"item": "空箱", "quantity": n}]
        elif n % 8 == 3:  # nothing was to be brought, but something came back and an old debt was paid
            result["delivery"] = [{"product": "P03", "delivered": 0, "returned": n}]
            result["payments"] = [{"method": "cash", "amount": "50.00"}]
        if form.bulletins and n % 3 == 1:
            result["bulletins"] = [form.bulletins[0].id]
        if form.rating and n % 4 == 3:
            result["rating"] = n % 5 + 1
        if n % 8 == 5:
            result["photos"] = [
                {"path": f"IMG_{n}0.jpg", "moment": "before"},
                {"path": f"IMG_{n}1.jpg", "moment": "after"},
            ]
        if form.action:
            result["followed_up"] = n % 2 == 0
        told = {"display": "points", "order": "order", "rating": "rating", "delivery": "delivery"}
        silent = [step.id for step in form.steps if step.required and told.get(step.kind, "") not in result]
        result["steps"] = [
            step.id
            for step in form.steps
            if step.id in (*notes, *silent) and step.id not in result.get("skipped", {})
        ]
        if n % 4 == 1:
            result["note"] = "竞品在做买十送一 </script> [/b]"
        found.append(result)
    return found


def calls_in(office: Office) -> dict[str, dict[str, Any]]:
    """What stands in the books of that day, but for how and when it was entered."""
    found = {}
    for call in office.books.days.calls(TODAY, REP).all().values():
        document = {name: value for name, value in call.to_json().items() if name not in _OWN_TIMES}
        for name, key in (
            ("stock", "product"),
            ("order", "product"),
            ("delivery", "product"),
            ("payments", "method"),
        ):
            if name in document:
                document[name] = sorted(document[name], key=lambda line: (line[key], line.get("produced", "")))
        found[call.outlet] = document
    return found
