"""What can be done about each line of the service desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import (
    Agreement,
    Bulletin,
    Deal,
    DealStage,
    ExceptionGrant,
    HandOver,
    Issue,
    IssueStatus,
    Outlet,
    Rung,
    Signal,
    StandingStep,
)
from store.service.care import Proposal

if TYPE_CHECKING:
    from tui.jobs.review import Entry

NEW = ("issues", "deals", "notes", "signals", "standing", "agreements", "bulletins")
"""Lists to which something can be added from the desk."""


FORMS: dict[type, str] = {
    Agreement: "agreements",
    Bulletin: "bulletins",
    Deal: "deals",
    ExceptionGrant: "exceptions",
    HandOver: "handovers",
    Issue: "issues",
    Signal: "signals",
    Outlet: "outlets",
}
"""Kinds of records whose form opens from a line of the desk."""


def form_of(entry: Entry) -> tuple[str, str] | None:
    """Kind and id of the record whose form a line opens; None where it has none."""
    kind = FORMS.get(type(entry.record))
    return None if kind is None else (kind, entry.record.id)


def acts(entry: Entry) -> tuple[str, ...]:
    """The acts that make sense for a line, the likeliest first; `page` opens its outlet."""
    record = entry.record
    found: tuple[str, ...] = ()
    if isinstance(record, Issue):
        found = _issue_acts(record)
    elif isinstance(record, Deal) and record.open:
        found = _deal_acts(record)
    elif isinstance(record, HandOver):
        found = ("done",) if record.acknowledged else ("acknowledge", "done")
    elif isinstance(record, Signal):
        found = ("step", "handled", "dismissed")
    elif isinstance(record, StandingStep):
        higher = tuple(Rung)[record.rung.height + 1 :]
        up = (higher[0].value,) if higher else ()
        fast = ("fast_path",) if len(higher) > 1 else ()
        down = () if record.rung is Rung.GUIDE else ("recover",)
        found = (*down, *up, *fast, "reverse")
    elif isinstance(record, Agreement) and entry.part:
        fee = next((fee for fee in record.display_fees if fee.id == entry.part), None)
        stage = fee.stage if fee else ""
        found = {"due": ("check",), "checked": ("claim", "check"), "claimed": ("approve",), "approved": ("pay",)}.get(
            stage, ()
        )
    elif isinstance(record, Agreement):
        found = ("reviewed", *(("renew",) if record.valid_until else ()))
    elif isinstance(record, ExceptionGrant):
        found = ("withdraw",)
    elif isinstance(record, Proposal):
        found = ("take",)
    elif entry.section == "bulletins":
        found = ("hand",)
    return (*found, "page") if entry.outlet else found


def _issue_acts(issue: Issue) -> tuple[str, ...]:
    match issue.status:
        case IssueStatus.OPEN:
            return ("answer", "hand_over", "resolve")
        case IssueStatus.ANSWERED:
            return ("resolve", "hand_over", "answer")
        case IssueStatus.RESOLVED:
            return ("satisfied", "unsatisfied")
        case _:
            return ()


def _deal_acts(deal: Deal) -> tuple[str, ...]:
    support = ("support",) if deal.stage in (DealStage.LEAD, DealStage.SUPPORT) else ()
    return (*support, "negotiate", "won", "lost")
