"""Contextual help: everything that can be asked for here, filtered live, done by enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from tui.commands import Offer, offers
from tui.screens.dialogs import Choice, Choose
from tui.widgets.pieces import width_of
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.locale import Translator


def help_dialog(screen: Screen[Any], t: Translator) -> Choose[Offer]:
    """Every command with its keys and what it does; those that cannot be done now are dimmed."""
    choices = [_help_line(offer, t) for offer in offers(screen)]
    return Choose(
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
    )


def _help_line(offer: Offer, t: Translator) -> Choice[Offer]:
    tone = "" if offer.enabled else "dim"
    title, text, keys = offer.title(t), offer.help(t), offer.shown_keys
    return Choice(offer, [[(title, tone)], [(keys, tone or "accent")], [(text, "dim")]], f"{title} {keys} {text}")


def widest(choices: Sequence[Choice[Any]], column: int, least: int) -> int:
    """The terminal cells that a column of choices takes."""
    return max([least, *(width_of(choice.cells[column]) for choice in choices)])
