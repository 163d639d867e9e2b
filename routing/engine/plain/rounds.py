"""The search for a plain problem: rounds of parallel work under one cooling schedule.

A small problem, or one of few long routes, is searched as a whole by every worker with its own luck; of others
each takes a part of the routes, cut differently each round. Now and then CP-SAT chooses among all routes seen.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.engine import choice
from routing.engine.limits import Best, Limits, Stop
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
FEW_ROUNDS = 8
"""Rounds where there is no dense matrix: making the parts takes long there."""
LEAST_STEPS = 200
"""Steps of a round at least."""
LEAST_ROUND = 0.2
"""Seconds of a round at least."""
HOT = (3.0, 10.0)
"""First temperature at least and at most, in units of the mean cost of driving to the five nearest stops."""
USUAL_STEPS = 5000
"""Steps for each stop up to which the lowest first temperature is right; it rises with their square root."""
COLD = (0.01, 0.03)
"""Last temperature at least and at most, in the same units."""
SHORT_STEPS = 4000
"""Steps for each stop up to which the highest last temperature is right: there is no time to freeze. It falls as they
grow."""
CHOICES = (0.6, 0.8, 0.95)
"""Parts of the search after which CP-SAT chooses."""
SHARE = 0.15
"""Part of the time given to choosing."""


@dataclass(frozen=True, slots=True)
class Span:
    """One round's share of the search: from one progress (0 to 1) to another, in steps or until a Unix time."""

    number: int
    since: float
    until: float
    steps: int | None
    end: float | None


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
    search.steps_for_each = _steps_for_each(search, None)
    choices = list(CHOICES) if search.choosing else []
    if choices:
        threading.Thread(target=choice.load, daemon=True).start()
    number = 0
    rounds = ROUNDS if search.stops <= DENSE else FEW_ROUNDS
    while not stop.is_set() and (span := _span(limits, number, rounds)) is not None:
        number += 1
        if _is_together(search):
            _together(search, span)
        else:
            _divided(search, span, luck)
        if choices and span.until >= choices[0] and not stop.is_set():
            choices.pop(0)
            select(search, _time_to_choose(limits))
        search.steps_for_each = _steps_for_each(search, span)


def _is_together(search: Standing) -> bool:
    """Whether every worker takes the whole problem in the next round."""
    if search.stops > PART:
        return False
    # asked anew before each round: a first plan by savings may have three times the routes it needs
    return search.stops <= TOGETHER or len(search.best_routes) < LEAST_ROUTES * search.workers or search.workers == 1


def _span(limits: Limits, number: int, most: int) -> Span | None:
    """The round to come; None where the search is over."""
    steps = end = None
    since = until = 0.0
    if limits.iterations is not None:
        rounds = max(1, min(most, limits.iterations // LEAST_STEPS))
        if number >= rounds:
            return None
        since, until = number / rounds, (number + 1) / rounds
        steps = limits.iterations * (number + 1) // rounds - limits.iterations * number // rounds
    if (whole := limits.search_seconds) is not None:
        now = limits.elapsed()
        if now >= whole:
            return None
        length = max(LEAST_ROUND, whole / most)
        since, until = max(since, now / whole), max(until, min(1.0, (now + length) / whole))
        end = limits.begun + min(whole, now + length)
    return Span(number, since, until, steps, end)


def _time_to_choose(limits: Limits) -> float | None:
    whole = limits.search_seconds
    return None if whole is None else min(whole * SHARE / len(CHOICES), whole - limits.elapsed())


def _steps_for_each(search: Standing, span: Span | None) -> float:
    """Steps for each stop that the search will make: counted, or by its pace so far; 0 where nothing is known."""
    if search.limits.seconds is None:
        return (search.limits.iterations or 0) * search.workers / search.stops
    if span is None or span.until <= 0:
        return 0.0
    return search.best.iterations / span.until / search.stops


def _heat(search: Standing, progress: float) -> float:
    """The temperature at a progress from 0 to 1: the more steps there are, the wider its range."""
    steps = max(1.0, search.steps_for_each)
    hot = min(HOT[1], HOT[0] * max(1.0, math.sqrt(steps / USUAL_STEPS)))
    cold = max(COLD[0], COLD[1] * min(1.0, SHORT_STEPS / steps))
    return search.whole.scale * hot * math.pow(cold / hot, min(1.0, progress))


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


def _together(search: Standing, span: Span) -> None:
    """Every worker goes on with a plan of its own for the whole problem."""
    whole = search.whole
    if len(search.chains) < search.workers:
        search.chains = [search.chains[0]] * search.workers
    nodes = np.arange(1, whole.count)
    plain = whole.part(nodes, whole.vehicles)
    futures = [
        search.executor.submit(work, _task(search, plain, nodes, routes, span, k, 1), search.stop.flag)
        for k, (_, routes) in enumerate(search.chains)
    ]
    done = [future.result() for future in futures]
    search.chains = [(part.total, part.routes) for part in done]
    search.take(done)
    for part in done:
        search.better(part.best, part.best_routes)


def _divided(search: Standing, span: Span, luck: np.random.Generator) -> None:
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
        task = _task(search, whole.part(nodes, vehicles), nodes, mine, span, k, turns)
        futures.append(search.executor.submit(work, task, search.stop.flag))
    done = [future.result() for future in futures]
    search.take(done)
    search.chains = [(sum(part.total for part in done), [route for part in done for route in part.routes])]
    search.better(sum(part.best for part in done), [route for part in done for route in part.best_routes])


def _task(
    search: Standing, plain: Plain, nodes: NDArray[np.int64], routes: list[list[int]], span: Span, k: int, turns: int
) -> Task:
    """One worker's task in a round; with several turns in it, each has its share of the time."""
    end = span.end
    if end is not None and turns > 1:
        now = time.time()
        left = turns - k // search.workers
        end = now + max(0.0, end - now) / left
    return Task(
        plain, nodes, routes, search.limits.seed * 10_007 + span.number * 101 + k,
        _heat(search, span.since), _heat(search, span.until), span.steps, end, search.choosing,
    )  # fmt: skip
