"""What the stop list says: rows, progress and the card of a stop, as toned pieces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.records import Stop, StopKind
from tui.jobs.calls import Round, RoundStop, StopState
from tui.jobs.documents import hour_minute, hours_text, sentences
from tui.jobs.notes import note_texts
from tui.jobs.wording import kilometres, result
from tui.screens.board_cells import channel_name, span
from tui.screens.board_stops import short_reasons
from tui.widgets.pieces import Cell, Piece
from tui.widgets.table import Column

if TYPE_CHECKING:
    from store.records import Call, Outlet
    from tui.jobs.office import Office
    from tui.locale import Translator

_MARKS = {
    StopState.OPEN: ("○", "dim"),
    StopState.NEXT: ("▶", "accent"),
    StopState.HERE: ("◉", "warning"),
    StopState.DONE: ("✓", "good"),
    StopState.LEFT: ("–", "error"),
}


def columns(t: Translator) -> list[Column]:
    return [
        Column("mark", "", min=1),
        Column("seq", "#", min=2, right=True),
        Column("time", t("rounds.column.time"), min=5),
        Column("name", t("rounds.column.outlet"), min=22, weight=3),
        Column("agreed", t("rounds.column.agreed"), min=16, weight=3, drop=1),
        Column("why", t("rounds.column.why"), min=12, weight=2, drop=2),
    ]


def listed(found: Round | None, office: Office) -> list[RoundStop]:
    """The stops of the route, then calls made at outlets that are not on it."""
    if found is None:
        return []
    outlets = office.books.outlets
    more: list[RoundStop] = []
    for call in found.adhoc:
        outlet = outlets.find(call.outlet)
        stop = Stop(outlet=call.outlet, kind=StopKind(call.stop_kind), name=outlet.name if outlet else "")
        more.append(RoundStop(stop, 0, outlet, call, state_of(call)))
    return [*found.stops, *more]


def state_of(call: Call) -> StopState:
    if call.left:
        return StopState.LEFT
    return StopState.DONE if call.check_out else StopState.HERE


def name_of(stop: RoundStop) -> str:
    return stop.outlet.name if stop.outlet else stop.stop.name or stop.stop.outlet


def row(stop: RoundStop, last: Call | None, office: Office) -> Sequence[Cell]:
    mark, tone = _MARKS[stop.state]
    over = stop.state in (StopState.DONE, StopState.LEFT)
    return [
        [(mark, tone)],
        [(str(stop.seq) if stop.seq else "+", "dim")],
        [(time_of(stop), "dim" if over else "")],
        [(name_of(stop), "dim" if over else "")],
        [(_remark(stop, last, office), "dim" if over else "accent")],
        [(short_reasons(stop.stop.reasons, office), "dim")],
    ]


def time_of(stop: RoundStop) -> str:
    """When it was, else when it is planned."""
    if stop.call and stop.call.check_in:
        return f"{stop.call.check_in:%H:%M}"
    return hour_minute(stop.stop.begin) if stop.seq else ""


def _remark(stop: RoundStop, last: Call | None, office: Office) -> str:
    """What became of it; before that, what was agreed last time."""
    call = stop.call
    if call is not None and call.left:
        return call.left_reason or ""
    if call is not None and call.done:
        return result(call, office.t)
    return last.coaching.action or "" if last and last.coaching else ""


def progress(found: Round | None, office: Office) -> list[Piece]:
    """How far the round has come, and when it should be over."""
    if found is None or not found.stops:
        return []
    pieces: list[Piece] = [(f"  {office.t('rounds.progress', done=found.done, n=len(found.stops))}", "strong")]
    if found.route:
        until = office.t(
            "rounds.until", depart=hour_minute(found.route.depart), back=hour_minute(found.route.returns)
        )
        pieces.append((f"  {until}", "dim"))
        pieces.append((f"  {office.t('board.km', km=kilometres(found.route.distance_m))}", "dim"))
    return pieces


def card(
    stop: RoundStop, last: Call | None, office: Office, date: dt.date, ahead: Sequence[list[Piece]] = ()
) -> list[list[Piece]]:
    """One stop large: when, `ahead` what is worth knowing on the way, where and why, and what was agreed there."""
    t = office.t
    mark, tone = _MARKS[stop.state]
    lines: list[list[Piece]] = [[(f"{mark} ", tone), (name_of(stop), "heading")]]
    lines += [_when(stop, office, date), *ahead]
    outlet = stop.outlet
    if outlet is not None:
        if outlet.address:
            lines.append([(outlet.address, "")])
        people = " ".join(part for part in (outlet.contact, outlet.phone) if part)
        if people:
            lines.append([("☏ ", "dim"), (people, "")])
    if stop.seq and stop.stop.travel_s:
        lines.append(
            [(t("rounds.leg", km=kilometres(stop.stop.distance_m), n=round(stop.stop.travel_s / 60)), "dim")]
        )
    if stop.stop.windows:
        hours = hours_text(office, stop.stop.windows)
        lines.append([(t("board.explain.hours", hours=hours), "")])
    if stop.stop.reasons:
        why = sentences(office, "reason", stop.stop.reasons)
        lines.append([(t("board.explain.why"), "dim"), (why, "")])
    lines += agreed(last, t)
    if stop.call is not None and stop.call.done:
        lines.append([(t("rounds.became"), "dim"), (_remark(stop, last, office), "good")])
    if outlet is not None:
        facts = [outlet.id, outlet.grade.value if outlet.grade else "", channel_name(outlet, t)]
        lines.append([(" · ".join(fact for fact in facts if fact), "dim")])
    return lines


def noted(office: Office, date: dt.date, rep: str, outlet: str) -> list[list[Piece]]:
    """The hand-over notes that travel with a round, and those for one of its stops."""
    notes = [*note_texts(office, date, rep), *note_texts(office, date, rep, outlet)]
    return [[(f"» {note}", "accent")] for note in notes]


def _when(stop: RoundStop, office: Office, date: dt.date) -> list[Piece]:
    t, call = office.t, stop.call
    if call is not None and call.check_in:
        if call.check_out:
            return [(f"{call.check_in:%H:%M}–{call.check_out:%H:%M}", "good")]
        minutes = max(0, round((office.now() - call.check_in).total_seconds() / 60))
        return [(t("rounds.here_since", time=f"{call.check_in:%H:%M}", n=minutes), "warning")]
    if stop.state is StopState.LEFT:
        return [(t("rounds.left"), "error")]
    if not stop.seq:
        return []
    pieces: list[Piece] = [(f"{hour_minute(stop.stop.begin)}–{hour_minute(stop.stop.leave)}", "strong")]
    if stop.state is StopState.NEXT and date == office.today():
        now = office.now()
        wait = round((stop.stop.begin - (now.hour * 3600 + now.minute * 60 + now.second)) / 60)
        if wait >= 0:
            pieces.append((f"  {t('rounds.in_minutes', time=span(60 * wait, t))}", "accent"))
        else:
            late = -wait * 60 > stop.stop.slack_s
            behind = span(-wait * 60, t)
            pieces.append((f"  {t('rounds.behind', time=behind)}", "error" if late else "warning"))
    pieces.append((f"  {t('board.explain.slack', time=span(stop.stop.slack_s, t))}", "dim"))
    return pieces


def agreed(last: Call | None, t: Translator) -> list[list[Piece]]:
    """The last call in two lines: what was agreed then, and how it went."""
    if last is None:
        return [[(t("rounds.first_call"), "dim")]]
    lines: list[list[Piece]] = []
    if last.coaching and last.coaching.action:
        lines.append([(t("rounds.agreed"), "dim"), (last.coaching.action, "accent")])
    said = result(last, t)
    lines.append([(t("rounds.last", date=f"{last.date:%m-%d}"), "dim"), (said, "")])
    if last.note:
        lines.append([(t("rounds.noted"), "dim"), (last.note, "")])
    return lines


def title(outlet: Outlet, t: Translator) -> list[Piece]:
    """An outlet's name with what kind of outlet it is."""
    facts = [outlet.id, outlet.grade.value if outlet.grade else "", channel_name(outlet, t)]
    return [(outlet.name, "heading"), ("  " + " · ".join(fact for fact in facts if fact), "dim")]
