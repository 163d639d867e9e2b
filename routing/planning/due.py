"""What is due on a date, why, what it is worth and how long it takes: the claims of all sources put together.

An outlet has at most one stop for each kind; whatever else there is to do there joins it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from routing.planning.sources import SOURCES, Claim, prospects, urgency_of
from routing.planning.sources.rhythm import call_minutes, visit
from routing.planning.world import World
from store.records import Message, Outlet, StopKind

LEAST_MINUTES = 3.0
"""No stop is shorter."""


@dataclass(frozen=True, slots=True)
class Due:
    """One stop that should be made: `worth` in minor currency units, `required` when it may not be left out.

    `load` is brought there, by dimension; `cash` in minor currency units is to be collected. `reps` are the only
    ones who may make it (empty: all). `blocked` is why nobody can.
    """

    outlet: Outlet
    kind: StopKind
    reasons: tuple[Message, ...]
    worth: int
    call_s: int
    required: bool = False
    blocked: Message | None = None
    by_hand: bool = False
    load: tuple[tuple[str, float], ...] = ()
    cash: int = 0
    reps: tuple[str, ...] = ()
    at: int | None = None
    """When the call must begin, in seconds after midnight: what was agreed; None: in the outlet's hours."""

    @property
    def key(self) -> tuple[str, StopKind]:
        return self.outlet.id, self.kind


def due_on(world: World) -> list[Due]:
    """Every stop due: deliveries first, then by worth; what cannot be planned carries what blocks it."""
    claims: dict[tuple[str, StopKind], list[Claim]] = {}
    for source in SOURCES:
        for claim in source(world):
            claims.setdefault((claim.outlet.id, claim.kind), []).append(claim)
    found = [due for each in claims.values() if (due := _joined(world, each)) is not None]
    fillers = prospects(world, [due.outlet for due in found])
    taken = {due.key for due in found}
    found += [
        due
        for claim in fillers
        if (claim.outlet.id, claim.kind) not in taken and (due := _joined(world, [claim])) is not None
    ]
    return sorted(found, key=lambda due: (not due.required, -due.worth, due.outlet.id, due.kind))


def _joined(world: World, claims: Sequence[Claim]) -> Due | None:
    """One stop from all that is to be done there; None when nothing of it makes a stop by itself."""
    if not any(claim.alone for claim in claims):
        return None
    outlet, kind = claims[0].outlet, claims[0].kind
    required = any(claim.required for claim in claims)
    closed = world.hours_of(outlet) is None
    if (closed or world.closed) and not required:
        return None
    blocked = next((claim.blocked for claim in claims if claim.blocked), None)
    if not outlet.located:
        blocked = Message(code="no_position")
    elif world.closed:
        blocked = Message(code="day_closed")
    elif closed:
        blocked = Message(code="closed")
    elif world.day is not None and _in_closed_zone(world, outlet):
        if not required:
            return None
        blocked = Message(code="zone_closed")
    load: dict[str, float] = {}
    for claim in claims:
        for dimension, amount in claim.load.items():
            load[dimension] = load.get(dimension, 0) + amount
    reps = [set(claim.reps) for claim in claims if claim.reps]
    return Due(
        outlet=outlet,
        kind=kind,
        reasons=(*(claim.reason for claim in claims), *world.told_of(outlet)),
        worth=sum(claim.worth for claim in claims),
        call_s=seconds_of(world, kind, (claim.minutes for claim in claims)),
        required=required,
        blocked=blocked,
        load=tuple(sorted(load.items())),
        cash=sum(claim.cash for claim in claims),
        at=next((claim.at for claim in claims if claim.at is not None), None),
        # where two sources name different people, those of the first one go
        reps=tuple(sorted(set.intersection(*reps) or reps[0])) if reps else (),
    )


def seconds_of(world: World, kind: StopKind, minutes: Iterable[float]) -> int:
    """How long a stop takes: what belongs to any of its kind, and the work to do there. Walking is travel."""
    tasks = world.settings.tasks
    usual = {StopKind.DELIVERY: tasks.delivery.minutes, StopKind.AUDIT: tasks.audit.minutes}.get(kind, 0.0)
    return round(max(LEAST_MINUTES, usual + sum(minutes)) * 60)


def _in_closed_zone(world: World, outlet: Outlet) -> bool:
    assert world.day is not None
    assert outlet.lat is not None
    assert outlet.lon is not None
    return any(zone.contains(outlet.lat, outlet.lon) for zone in world.day.closed_zones)


def stop_by_hand(world: World, outlet: Outlet, kind: StopKind = StopKind.VISIT, known: Due | None = None) -> Due:
    """A stop that somebody asked for. `known` is what is due there anyway."""
    reason = Message(code="added_by_hand")
    if known is not None:
        return replace(known, by_hand=True, reasons=(reason, *known.reasons))
    if kind is not StopKind.VISIT:
        blocked = None if outlet.located else Message(code="no_position")
        return Due(
            outlet,
            kind,
            (reason, *world.told_of(outlet)),
            0,
            seconds_of(world, kind, ()),
            by_hand=True,
            blocked=blocked,
        )
    urgency, why = urgency_of(world, outlet)
    claim = visit(world, outlet, max(1.0, urgency), reason)
    return Due(
        outlet=outlet,
        kind=kind,
        reasons=(reason, *((why,) if why else ()), *world.told_of(outlet)),
        worth=claim.worth,
        call_s=seconds_of(world, kind, (claim.minutes,)),
        blocked=None if outlet.located else Message(code="no_position"),
        by_hand=True,
    )


def urgent_stop(world: World, outlet: Outlet, kind: StopKind = StopKind.VISIT, known: Due | None = None) -> Due:
    """A stop that has come in during the day and may not be left out."""
    due = stop_by_hand(world, outlet, kind, known)
    call_s = due.call_s
    if kind is StopKind.VISIT and known is not None:
        call_s = max(call_s, seconds_of(world, kind, (call_minutes(world, outlet),)))
    reasons = tuple(reason for reason in due.reasons if reason.code != "added_by_hand")
    return replace(due, required=True, by_hand=False, call_s=call_s, reasons=(Message(code="urgent"), *reasons))
