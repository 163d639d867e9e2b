"""Driving that takes longer at some hours: the user's own table, by class of road.

Times change by the hour in steps; whoever is under way when the hour changes goes on at the new pace, so who
leaves later never arrives earlier (FIFO; after Ichoua, Gendreau and Potvin, 2003).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from routing.travel.protocol import ROAD_CLASSES

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Rush:
    """Hours (seconds after midnight) in which driving takes `slower` times as long, by class of road."""

    start: int
    end: int
    slower: Mapping[str, float]


class Traffic:
    """The table of a day. Where hours overlap the later row holds; what is not named goes at the usual pace."""

    def __init__(self, hours: Sequence[Rush]) -> None:
        marks = sorted({0, DAY, *(h.start for h in hours), *(h.end for h in hours)})
        self._begins = marks
        self._factors: dict[str, list[float]] = {}
        for name in ROAD_CLASSES:
            row = []
            for mark in marks:
                found = [h.slower[name] for h in hours if h.start <= mark < h.end and name in h.slower]
                row.append(found[-1] if found else 1.0)
            self._factors[name] = row

    @property
    def even(self) -> bool:
        """Whether no hour differs from any other."""
        return all(factor == 1.0 for row in self._factors.values() for factor in row)

    def mean(self, begin: int, end: int) -> dict[str, float]:
        """How many times as long driving takes on average between two times, by class."""
        return {name: self._mean(row, begin, max(end, begin + 1)) for name, row in self._factors.items()}

    def _mean(self, row: Sequence[float], begin: int, end: int) -> float:
        total = 0.0
        for number, since in enumerate(self._begins):
            until = self._begins[number + 1] if number + 1 < len(self._begins) else max(end, since)
            total += row[number] * max(0, min(until, end) - max(since, begin))
        return total / (end - begin)

    def seconds(self, pace: Sequence[tuple[str, float]], depart: int) -> int:
        """How long a way takes from a time of day on; `pace` is its usual seconds by class, in order."""
        now = float(depart)
        for name, usual in pace:
            row = self._factors.get(name) or self._factors["street"]
            left = usual
            at = max(0, bisect_right(self._begins, now) - 1)
            while at + 1 < len(self._begins) and now + left * row[at] > self._begins[at + 1]:
                left -= (self._begins[at + 1] - now) / row[at]
                now = float(self._begins[at + 1])
                at += 1
            now += left * row[at]
        return round(now - depart)
