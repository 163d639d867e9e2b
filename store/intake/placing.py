"""A place for outlets without one: among their neighbours on the street, in the village, in the town."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from store.notation.words import fold, is_chinese

_SPACES = re.compile(r"\s+")
_PROVINCE = re.compile(r"^.*?(?:省|自治区)")
_HOUSE = re.compile(r"(\d+)\s*(?:号|弄|-\d+)?")
_STREET_CN = re.compile(r"[\u3400-\u9fff]{1,12}?(?:大道|大街|公路|国道|省道|街|路|巷|弄|胡同|里)")
_VILLAGE = re.compile(r"[\u3400-\u9fff]{1,8}?(?:行政村|自然村|村|屯|庄|社区|居委会)")
_TOWN = re.compile(r"[\u3400-\u9fff]{1,8}?(?:街道|镇|乡|苏木)")
_DISTRICT = re.compile(r"^(?:[^镇乡街路村\W\d]{1,6}?(?:市(?!场)|(?<![小社园景校厂矿])区|县|旗))+")
_INSIDE = re.compile(r"^(?:floor|unit|apt|suite|shop|no|building|level|room|block|\d+(?:st|nd|rd|th) floor)\b|^#")
_FARTHEST_KM = {"street": 12.0, "village": 12.0, "town": 30.0}
"""How far apart the outlets of one street, village or town may lie for it to be one place."""
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Where:
    """What an address says: keys from near to far, and the house number on the street."""

    street: str = ""
    house: int | None = None
    village: str = ""
    town: str = ""

    def keys(self) -> list[tuple[str, str]]:
        found = (("street", self.street), ("village", self.village), ("town", self.town))
        return [(by, name) for by, name in found if name]


@lru_cache(maxsize=65536)
def where_of(address: str, *parts: str) -> Where:
    """Street, village and town of an address; `parts` are the cells of city, district and postcode."""
    text = _SPACES.sub(" ", fold(address))
    around = " ".join(fold(part) for part in parts if part)
    rest = _PROVINCE.sub("", text)
    if is_chinese(rest):
        district = ((found := _DISTRICT.search(rest)) and found[0]) or ""
        rest = rest.removeprefix(district)
        town = ((found := _TOWN.search(rest)) and found[0]) or ""
        after_town = rest.split(town, 1)[-1] if town else rest
        village = ((found := _VILLAGE.search(after_town)) and found[0]) or ""
        street = ((found := _STREET_CN.search(after_town)) and found[0]) or ""
        house = (number := _HOUSE.search(after_town.split(street, 1)[-1])) and int(number[1]) if street else None
        return Where(
            f"{around}|{district}{town}|{street}" if street else "",
            house or None,
            f"{around}|{district}{town}|{village}" if village else "",
            f"{around}|{district}{town}" if town or district else around,
        )
    first, *others = [part.strip() for part in rest.split(",")] if "," in rest else [rest]
    if not re.search(r"[^\W\d]", first) and others:  # the number stands by itself: 12, Main Street
        first = f"{first} {others.pop(0)}"
    number = re.search(r"\d+", first)
    street = re.sub(r"\W+", " ", re.split(r"\d", first, maxsplit=1)[0] or re.sub(r"^[\d\W]+", "", first)).strip()
    far = [re.sub(r"[\d\W]+", " ", part).strip() for part in others if not _INSIDE.match(part)]
    place = " ".join(part for part in [*far, around] if part)
    return Where(f"{place}|{street}" if street else "", int(number[0]) if number else None, "", place)


class FarApartError(Exception):
    """The neighbours by which an outlet would be placed are not in one place: a street's name in two towns, say."""

    def __init__(self, by: str, spread_km: float) -> None:
        super().__init__(by)
        self.by, self.km = by, round(spread_km)


@dataclass(slots=True)
class _Group:
    """Outlets of one street, village or town. Longitudes count from the first one's, across the date line too."""

    count: int = 0
    origin: float = 0.0
    lat: float = 0.0
    east: float = 0.0
    south_west: tuple[float, float] = (90.0, 180.0)
    north_east: tuple[float, float] = (-90.0, -180.0)
    numbered: list[tuple[int, float, float]] = field(default_factory=list)
    sorted: bool = True

    def add(self, house: int | None, lat: float, lon: float) -> None:
        if not self.count:
            self.origin = lon
        east = _wrapped(lon - self.origin)
        self.count, self.lat, self.east = self.count + 1, self.lat + lat, self.east + east
        self.south_west = (min(self.south_west[0], lat), min(self.south_west[1], east))
        self.north_east = (max(self.north_east[0], lat), max(self.north_east[1], east))
        if house is not None:
            self.numbered.append((house, lat, east))
            self.sorted = False

    @property
    def spread_km(self) -> float:
        """How far apart its corners lie."""
        (south, west), (north, east) = self.south_west, self.north_east
        width = (east - west) * math.cos(math.radians((south + north) / 2))
        return math.hypot(north - south, width) * _KM_PER_DEGREE

    def at(self, house: int | None) -> tuple[float, float]:
        """Between the nearest house numbers in proportion, beyond the last one at it; without numbers the middle."""
        if house is None or not self.numbered:
            return self.lat / self.count, _wrapped(self.origin + self.east / self.count)
        if not self.sorted:
            self.numbered.sort()
            self.sorted = True
        below = bisect_right(self.numbered, (house, math.inf, math.inf)) - 1
        above = bisect_left(self.numbered, (house, -math.inf, -math.inf))
        first = self.numbered[max(below, 0)]
        last = self.numbered[min(above, len(self.numbered) - 1)]
        share = (house - first[0]) / (last[0] - first[0]) if last[0] > first[0] else 0.5 if last[0] == house else 0.0
        lat = first[1] + (last[1] - first[1]) * share
        return lat, _wrapped(self.origin + first[2] + (last[2] - first[2]) * share)


def _wrapped(degrees: float) -> float:
    """A longitude, or a difference of two, in the range above -180 up to 180."""
    return degrees if -180 < degrees <= 180 else 180 - (180 - degrees) % 360


@dataclass(slots=True)
class Neighbours:
    """Outlets whose place is known, by what their addresses say."""

    _known: dict[tuple[str, str], _Group] = field(default_factory=lambda: defaultdict(_Group))

    def add(self, where: Where, lat: float, lon: float) -> None:
        for key in where.keys():  # noqa: SIM118 - not a mapping
            self._known[key].add(where.house, lat, lon)

    def place(self, where: Where) -> tuple[str, float, float] | None:
        """By what (street, village or town) and where; None where nothing near is known.

        Raises `FarApartError` where the nearest that is known lies in several places.
        """
        for key in where.keys():  # noqa: SIM118
            group = self._known.get(key)
            if group is None:
                continue
            if group.spread_km > _FARTHEST_KM[key[0]]:
                raise FarApartError(key[0], group.spread_km)
            lat, lon = group.at(where.house if key[0] == "street" else None)
            return key[0], round(lat, 6), round(lon, 6)
        return None
