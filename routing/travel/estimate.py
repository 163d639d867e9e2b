"""Travel without a map: a power law of the great-circle distance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.travel.protocol import VAN, Leg, Notice, Point, Profile, Snap

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EARTH_RADIUS = 6_371_008.8
"""Mean radius in metres (IUGG)."""
TOP_SPEED = {"on_foot": 4.8, "e_bike": 20.0, "three_wheeler": 22.0}
"""Kilometres an hour that slow kinds never pass, whatever the roads would allow."""
_BLOCK = 512
"""Rows worked on at a time, so that a large matrix needs no more room than its result."""


def great_circle(a: Point, b: Point) -> float:
    """Metres between two points by the haversine formula."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(half)))


@dataclass(frozen=True, slots=True)
class Estimate:
    """seconds = `factor` · d ** `power`, metres = d · `detour`, with d the great-circle metres.

    The defaults were fitted on road networks of several cities (median error 12–23 %); a flat speed
    errs 24–87 % because short trips are slow ones.
    """

    factor: float = 1.29
    power: float = 0.724
    detour: float = 1.35
    source: str = "estimate"
    estimate: bool = True
    notices: tuple[Notice, ...] = ()
    slower: float = 1.0

    def normal(self, profile: Profile) -> Profile:
        return Profile(profile.kind) if profile.kind in TOP_SPEED else VAN

    def paced(self, factors: Mapping[str, float]) -> Estimate:
        """No road is looked at: all are taken to be as slow as the main ones."""
        return replace(self, slower=factors.get("main", 1.0))

    def matrix(self, points: Sequence[Point], profile: Profile = VAN) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        import numpy as np

        degrees = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        lat, lon = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
        size = len(degrees)
        seconds, metres = np.empty((size, size), np.int64), np.empty((size, size), np.int64)
        for first in range(0, size, _BLOCK):
            rows = slice(first, first + _BLOCK)
            half = np.sin((lat[rows, None] - lat) / 2) ** 2
            half += np.cos(lat[rows])[:, None] * np.cos(lat) * np.sin((lon[rows, None] - lon) / 2) ** 2
            flown = 2 * EARTH_RADIUS * np.arcsin(np.minimum(1.0, np.sqrt(half)))
            driven = self.factor * flown**self.power
            if profile.kind in TOP_SPEED:
                driven = np.maximum(driven, flown * self.detour * 3.6 / TOP_SPEED[profile.kind])
            seconds[rows] = np.rint(driven * self.slower)
            metres[rows] = np.rint(flown * self.detour)
        return seconds, metres

    def between(self, a: Point, b: Point) -> float:
        """Seconds from one point to another for who drives."""
        return float(self.factor * great_circle(a, b) ** self.power)

    def legs(self, pairs: Sequence[tuple[Point, Point]], profile: Profile = VAN) -> list[Leg]:
        return [self._leg(a, b, profile) for a, b in pairs]

    def _leg(self, a: Point, b: Point, profile: Profile) -> Leg:
        flown = great_circle(a, b)
        driven = self.factor * flown**self.power
        if profile.kind in TOP_SPEED:
            driven = max(driven, flown * self.detour * 3.6 / TOP_SPEED[profile.kind])
        return Leg(round(driven * self.slower), round(flown * self.detour), (a, b), pace=(("main", driven),))

    def snap(self, points: Sequence[Point], profile: Profile = VAN) -> list[Snap]:
        del profile
        return [Snap(point) for point in points]

    def streets(self, south: float, west: float, north: float, east: float) -> list[tuple[str, list[Point]]]:
        del south, west, north, east
        return []
