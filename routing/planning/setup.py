"""A day set up otherwise than the books say: who works, from when to when, from which depot, by which weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from routing.planning.errors import PlanningError
from routing.planning.world import World
from routing.problem import COST_LIMIT, Problem
from store.records import Arrangement, Day, DaySetup, Place, Profile, Rep, Role, Shift, Unserved, Weekday

_MOST_COST = COST_LIMIT // 2**20
"""The most one stop may count, so that sums stay exact."""


def set_up(world: World, setup: DaySetup) -> World:
    """The world of a day that is set up so, beside what is arranged for the date.

    Raises `PlanningError` for a depot that is not on file.
    """
    if setup.depot is not None and setup.depot not in world.depots:
        raise PlanningError("no_such_depot", depot=setup.depot)
    if setup == DaySetup(profile=setup.profile):
        return world
    reps = dict(world.reps)
    day = world.day or Arrangement(id=world.date.isoformat())
    shifts = {**day.shifts, **{name: [] for name in setup.without}}
    for name in setup.with_reps:
        reps[name] = _called_in(reps.get(name) or Rep(id=name, name=name))
        shifts[name] = reps[name].shifts or [Shift()]
    shifts |= {name: [shift] for name, shift in setup.shifts.items()}
    start = day.start
    if setup.depot is not None:
        place = Place(depot=setup.depot)
        start = dict.fromkeys(reps, place)
        reps = {name: rep if rep.end.open else rep.model_copy(update={"end": place}) for name, rep in reps.items()}
    return replace(world, reps=reps, day=day.model_copy(update={"shifts": shifts, "start": start}))


def _called_in(rep: Rep) -> Rep:
    """A rep who makes a round that day, off duty or not."""
    role = rep.role if rep.role in (Role.PRESALES, Role.BOTH) else Role.BOTH
    return rep.model_copy(
        update={"leave": [], "working_days": list(Weekday), "active": True, "stub": False, "role": role}
    )


def changed(setup: DaySetup, news: DaySetup) -> DaySetup:
    """A setup with what is new in another one; who is called in no longer stays away, and the other way round."""
    return DaySetup(
        without=[r for r in dict.fromkeys([*setup.without, *news.without]) if r not in news.with_reps],
        with_reps=[r for r in dict.fromkeys([*setup.with_reps, *news.with_reps]) if r not in news.without],
        shifts={**setup.shifts, **news.shifts},
        depot=news.depot or setup.depot,
        profile=news.profile or setup.profile,
    )


def without_routes(day: Day, setup: DaySetup) -> Day:
    """The day with the routes of those who stay away taken up: their stops wait to be planned anew."""
    gone = [route for route in day.routes if route.rep in setup.without]
    free = [
        Unserved(outlet=s.outlet, kind=s.kind, name=s.name, lat=s.lat, lon=s.lon, worth=s.worth, due=s.reasons[:-1])
        for route in gone
        for s in route.stops
        if not s.driven
    ]
    routes = [
        route if route.rep not in setup.without else route.model_copy(update={"stops": driven, "out": True})
        for route in day.routes
        for driven in ([stop for stop in route.stops if stop.driven],)
        if route.rep not in setup.without or driven
    ]
    return day.model_copy(update={"routes": routes, "unserved": [*day.unserved, *free], "setup": setup})


def profile_of(profiles: Mapping[str, Profile], name: str | None) -> Profile | None:
    """The weights of a name; None where nothing is to be weighted. Raises `PlanningError` for an unknown name."""
    if name in (None, "", "default"):
        return None
    if name not in profiles:
        raise PlanningError("no_such_profile", profile=name, known=", ".join(["default", *profiles]))
    return profiles[name]


def weighted(problem: Problem, profile: Profile | None) -> Problem:
    """The problem the search is given: everything counts as many times as the profile says."""
    if profile is None:
        return problem
    vehicles = tuple(
        replace(
            each,
            distance_cost=round(each.distance_cost * profile.km),
            time_cost=round(each.time_cost * profile.hour),
            overtime_cost=round(each.overtime_cost * profile.hour),
            balance_cost=round(each.balance_cost * profile.even),
        )
        for each in problem.vehicles
    )
    stops = tuple(
        each if each.prize is None else replace(each, prize=min(_MOST_COST, round(each.prize * profile.worth)))
        for each in problem.stops
    )
    return replace(problem, vehicles=vehicles, stops=stops)
