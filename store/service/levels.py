"""Which service level holds for an outlet, and what is near its due time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from store.records import Issue, Outlet, ServiceLevel, Standard

DEFAULT = ServiceLevel(id="default", name="default")
"""What is promised where a folder says nothing of its own."""


def level_for(standards: Iterable[Standard], outlet: Outlet) -> ServiceLevel:
    """The narrowest service level drawn for such an outlet."""
    found = [each for each in standards if isinstance(each, ServiceLevel) and each.covers(outlet)]
    return max(found, key=lambda each: each.closeness, default=DEFAULT)


def issues_near_due(
    issues: Iterable[Issue], day: dt.date, hours: float = DEFAULT.near_due_hours
) -> list[tuple[Issue, bool]]:
    """Issues that a visit on a date should see to, the most pressing first, each with whether it is late.

    An issue is near its due time when it has to be answered, or put right, before the end of the date plus
    `hours`. Late: its time has passed when the date begins.
    """
    found = []
    for issue in issues:
        due = issue.next_due
        if due is None:
            continue
        morning = dt.datetime.combine(day, dt.time(), due.tzinfo)
        if due <= morning + dt.timedelta(days=1, hours=hours):
            found.append((due, issue.id, issue, due < morning))
    return [(issue, late) for _, _, issue, late in sorted(found, key=lambda each: each[:2])]


def count_days(level: ServiceLevel, outlet: Outlet) -> int | None:
    """Days between two stock counts promised to an outlet; None where none are."""
    return level.key_stock_count_days if outlet.key_account else level.stock_count_days


def stock_count_due(level: ServiceLevel, outlet: Outlet, last: dt.date | None, day: dt.date) -> bool:
    """Whether an outlet's stock is to be counted on a date by the rhythm of its service level."""
    days = count_days(level, outlet)
    return days is not None and (last is None or (day - last).days >= days)
