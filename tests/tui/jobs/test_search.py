"""A search that had no time: what still fits is put in all the same."""

from __future__ import annotations

from dataclasses import replace

from routing.engine.client import solve_blocking
from routing.planning.request import request
from routing.schedule import judge
from tests.routing.planning.towns import outlet, rep, town
from tui.jobs.search import filled


def test_what_the_search_left_out_though_it_fits_is_put_in() -> None:
    shops = [outlet(f"C{n}", n / 2, grade="A") for n in range(1, 7)]
    far = outlet("FAR", 90, grade="D")
    problem = request(town([*shops, far], [rep("R1"), rep("R2")]), None).model.problem
    whole = solve_blocking(problem, seconds=None, iterations=60, workers=1)
    assert filled(problem, whole) is whole, "nothing to put in"
    hasty = replace(whole, routes=[[], []], unserved=list(range(7)), places=(), proven=(True, True))
    answer = filled(problem, hasty)
    assert answer.unserved == whole.unserved
    assert sum(map(len, answer.routes)) == 6
    assert answer.cost == judge(problem, answer.routes).cost
    assert answer.proven == tuple(not route for route in answer.routes)
