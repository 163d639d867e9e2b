"""An agreement in words: what both sides have said, how far the volumes are, what became of the display fees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from store.records import money_text
from store.service.promises import bought, period_of

if TYPE_CHECKING:
    from store.records import Agreement, DisplayFee, VolumeTarget
    from store.service.ledger import Ledger
    from tui.jobs.office import Office
    from tui.jobs.tracing import Line

_SAID = ("their_duties", "our_duties", "our_rights", "their_rights", "benefits")


def agreement_lines(office: Office, ledger: Ledger, agreement: Agreement) -> list[Line]:
    """All of an agreement, its title first."""
    until = agreement.valid_until or office.t("service.open_end")
    form = office.t(f"service.form.{agreement.form}")
    lines: list[Line] = [
        [(f"{agreement.title} ", "strong"), (f"{form} · {agreement.valid_from} – {until}", "dim")],
    ]
    if agreement.ours or agreement.theirs:
        lines.append(_fact(office, "sides", " – ".join(filter(None, (agreement.ours, agreement.theirs)))))
    if agreement.review is not None:
        lines.append(_fact(office, "review", agreement.review.isoformat()))
    lines += [_fact(office, name, text) for name in _SAID for text in getattr(agreement, name)]
    lines += [_volume(office, ledger, agreement, target) for target in agreement.volumes]
    for rule in agreement.price_rules:
        parts = [
            office.t(f"service.terms.{name}", price=money_text(price))
            for name, price in (("buys", rule.price), ("sells", rule.resale_floor))
            if price is not None
        ]
        named = " · ".join((_product(office, rule.product), *parts))
        lines.append(_fact(office, "price_rules", named))
    for fee in agreement.display_fees:
        lines += _fee(office, fee)
    if agreement.document:
        lines.append(_fact(office, "document", agreement.document))
    if agreement.notes:
        lines += [[(f"  {text}", "dim")] for text in agreement.notes.split("\n")]
    return lines


def _fact(office: Office, name: str, text: str) -> Line:
    return [(f"  {office.t(f'service.page.{name}')} ", "dim"), (text, "")]


def _volume(office: Office, ledger: Ledger, agreement: Agreement, target: VolumeTarget) -> Line:
    """What is promised in a period, and how far this one is by today."""
    first, last = period_of(target, agreement, ledger.last)
    got = bought(ledger, agreement.outlet, target, first, ledger.last)
    if target.value is not None:
        amount, so_far = money_text(target.value), money_text(round(got))
    else:
        amount, so_far = office.t("service.terms.cases", n=f"{target.cases:g}"), f"{got:g}"
    text = office.t(
        "service.terms.volume",
        product=_product(office, target.product), amount=amount, period=office.t(f"service.every.{target.period}"),
    )  # fmt: skip
    told = office.t("service.terms.so_far", got=so_far, first=first, last=last)
    return [*_fact(office, "volumes", f"{text} "), (told, "dim")]


def _product(office: Office, product_id: str | None) -> str:
    product = office.books.products.find(product_id)
    return product.name if product else product_id or office.t("service.all_products")


def _fee(office: Office, fee: DisplayFee) -> Iterator[Line]:
    """A display fee with its checks and steps, each with its date and who."""
    stage = office.t(f"service.fee_stage.{fee.stage}")
    yield [
        (f"  {fee.id} {fee.text} ", ""),
        (f"{fee.first} – {fee.last} · {money_text(fee.amount)} · ", "dim"),
        (stage, "accent"),
    ]
    for check in fee.checks:
        found = office.t("service.ask.met_yes" if check.met else "service.ask.met_no")
        said = " · ".join(filter(None, (str(check.date), check.by, check.photo, check.note)))
        yield [(f"    {found} ", "good" if check.met else "error"), (said, "dim")]
    for name in ("claimed", "approved", "paid"):
        step = getattr(fee, name)
        if step is not None:
            amount = money_text(step.amount) if step.amount is not None else ""
            said = " · ".join(filter(None, (str(step.date), step.by, amount, step.reference)))
            yield [(f"    {office.t(f'service.fee_stage.{name}')} ", "dim"), (said, "dim")]
