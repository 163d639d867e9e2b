"""What a sample is made with: its words, its luck, its map."""

from __future__ import annotations

import datetime as dt
import math
import random
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

_FOLDER = Path(__file__).parent
_DEGREE = 111_195.0
"""Metres of a degree of latitude."""


@dataclass(frozen=True)
class Scene:
    """One sample: everything about it follows from these five."""

    language: str
    today: dt.date
    outlets: int
    reps: int
    seed: int

    @cached_property
    def words(self) -> dict[str, Any]:
        language = self.language if self.language in ("zh", "en") else "en"
        return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))

    @cached_property
    def service_words(self) -> dict[str, Any]:
        """What the service desk of the sample has on file."""
        language = self.language if self.language in ("zh", "en") else "en"
        return tomllib.loads((_FOLDER / f"service.{language}.toml").read_text(encoding="utf-8"))

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.words["timezone"])

    def luck(self, purpose: str) -> random.Random:
        """Random numbers of their own for each purpose, so that one more shop does not change every call."""
        return random.Random(f"{self.seed}/{purpose}")

    def at(self, east: float, north: float) -> tuple[float, float]:
        """A position so many metres from the centre."""
        lat, lon = self.words["centre"]
        return (
            round(lat + north / _DEGREE, 6),
            round(lon + east / (_DEGREE * math.cos(math.radians(lat))), 6),
        )

    def metres(self, lat: float, lon: float) -> tuple[float, float]:
        """The other way round: metres east and north of the centre."""
        centre = self.words["centre"]
        return (lon - centre[1]) * _DEGREE * math.cos(math.radians(centre[0])), (lat - centre[0]) * _DEGREE

    def past_workdays(self, weeks: int = 4) -> list[dt.date]:
        """Mondays to Saturdays before today, oldest first."""
        days = [self.today - dt.timedelta(back) for back in range(7 * weeks, 0, -1)]
        return [day for day in days if day.weekday() < 6]
