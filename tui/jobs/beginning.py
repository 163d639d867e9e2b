"""What is still missing before a day can be planned: the next thing to do with books that are being begun."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from store.records import Status

if TYPE_CHECKING:
    from tui.jobs.office import Office


def next_step(office: Office, date: dt.date) -> str | None:
    """``outlets``: take some in; ``positions``: none lies on the map; ``plan``: the date can be planned; None:
    it is planned, or has passed.
    """
    outlets = office.books.outlets.all().values()
    active = [outlet for outlet in outlets if outlet.status is Status.ACTIVE]
    if not active:
        return "outlets"
    if not any(outlet.located for outlet in active):
        return "positions"
    planned = office.books.days.plan_revision(date) is not None
    return None if planned or date < office.today() else "plan"
