"""The places of a day's problem, and the walks from where one parks to their doors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.planning.world import World
from routing.travel import Point, great_circle
from store.records import Outlet

if TYPE_CHECKING:
    from routing.problem import Matrix
    from routing.sparse import Sparse

WALKING = 1.2
"""Metres a second on foot, with what one carries."""
DETOUR = 1.3
"""How much longer a walk is than the straight line."""


@dataclass(frozen=True, slots=True)
class _Door:
    """Where an outlet's door is, the seconds from where one parks to it, and where that is."""

    at: Point
    walk_s: int = 0
    parking: str | None = None


@dataclass(frozen=True, slots=True)
class Walks:
    """Seconds from where one parks to each place's door; and between doors for which one parks at the same place."""

    door_s: tuple[int, ...] = ()
    on_foot: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def beside(self, here: int, there: int) -> int | None:
        """Seconds that walking adds to a drive; None where nobody drives."""
        if (here, there) in self.on_foot:
            return None
        return self.door_s[here] + self.door_s[there] if self.door_s and here != there else 0

    def added(self, times: Matrix) -> Matrix:
        """Driving times with the walks: back to the car and on, or straight on to a door nearby."""
        import numpy as np

        from routing.sparse import Sparse

        if not any(self.door_s):
            return times
        doors = np.array(self.door_s, dtype=np.int32)
        if isinstance(times, Sparse):
            return self._told(times.with_doors(doors), list(self.on_foot.values()))
        ways = times + doors[:, None] + doors
        np.fill_diagonal(ways, 0)
        for (here, there), seconds in self.on_foot.items():
            ways[here, there] = seconds
        return ways

    def parked(self, metres: Matrix) -> Matrix:
        """Metres driven: none where one walks."""
        from routing.sparse import Sparse

        if not self.on_foot:
            return metres
        if isinstance(metres, Sparse):
            return self._told(metres.copy(), [0] * len(self.on_foot))
        driven = metres.copy()
        for here, there in self.on_foot:
            driven[here, there] = 0
        return driven

    def _told(self, matrix: Sparse, values: Sequence[int]) -> Sparse:
        """The matrix with what it says of the ways on foot."""
        import numpy as np

        if values:
            rows, columns = np.array(list(self.on_foot), np.int64).T
            matrix.learn(rows, columns, np.array(values, np.int32))
        return matrix


class Places:
    """Numbers points of the map as they come up, each once; outlets that one walks to have a place of their own."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._numbers: dict[object, int] = {}
        self._points: list[Point] = []
        self._doors: list[_Door] = []
        self._parkings = _parkings(world.outlets.values())

    def of(self, point: Point) -> int:
        """The place at a point of the map."""
        return self._number(point, point, _Door(point))

    def of_outlet(self, outlet: Outlet) -> int:
        """The place of an outlet: where one parks for it, with the walk to the door."""
        assert outlet.lat is not None
        assert outlet.lon is not None
        at, access = (outlet.lat, outlet.lon), outlet.access
        if access is None or not (access.walk_minutes or access.parking):
            return self.of(at)
        door = _Door(at, round(access.walk_minutes * 60), access.parking)
        where = self._parkings[access.parking] if access.parking else at
        return self._number((outlet.id,), where, door)

    def _number(self, key: object, point: Point, door: _Door) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self._points)
            self._points.append(point)
            self._doors.append(door)
        return self._numbers[key]

    @property
    def points(self) -> tuple[Point, ...]:
        """Where each place is driven to."""
        return tuple(self._points)

    def walks(self) -> Walks:
        """What walking adds to the ways between the places, and replaces of them."""
        on_foot = {}
        for here, there in self._neighbours():
            metres = great_circle(self._doors[here].at, self._doors[there].at) * DETOUR
            on_foot[here, there] = round(metres / WALKING)
        return Walks(tuple(door.walk_s for door in self._doors), on_foot)

    def _neighbours(self) -> list[tuple[int, int]]:
        """Pairs of places for which one parks at the same place."""
        groups: dict[str, list[int]] = {}
        for number, door in enumerate(self._doors):
            if door.parking:
                groups.setdefault(door.parking, []).append(number)
        return [(here, there) for group in groups.values() for here in group for there in group if here != there]


def _parkings(outlets: Iterable[Outlet]) -> dict[str, Point]:
    """Where each parking place is: in the middle of the outlets one parks there for."""
    groups: dict[str, list[Point]] = {}
    for outlet in outlets:
        if outlet.access is None or not outlet.access.parking or outlet.lat is None or outlet.lon is None:
            continue
        groups.setdefault(outlet.access.parking, []).append((outlet.lat, outlet.lon))
    return {
        name: (sum(lat for lat, _ in points) / len(points), sum(lon for _, lon in points) / len(points))
        for name, points in groups.items()
    }
