"""The bound known before a search: no plan that breaks no rule costs less, whatever the rules."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engine.bound import lower_bound
from routing.problem import Problem, Stop, Vehicle
from routing.schedule import judge
from tests.routing.engine.problems import random_plane, scattered
from tests.routing.engine.test_rules import RULES


@pytest.mark.parametrize("rule", [None, *RULES])
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**6), order=st.permutations(range(5)), cut=st.integers(0, 5), left_out=st.integers(0, 3))
def test_no_plan_costs_less(rule: str | None, seed: int, order: list[int], cut: int, left_out: int) -> None:
    problem = random_plane(5, 2, seed=seed)
    problem = problem if rule is None else RULES[rule](problem)
    served = [stop for stop in order if stop >= left_out or problem.stops[stop].prize is None]
    judged = judge(problem, [served[:cut], served[cut:]])
    assert lower_bound(problem) <= judged.cost


def test_it_is_the_cost_itself_where_nothing_can_be_saved() -> None:
    """A line of places a metre apart and an open end: every leg is the shortest there is."""
    metres = np.abs(np.subtract.outer(np.arange(4), np.arange(4)))
    problem = Problem(
        times=(metres,),
        distances=(metres,),
        stops=tuple(Stop(place) for place in (1, 2, 3)),
        vehicles=(Vehicle(start=0, end=None, distance_cost=7),),
    )
    assert lower_bound(problem) == judge(problem, [[0, 1, 2]]).cost == 21


def test_it_is_worth_telling_on_a_day() -> None:
    problem = scattered(40, 3)
    assert lower_bound(problem) > 0
    assert lower_bound(Problem(problem.times, problem.distances, (), problem.vehicles)) == 0
