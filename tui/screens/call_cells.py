"""What the call screen says: rows, the brief, and what belongs to the row under the cursor, as toned pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.records import money_text
from tui.jobs.documents import hour_minute, sentences
from tui.screens.rounds_cells import agreed, title
from tui.state.call import Item, Kind
from tui.widgets.pieces import Cell, Piece
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.jobs.office import Office
    from tui.state.call import CallSession

_TICKS = {True: ("✓", "good"), False: ("✗", "error"), None: ("·", "dim")}


def columns() -> list[Column]:
    return [Column("mark", min=3), Column("name", min=18, weight=3), Column("value", min=10, weight=2)]


def row(item: Item, session: CallSession, office: Office, typing: str | None = None) -> Sequence[Cell]:
    """A step or a fact; `typing` is what is being typed into it."""
    if item.kind is Kind.STEP:
        return _step(item, session, office)
    value = session.value_of(item)
    if item.kind is Kind.POINT:
        assert item.point is not None
        said = "" if value is None else office.t("call.met" if value else "call.not_met")
        tick = _TICKS[value]
        name: list[Piece] = [(item.name, ""), (f"  ×{item.point.weight:g}", "dim")]
        return [[("  ", ""), tick], name, [(said, tick[1])]]
    if item.kind is Kind.SCRIPT:
        return ["", [(item.name, "dim")], ""]
    mark = ("•", "good") if value is not None else ("·", "dim")
    indent = "" if item.depth == 0 else "  "
    title: list[Piece] = [(item.name, "strong" if item.depth == 0 else "")]
    text = shown(item, session, office) if typing is None else f"{typing}▏"
    return [[(indent, ""), mark], title, [(text, "")]]


def _step(item: Item, session: CallSession, office: Office) -> Sequence[Cell]:
    assert item.step is not None
    done = session.step_of(item.id)
    if done.done:
        mark: Piece = ("✓", "good")
    elif done.reason:
        mark = ("–", "warning")
    else:
        mark = ("□", "strong" if item.step.required else "dim")
    said: list[Piece] = []
    if done.reason:
        said = [(done.reason, "warning")]
    elif item.step.required and not done.done:
        said = [(office.t("call.required"), "dim")]
    return [[mark], [(item.name, "strong")], said]


def shown(item: Item, session: CallSession, office: Office) -> str:
    """The value of a row in words."""
    value = session.value_of(item)
    if value is None:
        return ""
    match item.kind:
        case Kind.ORDER:
            return money_text(value)
        case Kind.SKILL:
            return f"{value}/5  {office.t(f'call.skill.{value}')}"
        case Kind.DUE:
            return str(value.isoformat())
        case _:
            return str(value)


def editable(item: Item, session: CallSession) -> str:
    """The value of a row as it is edited."""
    value = session.value_of(item)
    if value is None:
        return ""
    return money_text(value) if item.kind is Kind.ORDER else str(value)


def question(item: Item, office: Office) -> str:
    return office.t("call.how_many", name=item.name) if item.kind is Kind.STOCK else item.name


def headline(session: CallSession, office: Office, *, short: bool = False) -> list[Piece]:
    """The outlet, the state of its call, and the live score."""
    t, call = office.t, session.call
    pieces: list[Piece] = []
    if not short:  # where it is, the brief below names the outlet
        rep = office.books.reps.find(call.rep)
        pieces = [(f" {session.sheet.outlet.name}", "heading"), (f"  {rep.name if rep else call.rep}", "dim")]
    if call.left:
        pieces.append((f"  {t('rounds.left')}: {call.left_reason}", "error"))
    elif call.check_in is None:
        pieces.append((f"  {t('call.not_begun')}", "dim"))
    elif call.check_out is not None:
        times = f"{call.check_in:%H:%M}–{call.check_out:%H:%M}"
        pieces.append((f"  {t('call.over', times=times, n=round(call.minutes or 0))}", "good"))
    else:
        minutes = max(0, int((office.now() - call.check_in).total_seconds() // 60))
        pieces.append((f"  {t('rounds.here_since', time=f'{call.check_in:%H:%M}', n=minutes)}", "warning"))
    if session.score is not None and session.display is not None:
        score = t(
            "call.score_short" if short else "call.score",
            score=round(100 * session.score),
            checked=session.checked,
            of=len(session.display.points),
        )
        pieces.append((f"  {score}", "accent"))
    if call.backfilled:
        pieces.append((f"  {t('call.backfilled')}", "dim"))
    return pieces


def brief(session: CallSession, office: Office) -> list[list[Piece]]:
    """What one should know before going in: why, what was agreed, what was missing, what to coach."""
    t, sheet = office.t, session.sheet
    outlet, stop, last = sheet.outlet, sheet.stop, sheet.last
    lines: list[list[Piece]] = [title(outlet, t)]
    people = " ".join(part for part in (outlet.contact, outlet.phone) if part)
    if people:
        lines.append([("☏ ", "dim"), (people, "")])
    if outlet.address:
        lines.append([(outlet.address, "dim")])
    if stop is not None:
        planned = f"{hour_minute(stop.begin)}–{hour_minute(stop.leave)}"
        why = sentences(office, "reason", stop.reasons)
        lines.append([(t("call.planned"), "dim"), (planned, "strong"), (f"  {why}", "")])
    lines += agreed(last, t)
    if last is not None and last.coaching and last.coaching.skill:
        known = next((topic.name for topic in sheet.topics if topic.id == last.coaching.topic), last.coaching.topic)
        lines.append([(t("call.last_skill"), "dim"), (f"{known} {last.coaching.skill}/5", "")])
    missing = _missed_last(session)
    if missing:
        lines.append([(t("call.missed_last"), "dim"), (" · ".join(missing), "warning")])
    if session.focus is not None:
        lines.append([(t("call.focus"), "dim"), (session.focus.name, "accent")])
    if outlet.notes:
        lines.append([(t("call.about_outlet"), "dim"), (outlet.notes, "")])
    return lines


def _missed_last(session: CallSession) -> list[str]:
    last, standard = session.sheet.last, session.display
    if last is None or last.display is None or standard is None or last.display.standard != standard.id:
        return []
    return [point.name for point in standard.points if last.display.points.get(point.id) is False]


def about(item: Item, session: CallSession, office: Office) -> list[list[Piece]]:
    """What belongs to a row: a script whole, last time's value, how to enter it."""
    t, last = office.t, session.sheet.last
    lines: list[list[Piece]] = []
    if item.kind in (Kind.TOPIC, Kind.SCRIPT, Kind.SKILL):
        topic = session.topic or session.focus
        if topic is not None:
            lines.append([(topic.name, "heading"), (f"  {topic.script}", "")])
    if item.kind in (Kind.ADVICE, Kind.ACTION, Kind.NOTE) and session.value_of(item):
        lines.append([(str(session.value_of(item)), "")])
    before = _before(item, session)
    if before and last is not None:
        lines.append([(t("call.before", date=f"{last.date:%m-%d}"), "dim"), (before, "")])
    lines.append([(t(f"call.how.{item.kind.value}"), "dim")])
    return lines


def _before(item: Item, session: CallSession) -> str:
    """Last time's value of the same fact."""
    last = session.sheet.last
    if last is None:
        return ""
    match item.kind:
        case Kind.POINT:
            met = last.display.points.get(item.id) if last.display else None
            return "" if met is None else _TICKS[met][0]
        case Kind.ADVICE:
            return (last.display.advice if last.display else None) or ""
        case Kind.STOCK:
            return next((str(line.quantity) for line in last.stock if line.product == item.id), "")
        case Kind.ORDER:
            return "" if last.order_value is None else money_text(last.order_value)
        case Kind.SKILL:
            return f"{last.coaching.skill}/5" if last.coaching and last.coaching.skill else ""
        case Kind.ACTION:
            return (last.coaching.action if last.coaching else None) or ""
        case Kind.NOTE:
            return last.note or ""
        case _:
            return ""
