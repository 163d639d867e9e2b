"""Calls: what was done at a stop."""

from __future__ import annotations

import datetime as dt
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from store.records.base import Identifier, Instant, Money, Part, Record
from store.records.facts import (
    CashCheck,
    DeliveryLine,
    EmptiesLine,
    FollowUp,
    NetworkLine,
    Payment,
    Photo,
    Pieces,
    Skill,
    Supervision,
)
from store.records.trade import OrderLine


class CallKind(StrEnum):
    PLANNED = "planned"
    ADHOC = "adhoc"
    JOINT = "joint"
    AUDIT = "audit"


class StepDone(Part):
    """A step of the procedure: done, or left out with the reason."""

    step: Identifier
    done: bool = False
    reason: str | None = None


class DisplayCheck(Part):
    """The display as found: points met or not, must-stock products `found` or missing; what is not named was
    not checked.

    `score` is Σ weights of points met ÷ Σ weights of points checked, 0 to 1. Facings are counted of all own
    products and of the whole category beside them. `oldest` is the oldest production date on the shelf.
    """

    standard: Identifier
    version: int = 1
    points: dict[str, bool] = {}
    score: Annotated[float, Field(ge=0, le=1)] | None = None
    found: dict[Identifier, bool] = {}
    own_facings: Pieces | None = None
    all_facings: Pieces | None = None
    oldest: date | None = None
    advice: str | None = None

    @model_validator(mode="after")
    def _part_of_all(self) -> DisplayCheck:
        if self.own_facings is not None and self.all_facings is not None and self.own_facings > self.all_facings:
            raise ValueError("more_than_all_facings")
        return self

    @property
    def osa(self) -> float | None:
        """On-shelf availability: must-stock products found ÷ must-stock products checked."""
        return sum(self.found.values()) / len(self.found) if self.found else None

    @property
    def share_of_shelf(self) -> float | None:
        """Own facings ÷ all facings counted."""
        if self.own_facings is None or not self.all_facings:
            return None
        return self.own_facings / self.all_facings


class Coaching(Part):
    """A topic coached: skill shown 1–5, the action agreed and when it is looked at again.

    An action may have been agreed without anything having been coached.
    """

    topic: Identifier | None = None
    skill: Skill | None = None
    action: str | None = None
    action_due: date | None = None


class StockLine(Part):
    """What was counted of a product, in its smallest unit; a line for each production date where it matters."""

    product: Identifier
    quantity: Pieces
    produced: date | None = None


class BulletinHanded(Part):
    """A bulletin handed over at a call: to whom, and the photo or slip that proves it."""

    bulletin: Identifier
    to: str | None = None
    proof: str | None = None


class Call(Record):
    """One visit. `check_in` without `check_out` is a call under way; both missing is a call not begun.

    `order` are the lines ordered, which become the order `order_id`, promised for `promised`
    on `terms` (``cash``: paid on delivery). `issues` and
    `signals` are ids of what was raised here. `keyed_from` and `keyed_until` are when facts were first and
    last entered, whatever times the call claims. `rating` is the customer's own of us, 1–5, where it was asked.
    """

    date: date
    rep: Identifier
    outlet: Identifier
    stop_kind: str = "visit"
    kind: CallKind = CallKind.PLANNED
    check_in: Instant | None = None
    check_out: Instant | None = None
    backfilled: bool = False
    procedure: Identifier | None = None
    procedure_version: int = 1
    steps: list[StepDone] = []
    display: DisplayCheck | None = None
    coaching: Coaching | None = None
    stock: list[StockLine] = []
    follow_up: FollowUp | None = None
    order: list[OrderLine] = []
    order_value: Money | None = None
    order_id: Identifier | None = None
    terms: str | None = None
    promised: dt.date | None = None
    delivery: list[DeliveryLine] = []
    empties: list[EmptiesLine] = []
    payments: list[Payment] = []
    network: list[NetworkLine] = []
    cash: CashCheck | None = None
    photos: list[Photo] = []
    issues: list[Identifier] = []
    signals: list[Identifier] = []
    supervision: Supervision | None = None
    bulletins: list[BulletinHanded] = []
    rating: Annotated[int, Field(ge=1, le=5)] | None = None
    left: bool = False
    left_reason: str | None = None
    note: str | None = None
    keyed_from: Instant | None = None
    keyed_until: Instant | None = None

    @property
    def done(self) -> bool:
        return self.check_out is not None or self.left

    @property
    def minutes(self) -> float | None:
        if self.check_in is None or self.check_out is None:
            return None
        return (self.check_out - self.check_in).total_seconds() / 60
