"""What is done about issues, deals, notes, signals, standing, fees, bulletins and exceptions, from the shell."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from collections.abc import Callable
from typing import Any

from tui.cli.commands import UsageProblem, date_of
from tui.cli.output import Output
from tui.jobs.office import JobError, Office

Act = Callable[[Namespace, Office], Any]


def act(args: Namespace, office: Office, out: Output) -> int:
    """Does one act and says what became of it; with --json the record as it is now."""
    made = _ACTS[args.command][args.action](args, office)
    verb = office.t(f"acts.verb.{args.action.replace('-', '_')}")
    out.say(office.t("service.did", id=made.id, what=verb))
    if out.as_json:
        out.json(made.to_json())
    else:
        out.data(made.id)
    return 0


def _said(args: Namespace) -> str:
    if not (args.text or "").strip():
        raise UsageProblem("text_wanted", act=f"{args.command} {args.action}")
    return str(args.text).strip()


def _option(args: Namespace, name: str) -> Any:
    value = getattr(args, name)
    if not value:
        raise UsageProblem("option_wanted", option=f"--{name.replace('_', '-')}", act=f"{args.command} {args.action}")
    return value


def _money(args: Namespace, office: Office, name: str) -> int | None:
    from store.notation.errors import BadNumberError
    from store.notation.money import read_money
    from store.notation.numbers import signs_typed

    value = getattr(args, name)
    if value is None:
        return None
    try:
        return read_money(value, signs_typed(office.language))
    except BadNumberError:
        raise UsageProblem("bad_option", option=f"--{name}", value=value, why=args.told_money) from None


def _clock(args: Namespace, name: str) -> int | None:
    from store.notation.clock import read_clock
    from store.notation.errors import BadNumberError

    value = getattr(args, name)
    if value is None:
        return None
    try:
        return read_clock(value)
    except BadNumberError:
        raise UsageProblem("bad_time", value=value) from None


def _outlet(args: Namespace, office: Office) -> str:
    if office.books.outlets.find(args.what) is None:
        raise JobError("no_such_outlet", outlet=args.what)
    return str(args.what)


# issues


def _new_issue(args: Namespace, office: Office) -> Any:
    from store.records import Department, IssueKind
    from tui.jobs.service import open_issue

    kind, department = IssueKind(args.kind or "other"), Department(args.department or "sales")
    return open_issue(
        office, _outlet(args, office), kind, _said(args), owner=_option(args, "owner"), department=department
    )


def _issue(args: Namespace, office: Office) -> Any:
    from store.records import Department
    from tui.jobs import service

    issue = office.books.issues.get(args.what)
    match args.action:
        case "answer":
            return service.answer_issue(office, issue, _said(args))
        case "resolve":
            return service.resolve_issue(office, issue, _said(args))
        case "hand-over":
            department = Department(args.department or issue.department)
            return service.hand_over_issue(office, issue, department, _option(args, "owner"), args.text or "")
        case _:
            content = args.action == "satisfied"
            text = args.text or "" if content else _said(args)
            return service.check_issue(office, issue, satisfied=content, text=text, asked=args.to, rating=args.rating)


# deals


def _new_deal(args: Namespace, office: Office) -> Any:
    from tui.jobs.service import put_new

    document: dict[str, Any] = {
        "outlet": _outlet(args, office), "customer": _said(args), "owner": _option(args, "owner"),
    }  # fmt: skip
    return put_new(office, "deals", document | {"expected": _money(args, office, "amount")})


def _deal(args: Namespace, office: Office) -> Any:
    from store.records import DealStage
    from tui.jobs import service

    deal = office.books.deals.get(args.what)
    match args.action:
        case "support":
            product = _option(args, "product")
            _option(args, "price")
            lines = service.supported(deal, product, _money(args, office, "price") or 0)
            changes = {"exception": args.exception} if args.exception else {}
            return service.advance_deal(office, deal, DealStage.SUPPORT, lines=lines, **changes)
        case "visit":
            people = list(_option(args, "people"))
            date = date_of(_option(args, "date"), office)
            return service.plan_negotiation(office, deal, date, people, _clock(args, "time"))
        case "won":
            brought = {"brought": _money(args, office, "amount")}
            return service.advance_deal(office, deal, DealStage.WON, reason=_said(args), **brought)
        case _:
            return service.advance_deal(office, deal, DealStage.LOST, reason=_said(args))


# hand-over notes and signals


def _new_note(args: Namespace, office: Office) -> Any:
    from store.records import Department
    from tui.jobs.service import write_note

    try:
        theirs = Department(args.what)
    except ValueError:
        raise UsageProblem("no_such_department", value=args.what) from None
    due = None
    if args.due:
        due = dt.datetime.combine(date_of(args.due, office), dt.time(18), office.now().tzinfo)
    travels = {"outlet": args.outlet} if args.outlet else {}
    ours = Department(args.department or "office")
    return write_note(office, ours, theirs, _said(args), owner=_option(args, "owner"), due=due, **travels)


def _note(args: Namespace, office: Office) -> Any:
    from tui.jobs import service

    note = office.books.handovers.get(args.what)
    return service.acknowledge(office, note) if args.action == "acknowledge" else service.finish(office, note)


def _new_signal(args: Namespace, office: Office) -> Any:
    from tui.jobs.service import put_new

    document: dict[str, Any] = {
        "outlet": _outlet(args, office), "kind": _option(args, "kind"), "text": _said(args), "by": office.user,
        "lot": args.lot, "found_at": args.found_at or (args.what if args.lot else None), "product": args.product,
        "price": _money(args, office, "price"),
    }  # fmt: skip
    return put_new(office, "signals", {name: value for name, value in document.items() if value is not None})


def _signal_of(office: Office, signal_id: str) -> Any:
    """A signal on file, or one that the records give today, in words."""
    from store.service.signals import found_signals
    from tui.jobs.review import ledger_of, signal_text

    filed = office.books.signals.find(signal_id)
    if filed is not None:
        return filed
    for found in found_signals(ledger_of(office), office.today()):
        if found.signal.id == signal_id:
            return found.signal.model_copy(update={"text": signal_text(office, found)})
    return office.books.signals.get(signal_id)


def _signal(args: Namespace, office: Office) -> Any:
    from store.records import SignalStatus
    from tui.jobs.service import close_signal

    return close_signal(office, _signal_of(office, args.what), SignalStatus(args.action), _said(args))


# the standing ladder


def _step(args: Namespace, office: Office) -> Any:
    from store.records import Approval, Conversation, Evidence, Measure, MeasureKind, Rung
    from tui.jobs import standing

    if args.action == "reverse":
        return standing.reverse_step(office, office.books.standing.get(args.what), _said(args))
    evidence, outlet = [], _outlet(args, office)
    for signal_id in args.signal:
        signal = _signal_of(office, signal_id)
        if office.books.signals.find(signal_id) is None:
            office.books.signals.put([signal])
        evidence.append(Evidence(kind="signals", id=signal.id, text=signal.text))
    if args.evidence or args.photo:
        evidence.append(Evidence(text=args.evidence or "", photo=args.photo, hard=bool(args.photo)))
    today = office.today()
    said = Conversation(date=today, by=office.user, text=args.said, with_=args.to or "") if args.said else None
    approval = None
    if args.approved_by:
        approval = Approval(by=args.approved_by, on=today, reason=_option(args, "approval"))
    return standing.take_step(
        office, outlet, Rung(args.action), _said(args), owner=args.owner or office.user, evidence=evidence,
        conversation=said, measures=[Measure(kind=MeasureKind(each)) for each in args.measure], approval=approval,
        review=date_of(args.date, office) if args.date else None,
    )  # fmt: skip


# display fees, bulletins, exceptions, proposals


def _fee(args: Namespace, office: Office) -> Any:
    from tui.jobs import standing

    agreement_id, _, fee_id = args.what.rpartition("/")
    agreement, fee = standing.fee_of(office, agreement_id, fee_id)
    if args.action == "check":
        return standing.check_fee(office, agreement, fee, met=not args.not_met, photo=args.photo, note=args.text)
    wanted = {"claim": "checked", "approve": "claimed", "pay": "approved"}[args.action]
    if fee.stage != wanted:
        here, first = (office.t(f"service.fee_stage.{stage}") for stage in (fee.stage, wanted))
        raise JobError("fee_not_there", id=args.what, here=here, first=first)
    return standing.advance_fee(
        office, agreement, fee, amount=_money(args, office, "amount"), reference=args.reference
    )


def _bulletin(args: Namespace, office: Office) -> Any:
    from tui.jobs.service import hand_bulletin

    outlet = office.books.outlets.find(args.outlet)
    if outlet is None:
        raise JobError("no_such_outlet", outlet=args.outlet or _option(args, "outlet"))
    by = args.owner or outlet.rep or office.user
    return hand_bulletin(
        office, office.books.bulletins.get(args.what), outlet.id, by=by, to=args.to, proof=args.photo
    )


def _new_exception(args: Namespace, office: Office) -> Any:
    from tui.jobs.service import put_new

    document: dict[str, Any] = {
        "outlet": None if args.what == "all" else _outlet(args, office), "reason": _said(args),
        "approver": _option(args, "approved_by"), "end": date_of(_option(args, "date"), office).isoformat(),
        "asked_by": office.user, "product": args.product, "price": _money(args, office, "price"),
        "floor": _money(args, office, "floor"), "policy": args.policy, "kind": "policy" if args.policy else "price",
    }  # fmt: skip
    return put_new(office, "exceptions", {name: value for name, value in document.items() if value is not None})


def _agreement(args: Namespace, office: Office) -> Any:
    from tui.jobs import service

    until = date_of(_option(args, "date"), office)
    if args.action == "renew":
        return service.amend(office, "agreements", args.what, {"valid_until": until.isoformat()})
    return service.review_agreement(office, office.books.agreements.get(args.what), until, args.text or "")


def _withdraw(args: Namespace, office: Office) -> Any:
    from tui.jobs.service import amend

    return amend(office, "exceptions", args.what, {"withdrawn": office.today().isoformat()})


def _proposal(args: Namespace, office: Office) -> Any:
    from store.service.care import proposals
    from tui.jobs.proposing import take_proposal
    from tui.jobs.review import ledger_of

    outlet = _outlet(args, office)
    found = next((each for each in proposals(ledger_of(office)) if each.outlet.id == outlet), None)
    if found is None:
        raise JobError("no_proposal", outlet=outlet)
    return take_proposal(office, found)


_ACTS: dict[str, dict[str, Act]] = {
    "issue": {
        "new": _new_issue,
        **dict.fromkeys(("answer", "hand-over", "resolve", "satisfied", "unsatisfied"), _issue),
    },
    "deal": {"new": _new_deal, **dict.fromkeys(("support", "visit", "won", "lost"), _deal)},
    "note": {"new": _new_note, "acknowledge": _note, "done": _note},
    "signal": {"new": _new_signal, "handled": _signal, "dismissed": _signal},
    "step": dict.fromkeys(("guide", "talk", "warn", "control", "reverse"), _step),
    "fee": dict.fromkeys(("check", "claim", "approve", "pay"), _fee),
    "bulletin": {"hand": _bulletin},
    "agreement": dict.fromkeys(("renew", "reviewed"), _agreement),
    "exception": {"new": _new_exception, "withdraw": _withdraw},
    "proposal": {"take": _proposal},
}
