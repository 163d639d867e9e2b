"""Who a route's driving is done for: the way that each stop adds between its neighbours."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

Place = tuple[float, float] | None
"""Latitude and longitude in radians; None where nobody knows."""
_EARTH = 6_371_000
"""Mean radius in metres."""


def detours(route: Mapping[str, Any]) -> list[float]:
    """Shares, adding up to 1, of a route's driving by stop: its detour, great circle and at least a metre, ÷ all."""
    stops = route.get("stops") or []
    if not stops:
        return []
    points = [_place(stop.get("lat"), stop.get("lon")) for stop in stops]
    start, end = route.get("start"), route.get("end")
    places = [_place(*start) if start else points[0], *points, _place(*end) if end else points[-1]]
    added = [
        max(1.0, _metres(before, here) + _metres(here, after) - _metres(before, after))
        for before, here, after in zip(places, places[1:], places[2:], strict=False)
    ]
    total = sum(added)
    return [each / total for each in added]


def _place(lat: object, lon: object) -> Place:
    known = isinstance(lat, (int, float)) and isinstance(lon, (int, float))
    return (math.radians(lat), math.radians(lon)) if known else None  # type: ignore[arg-type]


def _metres(a: Place, b: Place) -> float:
    if a is None or b is None:
        return 0.0
    h = math.sin((b[0] - a[0]) / 2) ** 2 + math.cos(a[0]) * math.cos(b[0]) * math.sin((b[1] - a[1]) / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(h))
