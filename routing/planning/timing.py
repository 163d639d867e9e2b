"""Times, costs and violations of a day, by the one judge."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence

from routing.planning.due import Due
from routing.planning.fitness import barred, needed_skills, refusal
from routing.planning.leftout import blocked_stop, said_of_dropped, unserved_of
from routing.planning.loads import STEP, UNBOUNDED
from routing.planning.meetings import meetings
from routing.planning.model import COST_UNIT, Key, Model
from routing.planning.pairs import adjoined
from routing.planning.reloads import calls_before, sequence_of
from routing.planning.retiming import Legs, judged_with_legs
from routing.planning.underway import NOT_BEGUN, UnderWay, driven_of, over
from routing.problem import RELOAD
from routing.schedule import RouteJudgement, Violation
from routing.schedule.relations import broken_relations
from store.records import (
    Day,
    Lock,
    Message,
    Route,
    RoutePause,
    Stop,
    clock_text,
)

_DIMENSIONS = ("cases", "kg", "m3", "cash")
"""Dimensions of a load that have a sentence of their own."""


def timed(model: Model, day: Day, known: Day | None = None) -> Day:
    """The same stops in the same order, with every figure made anew. Stops, locks and marks stay as they are.

    `known` is a day that was timed by the same model: routes that are the same in it are not judged again.
    A due stop that stands nowhere yet is told as unserved, one that stands on a route no longer is.
    """
    before = {route.rep: route for route in known.routes} if known is not None else {}
    routes = [route if route == before.get(route.rep) else timed_route(model, route) for route in day.routes]
    routes = _with_ties(model, routes)
    placed = {stop.key for route in routes for stop in route.stops}
    listed = {stop.key for stop in day.unserved}
    unserved = [stop for stop in day.unserved if stop.key not in placed]
    unserved += [unserved_of(due) for due in model.dues if due.key not in placed and due.key not in listed]
    unserved = [
        stop.model_copy(update={"reasons": said_of_dropped(model, stop)}) if stop.dropped else stop
        for stop in unserved
    ]
    unserved += [
        blocked_stop(model, key, reason)
        for key, reason in model.ignored.items()
        if key not in placed and key not in listed
    ]
    return day.model_copy(update={"routes": routes, "unserved": unserved})


def _with_ties(model: Model, routes: list[Route]) -> list[Route]:
    """The routes with what is told at stops whose ties to others are broken, which no single route can tell."""
    ahead = [
        [model.index[stop.key] for stop in route.stops if not stop.driven and stop.key in model.index]
        for route in routes
    ]
    said: dict[Key, list[Message]] = {}
    for stops, code, amount in broken_relations(model.problem, ahead):
        for place, mine in enumerate(stops):
            others = ", ".join(model.dues[each].outlet.name for each in stops if each != mine)
            told = "relation_after" if code == "relation_before" and place else code
            message = Message(code=told, amount=amount, params={"other": others})
            said.setdefault(model.dues[mine].key, []).append(message)
    return [_tied(route, said) for route in routes]


def _tied(route: Route, said: Mapping[Key, list[Message]]) -> Route:
    """The route with what is said of ties at its stops, in place of what was said before."""
    stops = []
    for stop in route.stops:
        others = [each for each in stop.violations if not each.code.startswith("relation_")]
        ties = [] if stop.driven else said.get(stop.key, [])
        told = [*others, *ties]
        stops.append(stop if told == stop.violations else stop.model_copy(update={"violations": told}))
    return route if all(map(operator.is_, stops, route.stops)) else route.model_copy(update={"stops": stops})


def day_of(model: Model, routes: Sequence[Sequence[int]], base: Day) -> Day:
    """The day that a search found: locks, hand marks and route locks carry over from `base` by stop.

    What was taken off by hand, or was not asked for, stays among the unserved.
    """
    marks = {stop.key: stop for route in base.routes for stop in route.stops}
    marks |= {
        stop.key: Stop(outlet=stop.outlet, kind=stop.kind, urgent=True) for stop in base.unserved if stop.urgent
    }
    standing = {route.rep: route for route in base.routes}
    aside = [
        stop for stop in base.unserved if stop.dropped or not (stop.key in model.index or stop.key in model.ignored)
    ]
    found = [
        Route(
            rep=rep.id,
            locked=before.locked,
            out=before.out,
            depart=before.depart,
            returns=before.returns,
            distance_m=before.distance_m,
            travel_s=before.travel_s,
            stops=[
                *driven_of(before),
                *_marked(model, sequence, marks),
            ],
        )
        for rep, sequence in zip(model.reps, adjoined(model, routes), strict=True)
        for before in (standing.get(rep.id) or Route(rep=rep.id),)
    ]
    return timed(model, base.model_copy(update={"routes": found, "unserved": aside}))


def _marked(model: Model, sequence: Sequence[int], marks: Mapping[Key, Stop]) -> Iterator[Stop]:
    reload = False
    for index in sequence:
        if index == RELOAD:
            reload = True
            continue
        due = model.dues[index]
        before = marks.get(due.key)
        yield Stop(
            outlet=due.outlet.id,
            kind=due.kind,
            lock=before.lock if before else None,
            lock_position=before.lock_position if before else None,
            lock_begin=before.lock_begin if before else None,
            by_hand=bool(before and before.by_hand) or due.by_hand,
            urgent=bool(before and before.urgent),
            reload=reload,
        )
        reload = False


def timed_route(model: Model, route: Route) -> Route:
    """One route judged. A rep who is not on duty keeps the stops, with a violation that says so."""
    vehicle = model.vehicle[route.rep]
    rep = model.reps[vehicle]
    driven = driven_of(route)
    ahead = route.stops[len(driven) :]
    sequence = sequence_of(model, vehicle, ahead)
    entries = [entry for entry, index in enumerate(sequence) if index != RELOAD]
    judged, driven_legs = judged_with_legs(model, vehicle, sequence)
    legs = _with_reloads(driven_legs, sequence)
    stops = driven + [
        _timed_stop(model, stop, legs[entry], judged, entry, sequence, vehicle)
        for stop, entry in zip(ahead, entries, strict=True)
    ]
    before = model.under_way.get(route.rep) or NOT_BEGUN
    if ahead or not driven:
        back = judged.ret
    elif over(route, model.now):
        back = route.returns
    else:
        back = before.ready + _way_home(model, vehicle)
    more = _from_before(model, vehicle, judged, before, back)
    whole = [_breach(v) for v in judged.violations if v.stop_position is None and v.code != "over_capacity"]
    whole += overloads(model, vehicle, judged)
    if model.world.shift_of(rep) is None and stops:
        whole.append(Message(code="off_duty", params={"rep": rep.name}))
    crew = model.crews[vehicle]
    pauses = [
        _pause(model, rep.id, kind, (begin, end), calls_before(sequence, position) + len(driven))
        for kind, begin, end, position in judged.pauses
    ]
    whole += _joint_missed(model, rep.id, pauses)
    return route.model_copy(
        update={
            "name": rep.name,
            "stops": stops,
            "pauses": pauses,
            "start": model.world.start_of(rep),
            "end": model.world.end_of(rep),
            "depart": route.depart if driven else judged.depart,
            "returns": back,
            "distance_m": judged.distance + before.distance_m,
            "travel_s": judged.travel + before.travel_s,
            "call_s": judged.service + before.call_s,
            "wait_s": judged.wait,
            "overtime_s": judged.overtime,
            "load": _load(model, judged),
            "vehicle": crew.vehicle.id if crew.vehicle is not None and crew.stranded is None else None,
            "crew": [rider.id for rider in crew.riders],
            "cost": round((judged.cost + more) / COST_UNIT) + before.cost,
            "proven_shortest": False,
            "violations": whole,
            "idle": [] if stops else route.idle,
        }
    )


def _pause(model: Model, rep: str, kind: str, hours: tuple[int, int], position: int) -> RoutePause:
    """A break or a reload; a break for a joint visit says where it is spent."""
    begin, end = hours
    joint = next((each for each in meetings(model.world) if rep in each.others and each.at == begin), None)
    if kind == "break" and joint is not None:
        name, outlet = joint.outlet.name, joint.outlet.id
        return RoutePause(kind="joint", begin=begin, end=end, position=position, name=name, outlet=outlet)
    return RoutePause(kind=kind, begin=begin, end=end, position=position)


def _joint_missed(model: Model, rep: str, pauses: Sequence[RoutePause]) -> Iterator[Message]:
    """Joint visits that a rep is named for and does not come to in time: the round is elsewhere, or over."""
    there = {pause.outlet for pause in pauses}
    for each in meetings(model.world):
        ahead = model.now is None or (each.at or 0) >= model.now
        if rep in each.others and each.outlet.id not in there and each.at is not None and ahead:
            params = {"name": each.outlet.name, "time": clock_text(each.at)}
            yield Message(code="joint_missed", params=params, amount=1)


def _load(model: Model, judged: RouteJudgement) -> dict[str, float]:
    """The most on board at any time, by dimension."""
    loads = zip(model.dimensions, judged.load, strict=False)
    return {dimension: amount / STEP for dimension, amount in loads if amount}


def overloads(model: Model, vehicle: int, judged: RouteJudgement) -> Iterator[Message]:
    """What there is no room for, by dimension."""
    capacity = model.problem.vehicles[vehicle].capacity
    for dimension, room, amount in zip(model.dimensions, capacity, judged.load, strict=False):
        if amount > room and room < UNBOUNDED:
            params = {"amount": f"{(amount - room) / STEP:g}", "room": f"{room / STEP:g}"}
            yield Message(code=f"over_{dimension}" if dimension in _DIMENSIONS else "over_capacity",
                          params=params | {"dimension": dimension}, amount=(amount - room) / STEP)  # fmt: skip


def _from_before(model: Model, vehicle: int, judged: RouteJudgement, before: UnderWay, back: int) -> int:
    """Cost units that the rest of a route costs beyond what the judge, who has seen it alone, has charged.

    The wait before it goes on, and the whole route's minutes instead of the rest's where loads are made even.
    """
    if not before.stops:
        return 0
    going = model.problem.vehicles[vehicle]
    idle = max(0, judged.depart - before.ready) if judged.route else 0
    whole = (before.work_s + max(0, back - before.ready)) // 60
    return idle * going.time_cost + going.balance_cost * (whole**2 - (judged.work // 60) ** 2)


def _way_home(model: Model, vehicle: int) -> int:
    """Seconds from where a vehicle stands to where it ends."""
    going = model.problem.vehicles[vehicle]
    return 0 if going.end is None else int(model.problem.times[going.mode][going.start, going.end])


def _timed_stop(
    model: Model,
    stop: Stop,
    leg: tuple[int, int],
    judged: RouteJudgement,
    entry: int,
    sequence: Sequence[int],
    vehicle: int,
) -> Stop:
    due = model.dues[sequence[entry]]
    outlet = due.outlet
    return stop.model_copy(
        update={
            "name": outlet.name,
            "lat": outlet.lat,
            "lon": outlet.lon,
            "approximate": outlet.approximate,
            "arrive": judged.arrive[entry],
            "begin": judged.begin[entry],
            "leave": judged.leave[entry],
            "slack_s": judged.slack[entry],
            "distance_m": leg[1],
            "travel_s": leg[0],
            "windows": (model.world.hours_of(outlet) or []) if due.at is None else [(due.at, due.at)],
            "worth": due.worth,
            "reload": entry > 0 and sequence[entry - 1] == RELOAD,
            "load": dict(due.load),
            "reasons": [*due.reasons, _why_this_rep(model, due, vehicle, sequence, entry), *_with(model, vehicle)],
            "violations": [
                _breach_at(model, due, vehicle, violation)
                for violation in judged.violations
                if violation.stop_position == entry
            ]
            + ([Message(code="closed")] if model.world.hours_of(outlet) is None else [])
            + _against_lock(model, stop, due, vehicle),
        }
    )


def _with(model: Model, vehicle: int) -> list[Message]:
    """Who rides along to look on or to help."""
    asked = model.world.day.ride_along if model.world.day else {}
    riders = [rider.name for rider in model.crews[vehicle].riders if rider.id in asked]
    return [Message(code="joint", params={"people": ", ".join(riders)})] if riders else []


def _breach_at(model: Model, due: Due, vehicle: int, violation: Violation) -> Message:
    """A breach at a stop; where the rep may not make it at all, the reason why."""
    if violation.code == "vehicle_not_allowed":
        crew = model.crews[vehicle]
        said = refusal(model.world, due, crew) or next((why for _, why in barred(model.world, due, crew)), None)
        if said is not None:
            return said.model_copy(update={"amount": violation.amount})
    return _breach(violation)


def _against_lock(model: Model, stop: Stop, due: Due, vehicle: int) -> list[Message]:
    """What a lock holds a stop to though its hours, or what it asks of a rep, speak against it."""
    found = []
    windows = model.world.hours_of(due.outlet) or []
    if stop.lock is Lock.TIME and stop.lock_begin is not None and windows:
        off = min(max(opens - stop.lock_begin, stop.lock_begin - closes, 0) for opens, closes in windows)
        if off:
            minutes = max(1, round(off / 60))
            found.append(Message(code="lock_hours", amount=off, params={"amount": off, "minutes": minutes}))
    allowed = model.problem.stops[model.index[stop.key]].allowed
    if stop.lock is not None and allowed is not None and vehicle in allowed:
        said = refusal(model.world, due, model.crews[vehicle])
        found += [said.model_copy(update={"amount": 1})] if said is not None else []
    return found


def _breach(violation: Violation) -> Message:
    amount = violation.amount
    return Message(code=violation.code, amount=amount, params={"amount": amount} | spelled(amount))


def spelled(amount: float) -> dict[str, object]:
    """An amount as minutes, where it is of seconds, and as kilometres, where it is of metres."""
    return {"minutes": max(1, round(amount / 60)), "km": f"{max(0.1, amount / 1000):.1f}"}


def _with_reloads(legs: Legs, sequence: Sequence[int]) -> Legs:
    """The legs with those to a reload added to the leg that goes on from there."""
    found: Legs = []
    seconds = metres = 0
    for leg, index in zip(legs, sequence, strict=True):
        seconds, metres = seconds + leg[0], metres + leg[1]
        found.append((seconds, metres))
        if index != RELOAD:
            seconds = metres = 0
    return found


def _place(model: Model, vehicle: int, index: int) -> int:
    """The place of an entry: a stop's, or where the vehicle loads."""
    reload = model.problem.vehicles[vehicle].reload_place
    return reload if index == RELOAD and reload is not None else model.problem.stops[index].place


def _why_this_rep(model: Model, due: Due, vehicle: int, sequence: Sequence[int], number: int) -> Message:
    rep = model.reps[vehicle]
    able = model.problem.stops[sequence[number]].allowed
    if able == (vehicle,) and due.outlet.rep != rep.id and any(r.code.startswith("beat") for r in due.reasons):
        return Message(code="beat_rep", params={"rep": rep.name})
    if able == (vehicle,) and not any(reason.code.startswith("beat") for reason in due.reasons):
        skills = ", ".join(needed_skills(due.outlet))
        return Message(code="only_rep" if skills else "only_one", params={"rep": rep.name, "skills": skills})
    if due.outlet.rep == rep.id:
        return Message(code="own_rep", params={"rep": rep.name})
    minutes = round(_detour(model, vehicle, sequence, number) / 60)
    return Message(code="on_the_way", params={"minutes": minutes}) if minutes else Message(code="beside")


def _detour(model: Model, vehicle: int, sequence: Sequence[int], number: int) -> int:
    """Seconds of driving that the stop adds to its route."""
    problem = model.problem
    times = problem.times[problem.vehicles[vehicle].mode]
    here = problem.stops[sequence[number]].place
    before = _place(model, vehicle, sequence[number - 1]) if number else problem.vehicles[vehicle].start
    last = number + 1 == len(sequence)
    after = problem.vehicles[vehicle].end if last else _place(model, vehicle, sequence[number + 1])
    added = int(times[before, here])
    if after is not None:
        added += int(times[here, after]) - int(times[before, after])
    return max(0, added)
