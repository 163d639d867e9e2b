"""The columns of sheets in table form: what is planned, then what the rep fills in."""

from __future__ import annotations

from routing.sheets.content import Content, SheetRoute, SheetStop
from routing.sheets.reply.fields import field_named
from routing.sheets.reply.writing import ASKED

PLANNED = (
    "date",
    "rep",
    "seq",
    "outlet",
    "name",
    "kind",
    "begin",
    "leave",
    "hours",
    "address",
    "contact",
    "why",
    "agreed",
    "link",
)
WAY = "way"
"""How to get there: a planned column where directions are asked for."""
FILLED_IN = ASKED
"""To be filled in on the way; read back by `returned`."""
WIDTHS = {
    "date": 11, "rep": 8, "seq": 5, "outlet": 11, "name": 24, "kind": 6, "begin": 7, "leave": 7, "hours": 13,
    "address": 26, "contact": 18, "why": 28, "agreed": 18, "link": 12, "way": 44, "check_in": 7, "check_out": 7,
    "steps": 9, "points": 9, "skipped": 12, "found": 9, "facings": 8, "advice": 16, "stock": 20, "order": 20,
    "delivery": 18, "payments": 16, "empties": 10, "coaching": 7, "action": 16, "followed_up": 6,
    "bulletins": 7, "rating": 6, "photos": 14, "note": 18, "left_reason": 14,
}  # fmt: skip
"""In characters."""


def planned(content: Content) -> tuple[str, ...]:
    """The planned columns of a day's sheets."""
    return (*PLANNED, WAY) if content.directions else PLANNED


def headings(content: Content) -> list[str]:
    blanks = [field_named(name) for name in FILLED_IN]
    chinese = content.language == "zh"
    return [
        *(content.t(f"sheets.column.{name}") for name in planned(content)),
        *((field.zh if chinese else field.en)[0] for field in blanks),
    ]


def cells(content: Content, route: SheetRoute, stop: SheetStop) -> list[str]:
    """One stop's planned cells."""
    found = [
        content.date, route.rep, str(stop.seq), stop.outlet, stop.name, _kind(content, stop), stop.begin, stop.leave,
        stop.hours, stop.address, stop.contact, stop.why, stop.agreed, stop.link,
    ]  # fmt: skip
    return [*found, stop.way] if content.directions else found


def several_kinds(route: SheetRoute) -> bool:
    """Whether a route has stops that are no visits, so that it matters which is which."""
    return any(stop.form is not None and stop.form.kind != "visit" for stop in route.stops)


def _kind(content: Content, stop: SheetStop) -> str:
    return content.t(f"plan.kind.{stop.form.kind}") if stop.form else ""
