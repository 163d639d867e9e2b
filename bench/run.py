"""Runs and their record: one line of JSON for each, appended as soon as it is done."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from bench.instances import Known
from bench.peers import TWINS

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Run:
    """One solver on one instance. `gap` in per cent above the best known; None: no plan that keeps the rules."""

    solver: str
    instance: str
    family: str
    size: int
    seconds: float
    seed: int
    cost: float | None
    gap: float | None
    wall: float
    load: float
    """other work on the machine: its load average when the run began"""
    error: str = ""

    @property
    def key(self) -> tuple[str, str, float, int]:
        return self.solver, self.instance, self.seconds, self.seed


def recorded(path: Path) -> list[Run]:
    """What a file holds so far; a half-written last line is left out."""
    if not path.exists():
        return []
    found = []
    for line in path.read_bytes().splitlines():
        try:
            found.append(Run(**orjson.loads(line)))
        except (orjson.JSONDecodeError, TypeError):
            continue
    return found


def runs(
    path: Path, instances: Sequence[Known], solvers: Sequence[str], seconds: Sequence[float], seeds: Sequence[int]
) -> Iterator[Run]:
    """Make the runs that are not on record, solvers side by side on one instance; each is appended to `path`."""
    done = {run.key for run in recorded(path)}
    path.parent.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        for limit in seconds:
            for instance in instances:
                for solver in solvers:
                    if (solver, instance.name, limit, seed) in done:
                        continue
                    run = _run(solver, instance, limit, seed)
                    with path.open("ab") as file:
                        file.write(orjson.dumps(asdict(run)) + b"\n")
                    yield run


def _run(solver: str, instance: Known, seconds: float, seed: int) -> Run:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    began = time.time()
    seeds = (seed, seed + 1000) if solver in TWINS else (seed,)
    children = [_start(solver, instance.path, seconds, each) for each in seeds]
    costs, errors = [], []
    for child in children:
        try:
            out, err = child.communicate(timeout=seconds * 3 + 60)
        except subprocess.TimeoutExpired:
            child.kill()
            out, err = child.communicate()
        cost = _judged(instance, out) if child.returncode == 0 else None
        if cost is None:
            words = err.decode(errors="replace").strip().splitlines()
            errors.append(words[-1][:200] if words else "no plan that keeps the rules")
        else:
            costs.append(cost)
    wall = time.time() - began
    best = min(costs) if costs else None
    gap = None if best is None else 100 * (best / instance.best - 1)
    return Run(
        solver, instance.name, instance.family, instance.size, seconds, seed, best,
        None if gap is None else round(gap, 4), round(wall, 2), round(load, 2), "" if costs else errors[0],
    )  # fmt: skip


def _start(solver: str, path: Path, seconds: float, seed: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.peers", solver, str(path), str(seconds), str(time.time()), str(seed)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[1],
    )


def _judged(instance: Known, out: bytes) -> float | None:
    """Cost of the routes in the instance's own unit, by the judge; None if they break a rule."""
    from routing.formats import read
    from routing.schedule import judge

    known = read(instance.path)
    judged = judge(known.problem, orjson.loads(out)["routes"])
    if not judged.feasible:
        return None
    return float(known.to_cost(judged.cost))
