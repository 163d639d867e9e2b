"""Money that should have been paid by now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routing.planning.sources.claim import Claim, called_on, lately
from store.records import Message, money_text

if TYPE_CHECKING:
    from routing.planning.world import World


def collections(world: World) -> Iterator[Claim]:
    """Outlets with an amount that fell due before the date and is not paid."""
    task = world.settings.tasks.collection
    share = world.settings.tasks.collection_share
    for key, (amount, since) in world.known.overdue.items():
        outlet = called_on(world.outlets.get(key))
        days = (world.date - since).days
        if outlet is not None and amount > 0 and days > 0:
            yield Claim(
                outlet,
                Message(code="collection", params={"amount": money_text(amount), "days": days, "n": days}),
                worth=task.worth + round(amount * share),
                minutes=task.minutes,
                alone=not lately(world, outlet),
                cash=amount,
            )
