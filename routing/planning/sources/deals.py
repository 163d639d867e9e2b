"""Deals: the joint visit to a big customer on its day, and what should be closed soon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routing.planning.sources.claim import Claim, called_on, lately
from store.records import Deal, Message, Outlet, Role

if TYPE_CHECKING:
    from routing.planning.world import World

CLOSING = 7
"""Days before the date a deal should be closed by in which it makes a stop due."""


def deals(world: World) -> Iterator[Claim]:
    """Open deals. A joint visit may not be left out on its day; it is made by the people named for it."""
    for deal in world.known.deals.values():
        outlet = called_on(world.outlets.get(deal.outlet))
        if outlet is not None and deal.open and deal.opened <= world.date:
            yield _claim(world, deal, outlet)


def _claim(world: World, deal: Deal, outlet: Outlet) -> Claim:
    task = world.settings.tasks.deal
    meeting = deal.next_visit
    params = {"deal": deal.id, "customer": deal.customer}
    if meeting is not None and meeting.date <= world.date:
        late = (world.date - meeting.date).days
        people = [world.reps[each] for each in meeting.people if each in world.reps]
        names = ", ".join(rep.name for rep in people)
        callers = tuple(rep.id for rep in people if rep.role in (Role.PRESALES, Role.BOTH))
        return Claim(
            outlet,
            Message(code="deal_missed" if late else "deal_meeting", params=params | {"people": names, "n": late}),
            worth=task.worth * 2,
            minutes=task.minutes,
            required=late == 0,
            alone=late == 0 or not lately(world, outlet),
            reps=callers,
        )
    days = (deal.close_by - world.date).days if deal.close_by else None
    closing = days is not None and days <= CLOSING
    code, said = ("deal_closing", {"by": str(deal.close_by)}) if closing else ("deal_open", {})
    return Claim(
        outlet,
        Message(code=code, params=params | said),
        worth=task.worth if closing else task.worth // 4,
        minutes=task.minutes if closing else 0,
        alone=closing and not lately(world, outlet, CLOSING // 2),
    )
