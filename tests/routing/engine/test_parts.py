"""A problem cut in two: the parts cost together what the whole costs, and nothing is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engine.rich.parts import halves
from routing.schedule import judge
from tests.routing.engine.problems import random_plane
from tests.routing.engine.test_rules import RULES


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=5)
@given(seed=st.integers(0, 10**6))
def test_parts_cost_what_the_whole_costs(rule: str, seed: int) -> None:
    problem = RULES[rule](random_plane(20, 8, seed=seed, prizes=bool(seed % 2)))
    luck = np.random.default_rng(seed)
    routes: list[list[int]] = [[] for _ in problem.vehicles]
    for stop in luck.permutation(20).tolist():
        vehicle = int(luck.integers(6))
        locked = problem.stops[stop].fixed_vehicle
        if locked is not None:
            routes[locked].append(stop)
        elif vehicle < 5:  # the others stay at home, and some stops with them
            routes[vehicle].append(stop)
    parts = halves(problem, routes, luck)
    assert sorted(stop for part in parts for stop in part.stops) == list(range(20))
    assert sorted(vehicle for part in parts for vehicle in part.vehicles) == list(range(8))
    whole = judge(problem, routes)
    judged = [judge(part.problem, part.inside(routes)) for part in parts]
    assert sum(one.cost for one in judged) == whole.cost
    assert sum(one.breach for one in judged) == whole.breach
    for part in parts:
        for vehicle, route in zip(part.vehicles, part.inside(routes), strict=True):
            assert part.outside(route) == routes[vehicle]
