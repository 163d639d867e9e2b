"""What every record shares: an id people know it by, a revision, and types that carry their units."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

_CLOCK = re.compile(r"^(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?$")
LAST_CLOCK = 48 * 3600
"""The latest time of day a record may hold, in seconds after midnight."""


def clock_seconds(value: object) -> object:
    """Seconds after midnight from ``HH:MM`` or ``HH:MM:SS``; up to 48:00 for hours past midnight."""
    if not isinstance(value, str):
        return value
    match = _CLOCK.match(value.strip())
    if not match:
        raise ValueError("clock")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if minutes > 59 or seconds > 59:
        raise ValueError("clock")
    return hours * 3600 + minutes * 60 + seconds


def clock_text(seconds: int) -> str:
    """``HH:MM``, with ``:SS`` only where the seconds are not zero."""
    minutes, rest = divmod(int(seconds), 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{rest:02d}" if rest else text


def minor_units(value: object) -> object:
    """Minor currency units of a decimal string; `ValueError` ``money`` for what is no amount."""
    if isinstance(value, str):
        try:
            amount = Decimal(value.strip())
        except InvalidOperation:
            raise ValueError("money") from None
        if not amount.is_finite():
            raise ValueError("money")
        return int((amount * 100).to_integral_value())
    return value


def money_text(minor: int) -> str:
    """A decimal string of an amount in minor currency units: 1840 is ``18.40``."""
    sign, minor = ("-", -minor) if minor < 0 else ("", minor)
    return f"{sign}{minor // 100}.{minor % 100:02d}"


ClockTime = Annotated[
    int,
    BeforeValidator(clock_seconds),
    Field(ge=0, le=LAST_CLOCK),
    PlainSerializer(clock_text, return_type=str, when_used="json"),
]
"""A time of day in seconds after midnight; ``HH:MM`` in files."""

Money = Annotated[
    int,
    BeforeValidator(minor_units),
    PlainSerializer(money_text, return_type=str, when_used="json"),
]
"""An amount in minor currency units; a decimal string in files."""

Identifier = Annotated[str, Field(min_length=1, max_length=64)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


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


class Part(BaseModel):
    """A piece of a record; fields it does not know are kept, so that newer writers lose nothing."""

    model_config = ConfigDict(extra="allow", defer_build=True, ser_json_inf_nan="null", allow_inf_nan=False)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, without what was never set apart from its default."""
        return self.model_dump(mode="json", exclude_none=True)


class Record(Part):
    """One document of the books: `id` is what people call it, `rev` counts its changes from 1."""

    id: Identifier
    rev: int = Field(default=0, ge=0)


Instant = datetime
"""A moment with its offset, ISO 8601 in files."""
