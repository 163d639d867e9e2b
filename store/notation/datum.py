"""Three ways to write down a Chinese position: WGS-84 (satellites), GCJ-02 (Amap, Tencent), BD-09 (Baidu).

GCJ-02 shifts WGS-84 by 100 to 700 m with a published-by-analysis polynomial and sine series over the
Krasovsky 1940 ellipsoid; BD-09 turns and shifts GCJ-02 once more by about 900 m. The formulas are those of
"eviltransform" (github.com/googollee/eviltransform), which agree with Amap's own converter to centimetres.
The inverse has no closed form: it is found by fixed-point iteration to less than a millimetre.

All functions take and give (latitude, longitude) in degrees.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Literal

Point = tuple[float, float]
Datum = Literal["wgs84", "gcj02", "bd09"]
DATUMS: tuple[Datum, ...] = ("wgs84", "gcj02", "bd09")

_AXIS = 6378245.0
"""Semi-major axis of the Krasovsky 1940 ellipsoid, metres."""
_ECCENTRICITY2 = 0.00669342162296594323
_BAIDU_TURN = math.pi * 3000 / 180

# Where the shift applies, as a coarse ring (latitude, longitude) drawn a little outside of the mainland's
# coast and land neighbours. It answers that one question and is no statement about borders. Being generous
# is the safe side: a point wrongly inside is asked about, a point wrongly outside is off by 500 m.
_RING: tuple[Point, ...] = (
    (39.4, 73.3), (40.7, 74.6), (41.3, 78.3), (42.3, 80.0), (43.3, 80.2), (44.9, 79.8), (45.6, 82.2),
    (47.2, 82.8), (47.4, 85.3), (48.5, 85.4), (49.3, 86.9), (49.3, 87.9), (48.2, 89.2), (47.9, 90.4),
    (46.8, 91.3), (45.4, 91.2), (45.2, 93.6), (44.5, 95.6), (42.9, 96.6), (42.9, 99.6), (42.8, 101.7),
    (42.0, 104.6), (42.6, 107.5), (42.7, 109.6), (43.5, 111.0), (43.9, 111.8), (45.1, 111.5), (45.3, 113.5),
    (46.0, 115.0), (46.7, 116.8), (47.0, 119.0), (47.5, 118.5), (47.6, 115.6), (48.3, 115.4), (50.0, 116.6),
    (50.0, 118.5), (50.6, 119.0), (52.1, 120.5), (53.5, 120.8), (53.9, 123.5), (53.4, 125.8), (52.2, 126.9),
    (50.4, 127.8), (49.8, 129.0), (49.1, 131.0), (48.1, 131.2), (48.0, 132.7), (48.6, 133.6), (48.6, 134.9), (47.2, 135.0),
    (45.2, 133.5), (45.0, 132.0), (44.9, 131.3), (43.5, 131.5), (42.3, 130.8), (42.6, 129.6), (41.9, 128.9),
    (41.3, 128.4), (41.2, 127.5), (41.3, 126.8), (40.7, 126.0), (39.9, 124.5), (39.4, 124.1), (37.4, 123.1), (34.0, 122.5),
    (31.0, 123.4), (28.0, 122.6), (25.4, 120.2), (24.2, 118.6), (23.0, 118.2), (21.3, 114.6), (17.8, 110.8),
    (17.9, 108.3), (21.3, 107.9), (21.8, 106.6), (22.7, 106.3), (23.0, 105.3), (22.4, 104.2), (22.3, 103.0),
    (22.2, 102.3), (21.0, 101.9), (20.9, 101.4), (21.3, 99.8), (22.0, 98.9), (23.1, 98.5), (23.8, 97.3),
    (25.0, 97.4), (25.8, 98.3), (27.4, 98.0), (28.0, 97.3), (28.2, 96.0), (28.9, 94.6), (28.1, 93.4),
    (27.5, 91.8), (27.8, 90.9), (28.0, 90.0), (27.2, 89.0), (27.7, 88.2), (27.8, 85.8), (28.5, 85.0),
    (29.1, 83.5), (30.0, 81.4), (30.4, 80.2), (31.3, 78.7), (32.4, 78.2), (33.7, 78.4), (35.3, 77.6),
    (36.6, 75.0), (37.2, 74.3), (38.5, 73.3),
)  # fmt: skip


def _sides_of(degree: int) -> list[tuple[float, float, float, float]]:
    """The sides of the ring that touch the latitudes from this degree up to the next."""
    sides = ((*end, *begin) for begin, end in pairwise((_RING[-1], *_RING)))
    return [side for side in sides if min(side[0], side[2]) < degree + 1 and max(side[0], side[2]) >= degree]


_SIDES = {degree: _sides_of(degree) for degree in range(17, 54)}


def in_china(lat: float, lon: float) -> bool:
    """Whether the shift of GCJ-02 applies there (ray casting; the same answer for all three datums)."""
    if not (17.8 <= lat <= 53.9 and 73.3 <= lon <= 135.2):
        return False
    inside = False
    for ring_lat, ring_lon, previous_lat, previous_lon in _SIDES[int(lat)]:
        if (ring_lat > lat) != (previous_lat > lat):
            crossing = ring_lon + (lat - ring_lat) / (previous_lat - ring_lat) * (previous_lon - ring_lon)
            inside ^= lon < crossing
    return inside


def to_wgs84(lat: float, lon: float, datum: Datum) -> Point:
    """A position of any datum as WGS-84; outside of China it is that already."""
    if datum == "wgs84" or not in_china(lat, lon):
        return lat, lon
    return gcj02_to_wgs84(*(bd09_to_gcj02(lat, lon) if datum == "bd09" else (lat, lon)))


def from_wgs84(lat: float, lon: float, datum: Datum) -> Point:
    """A WGS-84 position as that map writes it; unchanged outside of China."""
    if datum == "wgs84" or not in_china(lat, lon):
        return lat, lon
    shifted = wgs84_to_gcj02(lat, lon)
    return gcj02_to_bd09(*shifted) if datum == "bd09" else shifted


def wgs84_to_gcj02(lat: float, lon: float) -> Point:
    """The shift itself, without asking where the point lies."""
    x, y = lon - 105.0, lat - 35.0
    root = math.sqrt(abs(x))
    ripple = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    north = (
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
        + (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
        + (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y / 30 * math.pi)) * 2 / 3
    )  # fmt: skip
    east = (
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
        + (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
        + (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    )  # fmt: skip
    phi = math.radians(lat)
    curve = 1 - _ECCENTRICITY2 * math.sin(phi) ** 2
    meridian_radius = _AXIS * (1 - _ECCENTRICITY2) / (curve * math.sqrt(curve))
    parallel_radius = _AXIS / math.sqrt(curve) * math.cos(phi)
    return lat + math.degrees(north / meridian_radius), lon + math.degrees(east / parallel_radius)


def gcj02_to_bd09(lat: float, lon: float) -> Point:
    """Baidu's second shift: a small turn about the origin of the degree plane, then an offset."""
    radius = math.hypot(lon, lat) + 2e-5 * math.sin(lat * _BAIDU_TURN)
    angle = math.atan2(lat, lon) + 3e-6 * math.cos(lon * _BAIDU_TURN)
    return radius * math.sin(angle) + 0.006, radius * math.cos(angle) + 0.0065


def gcj02_to_wgs84(lat: float, lon: float) -> Point:
    return _inverse(wgs84_to_gcj02, lat, lon)


def bd09_to_gcj02(lat: float, lon: float) -> Point:
    return _inverse(gcj02_to_bd09, lat, lon)


def _inverse(forward: Callable[[float, float], Point], lat: float, lon: float) -> Point:
    """The point that `forward` moves to (`lat`, `lon`); each round shrinks the error some hundredfold."""
    guess_lat, guess_lon = lat, lon
    for _ in range(12):
        there_lat, there_lon = forward(guess_lat, guess_lon)
        off_lat, off_lon = there_lat - lat, there_lon - lon
        guess_lat, guess_lon = guess_lat - off_lat, guess_lon - off_lon
        if abs(off_lat) + abs(off_lon) < 1e-11:
            break
    return guess_lat, guess_lon
