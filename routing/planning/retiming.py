"""A route timed by the hour: the search knows the day's mean pace, this knows the slow hours.

Every leg takes what it takes from the moment it is begun on. That moment depends on the legs before and on the
judge, who places breaks and lets nobody set out too early; so he is asked again until nothing changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from routing.planning.ways import profile_of
from routing.problem import RELOAD, Problem
from routing.schedule import RouteJudgement, judge_route
from routing.sparse import Sparse
from routing.travel import UNREACHED, Leg, Point, Profile
from routing.travel.near import settled

if TYPE_CHECKING:
    from routing.planning.model import Model
    from routing.planning.world import World

_ROUNDS = 6
"""A few are enough: each settles at least one more leg from the front."""

Legs = list[tuple[int, int]]
"""Seconds and metres of the leg that leads to each stop."""


def known_legs(world: World, profile: Profile, pairs: Sequence[tuple[Point, Point]]) -> list[Leg]:
    """The ways between places, each asked for once."""
    wanted = [pair for pair in dict.fromkeys(pairs) if (profile, *pair) not in world.legs]
    for pair, leg in zip(wanted, world.travel.legs(wanted, profile), strict=True):
        world.legs[profile, *pair] = leg
    return [world.legs[profile, *pair] for pair in pairs]


def judged_with_legs(model: Model, vehicle: int, sequence: Sequence[int]) -> tuple[RouteJudgement, Legs]:
    """A route judged, with its legs as they are driven at their hour."""
    problem, traffic = model.problem, model.world.traffic
    _settle(model, vehicle, sequence)
    if traffic is None or not sequence:
        return judge_route(problem, vehicle, sequence), _legs(problem, vehicle, sequence)
    small, places = _alone(problem, vehicle, sequence)
    points = [model.points[place] for place in places]
    way = _way(small, vehicle, range(len(sequence)), sequence)
    profile = profile_of(model.reps[vehicle], model.world.vehicles)
    legs = known_legs(model.world, profile, [(points[a], points[b]) for a, b in way])
    route = [RELOAD if stop == RELOAD else number for number, stop in enumerate(sequence)]
    judged = judge_route(small, vehicle, route)
    times = np.asarray(small.times[0])
    for _ in range(_ROUNDS):
        arrivals = [*judged.arrive, judged.ret]
        changed = False
        for (a, b), leg, arrive in zip(way, legs, arrivals, strict=False):
            walked = model.walks.beside(places[a], places[b])
            if a != b and leg.pace and walked is not None:
                seconds = traffic.seconds(leg.pace, arrive - int(times[a, b])) + walked
                changed = changed or seconds != times[a, b]
                times[a, b] = seconds
        if not changed:
            break
        small = replace(small)  # the judge keeps what he has read of a problem
        judged = judge_route(small, vehicle, route)
    return replace(judged, route=tuple(sequence)), _legs(small, vehicle, route)


def _settle(model: Model, vehicle: int, sequence: Sequence[int]) -> None:
    """Looks up the ways of a route that a large day's matrix only reckons: those between places far apart."""
    problem, world = model.problem, model.world
    mode = problem.vehicles[vehicle].mode
    times, distances = problem.times[mode], problem.distances[mode]
    if world.travel.estimate or not isinstance(times, Sparse) or not isinstance(distances, Sparse):
        return
    cells = list(dict.fromkeys(_way(problem, vehicle, sequence, sequence)))
    known = times.knows(*np.array(cells, np.int64).T)
    cells = [cell for cell, is_known in zip(cells, known, strict=True) if not is_known and cell[0] != cell[1]]
    if not cells:
        return
    profile = profile_of(model.reps[vehicle], world.vehicles)
    legs = known_legs(world, profile, [(model.points[a], model.points[b]) for a, b in cells])
    walks = [model.walks.beside(a, b) or 0 for a, b in cells]
    seconds = [
        leg.seconds + walked if leg.seconds != UNREACHED else UNREACHED
        for leg, walked in zip(legs, walks, strict=True)
    ]
    settled(times, distances, cells, (np.array(seconds, np.int32), np.array([leg.metres for leg in legs], np.int32)))


def _legs(problem: Problem, vehicle: int, sequence: Sequence[int]) -> Legs:
    mode = problem.vehicles[vehicle].mode
    times, distances = problem.times[mode], problem.distances[mode]
    way = _way(problem, vehicle, sequence, sequence)[: len(sequence)]
    return [(int(times[a, b]), int(distances[a, b])) for a, b in way]


def _way(problem: Problem, vehicle: int, numbers: Sequence[int], sequence: Sequence[int]) -> list[tuple[int, int]]:
    """The places driven between, the way home among them."""
    going = problem.vehicles[vehicle]
    places = [going.start]
    for number, stop in zip(numbers, sequence, strict=True):
        place = going.reload_place if stop == RELOAD else problem.stops[number].place
        places.append(going.start if place is None else place)
    if going.end is not None:
        places.append(going.end)
    return list(pairwise(places))


def _alone(problem: Problem, vehicle: int, sequence: Sequence[int]) -> tuple[Problem, list[int]]:
    """The problem of one route, its matrices its own to write in; and the places they are about."""
    going = problem.vehicles[vehicle]
    # the place of a reload is nobody's stop: any stop stands in where the sequence has one
    stops = [problem.stops[max(stop, 0)] for stop in sequence]
    asked = [going.start, going.end, going.reload_place, *(pause.place for pause in going.breaks)]
    places = list(dict.fromkeys([p for p in asked if p is not None] + [stop.place for stop in stops]))
    number = {place: at for at, place in enumerate(places)}

    def moved(place: int | None) -> int | None:
        return None if place is None else number[place]

    alone = replace(
        going,
        start=number[going.start],
        end=moved(going.end),
        reload_place=moved(going.reload_place),
        breaks=tuple(replace(pause, place=moved(pause.place)) for pause in going.breaks),
        mode=0,
    )
    others = [replace(alone, breaks=()) for _ in problem.vehicles]
    others[vehicle] = alone
    where = np.ix_(places, places)
    return (
        replace(
            problem,
            times=(np.array(problem.times[going.mode][where]),),
            distances=(np.array(problem.distances[going.mode][where]),),
            stops=tuple(replace(stop, place=number[stop.place]) for stop in stops),
            vehicles=tuple(others),
            relations=(),
            names=(),
        ),
        places,
    )
