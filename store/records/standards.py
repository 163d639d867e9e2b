"""Standards: how a call goes, what a shelf should look like, what is coached. Data, since companies differ."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from store.records.base import ClockTime, Identifier, Part, Record
from store.records.issue import IssueKind
from store.records.outlet import Grade, Outlet, Tier


class StepKind(StrEnum):
    """What the call screen offers for a step; `note` is a step that is only ticked off.

    `network` asks how the outlets behind a wholesaler do, `cash` what its money is tied up in.
    """

    NOTE = "note"
    FOLLOW_UP = "follow_up"
    DELIVERY = "delivery"
    DISPLAY = "display"
    STOCK = "stock"
    ORDER = "order"
    COACH = "coach"
    NETWORK = "network"
    CASH = "cash"
    BULLETIN = "bulletin"
    RATING = "rating"


class StepWhen(StrEnum):
    """What must hold for a step to be asked for."""

    DELIVERY_DUE = "delivery_due"
    ACTION_AGREED = "action_agreed"
    DISPLAY_STANDARD = "display_standard"
    BULLETIN_OPEN = "bulletin_open"
    ISSUE_OPEN = "issue_open"
    HAS_NETWORK = "has_network"
    KEY_ACCOUNT = "key_account"
    STOCK_COUNT_DUE = "stock_count_due"


class CallStep(Part):
    """One step of a call in its standard order.

    It is asked for where every condition of `when` holds, at outlets of `grades` (none named: all), and, with
    `every_days`, only if it was last done at least so many days ago.
    """

    id: Identifier
    name: Annotated[str, Field(min_length=1)]
    kind: StepKind = StepKind.NOTE
    required: bool = False
    when: list[StepWhen] = []
    grades: list[Grade] = []
    every_days: Annotated[int, Field(ge=1, le=366)] | None = None


class PointKind(StrEnum):
    """What a point of a display checklist is about."""

    POINT = "point"
    PRICE_TAG = "price_tag"
    POSM = "posm"
    FRESHNESS = "freshness"


class DisplayPoint(Part):
    """One thing to check at the shelf and its weight in the display score."""

    id: Identifier
    name: Annotated[str, Field(min_length=1)]
    weight: Annotated[float, Field(gt=0)] = 1
    kind: PointKind = PointKind.POINT


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
    """How a call goes at such outlets, and what makes one implausible.

    Too short: less than `minimum_minutes`. Too close: begun after the one before in less than `way_share` of
    the estimated way. At night: first keyed between `night_from` and `night_until`.

    A suggested order covers `cover_days` (None: the outlet's rhythm) and `safety_days` more.
    """

    kind: Literal["procedure"] = "procedure"
    steps: list[CallStep] = []
    minimum_minutes: Annotated[float, Field(ge=0)] = 3
    way_share: Annotated[float, Field(ge=0, le=1)] = 0.5
    night_from: ClockTime = 21 * 3600
    night_until: ClockTime = 5 * 3600
    cover_days: Annotated[float, Field(gt=0, le=366)] | None = None
    safety_days: Annotated[float, Field(ge=0, le=366)] = 3


class DisplayStandard(_Standard):
    """What the shelf should look like; `share_of_shelf` is what is aimed at, 0 to 1."""

    kind: Literal["display"] = "display"
    points: list[DisplayPoint] = []
    must_stock: list[Identifier] = []
    share_of_shelf: Annotated[float, Field(ge=0, le=1)] | None = None


class CoachingTopic(_Standard):
    kind: Literal["topic"] = "topic"
    script: str = ""


class Promotion(_Standard):
    """Products in promotion from `first` to `last`, both included: at least `cases` of each are suggested."""

    kind: Literal["promotion"] = "promotion"
    products: list[Identifier] = []
    first: date
    last: date
    cases: Annotated[int, Field(ge=1, le=1000)] = 1

    @model_validator(mode="after")
    def _ordered(self) -> Promotion:
        if self.last < self.first:
            raise ValueError("window_order")
        return self


class Thresholds(Part):
    """From where on the records give a signal.

    falling_orders: the value of the last `falling_weeks` is below the mean of the `falling_against` weeks
    before by `falling_share` or more. silence: no order and no call for `silence_intervals` times its rhythm.
    late_payment: overdue by `late_days`, or over its limit. price_cutting: offered below the list price of
    its tier by `cutting_share` or more.
    """

    falling_weeks: Annotated[int, Field(ge=1, le=26)] = 4
    falling_against: Annotated[int, Field(ge=1, le=52)] = 8
    falling_share: Annotated[float, Field(gt=0, le=1)] = 0.4
    falling_orders: Annotated[int, Field(ge=1)] = 3
    silence_intervals: Annotated[float, Field(ge=1)] = 2.5
    silence_days: Annotated[int, Field(ge=1)] = 21
    late_days: Annotated[int, Field(ge=0)] = 7
    cutting_share: Annotated[float, Field(ge=0, le=1)] = 0.05


class ScoreWeights(Part):
    """How much each part counts in the service score; a part without records does not count."""

    adherence: Annotated[float, Field(ge=0)] = 20
    on_time: Annotated[float, Field(ge=0)] = 15
    otif: Annotated[float, Field(ge=0)] = 20
    issue_in_time: Annotated[float, Field(ge=0)] = 20
    stock_count: Annotated[float, Field(ge=0)] = 10
    bulletins: Annotated[float, Field(ge=0)] = 5
    rating: Annotated[float, Field(ge=0)] = 10


class ServiceLevel(_Standard):
    """What we promise such outlets: hours to answer and to resolve, days between stock counts.

    `key_stock_count_days` is the rhythm of key accounts, `stock_count_days` that of the others (None: none).
    """

    kind: Literal["service_level"] = "service_level"
    answer_hours: dict[IssueKind, Annotated[float, Field(gt=0)]] = {
        IssueKind.DELIVERY: 4,
        IssueKind.QUALITY: 24,
        IssueKind.SELLING_METHOD: 72,
        IssueKind.PRICE_POLICY: 24,
        IssueKind.OTHER: 48,
    }
    resolve_hours: dict[IssueKind, Annotated[float, Field(gt=0)]] = {
        IssueKind.DELIVERY: 24,
        IssueKind.QUALITY: 72,
        IssueKind.SELLING_METHOD: 168,
        IssueKind.PRICE_POLICY: 120,
        IssueKind.OTHER: 168,
    }
    near_due_hours: Annotated[float, Field(ge=0)] = 24
    key_stock_count_days: Annotated[int, Field(ge=1)] | None = 14
    stock_count_days: Annotated[int, Field(ge=1)] | None = None
    bulletin_days: Annotated[int, Field(ge=1)] = 10
    thresholds: Thresholds = Thresholds()
    weights: ScoreWeights = ScoreWeights()


Standard = Annotated[
    CallProcedure | DisplayStandard | CoachingTopic | Promotion | ServiceLevel, Field(discriminator="kind")
]
"""One document of the standards, told apart by `kind`."""


class PastStandard(Record):
    """A standard as it was in one version: `id` is its id and version, ``CP-RETAIL@2``."""

    standard: Standard
