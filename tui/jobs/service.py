"""The service desk's acts on issues, deals, bulletins and notes, each written with who did it and when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from store.records import (
    Agreement,
    Answer,
    Bulletin,
    CustomerCheck,
    Deal,
    DealLine,
    DealStage,
    Department,
    Handed,
    HandOver,
    Issue,
    IssueAct,
    IssueEvent,
    IssueKind,
    IssueStatus,
    Negotiation,
    Record,
    Signal,
    SignalStatus,
)
from tui.jobs.filing import with_due
from tui.jobs.office import JobError

if TYPE_CHECKING:
    from tui.jobs.office import Office


def _now(office: Office) -> dt.datetime:
    return office.now().replace(microsecond=0)


def put_new(office: Office, kind: str, document: dict[str, Any]) -> Any:
    """Writes a document of a counted kind under the next id and returns its record."""
    from tui.jobs.filing import completed

    with office.books.transaction():
        made = completed(office, kind, [document])[0]
        book = office.books.book(kind)
        record = made if isinstance(made, Record) else book.parse(made)
        book.put([record])
    return book.get(record.id)


def open_issue(
    office: Office,
    outlet: str,
    kind: IssueKind,
    text: str,
    *,
    owner: str,
    department: Department = Department.SALES,
    call: str | None = None,
) -> Issue:
    """A complaint or request, due by the outlet's service level."""
    now = _now(office)
    event = IssueEvent(at=now, by=office.user, act=IssueAct.OPENED, text=text)
    issue: Issue = put_new(
        office,
        "issues",
        {
            "outlet": outlet, "kind": kind, "text": text, "owner": owner, "department": department, "opened": now,
            "opened_by": office.user, "call": call, "history": [event],
        },
    )  # fmt: skip
    return issue


def answer_issue(office: Office, issue: Issue, text: str) -> Issue:
    """What the customer was told; an issue is answered once, what comes later is a note."""
    said = Answer(at=_now(office), by=office.user, text=_wanted(text))
    if issue.answer is not None:
        return _acted(office, issue, IssueAct.NOTED, text)
    return _acted(office, issue, IssueAct.ANSWERED, text, answer=said)


def hand_over_issue(office: Office, issue: Issue, department: Department, owner: str, text: str = "") -> Issue:
    """Gives an issue to another owner; a hand-over note goes with it."""
    if issue.status is IssueStatus.CLOSED:
        raise JobError("issue_closed", id=issue.id)
    if not owner.strip():
        raise JobError("owner_wanted", id=issue.id)
    event = {
        "from_owner": issue.owner, "to_owner": owner,
        "from_department": issue.department, "to_department": department,
    }  # fmt: skip
    with office.books.transaction():
        made = _acted(office, issue, IssueAct.HANDED_OVER, text, event, owner=owner, department=department)
        put_new(
            office,
            "handovers",
            {
                "from_department": issue.department, "to_department": department, "text": text or issue.text,
                "by": office.user, "owner": owner, "due": _later(made.next_due, office), "outlet": issue.outlet,
                "issue": issue.id,
            },
        )  # fmt: skip
    return made


def _later(due: dt.datetime | None, office: Office) -> dt.datetime | None:
    return due if due is not None and due > _now(office) else None


def resolve_issue(office: Office, issue: Issue, text: str) -> Issue:
    """What was done about it. Whether that is enough, the customer says."""
    done = Answer(at=_now(office), by=office.user, text=_wanted(text))
    return _acted(office, issue, IssueAct.RESOLVED, text, resolution=done)


def check_issue(
    office: Office,
    issue: Issue,
    *,
    satisfied: bool,
    text: str = "",
    asked: str | None = None,
    rating: int | None = None,
) -> Issue:
    """Asked the customer: closed when satisfied, else open again, with what was tried kept in its history."""
    if issue.resolution is None:
        raise JobError("issue_unresolved", id=issue.id)
    said = CustomerCheck(
        at=_now(office), by=office.user, asked=asked, satisfied=satisfied, rating=rating, text=text or None
    )
    if satisfied:
        return _acted(office, issue, IssueAct.CHECKED, text, check=said)
    reopened: dict[str, Any] = {"resolution": None, "check": None, "resolve_by": None, "status": IssueStatus.OPEN}
    return _acted(office, issue, IssueAct.REOPENED, text, None, **reopened)


def _acted(
    office: Office, issue: Issue, act: IssueAct, text: str, event: dict[str, Any] | None = None, **changes: Any
) -> Issue:
    if issue.status is IssueStatus.CLOSED:
        raise JobError("issue_closed", id=issue.id)
    line = IssueEvent(at=_now(office), by=office.user, act=act, text=text or None, **(event or {}))
    made = issue.model_copy(update={**changes, "history": [*issue.history, line]})
    fresh = office.books.issues.parse(made.model_dump() | {"status": IssueStatus.OPEN})
    if act is IssueAct.REOPENED:
        opened = fresh.model_copy(update={"opened": line.at, "due": fresh.due or line.at})
        due = with_due(office, opened).resolve_by
        fresh = fresh.model_copy(update={"resolve_by": due})
    office.books.issues.put([fresh])
    return office.books.issues.get(issue.id)


# deals


def advance_deal(office: Office, deal: Deal, stage: DealStage, **changes: Any) -> Deal:
    """The next stage of a deal; won and lost want a reason. Prices below what is allowed are refused."""
    if not deal.open:
        raise JobError("deal_closed", id=deal.id)
    if stage in (DealStage.WON, DealStage.LOST):
        changes.setdefault("closed", office.today())
    made = office.books.deals.parse(deal.model_dump() | changes | {"stage": stage})
    office.books.deals.put([made])
    return office.books.deals.get(deal.id)


def supported(deal: Deal, product: str, price: int) -> list[DealLine]:
    """The lines of a deal with a support price (minor units per unit of its line, else per case) for one product."""
    if any(line.product == product for line in deal.lines):
        return [line.model_copy(update={"price": price}) if line.product == product else line for line in deal.lines]
    return [*deal.lines, DealLine(product=product, price=price)]


def plan_negotiation(office: Office, deal: Deal, date: dt.date, people: list[str], time: int | None = None) -> Deal:
    """A joint visit to the big customer; our people are planned onto it.

    At the agreed `time` (seconds after midnight) they are all there.
    """
    if date < office.today():
        raise JobError("past_date", date=date.isoformat())
    visits = [each for each in deal.negotiations if each is not deal.next_visit]
    visit = Negotiation(date=date, time=time, people=people)
    return advance_deal(office, deal, DealStage.NEGOTIATION, negotiations=[*visits, visit])


# agreements and exceptions


def amend(office: Office, kind: str, record_id: str, changes: dict[str, Any]) -> Record:
    """Changes some fields of a record on file."""
    book = office.books.book(kind)
    book.put([book.get(record_id).to_json() | changes])
    record: Record = book.get(record_id)
    return record


def review_agreement(office: Office, agreement: Agreement, following: dt.date, said: str = "") -> Agreement:
    """Both sides have looked at an agreement; what was said goes to its notes, dated."""
    notes = agreement.notes
    if said:
        line = f"{office.today()} {said}"
        notes = f"{notes}\n{line}" if notes else line
    changes = {"review": following, "notes": notes}
    office.books.agreements.put([agreement.model_copy(update=changes)])
    return office.books.agreements.get(agreement.id)


# bulletins and notes


def hand_bulletin(
    office: Office, bulletin: Bulletin, outlet: str, *, by: str, to: str | None = None, proof: str | None = None
) -> Bulletin:
    """Proof that a bulletin was handed over; a second one of the same outlet adds nothing."""
    if not bulletin.valid_on(office.today()):
        raise JobError("bulletin_over", id=bulletin.id, until=bulletin.valid_until.isoformat())
    if any(each.outlet == outlet for each in bulletin.handed):
        return bulletin
    made = Handed(outlet=outlet, at=_now(office), by=by, to=to, proof=proof)
    office.books.bulletins.put([bulletin.model_copy(update={"handed": [*bulletin.handed, made]})])
    return office.books.bulletins.get(bulletin.id)


def write_note(
    office: Office,
    from_department: Department,
    to_department: Department,
    text: str,
    *,
    owner: str,
    due: dt.datetime | None = None,
    **travels: Any,
) -> HandOver:
    """A hand-over note; `travels` may name the date, rep and outlet it goes with."""
    document = {
        "from_department": from_department, "to_department": to_department, "text": _wanted(text), "owner": owner,
        "by": office.user, "due": due, **travels,
    }  # fmt: skip
    note: HandOver = put_new(office, "handovers", document)
    return note


def acknowledge(office: Office, note: HandOver) -> HandOver:
    """Somebody has read a note and takes it on."""
    if note.acknowledged is None:
        changes = {"acknowledged": _now(office), "acknowledged_by": office.user}
        office.books.handovers.put([note.model_copy(update=changes)])
    return office.books.handovers.get(note.id)


def finish(office: Office, note: HandOver) -> HandOver:
    """What a note asked for is done."""
    made = acknowledge(office, note)
    if made.done is None:
        office.books.handovers.put([made.model_copy(update={"done": _now(office)})])
    return office.books.handovers.get(note.id)


# signals


def close_signal(office: Office, signal: Signal, status: SignalStatus, text: str) -> Signal:
    """A signal that was dealt with, or was none, with why. One that the records gave is filed by this."""
    made = signal.model_copy(update={"status": status, "closed": _wanted(text), "by": signal.by or office.user})
    office.books.signals.put([made])
    return office.books.signals.get(signal.id)


def _wanted(text: str) -> str:
    if not text.strip():
        raise JobError("words_wanted")
    return text.strip()
