"""Travel without a map: a power law of the great-circle distance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.travel.protocol import VAN, Leg, Notice, Point, Profile, Snap, Tables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from routing.sparse import Sparse

EARTH_RADIUS = 6_371_008.8
"""Mean radius in metres (IUGG)."""

TOP_SPEED = {"on_foot": 4.8, "e_bike": 20.0, "three_wheeler": 22.0}
"""Kilometres an hour that slow kinds never pass, whatever the roads would allow."""
_BLOCK = 256
"""Rows worked on at a time, so that a large matrix needs no more room than its result."""
_MOST = 2**29
"""Seconds that no way takes longer than."""


def great_circle(a: Point, b: Point) -> float:
    """Metres between two points by the haversine formula."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(half)))


def on_globe(points: Sequence[Point]) -> NDArray[np.float64]:
    """Points as unit vectors from the middle of the earth, three rows."""
    import numpy as np

    lat, lon = np.radians(np.asarray(points, dtype=np.float64).reshape(-1, 2)).T
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


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

    def matrix(self, points: Sequence[Point], profile: Profile = VAN) -> Tables:
        return self.between(points, points, profile)

    def between(self, rows: Sequence[Point], columns: Sequence[Point], profile: Profile = VAN) -> Tables:
        import numpy as np

        from routing.sparse import flown

        start, end = on_globe(rows), on_globe(columns)
        least = self.least(profile)
        seconds, metres = (np.empty((len(rows), len(columns)), np.int32) for _ in range(2))
        for first in range(0, len(rows), _BLOCK):
            block = slice(first, first + _BLOCK)
            away = flown(start[:, block, None], end[:, None, :])
            metres[block] = np.rint(away * self.detour)
            driven = self.factor * away**self.power
            if least:
                driven = np.maximum(driven, away * least)
            seconds[block] = np.rint(np.minimum(driven * self.slower, _MOST))
        return seconds, metres

    def least(self, profile: Profile) -> float:
        """Seconds that a metre as the crow flies takes a kind at least; 0 for who is as fast as the roads."""
        return self.detour * 3.6 / TOP_SPEED[profile.kind] if profile.kind in TOP_SPEED else 0.0

    def spread(self, points: Sequence[Point], profile: Profile = VAN) -> tuple[Sparse, Sparse]:
        """Seconds and metres between many places, of which nothing is kept but where they are."""
        from routing.sparse import Sparse

        at = on_globe(points)
        return (
            Sparse(at, self.factor * self.slower, self.power, self.least(profile) * self.slower),
            Sparse(at, self.detour, 1.0),
        )

    def driving(self, a: Point, b: Point) -> float:
        """Seconds from one point to another for who drives."""
        return float(self.factor * great_circle(a, b) ** self.power)

    def legs(self, pairs: Sequence[tuple[Point, Point]], profile: Profile = VAN) -> list[Leg]:
        return [self._leg(a, b, profile) for a, b in pairs]

    def _leg(self, a: Point, b: Point, profile: Profile) -> Leg:
        away = great_circle(a, b)
        driven = max(self.factor * away**self.power, away * self.least(profile))
        seconds = round(min(driven * self.slower, _MOST))
        return Leg(seconds, round(away * self.detour), (a, b), pace=(("main", driven),))

    def snap(self, points: Sequence[Point], profile: Profile = VAN) -> list[Snap]:
        del profile
        return [Snap(point) for point in points]

    def streets(self, south: float, west: float, north: float, east: float) -> list[tuple[str, list[Point]]]:
        del south, west, north, east
        return []
