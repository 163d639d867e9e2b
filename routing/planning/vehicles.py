"""From a crew to a vehicle of the problem: hours, breaks, limits, costs, room on board."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from routing.planning.crews import Crew
from routing.planning.loads import CASH, UNBOUNDED, whole
from routing.planning.meetings import meetings
from routing.planning.places import Places
from routing.planning.underway import COST_UNIT
from routing.planning.world import World
from routing.problem import HORIZON, Break, Vehicle
from store.records import Limits, Pause, Shift

BALANCE = 4
"""Cost units per squared minute of work. At the eighth hour a minute costs 4 minor units more than at the
first, where it costs 50: enough to even out loads that cost about the same."""


@dataclass(frozen=True, slots=True)
class Going:
    """What a crew can carry, by dimension, and how often it may load."""

    capacity: Mapping[str, float]
    trips: int = 1

    @classmethod
    def of(cls, world: World, crew: Crew) -> Going:
        capacity = {} if crew.vehicle is None or crew.stranded else dict(crew.vehicle.capacity)
        cash = world.limits_of(crew.lead).cash
        if cash is not None:
            capacity[CASH] = min(cash / 100, capacity.get(CASH, cash / 100))
        return cls(capacity, crew.vehicle.trips if crew.vehicle is not None else 1)


def vehicle_for(world: World, crew: Crew, places: Places, dimensions: Sequence[str], full: int | None) -> Vehicle:
    """The vehicle of the problem; `full` is the most stops of a route that is locked as it is."""
    rep, shift = crew.lead, crew.shift
    end = world.end_of(rep)
    overtime = world.overtime_of(rep)
    limits, costs = _tightest(world, crew), rep.costs
    hourly = costs.hour * COST_UNIT
    going = Going.of(world, crew)
    reloads = going.trips > 1 and bool(dimensions) and bool(going.capacity)
    return Vehicle(
        start=places.of(world.start_of(rep)),
        end=None if end is None else places.of(end),
        earliest=shift.start,
        latest=shift.end + overtime,
        shift_end=shift.end if overtime else None,
        capacity=whole(going.capacity, dimensions, default=UNBOUNDED),
        fixed_cost=costs.shift * COST_UNIT,
        distance_cost=costs.km * COST_UNIT // 1000,
        time_cost=hourly // 3600,
        overtime_cost=max(0, costs.overtime_hour * COST_UNIT - hourly) // 3600,
        balance_cost=BALANCE,
        max_stops=limits.stops if full is None else full,
        max_work=None if limits.work_minutes is None else round(limits.work_minutes * 60),
        max_distance=None if limits.km is None else round(limits.km * 1000),
        breaks=_breaks(world, crew, places),
        reload_place=places.of(world.depot_of(rep)) if reloads else None,
        max_trips=going.trips if reloads else 1,
        reload_service=round(world.settings.reload_minutes * 60) if reloads else 0,
    )


def _tightest(world: World, crew: Crew) -> Limits:
    """The least that anybody on board may do."""
    each = [world.limits_of(rep) for rep in (crew.lead, *crew.riders)]

    def least(name: str) -> float | None:
        return min((value for limits in each if (value := getattr(limits, name)) is not None), default=None)

    stops = least("stops")
    return Limits(stops=None if stops is None else int(stops), work_minutes=least("work_minutes"), km=least("km"))


def _breaks(world: World, crew: Crew, places: Places) -> tuple[Break, ...]:
    """The lead's breaks, and the time between two shifts, which begins sharp."""
    shift = crew.shift
    found = [
        _break(world, pause, places)
        for pause in crew.lead.pauses
        if pause.earliest < shift.end and pause.latest >= shift.start
    ]
    found += [
        Break(duration=each.seconds, earliest=each.at, latest=each.at, place=places.of_outlet(each.outlet))
        for each in meetings(world)
        if crew.lead.id in each.others and each.at is not None and each.outlet.located
    ]
    hours: list[Shift] = world.shifts_of(crew.lead)
    for before, after in itertools.pairwise(hours):
        # a break that lies between two shifts is part of the time off
        found = [each for each in found if not (before.end <= each.earliest and each.latest <= after.start)]
        found.append(Break(duration=after.start - before.end, earliest=before.end, latest=before.end))
    return tuple(sorted(found, key=lambda each: (each.earliest, each.latest)))


def _break(world: World, pause: Pause, places: Places) -> Break:
    where = world.depot_point(pause.depot) if pause.depot else None
    return Break(
        duration=round(pause.minutes * 60),
        earliest=pause.earliest,
        latest=min(pause.latest, HORIZON),
        after=None if pause.after_minutes is None else round(pause.after_minutes * 60),
        place=None if where is None else places.of(where),
    )
