"""Contextual help: everything that can be asked for here, filtered live, done by enter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from tui.commands import Offer, offers
from tui.screens.dialogs import Choice, Choose
from tui.widgets.pieces import width_of
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.locale import Translator

_UNRANKED = 99
"""Behind what the footer offers of a screen, before what it offers everywhere."""


def help_dialog(screen: Screen[Any], t: Translator) -> Choose[Offer]:
    """Every command with its keys and what it does; those that cannot be done now are dimmed."""
    choices = [_help_line(offer, t) for offer in most_wanted_first(offers(screen))]
    dialog: Choose[Offer] = Choose(
        t("app.help.heading"),
        choices,
        [
            Column("title", min=widest(choices, 0, 14)),
            Column("keys", min=min(16, widest(choices, 1, 4))),
            Column("help", min=16, weight=1, drop=1),
        ],
        note=t("app.help.note"),
        empty=t("app.help.empty"),
        placeholder=t("app.filter"),
        about=lambda offer: offer.help(screen.app.t),  # type: ignore[attr-defined]
    )
    dialog.add_class("-roomy")
    return dialog


def most_wanted_first(offered: Iterable[Offer]) -> list[Offer]:
    """As the footer has them, then the others in the order they were declared in."""
    return sorted(offered, key=lambda offer: offer.command.footer or _UNRANKED)


def _help_line(offer: Offer, t: Translator) -> Choice[Offer]:
    tone = "" if offer.enabled else "dim"
    title, text, keys = offer.title(t), offer.help(t), offer.shown_keys
    return Choice(offer, [[(title, tone)], [(keys, tone or "accent")], [(text, "dim")]], f"{title} {keys} {text}")


def widest(choices: Sequence[Choice[Any]], column: int, least: int) -> int:
    """The terminal cells that a column of choices takes."""
    return max([least, *(width_of(choice.cells[column]) for choice in choices)])
