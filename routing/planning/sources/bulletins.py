"""Bulletins to hand over: they go along with a visit, and to key accounts on their own before they end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routing.planning.sources.claim import Claim, lately
from store.records import Message, Status

if TYPE_CHECKING:
    from routing.planning.world import World


def bulletins(world: World) -> Iterator[Claim]:
    """Valid bulletins that an outlet they are meant for has not had yet."""
    task = world.settings.tasks.bulletin
    for bulletin in world.known.bulletins.values():
        if not bulletin.valid_on(world.date):
            continue
        handed = {each.outlet for each in bulletin.handed} | world.known.handed.get(bulletin.id, frozenset())
        left = (bulletin.valid_until - world.date).days
        ending = left <= world.settings.bulletin_lead_days
        params = {"title": bulletin.title, "until": bulletin.valid_until.isoformat()}
        for outlet in world.outlets.values():
            if outlet.status is Status.ACTIVE and outlet.id not in handed and bulletin.audience.covers(outlet):
                chosen = outlet.key_account or outlet.id in bulletin.audience.outlets
                yield Claim(
                    outlet,
                    Message(code="bulletin", params=params),
                    worth=task.worth,
                    minutes=task.minutes,
                    alone=ending and chosen and not lately(world, outlet),
                )
