"""All of one customer together: who it is, how it stands, what was promised, what happened, what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.records import IssueStatus, Outlet, SignalStatus, money_text
from store.service.care import cost_of, rhythm_of
from store.service.credit import credit_remark, owed
from store.service.ledger import Ledger
from store.service.ordering import value_of, whole_value
from store.service.prices import priced
from store.service.promises import agreement_remarks
from store.service.score import PARTS, Proof, Score, display_over_time, score_of, skill_over_time
from store.service.signals import found_signals
from tui.jobs.agreeing import agreement_lines
from tui.jobs.channel import risk_document, risk_of
from tui.jobs.office import JobError
from tui.jobs.owing import goods_owed, owing_lines
from tui.jobs.review import granted, ledger_of, moment, name_of, person, signal_text
from tui.jobs.standing import standing_of, steps_of
from tui.jobs.tracing import Line, cost_text
from tui.jobs.wording import result

if TYPE_CHECKING:
    from tui.jobs.office import Office

BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under its heading."""

    name: str
    lines: list[Line]


def page(office: Office, outlet_id: str, ledger: Ledger | None = None) -> list[Section]:
    """The page of one outlet, section by section; sections without anything to say are left out.

    Raises `JobError` ``no_such_outlet``.
    """
    outlet = office.books.outlets.find(outlet_id)
    if outlet is None:
        raise JobError("no_such_outlet", outlet=outlet_id)
    ledger = ledger or ledger_of(office, only=outlet.id)
    made = [Section(name, list(make(office, ledger, outlet))) for name, make in _SECTIONS.items()]
    return [section for section in made if section.lines]


def fact(office: Office, name: str, text: str, tone: str = "") -> Line:
    """A named fact of the page."""
    return [(f"{office.t(f'service.page.{name}')} ", "dim"), (text, tone)]


def _standing(office: Office, ledger: Ledger, outlet: Outlet) -> Iterator[Line]:
    rung = standing_of(office, outlet.id)
    tones = {"guide": "good", "talk": "warning", "warn": "warning", "control": "error"}
    yield fact(office, "standing", office.t(f"service.rung.{rung}"), tones[rung])
    for step in reversed(steps_of(office, outlet.id)[-4:]):
        text = f"{step.date} {office.t(f'service.rung.{step.rung}')} · {step.reason} · {person(office, step.owner)}"
        yield [("  ", ""), (text, "dim")]
        if step.approval:
            approved = office.t("service.approved_by", by=step.approval.by, reason=step.approval.reason)
            yield [("    ", ""), (approved, "warning")]
        for measure in step.measures:
            done = office.t("service.lifted", on=measure.lifted) if measure.lifted else ""
            yield [("    ", ""), (f"{office.t(f'service.measure.{measure.kind}')} {done}".rstrip(), "error")]
        if step.conversation:
            said = step.conversation.agreed or step.conversation.text
            yield [("    “", "dim"), (said, "accent"), ("”", "dim")]
    for signal in office.books.signals.all().values():
        if signal.outlet == outlet.id and signal.status is SignalStatus.OPEN:
            text = f"{signal.date} {office.t(f'service.signal.{signal.kind}')} · {signal.text}"
            yield [("! ", "warning"), (text, "warning")]
    for found in found_signals(ledger, office.today(), only=outlet.id):
        kind = office.t(f"service.signal.{found.signal.kind}")
        yield [("! ", "warning"), (f"{kind} · {signal_text(office, found)}", "warning")]


def score_line(office: Office, score: Score) -> Line:
    """A score and its parts, numerator and denominator."""
    value = "–" if score.value is None else f"{round(100 * score.value)}"
    line: Line = [(f"{value} ", "strong")]
    for name in PARTS:
        part = score.parts[name]
        if part.value is not None:
            tone = "good" if part.value >= 0.9 else "warning" if part.value >= 0.7 else "error"
            fraction = f"{part.numerator:g}/{part.denominator}"
            line += [(f" {office.t(f'service.part.{name}')} ", "dim"), (fraction, tone)]
    return line


def why_scored(office: Office, outlet_id: str) -> list[Line]:
    """The service score of one outlet, part by part, with every record behind it, the latest first."""
    score = score_of(ledger_of(office, only=outlet_id), office.books.outlets.get(outlet_id))
    lines = [score_line(office, score)]
    for name in PARTS:
        part = score.parts[name]
        if not part.denominator:
            continue
        lines += [[], part_line(office, score, name)]
        for proof in sorted(part.proofs, key=lambda each: each.date, reverse=True):
            tone = "good" if proof.met >= 1 else "warning" if proof.met > 0 else "error"
            lines.append([(f"  {_mark(proof.met)} ", tone), *proof_pieces(office, proof)])
    return lines


def _mark(met: float) -> str:
    return "✓" if met >= 1 else f"{met:g}" if met else "✗"


def part_line(office: Office, score: Score, name: str) -> Line:
    """One part of a score: its fraction and its weight."""
    part = score.parts[name]
    return [
        (f"{office.t(f'service.part.{name}')} ", "dim"),
        (f"{part.numerator:g}/{part.denominator}", "strong"),
        (f" × {score.weights[name]:g}", "dim"),
    ]


def proof_pieces(office: Office, proof: Proof) -> Line:
    """A record behind a score: its date, what it is, its id."""
    return [(f"{proof.date} {office.t(f'service.proof.{proof.kind}')} ", "dim"), (proof.id, "")]


def _score(office: Office, ledger: Ledger, outlet: Outlet) -> Iterator[Line]:
    yield score_line(office, score_of(ledger, outlet))
    cost = cost_of(ledger, outlet.id)
    if cost.total:
        yield [(cost_text(office, cost), "")]


def _trade(office: Office, ledger: Ledger, outlet: Outlet) -> Iterator[Line]:
    today = office.today()
    weeks = [0] * 13
    for trade in ledger.trade.get(outlet.id, ()):
        back = (today - trade.date).days // 7
        if 0 <= back < len(weeks):
            weeks[-1 - back] += trade.value
    if any(weeks):
        yield [(bars(weeks), "accent"), (f"  {office.t('service.weeks_value', value=money_text(sum(weeks)))}", "dim")]
    for order in ledger.orders.get(outlet.id, [])[-3:]:
        known = priced(order, outlet.tier, office.books.products.all())
        worth = money_text(value_of(known)) if order.value is not None or whole_value(known) else "–"
        text = f"{order.id} · {order.promised or ''} · {worth}"
        yield fact(office, "order", text, "strong" if order.status.value == "open" else "")
    credit = outlet.credit
    if credit is not None:
        remark = credit_remark(office.books, outlet, today)
        limit = money_text(credit.limit) if credit.limit is not None else "–"
        text = office.t(
            "service.credit", balance=money_text(owed(office.books, outlet)), limit=limit, days=credit.days or "–"
        )
        yield fact(
            office, "credit", text, "" if remark is None else "error" if remark.level == "breach" else "warning"
        )
        if remark is not None:
            params = {name: str(value) for name, value in remark.params.items()}
            yield [("  ! ", "error"), (office.t(f"service.remark.{remark.code}", **params), "error")]


def _owing(office: Office, _ledger: Ledger, outlet: Outlet) -> Iterator[Line]:
    yield from owing_lines(office, outlet)


def bars(values: list[int]) -> str:
    """A row of small bars, the highest full."""
    most = max(values, default=0)
    return "".join(BARS[round(value / most * (len(BARS) - 1))] if most else BARS[0] for value in values)


def _issues(office: Office, ledger: Ledger, outlet: Outlet) -> Iterator[Line]:
    for issue in sorted(ledger.issues.get(outlet.id, ()), key=lambda i: i.opened, reverse=True)[:6]:
        state = office.t(f"service.issue_status.{issue.status}")
        due = issue.next_due
        late = due is not None and due < office.now()
        tone = "error" if late else "dim" if issue.status is IssueStatus.CLOSED else ""
        when = f" · {office.t('service.due', when=moment(office, due))}" if due else ""
        yield [(f"{issue.id} {state}{when} ", tone), (issue.text, "")]


def _deals(office: Office, _ledger: Ledger, outlet: Outlet) -> Iterator[Line]:
    for deal in office.books.deals.all().values():
        if deal.outlet == outlet.id:
            value = deal.brought if deal.brought is not None else deal.expected
            text = f"{deal.customer} · {money_text(value or 0)} · {deal.reason or deal.notes or ''}"
            yield [(f"{deal.id} {office.t(f'service.deal_stage.{deal.stage}')} ", "dim"), (text, "")]


def _agreements(office: Office, ledger: Ledger, outlet: Outlet) -> Iterator[Line]:
    today = office.today()
    for agreement in office.books.agreements.all().values():
        if agreement.outlet != outlet.id:
            continue
        yield from agreement_lines(office, ledger, agreement)
        for remark in agreement_remarks(ledger, agreement, today):
            params = {name: str(value) for name, value in remark.params.items()}
            if "stage" in params:
                params["stage"] = office.t(f"service.fee_stage.{params['stage']}")
            tone = "error" if remark.level == "breach" else "warning" if remark.level == "warning" else ""
            yield [("  ! ", tone), (office.t(f"service.remark.{remark.code}", **params), tone)]
    for grant in office.books.exceptions.all().values():
        if grant.outlet in (None, outlet.id) and grant.valid_on(today):
            yield [(f"{grant.id} ", "dim"), (granted(office, grant), "accent")]


def _visits(office: Office, ledger: Ledger, outlet: Outlet) -> Iterator[Line]:
    rhythm = rhythm_of(ledger, outlet)
    last = ledger.last_call(outlet.id)
    waited = "–" if last is None else str((office.today() - last).days)
    yield [(office.t("service.rhythm", days=f"{rhythm.interval_days:.0f}", since=waited), "dim")]
    for call in reversed(ledger.calls.get(outlet.id, [])[-8:]):
        yield [(f"{call.date} ", "dim"), (person(office, call.rep), ""), (f" {result(call, office.t)}", "")]
        for text in (call.coaching.action if call.coaching else None, call.note):
            if text:
                yield [("    → ", "dim"), (text, "accent")]


def _shelf(office: Office, ledger: Ledger, outlet: Outlet) -> Iterator[Line]:
    calls = ledger.calls.get(outlet.id, ())
    scores = display_over_time(calls)[-16:]
    if scores:
        drawn = "".join(BARS[round(score * (len(BARS) - 1))] for _, score in scores)
        text = f"  {round(100 * scores[0][1])} → {round(100 * scores[-1][1])} · {scores[-1][0]}"
        yield [(f"{office.t('service.page.display')} ", "dim"), (drawn, "accent"), (text, "")]
    topics: dict[str, list[tuple[dt.date, int]]] = {}
    for date, topic, skill in skill_over_time(calls):
        topics.setdefault(topic, []).append((date, skill))
    for topic, shown in topics.items():
        standard = office.books.standards.find(topic)
        steps = " ".join(str(skill) for _, skill in shown[-10:])
        yield [(f"{standard.name if standard else topic} ", "dim"), (steps, "accent"), (f"  {shown[-1][0]}", "dim")]


def _channel(office: Office, ledger: Ledger, outlet: Outlet) -> Iterator[Line]:
    suppliers = [name_of(office, s) if s is not None else office.t("service.us") for s in outlet.suppliers]
    yield fact(office, "suppliers", office.t("plan.comma").join(suppliers) or "–")
    risk = risk_of(office, ledger, outlet)
    if risk is not None:
        text = office.t(
            "service.channel.risk", n=risk.outlets, shared=risk.shared, volume=money_text(risk.at_risk),
            share=f"{100 * risk.share:.1f}",
        )  # fmt: skip
        yield fact(office, "at_risk", text, "warning" if risk.point_of_failure else "")


def _notes(office: Office, _ledger: Ledger, outlet: Outlet) -> Iterator[Line]:
    if outlet.notes:
        yield [(outlet.notes, "")]
    for note in office.books.handovers.all().values():
        if note.outlet == outlet.id and note.done is None:
            yield [(f"{note.id} {person(office, note.owner)} ", "dim"), (note.text, "")]


_SECTIONS = {
    "standing": _standing,
    "score": _score,
    "trade": _trade,
    "owing": _owing,
    "issues": _issues,
    "deals": _deals,
    "agreements": _agreements,
    "visits": _visits,
    "shelf": _shelf,
    "channel": _channel,
    "notes": _notes,
}


def score_document(score: Score) -> dict[str, Any]:
    """A score with every part's fraction and the records behind it."""
    return {
        "service_score": None if score.value is None else round(score.value, 4),
        "parts": {
            name: {
                "numerator": round(part.numerator, 4), "denominator": part.denominator, "weight": score.weights[name],
                "records": [
                    {"kind": p.kind, "id": p.id, "date": p.date.isoformat(), "met": round(p.met, 4)}
                    for p in part.proofs
                ],
            }
            for name, part in score.parts.items()
        },
    }  # fmt: skip


def page_document(office: Office, outlet_id: str) -> dict[str, Any]:
    """The page for programs: the outlet, its standing, score and risk, and every document about it."""
    outlet = office.books.outlets.find(outlet_id)
    if outlet is None:
        raise JobError("no_such_outlet", outlet=outlet_id)
    ledger = ledger_of(office, only=outlet.id)
    books, risk = office.books, risk_of(office, ledger, outlet)

    def about(kind: str) -> list[dict[str, Any]]:
        return [each.to_json() for each in books.book(kind).all().values() if each.outlet == outlet.id]

    return {
        "outlet": outlet.to_json(),
        "standing": standing_of(office, outlet.id).value,
        "steps": [step.to_json() for step in steps_of(office, outlet.id)],
        **score_document(score_of(ledger, outlet)),
        "risk": risk_document(office, risk) if risk else None,
        "goods_owed": goods_owed(office, outlet.id),
        "volume": money_text(ledger.volumes.get(outlet.id, 0)),
        **{kind: about(kind) for kind in ("orders", "issues", "deals", "agreements", "exceptions", "signals")},
        "handovers": about("handovers"),
        "calls": [call.to_json() for call in ledger.calls.get(outlet.id, [])[-20:]],
        "display": [
            {"date": d.isoformat(), "score": round(s, 4)} for d, s in display_over_time(ledger.calls[outlet.id])
        ],
        "skill": [
            {"date": d.isoformat(), "topic": topic, "skill": skill}
            for d, topic, skill in skill_over_time(ledger.calls[outlet.id])
        ],
    }
