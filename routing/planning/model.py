"""From the world of one date to a routing problem, and back to whom its numbers mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from routing.planning.due import Due
from routing.planning.errors import PlanningError
from routing.planning.world import World
from routing.problem import Break, Problem, Stop, Vehicle
from routing.travel import Point
from store.records import Lock, Message, Outlet, Rep, Shift, StopKind

COST_UNIT = 1000
"""Cost units of the problem in one minor currency unit."""
BALANCE = 4
"""Cost units per squared minute of work. At the eighth hour a minute costs 4 minor units more than at the
first, where it costs 50: enough to even out loads that cost about the same."""

Key = tuple[str, StopKind]


@dataclass(frozen=True, slots=True)
class Held:
    """What the plan so far says of a stop that the search must respect: seconds, positions from 1."""

    rep: str
    position: int | None = None
    begin: int | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """A problem with its names: stop i of the problem is `dues[i]`, vehicle j drives for `reps[j]`."""

    world: World
    problem: Problem
    dues: tuple[Due, ...]
    reps: tuple[Rep, ...]
    shifts: tuple[Shift, ...]
    index: Mapping[Key, int]
    vehicle: Mapping[str, int]
    ignored: Mapping[Key, Message]
    """Due stops that no route could take, with what stands against them."""

    def point_of(self, stop: int) -> Point:
        return _point(self.dues[stop].outlet)


def build(
    world: World,
    dues: Iterable[Due],
    held: Mapping[Key, Held] | None = None,
    *,
    also: Iterable[str] = (),
    full: Mapping[str, int] | None = None,
) -> Model:
    """The problem of one date.

    `also` names reps who take part though they are off duty, since stops stand on their routes; `full`
    gives the most stops for reps whose route is locked as it is. Raises `PlanningError` when nobody
    works that day. Stops that nobody could ever serve (no position, a skill nobody has) are left out of
    the problem and told in `ignored`.
    """
    held = held or {}
    duty = world.on_duty()
    for rep_id in also:
        if rep_id not in duty:
            rep = world.reps.get(rep_id) or Rep(id=rep_id, name=rep_id)
            duty[rep_id] = (rep, rep.shifts[0] if rep.shifts else Shift())
    if not duty:
        raise PlanningError("nobody_on_duty", date=world.date.isoformat())
    full = full or {}
    reps = tuple(rep for rep, _ in duty.values())
    shifts = tuple(shift for _, shift in duty.values())
    vehicle_of = {rep.id: number for number, rep in enumerate(reps)}

    points: list[Point] = []
    places: dict[Point, int] = {}

    def place(point: Point) -> int:
        if point not in places:
            places[point] = len(points)
            points.append(point)
        return places[point]

    vehicles = tuple(
        _vehicle(world, rep, shift, place, full.get(rep.id)) for rep, shift in zip(reps, shifts, strict=True)
    )
    planned: list[Due] = []
    stops: list[Stop] = []
    ignored: dict[Key, Message] = {}
    for due in dues:
        blocked = due.blocked or _nobody_can(due, reps)
        if blocked is not None:
            ignored[due.key] = blocked
            continue
        stops.append(_stop(world, due, reps, vehicle_of, held.get(due.key), place(_point(due.outlet))))
        planned.append(due)
    times, distances = world.travel.matrix(points)
    problem = Problem(
        times=(times,),
        distances=(distances,),
        stops=tuple(stops),
        vehicles=vehicles,
        names=tuple(due.outlet.name for due in planned),
    )
    index = {due.key: number for number, due in enumerate(planned)}
    return Model(world, problem, tuple(planned), reps, shifts, index, vehicle_of, ignored)


def hours_of(world: World, outlet: Outlet) -> list[tuple[int, int]]:
    """The hours a call may begin on the date, merged and sorted; none where any hour will do."""
    merged: list[tuple[int, int]] = []
    for window in outlet.windows_on(world.date) or []:
        if merged and window.open <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], window.close))
        else:
            merged.append((window.open, window.close))
    return merged


def _point(outlet: Outlet) -> Point:
    assert outlet.lat is not None
    assert outlet.lon is not None
    return outlet.lat, outlet.lon


def _nobody_can(due: Due, reps: tuple[Rep, ...]) -> Message | None:
    needed = set(due.outlet.skills)
    if needed and not any(needed <= set(rep.skills) for rep in reps):
        return Message(code="no_skill", params={"skills": ", ".join(sorted(needed))})
    return None


def _stop(
    world: World,
    due: Due,
    reps: tuple[Rep, ...],
    vehicle_of: Mapping[str, int],
    held: Held | None,
    place: int,
) -> Stop:
    outlet = due.outlet
    needed = set(outlet.skills)
    able = None
    if needed:
        able = tuple(number for number, rep in enumerate(reps) if needed <= set(rep.skills))
    preferred = vehicle_of.get(outlet.rep) if outlet.rep else None
    elsewhere: tuple[tuple[int, int], ...] = ()
    if preferred is not None:
        extra = world.settings.preferred_rep_cost * COST_UNIT
        elsewhere = tuple((number, extra) for number in range(len(reps)) if number != preferred)
    fixed = vehicle_of.get(held.rep) if held else None
    return Stop(
        place=place,
        service=due.call_s,
        windows=tuple(hours_of(world, outlet)),
        prize=None if due.required or fixed is not None else due.worth * COST_UNIT,
        allowed=able,
        vehicle_cost=elsewhere,
        fixed_vehicle=fixed,
        fixed_position=held.position if held and fixed is not None else None,
        fixed_begin=held.begin if held and fixed is not None else None,
    )


def _vehicle(world: World, rep: Rep, shift: Shift, place: Callable[[Point], int], full: int | None) -> Vehicle:
    end = world.end_of(rep)
    overtime = round(rep.overtime_minutes * 60)
    limits, costs = rep.limits, rep.costs
    hourly = costs.hour * COST_UNIT
    return Vehicle(
        start=place(world.start_of(rep)),
        end=None if end is None else place(end),
        earliest=shift.start,
        latest=shift.end + overtime,
        shift_end=shift.end if overtime else None,
        fixed_cost=costs.shift * COST_UNIT,
        distance_cost=costs.km * COST_UNIT // 1000,
        time_cost=hourly // 3600,
        overtime_cost=max(0, costs.overtime_hour * COST_UNIT - hourly) // 3600,
        balance_cost=BALANCE,
        max_stops=limits.stops if full is None else full,
        max_work=None if limits.work_minutes is None else round(limits.work_minutes * 60),
        max_distance=None if limits.km is None else round(limits.km * 1000),
        breaks=tuple(
            Break(duration=round(pause.minutes * 60), earliest=pause.earliest, latest=pause.latest)
            for pause in rep.pauses
            if pause.earliest < shift.end and pause.latest >= shift.start
        ),
    )


def held_of(lock: Lock | None, rep: str, position: int, begin: int, *, whole: bool = False) -> Held | None:
    """What a lock on a stop holds: its rep, and its place or time where it says so."""
    if whole:
        return Held(rep, position)
    match lock:
        case Lock.REP:
            return Held(rep)
        case Lock.POSITION:
            return Held(rep, position)
        case Lock.TIME:
            return Held(rep, begin=begin)
        case _:
            return None
