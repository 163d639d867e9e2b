"""The brief before a call, on one screen: as toned pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import Rung, money_text
from tui.jobs.brief import Brief, brief_of
from tui.jobs.documents import hour_minute, sentences
from tui.screens.rounds_cells import agreed, title
from tui.widgets.pieces import Piece

if TYPE_CHECKING:
    from tui.jobs.office import Office
    from tui.locale import Translator
    from tui.state.call import CallSession

_TONES = {Rung.GUIDE: "dim", Rung.TALK: "warning", Rung.WARN: "error", Rung.CONTROL: "error"}


def brief(session: CallSession, office: Office) -> list[list[Piece]]:
    """Why, what was agreed, what is missing, open and owed, and what to coach."""
    t, sheet = office.t, session.sheet
    outlet, stop = sheet.outlet, sheet.stop
    found = brief_of(office, sheet, session.selling)
    lines: list[list[Piece]] = [title(outlet, t)]
    people = " ".join(part for part in (outlet.contact, outlet.phone) if part)
    if people:
        lines.append([("☏ ", "dim"), (people, "")])
    if outlet.address:
        lines.append([(outlet.address, "dim")])
    if sheet.elsewhere:
        lines.append([(t("calls.elsewhere", rep=session.rep_name(sheet.elsewhere)), "error")])
    if stop is not None:
        planned = f"{hour_minute(stop.begin)}–{hour_minute(stop.leave)}"
        why = sentences(office, "reason", stop.reasons)
        lines.append([(t("call.planned"), "dim"), (planned, "strong"), (f"  {why}", "")])
    if found.rung is not Rung.GUIDE:
        rung = t(f"calls.rung.{found.rung.value}")
        lines.append([(t("calls.brief.standing"), "dim"), (rung, _TONES[found.rung])])
    lines += _open(found, t)
    lines += agreed(sheet.last, t)
    lines += _missing(found, t)
    lines += _trade(session, found, t)
    lines += _coaching(session, t)
    if outlet.notes:
        lines.append([(t("call.about_outlet"), "dim"), (outlet.notes, "")])
    return lines


def _open(found: Brief, t: Translator) -> list[list[Piece]]:
    """Issues, deals, signals, notes and bulletins."""
    lines: list[list[Piece]] = []
    for issue in found.issues:
        due = issue.next_due
        when = f" {due:%m-%d %H:%M}" if due else ""
        lines.append([(f"{t('calls.brief.issue')}{when} ", "error"), (issue.text, "")])
    for deal in found.deals:
        lines.append([(t("calls.brief.deal"), "accent"), (deal.customer, "")])
    for signal in found.signals:
        lines.append(
            [
                (t("calls.brief.signal"), "warning"),
                (t(f"calls.signal.{signal.kind.value}"), ""),
                (f"  {signal.text}", "dim"),
            ]
        )
    for note in found.notes:
        lines.append([(t("calls.brief.note"), "warning"), (note.text, "")])
    for bulletin in found.bulletins:
        lines.append([(t("calls.brief.bulletin"), "accent"), (bulletin.title, "")])
    return lines


def _missing(found: Brief, t: Translator) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    if found.gaps:
        lines.append([(t("calls.brief.gaps"), "dim"), (" · ".join(found.gaps), "error")])
    if found.missed:
        lines.append([(t("call.missed_last"), "dim"), (" · ".join(found.missed), "warning")])
    return lines


def _trade(session: CallSession, found: Brief, t: Translator) -> list[list[Piece]]:
    """The last orders, where they are heading, and what is owed."""
    lines: list[list[Piece]] = []
    if found.orders:
        said = " · ".join(f"{each.date:%m-%d} {money_text(each.value)}" for each in reversed(found.orders))
        pieces: list[Piece] = [(t("calls.brief.orders"), "dim"), (said, "")]
        if found.trend is not None:
            change = round(100 * (found.trend - 1))
            pieces.append((f"  {t('calls.brief.trend', change=f'{change:+d}')}", "good" if change >= 0 else "error"))
        lines.append(pieces)
    terms = session.sheet.outlet.credit
    if terms is not None and session.owed is not None:
        limit = "" if terms.limit is None else f" / {money_text(terms.limit)}"
        over = terms.limit is not None and session.owed > terms.limit
        lines.append(
            [(t("calls.brief.owed"), "dim"), (f"{money_text(session.owed)}{limit}", "error" if over else "")]
        )
        if terms.oldest_overdue and terms.oldest_overdue < session.call.date:
            lines[-1].append((f"  {t('calls.brief.overdue', date=f'{terms.oldest_overdue:%m-%d}')}", "error"))
    return lines


def _coaching(session: CallSession, t: Translator) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    if session.focus is None:
        return lines
    coached = next(
        (
            call
            for call in session.sheet.earlier
            if call.coaching and call.coaching.topic == session.focus.id and call.coaching.skill
        ),
        None,
    )
    pieces: list[Piece] = [(t("call.focus"), "dim"), (session.focus.name, "accent")]
    if coached is not None and coached.coaching is not None:
        pieces.append((f"  {coached.coaching.skill}/5 ({coached.date:%m-%d})", "dim"))
    return [pieces]
