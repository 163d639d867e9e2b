"""Steps on the standing ladder, and what an agreement's display fees go through."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.errors import InvalidRecordError
from store.records import (
    Agreement,
    Approval,
    Conversation,
    DisplayFee,
    Evidence,
    FeeCheck,
    FeeStep,
    Measure,
    Reversal,
    Rung,
    StandingStep,
    money_text,
)
from store.service.ladder import current, in_order, rung_on
from tui.jobs.office import JobError
from tui.jobs.service import put_new
from tui.jobs.spreadsheets import save_table

if TYPE_CHECKING:
    from tui.jobs.office import Office

FEE_COLUMNS = (
    "agreement", "outlet", "name", "address", "fee", "text", "first", "last", "amount", "stage",
    "checked", "checked_by", "photo", "claimed", "reference", "approved", "approved_amount", "paid", "paid_amount",
)  # fmt: skip
"""What the manufacturer is shown of each display fee; headers are translated."""


def steps_of(office: Office, outlet: str) -> list[StandingStep]:
    """An outlet's steps that stand, earliest first."""
    return in_order(step for step in office.books.standing.all().values() if step.outlet == outlet)


def standing_of(office: Office, outlet: str, day: dt.date | None = None) -> Rung:
    """Where an outlet stands on a date (None: today)."""
    return rung_on(steps_of(office, outlet), day or office.today())


def take_step(
    office: Office,
    outlet: str,
    rung: Rung,
    reason: str,
    *,
    owner: str,
    evidence: list[Evidence] | None = None,
    conversation: Conversation | None = None,
    measures: list[Measure] | None = None,
    approval: Approval | None = None,
    review: dt.date | None = None,
) -> StandingStep:
    """A step up, down or back to guide. The book refuses one that the rules do not allow, and says why."""
    document: dict[str, Any] = {
        "outlet": outlet, "rung": rung.value, "reason": reason, "owner": owner,
        "evidence": [each.to_json() for each in evidence or []],
        "measures": [each.to_json() for each in measures or []],
    }  # fmt: skip
    for name, part in (("conversation", conversation), ("approval", approval)):
        if part is not None:
            document[name] = part.to_json()
    if review is not None:
        document["review"] = review.isoformat()
    step: StandingStep = put_new(office, "standing", document)
    return step


def reverse_step(office: Office, step: StandingStep, reason: str) -> StandingStep:
    """Takes the last step back; one that others rest on has to wait for them."""
    if step.reversed is not None:
        raise JobError("step_reversed_already", id=step.id)
    back = Reversal(on=office.today(), by=office.user, reason=reason)
    office.books.standing.put([step.model_copy(update={"reversed": back})])
    return office.books.standing.get(step.id)


def to_review(office: Office, day: dt.date) -> list[StandingStep]:
    """Outlets above guide, or whose review is due, as the owner looks them over: the highest rung first."""
    ladders: dict[str, list[StandingStep]] = {}
    for step in office.books.standing.all().values():
        ladders.setdefault(step.outlet, []).append(step)
    found = []
    for steps in ladders.values():
        here = current(steps, day)
        if here is not None and (here.rung is not Rung.GUIDE or (here.review is not None and here.review <= day)):
            found.append(here)
    return sorted(found, key=lambda step: (-step.rung.height, step.review or dt.date.max, step.outlet))


# display fees


def fee_of(office: Office, agreement_id: str, fee_id: str) -> tuple[Agreement, DisplayFee]:
    """A display fee and the agreement it belongs to."""
    agreement = office.books.agreements.get(agreement_id)
    fee = next((fee for fee in agreement.display_fees if fee.id == fee_id), None)
    if fee is None:
        raise JobError("no_such_fee", id=f"{agreement_id}/{fee_id}")
    return agreement, fee


def check_fee(
    office: Office, agreement: Agreement, fee: DisplayFee, *, met: bool, photo: str | None, note: str | None = None
) -> Agreement:
    """The display looked at today, with the path of its photo."""
    seen = FeeCheck(date=office.today(), by=office.user, met=met, photo=photo or None, note=note or None)
    return _with_fee(office, agreement, fee, checks=[*fee.checks, seen])


def advance_fee(
    office: Office, agreement: Agreement, fee: DisplayFee, *, amount: int | None = None, reference: str | None = None
) -> Agreement:
    """Claims a fee that was checked, approves one that was claimed, pays one that was approved."""
    following = {"checked": "claimed", "claimed": "approved", "approved": "paid"}.get(fee.stage)
    if following is None:
        raise JobError("fee_paid_already" if fee.stage == "paid" else "fee_unproven", id=fee.id)
    step = FeeStep(date=office.today(), by=office.user, amount=amount, reference=reference or None)
    return _with_fee(office, agreement, fee, **{following: step})


def _with_fee(office: Office, agreement: Agreement, fee: DisplayFee, **changes: Any) -> Agreement:
    try:
        made = DisplayFee.model_validate(fee.model_dump() | changes)
    except ValueError as error:
        from store.books.book import problems_of

        problems = problems_of(error)  # type: ignore[arg-type]
        raise InvalidRecordError("invalid_record", kind="agreements", id=agreement.id, problems=problems) from None
    fees = [made if each.id == fee.id else each for each in agreement.display_fees]
    office.books.agreements.put([agreement.model_copy(update={"display_fees": fees})])
    return office.books.agreements.get(agreement.id)


def fee_rows(office: Office, stage: str | None = None) -> list[dict[str, str]]:
    """Every display fee as the manufacturer is shown it; with `stage`, those alone."""
    outlets = office.books.outlets.all()
    rows = []
    for agreement in office.books.agreements.all().values():
        outlet = outlets.get(agreement.outlet)
        for fee in agreement.display_fees:
            if stage is not None and fee.stage != stage:
                continue
            check = next((each for each in reversed(fee.checks) if each.met and each.photo), None)
            row: dict[str, Any] = {
                "agreement": agreement.id, "outlet": agreement.outlet, "name": outlet.name if outlet else "",
                "address": outlet.address if outlet else "", "fee": fee.id, "text": fee.text, "first": fee.first,
                "last": fee.last, "amount": money_text(fee.amount),
                "stage": office.t(f"service.fee_stage.{fee.stage}"),
                "checked": check.date if check else "", "checked_by": check.by if check else "",
                "photo": check.photo if check else "", "claimed": fee.claimed.date if fee.claimed else "",
                "reference": fee.claimed.reference if fee.claimed else "",
                "approved": fee.approved.date if fee.approved else "", "approved_amount": _amount(fee, "approved"),
                "paid": fee.paid.date if fee.paid else "", "paid_amount": _amount(fee, "paid"),
            }  # fmt: skip
            rows.append({name: "" if value is None else str(value) for name, value in row.items()})
    return rows


def _amount(fee: DisplayFee, stage: str) -> str:
    step = getattr(fee, stage)
    if step is None:
        return ""
    steps = [fee.claimed, fee.approved] if stage == "approved" else [fee.claimed, fee.approved, fee.paid]
    amounts = [each.amount for each in steps if each is not None and each.amount is not None]
    return money_text(amounts[-1] if amounts else fee.amount)


def export_fees(office: Office, path: Path, stage: str | None = None) -> int:
    """Writes the display fees as XLSX or, by its name, CSV; returns how many there are."""
    rows = fee_rows(office, stage)
    header = [office.t(f"service.fee_column.{name}") for name in FEE_COLUMNS]
    lines = [header, *([row[name] for name in FEE_COLUMNS] for row in rows)]
    save_table(path, lines, money={FEE_COLUMNS.index(name) for name in FEE_COLUMNS if "amount" in name})
    return len(rows)
