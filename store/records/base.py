"""What every record shares: an id people know it by, a revision, and types that carry their units."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from store.notation.clock import LAST_CLOCK, clock_seconds, clock_text
from store.notation.money import minor_units, money_text

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
