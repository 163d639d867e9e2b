"""A vehicle's evening: what it took, what became of it, what is left on it, and the money that came for it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from store.records.base import Identifier, Instant, Money, Part, Record
from store.records.facts import Pieces


class GoodsLine(Part):
    """One product in pieces: loaded − delivered + returned = left.

    `delivered` is everything handed over, fresh goods for exchanged ones among it; `returned` everything taken
    back, exchanged goods among it. `damaged` of what is left cannot be sold. `by_hand`: what was loaded was
    entered, and does not follow the orders. `counted` is what was found on the
    vehicle in the evening; a difference needs its `reason`.
    """

    product: Identifier
    loaded: Pieces = 0
    delivered: Pieces = 0
    returned: Pieces = 0
    damaged: Pieces = 0
    by_hand: bool = False
    counted: Pieces | None = None
    reason: str | None = None

    @property
    def left(self) -> int:
        """What should be on the vehicle; negative where more was handed over than was loaded."""
        return self.loaded - self.delivered + self.returned

    @property
    def difference(self) -> int | None:
        """Counted less what should be there; None before the count."""
        return None if self.counted is None else self.counted - self.left


class Takings(Part):
    """Money in minor currency units: due = cash + transfers + credit + approved discounts.

    `due` is the value handed over less what came back, and earlier debts collected. A discount nobody approved
    is no value: it stands in `unapproved`. `handed_in` is the cash counted in the evening.
    """

    due: Money = 0
    cash: Money = 0
    transfer: Money = 0
    credit: Money = 0
    discount: Money = 0
    unapproved: Money = 0
    handed_in: Annotated[Money, Field(ge=0)] | None = None
    reason: str | None = None
    cash_reason: str | None = None

    @property
    def value(self) -> int:
        return self.cash + self.transfer + self.credit + self.discount

    @property
    def difference(self) -> int:
        """Value less what was due."""
        return self.value - self.due

    @property
    def cash_difference(self) -> int | None:
        """Cash handed in less cash taken; None before it is counted."""
        return None if self.handed_in is None else self.handed_in - self.cash


class Settlement(Record):
    """The settlement of one vehicle on one date. Signed, it stands as it is."""

    date: date
    vehicle: Identifier
    reps: list[Identifier] = []
    goods: list[GoodsLine] = []
    takings: Takings = Takings()
    signed_by: str | None = None
    signed_at: Instant | None = None
    note: str | None = None

    def unexplained(self) -> list[str]:
        """What keeps it from being signed: products not counted or different without a reason, `cash`, `money`."""
        found = [line.product for line in self.goods if line.counted is None or (line.difference and not line.reason)]
        if self.takings.cash_difference is None or (self.takings.cash_difference and not self.takings.cash_reason):
            found.append("cash")
        if self.takings.difference and not self.takings.reason:
            found.append("money")
        return found
