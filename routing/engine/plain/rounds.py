"""The search for a plain problem: rounds of parallel work, all as hot as the cooling has it.

A small problem, or one of few long routes, is searched as a whole by every worker with its own luck; of others
each takes a part of the routes, cut differently each round. Now and then CP-SAT chooses among all routes seen.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING

import numpy as np

from routing.engine import choice
from routing.engine.limits import Best, Limits, Span, Stop
from routing.engine.plain.cooling import Cooling
from routing.engine.plain.crossing import Breed
from routing.engine.plain.model import Plain
from routing.engine.plain.parts import halved
from routing.engine.plain.selection import select
from routing.engine.plain.standing import Standing
from routing.engine.plain.whole import DENSE, Whole
from routing.engine.plain.work import Task, first_plan, work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.problem import Problem

TOGETHER = 300
"""Stops up to which every worker takes the whole problem."""
PART = 1000
"""Most stops of a part."""
LEAST_ROUTES = 8
"""Routes of a part at least: among fewer a search finds too little to exchange, and more time does not help it."""
ROUNDS = 30
"""Rounds of a search; with few steps to make there are fewer."""
LEAST_ROUNDS = 8
"""Rounds of a cycle at least."""
FEW_ROUNDS = 8
"""Rounds where there is no dense matrix: making the parts takes long there."""
SHARE = 0.15
"""Part of the time given to choosing."""


def search_plain(
    problem: Problem,
    limits: Limits,
    start: Sequence[Sequence[int]] | None,
    stop: Stop,
    best: Best,
    executor: Executor,
) -> None:
    """Searches within the limits; what is found is in `best`."""
    search = Standing(problem, Whole(problem), limits, stop, best, executor)
    luck = np.random.default_rng(limits.seed)
    _begin(search, start, luck)
    if search.choosing:
        threading.Thread(target=choice.load, daemon=True).start()
    most = ROUNDS if search.stops <= DENSE else FEW_ROUNDS
    cooling = _cooling(search, None)
    choices = cooling.choices()
    breed = Breed()
    number = cycle = 0
    while not stop.is_set() and (span := limits.span(number, max(most, LEAST_ROUNDS * cooling.cycles))) is not None:
        number += 1
        if cooling.cycle(span.since, span.until) != cycle:
            cycle = cooling.cycle(span.since, span.until)
            _bred(search, breed, luck)
        heats = cooling.heats(span.since, span.until)
        if _is_together(search):
            _together(search, span, heats)
        else:
            _divided(search, span, heats, luck)
        if number == 1:
            cooling = _cooling(search, span)
            choices = cooling.choices()
        if search.choosing and choices and span.until >= choices[0] and not stop.is_set():
            choices = [moment for moment in choices if moment > span.until]
            select(search, _time_to_choose(limits, len(cooling.choices())))


def _bred(search: Standing, breed: Breed, luck: np.random.Generator) -> None:
    """Let every worker begin a cycle with a child of the plans that others ended with, or with the best one."""
    for plan in (*search.chains, (search.best_total, search.best_routes)):
        breed.add(plan)
    children = [breed.child(luck) or search.best_routes for _ in search.chains]
    search.chains = [(search.total(child), child) for child in children]


def _is_together(search: Standing) -> bool:
    """Whether every worker takes the whole problem in the next round."""
    if search.stops > PART:
        return False
    # asked anew before each round: a first plan by savings may have three times the routes it needs
    return search.stops <= TOGETHER or len(search.best_routes) < LEAST_ROUTES * search.workers or search.workers == 1


def _time_to_choose(limits: Limits, times: int) -> float | None:
    whole = limits.search_seconds
    return None if whole is None else min(whole * SHARE / times, whole - limits.elapsed())


def _cooling(search: Standing, span: Span | None) -> Cooling:
    """The course for the steps that the search will make: counted, or by its pace in the first round."""
    if search.limits.seconds is None:
        steps = (search.limits.iterations or 0) * search.workers / search.stops
    elif span is None or span.until <= 0:
        steps = 0.0
    else:
        steps = search.best.iterations / span.until / search.stops
    return Cooling.of(steps, again=_is_together(search))


def _begin(search: Standing, start: Sequence[Sequence[int]] | None, luck: np.random.Generator) -> None:
    """A first plan: the one given with what it leaves out put in, or one by savings."""
    whole = search.whole
    given = None if start is None else [[stop + 1 for stop in route if stop >= 0] for route in start]
    everything = np.arange(1, whole.count)
    if search.stops <= DENSE:
        done = [first_plan(whole.part(everything, whole.vehicles), everything, given)]
    else:
        groups = [np.array(route) for route in given or () if route]
        served = {node for route in given or () for node in route}
        routes = len(groups)
        groups += [np.array([node]) for node in everything if node not in served]
        futures = []
        for members in _parts(search, groups, luck):
            nodes, mine = _members(groups, members, routes)
            part = whole.part(nodes, whole.vehicles)
            futures.append(search.executor.submit(first_plan, part, nodes, mine if given else None))
        done = [future.result() for future in futures]
    found = sorted((route for part in done for route in part.routes), key=len, reverse=True)[: whole.vehicles]
    total = search.total(found)
    search.chains = [(total, found)]
    search.better(total, found)


def _parts(search: Standing, groups: Sequence[NDArray[np.int64]], luck: np.random.Generator) -> list[list[int]]:
    parts = max(search.workers, math.ceil(search.stops / PART))
    parts = min(len(groups), math.ceil(parts / search.workers) * search.workers)
    return halved(search.whole, groups, parts, luck)


def _members(
    groups: Sequence[NDArray[np.int64]], members: Sequence[int], routes: int
) -> tuple[NDArray[np.int64], list[list[int]]]:
    """The nodes of a part, and its routes in the part's own numbers; groups from `routes` on are single stops."""
    nodes = np.sort(np.concatenate([groups[g] for g in members]))
    number = {int(node): i for i, node in enumerate(nodes, 1)}
    return nodes, [[number[int(node)] for node in groups[g]] for g in members if g < routes]


def _together(search: Standing, span: Span, heats: tuple[float, float]) -> None:
    """Every worker goes on with a plan of its own for the whole problem."""
    whole = search.whole
    if len(search.chains) < search.workers:
        search.chains = [search.chains[0]] * search.workers
    nodes = np.arange(1, whole.count)
    plain = whole.part(nodes, whole.vehicles)
    futures = [
        search.executor.submit(work, _task(search, plain, nodes, routes, span, heats, k, 1), search.stop.flag)
        for k, (_, routes) in enumerate(search.chains)
    ]
    done = [future.result() for future in futures]
    search.chains = [(part.total, part.routes) for part in done]
    search.take(done)
    for part in done:
        search.better(part.best, part.best_routes)


def _divided(search: Standing, span: Span, heats: tuple[float, float], luck: np.random.Generator) -> None:
    """Every worker takes parts of the routes, with their share of the vehicles left."""
    whole = search.whole
    routes = search.chains[0][1]
    served = {node for route in routes for node in route}
    groups = [np.array(route) for route in routes]
    groups += [np.array([node]) for node in range(1, whole.count) if node not in served]
    parts = _parts(search, groups, luck)
    spare = whole.vehicles - len(routes)
    turns = math.ceil(len(parts) / search.workers)
    futures = []
    for k, members in enumerate(parts):
        nodes, mine = _members(groups, members, len(routes))
        vehicles = len(mine) + spare // len(parts) + (k < spare % len(parts))
        task = _task(search, whole.part(nodes, vehicles), nodes, mine, span, heats, k, turns)
        futures.append(search.executor.submit(work, task, search.stop.flag))
    done = [future.result() for future in futures]
    search.take(done)
    search.chains = [(sum(part.total for part in done), [route for part in done for route in part.routes])]
    search.better(sum(part.best for part in done), [route for part in done for route in part.best_routes])


def _task(
    search: Standing,
    plain: Plain,
    nodes: NDArray[np.int64],
    routes: list[list[int]],
    span: Span,
    heats: tuple[float, float],
    k: int,
    turns: int,
) -> Task:
    """One worker's task in a round; with several turns in it, each has its share of the time."""
    hot, cold = (search.whole.scale * heat for heat in heats)
    end = span.end
    if end is not None and turns > 1:
        now = time.time()
        left = turns - k // search.workers
        end = now + max(0.0, end - now) / left
    return Task(
        plain, nodes, routes, search.limits.seed * 10_007 + span.number * 101 + k,
        hot, cold, span.steps, end, search.choosing,
    )  # fmt: skip
