"""Signals found in the records by rules with stated thresholds, each with the evidence it rests on.

The thresholds are data (`Thresholds` of the service level that covers the outlet). A signal found keeps the
same id from day to day as long as it means the same, so that filing it twice changes nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from store.records import Evidence, OrderStatus, Outlet, Signal, SignalKind, SignalSource, Status, money_text
from store.service.channel import upstream
from store.service.ledger import Ledger, Trade, worth_of
from store.service.ordering import value_of

_MOST_EVIDENCE = 6
LOOK_BACK = 26
"""Weeks of calls and sales that the rules look at."""


@dataclass(frozen=True, slots=True)
class Found:
    """A signal that the records give. `params` fill the sentence of `signal.rule`."""

    signal: Signal
    params: dict[str, Any]


def found_signals(ledger: Ledger, day: dt.date, only: str | None = None) -> list[Found]:
    """Every signal of the records on a date, those not on file already; with `only`, of one outlet."""
    filed = ledger.books.signals.all()
    found: list[Found] = []
    looked_at = ledger.outlets.values() if only is None else filter(None, [ledger.outlets.get(only)])
    for outlet in looked_at:
        if outlet.status is Status.ACTIVE:
            for rule in (_falling, _silent, _late):
                found += rule(ledger, outlet, day)
    found += _diverted(ledger, day)
    found += _cut(ledger, day)
    return [each for each in found if each.signal.id not in filed and only in (None, each.signal.outlet)]


def _falling(ledger: Ledger, outlet: Outlet, day: dt.date) -> Iterator[Found]:
    """The value of the last weeks against the mean of the weeks before."""
    limits = ledger.level(outlet).thresholds
    late = day - dt.timedelta(weeks=limits.falling_weeks)
    early = late - dt.timedelta(weeks=limits.falling_against)
    trades = [each for each in ledger.trade.get(outlet.id, ()) if early < each.date <= day]
    before = [each for each in trades if each.date <= late]
    after = [each for each in trades if each.date > late]
    if len(before) < limits.falling_orders or ledger.first > early + dt.timedelta(days=1):
        return
    usual = sum(each.value for each in before) / limits.falling_against
    now = sum(each.value for each in after) / limits.falling_weeks
    if usual <= 0 or now > (1 - limits.falling_share) * usual:
        return
    params = {
        "weeks": limits.falling_weeks, "against": limits.falling_against, "share": round(100 * (1 - now / usual)),
        "limit": round(100 * limits.falling_share), "now": money_text(round(now)), "usual": money_text(round(usual)),
    }  # fmt: skip
    yield _found(outlet, SignalKind.FALLING_ORDERS, day, params, [_of(each) for each in trades[-6:]])


def _silent(ledger: Ledger, outlet: Outlet, day: dt.date) -> Iterator[Found]:
    """Neither order nor call for a multiple of its rhythm."""
    limits = ledger.level(outlet).thresholds
    last = max(filter(None, (ledger.last_trade(outlet.id), ledger.last_call(outlet.id))), default=None)
    if last is None:
        return
    rhythm = outlet.rhythm or ledger.books.settings.rhythms.get(outlet.grade) if outlet.grade else outlet.rhythm
    wait = max(limits.silence_days, limits.silence_intervals * (rhythm.interval_days if rhythm else 28))
    days = (day - last).days
    if days >= wait:
        calls = ledger.books.history.calls_of(outlet.id, ledger.last, 1)
        evidence = [Evidence(kind="calls", id=call.id, text=call.date.isoformat()) for call in calls]
        evidence += [_of(each) for each in ledger.trade.get(outlet.id, [])[-1:]]
        yield _found(outlet, SignalKind.SILENCE, day, {"days": days, "limit": round(wait), "last": last}, evidence)


def _late(ledger: Ledger, outlet: Outlet, day: dt.date) -> Iterator[Found]:
    """Overdue for longer than allowed, or over its limit."""
    credit, account = outlet.credit, ledger.accounts.get(outlet.id)
    if account is None:
        return
    limits = ledger.level(outlet).thresholds
    since = account.overdue_since(day)
    days = (day - since).days if since else 0
    over = credit is not None and credit.limit is not None and account.owed > credit.limit
    if days < max(1, limits.late_days) and not over:
        return
    params = {
        "days": max(0, days), "limit": limits.late_days, "balance": money_text(account.owed),
        "allowed": money_text(credit.limit) if credit is not None and credit.limit is not None else "-",
    }  # fmt: skip
    evidence = [
        Evidence(kind="outlets" if each.kind == "balance" else each.kind, id=each.id or outlet.id, hard=True,
                 text=f"{each.date} {money_text(each.open)}")
        for each in account.documents
        if each.open > 0
    ][:_MOST_EVIDENCE]  # fmt: skip
    yield _found(outlet, SignalKind.LATE_PAYMENT, day, params, evidence, rule="over_limit" if over else None)


def buyers_of(ledger: Ledger, lot: str) -> list[Trade]:
    """Every sale and every delivered order that brought a lot or case code to an outlet, whatever its date.

    An order of which nothing was handed over yet is no source.
    """
    found = []
    with_lot = [
        order
        for orders in ledger.orders.values()
        for order in orders
        if lot.casefold() in {code.casefold() for line in order.lines for code in line.lots}
    ]
    handed: dict[str, dt.date] = {}
    for each in ledger.books.history.brought([order.id for order in with_lot]):
        if each.delivered and each.order is not None:
            handed.setdefault(each.order, each.date)
    for sale in ledger.books.sales.with_lot(lot):
        value = sale.value if sale.value is not None else sum(map(worth_of, sale.lines))
        found.append(Trade(sale.outlet, sale.date, value, "sales", sale.id))
    for order in with_lot:
        by_hand = order.promised or order.ordered if order.status is OrderStatus.DELIVERED else None
        when = handed.get(order.id, by_hand)
        if when is not None:
            found.append(Trade(order.outlet, when, value_of(order), "orders", order.id))
    return found


def sources_of(ledger: Ledger, lot: str, found_at: str) -> list[tuple[Trade, bool]]:
    """Who bought a lot, and whether goods may go from there to where it was found.

    Those from whom they may come first, then the latest. Where there are none of them it was diverted from one of the
    others.
    """
    allowed = upstream(ledger.outlets, found_at) | {found_at}
    made = [(trade, trade.outlet in allowed) for trade in buyers_of(ledger, lot)]
    return sorted(made, key=lambda each: (not each[1], -each[0].date.toordinal(), each[0].outlet))


def _diverted(ledger: Ledger, day: dt.date) -> Iterator[Found]:
    """A code seen at one outlet that was delivered to others of which none supplies it, nor to itself.

    Only one possible source is hard evidence; of several each is named, and goods that came later are none.
    """
    seen = [each for each in ledger.books.signals.all().values() if each.lot and each.rule is None]
    if not seen:
        return
    for sighting in seen:
        where = sighting.found_at or sighting.outlet
        made = [each for each in sources_of(ledger, str(sighting.lot), where) if each[0].date <= sighting.date]
        if any(allowed for _, allowed in made):
            continue
        several = len({trade.outlet for trade, _ in made}) > 1
        for trade, _ in made:
            outlet = ledger.outlets.get(trade.outlet)
            known = sighting.outlet == trade.outlet and sighting.kind is SignalKind.DIVERSION
            if outlet is None or known:
                continue
            place = ledger.outlets.get(where)
            params = {"lot": sighting.lot, "at": place.name if place else where, "date": trade.date, "id": trade.id}
            evidence = [Evidence(kind="signals", id=sighting.id, text=sighting.text), _of(trade, hard=not several)]
            told = _found(outlet, SignalKind.DIVERSION, day, params, evidence, mark=f"{sighting.lot}@{where}")
            told.signal.found_at, told.signal.lot = where, sighting.lot
            yield told


def _cut(ledger: Ledger, day: dt.date) -> Iterator[Found]:
    """A price seen that is below the list price of the outlet's own tier by as much as the threshold, or more."""
    products = ledger.books.products.all()
    for sighting in ledger.books.signals.all().values():
        outlet = ledger.outlets.get(sighting.outlet)
        product = products.get(sighting.product or "")
        if sighting.price is None or outlet is None or product is None or sighting.rule is not None:
            continue
        list_price = product.prices.get(outlet.tier)
        limits = ledger.level(outlet).thresholds
        known = sighting.kind is SignalKind.PRICE_CUTTING
        if known or list_price is None or sighting.price > _cut_at(list_price, limits.cutting_share):
            continue
        params = {
            "product": product.name, "price": money_text(sighting.price), "list": money_text(list_price),
            "limit": round(100 * limits.cutting_share),
        }  # fmt: skip
        evidence = [Evidence(kind="signals", id=sighting.id, text=sighting.text)]
        yield _found(outlet, SignalKind.PRICE_CUTTING, day, params, evidence, mark=sighting.id)


def _cut_at(list_price: int, share: float) -> Fraction:
    """The highest price that is below a list price by a share of it: exactly 5 % below is 5 % below."""
    return list_price * (1 - Fraction(str(share)))


def _of(trade: Trade, *, hard: bool = False) -> Evidence:
    return Evidence(kind=trade.kind, id=trade.id, text=f"{trade.date} {money_text(trade.value)}", hard=hard)


def _found(
    outlet: Outlet,
    kind: SignalKind,
    day: dt.date,
    params: dict[str, Any],
    evidence: list[Evidence],
    rule: str | None = None,
    mark: str = "",
) -> Found:
    month = mark or f"{day:%Y-%m}"
    digest = hashlib.sha256(f"{kind}|{outlet.id}|{month}".encode()).hexdigest()[:8].upper()
    signal = Signal(
        id=f"SIG-{digest}", outlet=outlet.id, kind=kind, date=day, source=SignalSource.RECORDS,
        rule=rule or kind.value, evidence=evidence,
    )  # fmt: skip
    return Found(signal, {name: str(value) for name, value in params.items()})
