"""How full routes are: of their hours, and of what their vehicles carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.planning.world import World
    from store.records import Route


@dataclass(frozen=True, slots=True)
class Fullness:
    """Parts of what a route may take: 1 is full, more is too much, None where nothing bounds it.

    `time`: hours from leaving to coming back, of the shift or of the most to be worked; overtime comes on top.
    `load`: of the dimension that is fullest (cases, kg, m³, cash), or where no load is bounded, stops of the most
    allowed.
    """

    time: float | None = None
    load: float | None = None


NOTHING = Fullness()
"""Of what has no bounds, or is no route."""


def fullness(route: Route, world: World | None) -> Fullness:
    """How full a planned route is; a rep who is not on file, or off that day, has no bounds."""
    rep = world.reps.get(route.rep) if world else None
    shift = world.shift_of(rep) if world and rep else None
    if world is None or rep is None or shift is None or not route.stops:
        return NOTHING
    limits = world.limits_of(rep)
    hours = shift.end - shift.start
    if limits.work_minutes is not None:
        hours = min(hours, round(limits.work_minutes * 60))
    work = max(route.returns - route.depart, hours + route.overtime_s if route.overtime_s else 0)
    vehicle = world.vehicles.get(route.vehicle) if route.vehicle else world.vehicle_of(rep)
    bounds = dict(vehicle.capacity) if vehicle else {}
    loads = [route.load.get(name, 0.0) / most for name, most in bounds.items() if most > 0]
    if not loads and limits.stops:
        loads = [len(route.stops) / limits.stops]
    return Fullness(work / hours if hours > 0 else None, max(loads, default=None))
