"""How facts that need more than a key are asked for: texts, dates, choices, and what became of a delivery."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from store.records import IssueKind, NetworkState, Role, SignalKind, StepKind
from tui.screens import call_cells as cells
from tui.screens.dialogs import Choice
from tui.state.call import Item, Kind
from tui.state.call_entry import line_of, set_digit, set_text
from tui.state.call_rows import Entry
from tui.state.entry import entry_problem, typed_batches, typed_pieces
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.screens.call_facts import CallFacts

K = TypeVar("K", IssueKind, SignalKind)
_BECAME = ("delivered", "refused", "damaged", "exchanged", "returned", "reason")
_NUMBERS = (Entry.PIECES, Entry.CASES, Entry.COUNT, Entry.MONEY)
_SCALES = {Kind.SKILL: "skill", Kind.OBSERVED: "skill", Kind.RATING: "rating"}


def _columns() -> list[Column]:
    return [Column("n", min=2), Column("name", min=16, weight=1)]


async def ask(screen: CallFacts, item: Item) -> None:
    """Asks for what stands in a row."""
    session, office, t = screen.session, screen.office, screen.t
    text = await screen.roundsman.ask_text(
        cells.question(item, office),
        value=cells.editable(item, session),
        anew=item.entry in _NUMBERS and item.kind is not Kind.PAID,  # with a payment goes who approved it
        note=t(f"calls.ask.{item.kind.value}"),
        problem=lambda typed: entry_problem(item, typed, office),
    )
    if text is not None:
        screen.enter(lambda: set_text(session, item, text), onward=item.kind is not Kind.NOTE)


async def ask_dates(screen: CallFacts, item: Item) -> None:
    """Counts a product by production date, all of its dates in one line."""
    session, product, today = screen.session, item.product, screen.session.call.date
    assert product is not None
    known = [line for line in session.call.stock if line.product == product.id and line.produced]
    text = await screen.roundsman.ask_text(
        screen.t("calls.dates.which", name=product.name),
        value=", ".join(f"{line.produced:%m-%d} {line.quantity}" for line in known if line.produced),
        note=screen.t("calls.ask.dates"),
        problem=lambda typed: (
            None if not typed or typed_batches(typed, product, today) else screen.t("calls.bad.dates", value=typed)
        ),
    )
    if text is not None:
        batches = typed_batches(text, product, today) if text else []
        screen.enter(lambda: session.set_batches(product.id, batches or []), onward=True)


async def ask_became(screen: CallFacts, item: Item) -> None:
    """What became of a line: one part of it after the other is chosen and counted."""
    session, t = screen.session, screen.t
    line = line_of(session, item)
    choices = [
        Choice(name, [str(number), [(t(f"calls.became.{name}"), "")], cells.part_of(line, name, item)],
               f"{number} {t(f'calls.became.{name}')}")
        for number, name in enumerate(_BECAME, 1)
    ]  # fmt: skip
    columns = [*_columns(), Column("value", min=8, weight=1)]
    fact = await screen.roundsman.choose(item.name, choices, columns, at=1)
    if fact is None:
        return
    heading = t(f"calls.became.{fact}")
    if fact == "reason":
        words = await screen.roundsman.ask_text(heading, value=line.reason or "")
        if words is not None:
            screen.enter(lambda: session.set_delivered(item.id, {"reason": words or None}))
        return
    text = await screen.roundsman.ask_text(
        f"{item.name}: {heading}",
        note=t("calls.ask.stock"),
        problem=lambda typed: (
            None if typed_pieces(typed, item.product) is not None else t("call.bad.quantity", value=typed)
        ),
    )
    if text is not None:
        screen.enter(lambda: session.set_delivered(item.id, {fact: typed_pieces(text, item.product)}))


async def ask_product(screen: CallFacts, kind: StepKind) -> None:
    """Any product there is, and how much of it was counted, is ordered or was taken back."""
    session, t = screen.session, screen.t
    sold = kind is StepKind.ORDER
    known = [each for each in session.office.books.products.all().values() if each.active and (each.own or not sold)]
    choices = [Choice(each.id, [each.id, each.name], f"{each.id} {each.name}") for each in known]
    columns = [Column("id", min=6), Column("name", min=16, weight=1)]
    chosen = await screen.roundsman.choose(t(f"goods.which.{kind.value}"), choices, columns)
    product = session.product(chosen) if chosen else None
    if product is None:
        return
    cases = kind is StepKind.ORDER
    text = await screen.roundsman.ask_text(
        t(f"goods.how_many.{kind.value}", name=product.name),
        note=t("calls.ask.line" if cases else "calls.ask.stock"),
        problem=lambda typed: (
            None
            if not typed or typed_pieces(typed, product, cases=cases) is not None
            else t("call.bad.quantity", value=typed)
        ),
    )
    if text is None:
        return
    pieces = typed_pieces(text, product, cases=cases)
    change = {StepKind.STOCK: session.set_stock, StepKind.ORDER: session.set_line}.get(kind, session.set_back)
    screen.enter(lambda: change(product.id, pieces))


async def choose_network(screen: CallFacts, item: Item) -> None:
    """How an outlet behind a wholesaler does."""
    texts = [(state, screen.t(f"calls.network.{state.value}")) for state in NetworkState]
    choices = [
        Choice(state, [str(number), text], f"{number} {text}") for number, (state, text) in enumerate(texts, 1)
    ]
    chosen = await screen.roundsman.choose(item.name, choices, _columns())
    if chosen is not None:
        screen.enter(lambda: screen.session.set_network(item.id, chosen), onward=True)


async def choose_topic(screen: CallFacts) -> None:
    session = screen.session
    focus = session.topic or session.focus
    choices = [
        Choice(topic.id, [str(number), topic.name], f"{number} {topic.name}")
        for number, topic in enumerate(session.sheet.topics, 1)
    ]
    at = next((place for place, topic in enumerate(session.sheet.topics) if topic is focus), 0)
    chosen = await screen.roundsman.choose(screen.t("call.topic.which"), choices, _columns(), at=at)
    if chosen is not None:
        screen.enter(lambda: session.set_topic(chosen))
        screen.facts.show_key((Kind.SKILL.value, "skill"))


async def choose_digit(screen: CallFacts, item: Item) -> None:
    """A skill or a rating from 1 to 5, said in words."""
    scale = _SCALES[item.kind]
    area = "call.skill" if scale == "skill" else "calls.rating"
    texts = [(digit, screen.t(f"{area}.{digit}")) for digit in range(1, 6)]
    choices = [Choice(digit, [str(digit), text], f"{digit} {text}") for digit, text in texts]
    heading = screen.t("call.skill.which" if scale == "skill" else "calls.rating.which")
    at = (screen.session.value_of(item) or 3) - 1
    chosen = await screen.roundsman.choose(heading, choices, _columns(), at=at)
    if chosen is not None:
        screen.enter(lambda: set_digit(screen.session, item, chosen), onward=True)


async def ask_raised(screen: CallFacts, what: str, kinds: type[K], enter: Callable[[K, str], None]) -> None:
    """Asks which issue or signal it is, then for a few words; both become a record of their own."""
    texts = [(kind, screen.t(f"calls.{what}.{kind.value}")) for kind in kinds]
    choices = [Choice(kind, [str(number), text], f"{number} {text}") for number, (kind, text) in enumerate(texts, 1)]
    chosen = await screen.roundsman.choose(screen.t(f"calls.which.{what}"), choices, _columns())
    if chosen is None:
        return
    text = await screen.roundsman.ask_text(
        screen.t(f"calls.{what}.{chosen.value}"),
        note=screen.t("calls.ask.raised"),
        problem=lambda typed: None if typed else screen.t("call.reason.needed"),
    )
    if text:
        screen.enter(lambda: enter(chosen, text))
        screen.roundsman.tell("calls.raised", what=screen.t(f"calls.{what}.{chosen.value}"))


async def ask_supervision(screen: CallFacts) -> None:
    """Who looks on at a rep's call, or, at a supervisor's own, whose work is looked at."""
    session, reps = screen.session, screen.office.books.reps.all()
    if session.call.supervision is None:
        own = reps.get(session.call.rep)
        audit = own is not None and own.role is Role.SUPERVISOR
        others = [rep for rep in reps.values() if rep.id != session.call.rep and rep.active]
        others.sort(key=lambda rep: (rep.role is not Role.SUPERVISOR) != audit)
        choices = [
            Choice(rep.id, [str(number), rep.name], f"{number} {rep.name} {rep.id}")
            for number, rep in enumerate(others, 1)
        ]
        heading = screen.t("calls.whose_work" if audit else "calls.who_looks_on")
        chosen = await screen.roundsman.choose(heading, choices, _columns())
        if chosen is None:
            return
        supervisor, rep = (session.call.rep, chosen) if audit else (chosen, session.call.rep)
        screen.enter(lambda: session.supervise(supervisor, rep))
    screen.facts.show_key((Kind.FORM.value, "form"))
    screen.facts.cursor += 1
