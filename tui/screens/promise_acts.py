"""Agreements, exceptions, display fees, bulletins and proposals as a person deals with them at the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from store.errors import InvalidRecordError
from store.records import ExceptionKind, Form, money_text
from tui.jobs import service, standing
from tui.jobs.problem import problem_sentence
from tui.screens.asking import LeftError, date, done, money, outlet_or, pick, product, words

if TYPE_CHECKING:
    from tui.app import RoundsmanApp
    from tui.jobs.review import Entry

_UNTIL, _RENEWED, _REVIEWED = 30, 365, 90
"""Days ahead that are proposed: for an exception's end, an agreement's, and its next review."""


async def check_fee(app: RoundsmanApp, entry: Entry) -> bool:
    met = await pick(app, "service.ask.met", [(1, app.t("service.ask.met_yes")), (2, app.t("service.ask.met_no"))])
    photo = await words(app, "service.ask.photo", empty=met == 2)
    agreement, fee = standing.fee_of(app.office, entry.id, entry.part)
    return await done(lambda: standing.check_fee(app.office, agreement, fee, met=met == 1, photo=photo))


async def advance_fee(app: RoundsmanApp, entry: Entry) -> bool:
    agreement, fee = standing.fee_of(app.office, entry.id, entry.part)
    amounts = [s.amount for s in (fee.claimed, fee.approved) if s is not None and s.amount is not None]
    amount = await money(app, "service.ask.amount", money_text(amounts[-1] if amounts else fee.amount))
    reference = await words(app, "service.ask.reference", empty=True)
    return await done(lambda: standing.advance_fee(app.office, agreement, fee, amount=amount, reference=reference))


async def hand_bulletin(app: RoundsmanApp, entry: Entry) -> bool:
    shop = await outlet_or(app, None)
    to = await words(app, "service.ask.handed_to", empty=True)
    proof = await words(app, "service.ask.photo", empty=True)
    found = app.office.books.outlets.get(shop)
    by = app.rep or found.rep or app.office.user
    return await done(
        lambda: service.hand_bulletin(app.office, entry.record, shop, by=by, to=to or None, proof=proof or None)
    )


async def take(app: RoundsmanApp, entry: Entry) -> bool:
    from tui.jobs.proposing import take_proposal

    return await done(lambda: take_proposal(app.office, entry.record))


async def renew(app: RoundsmanApp, entry: Entry) -> bool:
    """An agreement runs on."""
    until = await date(app, "service.ask.until", _RENEWED)
    changes = {"valid_until": until.isoformat()}
    return await done(lambda: service.amend(app.office, "agreements", entry.id, changes))


async def reviewed(app: RoundsmanApp, entry: Entry) -> bool:
    """Both sides have looked at an agreement: what came of it, and when they look again."""
    said = await words(app, "service.ask.reviewed", empty=True)
    following = await date(app, "service.ask.review", _REVIEWED)
    return await done(lambda: service.review_agreement(app.office, entry.record, following, said))


async def withdraw(app: RoundsmanApp, entry: Entry) -> bool:
    """An exception allows nothing any more from today on."""
    changes = {"withdrawn": app.office.today().isoformat()}
    return await done(lambda: service.amend(app.office, "exceptions", entry.id, changes))


# new ones


async def new_promise(app: RoundsmanApp, outlet: str | None) -> bool:
    """An agreement or an exception, with what each must have; the rest stands in its form."""
    kinds = [("agreements", app.t("fields.kind.agreements"))]
    kinds += [(kind, app.t(f"service.special.{kind}")) for kind in ExceptionKind]
    kind = await pick(app, "service.ask.promise", kinds)
    shop = await outlet_or(app, outlet)
    if kind == "agreements":
        return await _new_agreement(app, shop)
    return await _grant(app, shop, kind)


async def _new_agreement(app: RoundsmanApp, outlet: str) -> bool:
    form = await pick(app, "service.ask.form", [(each, app.t(f"service.form.{each}")) for each in Form])
    title = await words(app, "service.ask.title")
    theirs = await words(app, "service.ask.their_duty", empty=True)
    ours = await words(app, "service.ask.our_duty", empty=True)
    until = await date(app, "service.ask.until", _RENEWED)
    review = await date(app, "service.ask.review", _REVIEWED)
    document: dict[str, Any] = {
        "outlet": outlet, "form": form, "title": title, "their_duties": [theirs] if theirs else [],
        "our_duties": [ours] if ours else [], "ours": app.office.user,
        "valid_from": app.office.today().isoformat(), "valid_until": until.isoformat(),
        "review": review.isoformat(),
    }  # fmt: skip
    return await done(lambda: service.put_new(app.office, "agreements", document))


async def _grant(
    app: RoundsmanApp,
    outlet: str,
    kind: ExceptionKind = ExceptionKind.PRICE,
    product_id: str | None = None,
    price: int | None = None,
) -> bool:
    """An exception of one outlet. A price below the floor is refused where it is typed."""
    office = app.office
    document: dict[str, Any] = {"kind": kind.value, "outlet": outlet, "asked_by": office.user}
    if kind is ExceptionKind.PRICE:
        document["product"] = product_id or await product(app, "service.ask.product")

        def wrong(minor: int) -> str | None:
            tried = {"id": "?", "approver": "?", "reason": "?", "end": office.today().isoformat()}
            return refusal(app, "exceptions", document | tried | {"price": minor})

        shown = "" if price is None else money_text(price)
        document["price"] = await money(app, "service.ask.special_price", shown, wrong=wrong)
    else:
        document["policy"] = await words(app, "service.ask.policy")
    document["reason"] = await words(app, "service.ask.why")
    document["approver"] = await words(app, "service.ask.granted_by", value=office.books.settings.owner or "")
    document["end"] = (await date(app, "service.ask.until", _UNTIL)).isoformat()
    return await done(lambda: service.put_new(office, "exceptions", document))


def refusal(app: RoundsmanApp, kind: str, document: dict[str, Any], *, open_to_grants: bool = False) -> str | None:
    """Why the book would not take a document, in a sentence; with `open_to_grants` not where an exception helps."""
    try:
        app.office.books.book(kind).check(document)
    except InvalidRecordError as fault:
        if not (open_to_grants and _wanted(fault)):
            return problem_sentence(app.t, fault.problems[0], app.t("fields.name.price"))
    return None


async def allowed(app: RoundsmanApp, outlet: str, job: Callable[[], Any]) -> bool:
    """Does a job; where a price of its wants an exception, that can be granted at once and the job is done then."""
    try:
        return await done(job)
    except InvalidRecordError as fault:
        wanted = _wanted(fault)
        if wanted is None:
            raise
        said = problem_sentence(app.t, fault.problems[0], app.t("fields.name.price"))
    if not await app.confirm(said, app.t("service.ask.grant")):
        raise LeftError
    await _grant(app, outlet, product_id=wanted["product_id"], price=wanted["each"])
    return await done(job)


def _wanted(fault: InvalidRecordError) -> dict[str, Any] | None:
    """Of which product at which price (minor units a case) an exception would help; None where none does."""
    problem: dict[str, Any] = fault.problems[0]
    return problem["params"] if problem["code"] == "below_support" else None


async def new_bulletin(app: RoundsmanApp, outlet: str | None) -> bool:
    """A bulletin for everybody, from today on; its form narrows its audience."""
    del outlet
    title = await words(app, "service.ask.title")
    text = await words(app, "service.ask.bulletin")
    until = await date(app, "service.ask.until", 14)
    document = {
        "title": title,
        "text": text,
        "valid_from": app.office.today().isoformat(),
        "valid_until": until.isoformat(),
    }
    return await done(lambda: service.put_new(app.office, "bulletins", document))
