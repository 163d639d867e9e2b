"""The service desk's acts as a person does them: one question after another, each left with Esc."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from store.records import (
    Approval,
    Conversation,
    DealLine,
    DealStage,
    Department,
    Evidence,
    Form,
    IssueKind,
    Measure,
    MeasureKind,
    Rung,
    SignalKind,
    SignalStatus,
    StandingStep,
)
from tui.jobs import service, standing
from tui.jobs.office import JobError
from tui.screens.asking import LeftError, date, departments, money, outlet_or, owner, pick, words

if TYPE_CHECKING:
    from tui.app import RoundsmanApp
    from tui.jobs.review import Entry

Act = Callable[["RoundsmanApp", "Entry"], Awaitable[bool]]


async def act(app: RoundsmanApp, name: str, entry: Entry) -> bool:
    """Does one act; whether anything was done."""
    try:
        return await _ACTS[name](app, entry)
    except LeftError:
        return False


async def add(app: RoundsmanApp, section: str, outlet: str | None = None) -> bool:
    """Puts something new on one of the lists; whether anything was put."""
    try:
        return await _NEW[section](app, outlet)
    except LeftError:
        return False


async def _done(job: Callable[[], Any]) -> bool:
    await asyncio.to_thread(job)
    return True


# issues


async def _answer(app: RoundsmanApp, entry: Entry) -> bool:
    text = await words(app, "service.ask.answer")
    return await _done(lambda: service.answer_issue(app.office, entry.record, text))


async def _hand_over(app: RoundsmanApp, entry: Entry) -> bool:
    department = await pick(app, "service.ask.department", departments(app))
    who = await owner(app, department)
    text = await words(app, "service.ask.note", empty=True)
    return await _done(lambda: service.hand_over_issue(app.office, entry.record, department, who, text))


async def _resolve(app: RoundsmanApp, entry: Entry) -> bool:
    text = await words(app, "service.ask.resolved")
    return await _done(lambda: service.resolve_issue(app.office, entry.record, text))


async def _satisfied(app: RoundsmanApp, entry: Entry) -> bool:
    stars = await pick(app, "service.ask.rating", [(n, "★" * n) for n in range(5, 0, -1)])
    text = await words(app, "service.ask.customer", empty=True)
    return await _done(lambda: service.check_issue(app.office, entry.record, satisfied=True, text=text, rating=stars))


async def _unsatisfied(app: RoundsmanApp, entry: Entry) -> bool:
    text = await words(app, "service.ask.customer")
    return await _done(lambda: service.check_issue(app.office, entry.record, satisfied=False, text=text))


async def _new_issue(app: RoundsmanApp, outlet: str | None) -> bool:
    shop = await outlet_or(app, outlet)
    kind = await pick(app, "service.ask.kind", [(k, app.t(f"service.issue_kind.{k}")) for k in IssueKind])
    text = await words(app, "service.ask.issue")
    department = await pick(app, "service.ask.department", departments(app))
    who = await owner(app, department)
    return await _done(lambda: service.open_issue(app.office, shop, kind, text, owner=who, department=department))


# deals


async def _support(app: RoundsmanApp, entry: Entry) -> bool:
    """A support price for one product; the book refuses one below what is allowed, and says so."""
    products = [(p.id, p.name) for p in app.office.books.products.all().values() if p.sold]
    product = await pick(app, "service.ask.product", products)
    price = await money(app, "service.ask.price")
    lines = [line for line in entry.record.lines if line.product != product]
    lines.append(DealLine(product=product, price=price))
    return await _done(lambda: service.advance_deal(app.office, entry.record, DealStage.SUPPORT, lines=lines))


async def _negotiate(app: RoundsmanApp, entry: Entry) -> bool:
    when = await date(app, "service.ask.visit", 1)
    who = await owner(app, Department.SALES)
    return await _done(lambda: service.plan_negotiation(app.office, entry.record, when, [who]))


async def _won(app: RoundsmanApp, entry: Entry) -> bool:
    reason = await words(app, "service.ask.reason")
    brought = await money(app, "service.ask.brought")
    changes = {"reason": reason, "brought": brought}
    return await _done(lambda: service.advance_deal(app.office, entry.record, DealStage.WON, **changes))


async def _lost(app: RoundsmanApp, entry: Entry) -> bool:
    reason = await words(app, "service.ask.reason")
    return await _done(lambda: service.advance_deal(app.office, entry.record, DealStage.LOST, reason=reason))


async def _new_deal(app: RoundsmanApp, outlet: str | None) -> bool:
    shop = await outlet_or(app, outlet)
    customer = await words(app, "service.ask.big")
    expected = await money(app, "service.ask.expected", empty=True)
    who = await owner(app, Department.SALES)
    document = {"outlet": shop, "customer": customer, "expected": expected, "owner": who}
    return await _done(lambda: service.put_new(app.office, "deals", document))


# notes


async def _acknowledge(app: RoundsmanApp, entry: Entry) -> bool:
    return await _done(lambda: service.acknowledge(app.office, entry.record))


async def _finish(app: RoundsmanApp, entry: Entry) -> bool:
    return await _done(lambda: service.finish(app.office, entry.record))


async def _new_note(app: RoundsmanApp, outlet: str | None) -> bool:
    ours = await pick(app, "service.ask.from", departments(app))
    theirs = await pick(app, "service.ask.to", [each for each in departments(app) if each[0] is not ours])
    text = await words(app, "service.ask.note")
    who = await owner(app, theirs)
    day = await date(app, "service.ask.due", 1)
    due = app.office.now().replace(hour=18, minute=0, second=0, microsecond=0) + (day - app.office.today())
    travels = {"outlet": outlet} if outlet else {}
    return await _done(lambda: service.write_note(app.office, ours, theirs, text, owner=who, due=due, **travels))


# signals and standing


def _closing(status: SignalStatus) -> Act:
    async def close(app: RoundsmanApp, entry: Entry) -> bool:
        text = await words(app, "service.ask.why")
        return await _done(lambda: service.close_signal(app.office, entry.record, status, text))

    return close


async def _new_signal(app: RoundsmanApp, outlet: str | None) -> bool:
    shop = await outlet_or(app, outlet)
    kind = await pick(app, "service.ask.signal", [(k, app.t(f"service.signal.{k}")) for k in SignalKind])
    text = await words(app, "service.ask.seen")
    lot = await words(app, "service.ask.lot", empty=True)
    document = {"outlet": shop, "kind": kind, "text": text, "by": app.office.user}
    if lot:
        document |= {"lot": lot, "found_at": shop}
    return await _done(lambda: service.put_new(app.office, "signals", document))


async def _from_signal(app: RoundsmanApp, entry: Entry) -> bool:
    """The next rung, resting on a signal; one that the records gave is filed first."""
    signal = entry.record
    rung = standing.standing_of(app.office, signal.outlet)
    if rung is Rung.CONTROL:
        raise JobError("highest_rung", outlet=signal.outlet)
    following = tuple(Rung)[rung.height + 1]
    if rung is Rung.GUIDE and not standing.steps_of(app.office, signal.outlet):
        following = Rung.GUIDE
    evidence = [Evidence(kind="signals", id=signal.id, text=signal.text)]

    def file() -> None:
        if app.office.books.signals.find(signal.id) is None:
            app.office.books.signals.put([signal])

    await asyncio.to_thread(file)
    return await _step(app, signal.outlet, following, evidence=evidence, reason=signal.text)


def _stepping(rung: Rung, *, fast: bool = False) -> Act:
    async def step(app: RoundsmanApp, entry: Entry) -> bool:
        here: StandingStep = entry.record
        target = rung
        if fast:
            rungs = tuple(Rung)[here.rung.height + 2 :]
            target = await pick(app, "service.ask.rung", [(r, app.t(f"service.rung.{r}")) for r in rungs])
        return await _step(app, here.outlet, target, fast=fast)

    return step


async def _step(
    app: RoundsmanApp,
    outlet: str,
    rung: Rung,
    *,
    evidence: list[Evidence] | None = None,
    reason: str = "",
    fast: bool = False,
) -> bool:
    """One step: reason, evidence where it goes up, the conversation, measures of control, the owner's approval."""
    office = app.office
    why = await words(app, "service.ask.step", value=reason)
    found = list(evidence or [])
    if rung is not Rung.GUIDE and not found:
        text = await words(app, "service.ask.evidence")
        photo = await words(app, "service.ask.photo", empty=True)
        found = [Evidence(text=text, photo=photo or None, hard=bool(photo))]
    said = await words(app, "service.ask.conversation", empty=rung is not Rung.GUIDE)
    conversation = Conversation(date=office.today(), by=office.user, text=said) if said else None
    measures = []
    if rung is Rung.CONTROL:
        kinds = [(k, app.t(f"service.measure.{k}")) for k in MeasureKind]
        measures = [Measure(kind=await pick(app, "service.ask.measure", kinds))]
    approval = None
    if fast:
        name = await words(app, "service.ask.approver", value=office.books.settings.owner or "")
        approval = Approval(by=name, on=office.today(), reason=await words(app, "service.ask.approval"))
    review = await date(app, "service.ask.review", 14)
    return await _done(
        lambda: standing.take_step(
            office, outlet, rung, why, owner=office.user, evidence=found, conversation=conversation,
            measures=measures, approval=approval, review=review,
        )
    )  # fmt: skip


async def _reverse(app: RoundsmanApp, entry: Entry) -> bool:
    text = await words(app, "service.ask.why")
    return await _done(lambda: standing.reverse_step(app.office, entry.record, text))


async def _new_step(app: RoundsmanApp, outlet: str | None) -> bool:
    """A step from where an outlet stands: one up, another conversation where it is, or back to guide."""
    shop = await outlet_or(app, outlet)
    here = standing.standing_of(app.office, shop)
    rungs = set(tuple(Rung)[: here.height + 2]) if standing.steps_of(app.office, shop) else {Rung.GUIDE}
    rung = Rung.GUIDE
    if len(rungs) > 1:
        choices = [(each, app.t(f"service.rung.{each}")) for each in Rung if each in rungs]
        rung = await pick(app, "service.ask.rung", choices)
    return await _step(app, shop, rung)


# display fees, bulletins, proposals


async def _check_fee(app: RoundsmanApp, entry: Entry) -> bool:
    met = await pick(app, "service.ask.met", [(1, app.t("service.ask.met_yes")), (2, app.t("service.ask.met_no"))])
    photo = await words(app, "service.ask.photo", empty=met == 2)
    agreement, fee = standing.fee_of(app.office, entry.id, entry.when)
    return await _done(lambda: standing.check_fee(app.office, agreement, fee, met=met == 1, photo=photo))


async def _advance_fee(app: RoundsmanApp, entry: Entry) -> bool:
    from store.records import money_text

    agreement, fee = standing.fee_of(app.office, entry.id, entry.when)
    amounts = [s.amount for s in (fee.claimed, fee.approved) if s is not None and s.amount is not None]
    amount = await money(app, "service.ask.amount", money_text(amounts[-1] if amounts else fee.amount))
    reference = await words(app, "service.ask.reference", empty=True)
    return await _done(lambda: standing.advance_fee(app.office, agreement, fee, amount=amount, reference=reference))


async def _hand_bulletin(app: RoundsmanApp, entry: Entry) -> bool:
    shop = await outlet_or(app, None)
    to = await words(app, "service.ask.handed_to", empty=True)
    proof = await words(app, "service.ask.photo", empty=True)
    found = app.office.books.outlets.get(shop)
    by = app.rep or found.rep or app.office.user
    return await _done(
        lambda: service.hand_bulletin(app.office, entry.record, shop, by=by, to=to or None, proof=proof or None)
    )


async def _take(app: RoundsmanApp, entry: Entry) -> bool:
    from tui.jobs.proposing import take_proposal

    return await _done(lambda: take_proposal(app.office, entry.record))


async def _new_promise(app: RoundsmanApp, outlet: str | None) -> bool:
    """An agreement or an exception, with what each must have; the rest stands in its form."""
    kinds = [(kind, app.t(f"fields.kind.{kind}")) for kind in ("agreements", "exceptions")]
    kind = await pick(app, "service.ask.promise", kinds)
    shop = await outlet_or(app, outlet)
    if kind == "agreements":
        form = await pick(app, "service.ask.form", [(each, app.t(f"service.form.{each}")) for each in Form])
        title = await words(app, "service.ask.title")
        theirs = await words(app, "service.ask.their_duty", empty=True)
        ours = await words(app, "service.ask.our_duty", empty=True)
        until = await date(app, "service.ask.until", 365)
        review = await date(app, "service.ask.review", 90)
        document: dict[str, Any] = {
            "outlet": shop, "form": form, "title": title, "their_duties": [theirs] if theirs else [],
            "our_duties": [ours] if ours else [], "ours": app.office.user,
            "valid_from": app.office.today().isoformat(), "valid_until": until.isoformat(),
            "review": review.isoformat(),
        }  # fmt: skip
    else:
        products = [(p.id, p.name) for p in app.office.books.products.all().values() if p.sold]
        document = {
            "outlet": shop, "product": await pick(app, "service.ask.product", products),
            "price": await money(app, "service.ask.price"), "reason": await words(app, "service.ask.why"),
            "approver": await words(app, "service.ask.approver", value=app.office.books.settings.owner or ""),
            "asked_by": app.office.user, "end": (await date(app, "service.ask.until", 30)).isoformat(),
        }  # fmt: skip
    return await _done(lambda: service.put_new(app.office, kind, document))


async def _new_bulletin(app: RoundsmanApp, outlet: str | None) -> bool:
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
    return await _done(lambda: service.put_new(app.office, "bulletins", document))


_ACTS: dict[str, Act] = {
    "answer": _answer,
    "hand_over": _hand_over,
    "resolve": _resolve,
    "satisfied": _satisfied,
    "unsatisfied": _unsatisfied,
    "support": _support,
    "negotiate": _negotiate,
    "won": _won,
    "lost": _lost,
    "acknowledge": _acknowledge,
    "done": _finish,
    "handled": _closing(SignalStatus.HANDLED),
    "dismissed": _closing(SignalStatus.DISMISSED),
    "step": _from_signal,
    "talk": _stepping(Rung.TALK),
    "recover": _stepping(Rung.GUIDE),
    "warn": _stepping(Rung.WARN),
    "control": _stepping(Rung.CONTROL),
    "fast_path": _stepping(Rung.CONTROL, fast=True),
    "reverse": _reverse,
    "check": _check_fee,
    "claim": _advance_fee,
    "approve": _advance_fee,
    "pay": _advance_fee,
    "hand": _hand_bulletin,
    "take": _take,
}
_NEW: dict[str, Callable[[RoundsmanApp, str | None], Awaitable[bool]]] = {
    "issues": _new_issue,
    "deals": _new_deal,
    "notes": _new_note,
    "signals": _new_signal,
    "standing": _new_step,
    "agreements": _new_promise,
    "bulletins": _new_bulletin,
}
