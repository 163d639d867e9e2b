"""What the board's list says of each stop: a route's with its time line, one left out with why, one that is due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from store.records import Message, Route, RoutePause, Stop, StopKind, Unserved, UnservedClass, money_text
from tui.jobs.documents import hour_minute, sentences
from tui.jobs.since import mark_text
from tui.jobs.wording import duration
from tui.state.board import Entry, Kind, Row
from tui.widgets.bars import BROKEN, CALL, DRIVEN, OPEN, PAUSE, SLACK, WAIT, Span, moments, scale
from tui.widgets.columns import Column
from tui.widgets.pieces import Cell, Drawn, Piece, longest_that_fits

if TYPE_CHECKING:
    from tui.jobs.office import Office
    from tui.locale import Translator

_HOUR = 3600


def columns(entry: Entry | None, t: Translator) -> list[Column]:
    """The columns of the list behind an entry of the index."""
    kind = entry.kind if entry else Kind.DUE
    if kind is Kind.ROUTE:
        first, last = _hours(entry.route if entry else None)
        return [
            Column("seq", "#", min=3, right=True),
            Column("lock", "", min=1),
            Column("begin", t("board.column.begin"), min=5),
            Column("name", t("board.column.outlet"), min=14, weight=3),
            Column("line", scale(first, last), min=11, weight=3, drop=3),
            Column("slack", t("board.column.slack"), min=5, right=True, drop=2),
            Column("note", t("board.column.why"), min=8, weight=4, drop=1),
        ]
    if kind is Kind.UNSERVED:
        return [
            Column("seq", "#", min=3, right=True),
            Column("name", t("board.column.outlet"), min=14, weight=2),
            Column("class", t("board.column.class"), min=_widest_class(t), drop=2),
            Column("note", t("board.column.why_not"), min=18, weight=5),
        ]
    return [
        Column("seq", "#", min=3, right=True),
        Column("name", t("board.column.outlet"), min=10, weight=2),
        Column("worth", t("board.column.worth"), min=7, right=True, drop=2),
        Column("note", t("board.column.why"), min=10, weight=3),
    ]


def _widest_class(t: Translator) -> int:
    return max(cell_len(t(f"plan.class.{each}")) for each in UnservedClass)


def row(at: Row, route: Route | None, office: Office) -> Sequence[Cell]:
    """One row; `route` is the one it stands on."""
    match at.item:
        case RoutePause() as pause:
            text = office.t(f"plan.pause.{pause.kind}", name=pause.name)
            until = f"{text} –{hour_minute(pause.end)}"
            line = moments(*_hours(route), [(pause.begin, pause.end, PAUSE, "dim")])
            return ["", "", [(hour_minute(pause.begin), "dim")], [(until, "dim")], line, "", ""]
        case Stop() as stop:
            return _stop(stop, at, route, office)
        case Unserved() as stop:
            why = sentences(office, "unserved", stop.reasons)
            tone = "warning" if stop.unserved_class.value == "blocked" else ""
            return [
                str(at.seq),
                [*kind_mark(stop.kind, office.t), (stop.name or stop.outlet, "")],
                [(office.t(f"plan.class.{stop.unserved_class.value}"), tone)] if why else "",  # not known yet
                [(why, "dim")],
            ]
        case due:
            said = sentences(office, "reason", due.reasons), short_reasons(due.reasons, office)
            name = [*kind_mark(due.kind, office.t), (due.outlet.name, "")]
            return [str(at.seq), name, money_text(due.worth), longest_that_fits(*said, tone="dim")]


def _stop(stop: Stop, at: Row, route: Route | None, office: Office) -> Sequence[Cell]:
    late = any(message.code == "late" for message in stop.violations)
    note: list[Piece]
    if stop.violations:
        said = sentences(office, "violation", stop.violations)
        note = [(f"! {said}", "error")]
    else:
        note = [(short_reasons(stop.reasons, office), "dim")]
    if at.change is not None:
        mark: Piece = (f"« {mark_text(office, *at.change, short=True)}", "accent")
        note = [*note, ("  ", ""), mark] if stop.violations else [mark, ("  ", ""), *note]
    name: list[Piece] = [*kind_mark(stop.kind, office.t), (stop.name or stop.outlet, "")]
    if at.notes:
        name.append((" »", "accent"))
    if stop.approximate:
        name.append((" ≈", "dim"))
    return [
        str(at.seq),
        [(lock_mark(stop), "strong")],
        [(hour_minute(stop.begin), "error" if late else "")],
        name,
        line_of(stop, route),
        [(short_time(stop.slack_s, office.t), "warning" if stop.slack_s < 600 else "dim")],
        note,
    ]


def _hours(route: Route | None) -> tuple[int, int]:
    """The whole hours that hold a route."""
    if route is None or not route.stops:
        return 8 * _HOUR, 18 * _HOUR
    first = route.depart // _HOUR * _HOUR
    return first, max(first + _HOUR, -(-route.returns // _HOUR) * _HOUR)


def line_of(stop: Stop, route: Route | None) -> Drawn:
    """A stop on its route's time line: its hours, waiting, the call, how much later it could be, a broken rule."""
    spans: list[Span] = [(begin, end, OPEN, "dim") for begin, end in stop.windows]
    spans.append((stop.leave, stop.leave + stop.slack_s, SLACK, "warning" if stop.slack_s < 600 else "dim"))
    if stop.begin - stop.arrive >= 60:
        spans.append((stop.arrive, stop.begin, WAIT, "dim"))
    spans.append((stop.begin, max(stop.leave, stop.begin + 1), DRIVEN if stop.driven else CALL, "accent"))
    if stop.violations:
        spans.append((stop.begin, stop.begin + 1, BROKEN, "error"))
    return moments(*_hours(route), spans)


def kind_mark(kind: StopKind, t: Translator) -> list[Piece]:
    """A letter before the name of what is no sales visit: a delivery, a check."""
    return [] if kind is StopKind.VISIT else [(f"{t(f'board.kind.{kind}')} ", "accent")]


def lock_mark(stop: Stop) -> str:
    """A letter that says what a lock holds: rep, position or time."""
    return {"rep": "R", "position": "P", "time": "T"}.get(stop.lock.value, "?") if stop.lock else ""


def short_time(seconds: int, t: Translator) -> str:
    """Minutes short, hours where there are many: ``35m``, ``7:20``; whole minutes, as much as there is at least."""
    return t("board.minutes", n=seconds // 60) if seconds < 6000 else duration(seconds // 60 * 60)


def short_reasons(reasons: Sequence[Message], office: Office) -> str:
    """The reasons of a stop in a few letters."""
    return " · ".join(office.t(f"board.short.{message.code}", **message.params) for message in reasons)
