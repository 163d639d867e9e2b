"""Settings of a data folder, with the defaults a new one starts from."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from store.records.base import ClockTime, Money, Record
from store.records.outlet import Grade, Rhythm, Tier


class TravelModel(Record):
    """The estimate: seconds = `factor` · metres ** `power`; road metres = great circle · `detour`.

    Defaults were fitted on road networks: median error 12–23 %.
    """

    id: str = "estimate"
    factor: Annotated[float, Field(gt=0)] = 1.29
    power: Annotated[float, Field(gt=0, le=2)] = 0.724
    detour: Annotated[float, Field(ge=1, le=5)] = 1.35


class Settings(Record):
    """What planning assumes where a record is silent."""

    id: str = "settings"
    name: str = ""
    owner: str | None = None
    """Whose leave it takes to pass over a rung of the standing ladder; None: anybody's that is named."""
    currency: str = "CNY"
    timezone: str | None = None
    travel: TravelModel = TravelModel()
    call_minutes: dict[Tier, float] = {Tier.WHOLESALER: 40, Tier.SUB_WHOLESALER: 30, Tier.RETAILER: 15}
    rhythms: dict[Grade, Rhythm] = {
        Grade.A: Rhythm(visits=1, weeks=1),
        Grade.B: Rhythm(visits=1, weeks=2),
        Grade.C: Rhythm(visits=1, weeks=3),
        Grade.D: Rhythm(visits=1, weeks=4),
    }
    worth: dict[Grade, Money] = {Grade.A: 20000, Grade.B: 12000, Grade.C: 8000, Grade.D: 5000}
    worth_ungraded: Money = 7000
    default_rep_outlets: Annotated[int, Field(ge=1)] = 40
    default_start: ClockTime = 8 * 3600
    default_end: ClockTime = 18 * 3600
    preferred_rep_cost: Money = 3000
    promise_minutes: Annotated[float, Field(ge=0)] = 30
    """How far a published time may shift when the day is replanned."""
    promise_cost: Money = 100
    """What each minute beyond that costs the search."""
    change_cost: Money = 3000
    """What giving a published stop to another rep costs the search."""
