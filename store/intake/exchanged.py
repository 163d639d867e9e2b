"""Positions whose latitude and longitude may have been exchanged in a table (docs/importing.md, Positions)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from statistics import median

from store.records import Outlet

_FAR, _NEAR = 1_000.0, 300.0
"""Kilometres from the middle of a table: so far off is odd, so near is where its exchange must lie."""
_FEWEST = 3


def exchanged(outlets: Iterable[Outlet]) -> Iterator[str]:
    """Ids of outlets far from all the others of a table that would be among them the other way round."""
    found = [(each.id, each.lat, each.lon) for each in outlets if each.lat is not None and each.lon is not None]
    if len(found) < _FEWEST:
        return
    middle = median(lat for _, lat, _ in found), median(lon for _, _, lon in found)
    for key, lat, lon in found:
        if abs(lon) <= 90 and _apart(middle, (lat, lon)) > _FAR and _apart(middle, (lon, lat)) < _NEAR:
            yield key


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    (a, b), (c, d) = ((math.radians(lat), math.radians(lon)) for lat, lon in (one, other))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))
