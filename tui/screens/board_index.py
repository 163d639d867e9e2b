"""What the board's index says of each route: how full its hours and its vehicle are, back when, how far, how dear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.records import Route, money_text
from tui.jobs.documents import hour_minute
from tui.jobs.wording import kilometres
from tui.state.board import Entry, Kind, violations_of
from tui.state.listing import COLUMNS, Order
from tui.widgets.bars import bar
from tui.widgets.columns import Column
from tui.widgets.pieces import Cell, Piece

if TYPE_CHECKING:
    from tui.locale import Translator

_SORTED = "▾"


def columns(t: Translator, order: Order = Order.PLAN) -> list[Column]:
    """The columns; the one that the routes are sorted by is marked and stays however narrow the index is."""

    def column(name: str, title: str, least: int, drop: int, *, weight: int = 0, right: bool = False) -> Column:
        here = order is not Order.PLAN and COLUMNS.get(name) is order
        title = f"{title}{_SORTED}" if here else title
        return Column(name, title, min=least, weight=weight, right=right, drop=0 if here else drop)

    return [
        Column("mark", "", min=2),
        Column("name", t("board.column.rep"), min=11, weight=2),
        Column("stops", t("board.column.stops"), min=4, right=True),
        column("time", t("board.column.time"), 5, 3, weight=1),
        column("load", t("board.column.load"), 5, 4, weight=1),
        column("back", t("board.column.back"), 5, 2, right=True),
        column("km", t("board.column.km"), 5, 5, right=True),
        column("cost", t("board.column.cost"), 7, 6, right=True),
        column("flags", t("board.column.flags"), 5, 1),
    ]


def row(entry: Entry, t: Translator, *, late: bool = False) -> Sequence[Cell]:
    """A route, the stops left out, or what is due; `late`: the rep has told that the round runs late."""
    if entry.kind is not Kind.ROUTE:
        tone = "warning" if entry.kind is Kind.UNSERVED and entry.count else ""
        mark = "×" if entry.kind is Kind.UNSERVED else "…"
        name: list[Piece] = [(t(f"board.entry.{entry.kind}"), tone or "dim")]
        return [[(mark, "dim")], name, _count(entry, tone), "", "", "", "", "", ""]
    route = entry.route
    dot: list[Piece] = [("●", f"route-{entry.number}"), ("▣" if route and route.locked else " ", "strong")]
    if route is None or not route.stops:
        return [dot, [(entry.name, "dim")], _count(entry, "dim"), "", "", "", "", "", ""]
    return [
        dot,
        [(entry.name, "dim" if entry.fits == 0 else ""), *([(" ⚑", "error")] if late else [])],
        _count(entry, ""),
        bar(entry.full.time, f"route-{entry.number}"),
        bar(entry.full.load, f"route-{entry.number}"),
        [(hour_minute(route.returns), "warning" if route.overtime_s else "")],
        kilometres(route.distance_m),
        money_text(route.cost),
        flags(route),
    ]


def _count(entry: Entry, tone: str) -> list[Piece]:
    """How many stops; narrowed, how many of them fit."""
    if entry.fits is None:
        return [(str(entry.count), tone)]
    return [(str(entry.fits), "accent" if entry.fits else "dim")]


def flags(route: Route) -> list[Piece]:
    """Broken rules as ``!2``, overtime as ``+35`` minutes (more than 99 in hours), a proven order as ``✓``."""
    found: list[Piece] = []
    if broken := violations_of(route):
        found.append((f"!{broken}", "error"))
    if route.overtime_s:
        found.append((f"+{round(route.overtime_s / 60)}", "warning"))
    if route.proven_shortest and not found:
        found.append(("✓", "good"))
    return found
