"""Stops of a day that stand on no route, as they are told before anybody asks why."""

from __future__ import annotations

from routing.planning.due import Due
from routing.planning.model import Key, Model
from store.records import Message, Unserved, UnservedClass


def unserved_of(due: Due, *, dropped: bool = False) -> Unserved:
    """A due stop that no route serves, not yet explained."""
    return Unserved(
        outlet=due.outlet.id,
        kind=due.kind,
        name=due.outlet.name,
        lat=due.outlet.lat,
        lon=due.outlet.lon,
        worth=due.worth,
        due=list(due.reasons),
        dropped=dropped,
        urgent=any(reason.code == "urgent" for reason in due.reasons),
        reasons=[Message(code="dropped")] if dropped else [],
    )


def blocked_stop(model: Model, key: Key, reason: Message) -> Unserved:
    """A due stop that nobody could serve."""
    outlet = model.world.outlets[key[0]]
    return Unserved(
        outlet=outlet.id,
        kind=key[1],
        name=outlet.name,
        lat=outlet.lat,
        lon=outlet.lon,
        unserved_class=UnservedClass.BLOCKED,
        reasons=[reason],
    )


def said_of_dropped(model: Model, stop: Unserved) -> list[Message]:
    """What is told of a stop taken off by hand; that it may not be left out is a rule broken."""
    index = model.index.get(stop.key)
    said = [Message(code="dropped")]
    if index is not None and model.dues[index].required:
        said.append(Message(code="dropped_required", amount=1))
    return said
