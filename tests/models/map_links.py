"""A second model of docs/importing.md, "Positions": what Plus codes and the links of maps hold, as their makers document them."""

from __future__ import annotations

import re


def plus(code: str) -> tuple[float, float]:
    """The middle of the area of a whole Plus code (open location code)."""
    signs = "23456789CFGHJMPQRVWX"
    figures = code.replace("+", "")
    south, west, high, broad = -90.0, -180.0, 400.0, 400.0
    for place in range(0, 10, 2):
        high, broad = high / 20, broad / 20
        south += signs.index(figures[place]) * high
        west += signs.index(figures[place + 1]) * broad
    for sign in figures[10:]:
        high, broad = high / 5, broad / 4
        south += signs.index(sign) // 4 * high
        west += signs.index(sign) % 4 * broad
    return south + high / 2, west + broad / 2


def link(text: str) -> tuple[float, float] | None:
    """Latitude first but for Amap's `position`; by the parameters that each map documents."""
    pair = r"(-?\d+(?:\.\d+)?)(?:,|%2C)\s*(-?\d+(?:\.\d+)?)"
    for pattern, first in (
        (rf"uri\.amap\.com/.*[?&](?:position|to|from|center)={pair}", "lon"),
        (rf"map\.qq\.com/.*coord:{pair}", "lat"),
        (rf"map\.baidu\.com/.*[?&](?:location|latlng)={pair}", "lat"),
        (r"google\.[^/]+/.*!3d(-?[\d.]+)!4d(-?[\d.]+)", "lat"),
        (rf"google\.[^/]+/.*[?&](?:q|query|ll|destination)={pair}", "lat"),
        (rf"google\.[^/]+/.*@{pair}", "lat"),
        (rf"maps\.apple\.com/.*[?&](?:ll|q|coordinate)={pair}", "lat"),
        (r"openstreetmap\.org/.*mlat=(-?[\d.]+)&mlon=(-?[\d.]+)", "lat"),
        (r"openstreetmap\.org/.*#map=\d+/(-?[\d.]+)/(-?[\d.]+)", "lat"),
        (rf"^geo:{pair}", "lat"),
    ):
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            one, two = float(found[1]), float(found[2])
            return (one, two) if first == "lat" else (two, one)
    return None
