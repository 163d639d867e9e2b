"""Settings of a data folder, with the defaults a new one starts from."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from store.notation.weekdays import Weekday
from store.records.base import ClockTime, Money, Part, Record
from store.records.calendar import SpecialDays
from store.records.outlet import Grade, Rhythm, Tier


class Calibration(Part):
    """When the estimate was fitted, to how many trips, and its median error before and after, as a share."""

    date: dt.date
    trips: Annotated[int, Field(ge=1)]
    before: Annotated[float, Field(ge=0)]
    after: Annotated[float, Field(ge=0)]


class TravelModel(Record):
    """Where travel times come from, and the estimate for where there is no map.

    `source`: ``estimate``, ``roads:FILE.osm.pbf``, ``osrm:URL`` or ``valhalla:URL``. The estimate: seconds =
    `factor` · metres ** `power`; road metres = great circle · `detour`. Its defaults were fitted on road
    networks: median error 12–23 %.
    """

    id: str = "estimate"
    source: Annotated[str, Field(min_length=1, max_length=1000)] = "estimate"
    factor: Annotated[float, Field(gt=0)] = 1.29
    power: Annotated[float, Field(gt=0, le=2)] = 0.724
    detour: Annotated[float, Field(ge=1, le=5)] = 1.35
    calibration: Calibration | None = None


RoadClass = Literal["motorway", "main", "street", "ferry"]
"""Motorways and trunk roads; primary and secondary roads; all smaller ones; boats."""


class Profile(Part):
    """Weights for one way of planning: how many times what it really costs each thing counts in the search.

    `km` for the kilometres, `hour` for the hours, `even` for uneven hours among reps, `worth` for stops left out.
    """

    km: Annotated[float, Field(ge=0, le=1000)] = 1
    hour: Annotated[float, Field(ge=0, le=1000)] = 1
    even: Annotated[float, Field(ge=0, le=1000)] = 1
    worth: Annotated[float, Field(ge=0, le=1000)] = 1


class TrafficHours(Part):
    """Hours in which driving takes `slower` times as long, by class of road; on some weekdays or on all."""

    days: list[Weekday] = []
    start: ClockTime
    end: ClockTime
    slower: dict[RoadClass, Annotated[float, Field(ge=0.2, le=10)]]

    @model_validator(mode="after")
    def _ordered(self) -> TrafficHours:
        if self.end <= self.start:
            raise ValueError("window_order")
        return self


class Task(Part):
    """A piece of work at an outlet: the minutes it takes there, and what doing it is worth."""

    minutes: Annotated[float, Field(ge=0, le=600)] = 0
    worth: Annotated[Money, Field(ge=0)] = 0


class Tasks(Part):
    """The work that makes a stop due besides the visit itself.

    Of a delivery: minutes for any, with `case_minutes` for each case. `collection` is worth its amount's
    `collection_share` as well.
    """

    delivery: Task = Task(minutes=6)
    case_minutes: Annotated[float, Field(ge=0, le=60)] = 0.4
    collection: Task = Task(minutes=5, worth=4000)
    collection_share: Annotated[float, Field(ge=0, le=1)] = 0.05
    issue: Task = Task(minutes=10, worth=15000)
    deal: Task = Task(minutes=20, worth=20000)
    stock_count: Task = Task(minutes=15, worth=6000)
    bulletin: Task = Task(minutes=3, worth=2000)
    audit: Task = Task(minutes=20, worth=8000)
    risk: Task = Task(minutes=10, worth=12000)
    prospect: Task = Task(minutes=12, worth=3000)


class Settings(Record):
    """What planning assumes where a record is silent. `traffic`: the user's own table of slow hours."""

    id: Literal["settings"] = "settings"
    name: str = ""
    owner: str | None = None
    """Whose leave it takes to pass over a rung of the standing ladder; None: anybody's that is named."""
    currency: str = "CNY"
    timezone: str | None = None
    calendar: list[SpecialDays] = []
    """Public holidays and other days on which all of the company is closed, and days off that are worked."""
    travel: TravelModel = TravelModel()
    traffic: list[TrafficHours] = []
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
    profiles: dict[str, Profile] = {
        "fewest_km": Profile(km=20, hour=0.2),
        "fair": Profile(even=25),
        "serve_all": Profile(worth=100),
    }
    """Named weights to plan by; without one everything counts as what it costs."""
    promise_minutes: Annotated[float, Field(ge=0)] = 30
    """How far a published time may shift when the day is replanned."""
    promise_cost: Money = 100
    """What each minute beyond that costs the search."""
    change_cost: Money = 3000
    """What giving a published stop to another rep costs the search."""
    tasks: Tasks = Tasks()
    issue_lead_days: Annotated[int, Field(ge=0, le=60)] = 1
    """So many days before its deadline an open issue pulls its outlet onto the route."""
    bulletin_lead_days: Annotated[int, Field(ge=0, le=60)] = 3
    """So many days before it ends a bulletin makes a stop of its own; before, it goes along with a visit."""
    audits: dict[Grade, Rhythm] = {}
    """How often supervisors check outlets of a grade; none named: not at all."""
    prospect_metres: Annotated[float, Field(ge=0, le=50_000)] = 500
    """How near to a stop that is due a prospect must lie to be called on as a filler; 0: none are."""
    prospect_days: Annotated[int, Field(ge=1, le=365)] = 14
    """Days after a call before a prospect is called on again."""
    late_cost: Annotated[Money, Field(ge=0)] = 200
    """What each minute costs that a stop begins after its hours, where it may."""
    reload_minutes: Annotated[float, Field(ge=0, le=480)] = 20
    """How long a vehicle loads when it comes back for more."""

    @field_validator("calendar")
    @classmethod
    def _by_date(cls, value: list[SpecialDays]) -> list[SpecialDays]:
        return sorted(value, key=lambda each: (each.first, each.last))
