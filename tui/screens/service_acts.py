"""The service desk's acts as a person does them: one question after another, each left with Esc."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from store.records import Deal, DealStage, Department, IssueKind, Rung, SignalKind, SignalStatus
from tui.jobs import service
from tui.screens import promise_acts, standing_acts
from tui.screens.asking import (
    LeftError,
    clock,
    date,
    departments,
    done,
    money,
    outlet_or,
    owner,
    people,
    pick,
    product,
    words,
)
from tui.state.service import acts, form_of

if TYPE_CHECKING:
    from tui.app import RoundsmanApp
    from tui.jobs.review import Entry
    from tui.screens.asking import Act


async def act(app: RoundsmanApp, name: str, entry: Entry) -> bool:
    """Does one act; whether anything was done."""
    try:
        return await _ACTS[name](app, entry)
    except LeftError:
        return False


async def choose_and_act(app: RoundsmanApp, entry: Entry) -> bool:
    """Asks what is to be done about a line, then what that needs; whether a record was changed."""
    titles = [(name, app.t(f"service.do.{name}")) for name in acts(entry)]
    if has_form(app, entry):
        titles.append(("edit", app.t("service.edit.title")))
    try:
        chosen = await pick(app, "service.ask.act", titles)
    except LeftError:
        return False
    if chosen in ("edit", "page"):
        await (open_form if chosen == "edit" else open_page)(app, entry)
        return False
    if await act(app, chosen, entry):
        app.tell("service.did", what=app.t(f"service.do.{chosen}"), id=entry.id)
        return True
    return False


def has_form(app: RoundsmanApp, entry: Entry) -> bool:
    """Whether the record behind a line has a form, and is on file."""
    form = form_of(entry)
    return form is not None and app.office.books.book(form[0]).find(form[1]) is not None


async def open_form(app: RoundsmanApp, entry: Entry) -> None:
    """The form of the record behind a line."""
    from tui.screens.record import open_record

    form = form_of(entry)
    if form is not None:
        await open_record(app, *form)


async def open_page(app: RoundsmanApp, entry: Entry) -> None:
    """The page of the outlet that a line is about."""
    from tui.screens.page import PageScreen

    if entry.outlet is not None:
        await app.push_screen(PageScreen(entry.outlet))


async def add(app: RoundsmanApp, section: str, outlet: str | None = None) -> bool:
    """Puts something new on one of the lists; whether anything was put."""
    try:
        return await _NEW[section](app, outlet)
    except LeftError:
        return False


# issues


async def _answer(app: RoundsmanApp, entry: Entry) -> bool:
    text = await words(app, "service.ask.answer")
    return await done(lambda: service.answer_issue(app.office, entry.record, text))


async def _hand_over(app: RoundsmanApp, entry: Entry) -> bool:
    department = await pick(app, "service.ask.department", departments(app))
    who = await owner(app, department)
    text = await words(app, "service.ask.note", empty=True)
    return await done(lambda: service.hand_over_issue(app.office, entry.record, department, who, text))


async def _resolve(app: RoundsmanApp, entry: Entry) -> bool:
    text = await words(app, "service.ask.resolved")
    return await done(lambda: service.resolve_issue(app.office, entry.record, text))


async def _satisfied(app: RoundsmanApp, entry: Entry) -> bool:
    stars = await pick(app, "service.ask.rating", [(n, "★" * n) for n in range(5, 0, -1)])
    text = await words(app, "service.ask.customer", empty=True)
    return await done(lambda: service.check_issue(app.office, entry.record, satisfied=True, text=text, rating=stars))


async def _unsatisfied(app: RoundsmanApp, entry: Entry) -> bool:
    text = await words(app, "service.ask.customer")
    return await done(lambda: service.check_issue(app.office, entry.record, satisfied=False, text=text))


async def _new_issue(app: RoundsmanApp, outlet: str | None) -> bool:
    shop = await outlet_or(app, outlet)
    kind = await pick(app, "service.ask.kind", [(k, app.t(f"service.issue_kind.{k}")) for k in IssueKind])
    text = await words(app, "service.ask.issue")
    department = await pick(app, "service.ask.department", departments(app))
    who = await owner(app, department)
    return await done(lambda: service.open_issue(app.office, shop, kind, text, owner=who, department=department))


# deals


async def _support(app: RoundsmanApp, entry: Entry) -> bool:
    """A support price for one product: below the floor refused where it is typed, else opened by an exception."""
    deal: Deal = entry.record
    chosen = await product(app, "service.ask.product", [line.product for line in deal.lines])

    def wrong(minor: int) -> str | None:
        tried = {**deal.to_json(), "lines": service.supported(deal, chosen, minor)}
        return promise_acts.refusal(app, "deals", tried, open_to_grants=True)

    price = await money(app, "service.ask.price", wrong=wrong)
    assert price is not None
    lines = service.supported(deal, chosen, price)
    return await promise_acts.allowed(
        app, deal.outlet, lambda: service.advance_deal(app.office, deal, DealStage.SUPPORT, lines=lines)
    )


async def _negotiate(app: RoundsmanApp, entry: Entry) -> bool:
    when = await date(app, "service.ask.visit", 1)
    at = await clock(app, "service.ask.visit_time")
    who = await people(app, "service.ask.visit_people")
    return await done(lambda: service.plan_negotiation(app.office, entry.record, when, who, at))


async def _won(app: RoundsmanApp, entry: Entry) -> bool:
    reason = await words(app, "service.ask.reason")
    brought = await money(app, "service.ask.brought")
    changes = {"reason": reason, "brought": brought}
    return await done(lambda: service.advance_deal(app.office, entry.record, DealStage.WON, **changes))


async def _lost(app: RoundsmanApp, entry: Entry) -> bool:
    reason = await words(app, "service.ask.reason")
    return await done(lambda: service.advance_deal(app.office, entry.record, DealStage.LOST, reason=reason))


async def _new_deal(app: RoundsmanApp, outlet: str | None) -> bool:
    shop = await outlet_or(app, outlet)
    customer = await words(app, "service.ask.big")
    expected = await money(app, "service.ask.expected", empty=True)
    who = await owner(app, Department.SALES)
    document = {"outlet": shop, "customer": customer, "expected": expected, "owner": who}
    return await done(lambda: service.put_new(app.office, "deals", document))


# notes


async def _acknowledge(app: RoundsmanApp, entry: Entry) -> bool:
    return await done(lambda: service.acknowledge(app.office, entry.record))


async def _finish(app: RoundsmanApp, entry: Entry) -> bool:
    return await done(lambda: service.finish(app.office, entry.record))


async def _new_note(app: RoundsmanApp, outlet: str | None) -> bool:
    ours = await pick(app, "service.ask.from", departments(app))
    theirs = await pick(app, "service.ask.to", [each for each in departments(app) if each[0] is not ours])
    text = await words(app, "service.ask.note")
    who = await owner(app, theirs)
    day = await date(app, "service.ask.due", 1)
    due = app.office.now().replace(hour=18, minute=0, second=0, microsecond=0) + (day - app.office.today())
    travels = {"outlet": outlet} if outlet else {}
    return await done(lambda: service.write_note(app.office, ours, theirs, text, owner=who, due=due, **travels))


# signals


def _closing(status: SignalStatus) -> Act:
    async def close(app: RoundsmanApp, entry: Entry) -> bool:
        text = await words(app, "service.ask.why")
        return await done(lambda: service.close_signal(app.office, entry.record, status, text))

    return close


async def _new_signal(app: RoundsmanApp, outlet: str | None) -> bool:
    """What was seen; of price cutting also which product at which price."""
    shop = await outlet_or(app, outlet)
    kind = await pick(app, "service.ask.signal", [(k, app.t(f"service.signal.{k}")) for k in SignalKind])
    text = await words(app, "service.ask.seen")
    document = {"outlet": shop, "kind": kind, "text": text, "by": app.office.user}
    if kind is SignalKind.PRICE_CUTTING:
        document["product"] = await product(app, "service.ask.product")
        document["price"] = await money(app, "service.ask.seen_price", empty=True)
    lot = await words(app, "service.ask.lot", empty=True)
    if lot:
        document |= {"lot": lot, "found_at": shop}
    return await done(lambda: service.put_new(app.office, "signals", document))


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
    "step": standing_acts.from_signal,
    "talk": standing_acts.stepping(Rung.TALK),
    "recover": standing_acts.stepping(Rung.GUIDE),
    "warn": standing_acts.stepping(Rung.WARN),
    "control": standing_acts.stepping(Rung.CONTROL),
    "fast_path": standing_acts.stepping(Rung.CONTROL, fast=True),
    "reverse": standing_acts.reverse,
    "check": promise_acts.check_fee,
    "claim": promise_acts.advance_fee,
    "approve": promise_acts.advance_fee,
    "pay": promise_acts.advance_fee,
    "hand": promise_acts.hand_bulletin,
    "take": promise_acts.take,
    "renew": promise_acts.renew,
    "reviewed": promise_acts.reviewed,
    "withdraw": promise_acts.withdraw,
}
_NEW: dict[str, Callable[[RoundsmanApp, str | None], Awaitable[bool]]] = {
    "issues": _new_issue,
    "deals": _new_deal,
    "notes": _new_note,
    "signals": _new_signal,
    "standing": standing_acts.new_step,
    "agreements": promise_acts.new_promise,
    "bulletins": promise_acts.new_bulletin,
}
