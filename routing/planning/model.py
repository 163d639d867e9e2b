"""From the world of one date to a routing problem, and back to whom its numbers mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from routing.planning.crews import Crew
from routing.planning.due import Due
from routing.planning.errors import PlanningError
from routing.planning.loads import CASH, dimensions_of
from routing.planning.places import Places, Walks
from routing.planning.relations import relations_of
from routing.planning.stops import fit_of, stop_of, too_large
from routing.planning.underway import COST_UNIT, UnderWay
from routing.planning.vehicles import BALANCE, Going, vehicle_for
from routing.planning.ways import ways_of
from routing.planning.world import World
from routing.problem import Problem, Stop, Vehicle
from routing.travel import Point
from store.records import Lock, Message, Rep, Shift, StopKind

__all__ = ["BALANCE", "COST_UNIT", "Held", "Key", "Model", "Promise", "build", "held_of"]

BEAT_WORTH = 4
"""How many times its worth a stop counts on its beat: a standing route is cut short only where it must be."""

Key = tuple[str, StopKind]


@dataclass(frozen=True, slots=True)
class Held:
    """What the plan so far says of a stop that the search must respect: seconds, positions from 1."""

    rep: str
    position: int | None = None
    begin: int | None = None
    optional: bool = False
    """Nobody else may take it, but it may be left out: what a beat asks for."""


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
    crews: tuple[Crew, ...]
    index: Mapping[Key, int]
    vehicle: Mapping[str, int]
    ignored: Mapping[Key, Message]
    """Due stops that no route could take, with what stands against them."""
    under_way: Mapping[str, UnderWay]
    """Reps who have set out: their vehicles' routes hold only what is still to come."""
    now: int | None
    points: tuple[Point, ...]
    """The places of the problem."""
    walks: Walks
    """What one walks between them."""
    dimensions: tuple[str, ...]
    """What the problem's loads and capacities count, in this order."""

    @property
    def reps(self) -> tuple[Rep, ...]:
        return tuple(crew.lead for crew in self.crews)

    def point_of(self, stop: int) -> Point:
        outlet = self.dues[stop].outlet
        assert outlet.lat is not None
        assert outlet.lon is not None
        return outlet.lat, outlet.lon


def build(
    world: World,
    dues: Iterable[Due],
    held: Mapping[Key, Held] | None = None,
    *,
    also: Iterable[str] = (),
    standing: Collection[Key] = (),
    full: Mapping[str, int] | None = None,
    promises: Mapping[Key, Promise] | None = None,
    under_way: Mapping[str, UnderWay] | None = None,
    now: int | None = None,
) -> Model:
    """The problem of one date.

    `also` names reps who take part though they are off duty, since stops stand on their routes; `full`
    gives the most stops for reps whose route is locked as it is. `promises` are kept unless breaking one
    saves more than the settings ask for it. Reps `under_way` go on from where they are; nobody else sets
    out before `now`. Raises `PlanningError` when nobody works that day. Stops that nobody could ever serve
    (no position, a skill nobody has) are left out of the problem and told in `ignored`, unless they are
    `standing` on a route: those are judged where they stand.
    """
    held, full, under_way = held or {}, full or {}, under_way or {}
    crews = _crews(world, also)
    vehicle_of = {crew.lead.id: number for number, crew in enumerate(crews)}
    planned = list(dues)
    if not world.depots:
        raise PlanningError("none_located", n=len(planned))
    places = Places(world)
    rooms = [Going.of(world, crew).capacity for crew in crews]
    loads = (dict(due.load) | ({CASH: due.cash} if due.cash else {}) for due in planned)
    dimensions = tuple(dimensions_of(loads, rooms))
    vehicles = tuple(
        _under_way(
            vehicle_for(world, crew, places, dimensions, full.get(crew.lead.id)),
            under_way.get(crew.lead.id),
            places,
            now,
        )
        for crew in crews
    )
    reach = [(vehicle.earliest, vehicle.latest) for vehicle in vehicles]
    located = {due.key: places.of_outlet(due.outlet) for due in planned if due.outlet.located}
    reps = [crew.lead for crew in crews]
    ways = ways_of(world.travel, world.estimate, places.points, _hubs(vehicles), reps, world.vehicles)
    kept: list[Due] = []
    stops: list[Stop] = []
    ignored: dict[Key, Message] = {}
    for due in planned:
        where = located.get(due.key)
        if where is None:
            ignored[due.key] = Message(code="no_position")
            continue
        cut_off = ways.trouble(where)
        if cut_off is not None:
            ignored[due.key] = cut_off
            continue
        fit = fit_of(world, due, crews, reach)
        blocked = due.blocked or fit.blocked or too_large(due, fit, rooms)
        if blocked is not None and due.key not in standing:
            ignored[due.key] = blocked
            continue
        stop = stop_of(world, due, fit, where, vehicle_of, dimensions, COST_UNIT)
        stop = _held(_reached(stop, ways.able(where, reps)), held.get(due.key), vehicle_of)
        promise = (promises or {}).get(due.key)
        stops.append(_promised(world, stop, promise, vehicle_of) if promise else stop)
        kept.append(due)
    walks = places.walks()
    index = {due.key: number for number, due in enumerate(kept)}
    problem = Problem(
        times=tuple(walks.added(times) for times in ways.times),
        distances=tuple(walks.parked(metres) for metres in ways.distances),
        stops=tuple(stops),
        vehicles=tuple(replace(vehicle, mode=ways.mode[rep.id]) for rep, vehicle in zip(reps, vehicles, strict=True)),
        relations=relations_of(kept, held),
        names=tuple(due.outlet.name for due in kept),
    )
    return Model(
        world,
        problem,
        tuple(kept),
        crews,
        index,
        vehicle_of,
        ignored,
        under_way,
        now,
        places.points,
        walks,
        dimensions,
    )


def _reached(stop: Stop, able: tuple[int, ...] | None) -> Stop:
    """The stop for those alone whose vehicles get there."""
    if able is None:
        return stop
    return replace(stop, allowed=able if stop.allowed is None else tuple(n for n in able if n in stop.allowed))


def _hubs(vehicles: Iterable[Vehicle]) -> set[int]:
    """Where rounds begin, end, load and pause."""
    found = {place for v in vehicles for place in (v.start, v.end, v.reload_place, *(p.place for p in v.breaks))}
    return {place for place in found if place is not None}


def _crews(world: World, also: Iterable[str]) -> tuple[Crew, ...]:
    """Everybody who makes a round, and those off duty on whose routes stops stand."""
    crews = world.crews()
    for rep_id in also:
        if rep_id not in crews:
            rep = world.reps.get(rep_id) or Rep(id=rep_id, name=rep_id)
            crews[rep_id] = Crew(rep, rep.shifts[0] if rep.shifts else Shift(), world.vehicle_of(rep))
    if not crews:
        if world.closed and world.special is not None:
            raise PlanningError(
                "company_closed", date=world.date.isoformat(), name=world.special.name or world.date.isoformat()
            )
        raise PlanningError("nobody_on_duty", date=world.date.isoformat())
    return tuple(crews.values())


def _held(stop: Stop, held: Held | None, vehicle_of: Mapping[str, int]) -> Stop:
    """The stop with what a lock says of it; a lock outdoes what its rep may do."""
    fixed = vehicle_of.get(held.rep) if held else None
    if held is None or fixed is None:
        return stop
    if held.optional:
        if stop.allowed is not None and fixed not in stop.allowed:
            return stop
        return replace(stop, allowed=(fixed,), prize=None if stop.prize is None else stop.prize * BEAT_WORTH)
    able = stop.allowed if stop.allowed is None or fixed in stop.allowed else (*stop.allowed, fixed)
    return replace(
        stop,
        prize=None,
        allowed=able,
        fixed_vehicle=fixed,
        fixed_position=held.position,
        fixed_begin=held.begin,
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


def _under_way(vehicle: Vehicle, so_far: UnderWay | None, places: Places, now: int | None) -> Vehicle:
    """The vehicle as it is at this time of day; breaks whose time has passed are taken to have been made."""
    if so_far is None:
        earliest = vehicle.earliest if now is None else max(vehicle.earliest, now)
        return replace(vehicle, earliest=earliest, latest=max(vehicle.latest, earliest))
    left = None if vehicle.max_stops is None else max(0, vehicle.max_stops - so_far.stops)
    return replace(
        vehicle,
        start=vehicle.start if so_far.place is None else places.of(so_far.place),
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
