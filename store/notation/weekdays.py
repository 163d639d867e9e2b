"""Days of the week as files hold them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Weekday(StrEnum):
    """Days of the week as they stand in files, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @classmethod
    def of(cls, day: date) -> Weekday:
        return tuple(cls)[day.weekday()]
