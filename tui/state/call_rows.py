"""The rows of a call: which facts each step asks for, and how a fact of each kind is entered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from store.records import CallStep, DeliveryLine, DisplayPoint, PaymentMethod, Product, StepKind

if TYPE_CHECKING:
    from tui.state.call import CallSession


class Kind(StrEnum):
    """What a row of the call is about."""

    STEP = "step"
    FOLLOW_UP = "follow_up"
    DELIVERED = "delivered"
    BACK = "back"
    EMPTIES = "empties"
    PAID = "paid"
    POINT = "point"
    FOUND = "found"
    OWN_FACINGS = "own_facings"
    ALL_FACINGS = "all_facings"
    OLDEST = "oldest"
    PHOTO = "photo"
    ADVICE = "advice"
    STOCK = "stock"
    BATCH = "batch"
    LINE = "line"
    ORDER = "order"
    TERMS = "terms"
    PROMISED = "promised"
    TOPIC = "topic"
    SCRIPT = "script"
    SKILL = "skill"
    ACTION = "action"
    DUE = "due"
    NETWORK = "network"
    CASH = "cash"
    BULLETIN = "bulletin"
    RATING = "rating"
    FORM = "form"
    OBSERVED = "observed"
    STRENGTHS = "strengths"
    FOCUS = "focus"
    AGREED = "agreed"
    SIGNED = "signed"
    NOTE = "note"


class Entry(StrEnum):
    """How a fact is entered."""

    YES_NO = "yes_no"
    PIECES = "pieces"
    CASES = "cases"
    COUNT = "count"
    MONEY = "money"
    DIGIT = "digit"
    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    SHOWN = "shown"


ENTRY: dict[Kind, Entry] = {
    Kind.STEP: Entry.YES_NO,
    Kind.FOLLOW_UP: Entry.YES_NO,
    Kind.DELIVERED: Entry.PIECES,
    Kind.BACK: Entry.CHOICE,
    Kind.EMPTIES: Entry.TEXT,
    Kind.PAID: Entry.MONEY,
    Kind.POINT: Entry.YES_NO,
    Kind.FOUND: Entry.YES_NO,
    Kind.OWN_FACINGS: Entry.COUNT,
    Kind.ALL_FACINGS: Entry.COUNT,
    Kind.OLDEST: Entry.DATE,
    Kind.PHOTO: Entry.TEXT,
    Kind.ADVICE: Entry.TEXT,
    Kind.STOCK: Entry.PIECES,
    Kind.BATCH: Entry.SHOWN,
    Kind.LINE: Entry.CASES,
    Kind.ORDER: Entry.MONEY,
    Kind.TERMS: Entry.YES_NO,
    Kind.PROMISED: Entry.DATE,
    Kind.TOPIC: Entry.CHOICE,
    Kind.SCRIPT: Entry.CHOICE,
    Kind.SKILL: Entry.DIGIT,
    Kind.ACTION: Entry.TEXT,
    Kind.DUE: Entry.DATE,
    Kind.NETWORK: Entry.YES_NO,
    Kind.CASH: Entry.MONEY,
    Kind.BULLETIN: Entry.YES_NO,
    Kind.RATING: Entry.DIGIT,
    Kind.FORM: Entry.SHOWN,
    Kind.OBSERVED: Entry.DIGIT,
    Kind.STRENGTHS: Entry.TEXT,
    Kind.FOCUS: Entry.TEXT,
    Kind.AGREED: Entry.TEXT,
    Kind.SIGNED: Entry.TEXT,
    Kind.NOTE: Entry.TEXT,
}
NUMBERS = frozenset({Entry.PIECES, Entry.CASES, Entry.COUNT, Entry.MONEY})
"""Entries whose digits are typed straight into the row."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row: a fact to be entered, or the step it belongs to. `id` tells rows of a kind apart."""

    kind: Kind
    id: str
    name: str
    depth: int = 1
    step: CallStep | None = None
    point: DisplayPoint | None = None
    product: Product | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.kind.value, self.id

    @property
    def entry(self) -> Entry:
        return ENTRY[self.kind]


def rows(session: CallSession) -> list[Item]:
    """The steps in their order, each followed by the facts it asks for; a supervisor's form and the note last."""
    t = session.office.t
    found: list[Item] = []
    for step in session.sheet.steps:
        found.append(Item(Kind.STEP, step.id, step.name, depth=0, step=step))
        found += _FACTS.get(step.kind, _nothing)(session)
    if session.call.supervision is not None:
        found += _form(session)
    found.append(Item(Kind.NOTE, "note", t("call.note.title"), depth=0))
    return found


def _nothing(session: CallSession) -> Iterator[Item]:
    del session
    yield from ()


def _row(session: CallSession, kind: Kind) -> Item:
    return Item(kind, kind.value, session.office.t(f"calls.row.{kind.value}"))


def _follow_up(session: CallSession) -> Iterator[Item]:
    if session.action is not None:
        yield Item(Kind.FOLLOW_UP, "follow_up", session.action.action)


def keyed(lines: Iterable[DeliveryLine]) -> Iterator[tuple[str, DeliveryLine]]:
    """Lines of a delivery with what tells them apart: order, product, and which of several of one product."""
    seen: Counter[str] = Counter()
    for line in lines:
        key = f"{line.order or ''}/{line.product}"
        yield f"{key}/{seen[key]}" if seen[key] else key, line
        seen[key] += 1


def _delivery(session: CallSession) -> Iterator[Item]:
    t = session.office.t
    for key, line in keyed(session.delivery()):
        product = session.product(line.product)
        name = product.name if product else line.product
        if line.ordered and line.price == 0:
            name = t("calls.free", name=name)
        yield Item(Kind.DELIVERED, key, name, product=product)
    yield _row(session, Kind.BACK)
    yield _row(session, Kind.EMPTIES)
    for method in PaymentMethod:
        yield Item(Kind.PAID, method.value, t(f"calls.paid.{method.value}"))


def _display(session: CallSession) -> Iterator[Item]:
    standard = session.display
    if standard is None:
        return
    for point in standard.points:
        yield Item(Kind.POINT, point.id, point.name, point=point)
    for product in session.products(standard.must_stock):
        yield Item(Kind.FOUND, product.id, product.name, product=product)
    for kind in (Kind.OWN_FACINGS, Kind.ALL_FACINGS, Kind.OLDEST, Kind.ADVICE, Kind.PHOTO):
        yield _row(session, kind)


def _stock(session: CallSession) -> Iterator[Item]:
    for product in session.to_count():
        yield Item(Kind.STOCK, product.id, product.name, product=product)
        for line in session.call.stock:
            if line.product == product.id and line.produced is not None:
                name = session.office.t("calls.batch", date=line.produced.isoformat())
                yield Item(Kind.BATCH, f"{product.id}/{line.produced}", name, depth=2, product=product)


def _order(session: CallSession) -> Iterator[Item]:
    for product in session.to_order():
        yield Item(Kind.LINE, product.id, product.name, product=product)
    yield _row(session, Kind.ORDER)
    yield _row(session, Kind.TERMS)
    if session.call.order:
        yield _row(session, Kind.PROMISED)


def _coach(session: CallSession) -> Iterator[Item]:
    if not session.sheet.topics:
        return
    yield _row(session, Kind.TOPIC)
    if session.topic is not None and session.topic.script:
        yield Item(Kind.SCRIPT, "script", session.topic.script)
    for kind in (Kind.SKILL, Kind.ACTION, Kind.DUE):
        yield _row(session, kind)


def _network(session: CallSession) -> Iterator[Item]:
    for outlet in session.sheet.network:
        yield Item(Kind.NETWORK, outlet.id, outlet.name)


def _cash(session: CallSession) -> Iterator[Item]:
    for name in ("tied_up", "owed", "outstanding"):
        yield Item(Kind.CASH, name, session.office.t(f"calls.cash.{name}"))


def _bulletins(session: CallSession) -> Iterator[Item]:
    for bulletin in session.sheet.bulletins:
        yield Item(Kind.BULLETIN, bulletin.id, bulletin.title)


def _rating(session: CallSession) -> Iterator[Item]:
    yield _row(session, Kind.RATING)


def _form(session: CallSession) -> Iterator[Item]:
    t, form = session.office.t, session.call.supervision
    assert form is not None
    heading = t("calls.form", supervisor=session.rep_name(form.supervisor), rep=session.rep_name(form.rep))
    yield Item(Kind.FORM, "form", heading, depth=0)
    for step in session.sheet.steps:
        yield Item(Kind.OBSERVED, step.id, step.name, step=step)
    for kind in (Kind.STRENGTHS, Kind.FOCUS, Kind.AGREED, Kind.SIGNED):
        yield _row(session, kind)


_FACTS = {
    StepKind.FOLLOW_UP: _follow_up,
    StepKind.DELIVERY: _delivery,
    StepKind.DISPLAY: _display,
    StepKind.STOCK: _stock,
    StepKind.ORDER: _order,
    StepKind.COACH: _coach,
    StepKind.NETWORK: _network,
    StepKind.CASH: _cash,
    StepKind.BULLETIN: _bulletins,
    StepKind.RATING: _rating,
}


__all__ = ["ENTRY", "NUMBERS", "Entry", "Item", "Kind", "rows"]
