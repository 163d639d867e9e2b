"""Joint visits at an appointed time: one rep's route makes the stop, the others interrupt theirs to be there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.records import Deal, Outlet, Rep, Role

if TYPE_CHECKING:
    from routing.planning.world import World


@dataclass(frozen=True, slots=True)
class Meeting:
    """A joint visit of the date. `at` is its time in seconds after midnight, None where none was agreed.

    `callers` are those named who make sales visits; `lead` is the one on whose route it stands (None: any of
    them), `others` come to it, for `seconds`, from rounds of their own.
    """

    deal: Deal
    outlet: Outlet
    at: int | None
    people: tuple[Rep, ...]
    callers: tuple[str, ...]
    lead: str | None
    others: tuple[str, ...]
    seconds: int


def meetings(world: World) -> list[Meeting]:
    """Joint visits whose date is today, as the open deals have them."""
    found = []
    for deal in world.known.deals.values():
        visit, outlet = deal.next_visit, world.outlets.get(deal.outlet)
        if deal.open and visit is not None and visit.date == world.date and outlet is not None:
            found.append(_meeting(world, deal, outlet))
    return found


def _meeting(world: World, deal: Deal, outlet: Outlet) -> Meeting:
    visit = deal.next_visit
    assert visit is not None
    people = tuple(world.reps[each] for each in visit.people if each in world.reps)
    callers = tuple(rep.id for rep in people if rep.role in (Role.PRESALES, Role.BOTH))
    crews = world.crews()
    riding = {rider.id: lead for lead, crew in crews.items() for rider in crew.riders}
    going = [rep for rep in callers if rep in crews]
    lead = None
    others: tuple[str, ...] = ()
    if visit.time is not None and going:
        lead = outlet.rep if outlet.rep in going else going[0]
        rounds = (riding.get(rep.id, rep.id) for rep in people)
        others = tuple(dict.fromkeys(each for each in rounds if each in crews and each != lead))
    seconds = round(world.settings.tasks.deal.minutes * 60)
    return Meeting(deal, outlet, visit.time, people, callers, lead, others, seconds)


def apart(world: World) -> list[Meeting]:
    """Joint visits of several on rounds of their own for which no time was agreed: only one of them will be there."""
    crews = world.crews()
    return [each for each in meetings(world) if each.at is None and len({*each.callers} & crews.keys()) > 1]
