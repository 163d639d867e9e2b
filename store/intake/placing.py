"""A place for outlets without one: among their neighbours on the street, in the village, in the town."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from store.notation.words import fold

_HOUSE = re.compile(r"(\d+)\s*(?:号|弄|-\d+)?")
_STREET_CN = re.compile(r"[\u3400-\u9fff]{1,12}?(?:大道|大街|公路|国道|省道|街|路|巷|弄|胡同|里)")
_VILLAGE = re.compile(r"[\u3400-\u9fff]{1,8}?(?:行政村|自然村|村|屯|庄|社区|居委会)")
_TOWN = re.compile(r"[\u3400-\u9fff]{1,8}?(?:街道|镇|乡|苏木)")
_DISTRICT = re.compile(r"[\u3400-\u9fff]{1,8}?(?:区|县|旗|市)")
_NEAREST = 3


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


def where_of(address: str, *parts: str) -> Where:
    """Street, village and town of an address; `parts` are the cells of city, district and postcode."""
    text = re.sub(r"\s+", " ", fold(address))
    around = " ".join(fold(part) for part in parts if part)
    rest = re.sub(r"^.*?(?:省|自治区)", "", text)
    if re.search(r"[\u3400-\u9fff]", rest):
        district = ((found := _DISTRICT.search(rest)) and found[0]) or ""
        rest = rest.removeprefix(district)
        town = ((found := _TOWN.search(rest)) and found[0]) or ""
        after_town = rest.split(town, 1)[-1] if town else rest
        village = ((found := _VILLAGE.search(after_town)) and found[0]) or ""
        street = ((found := _STREET_CN.search(after_town)) and found[0]) or ""
        house = (number := _HOUSE.search(after_town.split(street, 1)[-1])) and int(number[1]) if street else None
        return Where(
            f"{around}|{town}|{street}" if street else "",
            house or None,
            f"{around}|{town}|{village}" if village else "",
            f"{around}|{town or district}" if town or district else around,
        )
    number = re.search(r"\d+", rest)
    street = re.sub(r"\W+", " ", re.split(r"\d", rest, maxsplit=1)[0] or re.sub(r"^[\d\W]+", "", rest)).strip()
    return Where(f"{around}|{street}" if street else "", int(number[0]) if number else None, "", around)


@dataclass(slots=True)
class _Group:
    """Outlets of one street, village or town."""

    count: int = 0
    lat: float = 0.0
    lon: float = 0.0
    numbered: list[tuple[int, float, float]] = field(default_factory=list)
    sorted: bool = True

    def add(self, house: int | None, lat: float, lon: float) -> None:
        self.count, self.lat, self.lon = self.count + 1, self.lat + lat, self.lon + lon
        if house is not None:
            self.numbered.append((house, lat, lon))
            self.sorted = False

    def near(self, house: int) -> list[tuple[int, float, float]]:
        """Those with the nearest house numbers."""
        if not self.sorted:
            self.numbered.sort()
            self.sorted = True
        at = bisect_left(self.numbered, (house,))
        around = self.numbered[max(0, at - _NEAREST) : at + _NEAREST]
        return sorted(around, key=lambda entry: abs(entry[0] - house))[:_NEAREST]


@dataclass(slots=True)
class Neighbours:
    """Outlets whose place is known, by what their addresses say."""

    _known: dict[tuple[str, str], _Group] = field(default_factory=lambda: defaultdict(_Group))

    def add(self, where: Where, lat: float, lon: float) -> None:
        for key in where.keys():  # noqa: SIM118 - not a mapping
            self._known[key].add(where.house, lat, lon)

    def add_all(self, known: Iterable[tuple[Where, float, float]]) -> None:
        for where, lat, lon in known:
            self.add(where, lat, lon)

    def place(self, where: Where) -> tuple[str, float, float] | None:
        """By what (street, village or town) and where; None where nothing near is known.

        On a street the houses with the nearest numbers count, elsewhere all.
        """
        for key in where.keys():  # noqa: SIM118
            group = self._known.get(key)
            if group is None:
                continue
            if key[0] == "street" and where.house is not None and group.numbered:
                near = group.near(where.house)
                lat = sum(entry[1] for entry in near) / len(near)
                lon = sum(entry[2] for entry in near) / len(near)
            else:
                lat, lon = group.lat / group.count, group.lon / group.count
            return key[0], round(lat, 6), round(lon, 6)
        return None
