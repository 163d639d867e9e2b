"""Deals: the joint visit to a big customer on its day, and what should be closed soon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routing.planning.meetings import meetings
from routing.planning.sources.claim import Claim, called_on, lately
from store.records import Deal, Message, Outlet, Role, clock_text

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
        callers = tuple(rep.id for rep in people if rep.role in (Role.PRESALES, Role.BOTH))
        agreed = None if late else next((each for each in meetings(world) if each.deal is deal), None)
        at = agreed.at if agreed is not None else None
        said = params | {"people": ", ".join(rep.name for rep in people), "n": late}
        code = "deal_missed" if late else "deal_meeting"
        if at is not None:
            code, said = "deal_meeting_at", said | {"time": clock_text(at)}
        return Claim(
            outlet,
            Message(code=code, params=said),
            worth=task.worth * 2,
            minutes=task.minutes,
            required=late == 0,
            alone=late == 0 or not lately(world, outlet),
            reps=(agreed.lead,) if agreed is not None and agreed.lead is not None else callers,
            at=at,
        )
    days = (deal.close_by - world.date).days if deal.close_by else None
    closing = days is not None and days <= CLOSING
    return Claim(
        outlet,
        Message(
            code="deal_closing" if closing else "deal_open",
            params=params | ({"by": str(deal.close_by)} if closing else {}),
        ),
        worth=task.worth if closing else task.worth // 4,
        minutes=task.minutes if closing else 0,
        alone=closing and not lately(world, outlet, CLOSING // 2),
    )
