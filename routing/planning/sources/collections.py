"""Money that should have been paid by now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routing.planning.sources.claim import Claim, called_on, lately
from store.records import Message, money_text

if TYPE_CHECKING:
    from routing.planning.world import World


def collections(world: World) -> Iterator[Claim]:
    """Outlets with an amount overdue by their credit terms."""
    task = world.settings.tasks.collection
    share = world.settings.tasks.collection_share
    for outlet in world.outlets.values():
        credit = outlet.credit
        if credit is None or credit.oldest_overdue is None or credit.balance <= 0 or not called_on(outlet):
            continue
        days = (world.date - credit.oldest_overdue).days
        if days > 0:
            yield Claim(
                outlet,
                Message(code="collection", params={"amount": money_text(credit.balance), "days": days, "n": days}),
                worth=task.worth + round(credit.balance * share),
                minutes=task.minutes,
                alone=not lately(world, outlet),
                cash=credit.balance,
            )
