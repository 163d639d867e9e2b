"""One reason for a stop, before the reasons of one stop are put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from store.records import Message, Outlet, Status, StopKind

if TYPE_CHECKING:
    from routing.planning.world import World

RECENT = 2
"""Days after a call in which what could be settled there makes no stop of its own again."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A reason for a stop at an outlet: `worth` in minor currency units, `minutes` of work it asks for there.

    `alone`: it makes a stop due by itself; otherwise it only joins one. `required`: the stop may not be left
    out. `load` is brought there, by dimension; `cash` in minor currency units is to be collected. `reps` are
    the only ones who may do it (empty: all). `blocked` is why nobody can.
    """

    outlet: Outlet
    reason: Message
    kind: StopKind = StopKind.VISIT
    worth: int = 0
    minutes: float = 0
    alone: bool = True
    required: bool = False
    load: Mapping[str, float] = field(default_factory=dict)
    cash: int = 0
    reps: tuple[str, ...] = ()
    blocked: Message | None = None
    at: int | None = None
    """When it must be done, in seconds after midnight; None: whenever the outlet is open."""


class Source(Protocol):
    """A kind of reason: everything on the date that it makes due."""

    def __call__(self, world: World) -> Iterable[Claim]: ...


def called_on(outlet: Outlet | None) -> Outlet | None:
    """The outlet if it is one that is served; prospects and lost ones are not."""
    return outlet if outlet is not None and outlet.status in (Status.ACTIVE, Status.DORMANT) else None


def lately(world: World, outlet: Outlet, days: int = RECENT) -> bool:
    """Whether somebody was there, or will have been, within so many days."""
    last = world.last_visits.get(outlet.id)
    return last is not None and (world.date - last).days <= days
