"""Outlets that may be one and the same: the same phone, or the same place under much the same name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from store.intake.known import phone_keys
from store.notation.words import key
from store.records import Outlet

_NEAR = 0.0003
"""Degrees, some 30 m: as far as two people's pins of one shop lie apart."""
_NOISE = re.compile(
    r"(小卖部|超市|便利店|商店|烟酒店|烟酒|批发部|商行|食品店|副食店|经营部|有限公司|连锁|总店|分店|店|shop|store|market|ltd)"
)


class Twins:
    """Outlets by phone and place, growing as rows come in."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._phones: dict[str, str] = {}
        self._cells: dict[tuple[int, int], list[Outlet]] = defaultdict(list)
        for outlet in outlets:
            self.add(outlet)

    def add(self, outlet: Outlet) -> None:
        for number in phone_keys(outlet.phone or ""):
            self._phones.setdefault(number, outlet.id)
        if outlet.lat is not None and outlet.lon is not None and not outlet.approximate:
            self._cells[_cell(outlet.lat, outlet.lon)].append(outlet)

    def of(self, outlet: Outlet) -> Iterator[tuple[str, str, str]]:
        """``same_phone`` or ``same_place``, what is the same, and the other's id; the outlet is known afterwards."""
        called = (self._phones.get(number) for number in phone_keys(outlet.phone or ""))
        other = next((each for each in called if each not in (None, outlet.id)), None)
        if other is not None:
            yield "same_phone", str(outlet.phone), other
        if outlet.lat is not None and outlet.lon is not None and not outlet.approximate:
            near = self._near(outlet.lat, outlet.lon)
            if any(each.id not in (outlet.id, other) for each in near):
                name = _core(outlet.name)
                for each in near:
                    if each.id not in (outlet.id, other) and _alike(name, _core(each.name)):
                        yield "same_place", outlet.name, each.id
                        break
        self.add(outlet)

    def _near(self, lat: float, lon: float) -> list[Outlet]:
        row, column = _cell(lat, lon)
        return [
            each
            for y in (-1, 0, 1)
            for x in (-1, 0, 1)
            for each in self._cells.get((row + y, column + x), ())
            if abs((each.lat or 0) - lat) < _NEAR and abs((each.lon or 0) - lon) < _NEAR
        ]


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return int(lat // _NEAR), int(lon // _NEAR)


@lru_cache(maxsize=65536)
def _core(name: str) -> str:
    """A name without the words that half of all shops share."""
    plain = key(name)
    return _NOISE.sub("", plain) or plain


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= 2 and (one in other or other in one))
