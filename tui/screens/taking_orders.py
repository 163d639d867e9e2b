"""Asks what an outlet orders: one product after the other, each with how much of it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from store.errors import InvalidRecordError
from tui.screens.dialogs import Choice
from tui.state.entry import typed_pieces
from tui.widgets.table import Column

if TYPE_CHECKING:
    from store.records import Order, Product
    from tui.app import RoundsmanApp
    from tui.widgets.pieces import Cell

_DONE = ""


async def ask_order(app: RoundsmanApp, name: str) -> dict[str, int] | None:
    """Pieces of each product that an outlet called `name` orders; None where the asking was left."""
    products = {product.id: product for product in app.office.books.products.all().values() if product.own}
    ordered: dict[str, int] = {}
    while True:
        chosen = await _which(app, name, products, ordered)
        if chosen is None:
            return None
        if chosen == _DONE:
            return ordered
        product = products[chosen]
        typed = await _how_many(app, product, ordered.get(chosen))
        if typed is not None:
            pieces = (typed_pieces(typed, product, cases=True) or 0) if typed else 0
            ordered = {key: count for key, count in ordered.items() if key != chosen}
            ordered |= {chosen: pieces} if pieces else {}


async def taken(app: RoundsmanApp, outlet: str, date: dt.date, pieces: Mapping[str, int]) -> Order | None:
    """The order on file; where the outlet may not buy on credit, for cash if that is agreed to, else None."""
    from tui.jobs.taking_orders import only_for_cash, take_urgent

    try:
        return await asyncio.to_thread(take_urgent, app.office, outlet, date, pieces)
    except InvalidRecordError as fault:
        if not only_for_cash(fault):
            raise
        if not await app.confirm(app.t("board.order_in.cash"), app.sentence_of(fault)):
            return None
    return await asyncio.to_thread(partial(take_urgent, app.office, outlet, date, pieces, cash=True))


async def _which(app: RoundsmanApp, name: str, products: dict[str, Product], ordered: dict[str, int]) -> str | None:
    t = app.t
    choices: list[Choice[str]] = []
    if ordered:
        done: list[Cell] = ["✓", [(t("board.order_in.done"), "accent")], ""]
        choices.append(Choice(_DONE, done, t("board.order_in.done")))
    choices += [
        Choice(
            product.id,
            [[(product.id, "dim")], product.name, [(_amount(product, ordered.get(product.id, 0)), "accent")]],
            f"{product.id} {product.name}",
        )
        for product in products.values()
    ]
    columns = [Column("id", min=6), Column("name", min=14, weight=1), Column("much", min=8, right=True)]
    return await app.choose(t("board.order_in.which", name=name), choices, columns)


async def _how_many(app: RoundsmanApp, product: Product, known: int | None) -> str | None:
    t = app.t
    return await app.ask_text(
        t("goods.how_many.order", name=product.name),
        value=_amount(product, known) if known else "1",
        anew=True,
        note=t("calls.ask.line"),
        problem=lambda typed: (
            None
            if not typed or typed_pieces(typed, product, cases=True) is not None
            else t("call.bad.quantity", value=typed)
        ),
    )


def _amount(product: Product, pieces: int) -> str:
    """As the trade says it, and as it can be typed again."""
    return " ".join(f"{count}{unit}" for count, unit in product.in_units(pieces)) if pieces else ""
