"""Signals of trouble, and the standing ladder: guide (理) → talk (约谈) → warn (警示) → control (管)."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from pydantic import Field, field_validator

from store.records.base import Identifier, Money, Part, Record
from store.records.issue import Moment, Name, Words


class SignalKind(StrEnum):
    PRICE_CUTTING = "price_cutting"
    DIVERSION = "diversion"
    DEFECTION = "defection"
    POLICY_PRESSURE = "policy_pressure"
    FALLING_ORDERS = "falling_orders"
    LATE_PAYMENT = "late_payment"
    SILENCE = "silence"


class SignalSource(StrEnum):
    """Entered by somebody, seen at a call, or found in the records by a rule."""

    ENTERED = "entered"
    CALL = "call"
    RECORDS = "records"


class SignalStatus(StrEnum):
    OPEN = "open"
    HANDLED = "handled"
    DISMISSED = "dismissed"


class Evidence(Part):
    """What something rests on: a record by kind and id, a photo, or words.

    `hard` is what speaks for itself (a lot code, a photo, a document), not hearsay.
    """

    text: str = ""
    kind: str | None = None
    id: Identifier | None = None
    photo: str | None = None
    hard: bool = False


class Signal(Record):
    """A sign that an outlet is slipping away or breaks the rules.

    `outlet` is whom it is about, `found_at` where it was seen (goods of one turned up at another), with the
    `lot` on the goods and the `price` per case they were offered at.
    """

    outlet: Identifier
    kind: SignalKind
    date: dt.date
    source: SignalSource = SignalSource.ENTERED
    by: Name = ""
    text: str = ""
    rule: str | None = None
    evidence: list[Evidence] = []
    found_at: Identifier | None = None
    product: Identifier | None = None
    lot: str | None = None
    price: Money | None = None
    call: Identifier | None = None
    status: SignalStatus = SignalStatus.OPEN
    closed: str | None = None


class Rung(StrEnum):
    """Rungs of the ladder, lowest first."""

    GUIDE = "guide"
    TALK = "talk"
    WARN = "warn"
    CONTROL = "control"

    @property
    def height(self) -> int:
        return tuple(Rung).index(self)


class MeasureKind(StrEnum):
    PROMOTION_WITHHELD = "promotion_withheld"
    REBATE_HELD = "rebate_held"
    SUPPLY_LIMITED = "supply_limited"
    SUPPLY_STOPPED = "supply_stopped"


class Measure(Part):
    """What control consists of, until when, and when it was lifted."""

    kind: MeasureKind
    until: dt.date | None = None
    lifted: dt.date | None = None
    text: str | None = None


class Conversation(Part):
    """A talk about the matter: when, who with whom, what was said and agreed."""

    date: dt.date
    by: Name
    with_: Name = Field(default="", alias="with")
    text: Words
    agreed: str | None = None

    model_config = Part.model_config | {"populate_by_name": True, "serialize_by_alias": True}


class Approval(Part):
    """The owner's leave to pass over a rung, on hard evidence; recorded as such."""

    by: Name
    on: dt.date
    reason: Words


class Reversal(Part):
    """A step taken back."""

    on: dt.date
    by: Name
    reason: Words


class StandingStep(Record):
    """One step on the ladder. An outlet without any stands at guide; going down to guide is recovery.

    `at` settles the order of steps of one date. `review` is when the owner looks at it again.
    """

    outlet: Identifier
    rung: Rung
    date: dt.date
    owner: Name = Field(default="", validate_default=True)
    reason: Words
    evidence: list[Evidence] = []
    conversation: Conversation | None = None
    measures: list[Measure] = []
    approval: Approval | None = None
    review: dt.date | None = None
    at: Moment | None = None
    reversed: Reversal | None = None

    @field_validator("owner")
    @classmethod
    def _owned(cls, owner: str) -> str:
        if not owner.strip():
            raise ValueError("owner_missing")
        return owner
