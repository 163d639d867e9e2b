"""The states a date has been in, each kept whole: saved, gone back to, gone forward to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from store.records import Day, DayStatus, Message, Revision

if TYPE_CHECKING:
    from tui.jobs.office import Office


class Revisions:
    """The revisions of one date. Saving tells a conflict where somebody else has saved in between."""

    def __init__(self, office: Office, date: dt.date) -> None:
        self._office = office
        self._days = office.books.days
        self._date = date

    def next_number(self) -> int:
        return self._days.latest_revision(self._date) + 1

    def of(self, day: Day) -> Revision:
        """What is told of the state that a day is in: who made it, when, by which action, and out of which."""
        return self._days.told(self._date, day.revision)

    def save(self, day: Day, action: Message, before: Day | None, number: int | None = None) -> Day:
        """Saves a day as the next revision, made out of `before`."""
        from routing.planning.figures import totals_of

        number = number or self.next_number()
        day = _as_revision(day, number).model_copy(update={"redo": []})
        revision = Revision(
            revision=number,
            parent=before.revision if before else None,
            at=self._office.now(),
            by=self._office.user,
            action=action,
            totals=totals_of(day),
        )
        self._days.save_plan(day, revision, expected=before.revision if before else None)
        return day

    def back_to(self, number: int, before: Day, redo: list[int]) -> Day:
        """Makes an earlier state the present one; `redo` names those to go forward to."""
        revision, day = self._days.revision(self._date, number)
        # publication is a fact that undoing an edit does not take back
        day = day.model_copy(update={"redo": redo, "published_revision": before.published_revision})
        day = _as_revision(day, number)
        undone = self.of(before)
        back = undone.parent == number
        what = undone.action if back else revision.action
        told = {"do": "undone" if back else "redone", "params": {"revision": number}, "what": what.to_json()}
        self._days.save_plan(day, revision, expected=before.revision, told=told)
        return day


def _as_revision(day: Day, number: int) -> Day:
    """Only the very revision that was published is published; what comes after shows as changes to it."""
    status = DayStatus.PUBLISHED if day.published_revision == number else DayStatus.DRAFT
    return day.model_copy(update={"revision": number, "status": status})
