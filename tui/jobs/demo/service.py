"""The sample's service desk: issues, deals, bulletins, agreements, exceptions, signals, standing, hand-over notes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from store.records import (
    Agreement,
    Bulletin,
    CreditTerms,
    Deal,
    ExceptionGrant,
    HandOver,
    Issue,
    Outlet,
    Product,
    Rep,
    Role,
    ServiceLevel,
    Signal,
    StandingStep,
    Status,
    Tier,
)
from tui.jobs.demo.scene import Scene
from tui.jobs.demo.trade import lot_of

if TYPE_CHECKING:
    from store.books import Books

_DAY = dt.timedelta(days=1)


def level(scene: Scene) -> ServiceLevel:
    return ServiceLevel(id="SL-ALL", name=scene.service_words["level"])


def with_terms(scene: Scene, outlets: list[Outlet]) -> list[Outlet]:
    """The outlets with credit terms where they buy on credit, and second suppliers where shops have them."""
    luck = scene.luck("terms")
    wholesalers = [outlet.id for outlet in outlets if outlet.tier is Tier.WHOLESALER]
    made = []
    for number, outlet in enumerate(outlets):
        changes: dict[str, Any] = {}
        if outlet.tier is not Tier.RETAILER or (outlet.key_account and luck.random() < 0.6):
            changes["credit"] = _credit(scene, luck.uniform(0.1, 0.9), number, outlet)
        if outlet.tier is Tier.RETAILER and outlet.supplier and luck.random() < 0.2:
            other = luck.choice(wholesalers)
            if other != outlet.supplier:
                changes["other_suppliers"] = [other]
        made.append(outlet.model_copy(update=changes) if changes else outlet)
    return made


def _credit(scene: Scene, used: float, number: int, outlet: Outlet) -> CreditTerms:
    limit = 3_000_000 if outlet.tier is Tier.WHOLESALER else 800_000
    late, over = number % 7 == 1, number % 11 == 3
    return CreditTerms(
        limit=limit,
        days=30 if outlet.tier is Tier.WHOLESALER else 15,
        balance=round(limit * (1.1 if over else used)),
        oldest_overdue=scene.today - 12 * _DAY if late else None,
        as_of=scene.today - _DAY,
        hold=number % 2 == 1,
    )


def fill(scene: Scene, books: Books) -> None:
    """Puts the service desk's documents in; with very few outlets, as many as they allow."""
    desk = _Desk(scene, books)
    books.exceptions.put(desk.exceptions())
    books.issues.put(desk.issues())
    books.deals.put(desk.deals())
    books.bulletins.put(desk.bulletins())
    books.agreements.put(desk.agreements())
    books.signals.put(desk.signals())
    books.standing.put(desk.standing())
    books.handovers.put(desk.handovers())


class _Desk:
    def __init__(self, scene: Scene, books: Books) -> None:
        self.scene, self.words, self.today = scene, scene.service_words, scene.today
        active = [outlet for outlet in books.outlets.all().values() if outlet.status is Status.ACTIVE]
        self.sellers = [each for each in active if each.tier is not Tier.RETAILER]
        self.shops = [each for each in active if each.tier is Tier.RETAILER] or self.sellers
        self.big = [each for each in self.shops if each.channel == "supermarket"] or self.shops
        self.products: list[Product] = list(books.products.all().values())
        self.reps: list[Rep] = [rep for rep in books.reps.all().values() if rep.role in (Role.PRESALES, Role.BOTH)]
        self.lead = next((rep for rep in books.reps.all().values() if rep.role is Role.SUPERVISOR), self.reps[0])

    def moment(self, days: int, hour: int = 10) -> dt.datetime:
        return dt.datetime.combine(self.today - days * _DAY, dt.time(hour), self.scene.zone)

    def issues(self) -> list[Issue]:
        made = []
        standard = level(self.scene)
        for number, item in enumerate(self.words["issues"], 1):
            shop = self.shops[(7 * number) % len(self.shops)]
            opened = self.moment(item["days"], 8)
            owner = shop.rep if item["department"] == "sales" else self.words[item["department"]]
            history = [{"at": opened, "by": shop.rep, "act": "opened"}]
            document: dict[str, Any] = {
                "id": f"ISS-{number:04d}", "outlet": shop.id, "kind": item["kind"], "text": item["text"],
                "department": item["department"], "owner": owner, "opened": opened, "opened_by": shop.rep,
                "history": history,
                "due": opened + dt.timedelta(hours=standard.answer_hours[item["kind"]]),
                "resolve_by": opened + dt.timedelta(hours=standard.resolve_hours[item["kind"]]),
            }  # fmt: skip
            for hours, (name, act) in enumerate(
                (("handed", "handed_over"), ("answer", "answered"), ("resolved", "resolved"), ("checked", "checked"))
            ):
                if name not in item:
                    continue
                at = opened + dt.timedelta(hours=2 + 3 * hours)
                event: dict[str, Any] = {"at": at, "by": owner, "act": act, "text": item[name]}
                if name == "handed":
                    event |= {"from_department": "sales", "to_department": item["department"]}
                    event |= {"from_owner": shop.rep, "to_owner": owner}
                elif name == "checked":
                    document["check"] = {
                        "at": at, "by": shop.rep, "asked": shop.contact, "satisfied": True,
                        "rating": item["rating"], "text": item[name],
                    }  # fmt: skip
                else:
                    document["answer" if name == "answer" else "resolution"] = {
                        "at": at, "by": owner, "text": item[name],
                    }  # fmt: skip
                history.append(event)
            made.append(Issue.model_validate(document))
        return made

    def deals(self) -> list[Deal]:
        made = []
        sellers = self.sellers or self.shops
        for number, item in enumerate(self.words["deals"], 1):
            product = self.products[(number - 1) % len(self.products)]
            price = round(min(product.prices.values()) * item["cut"]) if item["cut"] else None
            opened = self.today - 6 * number * _DAY
            people = [self.reps[number % len(self.reps)].id]
            over = item["stage"] in ("won", "lost")
            talks = []
            if item["stage"] == "negotiation":
                talks = [{"date": _workday(self.today + _DAY), "people": [*people, self.lead.id]}]
            elif over:
                talks = [{"date": opened + 3 * _DAY, "people": people, "result": item["text"]}]
            made.append(
                Deal.model_validate(
                    {
                        "id": f"DEAL-{number:04d}", "outlet": sellers[number % len(sellers)].id,
                        "customer": item["customer"], "stage": item["stage"], "owner": self.lead.id,
                        "opened": opened, "expected": item["expected"], "close_by": self.today + 20 * _DAY,
                        "lines": [{"product": product.id, "quantity": 60, "price": price}], "negotiations": talks,
                        "closed": opened + 4 * _DAY if over else None, "reason": item["text"] if over else None,
                        "brought": item.get("brought"), "notes": item["text"],
                    }
                )
            )  # fmt: skip
        return made

    def bulletins(self) -> list[Bulletin]:
        made = []
        for number, item in enumerate(self.words["bulletins"], 1):
            shops = [
                shop for shop in (*self.sellers, *self.shops) if shop.key_account or not item.get("key_accounts")
            ]
            handed = [
                {"outlet": shop.id, "at": self.moment(2 + index % 7), "by": shop.rep, "to": shop.contact}
                for index, shop in enumerate(shops)
                if index % 3 == 0
            ]
            made.append(
                Bulletin.model_validate(
                    {
                        "id": f"BUL-{number:04d}", "title": item["title"], "text": item["text"],
                        "valid_from": self.today + item["from"] * _DAY,
                        "valid_until": self.today + item["until"] * _DAY,
                        "audience": {"key_accounts": item.get("key_accounts", False)}, "handed": handed,
                    }
                )
            )  # fmt: skip
        return made

    def agreements(self) -> list[Agreement]:
        made = []
        groups = [self.sellers or self.shops, self.big, self.shops]
        for number, (item, group) in enumerate(zip(self.words["agreements"], groups, strict=True), 1):
            shop, product = group[number % len(group)], self.products[number % len(self.products)]
            document: dict[str, Any] = {
                "id": f"AGR-{number:04d}", "outlet": shop.id, "title": item["title"], "form": item["form"],
                "agreed": self.today + item["from"] * _DAY, "valid_from": self.today + item["from"] * _DAY,
                "valid_until": self.today + item["until"] * _DAY, "review": self.today + item["review"] * _DAY,
                "ours": self.words["owner"], "theirs": shop.contact or "",
                **{name: item[name] for name in ("our_duties", "their_duties", "our_rights", "their_rights")},
                "benefits": item["benefits"],
            }  # fmt: skip
            if "cases" in item:
                document["volumes"] = [{"cases": item["cases"], "period": "month"}]
                resale = round(max(product.prices.values()) * item["resale"])
                document["price_rules"] = [{"product": product.id, "resale_floor": resale}]
            if "fee" in item:
                document["display_fees"] = self._fees(item["fee"], shop)
            made.append(Agreement.model_validate(document))
        return made

    def _fees(self, amount: int, shop: Outlet) -> list[dict[str, Any]]:
        """Three months of paid display: one paid, one claimed, one still to be checked."""
        fees = []
        for number, back in enumerate((80, 50, 20), 1):
            first = self.today - back * _DAY
            check = {"date": first + 9 * _DAY, "by": shop.rep, "met": True, "photo": f"photos/{shop.id}-{number}.jpg"}
            fee: dict[str, Any] = {
                "id": f"F{number}", "text": self.words["agreements"][1]["title"], "first": first,
                "last": first + 29 * _DAY, "amount": amount, "checks": [check] if number < 3 else [],
            }  # fmt: skip
            if number < 3:
                fee["claimed"] = {"date": first + 12 * _DAY, "by": self.words["office"], "reference": f"CL-{number}"}
            if number == 1:
                fee["approved"] = {"date": first + 20 * _DAY, "by": self.words["owner"]}
                fee["paid"] = {"date": first + 28 * _DAY, "by": self.words["office"]}
            fees.append(fee)
        return fees

    def exceptions(self) -> list[ExceptionGrant]:
        made = []
        sellers = self.sellers or self.shops
        for number, item in enumerate(self.words["exceptions"], 1):
            product = self.products[number % len(self.products)]
            document: dict[str, Any] = {
                "id": f"EXC-{number:04d}", "outlet": sellers[number % len(sellers)].id,
                "approver": self.words["owner"], "reason": item["reason"],
                "asked_by": self.lead.id, "start": self.today - 2 * _DAY,
                "end": self.today + item["days"] * _DAY,
            }  # fmt: skip
            if "policy" in item:
                document |= {"kind": "policy", "policy": item["policy"]}
            else:
                document |= {"product": product.id, "price": round(min(product.prices.values()) * item["cut"])}
                document["floor"] = product.floor_price
            made.append(ExceptionGrant.model_validate(document))
        return made

    def signals(self) -> list[Signal]:
        made = []
        sellers = self.sellers or self.shops
        for number, item in enumerate(self.words["signals"], 1):
            document: dict[str, Any] = {
                "id": f"SIG-{number:04d}", "outlet": sellers[number % len(sellers)].id, "kind": item["kind"],
                "date": self.today - item["days"] * _DAY, "by": self.lead.id, "text": item["text"],
            }  # fmt: skip
            if item["kind"] == "diversion":
                shop = self.shops[-1]
                fed = {shop.supplier, *shop.other_suppliers}
                other = next((each for each in sellers[1:] if each.id not in fed and each.id != shop.id), None)
                document |= {"outlet": shop.id, "found_at": shop.id}
                document["lot"] = lot_of(self.scene, other, 2) if other else None
            if item["kind"] == "price_cutting":
                product = self.products[1 % len(self.products)]
                document |= {"product": product.id, "price": min(product.prices.values())}
            made.append(Signal.model_validate(document))
        return made

    def standing(self) -> list[StandingStep]:
        """One on its way up the ladder, one recovered, one stopped on the owner's fast path."""
        words = self.words["ladder"]
        made: list[StandingStep] = []
        ladders = (
            (("guide", 40), ("talk", 25), ("warn", 6)),
            (("guide", 70), ("talk", 55), ("guide", 12)),
            (("control", 3),),
        )
        for number, (steps, shop) in enumerate(zip(ladders, self.sellers[1:], strict=False)):
            for back, (rung, days) in enumerate(steps):
                day = self.today - days * _DAY
                recovered = rung == "guide" and back > 0
                text = words["recovered" if recovered else rung]
                made.append(
                    StandingStep.model_validate(
                        {
                            "id": f"STD-{len(made) + 1:04d}", "outlet": shop.id, "rung": rung, "date": day,
                            "owner": self.lead.id, "reason": text if recovered else words["cause"],
                            "review": self.today + (number + 2) * _DAY, "at": self.moment(days),
                            "evidence": []
                            if rung == "guide"
                            else [{"kind": "signals", "id": f"SIG-{number + 1:04d}", "hard": rung == "control"}],
                            "conversation": {
                                "date": day, "by": self.lead.id, "with": shop.contact or "", "text": text,
                                "agreed": words.get(f"{rung}_agreed"),
                            },
                            "measures": [{"kind": "supply_stopped"}, {"kind": "rebate_held"}]
                            if rung == "control"
                            else [],
                            "approval": {"by": self.words["owner"], "on": day, "reason": words["approval"]}
                            if rung == "control"
                            else None,
                        }
                    )
                )  # fmt: skip
        return made

    def handovers(self) -> list[HandOver]:
        made = []
        for number, item in enumerate(self.words["notes"], 1):
            written = self.moment(0, 7)
            rep, shop = self.reps[number % len(self.reps)], self.shops[(7 * number) % len(self.shops)]
            made.append(
                HandOver.model_validate(
                    {
                        "id": f"HND-{number:04d}", "from_department": item["from"], "to_department": item["to"],
                        "text": item["text"], "written": written, "by": self.lead.id,
                        "owner": rep.id if item["to"] == "sales" else self.words[item["to"]],
                        "due": written + dt.timedelta(hours=item["due"]),
                        "acknowledged": written + dt.timedelta(minutes=20) if item.get("acknowledged") else None,
                        "date": _workday(self.today), "rep": rep.id, "outlet": shop.id if number == 1 else None,
                    }
                )
            )  # fmt: skip
        return made


def _workday(day: dt.date) -> dt.date:
    return day + _DAY if day.weekday() == 6 else day
