"""Why a stop was left out, and the cheapest way in, found by trying it.

The other routes held fixed, the stop is put at its most promising places on every route and the judge is
asked. What he accepts for less than the stop is worth was simply not found by the search; what he accepts
for more was not worth it; what he refuses everywhere is blocked, and the least breach is the way in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routing.planning.model import COST_UNIT, Model
from routing.planning.timing import legs_of
from routing.schedule import RouteJudgement, judge_route
from store.records import Cheapest, Day, Message, Unserved, UnservedClass

TRIED_PLACES = 3
"""Places tried on each route: those with the least extra driving."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """One place on one route: what it costs more (cost units) and which rules it breaks by how much."""

    vehicle: int
    position: int
    cost: int
    broken: tuple[tuple[str, int], ...]


def explained(model: Model, day: Day, *, limit: int | None = None) -> Day:
    """The day with a class, reasons and the cheapest way in for every unserved stop (the first `limit`)."""
    routes = [[model.index[stop.key] for stop in route.stops] for route in day.routes]
    vehicles = [model.vehicle[route.rep] for route in day.routes]
    judged = [judge_route(model.problem, vehicle, route) for vehicle, route in zip(vehicles, routes, strict=True)]
    unserved = []
    for number, stop in enumerate(day.unserved):
        if stop.key in model.index and (limit is None or number < limit):
            trials = _trials(model, model.index[stop.key], vehicles, routes, judged)
            unserved.append(_verdict(model, stop, trials))
        else:
            unserved.append(stop)
    return day.model_copy(update={"unserved": unserved})


def _trials(
    model: Model,
    stop: int,
    vehicles: Sequence[int],
    routes: Sequence[Sequence[int]],
    judged: Sequence[RouteJudgement],
) -> list[_Trial]:
    allowed = model.problem.stops[stop].allowed
    found = []
    for vehicle, route, before in zip(vehicles, routes, judged, strict=True):
        if allowed is not None and vehicle not in allowed:
            continue
        for position in _promising(model, stop, vehicle, route):
            tried = [*route[:position], stop, *route[position:]]
            after = judge_route(model.problem, vehicle, tried)
            found.append(_Trial(vehicle, position, after.cost - before.cost, _new_breaches(before, after)))
    return found


def _promising(model: Model, stop: int, vehicle: int, route: Sequence[int]) -> list[int]:
    """The places with the least extra driving, and, where hours are narrow, those about the right time."""
    problem = model.problem
    times = problem.times[problem.vehicles[vehicle].mode]
    here = problem.stops[stop].place
    places = [problem.vehicles[vehicle].start, *(problem.stops[index].place for index in route)]
    end = problem.vehicles[vehicle].end
    extra = []
    for position, before in enumerate(places):
        after = places[position + 1] if position + 1 < len(places) else end
        added = int(times[before, here])
        if after is not None:
            added += int(times[here, after]) - int(times[before, after])
        extra.append((added, position))
    best = [position for _, position in sorted(extra)[:TRIED_PLACES]]
    windows = problem.stops[stop].windows
    if windows:
        best += _about(model, vehicle, route, windows)
    return sorted(set(best))


def _about(model: Model, vehicle: int, route: Sequence[int], windows: Sequence[tuple[int, int]]) -> list[int]:
    clock = model.problem.vehicles[vehicle].earliest
    reached = []
    for index, leg in zip(route, legs_of(model, vehicle, route), strict=True):
        clock += leg[0] + model.problem.stops[index].service
        reached.append(clock)
    return [sum(moment < edge for moment in reached) for window in windows for edge in window]


def _new_breaches(before: RouteJudgement, after: RouteJudgement) -> tuple[tuple[str, int], ...]:
    known: dict[str, int] = {}
    for violation in before.violations:
        known[violation.code] = known.get(violation.code, 0) + int(violation.amount)
    total: dict[str, int] = {}
    for violation in after.violations:
        total[violation.code] = total.get(violation.code, 0) + int(violation.amount)
    return tuple((code, amount - known.get(code, 0)) for code, amount in total.items() if amount > known.get(code, 0))


def _verdict(model: Model, stop: Unserved, trials: Sequence[_Trial]) -> Unserved:
    worth = stop.worth * COST_UNIT
    fitting = min((trial for trial in trials if not trial.broken), key=lambda trial: trial.cost, default=None)
    if fitting is not None:
        cost = round(fitting.cost / COST_UNIT)
        affordable = fitting.cost <= worth and not stop.dropped
        reason = Message(code="fits" if affordable else "costs_more", params=_money(cost, stop.worth))
        return stop.model_copy(
            update={
                "unserved_class": UnservedClass.FITS_NOT_PLACED if affordable else UnservedClass.NOT_WORTH,
                "reasons": [*_dropped(stop), reason],
                "cheapest": _way_in(model, "insert", fitting, 0),
            }
        )
    single = [trial for trial in trials if len(trial.broken) == 1]
    nearest = min(single or trials, key=_price, default=None)
    if nearest is None:
        blocked = [Message(code="no_rep_allowed")]
        return stop.model_copy(update={"unserved_class": UnservedClass.BLOCKED, "reasons": blocked, "cheapest": None})
    reasons = [
        Message(code=code, amount=amount, params={"minutes": max(1, round(amount / 60)), "amount": amount})
        for code, amount in nearest.broken
    ]
    way = _way_in(model, nearest.broken[0][0], nearest, nearest.broken[0][1]) if len(nearest.broken) == 1 else None
    return stop.model_copy(
        update={
            "unserved_class": UnservedClass.BLOCKED,
            "reasons": [*_dropped(stop), *reasons],
            "cheapest": way,
        }
    )


def _price(trial: _Trial) -> tuple[int, int]:
    return sum(amount for _, amount in trial.broken), trial.cost


def _dropped(stop: Unserved) -> list[Message]:
    return [Message(code="dropped")] if stop.dropped else []


def _money(cost: int, worth: int) -> dict[str, str]:
    return {"cost": f"{cost / 100:.2f}", "worth": f"{worth / 100:.2f}"}


def _way_in(model: Model, code: str, trial: _Trial, amount: int) -> Cheapest:
    rep = model.reps[trial.vehicle]
    cost = max(0, round(trial.cost / COST_UNIT))
    return Cheapest(
        code=code,
        rep=rep.id,
        amount=amount,
        cost=cost,
        params={
            "rep": rep.name,
            "position": trial.position + 1,
            "minutes": max(1, round(amount / 60)),
            "amount": amount,
            "cost": f"{cost / 100:.2f}",
        },
    )
