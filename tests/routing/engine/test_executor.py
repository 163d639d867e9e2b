"""Searches through an executor that the caller hands over: processes that share nothing but what is pickled."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from routing.engine.cache import folder

ROOT = Path(__file__).resolve().parents[3]

SCRIPT = """
import multiprocessing, sys, time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace

import orjson

from routing.engine.limits import Limits, Stop
from routing.engine.search import search
from tests.routing.engine.problems import random_plane

def main():
    kind, stops = sys.argv[1], int(sys.argv[2])
    problem = random_plane(stops, stops // 4, seed=3)
    if kind == "rich":
        problem = replace(problem, vehicles=tuple(replace(v, time_cost=1) for v in problem.vehicles))
    limits = Limits(begun=time.time(), iterations=600, seed=5, workers=2)
    found = []
    for pool in (ProcessPoolExecutor(2, multiprocessing.get_context("spawn")), ThreadPoolExecutor(2)):
        with pool:
            done = search(problem, limits, start=None, stop=Stop(), told=lambda event: None, executor=pool)
        found.append([done.cost, done.routes, done.iterations])
    sys.stdout.buffer.write(orjson.dumps(found))

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize(("kind", "stops"), [("plain", 60), ("plain", 320), ("rich", 60), ("rich", 320)])
def test_processes_search_as_threads_do(tmp_path: Path, kind: str, stops: int) -> None:
    script = tmp_path / "searching.py"
    script.write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), kind, str(stops)],
        env=os.environ | {"ROUNDSMAN_COMPILED": "1", "NUMBA_CACHE_DIR": str(folder()), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    processes, threads = orjson.loads(done.stdout)
    # with steps and a seed nothing else decides, wherever the work is done
    assert processes == threads
    assert processes[2] == 1200
