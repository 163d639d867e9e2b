"""One way in for every row of a call: answered, typed, chosen or taken back, whatever its kind."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from store.records import DeliveryLine, NetworkState, PaymentMethod, StepKind
from store.service.prices import case_factor
from tui.state.call_rows import Item, Kind, keyed
from tui.state.entry import typed_counts, typed_money, typed_past, typed_payment, typed_pieces, typed_quantity

if TYPE_CHECKING:
    from tui.state.call import CallSession

_ALL = frozenset({StepKind.DISPLAY, StepKind.ORDER, StepKind.DELIVERY, StepKind.NETWORK, StepKind.BULLETIN})
"""Steps whose facts can all be as they should be."""


def answer(session: CallSession, item: Item, yes: bool) -> None:
    """Yes or no to a row; of an order's line: as suggested or nothing, of a delivery's: all or none refused."""
    match item.kind:
        case Kind.STEP:
            session.set_step(item.id, done=yes)
        case Kind.POINT:
            session.set_point(item.id, yes)
        case Kind.FOUND:
            session.set_found(item.id, yes)
        case Kind.FOLLOW_UP:
            session.set_follow_up(yes)
        case Kind.BULLETIN:
            session.set_bulletin(item.id, yes)
        case Kind.NETWORK:
            session.set_network(item.id, NetworkState.WELL if yes else NetworkState.OUT_OF_STOCK)
        case Kind.TERMS:
            session.set_terms(yes)
        case Kind.LINE:
            session.set_line(item.id, _suggested_pieces(session, item) if yes else None)
        case Kind.DELIVERED:
            ordered = line_of(session, item).ordered
            session.set_delivered(item.id, {"delivered": ordered if yes else 0, "refused": 0 if yes else ordered})
        case _:
            return


def set_digit(session: CallSession, item: Item, digit: int) -> None:
    """A skill or a rating, 1 to 5."""
    match item.kind:
        case Kind.SKILL:
            session.set_skill(digit)
        case Kind.RATING:
            session.set_rating(digit)
        case _:
            session.set_observed(item.id, digit)


def set_text(session: CallSession, item: Item, text: str) -> None:
    """What was typed into a row; it has been looked at by `entry_problem`. Nothing takes the fact back."""
    match item.kind:
        case Kind.STOCK:
            session.set_stock(item.id, typed_pieces(text, item.product))
        case Kind.LINE:
            session.set_line(item.id, typed_pieces(text, item.product, cases=True))
        case Kind.DELIVERED:
            session.set_delivered(item.id, {"delivered": typed_pieces(text, item.product) or 0})
        case Kind.ORDER:
            session.set_order(typed_money(text, session.office.language))
        case Kind.PAID:
            paid = typed_payment(text, session.office.language)
            session.set_paid(PaymentMethod(item.id), *(paid or (None, None)))
        case Kind.CASH:
            session.set_cash(item.id, typed_money(text, session.office.language))
        case Kind.OWN_FACINGS | Kind.ALL_FACINGS:
            session.set_shelf(item.kind.value, typed_quantity(text))
        case Kind.OLDEST:
            session.set_shelf("oldest", typed_past(text, session.call.date))
        case Kind.DUE:
            session.set_due(_date(session, text))
        case Kind.PROMISED:
            session.set_promised(_date(session, text))
        case Kind.EMPTIES:
            session.set_empties(typed_counts(text) or [])
        case Kind.PHOTO:
            session.set_photos([path.strip() for path in text.split(" · ") if path.strip()])
        case Kind.ADVICE:
            session.set_advice(text)
        case Kind.ACTION:
            session.set_action(text)
        case Kind.NOTE:
            session.set_note(text)
        case Kind.SIGNED:
            session.sign(text)
        case _:
            session.set_form(item.kind.value, text)


def clear(session: CallSession, item: Item) -> None:
    """Takes a fact back."""
    match item.kind:
        case Kind.STEP:
            session.set_step(item.id, done=False)
        case Kind.POINT:
            session.set_point(item.id, None)
        case Kind.FOUND:
            session.set_found(item.id, None)
        case Kind.FOLLOW_UP:
            session.set_follow_up(None)
        case Kind.BULLETIN:
            session.set_bulletin(item.id, handed=False)
        case Kind.NETWORK:
            session.set_network(item.id, None)
        case Kind.TERMS:
            session.set_terms(None)
        case Kind.DELIVERED:
            session.deliver_nothing_of(item.id)
        case Kind.SKILL:
            session.set_skill(None)
        case Kind.RATING:
            session.set_rating(None)
        case Kind.OBSERVED:
            session.set_observed(item.id, None)
        case _:
            set_text(session, item, "")


def can_take_all(session: CallSession, item: Item | None) -> bool:
    """Whether the step a row belongs to has facts that can all be as they should be."""
    step = step_above(session, item)
    return step is not None and step.step is not None and step.step.kind in _ALL


def take_all(session: CallSession, item: Item) -> None:
    """Everything of a step that nothing was said of: met, found, delivered, as suggested, well, handed over."""
    step = step_above(session, item)
    assert step is not None
    assert step.step is not None
    match step.step.kind:
        case StepKind.DISPLAY:
            session.all_met()
        case StepKind.ORDER:
            session.take_suggestions()
        case StepKind.DELIVERY:
            session.deliver_all()
        case StepKind.NETWORK:
            session.all_well()
        case StepKind.BULLETIN:
            session.all_handed()


def line_of(session: CallSession, item: Item) -> DeliveryLine:
    """The line of a delivery that a row shows."""
    return next(line for key, line in keyed(session.delivery()) if key == item.id)


def _suggested_pieces(session: CallSession, item: Item) -> int | None:
    known = session.goods_value(item)
    if known is not None or item.product is None:
        return known if isinstance(known, int) else None
    suggestion = session.suggestion_of(item.product)
    return suggestion.cases * case_factor(item.product) if suggestion else None


def step_above(session: CallSession, item: Item | None) -> Item | None:
    """The step's own row that stands over a row."""
    above: Item | None = None
    for row in session.items():
        if row.kind is Kind.STEP:
            above = row
        elif row.depth == 0:
            above = None
        if item is not None and row.key == item.key:
            return above
    return None


def _date(session: CallSession, text: str) -> dt.date | None:
    from tui.dates import date_from

    return date_from(text, session.call.date, session.office.language) if text else None
