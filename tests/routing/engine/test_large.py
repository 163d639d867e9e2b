"""Problems so large that no tables over all pairs are held: one route's judgement is the same as ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from routing.problem import Problem
from routing.schedule import cheapest_insertions, excerpt, judge
from tests.routing.engine.problems import random_plane
from tests.routing.engine.test_rules import RULES


@pytest.mark.parametrize("rule", RULES)
def test_an_excerpt_judges_as_the_whole_does(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    change: Callable[[Problem], Any] = RULES[rule]
    routes = [[3, 0, 7], [], [1, 5, 4, 8]]
    plain, large = (change(random_plane(10, 3, seed=8)) for _ in range(2))
    known = judge(plain, routes), cheapest_insertions(plain, routes, 9)
    monkeypatch.setattr(excerpt, "LARGE", 1)
    assert (judge(large, routes), cheapest_insertions(large, routes, 9)) == known
