"""What the call screen says: rows, the brief, and what belongs to the row under the cursor, as toned pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.records import CallKind, DeliveryLine, NetworkState, PaymentMethod, Product, money_text
from store.service.prices import case_factor
from tui.state.call import Item, Kind
from tui.state.call_entry import line_of
from tui.state.call_rows import Entry
from tui.state.entry import typed_pieces
from tui.widgets.pieces import Cell, Piece
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.jobs.office import Office
    from tui.locale import Translator
    from tui.state.call import CallSession

_TICKED = (Kind.POINT, Kind.FOUND, Kind.FOLLOW_UP, Kind.BULLETIN, Kind.TERMS)
_TICKS = {True: ("✓", "good"), False: ("✗", "error"), None: ("·", "dim")}


def columns() -> list[Column]:
    return [Column("mark", min=3), Column("name", min=18, weight=3), Column("value", min=10, weight=2)]


def row(item: Item, session: CallSession, office: Office, typing: str | None = None) -> Sequence[Cell]:
    """A step or a fact; `typing` is what is being typed into it."""
    if item.kind is Kind.STEP:
        return _step(item, session, office)
    if item.kind is Kind.FORM:
        return [[("☷", "accent")], [(item.name, "heading")], ""]
    if item.kind is Kind.SCRIPT:
        return ["", [(item.name, "dim")], ""]
    value = session.value_of(item)
    indent = "  " * item.depth
    if item.kind in _TICKED:
        assert value is None or isinstance(value, bool)
        said = (
            ""
            if value is None
            else office.t(f"calls.yes.{item.kind.value}" if value else f"calls.no.{item.kind.value}")
        )
        tick = _TICKS[value]
        name: list[Piece] = [(item.name, "")]
        if item.point is not None:
            name.append((f"  ×{item.point.weight:g}", "dim"))
        return [[(indent, ""), tick], name, [(said, tick[1])]]
    mark = ("•", "good") if value is not None else ("·", "dim")
    title: list[Piece] = [(item.name, "strong" if item.depth == 0 else "")]
    if typing is not None:
        return [[(indent, ""), mark], title, [(f"{typing}▏", "strong"), (_meant(item, typing), "dim")]]
    return [[(indent, ""), mark], title, shown(item, session, office)]


def _meant(item: Item, typing: str) -> str:
    """What is being typed, as it will be taken: units written out."""
    if item.product is None or item.entry not in (Entry.PIECES, Entry.CASES) or len(item.product.scale) < 2:
        return ""
    pieces = typed_pieces(typing, item.product, cases=item.entry is Entry.CASES)
    return "" if pieces is None else f" {units(item.product, pieces)}"


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


def units(product: Product | None, pieces: int) -> str:
    """So many pieces as the trade says it: ``2箱5瓶``."""
    if product is None or not product.units:
        return str(pieces)
    return "".join(f"{count}{name}" for count, name in product.in_units(pieces))


def shown(item: Item, session: CallSession, office: Office) -> list[Piece]:
    """The value of a row in words, and what belongs beside it."""
    value, t = session.value_of(item), office.t
    match item.kind:
        case Kind.STOCK:
            return _stock(item, session, t)
        case Kind.BATCH:
            return _batch(item, session, t)
        case Kind.LINE:
            return _line(item, session, t)
        case Kind.DELIVERED:
            return _delivered(item, session, t)
        case Kind.CASH if value is None and item.id == "tied_up" and session.tied_up:
            return [(t("calls.counted", value=money_text(session.tied_up)), "dim")]
        case Kind.CASH if value is None and item.id == "owed" and session.owed is not None:
            return [(t("calls.on_file", value=money_text(session.owed)), "dim")]
    if value is None:
        return []
    match item.kind:
        case Kind.PAID:
            return _paid(item, session, t)
        case Kind.ORDER | Kind.CASH:
            return [(money_text(value), "")]
        case Kind.SKILL | Kind.OBSERVED:
            return [(f"{value}/5  {t(f'call.skill.{value}')}", "")]
        case Kind.RATING:
            return [(f"{value}/5  {t(f'calls.rating.{value}')}", "")]
        case Kind.NETWORK:
            return [(t(f"calls.network.{value.value}"), "" if value is NetworkState.WELL else "warning")]
        case Kind.DUE | Kind.PROMISED | Kind.OLDEST:
            return [(value.isoformat(), "")]
        case _:
            return [(str(value), "")]


def _stock(item: Item, session: CallSession, t: Translator) -> list[Piece]:
    """The count, with days of cover once they are known and what nears its end."""
    assert item.product is not None
    value = session.count_of(item.id)
    if value is None:
        return []
    pieces: list[Piece] = [(units(item.product, value), "")]
    suggestion = session.suggestion_of(item.product)
    if suggestion is not None and suggestion.cover is not None:
        pieces.append((f"  {t('calls.cover', n=round(suggestion.cover))}", "dim"))
    near = sum(each.line.quantity for each in session.batches(item.product) if each.near)
    if near:
        pieces.append((f"  {t('calls.near', n=near)}", "error"))
    return pieces


def _batch(item: Item, session: CallSession, t: Translator) -> list[Piece]:
    assert item.product is not None
    pieces: list[Piece] = [(units(item.product, session.value_of(item) or 0), "")]
    for each in session.batches(item.product):
        if f"{item.product.id}/{each.line.produced}" == item.id:
            over = each.days_left < 0
            said = t("calls.expired", n=-each.days_left) if over else t("calls.days_left", n=each.days_left)
            pieces.append((f"  {said}", "error" if over else "warning" if each.near else "dim"))
    return pieces


def _line(item: Item, session: CallSession, t: Translator) -> list[Piece]:
    """What is ordered, beside what is suggested and why."""
    assert item.product is not None
    value, suggestion = session.value_of(item), session.suggestion_of(item.product)
    pieces: list[Piece] = [] if value is None else [(units(item.product, value), "strong")]
    if suggestion is not None and suggestion.cases and suggestion.cases * case_factor(item.product) != value:
        wanted = units(item.product, suggestion.cases * case_factor(item.product))
        pieces.append((("  " if pieces else "") + t("calls.suggested", amount=wanted), "accent"))
    if suggestion is not None and suggestion.promoted:
        pieces.append((f"  {t('calls.promoted')}", "good"))
    return pieces


def _delivered(item: Item, session: CallSession, t: Translator) -> list[Piece]:
    """Handed over of what was ordered, and everything else that became of it."""
    line = line_of(session, item)
    of = units(item.product, line.ordered)
    if not line.ordered and not line.delivered:  # of no order: it only came back
        return _became(item, line, t)
    if not session.call.delivery or not (line.delivered or line.refused or line.damaged or line.returned):
        return [(t("calls.to_deliver", amount=of), "dim")]
    return [
        (f"{units(item.product, line.delivered)} / {of}", "good" if line.complete else "warning"),
        ("  ", ""),
        *_became(item, line, t),
    ]


def _paid(item: Item, session: CallSession, t: Translator) -> list[Piece]:
    """What was paid, and its reference or who approved it; a discount that nobody has is told."""
    payment = next(each for each in session.call.payments if each.method == item.id)
    about = payment.approved_by or payment.reference
    pieces: list[Piece] = [(money_text(payment.amount), "")]
    if about:
        pieces.append((f"  {about}", "dim"))
    elif payment.method is PaymentMethod.DISCOUNT:
        pieces.append((f"  {t('goods.who_approved')}", "warning"))
    return pieces


def _became(item: Item, line: DeliveryLine, t: Translator) -> list[Piece]:
    """What became of goods that were not simply handed over."""
    pieces: list[Piece] = []
    for name in ("short", "refused", "damaged", "exchanged", "returned"):
        count = getattr(line, name)
        if count:
            pieces.append((f"{t(f'calls.became.{name}')} {units(item.product, count)}  ", "warning"))
    return [*pieces, (line.reason, "dim")] if line.reason else pieces


def part_of(line: DeliveryLine, name: str, item: Item) -> list[Piece]:
    """One part of what became of a line, as a list shows it."""
    value = getattr(line, name)
    return [(str(value or "") if name == "reason" else units(item.product, value), "dim")]


def editable(item: Item, session: CallSession) -> str:
    """The value of a row as it is edited."""
    value = session.value_of(item)
    if value is None:
        return ""
    if item.kind is Kind.PAID:
        payment = next(each for each in session.call.payments if each.method == item.id)
        return f"{money_text(value)} {payment.approved_by or payment.reference or ''}".strip()
    return money_text(value) if item.entry is Entry.MONEY else str(value)


def question(item: Item, office: Office) -> str:
    counted = item.entry in (Entry.PIECES, Entry.CASES)
    return office.t("call.how_many", name=item.name) if counted else item.name


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
    check = call.display
    if check is not None and not short:
        for name, figure in (("osa", check.osa), ("share", check.share_of_shelf)):
            if figure is not None:
                pieces.append((f"  {t(f'calls.{name}', n=round(100 * figure))}", "accent"))
    if call.delivery:
        left = session.amount_due - session.paid
        pieces.append((f"  {t('calls.left_to_pay', amount=money_text(left))}", "warning" if left else "good"))
    if call.kind in (CallKind.JOINT, CallKind.AUDIT):
        pieces.append((f"  {t(f'calls.kind.{call.kind.value}')}", "accent"))
    if call.backfilled:
        pieces.append((f"  {t('call.backfilled')}", "dim"))
    return pieces


def about(item: Item, session: CallSession, office: Office) -> list[list[Piece]]:
    """What belongs to a row: a script whole, last time's value, how to enter it."""
    t, last = office.t, session.sheet.last
    lines: list[list[Piece]] = []
    if item.kind in (Kind.TOPIC, Kind.SCRIPT, Kind.SKILL):
        topic = session.topic or session.focus
        if topic is not None:
            lines.append([(topic.name, "heading"), (f"  {topic.script}", "")])
    if item.entry is Entry.TEXT and session.value_of(item):
        lines.append([(str(session.value_of(item)), "")])
    if item.kind in (Kind.STOCK, Kind.LINE) and item.product is not None:
        lines += _why_suggested(item.product, session, t)
    before = _before(item, session)
    if before and last is not None:
        lines.append([(t("call.before", date=f"{last.date:%m-%d}"), "dim"), (before, "")])
    lines.append([(t(f"calls.how.{item.kind.value}"), "dim")])
    return lines


def _why_suggested(product: Product, session: CallSession, t: Translator) -> list[list[Piece]]:
    """The figures a suggestion is made of."""
    each = session.suggestion_of(product)
    if each is None or each.rate is None:
        return []
    stock = "?" if each.stock is None else units(product, each.stock)
    cover = "?" if each.cover is None else f"{each.cover:.0f}"
    way = units(product, each.on_way) if each.on_way else ""
    lines: list[list[Piece]] = [
        [(t("calls.why_suggested", rate=f"{each.rate:.1f}", stock=stock, cover=cover), "dim")]
    ]
    if way:
        lines[0].append((f" · {t('calls.on_way', amount=way)}", "dim"))
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
        case Kind.FOUND:
            found = last.display.found.get(item.id) if last.display else None
            return "" if found is None else _TICKS[found][0]
        case Kind.OWN_FACINGS | Kind.ALL_FACINGS:
            count = getattr(last.display, item.kind.value) if last.display else None
            return "" if count is None else str(count)
        case Kind.ADVICE:
            return (last.display.advice if last.display else None) or ""
        case Kind.STOCK:
            counted = [line.quantity for line in last.stock if line.product == item.id]
            return units(item.product, sum(counted)) if counted else ""
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
