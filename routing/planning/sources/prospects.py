"""Prospects as fillers: those that lie near a stop that is due anyway."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from routing.planning.sources.claim import Claim, lately
from routing.travel import great_circle
from store.records import Message, Outlet, Status

if TYPE_CHECKING:
    from routing.planning.world import World

_DEGREE = 111_195.0
"""Metres of a degree of latitude."""


def prospects(world: World, due: Iterable[Outlet]) -> Iterator[Claim]:
    """Prospects within the settings' distance of one of the outlets that are due."""
    reach = world.settings.prospect_metres
    waiting = [
        outlet
        for outlet in world.outlets.values()
        if outlet.status is Status.PROSPECT
        and outlet.located
        and not lately(world, outlet, world.settings.prospect_days - 1)
    ]
    if reach <= 0 or not waiting:
        return
    grid: dict[tuple[int, int], list[Outlet]] = {}
    for outlet in due:
        if outlet.lat is not None and outlet.lon is not None:
            grid.setdefault(_square(outlet.lat, outlet.lon, reach), []).append(outlet)
    task = world.settings.tasks.prospect
    for outlet in waiting:
        near = _nearest(outlet, grid, reach)
        if near is not None:
            params = {"metres": round(near[0]), "name": near[1].name}
            yield Claim(outlet, Message(code="prospect", params=params), worth=task.worth, minutes=task.minutes)


def _square(lat: float, lon: float, reach: float) -> tuple[int, int]:
    """The square of the grid, at least as wide as the reach; longitudes are counted at 60° so that it is so anywhere
    people live.
    """
    return math.floor(lat * _DEGREE / reach), math.floor(lon * _DEGREE / 2 / reach)


def _nearest(outlet: Outlet, grid: dict[tuple[int, int], list[Outlet]], reach: float) -> tuple[float, Outlet] | None:
    assert outlet.lat is not None
    assert outlet.lon is not None
    row, column = _square(outlet.lat, outlet.lon, reach)
    here = (outlet.lat, outlet.lon)
    found = [
        (great_circle(here, (other.lat or 0.0, other.lon or 0.0)), other)
        for north in (-1, 0, 1)
        for east in (-1, 0, 1)
        for other in grid.get((row + north, column + east), ())
    ]
    near = min(found, key=lambda pair: (pair[0], pair[1].id), default=None)
    return near if near is not None and near[0] <= reach else None
