"""Time and distance between places: one protocol, several sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from routing.travel.estimate import Estimate, great_circle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Point = tuple[float, float]
"""Latitude and longitude, WGS-84 degrees."""


class Travel(Protocol):
    """A source of travel times. `source` names it in a plan; `estimate` says that no road was looked at."""

    @property
    def source(self) -> str: ...

    @property
    def estimate(self) -> bool: ...

    def matrix(self, points: Sequence[Point]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Seconds and metres from every point to every point, square int64 arrays."""
        ...


__all__ = ["Estimate", "Point", "Travel", "great_circle"]
