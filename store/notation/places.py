"""Where a round begins or ends, and parts of the map."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from store.notation.errors import NotationError
from store.notation.words import fold

Position = Callable[[str], tuple[float, float]]
"""WGS-84 latitude and longitude of a text; raises for what is none."""

_DECIMALS = 6
"""A tenth of a metre."""
_OPEN = frozenset({"open", "open end", "anywhere", "开放", "不返回", "不回", "随处"})
_RADIUS = re.compile(r"[\s,，r=半径]+(\d+(?:\.\d+)?)\s*(km|m|公里|千米|米)\s*$", re.IGNORECASE)


def read_place(text: str, position: Position) -> dict[str, Any]:
    """A depot by its id (``@D1``), a position, ``open`` for anywhere; nothing for the usual place."""
    plain = text.strip()
    if not plain:
        return {}
    if fold(plain) in _OPEN:
        return {"open": True}
    if plain.startswith("@"):
        return {"depot": plain[1:].strip()}
    lat, lon = position(plain)
    return {"lat": lat, "lon": lon}


def write_place(place: Mapping[str, Any], language: str) -> str:
    if place.get("open"):
        return "不返回" if language == "zh" else "open"
    if place.get("depot"):
        return f"@{place['depot']}"
    return "" if place.get("lat") is None else f"{round(place['lat'], _DECIMALS)}, {round(place['lon'], _DECIMALS)}"


def read_zone(text: str, position: Position) -> dict[str, Any] | None:
    """A circle, ``31.23, 121.47 800 m``, or a ring of points, ``31.2,121.4; 31.2,121.5; 31.3,121.5``."""
    if not text.strip():
        return None
    radius = _RADIUS.search(text)
    if radius is not None:
        lat, lon = position(text[: radius.start()])
        far = float(radius[1]) * (1000 if fold(radius[2]) in ("km", "公里", "千米") else 1)
        return {"lat": lat, "lon": lon, "radius_m": far}
    points = [part for part in re.split(r"[;；\n]+", text) if part.strip()]
    if len(points) < 3:
        raise NotationError("bad_zone", text)
    return {"points": [list(position(part)) for part in points]}


def write_zone(zone: Mapping[str, Any] | None, language: str) -> str:
    del language
    if not zone:
        return ""
    if zone.get("points"):
        return "; ".join(f"{lat}, {lon}" for lat, lon in zone["points"])
    return f"{zone['lat']}, {zone['lon']} {zone['radius_m']:g} m"
