"""Standards: how a call goes, what a shelf should look like, what is coached. Data, since companies differ."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from store.records.base import Identifier, Part, Record
from store.records.outlet import Grade, Outlet, Tier


class StepKind(StrEnum):
    """What the call screen offers for a step; `note` is a step that is only ticked off."""

    NOTE = "note"
    DISPLAY = "display"
    STOCK = "stock"
    ORDER = "order"
    COACH = "coach"


class CallStep(Part):
    """One step of a call in its standard order."""

    id: Identifier
    name: Annotated[str, Field(min_length=1)]
    kind: StepKind = StepKind.NOTE
    required: bool = False


class DisplayPoint(Part):
    """One thing to check at the shelf and its weight in the display score."""

    id: Identifier
    name: Annotated[str, Field(min_length=1)]
    weight: Annotated[float, Field(gt=0)] = 1


class _Standard(Record):
    """A standard for some tiers, channels and grades; an empty list means all of them.

    `version` counts its changes: a call keeps the version it was judged by.
    """

    name: Annotated[str, Field(min_length=1)]
    version: Annotated[int, Field(ge=1)] = 1
    tiers: list[Tier] = []
    channels: list[str] = []
    grades: list[Grade] = []

    def covers(self, outlet: Outlet) -> bool:
        return (
            (not self.tiers or outlet.tier in self.tiers)
            and (not self.channels or outlet.channel in self.channels)
            and (not self.grades or outlet.grade in self.grades)
        )

    @property
    def closeness(self) -> int:
        """How narrowly it is drawn: the narrowest standard that covers an outlet is the one used."""
        return sum(map(bool, (self.tiers, self.channels, self.grades)))


class CallProcedure(_Standard):
    kind: Literal["procedure"] = "procedure"
    steps: list[CallStep] = []
    minimum_minutes: Annotated[float, Field(ge=0)] = 3


class DisplayStandard(_Standard):
    kind: Literal["display"] = "display"
    points: list[DisplayPoint] = []
    must_stock: list[Identifier] = []


class CoachingTopic(_Standard):
    kind: Literal["topic"] = "topic"
    script: str = ""


Standard = Annotated[CallProcedure | DisplayStandard | CoachingTopic, Field(discriminator="kind")]
"""One document of the standards, told apart by `kind`."""
