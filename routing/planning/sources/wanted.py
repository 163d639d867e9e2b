"""Outlets that somebody wants called on that very day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routing.planning.sources.claim import Claim
from routing.planning.sources.rhythm import urgency_of, visit
from store.records import Message

if TYPE_CHECKING:
    from routing.planning.world import World


def asked_for(world: World) -> Iterator[Claim]:
    """Those the day's arrangement names; one that its rhythm asks for as well is not made longer."""
    for outlet_id in dict.fromkeys(world.day.visit if world.day else ()):
        outlet = world.outlets.get(outlet_id)
        if outlet is None:
            continue
        known = urgency_of(world, outlet)[1]
        reason = Message(code="asked_for")
        claim = visit(world, outlet, 1.5, reason)
        yield Claim(outlet, reason, worth=claim.worth, minutes=0 if known else claim.minutes, required=True)
