"""What the outlets' list says, and one outlet at length, as toned pieces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from store.notation.clock import clock_text
from store.records import Call, Outlet
from tui.jobs.wording import result
from tui.screens.board_cells import channel_name
from tui.screens.rounds_cells import title
from tui.widgets.pieces import Cell, Piece, with_marks
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.jobs.office import Office
    from tui.locale import Translator

ORDERS = ("id", "name", "grade", "last", "rep")
"""What the list can be sorted by; `id` is the books' own order."""


def columns(t: Translator) -> list[Column]:
    return [
        Column("name", t("outlets.column.name"), min=14, weight=4),
        Column("id", t("outlets.column.id"), min=6, weight=1, drop=3),
        Column("grade", t("outlets.column.grade"), min=2),
        Column("channel", t("outlets.column.channel"), min=8, weight=1, drop=4),
        Column("rep", t("outlets.column.rep"), min=6, weight=1, drop=2),
        Column("last", t("outlets.column.last"), min=5, drop=1),
    ]


def ordered(rows: list[Outlet], order: str, last: Mapping[str, dt.date]) -> list[Outlet]:
    """Sorted by one of `ORDERS`; those longest without a call come first in `last`."""
    match order:
        case "name":
            return sorted(rows, key=lambda outlet: outlet.name)
        case "grade":
            return sorted(rows, key=lambda outlet: outlet.grade.value if outlet.grade else "~")
        case "last":
            return sorted(rows, key=lambda outlet: last.get(outlet.id, dt.date.min))
        case "rep":
            return sorted(rows, key=lambda outlet: outlet.rep or "~")
        case _:
            return rows


def row(outlet: Outlet, last: dt.date | None, office: Office) -> Sequence[Cell]:
    active = outlet.status.value == "active"
    marks: list[Piece] = [(" ★", "accent")] if outlet.key_account else []
    if not outlet.located:
        marks.append((" ?", "warning"))
    elif outlet.approximate:
        marks.append((" ≈", "dim"))
    rep = office.books.reps.find(outlet.rep) if outlet.rep else None
    return [
        with_marks(outlet.name, "" if active else "dim", marks),
        [(outlet.id, "dim")],
        outlet.grade.value if outlet.grade else "",
        [(channel_name(outlet, office.t), "dim")],
        [(rep.name if rep else outlet.rep or "", "dim")],
        [(f"{last:%m-%d}" if last else "", "dim")],
    ]


def about(outlet: Outlet, last: dt.date | None, calls: Sequence[Call], office: Office) -> list[list[Piece]]:
    """All that is known of one outlet; its latest calls last."""
    t = office.t
    lines = [title(outlet, t)]
    rep = office.books.reps.find(outlet.rep) if outlet.rep else None
    supplier = office.books.outlets.find(outlet.supplier) if outlet.supplier else None
    facts = [
        ("tier", t(f"records.tier.{outlet.tier.value}")),
        ("status", t(f"records.status.{outlet.status.value}")),
        ("contact", " ".join(part for part in (outlet.contact, outlet.phone) if part)),
        ("address", outlet.address or ""),
        ("position", _position(outlet, t)),
        ("rep", rep.name if rep else outlet.rep or ""),
        ("supplier", supplier.name if supplier else outlet.supplier or ""),
        ("rhythm", _rhythm(outlet, t)),
        ("hours", _hours(outlet, t)),
        ("call_minutes", "" if outlet.call_minutes is None else f"{outlet.call_minutes:g}"),
        ("skills", t("plan.comma").join(outlet.skills)),
        ("last", last.isoformat() if last else t("outlets.never")),
        ("notes", outlet.notes or ""),
    ]
    lines += [[(f"{t(f'outlets.fact.{name}')} ", "dim"), (text, "")] for name, text in facts if text]
    if calls:
        lines.append([(t("outlets.calls"), "heading")])
    for call in calls:
        lines.append([(f"{call.date:%Y-%m-%d} ", "dim"), (result(call, t), "")])
        if call.coaching and call.coaching.action:
            lines.append([("  → ", "dim"), (call.coaching.action, "accent")])
        if call.note:
            lines.append([("  ", ""), (call.note, "dim")])
    return lines


def _position(outlet: Outlet, t: Translator) -> str:
    if outlet.lat is None or outlet.lon is None:
        return t("outlets.no_position")
    text = f"{outlet.lat:.5f}, {outlet.lon:.5f}"
    return f"{text} ≈ {t('board.explain.approximate')}" if outlet.approximate else text


def _rhythm(outlet: Outlet, t: Translator) -> str:
    rhythm = outlet.rhythm
    if rhythm is None:
        return ""
    if rhythm.max_days is not None:
        least = rhythm.min_days or rhythm.max_days
        if least == rhythm.max_days:
            text = t("outlets.every_n_days", n=least)
        else:
            text = t("outlets.every_days", least=least, most=rhythm.max_days)
    else:
        text = t("outlets.every_weeks", visits=rhythm.visits, n=rhythm.weeks)
    days = " ".join(t(f"records.weekday.{day.value}") for day in rhythm.days)
    return f"{text} · {days}" if days else text


def _hours(outlet: Outlet, t: Translator) -> str:
    said = [text for text in (outlet.opening_hours, outlet.receiving_hours) if text]
    for window in outlet.windows:
        days = " ".join(t(f"records.weekday.{day.value}") for day in window.days)
        said.append(f"{days} {clock_text(window.open)}–{clock_text(window.close)}".strip())
    closed = [
        t(f"records.weekday.{day}") if not isinstance(day, dt.date) else day.isoformat() for day in outlet.closed
    ]
    if closed:
        said.append(t("outlets.closed_on", days=" ".join(closed)))
    return t("plan.and").join(said)
