"""Stock counts on rhythm, as the service level promises them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routing.planning.sources.claim import Claim, lately
from store.records import Message, Status

if TYPE_CHECKING:
    from routing.planning.world import World

OVERDUE = 1.5
"""Intervals after which a count makes a stop of its own instead of waiting for a visit."""


def stock_counts(world: World) -> Iterator[Claim]:
    """Outlets whose last count is as long ago as the service level allows."""
    task = world.settings.tasks.stock_count
    for outlet_id, every in world.known.count_every.items():
        outlet = world.outlets.get(outlet_id)
        if outlet is None or outlet.status is not Status.ACTIVE:
            continue
        last = world.known.last_counts.get(outlet.id)
        if last is None:
            reason = Message(code="never_counted", params={"every": every})
        elif (world.date - last).days >= every:
            reason = Message(code="stock_count", params={"days": (world.date - last).days, "every": every})
        else:
            continue
        overdue = last is None or (world.date - last).days >= OVERDUE * every
        yield Claim(
            outlet,
            reason,
            worth=task.worth,
            minutes=task.minutes,
            alone=overdue and outlet.key_account and not lately(world, outlet),
        )
