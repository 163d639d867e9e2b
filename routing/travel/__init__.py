"""Time and distance between places: one protocol, several sources."""

from __future__ import annotations

from routing.travel.estimate import Estimate, great_circle
from routing.travel.protocol import (
    ROAD_CLASSES,
    UNREACHED,
    VAN,
    Leg,
    Notice,
    Point,
    Profile,
    Snap,
    Step,
    Tables,
    Travel,
    TravelError,
)
from routing.travel.sources import open_travel

__all__ = [
    "ROAD_CLASSES",
    "UNREACHED",
    "VAN",
    "Estimate",
    "Leg",
    "Notice",
    "Point",
    "Profile",
    "Snap",
    "Step",
    "Tables",
    "Travel",
    "TravelError",
    "great_circle",
    "open_travel",
]
