"""The evening settlement of a vehicle: goods counted against what should be left, money, reasons, the signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.widget import Widget

from routing.sheets.form import FormProduct
from routing.sheets.settling import WRITERS, signed_pieces
from store.notation.errors import BadNumberError
from store.notation.money import read_money
from store.notation.numbers import signs_typed
from store.notation.quantities import read_pieces
from store.records import GoodsLine
from tui.commands import Command
from tui.jobs import settling
from tui.jobs.forms import products_of
from tui.jobs.settlement_paper import paper_of
from tui.screens.base import RoundsmanScreen
from tui.screens.dialogs import Choice
from tui.widgets.lines import Lines
from tui.widgets.table import Column, Table

if TYPE_CHECKING:
    from store.files.journal import Change
    from tui.jobs.settling import Evening
    from tui.widgets.pieces import Cell, Piece


_COUNTS = (
    ("loaded", 6, 3), ("delivered", 6, 3), ("returned", 6, 3),
    ("left", 8, 0), ("counted", 8, 0), ("difference", 8, 0),
)  # fmt: skip
"""Columns of quantities: their least width, and when each may leave."""


def _open(screen: SettlingScreen) -> bool:
    return screen.evening is not None and not screen.evening.signed


def _on_goods(screen: SettlingScreen) -> bool:
    return _open(screen) and screen.line is not None


class SettlingScreen(RoundsmanScreen):
    """One vehicle, one date."""

    DEFAULT_CSS = """
    SettlingScreen Table { height: 1fr; padding: 0 1; }
    SettlingScreen Lines { padding: 0 1; background: $surface; max-height: 60%; }
    """
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("settling.count", ("enter", "c", "f5"), footer=1, when=_on_goods),
        Command("settling.cash", ("m", "f6"), footer=2, when=_open),
        Command("settling.explain", ("e", "f7"), footer=3, when=_open),
        Command("settling.all_there", ("a",), footer=4, when=_open),
        Command("settling.sign", ("s", "f9"), footer=5, when=_open),
        Command("settling.load", ("l",), when=_on_goods),
        Command("settling.reopen", ("u",), when=lambda self: self.evening is not None and self.evening.signed),
        Command("settling.print", ("p",), when=lambda self: self.evening is not None),
        Command("settling.vehicle", ("v", "f11"), footer=6),
        Command("settling.back", ("escape",), footer=90),
    )

    def __init__(self, date: dt.date, vehicle: str) -> None:
        super().__init__()
        self.date, self.vehicle = date, vehicle
        self.evening: Evening | None = None
        self.products: dict[str, FormProduct] = {}

    def body(self) -> Iterable[Widget]:
        yield Lines(id="money")
        yield Table[GoodsLine](self._columns(), self._cells, key=lambda line: line.product, id="goods")

    def on_mount(self) -> None:
        self.read()

    def books_changed(self, changes: Sequence[Change]) -> None:
        del changes
        self.read()

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.query_one(Table).set_columns(self._columns())
        self.read()

    def read(self) -> None:
        """Works the settlement out anew."""
        self.products = products_of(self.office)
        self._show(settling.settlement_of(self.office, self.date, self.vehicle))

    def _show(self, evening: Evening) -> None:
        self.evening = evening
        paper = paper_of(self.office, evening)
        lines: list[list[Piece]] = [[(paper.title, "heading")]]
        lines += [[(note, "warning" if note.startswith("!") else "dim")] for note in paper.notes]
        wide = max(cell_len(name) for name, _ in paper.money)
        lines += [[(name + " " * (wide + 2 - cell_len(name)), "dim"), (amount, "")] for name, amount in paper.money]
        lines.append([(paper.signed, "good" if evening.signed else "accent")])
        self.query_one("#money", Lines).show(lines)
        self.query_one("#money", Lines).refresh(layout=True)
        self.query_one(Table).set_rows(evening.settlement.goods)
        self.refresh_bindings()

    def _columns(self) -> list[Column]:
        names = ("product", "loaded", "delivered", "returned", "left", "counted", "difference", "reason")
        head = {name: self.t(f"settling.head.{name}") for name in names}
        return [
            Column("product", head["product"], min=12, weight=3),
            *(
                Column(name, head[name], min=max(least, cell_len(head[name])), right=True, drop=drop)
                for name, least, drop in _COUNTS
            ),
            Column("reason", head["reason"], min=8, weight=2, drop=2),
        ]

    def _cells(self, line: GoodsLine) -> list[Cell]:
        product = self._product(line)
        loaded, out, back, left = (
            signed_pieces(product, n) for n in (line.loaded, line.delivered, line.returned, line.left)
        )
        counted = "" if line.counted is None else signed_pieces(product, line.counted)
        apart = line.difference
        tone = "" if not apart else "warning" if line.reason else "error"
        differs = "" if apart is None else "✓" if not apart else signed_pieces(product, apart)
        return [product.name, loaded, out, back, left, counted, [(differs, tone)], line.reason or ""]

    def _product(self, line: GoodsLine) -> FormProduct:
        return self.products.get(line.product) or FormProduct(line.product, line.product)

    @property
    def line(self) -> GoodsLine | None:
        row: GoodsLine | None = self.query_one(Table).row
        return row

    # commands

    async def action_count(self) -> None:
        await self._pieces("count", "counted")

    async def action_load(self) -> None:
        await self._pieces("load", "loaded")

    async def _pieces(self, command: str, what: str) -> None:
        line = self.line
        assert line is not None
        product = self._product(line)
        smallest = product.units[-1][0] if product.units else ""
        typed = await self.roundsman.ask_text(
            self.t(f"settling.{command}.which", name=product.name),
            problem=self._wrong(lambda text: read_pieces(text, product, smallest)),
        )
        if typed:
            facts = {what: {line.product: read_pieces(typed, product, smallest)}}
            self._show(settling.settle(self.office, self.date, self.vehicle, **facts))  # type: ignore[arg-type]
            self.query_one(Table).action_step(1)

    def _wrong(self, read: Callable[[str], object]) -> Callable[[str], str | None]:
        def problem(text: str) -> str | None:
            try:
                read(text)
            except BadNumberError as error:
                return self.t(f"sheets.{error.code}", **(error.params | {"value": text}))
            return None

        return problem

    async def action_cash(self) -> None:
        read = partial(_amount, language=self.office.language)
        typed = await self.roundsman.ask_text(self.t("settling.cash.which"), problem=self._wrong(read))
        if typed:
            self._show(settling.settle(self.office, self.date, self.vehicle, handed_in=read(typed)))

    async def action_explain(self) -> None:
        """Asks for the reason of one of the differences there are."""
        assert self.evening is not None
        settlement = self.evening.settlement
        named = {line.product: self._product(line).name for line in settlement.goods if line.difference}
        if settlement.takings.cash_difference:
            named[settling.CASH] = self.t("settling.what.cash")
        if settlement.takings.difference:
            named[settling.MONEY] = self.t("settling.what.money")
        if not named:
            return
        choices = [Choice(what, [name], name) for what, name in named.items()]
        what = await self.roundsman.choose(
            self.t("settling.explain.title"), choices, [Column("name", min=20, weight=1)]
        )
        if what is None:
            return
        why = await self.roundsman.ask_text(self.t("settling.explain.which", name=named[what]))
        if why:
            self._show(settling.settle(self.office, self.date, self.vehicle, reasons={what: why}))

    def action_all_there(self) -> None:
        self._show(settling.settle(self.office, self.date, self.vehicle, all_as_left=True))

    async def action_sign(self) -> None:
        name = await self.roundsman.ask_text(self.t("settling.sign.which"), value=self.office.user)
        if name is not None:
            self._show(settling.sign(self.office, self.date, self.vehicle, name))

    def action_reopen(self) -> None:
        self._show(settling.reopen(self.office, self.date, self.vehicle))

    def action_print(self) -> None:
        """Saves it as PDF where the app was started."""
        assert self.evening is not None
        path = Path(f"settlement-{self.date.isoformat()}-{self.evening.vehicle.id}.pdf").absolute()
        path.write_bytes(WRITERS["pdf"](paper_of(self.office, self.evening)))
        self.roundsman.tell("settling.print.done", path=path)

    async def action_vehicle(self) -> None:
        vehicle = await choose_vehicle(self, self.date)
        if vehicle is not None:
            self.vehicle = vehicle
            self.read()

    def action_back(self) -> None:
        self.dismiss(None)


async def choose_vehicle(screen: RoundsmanScreen, date: dt.date) -> str | None:
    """One of the vehicles with something to settle; tells where there is none."""
    vehicles = settling.vehicles_out(screen.office, date)
    if not vehicles:
        screen.roundsman.tell("settling.no_vehicles", date=date.isoformat(), severity="warning")
        return None
    known = screen.office.books.vehicles.all()
    choices = [
        Choice(each, [each, known[each].plate or "", known[each].name or ""], f"{each} {known[each].plate}")
        for each in vehicles
    ]
    columns = [Column("id", min=6), Column("plate", min=12), Column("name", min=8, weight=1)]
    return await screen.roundsman.choose(screen.t("settling.vehicle.which"), choices, columns)


def _amount(text: str, language: str) -> int:
    """Minor units from 0. Raises `BadNumberError`."""
    minor = read_money(text, signs_typed(language))
    if minor < 0:
        raise BadNumberError("bad_money", text)
    return minor
