"""When a search ends, and who hears of its plans."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from routing.engine.events import Event, Improved
from routing.problem import Problem
from routing.schedule import judge

TELL_EVERY = 0.1
"""Seconds between two plans told, at least."""
JUDGED = 20
"""As many times longer than judging a plan takes, at least."""
LAST_WORDS = 0.15
"""Seconds kept for judging and telling the plan."""
LAST_WORDS_PER_STOP = 1e-4
"""Seconds more for each stop."""
PROOF = 0.02
"""Part of the time kept for proving the order of routes."""
LEAST_STEPS = 200
"""Steps of a round at least."""
LEAST_ROUND = 0.2
"""Seconds of a round at least."""
GRACE = 0.03
"""Seconds in which workers may bring back what they have once the search is to stop."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Span:
    """One round's share of a search: from one progress (0 to 1) to another, in steps or until a Unix time."""

    number: int
    since: float
    until: float
    steps: int | None
    end: float | None


@dataclass(frozen=True, slots=True)
class Limits:
    """When to end: `seconds` of wall time since `begun` (a Unix time), `iterations`, or both."""

    begun: float
    seconds: float | None = None
    iterations: int | None = None
    seed: int = 1
    workers: int = 1
    reserve: float = 0.0
    """seconds kept for the last words of a large problem, beyond the usual"""

    @property
    def search_seconds(self) -> float | None:
        """Seconds of search: the last words and the proofs come after."""
        return None if self.seconds is None else max(0.05, self.seconds * (1 - PROOF) - LAST_WORDS - self.reserve)

    def elapsed(self) -> float:
        return time.time() - self.begun

    def span(self, number: int, most: int) -> Span | None:
        """The round of this number, of `most` at most; None where the search is over."""
        steps = end = None
        since = until = 0.0
        if self.iterations is not None:
            rounds = max(1, min(most, self.iterations // LEAST_STEPS))
            if number >= rounds:
                return None
            since, until = number / rounds, (number + 1) / rounds
            steps = self.iterations * (number + 1) // rounds - self.iterations * number // rounds
        if (whole := self.search_seconds) is not None:
            now = self.elapsed()
            if now >= whole:
                return None
            length = max(LEAST_ROUND, whole / most)
            since, until = max(since, now / whole), max(until, min(1.0, (now + length) / whole))
            end = self.begun + min(whole, now + length)
        return Span(number, since, until, steps, end)


class Stop:
    """A wish to end now. `flag` is shared by threads; another process gets a copy that never changes."""

    def __init__(self) -> None:
        self.flag = np.zeros(1, np.int8)
        self.wished: Future[None] = Future()

    def set(self) -> None:
        self.flag[0] = 1
        if not self.wished.done():
            self.wished.set_result(None)

    def is_set(self) -> bool:
        return bool(self.flag[0])


def gathered(futures: Sequence[Future[Result]], stop: Stop) -> list[Result]:
    """What workers bring back, in order; once the search is to stop, only of those who do so at once."""
    pending: set[Future[Any]] = set(futures)
    while pending and not stop.is_set():
        pending -= wait({*pending, stop.wished}, return_when=FIRST_COMPLETED).done
    wait(pending, GRACE)
    for future in pending:
        future.cancel()
    return [future.result() for future in futures if future.done() and not future.cancelled()]


@dataclass(slots=True)
class Best:
    """The best plan of all searchers, and who is told of it."""

    problem: Problem
    limits: Limits
    told: Callable[[Event], None]
    total: int = 2**62
    routes: list[list[int]] = field(default_factory=list)
    iterations: int = 0
    trace: list[tuple[float, int]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    last_told: float = 0.0
    pause: float = TELL_EVERY

    def offer(self, total: int, routes: Callable[[], list[list[int]]]) -> None:
        """Take a plan if it is better than the best, and tell of it unless one was told just now."""
        with self.lock:
            if total >= self.total:
                return
            self.total, self.routes = total, routes()
            now = self.limits.elapsed()
            if self.trace and now - self.last_told < self.pause:
                return
            cost = judge(self.problem, self.routes).cost
            self.last_told = self.limits.elapsed()
            self.pause = max(TELL_EVERY, JUDGED * (self.last_told - now))
            self.trace.append((round(now, 3), cost))
            self.told(Improved(self.routes, cost, self.iterations, round(now, 3)))
