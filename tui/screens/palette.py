"""The palette: commands by name, and wherever one may want to go: an outlet, a rep's route, a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.screen import Screen

from tui.commands import Offer, offers
from tui.dates import dates_from
from tui.screens.dialogs import Choice, Choose
from tui.screens.help import most_wanted_first, widest
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.app import RoundsmanApp

_OUTLETS = 20
"""Outlets listed at most: who types on gets to the one meant."""


@dataclass(frozen=True, slots=True)
class Way:
    """Somewhere to go."""

    run: Callable[[], Awaitable[None]]


async def palette(app: RoundsmanApp, screen: Screen[object]) -> Choose[Offer | Way]:
    """Every command that can be done now; what is typed also finds outlets, reps and dates."""
    t = app.t
    commands: list[Choice[Offer | Way]] = [
        Choice(offer, [offer.title(t), [(offer.shown_keys, "dim")]], f"{offer.title(t)} {offer.help(t)}")
        for offer in most_wanted_first(offers(screen))
        if offer.command.palette and offer.enabled
    ]
    office = app.office
    reps, outlets, index = office.books.reps.all(), office.books.outlets.all(), await app.outlet_index()
    kinds = {kind: [(t(f"app.palette.{kind}"), "dim")] for kind in ("outlet", "rep", "date")}

    def find(text: str) -> list[Choice[Offer | Way]]:
        words = text.casefold().split()
        found = [choice for choice in commands if all(word in choice.search.casefold() for word in words)]
        if not words:
            return found
        dates = dates_from(text, office.today(), app.language)
        found[:0] = [Choice(Way(_to_date(app, date)), [date.isoformat(), kinds["date"]]) for date in dates]
        found += [
            Choice(Way(_to_rep(app, rep.id)), [f"{rep.name}  {rep.id}", kinds["rep"]])
            for rep in reps.values()
            if all(word in f"{rep.name} {rep.id}".casefold() for word in words)
        ]
        found += [
            Choice(Way(_to_outlet(app, one)), [f"{outlets[one].name}  {one}", kinds["outlet"]])
            for one in index.find(text)[:_OUTLETS]
        ]
        return found

    return Choose(
        t("app.palette.heading"),
        commands,
        [Column("title", min=16, weight=1), Column("keys", min=widest(commands, 1, 6), right=True)],
        empty=t("app.help.empty"),
        placeholder=t("app.palette.placeholder"),
        find=find,
    )


def _to_date(app: RoundsmanApp, date: dt.date) -> Callable[[], Awaitable[None]]:
    async def go() -> None:
        app.set_date(date)

    return go


def _to_rep(app: RoundsmanApp, rep: str) -> Callable[[], Awaitable[None]]:
    async def go() -> None:
        app.show_rep(rep)

    return go


def _to_outlet(app: RoundsmanApp, outlet: str) -> Callable[[], Awaitable[None]]:
    async def go() -> None:
        app.show_outlet(outlet)

    return go
