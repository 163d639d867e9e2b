"""What no change to the books may do, whoever makes it: each book shows its changes to its guard first.

A guard raises `InvalidRecordError` with the field, a code and what fills its sentence; then nothing is written.
Only records that are new or have changed are judged: what stood before a rule stays readable.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from store.errors import InvalidRecordError
from store.records import (
    Agreement,
    Bulletin,
    Call,
    Deal,
    DeliveryLine,
    ExceptionGrant,
    HandOver,
    Issue,
    Order,
    Product,
    Record,
    Settings,
    Signal,
    StandingStep,
    Tier,
    money_text,
)
from store.service import timezones
from store.service.credit import amount_due, call_remark, credit_remark
from store.service.ladder import first_fault
from store.service.ordering import Verdict, order_verdict, price_verdict
from store.service.prices import Breach, case_factor, deal_breaches, discount_breach, handed_breaches

if TYPE_CHECKING:
    from store.books import Books

R = TypeVar("R", bound=Record)


class Guards:
    """The guards of one data folder; each is given the records of its book before and after a change."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self.today: Callable[[], dt.date] = lambda: dt.datetime.now().astimezone().date()
        """The present date; who opens the books with a clock of their own says so."""

    def orders(self, before: Mapping[str, Order], after: Mapping[str, Order]) -> None:
        """No order costs less than allowed, none is taken on credit from an outlet that is held."""
        fresh = list(changed(before, after))
        waits = {order.id for order in fresh}
        standing: dict[str, list[Order]] = {}
        for key, order in after.items():
            if key not in waits:
                standing.setdefault(order.outlet, []).append(order)
        for order in fresh:  # each is judged beside those that stand before it
            others = standing.setdefault(order.outlet, [])
            others.append(order)
            verdict = self.order_verdict(order, before.get(order.id), others)
            if verdict is not None and not verdict.warning:
                refuse("orders", order.id, verdict.field, verdict.code, **verdict.params)

    def order_verdict(
        self, order: Order, before: Order | None, others: Iterable[Order] | None = None
    ) -> Verdict | None:
        """What keeps an order from being taken beside `others` (None: all on file), or has to be said of it."""
        outlet = self._books.outlets.find(order.outlet)
        products, grants = self._books.products.all(), self._books.exceptions.all().values()
        credit = partial(credit_remark, self._books, orders=others)
        return order_verdict(order, before, outlet, products, grants, credit, self.today())

    def calls(self, before: Mapping[str, Call], after: Mapping[str, Call]) -> None:
        """Nothing is handed over for less than allowed, nor goes below its floor by a discount at the door.

        Goods of an order have the price that was judged when it was taken.
        """
        for call in changed(before, after):
            old = before.get(call.id)
            if old is not None and _handed(old) == _handed(call):
                continue
            orders, products = self._books.orders, self._books.products.all()
            grants = self._books.exceptions.all().values()
            for breach in handed_breaches(call, orders.find, products, grants):
                refuse_price("calls", call.id, breach, "delivery")
            self._doors(call, products)
            cut = discount_breach(call, products, amount_due(self._books, call))
            if cut is not None:
                allowed = money_text(max(0, cut.allowed))
                refuse(
                    "calls",
                    call.id,
                    "payments",
                    "discount_below_floor",
                    discount=money_text(cut.discount),
                    most=allowed,
                )
            self._unpaid(call)

    def _doors(self, call: Call, products: Mapping[str, Product]) -> None:
        """Nothing is handed over without a price there should be; no goods come back for more than they cost."""
        outlet = self._books.outlets.find(call.outlet)
        tier = outlet.tier if outlet is not None else None
        for line in call.delivery:
            product = products.get(line.product)
            if product is None:
                continue
            if line.delivered and line.price is None and product.prices and tier not in product.prices:
                refuse("calls", call.id, "delivery", "price_missing", product=product.name, tier=tier or "")
            if line.returned and line.price is not None and line.price > self._highest(call, line, product, tier):
                params = {"product": product.name, "price": money_text(line.price), "unit": line.unit or ""}
                refuse("calls", call.id, "delivery", "return_above_sale", **params)

    def _highest(self, call: Call, line: DeliveryLine, product: Product, tier: Tier | None) -> float:
        """What a unit of goods may be taken back for: its price in the order or here, else the list price."""
        order = self._books.orders.find(line.order)
        there = [each.unit_price for each in (order.lines if order else ()) if each.product == product.id]
        there += [each.price for each in call.delivery if each.product == product.id and each.delivered]
        listed = product.prices.get(tier) if tier is not None else None
        listed = listed if listed is not None else max(product.prices.values(), default=None)
        if listed is None:
            return float("inf")
        factor = product.factor(line.unit) if line.unit is not None else 1
        dearest = max((price for price in there if price is not None), default=0)
        return max(listed * factor / case_factor(product) + 1, float(dearest))

    def _unpaid(self, call: Call) -> None:
        """What a finished call leaves unpaid is on credit, and the outlet's terms have to bear it."""
        outlet = self._books.outlets.find(call.outlet)
        if call.check_out is None or call.left or outlet is None:
            return
        remark = call_remark(self._books, outlet, call)
        if remark is not None and remark.level == "breach":
            code = "credit_over_limit" if remark.code == "credit_held" else "overdue_unpaid"
            refuse("calls", call.id, "payments", code, **remark.params)

    def deals(self, before: Mapping[str, Deal], after: Mapping[str, Deal]) -> None:
        """As `orders`; a deal names an outlet, reps and an exception that are there."""
        products, grants = self._books.products.all(), self._books.exceptions.all()
        for deal in changed(before, after):
            self._outlet("deals", deal.id, deal.outlet)
            if deal.exception is not None and deal.exception not in grants:
                refuse("deals", deal.id, "exception", "unknown_exception", value=deal.exception)
            for line in deal.lines:
                self._product("deals", deal.id, line.product)
            for each in deal.negotiations:
                for rep in each.people:
                    if rep not in self._books.reps.all():
                        refuse("deals", deal.id, "negotiations", "unknown_rep", value=rep)
            old = before.get(deal.id)
            if old is None or _priced(old) != _priced(deal):
                day = deal.closed or deal.opened
                for breach in deal_breaches(deal.lines, products, deal.outlet, day, grants.values()):
                    refuse_price("deals", deal.id, breach)

    def exceptions(self, before: Mapping[str, ExceptionGrant], after: Mapping[str, ExceptionGrant]) -> None:
        """No exception grants less than a product's floor."""
        products = self._books.products.all()
        for grant in changed(before, after):
            if grant.outlet is not None:
                self._outlet("exceptions", grant.id, grant.outlet)
            if grant.product is not None:
                self._product("exceptions", grant.id, grant.product)
            named = [products[grant.product]] if grant.product else list(products.values())
            for product in named:
                floor = product.floor_price
                for field, amount in (("price", grant.price), ("floor", grant.floor)):
                    if grant.product and amount is not None and floor is not None and amount < floor:
                        refuse_price("exceptions", grant.id, Breach(product, amount, floor, absolute=True), field)

    def agreements(self, before: Mapping[str, Agreement], after: Mapping[str, Agreement]) -> None:
        """No agreement promises a price below the floor."""
        products = self._books.products.all()
        for agreement in changed(before, after):
            self._outlet("agreements", agreement.id, agreement.outlet)
            for rule in agreement.price_rules:
                self._product("agreements", agreement.id, rule.product)
                product = products[rule.product]
                floor = product.floor_price
                if rule.price is not None and floor is not None and rule.price < floor:
                    breach = Breach(product, rule.price, floor, absolute=True)
                    refuse_price("agreements", agreement.id, breach, "price_rules")
            for target in agreement.volumes:
                if target.product is not None:
                    self._product("agreements", agreement.id, target.product)

    def standing(self, before: Mapping[str, StandingStep], after: Mapping[str, StandingStep]) -> None:
        """No rung is skipped and none climbed without evidence and conversation, but by the owner's approval."""
        touched = {step.outlet for step in changed(before, after)}
        touched |= {step.outlet for key, step in before.items() if key not in after}
        touched |= {step.outlet for key, step in before.items() if after.get(key, step).outlet != step.outlet}
        ladders: defaultdict[str, list[StandingStep]] = defaultdict(list)
        for step in after.values():
            if step.outlet in touched:
                ladders[step.outlet].append(step)
        for outlet, steps in ladders.items():
            self._outlet("standing", steps[-1].id, outlet)
            known = [step.id for step in steps if before.get(step.id) is step]
            fault = first_fault(steps, self._books.settings.owner, known)
            if fault is not None:
                refuse("standing", fault.step.id, fault.field, fault.code, **fault.params)

    def settings(self, before: Mapping[str, Settings], after: Mapping[str, Settings]) -> None:
        """A time zone is one that this machine can reckon with."""
        for settings in changed(before, after):
            old, zone = before.get(settings.id), settings.timezone
            if zone and zone != (old and old.timezone) and not timezones.known(zone):
                meant = timezones.meant(zone)
                code = "timezone_unknown" if meant is None else "timezone_near"
                refuse("settings", settings.id, "timezone", code, value=zone, near=meant)

    def issues(self, before: Mapping[str, Issue], after: Mapping[str, Issue]) -> None:
        for issue in changed(before, after):
            self._outlet("issues", issue.id, issue.outlet)

    def signals(self, before: Mapping[str, Signal], after: Mapping[str, Signal]) -> None:
        for signal in changed(before, after):
            self._outlet("signals", signal.id, signal.outlet)
            if signal.found_at is not None:
                self._outlet("signals", signal.id, signal.found_at, "found_at")

    def handovers(self, before: Mapping[str, HandOver], after: Mapping[str, HandOver]) -> None:
        for note in changed(before, after):
            if note.outlet is not None:
                self._outlet("handovers", note.id, note.outlet)

    def bulletins(self, before: Mapping[str, Bulletin], after: Mapping[str, Bulletin]) -> None:
        """Every outlet it is for, or was handed over at, is there."""
        for bulletin in changed(before, after):
            for outlet in (*bulletin.audience.outlets, *(each.outlet for each in bulletin.handed)):
                self._outlet("bulletins", bulletin.id, outlet, "audience")

    def _outlet(self, kind: str, record: str, outlet: str, field: str = "outlet") -> None:
        if outlet not in self._books.outlets.all():
            refuse(kind, record, field, "unknown_outlet", value=outlet)

    def _product(self, kind: str, record: str, product: str) -> None:
        if product not in self._books.products.all():
            refuse(kind, record, "product", "unknown_product", value=product)


def _handed(call: Call) -> tuple[object, ...]:
    """What decides what a call leaves unpaid, and whether it is over."""
    return call.delivery, call.payments, call.empties, call.check_out is not None and not call.left


def _priced(deal: Deal) -> tuple[object, ...]:
    """What decides which prices a deal may have."""
    return deal.lines, deal.exception, deal.outlet, deal.opened


def changed(before: Mapping[str, R], after: Mapping[str, R]) -> Iterable[R]:
    """Records that are new or no longer what they were."""
    return [record for key, record in after.items() if before.get(key) is not record]


def refuse_price(kind: str, record: str, breach: Breach, field: str = "price") -> NoReturn:
    """Says that a price is below what is allowed."""
    verdict = price_verdict(breach, field)
    refuse(kind, record, field, verdict.code, **verdict.params)


def refuse(kind: str, record: str, field: str, code: str, **params: Any) -> NoReturn:
    """Raises for one field of one record."""
    problem = {"field": field, "code": code, "value": params.pop("value", None), "message": code, "params": params}
    raise InvalidRecordError("invalid_record", kind=kind, id=record, problems=[problem])
