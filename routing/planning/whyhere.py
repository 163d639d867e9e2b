"""Why a stop stands on this route at this time: what the next best rep, and any other place, would cost.

The stop is taken out of its route and the judge asked about every other place of every route.
"""

from __future__ import annotations

from dataclasses import dataclass

from routing.planning.edits import find
from routing.planning.errors import PlanningError
from routing.planning.insertion import position_of, sequences_of
from routing.planning.model import COST_UNIT, Key, Model
from routing.planning.reloads import calls_before
from routing.schedule import Probe, judge_route, probes
from routing.schedule.probing import KINDS, amount_of
from store.records import Day, Lock, Message, Route, Stop


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The best other place of a stop: whose route, which position from 1, and what it costs more than where
    it stands, in minor currency units (less than nothing: it would be cheaper there).

    `broken` names the rules such a place breaks; empty where it breaks none.
    """

    rep: str
    name: str
    position: int
    cost: int
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhyHere:
    """`other_rep` is the next best rep, `other_place` the next best place on the same route; None: there is none.

    `time`: what makes the call begin when it does.
    """

    other_rep: Elsewhere | None
    other_place: Elsewhere | None
    time: Message


def why_here(model: Model, day: Day, key: Key) -> WhyHere:
    """Raises `PlanningError` where no route serves the stop."""
    found = find(day, key)
    if found is None:
        raise PlanningError("not_on_a_route", outlet=key[0], date=day.date.isoformat())
    route, number = found
    stop = route.stops[number]
    time = _why_then(route, number)
    if stop.driven:
        return WhyHere(None, None, time)
    index, vehicle = model.index[key], model.vehicle[route.rep]
    routes, at, saved = _without(model, day, index)
    open_to = [model.vehicle[each.rep] for each in day.routes if not (each.locked or each.out) or each is route]
    able = model.problem.stops[index].allowed
    # whoever may not make it at all is asked only where nobody else may
    others = [number for number in open_to if number != vehicle]
    open_to = [vehicle, *([number for number in others if able is None or number in able] or others)]
    places = probes(model.problem, routes, index, vehicles=open_to)
    return WhyHere(
        _best(model, routes, [p for p in places if p.vehicle != vehicle], saved),
        _best(model, routes, [p for p in places if p.vehicle == vehicle and p.position != at], saved),
        time,
    )


def with_each(model: Model, day: Day, key: Key) -> dict[str, Elsewhere]:
    """What a stop would cost with each rep, at the best place of his route, more than as the plan stands.

    A stop that no route serves costs what it adds; reps whose routes take nothing more are missing.
    """
    index = model.index.get(key)
    if index is None:
        return {}
    routes, _, saved = _without(model, day, index)
    vehicles = [model.vehicle[route.rep] for route in day.routes if not route.out]
    by_vehicle: dict[int, list[Probe]] = {}
    for place in probes(model.problem, routes, index, vehicles=vehicles):
        by_vehicle.setdefault(place.vehicle, []).append(place)
    found = (_best(model, routes, places, saved) for places in by_vehicle.values())
    return {best.rep: best for best in found if best is not None}


def _without(model: Model, day: Day, index: int) -> tuple[list[list[int]], int, int]:
    """The day's sequences with a stop taken out, where it stood (-1: nowhere), and the cost units that saves."""
    routes = sequences_of(model, day)
    vehicle = next((number for number, route in enumerate(routes) if index in route), None)
    if vehicle is None:
        return routes, -1, 0
    with_it = judge_route(model.problem, vehicle, routes[vehicle]).cost
    at = routes[vehicle].index(index)
    routes[vehicle] = [each for each in routes[vehicle] if each != index]
    return routes, at, with_it - judge_route(model.problem, vehicle, routes[vehicle]).cost


def _best(model: Model, routes: list[list[int]], places: list[Probe], saved: int) -> Elsewhere | None:
    if not places:
        return None
    best = min(places, key=lambda p: (bool(p.breaches), amount_of(p), p.cost, p.vehicle, p.position))
    rep = model.reps[best.vehicle]
    return Elsewhere(
        rep.id,
        rep.name,
        position_of(model, rep.id, calls_before(routes[best.vehicle], best.position)),
        round((best.cost - saved) / COST_UNIT),
        tuple(KINDS[kind] for kind, _ in best.breaches),
    )


def _why_then(route: Route, number: int) -> Message:
    """What the begin of a call follows from."""
    stop = route.stops[number]
    before = route.stops[number - 1] if number else None
    if stop.lock is Lock.TIME:
        return Message(code="held")
    if stop.begin > stop.arrive and any(window[0] == stop.begin for window in stop.windows):
        return Message(code="opens", params={"minutes": max(1, round((stop.begin - stop.arrive) / 60))})
    pause = next((each for each in route.pauses if each.position == number), None)
    minutes = round(stop.travel_s / 60)
    if pause is not None:
        return Message(code="after_break", params={"minutes": minutes})
    if before is None:
        return Message(code="first", params={"minutes": minutes})
    return Message(code="follows", params={"name": _name(before), "minutes": minutes})


def _name(stop: Stop) -> str:
    return stop.name or stop.outlet
