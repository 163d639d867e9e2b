"""The columns of sheets in table form: what is planned, then what the rep fills in."""

from __future__ import annotations

from routing.sheets.content import Content, SheetRoute, SheetStop

PLANNED = (
    "date",
    "rep",
    "seq",
    "outlet",
    "name",
    "begin",
    "leave",
    "hours",
    "address",
    "contact",
    "why",
    "agreed",
    "link",
)
FILLED_IN = ("check_in", "check_out", "order_value", "display", "note", "left_reason")
"""To be filled in on the way; read back by `returned`."""
WIDTHS = {
    "date": 11, "rep": 8, "seq": 5, "outlet": 11, "name": 24, "begin": 7, "leave": 7, "hours": 13, "address": 26,
    "contact": 18, "why": 28, "agreed": 18, "link": 12, "check_in": 8, "check_out": 8, "order_value": 9, "display": 8,
    "note": 24, "left_reason": 16,
}  # fmt: skip
"""In characters."""


def headings(content: Content) -> list[str]:
    return [content.t(f"sheets.column.{name}") for name in (*PLANNED, *FILLED_IN)]


def cells(content: Content, route: SheetRoute, stop: SheetStop) -> list[str]:
    """One stop's planned cells."""
    return [
        content.date, route.rep, str(stop.seq), stop.outlet, stop.name, stop.begin, stop.leave, stop.hours,
        stop.address, stop.contact, stop.why, stop.agreed, stop.link,
    ]  # fmt: skip
