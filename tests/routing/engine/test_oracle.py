"""The engine's answers to tiny problems against an oracle that knows nothing of the judge."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engine.client import solve_blocking
from routing.problem import Problem
from routing.schedule import judge
from tests.routing.engine.oracle import optimum
from tests.routing.engine.problems import random_plane
from tests.routing.engine.test_rules import RULES, with_stops

KNOWN: dict[str, Any] = {"plain": lambda problem: problem} | RULES
# when a rep with a promise sets out is the judge's own choice: the oracle is asked about the usual rep alone
KNOWN["closeness"] = lambda problem: with_stops(problem, {"usual_vehicle": 0, "change_cost": 400}, {})


def solved(problem: Problem) -> Any:
    return solve_blocking(problem, seconds=None, iterations=400, workers=1)


@pytest.mark.parametrize("rule", KNOWN)
@settings(max_examples=1)
@given(stops=st.integers(2, 4), seed=st.integers(0, 10**6))
def test_the_oracle_finds_nothing_better_and_nothing_else(rule: str, stops: int, seed: int) -> None:
    problem = KNOWN[rule](random_plane(stops, 2, seed=seed))
    judged = judge(problem, solved(problem).routes)
    missing = sum(problem.stops[i].prize is None for i in judged.unserved)
    assert (missing, judged.cost) == optimum(problem)
