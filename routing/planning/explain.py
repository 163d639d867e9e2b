"""Why a stop was left out, and the cheapest way in, found by trying it.

The rest held fixed, the judge is asked about the stop at every place of every route. What he accepts for
less than the stop is worth was simply not found by the search; what he accepts for more was not worth it;
what he refuses everywhere is blocked, and the way in is the place that breaks a single rule and costs least,
the breach reckoned in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from routing.planning.beats import kept_reps
from routing.planning.fitness import refusal
from routing.planning.insertion import position_of, sequences_of
from routing.planning.leftout import said_of_dropped
from routing.planning.model import COST_UNIT, Model
from routing.planning.reloads import calls_before
from routing.planning.timing import overloads, spelled
from routing.schedule import Probe, RouteJudgement, judge_route, probes
from routing.schedule.probing import KINDS, amount_of
from store.records import Cheapest, Day, Message, Unserved, UnservedClass

_BY_TIME = frozenset({"late", "break_late"})
_LONGER = frozenset({"shift_overrun", "over_work"})


@dataclass(frozen=True, slots=True)
class Way:
    """A way in: the place, the one rule to be relaxed for it (`insert`: none) by how much, and its price.

    `cost` in minor currency units; `price` is what ways are compared by, the breach reckoned in.
    """

    place: Probe
    code: str
    amount: int
    cost: int
    price: float
    others: int = 0
    """Stops further down that would be late instead."""
    more: str = ""
    """Of a load: how much more room it takes, in its own dimension."""


def explained(
    model: Model,
    day: Day,
    places: Mapping[int, Sequence[tuple[int, int, int, tuple[tuple[int, int], ...]]]] | None = None,
    *,
    limit: int = 500,
) -> Day:
    """The day with a class, reasons and the cheapest way in for its unserved stops (the first `limit`).

    `places` are those that the engine has already probed for unserved stops, on these very routes; others are probed
    here.
    """
    routes = sequences_of(model, day)
    free = [model.vehicle[route.rep] for route in day.routes if not (route.locked or route.out)]
    judged = [judge_route(model.problem, vehicle, route) for vehicle, route in enumerate(routes)]
    kept = kept_reps(model.world)
    unserved = []
    tried = 0
    for stop in day.unserved:
        if stop.key in model.index and tried < limit:
            tried += 1
            index = model.index[stop.key]
            beat_rep = kept.get(stop.outlet)
            able = model.problem.stops[index].allowed
            # whoever may not make it at all is asked only where nobody may, or where only its beat keeps it
            askable = [vehicle for vehicle in free if able is None or vehicle in able] or free
            askable = free if beat_rep is not None else askable
            found = [Probe(*place) for place in (places or {}).get(index, ()) if place[0] in askable]
            found = found or probes(model.problem, routes, index, vehicles=askable)
            unserved.append(_verdict(model, stop, routes, judged, found, beat_rep))
        else:
            unserved.append(stop)
    return day.model_copy(update={"unserved": unserved})


def price_of(model: Model, probe: Probe) -> float:
    """What a place costs in minor currency units, what it breaks reckoned in.

    Longer hours at the rep's overtime rate, lateness as a promise broken by as much, anything else as a stop
    given to another rep (`promise_cost`, `change_cost` of the settings).
    """
    price = probe.cost / COST_UNIT
    for number, amount in probe.breaches:
        kind = KINDS[number]
        if kind in _LONGER:
            price += _unpaid(model, probe.vehicle, kind) * amount / 3600
        elif kind in _BY_TIME:
            price += model.world.settings.promise_cost * amount / 60
        else:
            price += model.world.settings.change_cost
    return price


def best_way(
    model: Model,
    index: int,
    routes: Sequence[Sequence[int]],
    judged: Sequence[RouteJudgement],
    found: Sequence[Probe],
) -> Way | None:
    """The way in with the lowest price: of the places that break nothing, else of those that break one rule."""
    whole = [probe for probe in found if probe.feasible]
    single = whole or [probe for probe in found if len(probe.breaches) == 1]
    if not single:
        return None
    place = min(single, key=lambda p: (price_of(model, p), amount_of(p), p.vehicle, p.position))
    cost = place.cost / COST_UNIT
    if not place.breaches:
        return Way(place, "insert", 0, _minor(cost), price_of(model, place))
    [(number, amount)] = place.breaches
    kind = KINDS[number]
    if kind == "shift_overrun":
        cost += _unpaid(model, place.vehicle, kind) * amount / 3600
    way = Way(place, kind, amount, _minor(cost), price_of(model, place))
    return _named(model, index, routes, judged, way)


def _unpaid(model: Model, vehicle: int, kind: str) -> int:
    """Minor units an hour that longer hours cost beyond what the judge has charged for them."""
    costs, going = model.reps[vehicle].costs, model.problem.vehicles[vehicle]
    if kind == "shift_overrun" and going.shift_end is not None:
        return 0
    return max(0, costs.overtime_hour - costs.hour)


def _named(
    model: Model, index: int, routes: Sequence[Sequence[int]], judged: Sequence[RouteJudgement], way: Way
) -> Way:
    """The way with the rule named as the judge names it."""
    vehicle = way.place.vehicle
    tried = list(routes[vehicle])
    tried.insert(way.place.position, index)
    before, after = judged[vehicle], judge_route(model.problem, vehicle, tried)
    if way.code == "relation":
        kinds = (each.kind for each in model.problem.relations if index in each.stops)
        return replace(way, code=f"relation_{next(kinds, 'direct')}")
    more = _new_breaches(before, after)
    if not more:
        return way
    code, amount = max(more, key=lambda breach: breach[1])
    late = {after.route[v.stop_position] for v in after.violations if v.code == code and v.stop_position is not None}
    known = {
        before.route[v.stop_position] for v in before.violations if v.code == code and v.stop_position is not None
    }
    others = len(late - known - {index}) if code == "late" else 0
    return replace(way, code="late_others" if others else code, amount=amount, others=others)


def _verdict(
    model: Model,
    stop: Unserved,
    routes: Sequence[Sequence[int]],
    judged: Sequence[RouteJudgement],
    found: Sequence[Probe],
    beat_rep: str | None,
) -> Unserved:
    index = model.index[stop.key]
    said_before = said_of_dropped(model, stop) if stop.dropped else []
    way = best_way(model, index, routes, judged, found)
    if way is not None and way.place.feasible:
        return _could_go_in(model, stop, routes, way, said_before)
    blocked = {"unserved_class": UnservedClass.BLOCKED, "cheapest": None}
    if way is None:
        least = min(found, key=lambda p: (len(p.breaches), amount_of(p), p.cost), default=None)
        kinds = [_of_kind(KINDS[number], amount) for number, amount in least.breaches] if least else []
        return stop.model_copy(
            update={**blocked, "reasons": [*said_before, *(kinds or [Message(code="no_rep_allowed")])]}
        )
    params: dict[str, object] = {"amount": way.amount, "n": way.others} | spelled(way.amount)
    reason = Message(code=way.code, amount=way.amount, params=params)
    if way.code == "over_capacity" and (over := _overload(model, index, routes, way)) is not None:
        reason, way = over, replace(way, code=over.code, more=str(over.params["amount"]))
    if way.code == "vehicle_not_allowed":
        said = refusal(model.world, model.dues[index], model.crews[way.place.vehicle])
        if said is None and beat_rep is not None:
            way = replace(way, code="beat_rep")
            name = model.reps[model.vehicle[beat_rep]].name
            said = Message(code="beat_rep", amount=way.amount, params={"rep": name})
        reason = said or reason
    told = _told(model, routes, way)
    return stop.model_copy(update={**blocked, "reasons": [*said_before, reason], "cheapest": told})


def _overload(model: Model, index: int, routes: Sequence[Sequence[int]], way: Way) -> Message | None:
    """What there would be no room for at the place, by dimension."""
    vehicle = way.place.vehicle
    tried = list(routes[vehicle])
    tried.insert(way.place.position, index)
    return next(overloads(model, vehicle, judge_route(model.problem, vehicle, tried)), None)


def _of_kind(kind: str, amount: int) -> Message:
    code = {"forbidden": "vehicle_not_allowed", "relation": "relation_same_route"}.get(kind, kind)
    return Message(code=code, amount=amount, params={"amount": amount} | spelled(amount))


def _could_go_in(
    model: Model, stop: Unserved, routes: Sequence[Sequence[int]], way: Way, said: list[Message]
) -> Unserved:
    affordable = model.dues[model.index[stop.key]].required or way.place.cost <= stop.worth * COST_UNIT
    params = {"cost": f"{way.cost / 100:.2f}", "worth": f"{stop.worth / 100:.2f}"}
    reasons = [*said, Message(code="fits" if affordable else "costs_more", params=params)]
    if stop.dropped:
        reasons = said
    return stop.model_copy(
        update={
            "unserved_class": UnservedClass.FITS_NOT_PLACED if affordable else UnservedClass.NOT_WORTH,
            "reasons": reasons,
            "cheapest": _told(model, routes, way),
        }
    )


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


def _minor(cost: float) -> int:
    return max(0, round(cost))


def _told(model: Model, routes: Sequence[Sequence[int]], way: Way) -> Cheapest:
    rep = model.reps[way.place.vehicle]
    return Cheapest(
        code=way.code,
        rep=rep.id,
        amount=way.amount,
        cost=way.cost,
        params={
            "rep": rep.name,
            "position": position_of(model, rep.id, calls_before(routes[way.place.vehicle], way.place.position)),
            **spelled(way.amount),
            "amount": way.more or way.amount,
            "n": way.others,
            "cost": f"{way.cost / 100:.2f}",
        },
    )
