"""Supervisors' checks, on a rhythm of their own."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from routing.planning.sources.claim import Claim
from store.records import Message, Status, StopKind

if TYPE_CHECKING:
    from routing.planning.world import World

_WEEK = 7


def audits(world: World) -> Iterator[Claim]:
    """Active outlets of a grade that is audited, when their last check is long enough ago."""
    for outlet in world.outlets.values() if world.settings.audits else ():
        rhythm = world.settings.audits.get(outlet.grade) if outlet.grade else None
        if rhythm is None or outlet.status is not Status.ACTIVE:
            continue
        last = world.known.last_audits.get(outlet.id)
        if last is None:
            if not _its_turn(outlet.id, world.date, round(rhythm.interval_days)):
                continue
            reason = Message(code="never_audited")
        elif (world.date - last).days >= rhythm.interval_days:
            reason = Message(code="audit", params={"days": (world.date - last).days})
        else:
            continue
        yield Claim(outlet, reason, kind=StopKind.AUDIT, worth=world.settings.tasks.audit.worth)


def _its_turn(outlet: str, date: dt.date, interval: int) -> bool:
    """Whether an outlet's week of the interval is this one, so that the first checks are spread over all of it."""
    return (date.toordinal() - zlib.crc32(outlet.encode())) % max(1, interval) < _WEEK
