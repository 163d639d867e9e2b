"""Positions out of cells and texts: pairs of angles, WKT, GeoJSON, Plus codes, and links copied from a map."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from openlocationcode import openlocationcode as plus_codes

from store.notation import map_links
from store.notation.angles import Angle, angle, angles, plain
from store.notation.datum import Datum, in_china
from store.notation.errors import PositionError
from store.notation.words import fold

Order = Literal["latlon", "lonlat"]
ORDERS: tuple[Order, ...] = ("latlon", "lonlat")

_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_WKT = re.compile(
    rf"^(?:srid\s*=\s*(\d+)\s*;)?\s*point\s*(?:z|m|zm)?\s*\(\s*({_NUMBER})\s+({_NUMBER})(?:\s+{_NUMBER}){{0,2}}\s*\)$"
)
_WKT_BEGUN = re.compile(r"(?:srid|point)\s*(?:z|m|zm)?\s*[(=]")
_GEODETIC = frozenset({"4326", "4490"})
"""SRIDs in degrees of WGS-84; CGCS2000 differs from it by centimetres."""
_CODE = "23456789CFGHJMPQRVWX"
_PLUS = re.compile(rf"(?<![\w+])([{_CODE}0]{{2,8}}\+[{_CODE}]*)(?!\w)")
_FINE = 10
"""Characters of a Plus code that names a house, 14 m."""
_GRID = re.compile(
    r"^\d{1,2}\s*[c-hj-np-x]\s*(?:[a-z]{2}\s*\d{2,5}\s*\d{2,5}|\d{5,7}(?:\.\d+)?\s*(?:m?e)?[\s,;]+\d{5,8})"
)
_BY_NAME = (("lat", "latitude", "纬度", "y"), ("lng", "lon", "long", "longitude", "经度", "x"))
_LONGEST = 2000
"""Characters of a link, or of a point with its properties."""
_LONGEST_PAIR = 200
_BARE = re.compile(r"(-?[0-9]{1,3}\.[0-9]+)\s*,\s*(-?[0-9]{1,3}\.[0-9]+)")
"""What most columns hold: two decimal numbers and a comma."""
_METRES = 360.0
"""Beyond any angle: metres on some grid."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """A position somebody wrote, with the datum it speaks of, if any.

    `either`: nothing says which of its numbers is the latitude, and both can be; the first is taken for it.
    `order` is set where the numbers alone say in which order they stand.
    """

    lat: float
    lon: float
    datum: Datum | None = None
    either: bool = False
    order: Order | None = None

    def turned(self) -> Pasted:
        """The other reading of a position that has two."""
        return dataclasses.replace(self, lat=self.lon, lon=self.lat)


def from_cells(lat: str, lon: str) -> tuple[float, float] | None:
    """A position of two cells; None where both are empty. Raises `PositionError`; nothing is repaired."""
    if not lat and not lon:
        return None
    if not lat or not lon:
        raise PositionError("half_position", "lat" if not lat else "lon", lat or lon)
    found = []
    for field, text in (("lat", lat), ("lon", lon)):
        try:
            read = angle(text)
        except ValueError:
            raise PositionError("not_a_position", field, text) from None
        if read.axis not in (None, field):
            raise PositionError("swapped", "lat", f"{lat}, {lon}")
        found.append(read.degrees)
    return checked(found[0], found[1])


def checked(lat: float, lon: float) -> tuple[float, float]:
    """The position if it can be one. (0, 0), where nobody lives, is what programs write for "unknown"."""
    if abs(lat) > 90 and abs(lat) <= 180 and abs(lon) <= 90:
        raise PositionError("swapped", "lat", f"{lat:g}, {lon:g}")
    if abs(lat) > _METRES and abs(lon) > _METRES:
        raise PositionError("not_degrees", "position", f"{lat:.12g}, {lon:.12g}")
    if abs(lat) > 90 or abs(lon) > 180 or not math.isfinite(lat + lon):
        raise PositionError("out_of_range", "lat" if abs(lat) > 90 else "lon", f"{lat:g}, {lon:g}")
    if not in_china(lat, lon) and in_china(lon, lat):
        raise PositionError("swapped", "lat", f"{lat:g}, {lon:g}")
    if lat == 0 and lon == 0:
        raise PositionError("zero_position", "lat", "0, 0")
    return lat, lon


def from_text(text: str, header: str = "") -> Pasted | None:
    """A position in one cell or pasted; None where the text holds none.

    Of a bare pair the header says which number comes first (经纬度, ``lng,lat``); where it says nothing, the
    only order that can be; else the latitude is taken to come first and `Pasted.either` is set. WKT and GeoJSON
    put the longitude first. Raises `PositionError`: the faults of `checked`, ``not_a_position``,
    ``not_degrees`` (a grid in metres, another reference system), ``short_plus_code``, ``coarse_plus_code`` and
    ``short_link``.
    """
    text = text.strip()
    if (bare := _BARE.fullmatch(text)) is not None:
        return _pair(Angle(float(bare[1])), Angle(float(bare[2])), header)
    if len(text) > _LONGEST:
        return None
    if map_links.is_link(text):
        linked = map_links.position_in(text)
        return None if linked is None else Pasted(*checked(linked.lat, linked.lon), linked.datum)
    if text.startswith(("{", "[")) and ((found := _json(text, header)) is not None or text.startswith("{")):
        return found
    folded = plain(text)
    if "point" in folded and (wkt := _WKT.match(re.sub(r"(\d),(?=\d)", r"\1.", folded))) is not None:
        if wkt[1] not in (None, *_GEODETIC):
            raise PositionError("not_degrees", "position", text)
        return Pasted(*checked(float(wkt[3]), float(wkt[2])), "wgs84" if wkt[1] else None)
    if _WKT_BEGUN.match(folded):
        return None  # its longitude would be taken for the latitude
    if "+" in text and (code := _PLUS.search(text.upper())) is not None:
        return _plus_code(code[1], text)
    if _GRID.match(folded):
        raise PositionError("not_degrees", "position", text)
    pair = angles(folded) if len(folded) <= _LONGEST_PAIR else None
    return None if pair is None or len(pair) != 2 else _pair(pair[0], pair[1], header)


@lru_cache(maxsize=256)
def order_said(header: str) -> Order | None:
    """Which number comes first by a header: 经纬度, ``lng, lat`` the longitude; 纬经度, ``lat/lon`` the latitude."""
    name = fold(header)
    lon, lat = name.find("经"), name.find("纬")
    if lon >= 0 or lat >= 0:
        return "latlon" if lon < 0 or 0 <= lat < lon else "lonlat"
    said = re.search(r"(?<![a-z])(lat|lng|lon)", name)
    return None if said is None else "latlon" if said[1] == "lat" else "lonlat"


def _pair(first: Angle, second: Angle, header: str) -> Pasted:
    if first.axis is not None and first.axis == second.axis:
        raise PositionError("not_a_position", "position", f"{first.degrees:g}, {second.degrees:g}")
    one, other = first.degrees, second.degrees
    if first.axis or second.axis:
        lat_first = first.axis == "lat" or second.axis == "lon"
        return Pasted(*checked(*((one, other) if lat_first else (other, one))))
    said = order_said(header)
    alone = None if said else _order_alone(one, other)
    lat, lon = (other, one) if (said or alone) == "lonlat" else (one, other)
    either = said is None and alone is None and one != other
    return Pasted(*checked(lat, lon), either=either, order=alone)


def _order_alone(first: float, second: float) -> Order | None:
    """The one order in which two numbers can be a position: none beyond 90, and of two orders the one in China."""
    if abs(first) > 90 or abs(second) > 90:
        return "lonlat" if abs(first) > 90 else "latlon"
    if in_china(first, second) != in_china(second, first):
        return "latlon" if in_china(first, second) else "lonlat"
    return None


def _json(text: str, header: str) -> Pasted | None:
    """GeoJSON, or an object that names its numbers; None where the text is neither."""
    try:
        found: Any = json.loads(text.replace("'", '"'))
    except (ValueError, RecursionError):
        return None
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if isinstance(found, dict) and (found.get("type") == "Point" or "coordinates" in found):
        found, header = found.get("coordinates"), ""
    if isinstance(found, dict):
        named = {str(name).casefold(): value for name, value in found.items()}
        values = [next((named[name] for name in names if name in named), None) for names in _BY_NAME]
        if None in values:
            return None
        try:
            return Pasted(*checked(angle(str(values[0])).degrees, angle(str(values[1])).degrees))
        except ValueError:
            raise PositionError("not_a_position", "position", text) from None
    if not isinstance(found, list) or not 2 <= len(found) <= 3:
        return None
    try:
        lon, lat = float(found[0]), float(found[1])
    except (TypeError, ValueError):
        return None
    return Pasted(*checked(*((lon, lat) if order_said(header) == "latlon" else (lat, lon))))


def _plus_code(code: str, text: str) -> Pasted:
    if not plus_codes.isFull(code):
        raise PositionError("short_plus_code" if plus_codes.isShort(code) else "not_a_position", "position", text)
    area = plus_codes.decode(code)
    if area.codeLength < _FINE:
        raise PositionError("coarse_plus_code", "position", text)
    return Pasted(*checked(round(area.latitudeCenter, 7), round(area.longitudeCenter, 7)), "wgs84")
