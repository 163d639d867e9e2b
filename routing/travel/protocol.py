"""What every source of travel times answers, and in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Point = tuple[float, float]
"""Latitude and longitude, WGS-84 degrees."""

Tables = tuple["NDArray[np.int32]", "NDArray[np.int32]"]
"""Seconds and metres."""

UNREACHED = -1
"""Stands in a matrix where there is no way from the one place to the other."""

ROAD_CLASSES = ("motorway", "main", "street", "ferry")
"""Motorways and trunk roads; primary and secondary roads; all smaller ones; boats."""


class TravelError(Exception):
    """A source of travel times that cannot be used, with a code and what fills its sentence.

    `exit_code` as the command line has it: 1 it does not answer, 2 no such source, 3 the map is unfit,
    5 an optional part is not installed.
    """

    def __init__(self, code: str, *, exit_code: int = 1, **params: object) -> None:
        self.code = code
        self.params = params
        self.exit_code = exit_code
        super().__init__(f"{code}: {params}")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is driven: its kind (van, truck, car, e_bike, three_wheeler, on_foot), metres, tonnes laden.

    A measure that is None is the usual one of the kind.
    """

    kind: str = "van"
    width: float | None = None
    height: float | None = None
    weight: float | None = None


VAN = Profile()


@dataclass(frozen=True, slots=True)
class Step:
    """One line of directions: what to do (`turn`, a name as in the translations), then how far to go on.

    `name` is the street's, empty where it has none.
    """

    turn: str
    name: str
    metres: int


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one place to another, in seconds and metres.

    `points` is the line driven, `pace` its seconds by road class in the order driven. A leg that no road
    was looked at for is a straight line without steps.
    """

    seconds: int
    metres: int
    points: tuple[Point, ...]
    steps: tuple[Step, ...] = ()
    pace: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a place meets the roads. `trouble`: off_map, no_road (none near) or island (no way to it); else empty.

    `metres` is the distance to the road, `street` its name, `point` where it is met.
    """

    point: Point | None
    metres: float = 0.0
    street: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be told once to whoever plans: a code of the translations and what fills it."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class Travel(Protocol):
    """A source of travel times. `source` names it in a plan; `estimate` says that no road was looked at."""

    @property
    def source(self) -> str: ...

    @property
    def estimate(self) -> bool: ...

    @property
    def notices(self) -> Sequence[Notice]:
        """What has gone otherwise than asked so far."""
        ...

    def normal(self, profile: Profile) -> Profile:
        """The profile whose ways these are as well: kinds that are not told apart share one."""
        ...

    def paced(self, factors: Mapping[str, float]) -> Travel:
        """The same roads with every class's times multiplied (see `ROAD_CLASSES`)."""
        ...

    def matrix(self, points: Sequence[Point], profile: Profile = VAN) -> Tables:
        """Seconds and metres from every point to every point, square arrays; `UNREACHED` where there is no way."""
        ...

    def between(self, rows: Sequence[Point], columns: Sequence[Point], profile: Profile = VAN) -> Tables:
        """The same from some points to others."""
        ...

    def legs(self, pairs: Sequence[tuple[Point, Point]], profile: Profile = VAN) -> list[Leg]:
        """The ways between pairs of points; a straight line where there is none."""
        ...

    def snap(self, points: Sequence[Point], profile: Profile = VAN) -> list[Snap]:
        """Where each point meets the roads."""
        ...

    def streets(self, south: float, west: float, north: float, east: float) -> list[tuple[str, list[Point]]]:
        """Roads to draw in the background of a map: class and line. The larger ones only where there are many."""
        ...
