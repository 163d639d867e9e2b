"""One more stop at every place of a plan: what it costs and breaks is what the judge says of the route with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from routing.problem import Problem
from routing.schedule import cheapest_insertions, judge_route, probes
from tests.routing.engine.problems import random_plane
from tests.routing.engine.test_rules import RULES

_ROUTES = [[3, 0, 7], [], [1, 5, 4, 8]]
_STOP = 9


@pytest.mark.parametrize("rule", RULES)
def test_every_place_costs_what_the_judge_says_of_the_route_with_it(rule: str) -> None:
    change: Callable[[Problem], Any] = RULES[rule]
    problem = change(random_plane(10, 3, seed=8))
    before = [judge_route(problem, vehicle, route).cost for vehicle, route in enumerate(_ROUTES)]
    found = probes(problem, _ROUTES, _STOP)
    assert [(probe.vehicle, probe.position) for probe in found] == [
        (vehicle, position) for vehicle, route in enumerate(_ROUTES) for position in range(len(route) + 1)
    ]
    for probe in found:
        tried = list(_ROUTES[probe.vehicle])
        tried.insert(probe.position, _STOP)
        after = judge_route(problem, probe.vehicle, tried)
        assert probe.cost == after.cost - before[probe.vehicle]
        if probe.feasible and not problem.relations:
            known = judge_route(problem, probe.vehicle, _ROUTES[probe.vehicle]).violations
            assert len(after.violations) <= len(known)


@pytest.mark.parametrize("rule", RULES)
def test_some_places_alone_are_judged_as_among_all(rule: str) -> None:
    change: Callable[[Problem], Any] = RULES[rule]
    problem = change(random_plane(10, 3, seed=8))
    every = cheapest_insertions(problem, _ROUTES, _STOP)
    wanted = {(2, 1), (2, 4), (0, 2), (1, 0)}
    some = cheapest_insertions(problem, _ROUTES, _STOP, places=wanted)
    assert some == [place for place in every if (place.vehicle, place.position) in wanted]
    late = cheapest_insertions(problem, _ROUTES, _STOP, first_position=(1, 0, 3))
    assert late == [place for place in every if place.position >= (1, 0, 3)[place.vehicle]]
