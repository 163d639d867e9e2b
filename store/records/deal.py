"""Deals: a big customer won together with a downstream outlet; and bulletins handed over."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from store.records.base import ClockTime, Identifier, Money, Part, Record
from store.records.issue import Moment, Name, Words
from store.records.outlet import Grade, Outlet, Tier


class DealStage(StrEnum):
    LEAD = "lead"
    SUPPORT = "support"
    NEGOTIATION = "negotiation"
    WON = "won"
    LOST = "lost"


class DealLine(Part):
    """So many units of a product at a support price; `price` is per `unit` (None: the case)."""

    product: Identifier
    quantity: Annotated[float, Field(gt=0)] = 1
    unit: str | None = None
    price: Money | None = None
    rival_price: Money | None = None


class Negotiation(Part):
    """A joint visit to the big customer: our people by rep id, planned for a date; what came of it.

    With a `time` everybody named is there then, whosever routes they are on.
    """

    date: dt.date
    time: ClockTime | None = None
    people: list[Identifier] = []
    call: Identifier | None = None
    result: str | None = None


class Deal(Record):
    """Lead → support price → joint negotiation → won or lost with the reason.

    `outlet` is the downstream customer who brought it, `customer` the big account. `exception` names the
    grant that allows prices an ordinary deal may not have. `brought` is what it was worth, `orders` where
    that is on file.
    """

    outlet: Identifier
    customer: Annotated[str, Field(min_length=1, max_length=200)]
    stage: DealStage = DealStage.LEAD
    owner: Name = Field(default="", validate_default=True)
    opened: dt.date
    expected: Money | None = None
    close_by: dt.date | None = None
    lines: list[DealLine] = []
    exception: Identifier | None = None
    negotiations: list[Negotiation] = []
    closed: dt.date | None = None
    reason: str | None = None
    brought: Money | None = None
    orders: list[Identifier] = []
    notes: str | None = None

    @field_validator("owner")
    @classmethod
    def _owned(cls, owner: str) -> str:
        if not owner.strip():
            raise ValueError("owner_missing")
        return owner

    @model_validator(mode="after")
    def _staged(self) -> Deal:
        if self.stage in (DealStage.WON, DealStage.LOST) and not (self.reason or "").strip():
            raise ValueError("deal_reason_missing")
        if self.stage is DealStage.SUPPORT and not any(line.price is not None for line in self.lines):
            raise ValueError("deal_price_missing")
        if self.stage is DealStage.NEGOTIATION and not any(each.people for each in self.negotiations):
            raise ValueError("deal_people_missing")
        return self

    @property
    def open(self) -> bool:
        return self.stage not in (DealStage.WON, DealStage.LOST)

    @property
    def next_visit(self) -> Negotiation | None:
        """The earliest joint visit that nothing has come of yet."""
        waiting = [each for each in self.negotiations if each.result is None and each.call is None]
        return min(waiting, key=lambda each: each.date) if waiting and self.open else None


class Audience(Part):
    """Whom a bulletin is for; an empty list means all of them. `outlets` names single ones beside the others."""

    tiers: list[Tier] = []
    channels: list[str] = []
    grades: list[Grade] = []
    key_accounts: bool = False
    outlets: list[Identifier] = []

    def covers(self, outlet: Outlet) -> bool:
        if self.outlets:
            return outlet.id in self.outlets
        return (
            (not self.tiers or outlet.tier in self.tiers)
            and (not self.channels or outlet.channel in self.channels)
            and (not self.grades or outlet.grade in self.grades)
            and (not self.key_accounts or outlet.key_account)
        )


class Handed(Part):
    """Proof that a bulletin was handed over: to whom, by whom, at which call; a photo or a signed slip."""

    outlet: Identifier
    at: Moment
    by: Identifier
    to: Name | None = None
    call: Identifier | None = None
    proof: str | None = None


class Bulletin(Record):
    """Market information to hand over: a promotion, a new product, a price change. Both dates included."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    text: Words
    valid_from: dt.date
    valid_until: dt.date
    audience: Audience = Audience()
    products: list[Identifier] = []
    handed: list[Handed] = []

    @model_validator(mode="after")
    def _ordered(self) -> Bulletin:
        if self.valid_until < self.valid_from:
            raise ValueError("window_order")
        return self

    def valid_on(self, day: dt.date) -> bool:
        return self.valid_from <= day <= self.valid_until
