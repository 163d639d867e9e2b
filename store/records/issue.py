"""Issues and hand-over notes: what customers ask to be put right, and what one department leaves to another."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field, field_validator, model_validator

from store.records.base import Identifier, Part, Record

Moment = AwareDatetime
"""An instant with its offset: what is due can be compared."""
Words = Annotated[str, Field(min_length=1, max_length=2000)]
Name = Annotated[str, Field(max_length=120)]
Stars = Annotated[int, Field(ge=1, le=5)]
"""The customer's own rating of us, 1 (bad) to 5 (good)."""


class Department(StrEnum):
    SALES = "sales"
    WAREHOUSE = "warehouse"
    OFFICE = "office"


class IssueKind(StrEnum):
    DELIVERY = "delivery"
    QUALITY = "quality"
    SELLING_METHOD = "selling_method"
    PRICE_POLICY = "price_policy"
    OTHER = "other"


class IssueStatus(StrEnum):
    """Open until somebody answers, resolved by us, closed when the customer says so too."""

    OPEN = "open"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    CLOSED = "closed"


class IssueAct(StrEnum):
    OPENED = "opened"
    ANSWERED = "answered"
    HANDED_OVER = "handed_over"
    RESOLVED = "resolved"
    CHECKED = "checked"
    REOPENED = "reopened"
    NOTED = "noted"


class IssueEvent(Part):
    """One line of an issue's history. Of a hand-over: from whom to whom."""

    at: Moment
    by: Name = ""
    act: IssueAct = IssueAct.NOTED
    text: str | None = None
    from_owner: Name | None = None
    to_owner: Name | None = None
    from_department: Department | None = None
    to_department: Department | None = None


class Answer(Part):
    """What was said or done, when and by whom."""

    at: Moment
    by: Name = ""
    text: Words


class CustomerCheck(Part):
    """What the customer says of a resolution."""

    at: Moment
    by: Name = ""
    asked: Name | None = None
    satisfied: bool
    rating: Stars | None = None
    text: str | None = None


class Issue(Record):
    """A complaint or request. `due` is when it must be answered, `resolve_by` when it must be put right.

    Both come from the service level where they are not given. `status` follows from `answer`, `resolution`
    and `check`; a document that claims more than they show is refused.
    """

    outlet: Identifier
    kind: IssueKind = IssueKind.OTHER
    text: Words
    owner: Name = Field(default="", validate_default=True)
    department: Department = Department.SALES
    opened: Moment
    opened_by: Name = ""
    due: Moment | None = None
    resolve_by: Moment | None = None
    call: Identifier | None = None
    order: Identifier | None = None
    answer: Answer | None = None
    resolution: Answer | None = None
    check: CustomerCheck | None = None
    history: list[IssueEvent] = []
    status: IssueStatus = IssueStatus.OPEN

    @field_validator("owner")
    @classmethod
    def _owned(cls, owner: str) -> str:
        if not owner.strip():
            raise ValueError("owner_missing")
        return owner

    @model_validator(mode="after")
    def _founded(self) -> Issue:
        if self.due is not None and self.due < self.opened:
            raise ValueError("due_before_opened")
        shown = self._shown()
        order = list(IssueStatus)
        if order.index(self.status) > order.index(shown):
            raise ValueError("status_unfounded")
        self.status = shown
        return self

    def _shown(self) -> IssueStatus:
        if self.resolution is not None:
            closed = self.check is not None and self.check.satisfied
            return IssueStatus.CLOSED if closed else IssueStatus.RESOLVED
        return IssueStatus.ANSWERED if self.answer is not None else IssueStatus.OPEN

    @property
    def answered_at(self) -> Moment | None:
        """When it was first answered; a resolution is an answer too."""
        moments = [each.at for each in (self.answer, self.resolution) if each is not None]
        return min(moments) if moments else None

    @property
    def next_due(self) -> Moment | None:
        """What has to happen next by when: the answer, then the resolution; None when it is resolved."""
        if self.status is IssueStatus.OPEN:
            return self.due or self.resolve_by
        return self.resolve_by if self.status is IssueStatus.ANSWERED else None


class HandOver(Record):
    """A note from one department to another: what is to be done, by whom, by when, and who has taken it on.

    `date`, `rep` and `outlet` say on which round it travels, where it does.
    """

    from_department: Department
    to_department: Department
    text: Words
    written: Moment
    by: Name = ""
    owner: Name = Field(default="", validate_default=True)
    due: Moment | None = None
    acknowledged: Moment | None = None
    acknowledged_by: Name | None = None
    done: Moment | None = None
    date: dt.date | None = None
    rep: Identifier | None = None
    outlet: Identifier | None = None
    issue: Identifier | None = None

    @field_validator("owner")
    @classmethod
    def _owned(cls, owner: str) -> str:
        if not owner.strip():
            raise ValueError("owner_missing")
        return owner

    @model_validator(mode="after")
    def _ordered(self) -> HandOver:
        if self.due is not None and self.due < self.written:
            raise ValueError("due_before_opened")
        if self.done is not None and self.acknowledged is None:
            raise ValueError("done_unacknowledged")
        return self
