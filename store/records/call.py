"""Calls: what was done at a stop."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from store.records.base import Identifier, Instant, Money, Part, Record


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
    """The display checklist as found: points met or not; a point that is not named was not checked.

    `score` is Σ weights of points met ÷ Σ weights of points checked, 0 to 1.
    """

    standard: Identifier
    version: int = 1
    points: dict[str, bool] = {}
    score: Annotated[float, Field(ge=0, le=1)] | None = None
    advice: str | None = None


class Coaching(Part):
    """A topic coached: skill shown 1–5, the action agreed and when it is looked at again."""

    topic: Identifier
    skill: Annotated[int, Field(ge=1, le=5)] | None = None
    action: str | None = None
    action_due: date | None = None


class StockLine(Part):
    """What was counted of a product, in its smallest unit."""

    product: Identifier
    quantity: Annotated[int, Field(ge=0)]


class Call(Record):
    """One visit. `check_in` without `check_out` is a call under way; both missing is a call not begun."""

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
    order_value: Money | None = None
    left: bool = False
    left_reason: str | None = None
    note: str | None = None

    @property
    def done(self) -> bool:
        return self.check_out is not None or self.left

    @property
    def minutes(self) -> float | None:
        if self.check_in is None or self.check_out is None:
            return None
        return (self.check_out - self.check_in).total_seconds() / 60
