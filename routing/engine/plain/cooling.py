"""How a plain search cools: once where there is little time, else again and again from a lower heat.

A long cooling of a small problem ends no better than a short one: it freezes in what it came upon. So what time is
left goes into further cycles, each from plans bred from those before (`crossing`); they also meet the routes that
CP-SAT chooses from.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

HOT = (3.0, 10.0)
"""First temperature at least and at most, in units of the mean cost of driving to the five nearest stops."""
USUAL_STEPS = 5000
"""Steps for each stop up to which the lowest first temperature is right; it rises with their square root."""
WARM = 1.0
"""First temperature of all cycles but the first, in the same units."""
COLD = (0.01, 0.03)
"""Last temperature at least and at most, in the same units."""
SHORT_STEPS = 4000
"""Steps for each stop up to which the highest last temperature is right: there is no time to freeze. It falls as they
grow."""
CYCLE_STEPS = 8_000
"""Steps for each stop in a cycle."""
CHOICES = (0.6, 0.8, 0.95)
"""Parts of the only cycle after which CP-SAT chooses."""
MORE_CHOICES = (0.6, 0.95)
"""Parts of each of several cycles."""


@dataclass(frozen=True, slots=True)
class Cooling:
    """The course of the temperature over a search's progress from 0 to 1."""

    steps: float = 0.0
    """for each stop in the whole search, as far as is known"""
    cycles: int = 1

    @classmethod
    def of(cls, steps: float, *, again: bool) -> Cooling:
        """The course for so many steps for each stop; `again`: in as many cycles as there are steps for."""
        return cls(steps, max(1, round(steps / CYCLE_STEPS)) if again else 1)

    def cycle(self, since: float, until: float) -> int:
        """The number of the cycle that a round is in, most of it at least."""
        return min(self.cycles - 1, int((since + until) / 2 * self.cycles))

    def heats(self, since: float, until: float) -> tuple[float, float]:
        """First and last temperature of a round: the more steps there are, the wider a cycle's range."""
        cycle = self.cycle(since, until)
        steps = max(1.0, self.steps / self.cycles)
        hot = WARM if cycle else min(HOT[1], HOT[0] * max(1.0, math.sqrt(steps / USUAL_STEPS)))
        cold = max(COLD[0], COLD[1] * min(1.0, SHORT_STEPS / steps))
        first, last = (
            hot * math.pow(cold / hot, min(1.0, max(0.0, at * self.cycles - cycle))) for at in (since, until)
        )
        return first, last

    def choices(self) -> list[float]:
        """When CP-SAT chooses."""
        parts = CHOICES if self.cycles == 1 else MORE_CHOICES
        return [(cycle + part) / self.cycles for cycle in range(self.cycles) for part in parts]
