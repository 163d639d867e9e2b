"""Searches in the child process, as the app runs them."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import orjson
import pytest

from routing.engine.client import EngineError, Failed, Finished, Improved, Solve, solve_blocking
from routing.engine.events import PROTOCOL, from_message
from routing.problem import Problem, Stop, Vehicle
from routing.schedule import judge
from tests.routing.engine.problems import scattered


def solved(problem: Problem, iterations: int = 400, **options: object) -> Finished:
    return solve_blocking(problem, seconds=None, iterations=iterations, workers=1, **options)  # type: ignore[arg-type]


def test_the_answer_is_the_judges_and_breaks_no_rule() -> None:
    problem = scattered(40, 3)
    done = solved(problem)
    judged = judge(problem, done.routes)
    assert judged.feasible
    assert judged.cost == done.cost
    assert list(judged.unserved) == done.unserved
    served = sorted(stop for route in done.routes for stop in route)
    assert sorted(served + done.unserved) == list(range(40))


def test_searching_longer_is_no_worse_and_better_than_a_first_plan() -> None:
    problem = scattered(60, 3, windows=False)
    costs = [solved(problem, iterations).cost for iterations in (1, 2000)]
    assert costs[1] < costs[0]


def test_with_iterations_and_a_seed_the_result_is_the_same() -> None:
    problem = scattered(30, 2)
    one, two, other = solved(problem, seed=7), solved(problem, seed=7), solved(problem, seed=8)
    assert one.routes == two.routes
    assert one.cost == two.cost
    assert one.iterations == two.iterations == other.iterations


def test_never_worse_than_the_plan_it_was_given() -> None:
    problem = scattered(30, 2)
    good = solved(problem, 3000)
    again = solved(problem, 1, start=good.routes)
    assert again.cost <= good.cost


def test_locks_hold() -> None:
    problem = scattered(24, 3)
    stops = list(problem.stops)
    stops[3] = replace(stops[3], windows=(), fixed_vehicle=2)
    stops[4] = replace(stops[4], windows=(), fixed_vehicle=1, fixed_position=2)
    stops[5] = replace(stops[5], fixed_vehicle=0, fixed_begin=15 * 3600)
    done = solved(replace(problem, stops=tuple(stops)))
    judged = judge(replace(problem, stops=tuple(stops)), done.routes)
    assert judged.feasible, [route.violations for route in judged.routes]
    assert 3 in done.routes[2]
    assert done.routes[1][1] == 4
    assert judged.routes[0].begin[done.routes[0].index(5)] == 15 * 3600


def test_a_lock_that_cannot_be_met_is_kept_and_its_breach_told() -> None:
    problem = scattered(6, 1, windows=False)
    late = replace(problem.stops[0], windows=((8 * 3600, 8 * 3600 + 1),), fixed_vehicle=0)
    other = replace(problem.stops[1], windows=((8 * 3600, 8 * 3600 + 1),), fixed_vehicle=0)
    problem = replace(problem, stops=(late, other, *problem.stops[2:]))
    done = solved(problem)
    assert {0, 1} <= set(done.routes[0])
    assert not judge(problem, done.routes).feasible


def test_a_required_stop_nobody_can_reach_stays_unserved() -> None:
    problem = scattered(8, 2)
    stops = (replace(problem.stops[0], windows=((0, 60),), prize=None), *problem.stops[1:])
    done = solved(replace(problem, stops=stops))
    assert 0 in done.unserved
    assert len(done.unserved) < 8


def test_a_stop_that_does_not_pay_stays_out() -> None:
    problem = scattered(10, 1, windows=False)
    far = np.array(problem.distances[0])
    far[3, :] = far[:, 3] = 400_000
    far[3, 3] = 0
    done = solved(replace(problem, distances=(far,)))
    assert done.unserved == [2]


def test_no_stops_and_one_stop() -> None:
    problem = scattered(1, 2, windows=False, balance_cost=0)
    problem = replace(problem, stops=(replace(problem.stops[0], prize=10**9),))
    assert solved(problem).routes in ([[0], []], [[], [0]])
    nothing = solved(replace(problem, stops=()))
    assert nothing.routes == [[], []]
    assert nothing.proven == (True, True)


def test_skills_capacity_and_limits_hold() -> None:
    problem = scattered(30, 3, windows=False, capacity=(10,), max_stops=9, max_distance=60_000)
    stops = tuple(
        replace(stop, demand=(1 + i % 3,), allowed=(i % 3,) if i % 4 == 0 else None)
        for i, stop in enumerate(problem.stops)
    )
    problem = replace(problem, stops=stops)
    done = solved(problem)
    assert judge(problem, done.routes).feasible
    assert max(len(route) for route in done.routes) <= 9


async def test_events_tell_better_and_better_plans() -> None:
    events = [event async for event in Solve(scattered(60, 3), seconds=None, iterations=1500, workers=2).events()]
    assert isinstance(events[-1], Finished)
    costs = [event.cost for event in events if isinstance(event, Improved)]
    assert costs == sorted(costs, reverse=True)
    assert events[-1].cost <= costs[-1]


async def test_stopping_keeps_the_best_so_far() -> None:
    solve = Solve(scattered(60, 3), seconds=600, workers=1)
    last = None
    async for event in solve.events():
        last = event
        if isinstance(event, Improved):
            solve.stop()
    assert isinstance(last, Finished)
    assert last.interrupted
    assert last.seconds < 300


async def test_leaving_early_ends_the_child() -> None:
    solve = Solve(scattered(60, 3), seconds=600, workers=1)
    events = solve.events()
    assert isinstance(await anext(events), Improved)
    process = solve._process
    assert process is not None
    await events.aclose()
    assert process.returncode is not None


async def test_a_child_that_dies_is_told() -> None:
    solve = Solve(scattered(60, 3), seconds=600, workers=1)
    found = []
    async for event in solve.events():
        found.append(event)
        if isinstance(event, Improved) and solve._process is not None:
            solve._process.kill()
    assert isinstance(found[-1], Failed)
    assert found[-1].code == "engine_crashed"


async def test_the_loop_stays_free_while_the_child_searches() -> None:
    solve = Solve(scattered(60, 3), seconds=None, iterations=3000, workers=1)
    worst = 0.0

    async def tick() -> None:
        nonlocal worst
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(0.001)
            worst = max(worst, loop.time() - before)

    began = asyncio.get_running_loop().time()
    ticking = asyncio.create_task(tick())
    async for _ in solve.events():
        pass
    ticking.cancel()
    assert worst < (asyncio.get_running_loop().time() - began) / 3, "the search blocked the event loop"


def test_a_problem_that_cannot_be_stated_is_refused_with_its_code() -> None:
    with pytest.raises(EngineError) as told:
        solved(replace(scattered(3, 1), vehicles=()))
    assert told.value.code == "no_vehicle"


def test_a_child_whose_input_ends_goes_away(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "routing.engine"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(root)},
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(orjson.dumps({"v": PROTOCOL + 1, "type": "solve"}) + b"\n")
    child.stdin.flush()
    event = from_message(orjson.loads(child.stdout.readline()))
    assert isinstance(event, Failed)
    assert event.code == "engine_protocol"
    child.stdin.close()
    assert child.wait(30) == 0
    child.stdout.close()


@pytest.mark.parametrize("stops", [1, 2, 7])
def test_small_problems_are_solved_to_the_best_order(stops: int) -> None:
    import itertools

    problem = scattered(stops, 1, windows=False, breaks=(), balance_cost=0)
    problem = replace(problem, stops=tuple(replace(stop, prize=None) for stop in problem.stops))
    best = min(judge(problem, [order]).cost for order in itertools.permutations(range(stops)))
    assert solved(problem).cost == best


def test_vehicles_of_different_costs_are_used_where_they_pay() -> None:
    matrix = np.array([[0, 100], [100, 0]], dtype=np.int64)
    problem = Problem(
        times=(matrix,),
        distances=(matrix,),
        stops=(Stop(place=1, prize=None),),
        vehicles=(Vehicle(0, 0, distance_cost=9), Vehicle(0, 0, distance_cost=1)),
    )
    assert solved(problem, 20).routes == [[], [0]]
