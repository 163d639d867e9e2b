"""What was promised beside what happened: agreements, exceptions, display fees, credit terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from store.records import Agreement, Period, Product, VolumeTarget, money_text
from store.service.credit import credit_remark, exposures
from store.service.ledger import Ledger
from store.service.prices import cases_of
from store.service.remark import Remark

SOON = 14
"""Days ahead within which an end or a review is told."""


def period_of(target: VolumeTarget, agreement: Agreement, day: dt.date) -> tuple[dt.date, dt.date]:
    """The period of a volume that a date lies in, both ends included."""
    if target.period is Period.TERM:
        return agreement.valid_from, agreement.valid_until or day
    months = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}[target.period]
    first_month = (day.month - 1) // months * months + 1
    first = dt.date(day.year, first_month, 1)
    after = first_month + months
    following = dt.date(day.year + (after > 12), (after - 1) % 12 + 1, 1)
    return first, following - dt.timedelta(days=1)


def bought(ledger: Ledger, outlet: str, target: VolumeTarget, first: dt.date, last: dt.date) -> float:
    """Cases, or value in minor units, that an outlet bought in a period of what a volume counts."""
    products: dict[str, Product] = dict(ledger.books.products.all())
    total = 0.0
    for trade in ledger.trade.get(outlet, ()):
        if not first <= trade.date <= last:
            continue
        if target.value is not None and target.product is None:
            total += trade.value
            continue
        for line in trade.lines:
            if target.product in (None, line.product) and line.product in products:
                cases = cases_of(products[line.product], line.quantity, line.unit)
                total += line.worth or 0 if target.value is not None else cases
    return total


def remarks(ledger: Ledger, day: dt.date) -> list[Remark]:
    """Everything about agreements, exceptions, fees and credit that somebody should see to on a date."""
    found: list[Remark] = []
    for agreement in ledger.books.agreements.all().values():
        found += agreement_remarks(ledger, agreement, day)
    for grant in ledger.books.exceptions.all().values():
        left = (grant.end - day).days
        if grant.withdrawn is None and 0 <= left <= 3:
            found.append(Remark("exception_ends", "note", "exceptions", grant.id, grant.outlet, {"end": grant.end}))
    open_with = exposures(ledger.books)
    for key, exposure in open_with.items():
        if (remark := credit_remark(ledger.books, ledger.outlets[key], day, exposure=exposure)) is not None:
            found.append(remark)
    order = ("breach", "warning", "note")
    return sorted(found, key=lambda each: (order.index(each.level), each.kind, each.id))


def agreement_remarks(ledger: Ledger, agreement: Agreement, day: dt.date) -> Iterator[Remark]:
    """What one agreement promises beside what happened, its end and its review."""

    def remark(code: str, level: str, **params: Any) -> Remark:
        return Remark(code, level, "agreements", agreement.id, agreement.outlet, {"title": agreement.title, **params})

    if agreement.valid_until is not None:
        days = (agreement.valid_until - day).days
        if -60 <= days < 0:
            yield remark("agreement_ended", "warning", end=agreement.valid_until, days=-days)
            return
        if 0 <= days <= SOON:
            yield remark("agreement_ends", "note", end=agreement.valid_until, days=days)
    if not agreement.valid_on(day):
        return
    if agreement.review is not None and agreement.review <= day + dt.timedelta(days=SOON):
        level = "warning" if agreement.review < day else "note"
        yield remark("agreement_review", level, review=agreement.review)
    for target in agreement.volumes:
        yield from _volume(ledger, agreement, target, day, remark)
    for rule in agreement.price_rules:
        yield from _prices(ledger, agreement, rule.product, rule.price, rule.resale_floor, remark)
    for fee in agreement.display_fees:
        ahead = (fee.last - day).days
        if fee.stage == "due" and day >= fee.first:
            level = "breach" if ahead < 0 else "warning" if ahead <= 7 else "note"
            yield remark("fee_check_due", level, fee=fee.id, last=fee.last)
        elif fee.stage == "checked" and ahead < 0:
            yield remark("fee_to_claim", "warning", fee=fee.id, last=fee.last, amount=money_text(fee.amount))
        elif fee.stage in ("claimed", "approved"):
            step = fee.claimed if fee.stage == "claimed" else fee.approved
            waited = (day - step.date).days if step else 0
            if waited > 30:
                yield remark("fee_waits", "warning", fee=fee.id, days=waited, stage=fee.stage)


def _volume(
    ledger: Ledger, agreement: Agreement, target: VolumeTarget, day: dt.date, remark: Any
) -> Iterator[Remark]:
    """The period before this one if it fell short, and this one if it lags behind its share of days."""
    wanted = float(target.cases if target.cases is not None else target.value or 0)
    first, last = period_of(target, agreement, day)

    def shown(amount: float) -> str:
        return money_text(round(amount)) if target.value is not None else f"{amount:g}"

    before_first, before_last = period_of(target, agreement, first - dt.timedelta(days=1))
    if target.period is not Period.TERM and before_first >= max(agreement.valid_from, ledger.first):
        got = bought(ledger, agreement.outlet, target, before_first, before_last)
        if got < wanted:
            yield remark(
                "volume_missed", "breach", first=before_first, last=before_last, got=shown(got), wanted=shown(wanted)
            )
    gone = ((day - first).days + 1) / ((last - first).days + 1)
    got = bought(ledger, agreement.outlet, target, first, day)
    if gone > 0.3 and got < 0.7 * gone * wanted:
        yield remark("volume_lags", "warning", first=first, last=last, got=shown(got), wanted=shown(wanted))


def _prices(
    ledger: Ledger,
    agreement: Agreement,
    product_id: str,
    price: int | None,
    resale: int | None,
    remark: Any,
) -> Iterator[Remark]:
    """Sold to it above the agreed price, or seen selling below the agreed resale floor."""
    product = ledger.books.products.all().get(product_id)
    if product is None:
        return
    for trade in ledger.trade.get(agreement.outlet, ()):
        for line in trade.lines:
            sold = line.unit_price
            if line.product == product_id and sold is not None and price is not None:
                per_case = sold / (cases_of(product, 1, line.unit) or 1)
                if per_case > price + 1 and agreement.valid_on(trade.date):
                    yield remark(
                        "price_above", "breach", product=product.name, price=money_text(round(per_case)),
                        agreed=money_text(price), record=trade.id,
                    )  # fmt: skip
    for signal in ledger.books.signals.all().values():
        seen = signal.outlet == agreement.outlet and signal.product == product_id and signal.price is not None
        if seen and resale is not None and signal.price is not None and signal.price < resale:
            yield remark(
                "resale_below", "breach", product=product.name, price=money_text(signal.price),
                agreed=money_text(resale), record=signal.id,
            )  # fmt: skip
