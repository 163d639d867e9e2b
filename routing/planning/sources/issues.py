"""Open issues: near its deadline one pulls its outlet onto the route, before that it goes along with a visit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routing.planning.sources.claim import Claim, called_on
from store.records import Message

if TYPE_CHECKING:
    from routing.planning.world import World

LATE = 2
"""How many times its worth an issue has once its deadline has passed."""


def issues(world: World) -> Iterator[Claim]:
    """Issues that wait for an answer or for a remedy."""
    task = world.settings.tasks.issue
    for issue in world.known.issues.values():
        outlet = called_on(world.outlets.get(issue.outlet))
        due = issue.next_due
        if outlet is None or due is None or issue.opened.date() > world.date:
            continue
        left = (due.date() - world.date).days
        params = {"issue": issue.id, "text": issue.text, "due": due.date().isoformat(), "days": -left, "n": -left}
        yield Claim(
            outlet,
            Message(code="issue_late" if left < 0 else "issue", params=params),
            worth=task.worth * (LATE if left < 0 else 1),
            minutes=task.minutes,
            alone=left <= world.settings.issue_lead_days,
        )
