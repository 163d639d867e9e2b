"""Why a stop was left out, and the cheapest way in, found by trying it.

The rest held fixed, the judge is asked about the stop at every place of every route. What he accepts for
less than the stop is worth was simply not found by the search; what he accepts for more was not worth it;
what he refuses everywhere is blocked, and the way in is the place that breaks one rule by the least.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from routing.planning.fitness import refusal
from routing.planning.insertion import position_of, sequences_of
from routing.planning.model import COST_UNIT, Model
from routing.planning.reloads import calls_before
from routing.problem import RELOAD
from routing.schedule import Insertion, RouteJudgement, cheapest_insertions, judge_route
from store.records import Cheapest, Day, Message, Unserved, UnservedClass

_NEAR_MISSES = 12
"""Refused places looked at closely, those with the least breach first."""


@dataclass(frozen=True, slots=True)
class _Breach:
    """One rule that a place would break, by how much, and what the place costs."""

    place: Insertion
    code: str
    amount: int


def explained(
    model: Model,
    day: Day,
    places: Mapping[int, Sequence[tuple[int, int, int, int]]] | None = None,
    *,
    limit: int = 500,
) -> Day:
    """The day with a class, reasons and the cheapest way in for its unserved stops (the first `limit`).

    `places` are insertions of unserved stops that the engine has already had judged, best first, as
    (vehicle, position, cost, breach); what it says nothing of is asked here.
    """
    routes = sequences_of(model, day)
    free = [model.vehicle[route.rep] for route in day.routes if not (route.locked or route.out)]
    judged = [judge_route(model.problem, vehicle, route) for vehicle, route in enumerate(routes)]
    reloads = any(RELOAD in route for route in routes)
    unserved = []
    tried = 0
    for stop in day.unserved:
        if stop.key in model.index and tried < limit:
            tried += 1
            # a place of the engine's counts the reloads as it had them
            known = None if reloads else (places or {}).get(model.index[stop.key])
            able = model.problem.stops[model.index[stop.key]].allowed
            # whoever may not make it at all is asked only where nobody may
            askable = [vehicle for vehicle in free if able is None or vehicle in able] or free
            found = [Insertion(*place) for place in known or () if place[0] in askable]
            found = found or cheapest_insertions(model.problem, routes, model.index[stop.key], vehicles=askable)
            unserved.append(_verdict(model, stop, routes, judged, found))
        else:
            unserved.append(stop)
    return day.model_copy(update={"unserved": unserved})


def _verdict(
    model: Model,
    stop: Unserved,
    routes: Sequence[Sequence[int]],
    judged: Sequence[RouteJudgement],
    places: Sequence[Insertion],
) -> Unserved:
    index = model.index[stop.key]
    said = [Message(code="dropped")] if stop.dropped else []
    if places and places[0].feasible:
        return _could_go_in(model, stop, routes, places[0], said)
    breach = _least_breach(model, index, routes, judged, places)
    if breach is None:
        return stop.model_copy(
            update={"unserved_class": UnservedClass.BLOCKED, "reasons": [*said, Message(code="no_rep_allowed")]}
        )
    rep = model.crews[breach.place.vehicle]
    params = {"minutes": max(1, round(breach.amount / 60)), "amount": breach.amount}
    reason = Message(code=breach.code, amount=breach.amount, params=params)
    if breach.code == "vehicle_not_allowed":
        reason = refusal(model.world, model.dues[index], rep) or reason
    return stop.model_copy(
        update={
            "unserved_class": UnservedClass.BLOCKED,
            "reasons": [*said, reason],
            "cheapest": _way_in(model, routes, breach.code, breach.place, breach.amount),
        }
    )


def _could_go_in(
    model: Model, stop: Unserved, routes: Sequence[Sequence[int]], place: Insertion, said: list[Message]
) -> Unserved:
    affordable = model.dues[model.index[stop.key]].required or place.cost <= stop.worth * COST_UNIT
    params = {"cost": f"{_minor(place) / 100:.2f}", "worth": f"{stop.worth / 100:.2f}"}
    reasons = [*said, Message(code="fits" if affordable else "costs_more", params=params)]
    if stop.dropped:
        reasons = said
    return stop.model_copy(
        update={
            "unserved_class": UnservedClass.FITS_NOT_PLACED if affordable else UnservedClass.NOT_WORTH,
            "reasons": reasons,
            "cheapest": _way_in(model, routes, "insert", place, 0),
        }
    )


def _least_breach(
    model: Model,
    index: int,
    routes: Sequence[Sequence[int]],
    judged: Sequence[RouteJudgement],
    places: Sequence[Insertion],
) -> _Breach | None:
    found: list[tuple[bool, int, int, _Breach]] = []
    for place in places[:_NEAR_MISSES]:
        route = list(routes[place.vehicle])
        route.insert(place.position, index)
        new = _new_breaches(judged[place.vehicle], judge_route(model.problem, place.vehicle, route))
        if new:
            code, amount = max(new, key=lambda breach: breach[1])
            found.append((len(new) > 1, place.breach, place.cost, _Breach(place, code, amount)))
    return min(found, key=lambda entry: entry[:3])[3] if found else None


def _new_breaches(before: RouteJudgement, after: RouteJudgement) -> list[tuple[str, int]]:
    return [
        (code, amount - known)
        for code, amount in _amounts(after).items()
        if amount > (known := _amounts(before).get(code, 0))
    ]


def _amounts(judged: RouteJudgement) -> dict[str, int]:
    total: dict[str, int] = {}
    for violation in judged.violations:
        total[violation.code] = total.get(violation.code, 0) + violation.amount
    return total


def _minor(place: Insertion) -> int:
    return max(0, round(place.cost / COST_UNIT))


def _way_in(model: Model, routes: Sequence[Sequence[int]], code: str, place: Insertion, amount: int) -> Cheapest:
    rep = model.reps[place.vehicle]
    cost = _minor(place)
    return Cheapest(
        code=code,
        rep=rep.id,
        amount=amount,
        cost=cost,
        params={
            "rep": rep.name,
            "position": position_of(model, rep.id, calls_before(routes[place.vehicle], place.position)),
            "minutes": max(1, round(amount / 60)),
            "amount": amount,
            "cost": f"{cost / 100:.2f}",
        },
    )
