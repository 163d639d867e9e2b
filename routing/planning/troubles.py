"""What of the books cannot be planned as it stands, or contradicts itself: told in a sentence, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.planning.meetings import apart
from routing.planning.sources.orders import deliveries, order_troubles
from store.records import Message, Role, Status

if TYPE_CHECKING:
    from routing.planning.world import World

_NAMED = 5
"""Outlets named in a message that speaks of several."""


def troubles(world: World) -> list[Message]:
    """Orders that cannot be delivered, vehicles that stay at home, lists that disagree."""
    found = order_troubles(world)
    bringing = {claim.outlet.id for claim in deliveries(world)}
    deliverers = any(rep.role in (Role.DELIVERY, Role.BOTH) and rep.active for rep in world.reps.values())
    if bringing and not deliverers:
        found.append(Message(code="no_deliverers", params={"n": len(bringing)}))
    found += [crew.stranded for crew in world.crews().values() if crew.stranded is not None]
    found += [
        Message(
            code="joint_without_time",
            params={
                "name": each.outlet.name,
                "deal": each.deal.id,
                "people": ", ".join(rep.name for rep in each.people),
            },
        )
        for each in apart(world)
    ]
    found += _gone(world)
    refused = [
        outlet.name
        for outlet in world.outlets.values()
        if outlet.rep
        and outlet.status is Status.ACTIVE
        and (outlet.rep in outlet.forbidden_reps or (outlet.only_reps and outlet.rep not in outlet.only_reps))
    ]
    if refused:
        found.append(Message(code="own_rep_refused", params={"n": len(refused), "names": _some(refused)}))
    return found


def _gone(world: World) -> list[Message]:
    """Reps who are no longer here though outlets name them, and depots no longer in use though rounds begin there."""
    found = []
    for rep in world.reps.values():
        left = [o.name for o in world.outlets.values() if o.rep == rep.id and o.status is Status.ACTIVE]
        if not rep.active and left:
            found.append(Message(code="rep_gone", params={"rep": rep.name, "n": len(left), "names": _some(left)}))
    first = next(iter(world.depots.values()), None)
    there: dict[str, list[str]] = {}
    for rep in world.reps.values():
        for depot in {place.depot for place in (rep.start, rep.end) if place.depot} - world.depots.keys():
            if rep.active:
                there.setdefault(depot, []).append(rep.name)
    if first is None:
        return found
    for depot, names in there.items():
        params = {"n": len(names), "names": _some(names), "depot": depot, "instead": first.name}
        found.append(Message(code="depot_gone", params=params))
    return found


def _some(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
