"""From the world of one date to a routing problem, and back to whom its numbers mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from routing.planning.due import Due
from routing.planning.errors import PlanningError
from routing.planning.underway import UnderWay
from routing.planning.ways import ways_of
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
class Promise:
    """What was made known of a stop: whose it is and when the rep arrives, in seconds after midnight."""

    rep: str
    arrive: int


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
    under_way: Mapping[str, UnderWay]
    """Reps who have set out: their vehicles' routes hold only what is still to come."""
    now: int | None
    points: tuple[Point, ...]
    """The places of the problem."""

    def point_of(self, stop: int) -> Point:
        return _point(self.dues[stop].outlet)


def build(
    world: World,
    dues: Iterable[Due],
    held: Mapping[Key, Held] | None = None,
    *,
    also: Iterable[str] = (),
    full: Mapping[str, int] | None = None,
    promises: Mapping[Key, Promise] | None = None,
    under_way: Mapping[str, UnderWay] | None = None,
    now: int | None = None,
) -> Model:
    """The problem of one date.

    `also` names reps who take part though they are off duty, since stops stand on their routes; `full`
    gives the most stops for reps whose route is locked as it is. `promises` are kept unless breaking one
    saves more than the settings ask for it. Reps `under_way` go on from where they are; nobody else sets
    out before `now`. Raises `PlanningError` when nobody
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

    under_way = under_way or {}
    vehicles = tuple(
        _under_way(_vehicle(world, rep, shift, place, full.get(rep.id)), under_way.get(rep.id), place, now)
        for rep, shift in zip(reps, shifts, strict=True)
    )
    planned: list[Due] = []
    stops: list[Stop] = []
    ignored: dict[Key, Message] = {}
    possible: list[tuple[Due, int]] = []
    for due in dues:
        blocked = due.blocked or _nobody_can(due, reps)
        if blocked is not None:
            ignored[due.key] = blocked
        else:
            possible.append((due, place(_point(due.outlet))))
    ways = ways_of(world.travel, world.estimate, points, reps, world.vehicles)
    for due, where in possible:
        blocked = ways.trouble(where)
        if blocked is not None:
            ignored[due.key] = blocked
            continue
        hold, promise = held.get(due.key), (promises or {}).get(due.key)
        stop = _reached(_stop(world, due, reps, vehicle_of, hold, where), ways.able(where, reps))
        stops.append(_promised(world, stop, promise, vehicle_of) if promise else stop)
        planned.append(due)
    problem = Problem(
        times=ways.times,
        distances=ways.distances,
        stops=tuple(stops),
        vehicles=tuple(replace(vehicle, mode=ways.mode[rep.id]) for rep, vehicle in zip(reps, vehicles, strict=True)),
        names=tuple(due.outlet.name for due in planned),
    )
    index = {due.key: number for number, due in enumerate(planned)}
    return Model(
        world, problem, tuple(planned), reps, shifts, index, vehicle_of, ignored, under_way, now, tuple(points)
    )


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


def _reached(stop: Stop, able: tuple[int, ...] | None) -> Stop:
    """The stop for those alone whose vehicles get there; whoever it is held for keeps it."""
    if able is None:
        return stop
    both = able if stop.allowed is None else tuple(number for number in able if number in stop.allowed)
    fixed = stop.fixed_vehicle
    return replace(stop, allowed=both if fixed is None or fixed in both else (*both, fixed))


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


def _promised(world: World, stop: Stop, promise: Promise, vehicle_of: Mapping[str, int]) -> Stop:
    settings = world.settings
    return replace(
        stop,
        prize=None if stop.prize is None else stop.prize + settings.change_cost * COST_UNIT,
        usual_vehicle=vehicle_of.get(promise.rep),
        change_cost=settings.change_cost * COST_UNIT,
        promised=promise.arrive,
        promise_tolerance=round(settings.promise_minutes * 60),
        promise_cost=settings.promise_cost * COST_UNIT // 60,
    )


def _under_way(vehicle: Vehicle, so_far: UnderWay | None, place: Callable[[Point], int], now: int | None) -> Vehicle:
    """The vehicle as it is at this time of day; breaks whose time has passed are taken to have been made."""
    if so_far is None:
        earliest = vehicle.earliest if now is None else max(vehicle.earliest, now)
        return replace(vehicle, earliest=earliest, latest=max(vehicle.latest, earliest))
    left = None if vehicle.max_stops is None else max(0, vehicle.max_stops - so_far.stops)
    return replace(
        vehicle,
        start=vehicle.start if so_far.place is None else place(so_far.place),
        earliest=so_far.ready,
        latest=max(vehicle.latest, so_far.ready),
        fixed_cost=0,
        max_stops=left,
        max_work=None if vehicle.max_work is None else max(0, vehicle.max_work - so_far.work_s),
        max_distance=None if vehicle.max_distance is None else max(0, vehicle.max_distance - so_far.distance_m),
        breaks=tuple(pause for pause in vehicle.breaks if pause.latest >= so_far.ready),
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
