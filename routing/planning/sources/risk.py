"""Outlets that may be slipping away: open signals, and how they stand with us."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routing.planning.sources.claim import Claim, called_on, lately
from store.records import Message, Rung, SignalStatus

if TYPE_CHECKING:
    from routing.planning.world import World

WEEK = 7


def risks(world: World) -> Iterator[Claim]:
    """Open signals that nobody has been there for yet, and standings above guide that are to be reviewed."""
    task = world.settings.tasks.risk
    for signal in world.known.signals.values():
        outlet = called_on(world.outlets.get(signal.outlet))
        if outlet is None or signal.status is not SignalStatus.OPEN or signal.date > world.date:
            continue
        last = world.last_visits.get(outlet.id)
        since = last is not None and last >= signal.date
        yield Claim(
            outlet,
            Message(code=f"signal_{signal.kind}", params={"date": signal.date.isoformat()}),
            worth=task.worth,
            minutes=task.minutes,
            alone=not (since and lately(world, outlet, WEEK)),
        )
    for step in world.known.standings.values():
        outlet = called_on(world.outlets.get(step.outlet))
        if outlet is not None and step.rung is not Rung.GUIDE:
            review = step.review is not None and step.review <= world.date
            yield Claim(
                outlet,
                Message(code=f"standing_{step.rung}", params={"date": step.date.isoformat()}),
                worth=task.worth // (1 if review else 3),
                minutes=task.minutes if review else 0,
                alone=review and not lately(world, outlet),
            )
