"""What wants somebody's attention, list by list: issues, promises, signals, standing, care."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from store.records import Agreement, ExceptionGrant, Issue, IssueStatus, SignalStatus, money_text
from store.service.care import neglected, proposals, shares_by_value
from store.service.ledger import Ledger
from store.service.levels import level_for
from store.service.promises import remarks
from store.service.signals import LOOK_BACK, Found, found_signals
from tui.jobs.agreeing import agreement_lines
from tui.jobs.scores import rep_scores
from tui.jobs.standing import to_review
from tui.jobs.tracing import Line, why_cared, why_proposed

if TYPE_CHECKING:
    from tui.jobs.office import Office

SECTIONS = (
    "issues",
    "deals",
    "notes",
    "signals",
    "standing",
    "agreements",
    "bulletins",
    "care",
    "scores",
    "proposals",
)
"""The service desk's lists, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: what it is about, in words, how pressing, and the record behind it."""

    section: str
    id: str
    outlet: str | None
    title: str
    text: str
    tone: str = ""
    when: str = ""
    state: str = ""
    record: Any = field(default=None, compare=False)
    part: str = ""
    """Which part of the record it is about: a display fee's id."""
    quiet: bool = False
    """Nothing has to be done about it: it is in force, and shown to be found."""
    why: Callable[[], list[Line]] | None = field(default=None, compare=False)
    """Makes the lines that say what it rests on, where its record does not."""


def ledger_of(office: Office, weeks: int = LOOK_BACK, only: str | None = None) -> Ledger:
    """The last half year up to now, of every outlet or of one."""
    return Ledger.of_weeks(office.books, office.today(), weeks, office.now(), only)


def name_of(office: Office, outlet: str | None) -> str:
    """An outlet's name, else its id."""
    found = office.books.outlets.find(outlet)
    return found.name if found else outlet or ""


def person(office: Office, who: str) -> str:
    """A rep by name, anybody else as written."""
    rep = office.books.reps.find(who) if who else None
    return rep.name if rep else who


def moment(office: Office, when: dt.datetime) -> str:
    """A moment as people read it: the time today, else the date."""
    here = when.astimezone(office.now().tzinfo)
    today = office.today()
    return f"{here:%H:%M}" if here.date() == today else f"{here:%m-%d %H:%M}"


def entries(office: Office, section: str, ledger: Ledger | None = None) -> list[Entry]:
    """One list of the service desk, the most pressing first. `ledger` saves reading the books again."""
    return list(_MAKERS[section](office, ledger or ledger_of(office)))


def entries_of(office: Office, outlet: str) -> list[Entry]:
    """What the desk's lists say of one outlet, list by list."""
    ledger = ledger_of(office, only=outlet)
    found = (entries(office, section, ledger) for section in SECTIONS if section not in ("scores", "proposals"))
    return [entry for each in found for entry in each if entry.outlet == outlet]


def open_issues(office: Office) -> list[Issue]:
    """Issues that are not closed, the earliest due first; those that only wait for the customer's word last."""
    found = [issue for issue in office.books.issues.all().values() if issue.status is not IssueStatus.CLOSED]
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda issue: (issue.next_due or far, issue.id))


def _issues(office: Office, ledger: Ledger) -> list[Entry]:
    now = office.now()
    made = []
    standards = list(office.books.standards.all().values())
    for issue in open_issues(office):
        due, outlet = issue.next_due, ledger.outlets.get(issue.outlet)
        hours = level_for(standards, outlet).near_due_hours if outlet else 24
        near = due is not None and due <= now + dt.timedelta(hours=hours)
        tone = "dim" if due is None else "error" if due < now else "warning" if near else ""
        made.append(
            Entry(
                "issues", issue.id, issue.outlet, name_of(office, issue.outlet),
                f"{office.t(f'service.issue_kind.{issue.kind}')} · {issue.text}", tone,
                moment(office, due) if due else "", office.t(f"service.issue_status.{issue.status}"), issue,
            )
        )  # fmt: skip
    return made


def _deals(office: Office, _ledger: Ledger) -> list[Entry]:
    made = []
    for deal in sorted(
        office.books.deals.all().values(), key=lambda d: (not d.open, d.close_by or dt.date.max, d.id)
    ):
        visit = deal.next_visit
        when = visit.date if visit else deal.close_by if deal.open else deal.closed
        late = deal.open and when is not None and when < office.today()
        value = deal.brought if deal.brought is not None else deal.expected
        text = " · ".join(
            filter(None, (deal.customer, money_text(value) if value else "", deal.reason or deal.notes))
        )
        tone = "dim" if not deal.open else "error" if late else ""
        made.append(
            Entry(
                "deals", deal.id, deal.outlet, name_of(office, deal.outlet), text, tone,
                f"{when:%m-%d}" if when else "", office.t(f"service.deal_stage.{deal.stage}"), deal,
            )
        )  # fmt: skip
    return made


def _notes(office: Office, _ledger: Ledger) -> list[Entry]:
    now = office.now()
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    made = []
    notes = [note for note in office.books.handovers.all().values() if note.done is None]
    for note in sorted(notes, key=lambda n: (n.due or far, n.id)):
        late = note.due is not None and note.due < now
        title = office.t(
            "service.from_to",
            one=office.t(f"service.department.{note.from_department}"),
            other=office.t(f"service.department.{note.to_department}"),
        )
        state = "service.note.taken" if note.acknowledged else "service.note.open"
        made.append(
            Entry(
                "notes", note.id, note.outlet, f"{title} · {person(office, note.owner)}", note.text,
                "error" if late else "" if note.acknowledged else "warning",
                moment(office, note.due) if note.due else "", office.t(state), note,
            )
        )  # fmt: skip
    return made


def signal_text(office: Office, found: Found) -> str:
    """Why the records give a signal, with its threshold."""
    return office.t(f"service.rule.{found.signal.rule}", **found.params)


def _signals(office: Office, ledger: Ledger) -> list[Entry]:
    made = []
    filed = [each for each in office.books.signals.all().values() if each.status is SignalStatus.OPEN]
    for signal in sorted(filed, key=lambda s: (s.date, s.id), reverse=True):
        made.append(
            Entry(
                "signals", signal.id, signal.outlet, name_of(office, signal.outlet), signal.text, "warning",
                f"{signal.date:%m-%d}", office.t(f"service.signal.{signal.kind}"), signal,
            )
        )  # fmt: skip
    for found in found_signals(ledger, office.today()):
        signal = found.signal.model_copy(update={"text": signal_text(office, found)})
        made.append(
            Entry(
                "signals", signal.id, signal.outlet, name_of(office, signal.outlet), signal.text, "",
                office.t("service.found"), office.t(f"service.signal.{signal.kind}"), signal,
            )
        )  # fmt: skip
    return made


def _standing(office: Office, _ledger: Ledger) -> list[Entry]:
    today = office.today()
    made = []
    for step in to_review(office, today):
        due = step.review is not None and step.review <= today
        tone = "warning" if due else "error" if step.rung.value == "control" else ""
        made.append(
            Entry(
                "standing", step.id, step.outlet, name_of(office, step.outlet), step.reason, tone,
                f"{step.review:%m-%d}" if step.review else "", office.t(f"service.rung.{step.rung}"), step,
            )
        )  # fmt: skip
    return made


def _agreements(office: Office, ledger: Ledger) -> list[Entry]:
    """What has to be seen to, then what else is in force."""
    tones = {"breach": "error", "warning": "warning", "note": ""}
    made = []
    told = remarks(ledger, office.today())
    for each in told:
        params = {name: str(value) for name, value in each.params.items()}
        if "stage" in params:
            params["stage"] = office.t(f"service.fee_stage.{params['stage']}")
        record = office.books.book(each.kind).find(each.id)
        when = next((each.params[name] for name in ("review", "end", "last") if name in each.params), None)
        made.append(
            Entry(
                "agreements", each.id, each.outlet, name_of(office, each.outlet),
                office.t(f"service.remark.{each.code}", **params), tones[each.level],
                f"{when:%m-%d}" if when else "", office.t(f"service.kind.{each.kind}"), record,
                each.params.get("fee", ""), why=_terms(office, ledger, record),
            )
        )  # fmt: skip
    known = {(each.id, each.params.get("fee", "")) for each in told}
    return made + sorted(_in_force(office, ledger, known), key=lambda each: (each.when or "99", each.id))


def _in_force(office: Office, ledger: Ledger, known: Collection[tuple[str, str]]) -> Iterator[Entry]:
    """Agreements, display fees not yet paid and exceptions of which nothing has to be said."""
    today = office.today()

    def entry(
        record: Agreement | ExceptionGrant, kind: str, until: dt.date | None, text: str, part: str = ""
    ) -> Entry:
        return Entry(
            "agreements", record.id, record.outlet, name_of(office, record.outlet) or office.t("service.all_outlets"),
            text, "dim", f"{until:%m-%d}" if until else "", office.t(f"service.kind.{kind}"), record, part,
            quiet=True, why=_terms(office, ledger, record),
        )  # fmt: skip

    for agreement in office.books.agreements.all().values():
        until = agreement.valid_until
        if until is not None and until < today:
            continue
        if not any(key == agreement.id and not fee for key, fee in known):
            form = office.t(f"service.form.{agreement.form}")
            end = until or office.t("service.open_end")
            yield entry(
                agreement, "agreements", until, f"{agreement.title} · {form} · {agreement.valid_from} – {end}"
            )
        for fee in agreement.display_fees:
            if fee.stage != "paid" and (agreement.id, fee.id) not in known:
                stage = office.t(f"service.fee_stage.{fee.stage}")
                text = f"{agreement.title} · {fee.text} · {money_text(fee.amount)} · {stage}"
                yield entry(agreement, "fees", fee.last, text, fee.id)
    for grant in office.books.exceptions.all().values():
        if grant.end >= today and grant.withdrawn is None and (grant.id, "") not in known:
            yield entry(grant, "exceptions", grant.end, granted(office, grant))


def _terms(office: Office, ledger: Ledger, record: Any) -> Callable[[], list[Line]] | None:
    """Makes the lines of an agreement."""
    return partial(agreement_lines, office, ledger, record) if isinstance(record, Agreement) else None


def granted(office: Office, grant: ExceptionGrant) -> str:
    """What an exception allows, until when, by whom."""
    product = office.books.products.find(grant.product)
    named = product.name if product else grant.product or office.t("service.all_products")
    what = grant.policy or f"{named} {money_text(grant.least or 0)}"
    return office.t("service.granted", what=what, end=grant.end, by=grant.approver)


def _bulletins(office: Office, ledger: Ledger) -> list[Entry]:
    today = office.today()
    made = []
    for bulletin in office.books.bulletins.all().values():
        if bulletin.valid_until < today:
            continue
        audience = [o for o in ledger.outlets.values() if o.status.value == "active" and bulletin.audience.covers(o)]
        handed = ledger.handed.get(bulletin.id, {})
        done = sum(outlet.id in handed for outlet in audience)
        made.append(
            Entry(
                "bulletins", bulletin.id, None, bulletin.title, bulletin.text,
                "" if bulletin.valid_from <= today else "dim", f"{bulletin.valid_until:%m-%d}",
                f"{done}/{len(audience)}", bulletin,
            )
        )  # fmt: skip
    return made


def _care(office: Office, ledger: Ledger) -> list[Entry]:
    made = []
    for each in neglected(ledger, office.today()):
        params = {"n": each.days} if each.days is not None else {"n": "–"}
        made.append(
            Entry(
                "care", each.outlet.id, each.outlet.id, each.outlet.name,
                office.t(f"service.care.{each.care}.text", **params),
                "error" if each.urgency >= 2.5 else "warning" if each.urgency >= 1.8 else "",
                "" if each.days is None else office.t("service.days", n=each.days),
                office.t(f"service.care.{each.care}.name"), each.outlet,
                why=partial(why_cared, office, ledger, each.outlet),
            )
        )  # fmt: skip
    return made


def _proposals(office: Office, ledger: Ledger) -> list[Entry]:
    made = []
    shares = shares_by_value(ledger.volumes, ledger.outlets)
    ranks = {key: (place, share) for place, (key, share) in enumerate(shares.items(), 1)}
    for each in proposals(ledger):
        ratio = "–" if each.ratio is None else f"{round(100 * each.ratio)} %"
        grade = each.outlet.grade.value if each.outlet.grade else "–"
        text = office.t(
            f"service.proposal.{each.change}",
            to=each.to, grade=grade, value=money_text(each.value), ratio=ratio, weeks=LOOK_BACK,
        )  # fmt: skip
        made.append(
            Entry(
                "proposals", each.outlet.id, each.outlet.id, each.outlet.name, text, "", money_text(each.value),
                f"{grade} → {each.to}", each, why=partial(why_proposed, office, ledger, each.outlet, ranks),
            )
        )  # fmt: skip
    return made


def _scores(office: Office, _ledger: Ledger) -> list[Entry]:
    made = []
    for each in rep_scores(office):
        value = each.score.value
        parts = [
            f"{office.t(f'service.part.{name}')} {part.numerator:g}/{part.denominator}"
            for name, part in each.score.parts.items()
            if part.denominator
        ]
        shown = "–" if value is None else str(round(100 * value))
        tone = "dim" if value is None else "error" if value < 0.6 else "warning" if value < 0.75 else ""
        name = person(office, each.rep) or office.t("service.nobodys")
        title = office.t("service.rep_outlets", name=name, n=each.outlets)
        made.append(Entry("scores", each.rep or "-", None, title, " · ".join(parts), tone, "", shown, each))
    return made


_MAKERS = {
    "issues": _issues,
    "deals": _deals,
    "notes": _notes,
    "signals": _signals,
    "standing": _standing,
    "agreements": _agreements,
    "bulletins": _bulletins,
    "care": _care,
    "scores": _scores,
    "proposals": _proposals,
}
