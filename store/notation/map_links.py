"""Positions in links copied from a map."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from store.notation.datum import Datum
from store.notation.errors import PositionError

_NUMBER = re.compile(r"[-+]?\d{1,3}(?:\.\d+)?", re.ASCII)
_GEO = re.compile(rf"({_NUMBER.pattern}),({_NUMBER.pattern})(?:,{_NUMBER.pattern})?(?:;.*)?", re.ASCII)
_GEO_QUERY = re.compile(rf"\s*({_NUMBER.pattern})\s*,\s*({_NUMBER.pattern})\s*(?:\(.*)?", re.ASCII)
_PAIR = re.compile(
    r"(?<![\w.,+-])([-+]?\d{1,3}\.\d+)(?:\s*,\s*|\s+)([-+]?\d{1,3}\.\d+)(?![\w.])"
    rf"|^({_NUMBER.pattern})\s*,\s*({_NUMBER.pattern})$"
    r"|^[A-Za-z]\w*,([-+]?\d{1,3}\.\d+),([-+]?\d{1,3}\.\d+)(?=,|$)",
    re.ASCII,
)
"""Two numbers, by themselves, among words, or behind the id of a place of Amap's: ``B0FFG9XX12,30.48,120.19,店``."""
_GOOGLE_PLACE = re.compile(r"!3d(-?\d+\.\d+)!4d(-?\d+\.\d+)")
_SHORTENED = ("goo.gl", "surl.amap.com", "j.map.baidu.com", "url.cn", "maps.apple.com/p/", "bit.ly", "t.cn")
_NAMES = (
    "position", "coordinate", "latlng", "sll", "to", "dest", "location", "coord", "marker", "center", "q", "query",
    "ll", "destination", "p",
)  # fmt: skip


class Linked(NamedTuple):
    """What a link holds: latitude, longitude, and the datum of its map where that is known."""

    lat: float
    lon: float
    datum: Datum | None


def is_link(text: str) -> bool:
    return "://" in text or text.startswith(("geo:", "uri.amap"))


def position_in(text: str) -> Linked | None:
    """The position in a link of a map: Amap, Tencent, Baidu, Google, Apple, OpenStreetMap, geo:.

    Apple's map of China is Amap's and so is its datum; Google's is either, depending on the layer, and stays
    open. Raises `PositionError` ``short_link`` for a link that only its maker can follow.
    """
    try:
        url = urlsplit(unquote(text.strip()))
    except ValueError:  # brackets that are no address
        return None
    if url.scheme == "geo":
        # geo:0,0?q=60.17,24.94(Shop) marks a place; the 0,0 only opens the map
        match = _GEO_QUERY.fullmatch(parse_qs(url.query).get("q", [""])[0]) or _GEO.fullmatch(url.path)
        return None if match is None else Linked(float(match[1]), float(match[2]), None)
    host = url.netloc or url.path
    query = {name: values[0] for name, values in parse_qs(url.query + "&" + url.fragment).items()}
    datum, lon_first = _map_of(host, query)
    if place := _GOOGLE_PLACE.search(url.geturl()):
        return Linked(float(place[1]), float(place[2]), datum)
    for name in _NAMES:
        if (pair := _PAIR.search(query.get(name, ""))) is not None:
            first, second = (float(number) for number in pair.groups() if number is not None)
            # Amap itself is not of one mind: positions are lon,lat, places (p, q) lat,lon
            turned = lon_first and name not in ("p", "q")
            return Linked(second, first, datum) if turned else Linked(first, second, datum)
    marked = [query.get(name, "") for name in ("mlat", "mlon")]
    if any(marked):  # the middle of the map is not what is marked on it
        read = all(_NUMBER.fullmatch(each) for each in marked)
        return Linked(float(marked[0]), float(marked[1]), datum) if read else None
    match = re.search(r"@(-?\d+\.\d+),(-?\d+\.\d+)", text) or re.search(r"map=\d+/(-?\d+\.\d+)/(-?\d+\.\d+)", text)
    if match is not None:
        return Linked(float(match[1]), float(match[2]), datum)
    if any(short in f"{host}{url.path}" for short in _SHORTENED):
        raise PositionError("short_link", "position", text)
    return None


def _map_of(host: str, query: dict[str, str]) -> tuple[Datum | None, bool]:
    """The datum of a map's links, and whether they put the longitude first."""
    if "amap" in host or "gaode" in host:
        return ("wgs84" if query.get("coordinate") == "wgs84" else "gcj02"), True
    if "map.qq" in host:
        return "gcj02", False
    if "baidu" in host:
        named: dict[str, Datum] = {"gcj02": "gcj02", "wgs84": "wgs84"}
        return named.get(query.get("coord_type", ""), "bd09"), False
    if "openstreetmap" in host:
        return "wgs84", False
    if "maps.apple" in host or "google.cn" in host:
        return "gcj02", False
    return None, False
