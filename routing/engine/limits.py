"""When a search ends, and who hears of its plans."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

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
PROOF = 0.02
"""Part of the time kept for proving the order of routes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When to end: `seconds` of wall time since `begun` (a Unix time), `iterations`, or both."""

    begun: float
    seconds: float | None = None
    iterations: int | None = None
    seed: int = 1
    workers: int = 1

    @property
    def search_seconds(self) -> float | None:
        """Seconds of search: the last words and the proofs come after."""
        return None if self.seconds is None else max(0.05, self.seconds * (1 - PROOF) - LAST_WORDS)

    def elapsed(self) -> float:
        return time.time() - self.begun


class Stop:
    """A wish to end now. `flag` is shared by threads; another process gets a copy that never changes."""

    def __init__(self) -> None:
        self.flag = np.zeros(1, np.int8)

    def set(self) -> None:
        self.flag[0] = 1

    def is_set(self) -> bool:
        return bool(self.flag[0])


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
