"""Routes noted on the way: only those worth it, as they are driven, at what they cost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from routing.engine.cache import folder

ROOT = Path(__file__).resolve().parents[3]

SCRIPT = """
import numpy as np

from routing.engine.plain.whole import Whole
from routing.engine.plain.work import Task, first_plan, work
from routing.schedule import judge_route
from tests.routing.engine.problems import random_plane

problem = random_plane(60, 12, seed=4)
whole = Whole(problem)
nodes = np.arange(1, whole.count)
routes = first_plan(whole.part(nodes, whole.vehicles), nodes, None).routes
prices = np.full(whole.count, 150)
prices[0] = 0
found = []
for above in (-200, 0, 300):
    whole.priced(prices, above)
    task = Task(whole.part(nodes, whole.vehicles), nodes, routes, 1, 300.0, 10.0, 4000, None, True)
    found.append(work(task, np.zeros(1, np.int8)).seen)
    for stops, (cost, order) in found[-1].items():
        judged = judge_route(problem, 0, [node - 1 for node in order])
        assert judged.feasible and judged.cost == cost, (order, judged)
        assert stops == frozenset(order) and len(order) == len(stops)
        assert cost <= 150 * len(order) + above
assert 0 < len(found[0]) < len(found[1]) < len(found[2]), [len(seen) for seen in found]
"""


def test_only_routes_worth_their_stops_prices_are_noted(tmp_path: Path) -> None:
    script = tmp_path / "noting.py"
    script.write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        env=os.environ | {"ROUNDSMAN_COMPILED": "1", "NUMBA_CACHE_DIR": str(folder()), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
