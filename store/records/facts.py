"""Facts of a call beyond the shelf: what was delivered and paid, followed up, seen, photographed and supervised.

Quantities are in the smallest unit of a product; an order speaks in its own units and is converted once,
when its delivery is begun (`Product.pieces`).
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from store.records.base import Identifier, Instant, Money, Part

Pieces = Annotated[int, Field(ge=0, le=10_000_000)]
"""So many of a product's smallest unit."""
Skill = Annotated[int, Field(ge=1, le=5)]
"""1 does not know it · 2 knows it · 3 does it when reminded · 4 does it by itself · 5 teaches others."""


class DeliveryLine(Part):
    """What became of one product of an order at the door.

    ordered = delivered + refused + damaged + short: `refused` was not wanted, `damaged` could not be handed
    over, what is `short` was not on the vehicle. `exchanged` old goods came back for as many fresh ones on
    top of that; `returned` goods came back for their value. `price` is per `unit` of the order.
    """

    product: Identifier
    order: Identifier | None = None
    unit: str | None = None
    price: Money | None = None
    ordered: Pieces = 0
    delivered: Pieces = 0
    refused: Pieces = 0
    damaged: Pieces = 0
    exchanged: Pieces = 0
    returned: Pieces = 0
    reason: str | None = None

    @model_validator(mode="after")
    def _accounted(self) -> DeliveryLine:
        if self.ordered and self.delivered + self.refused + self.damaged > self.ordered:
            raise ValueError("more_than_ordered")
        return self

    @property
    def short(self) -> int:
        """Pieces ordered that were neither handed over, nor refused, nor damaged."""
        return max(0, self.ordered - self.delivered - self.refused - self.damaged)

    @property
    def complete(self) -> bool:
        return self.delivered >= self.ordered


class EmptiesLine(Part):
    """Empties (bottles, crates) taken back: of a product, or by a name of their own; `value` is what is paid back."""

    item: Annotated[str, Field(min_length=1, max_length=120)]
    quantity: Pieces
    value: Money | None = None


class PaymentMethod(StrEnum):
    CASH = "cash"
    TRANSFER = "transfer"
    CREDIT = "credit"
    DISCOUNT = "discount"


class Payment(Part):
    """Money for what was delivered, or owed from before. A discount names who approved it."""

    method: PaymentMethod
    amount: Annotated[Money, Field(ge=0)]
    reference: str | None = None
    approved_by: str | None = None


class FollowUp(Part):
    """What was agreed at an earlier call, looked at again at this one. Not done, it stays agreed."""

    call: Identifier | None = None
    action: Annotated[str, Field(min_length=1)]
    done: bool | None = None


class PhotoMoment(StrEnum):
    BEFORE = "before"
    AFTER = "after"


class Photo(Part):
    """A photo by its path as the rep's device or office keeps it; the file itself stays where it is."""

    path: Annotated[str, Field(min_length=1, max_length=500)]
    moment: PhotoMoment = PhotoMoment.AFTER
    step: Identifier | None = None


class NetworkState(StrEnum):
    """How an outlet behind a wholesaler does, as the wholesaler tells it."""

    WELL = "well"
    WANTS = "wants"
    OUT_OF_STOCK = "out_of_stock"
    LOST = "lost"


class NetworkLine(Part):
    outlet: Identifier
    state: NetworkState
    note: str | None = None


class CashCheck(Part):
    """A wholesaler's money: tied up in our goods, owed to us, and owed to it by its own outlets."""

    tied_up: Annotated[Money, Field(ge=0)] | None = None
    owed: Annotated[Money, Field(ge=0)] | None = None
    outstanding: Annotated[Money, Field(ge=0)] | None = None


class Supervision(Part):
    """The supervisor's form of a joint or audit call.

    `steps` is the skill shown in each step observed. What was agreed counts as signed once the rep has typed
    the name `signed_by`.
    """

    supervisor: Identifier
    rep: Identifier
    steps: dict[Identifier, Skill] = {}
    strengths: str | None = None
    focus: str | None = None
    topic: Identifier | None = None
    agreed: str | None = None
    review: dt.date | None = None
    signed_by: str | None = None
    signed_at: Instant | None = None
