"""Times, costs and violations of a day, by the one judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from routing.planning.due import Due
from routing.planning.model import BALANCE, COST_UNIT, Key, Model, hours_of
from routing.planning.retiming import judged_with_legs
from routing.planning.underway import NOT_BEGUN, UnderWay, driven_of, over
from routing.schedule import RouteJudgement, Violation
from store.records import (
    Day,
    Message,
    Route,
    RoutePause,
    Stop,
    Totals,
    Unserved,
    UnservedClass,
)


def timed(model: Model, day: Day) -> Day:
    """The same stops in the same order, with every figure made anew. Stops, locks and marks stay as they are.

    A due stop that stands nowhere yet is told as unserved, one that stands on a route no longer is.
    """
    routes = [timed_route(model, route) for route in day.routes]
    placed = {stop.key for route in routes for stop in route.stops}
    listed = {stop.key for stop in day.unserved}
    unserved = [stop for stop in day.unserved if stop.key not in placed]
    unserved += [unserved_of(due) for due in model.dues if due.key not in placed and due.key not in listed]
    unserved += [
        blocked_stop(model, key, reason)
        for key, reason in model.ignored.items()
        if key not in placed and key not in listed
    ]
    return day.model_copy(update={"routes": routes, "unserved": unserved})


def day_of(model: Model, routes: Sequence[Sequence[int]], base: Day) -> Day:
    """The day that a search found: locks, hand marks and route locks carry over from `base` by stop."""
    marks = {stop.key: stop for route in base.routes for stop in route.stops}
    marks |= {
        stop.key: Stop(outlet=stop.outlet, kind=stop.kind, urgent=True) for stop in base.unserved if stop.urgent
    }
    standing = {route.rep: route for route in base.routes}
    dropped = {stop.key: stop for stop in base.unserved if stop.dropped}
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
                *(_marked(model.dues[index], marks) for index in sequence if index >= 0),
            ],
        )
        for rep, sequence in zip(model.reps, routes, strict=True)
        for before in (standing.get(rep.id) or Route(rep=rep.id),)
    ]
    return timed(model, base.model_copy(update={"routes": found, "unserved": list(dropped.values())}))


def _marked(due: Due, marks: Mapping[Key, Stop]) -> Stop:
    before = marks.get(due.key)
    return Stop(
        outlet=due.outlet.id,
        kind=due.kind,
        lock=before.lock if before else None,
        by_hand=bool(before and before.by_hand) or due.by_hand,
        urgent=bool(before and before.urgent),
    )


def timed_route(model: Model, route: Route) -> Route:
    """One route judged. A rep who is not on duty keeps the stops, with a violation that says so."""
    vehicle = model.vehicle[route.rep]
    rep = model.reps[vehicle]
    driven = driven_of(route)
    ahead = route.stops[len(driven) :]
    sequence = [model.index[stop.key] for stop in ahead]
    judged, legs = judged_with_legs(model, vehicle, sequence)
    stops = driven + [
        _timed_stop(model, stop, index, legs[number], judged, number, sequence, vehicle)
        for number, (stop, index) in enumerate(zip(ahead, sequence, strict=True))
    ]
    before = model.under_way.get(route.rep) or NOT_BEGUN
    if ahead or not driven:
        back = judged.ret
    elif over(route, model.now):
        back = route.returns
    else:
        back = before.ready + _way_home(model, vehicle)
    whole = [_breach(v) for v in judged.violations if v.stop_position is None]
    if rep.shift_on(model.world.date) is None and stops:
        whole.append(Message(code="off_duty", params={"rep": rep.name}))
    return route.model_copy(
        update={
            "name": rep.name,
            "stops": stops,
            "pauses": [
                RoutePause(kind=kind, begin=begin, end=end, position=position + len(driven))
                for kind, begin, end, position in judged.pauses
            ],
            "start": model.world.start_of(rep),
            "end": model.world.end_of(rep),
            "depart": route.depart if driven else judged.depart,
            "returns": back,
            "distance_m": judged.distance + before.distance_m,
            "travel_s": judged.travel + before.travel_s,
            "call_s": judged.service + before.call_s,
            "wait_s": judged.wait,
            "overtime_s": judged.overtime,
            "cost": round((judged.cost + _evenness(before, back - before.ready)) / COST_UNIT) + before.cost,
            "proven_shortest": False,
            "violations": whole,
        }
    )


def _evenness(before: UnderWay, rest: int) -> int:
    """What a whole route's minutes cost beyond those of its rest, which the judge has seen alone."""
    rest = max(0, rest) // 60 if before.stops else 0
    return BALANCE * ((before.work_s // 60 + rest) ** 2 - rest**2)


def _way_home(model: Model, vehicle: int) -> int:
    """Seconds from where a vehicle stands to where it ends."""
    going = model.problem.vehicles[vehicle]
    return 0 if going.end is None else int(model.problem.times[going.mode][going.start, going.end])


def _timed_stop(
    model: Model,
    stop: Stop,
    index: int,
    leg: tuple[int, int],
    judged: RouteJudgement,
    number: int,
    sequence: Sequence[int],
    vehicle: int,
) -> Stop:
    due = model.dues[index]
    outlet = due.outlet
    windows = hours_of(model.world, outlet)
    arrive, begin = judged.arrive[number], judged.begin[number]
    return stop.model_copy(
        update={
            "name": outlet.name,
            "lat": outlet.lat,
            "lon": outlet.lon,
            "approximate": outlet.approximate,
            "arrive": arrive,
            "begin": begin,
            "leave": judged.leave[number],
            "slack_s": judged.slack[number],
            "distance_m": leg[1],
            "travel_s": leg[0],
            "windows": windows,
            "worth": due.worth,
            "reasons": [*due.reasons, _why_this_rep(model, due, vehicle, sequence, number)],
            "violations": [_breach(v) for v in judged.violations if v.stop_position == number],
        }
    )


def _breach(violation: Violation) -> Message:
    amount = violation.amount
    return Message(
        code=violation.code, amount=amount, params={"amount": amount, "minutes": max(1, round(amount / 60))}
    )


def _why_this_rep(model: Model, due: Due, vehicle: int, sequence: Sequence[int], number: int) -> Message:
    rep = model.reps[vehicle]
    able = model.problem.stops[sequence[number]].allowed
    if able is not None and len(able) == 1:
        return Message(code="only_rep", params={"rep": rep.name, "skills": ", ".join(due.outlet.skills)})
    if due.outlet.rep == rep.id:
        return Message(code="own_rep", params={"rep": rep.name})
    minutes = round(_detour(model, vehicle, sequence, number) / 60)
    return Message(code="on_the_way", params={"minutes": minutes}) if minutes else Message(code="beside")


def _detour(model: Model, vehicle: int, sequence: Sequence[int], number: int) -> int:
    """Seconds of driving that the stop adds to its route."""
    problem = model.problem
    times = problem.times[problem.vehicles[vehicle].mode]
    here = problem.stops[sequence[number]].place
    before = problem.stops[sequence[number - 1]].place if number else problem.vehicles[vehicle].start
    after = problem.stops[sequence[number + 1]].place if number + 1 < len(sequence) else problem.vehicles[vehicle].end
    added = int(times[before, here])
    if after is not None:
        added += int(times[here, after]) - int(times[before, after])
    return max(0, added)


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


def totals_of(day: Day) -> Totals:
    return Totals(
        stops=day.stop_count,
        unserved=len(day.unserved),
        distance_m=sum(route.distance_m for route in day.routes),
        travel_s=sum(route.travel_s for route in day.routes),
        overtime_s=sum(route.overtime_s for route in day.routes),
        cost=sum(route.cost for route in day.routes),
    )


def violations_of(day: Day) -> list[tuple[str, Stop | None, Message]]:
    """Every hard rule the day breaks: rep, stop (None: the route itself) and what."""
    found: list[tuple[str, Stop | None, Message]] = []
    for route in day.routes:
        found += [(route.rep, None, message) for message in route.violations]
        found += [(route.rep, stop, message) for stop in route.stops for message in stop.violations]
    return found
