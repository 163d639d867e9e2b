"""Agreements, written or by word of mouth, with their display fees; exceptions with their floor; credit terms."""

from __future__ import annotations

import datetime as dt
import itertools
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from store.records.base import Identifier, Money, Part, Record
from store.records.issue import Name, Words


class CreditTerms(Part):
    """What an outlet may owe: at most `limit`, each delivery for at most `days`.

    `balance` is what it owes as of a date, `oldest_overdue` the day the oldest unpaid amount fell due.
    `hold` keeps orders back where terms are broken; otherwise they are warned of.
    """

    limit: Annotated[Money, Field(ge=0)] | None = None
    days: Annotated[int, Field(ge=0, le=720)] | None = None
    balance: Money = 0
    oldest_overdue: dt.date | None = None
    as_of: dt.date | None = None
    hold: bool = True


class Form(StrEnum):
    WRITTEN = "written"
    VERBAL = "verbal"


class Period(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TERM = "term"


class VolumeTarget(Part):
    """What the outlet promises to buy in every period: a value, or cases of a product (None: of anything)."""

    product: Identifier | None = None
    cases: Annotated[float, Field(gt=0)] | None = None
    value: Annotated[Money, Field(gt=0)] | None = None
    period: Period = Period.MONTH

    @model_validator(mode="after")
    def _measured(self) -> VolumeTarget:
        if (self.cases is None) == (self.value is None):
            raise ValueError("volume_unmeasured")
        return self


class PriceRule(Part):
    """At which price per case the outlet buys (`price`) and below which it does not sell (`resale_floor`)."""

    product: Identifier
    price: Money | None = None
    resale_floor: Money | None = None


class FeeCheck(Part):
    """The display looked at on a date, with the photo's path; `met` when it stood as paid for."""

    date: dt.date
    by: Name
    met: bool
    photo: str | None = None
    call: Identifier | None = None
    note: str | None = None


class FeeStep(Part):
    """A claim, an approval or a payment: when, by whom, how much, under which number."""

    date: dt.date
    by: Name = ""
    amount: Annotated[Money, Field(ge=0)] | None = None
    reference: str | None = None


class DisplayFee(Part):
    """One line of paid display (陈列费): period, dated check → claimed → approved → paid.

    Nothing is claimed before a check that found the display as agreed, with its photo; nothing is paid
    before it is approved, nor more than that.
    """

    id: Identifier
    text: Words
    first: dt.date
    last: dt.date
    amount: Annotated[Money, Field(ge=0)]
    payer: Name | None = None
    checks: list[FeeCheck] = []
    claimed: FeeStep | None = None
    approved: FeeStep | None = None
    paid: FeeStep | None = None

    @model_validator(mode="after")
    def _in_order(self) -> DisplayFee:
        if self.last < self.first:
            raise ValueError("window_order")
        if self.claimed and not self.proven:
            raise ValueError("fee_unchecked")
        if self.approved and not self.claimed:
            raise ValueError("fee_unclaimed")
        if self.paid and not self.approved:
            raise ValueError("fee_unapproved")
        steps = [step for step in (self.claimed, self.approved, self.paid) if step]
        if any(later.date < earlier.date for earlier, later in itertools.pairwise(steps)):
            raise ValueError("fee_dates")
        amounts = [self.amount, *(step.amount for step in steps if step.amount is not None)]
        if any(later > earlier for earlier, later in itertools.pairwise(amounts)):
            raise ValueError("fee_amount")
        return self

    @property
    def proven(self) -> bool:
        """Whether a check in its period found the display as agreed and has a photo."""
        return any(each.met and each.photo and self.first <= each.date <= self.last for each in self.checks)

    @property
    def stage(self) -> str:
        """due, checked, claimed, approved or paid."""
        for name in ("paid", "approved", "claimed"):
            if getattr(self, name) is not None:
                return name
        return "checked" if self.proven else "due"


class Agreement(Record):
    """What both sides have agreed to: duties, rights and benefits, volumes, price rules, paid display.

    Both dates are included; without `valid_until` it runs on. `review` is when both look at it again.
    """

    outlet: Identifier
    title: Annotated[str, Field(min_length=1, max_length=200)]
    form: Form = Form.VERBAL
    agreed: dt.date
    ours: Name = ""
    theirs: Name = ""
    valid_from: dt.date
    valid_until: dt.date | None = None
    review: dt.date | None = None
    our_duties: list[Words] = []
    their_duties: list[Words] = []
    our_rights: list[Words] = []
    their_rights: list[Words] = []
    benefits: list[Words] = []
    volumes: list[VolumeTarget] = []
    price_rules: list[PriceRule] = []
    display_fees: list[DisplayFee] = []
    document: str | None = None
    notes: str | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Agreement:
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError("window_order")
        if len({fee.id for fee in self.display_fees}) < len(self.display_fees):
            raise ValueError("fee_twice")
        return self

    def valid_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class ExceptionKind(StrEnum):
    PRICE = "price"
    POLICY = "policy"


class ExceptionGrant(Record):
    """A special price or policy (特批) for an outlet, with an approver, a reason, an end and a floor.

    `price` is what is granted per case, `floor` the least it may ever become (None: the product's own
    floor). Without `outlet` or `product` it holds for all of them. Both dates are included.
    """

    kind: ExceptionKind = ExceptionKind.PRICE
    outlet: Identifier | None = None
    product: Identifier | None = None
    price: Annotated[Money, Field(ge=0)] | None = None
    floor: Annotated[Money, Field(ge=0)] | None = None
    policy: str | None = None
    approver: Name = Field(default="", validate_default=True)
    reason: Words
    asked_by: Name = ""
    start: dt.date | None = None
    end: dt.date
    withdrawn: dt.date | None = None

    @field_validator("approver")
    @classmethod
    def _approved(cls, approver: str) -> str:
        if not approver.strip():
            raise ValueError("approver_missing")
        return approver

    @model_validator(mode="after")
    def _sound(self) -> ExceptionGrant:
        if self.start is not None and self.end < self.start:
            raise ValueError("window_order")
        if self.kind is ExceptionKind.PRICE and self.least is None:
            raise ValueError("exception_price_missing")
        if self.kind is ExceptionKind.POLICY and not (self.policy or "").strip():
            raise ValueError("exception_policy_missing")
        if self.price is not None and self.floor is not None and self.price < self.floor:
            raise ValueError("exception_below_floor")
        return self

    @property
    def least(self) -> int | None:
        """The lowest price per case that it allows."""
        return self.price if self.price is not None else self.floor

    def valid_on(self, day: dt.date) -> bool:
        return (
            (self.start is None or self.start <= day)
            and day <= self.end
            and (self.withdrawn is None or day < self.withdrawn)
        )

    def covers(self, outlet: str, product: str) -> bool:
        return self.outlet in (None, outlet) and self.product in (None, product)
