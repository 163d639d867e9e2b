"""What has changed in a day since it was published, stop by stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.planning.difference import Change, Difference, difference
from store.records import Day, clock_text

if TYPE_CHECKING:
    from routing.planning.model import Key
    from tui.jobs.office import Office


def since_published(office: Office, day: Day) -> Difference | None:
    """What changed after publishing; None for a day that was not published or stands as it was."""
    if day.published_revision is None or day.published_revision == day.revision:
        return None
    return difference(office.books.days.revision(day.date, day.published_revision)[1], day)


def marks(found: Difference | None) -> dict[Key, tuple[str, Change]]:
    """The stops on routes that changed: `added`, `moved` (another rep) or `retimed`."""
    if found is None:
        return {}
    return {
        each.key: (kind, each)
        for kind, changes in (("added", found.added), ("moved", found.moved), ("retimed", found.retimed))
        for each in changes
    }


def mark_text(office: Office, kind: str, change: Change, *, short: bool = False) -> str:
    """A mark in a few words, ``published with 张三 at 09:10``, or `short`, ``张三 09:10``."""
    rep = office.books.reps.find(change.rep_before)
    before = rep.name if rep else change.rep_before or ""
    was = "" if change.arrive_before is None else clock_text(change.arrive_before)[:5]
    return office.t(f"desk.{'since_short' if short else 'since'}.{kind}", rep=before, was=was)
