"""Positions out of cells: numbers, pairs, and links copied from a map."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from store.notation.datum import Datum, in_china
from store.notation.errors import PositionError
from store.notation.words import fold

_NUMBER = re.compile(r"[-+]?\d{1,3}(?:\.\d+)?")
_PAIR = re.compile(r"^\D*?([-+]?\d{1,3}(?:\.\d+)?)\s*[°]?\s*[,;，；\s/|]\s*([-+]?\d{1,3}(?:\.\d+)?)\D*$")
_DEGREES = re.compile(
    r"^\s*([NSEW东西南北])?\s*(\d{1,3})\s*[°度]\s*(\d{1,2})\s*['′分]\s*(\d{1,2}(?:\.\d+)?)?\s*(?:[\"″秒]|'')?\s*([NSEW东西南北])?\s*$",
    re.IGNORECASE,
)

_DECIMALS = re.compile(r"(?<![\w.])[-+]?\d{1,3}\.\d+(?![\w.])")
_GOOGLE_PLACE = re.compile(r"!3d(-?\d+\.\d+)!4d(-?\d+\.\d+)")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A position somebody pasted, with the datum its link speaks of, if any."""

    lat: float
    lon: float
    datum: Datum | None = None


def number(text: str) -> float:
    """Decimal degrees, or degrees, minutes and seconds. Raises ValueError."""
    folded = fold(text)
    if (match := _DEGREES.match(folded)) is not None:
        side = (match[1] or match[5] or "").lower()
        value = int(match[2]) + int(match[3]) / 60 + float(match[4] or 0) / 3600
        return -value if side in {"s", "w", "南", "西"} else value
    value = float(
        folded.rstrip("°").replace(",", ".") if folded.count(",") == 1 and "." not in folded else folded.rstrip("°")
    )
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def from_cells(lat: str, lon: str) -> tuple[float, float] | None:
    """A position of two cells; None where both are empty. Raises `PositionError`; nothing is repaired."""
    if not lat and not lon:
        return None
    if not lat or not lon:
        raise PositionError("half_position", "lat" if not lat else "lon", lat or lon)
    values = []
    for field, text in (("lat", lat), ("lon", lon)):
        try:
            values.append(number(text))
        except ValueError:
            raise PositionError("not_a_position", field, text) from None
    return checked(values[0], values[1])


def checked(lat: float, lon: float) -> tuple[float, float]:
    """The position if it can be one. (0, 0), where nobody lives, is what programs write for "unknown"."""
    if abs(lat) > 90 and abs(lat) <= 180 and abs(lon) <= 90:
        raise PositionError("swapped", "lat", f"{lat:g}, {lon:g}")
    if abs(lat) > 90 or abs(lon) > 180:
        raise PositionError("out_of_range", "lat" if abs(lat) > 90 else "lon", f"{lat:g}, {lon:g}")
    if not in_china(lat, lon) and in_china(lon, lat):
        raise PositionError("swapped", "lat", f"{lat:g}, {lon:g}")
    if lat == 0 and lon == 0:
        raise PositionError("zero_position", "lat", "0, 0")
    return lat, lon


def from_text(text: str, header: str = "") -> Pasted | None:
    """A position in one cell: a pair of numbers or a map link; None where it holds none.

    In a pair the header says which comes first (经纬度, lng,lat); where it says nothing, the only order that
    can be, else latitude first. Raises `PositionError`.
    """
    if "://" in text or text.startswith(("geo:", "uri.amap")):
        return _link(text)
    match = _PAIR.match(fold(text))
    if match is None:
        return None
    first, second = float(match[1]), float(match[2])
    name = fold(header)
    lon_first = name.find("经") >= 0 and (name.find("纬") < 0 or name.find("经") < name.find("纬"))
    lon_first = lon_first or bool(re.match(r"\W*(?:lng|lon|long)", name))
    lat_first = bool(re.match(r"\W*lat", name)) or (name.find("纬") >= 0 and not lon_first)
    if not lon_first and not lat_first:
        lon_first = abs(first) > 90 or (in_china(second, first) and not in_china(first, second))
    lat, lon = (second, first) if lon_first else (first, second)
    return Pasted(*checked(lat, lon))


def _link(text: str) -> Pasted | None:
    """The position in a link of a map: Amap, Tencent, Baidu, Google, Apple, OpenStreetMap, geo:.

    Apple's map of China is Amap's and so is its datum; Google's is either, depending on the layer, and stays open.
    """
    url = urlsplit(unquote(text.strip()))
    if url.scheme == "geo":
        numbers = _NUMBER.findall(url.path)
        return Pasted(*checked(float(numbers[0]), float(numbers[1]))) if len(numbers) >= 2 else None
    host = url.netloc or url.path
    query = {name: values[0] for name, values in parse_qs(url.query + "&" + url.fragment).items()}
    datum: Datum | None = None
    lon_first = False
    if "amap" in host or "gaode" in host:
        datum, lon_first = ("wgs84" if query.get("coordinate") == "wgs84" else "gcj02"), True
    elif "map.qq" in host:
        datum = "gcj02"
    elif "baidu" in host:
        datum = {"gcj02": "gcj02", "wgs84": "wgs84"}.get(query.get("coord_type", ""), "bd09")  # type: ignore[assignment]
    elif "openstreetmap" in host:
        datum = "wgs84"
    elif "maps.apple" in host or "google.cn" in host:
        datum = "gcj02"
    if place := _GOOGLE_PLACE.search(url.geturl()):
        return Pasted(*checked(float(place[1]), float(place[2])), datum)
    for name in (
        "position",
        "coordinate",
        "latlng",
        "sll",
        "to",
        "dest",
        "location",
        "coord",
        "marker",
        "center",
        "q",
        "query",
        "ll",
        "destination",
        "p",
    ):
        if name in query:
            numbers = _DECIMALS.findall(query[name])
            if len(numbers) >= 2:
                first, second = float(numbers[0]), float(numbers[1])
                # Amap itself is not of one mind: positions are lon,lat, places (p, q) lat,lon
                turned = lon_first and name not in ("p", "q")
                return Pasted(*checked(*((second, first) if turned else (first, second))), datum)
    if {"mlat", "mlon"} <= query.keys():
        return Pasted(*checked(float(query["mlat"]), float(query["mlon"])), datum)
    match = re.search(r"@(-?\d+\.\d+),(-?\d+\.\d+)", text) or re.search(r"map=\d+/(-?\d+\.\d+)/(-?\d+\.\d+)", text)
    return Pasted(*checked(float(match[1]), float(match[2])), datum) if match else None
