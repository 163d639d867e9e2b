"""The evening's settlement of a vehicle from the command line."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from routing.sheets.form import FormProduct
from routing.sheets.reply.goods import product_of
from routing.sheets.settling import WRITERS
from store.notation.errors import BadNumberError
from store.notation.money import read_money
from store.notation.numbers import signs_typed
from store.notation.quantities import read_pieces
from store.records import money_text
from tui.cli.commands import UsageProblem, date_of
from tui.cli.output import Output
from tui.cli.rounds import write_out
from tui.jobs import settling
from tui.jobs.forms import products_of
from tui.jobs.office import JobError, Office
from tui.jobs.settlement_paper import paper_of

if TYPE_CHECKING:
    from tui.jobs.settling import Evening


def settle(args: Namespace, office: Office, out: Output) -> int:
    """Enters, signs and prints a settlement; without anything to enter shows it as it stands."""
    date = date_of(args.date, office)
    products = products_of(office)
    entered: dict[str, Any] = {
        "loaded": dict(_quantities(products, args.loaded)),
        "counted": dict(_quantities(products, args.counted)),
        "reasons": dict(_reasons(args.reason)),
        "handed_in": None if args.cash is None else _minor(args.cash, office.language),
    }
    if args.reopen:
        settling.reopen(office, date, args.vehicle)
    if any(value not in ({}, None) for value in entered.values()) or args.rest_as_left:
        settling.settle(office, date, args.vehicle, all_as_left=args.rest_as_left, **entered)
    if args.sign is not None:
        settling.sign(office, date, args.vehicle, args.sign)
    evening = settling.settlement_of(office, date, args.vehicle)
    if out.as_json:
        out.json(document_of(evening))
        return 0
    contents = WRITERS[args.format](paper_of(office, evening))
    name = f"settlement-{date.isoformat()}-{evening.vehicle.id}.{'txt' if args.format == 'text' else args.format}"
    return write_out(office, out, args.output, name, contents, text=args.format == "text")


def _quantities(products: dict[str, FormProduct], given: Iterable[str]) -> Iterable[tuple[str, int]]:
    from routing.sheets.form import StopForm

    form = StopForm(0, "", "", products=products)
    for each in given:
        name, equals, text = each.partition("=")
        try:
            product, _ = product_of(f"{name} {text}", form)
            yield product.id, read_pieces(text, product, product.units[-1][0] if product.units else "")
        except BadNumberError as error:
            code = error.code if equals and error.code != "bad_quantity" else "wrong_quantity"
            raise UsageProblem(code, **(error.params | {"value": each})) from None


def _reasons(given: Iterable[str]) -> Iterable[tuple[str, str]]:
    for each in given:
        what, equals, why = each.partition("=")
        if not equals or not why.strip():
            raise UsageProblem("wrong_reason", value=each)
        yield what.strip(), why.strip()


def _minor(text: str, language: str) -> int:
    try:
        minor = read_money(text, signs_typed(language))
    except BadNumberError as error:
        raise JobError(error.code, **error.params) from None
    if minor < 0:
        raise JobError("bad_money", value=text)
    return minor


def document_of(evening: Evening) -> dict[str, Any]:
    """A settlement as JSON: pieces by product, money as decimal strings, differences worked out."""
    settlement, takings = evening.settlement, evening.settlement.takings
    cash = takings.cash_difference
    return {
        **settlement.to_json(),
        "goods": [{**line.to_json(), "left": line.left, "difference": line.difference} for line in settlement.goods],
        "takings": {
            **takings.to_json(),
            "value": money_text(takings.value),
            "difference": money_text(takings.difference),
            "cash_difference": None if cash is None else money_text(cash),
        },
        "signed": evening.signed,
        "changed": evening.changed,
        "open_stops": list(evening.open_stops),
        "unexplained": settlement.unexplained(),
    }
