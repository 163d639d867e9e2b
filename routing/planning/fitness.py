"""Whether somebody may make a stop at all, and at which hours: role, skills, people, vehicle, restricted areas."""

from __future__ import annotations

from collections.abc import Sequence

from routing.planning.crews import Crew, called, kind_of
from routing.planning.due import Due
from routing.planning.world import World
from store.records import Message, Outlet, Role, StopKind, VehicleKind, Weekday, merged

ROLES = {
    StopKind.VISIT: (Role.PRESALES, Role.BOTH),
    StopKind.DELIVERY: (Role.DELIVERY, Role.BOTH),
    StopKind.AUDIT: (Role.SUPERVISOR,),
}
"""Whose work each kind of stop is."""
ALWAYS = 48 * 3600
Span = tuple[int, int]


def refusal(world: World, due: Due, crew: Crew) -> Message | None:
    """Why this crew may not make the stop whatever the hour, None when it may."""
    outlet, lead = due.outlet, crew.lead
    params = {"rep": lead.name}
    if lead.role not in ROLES[due.kind]:
        return Message(code=f"no_{due.kind}", params=params)
    # people named for this very stop go whatever else is asked for there
    people = due.reps or outlet.only_reps
    if people and lead.id not in people:
        return Message(code="other_reps_only", params=params)
    if lead.id in outlet.forbidden_reps and lead.id not in due.reps:
        return Message(code="rep_forbidden", params=params)
    lacking = [] if due.reps else _lacking(outlet, crew)
    if lacking:
        return Message(code="lacks_skill", params=params | {"skills": ", ".join(lacking)})
    if due.kind is StopKind.DELIVERY and crew.stranded is not None:
        return Message(code="no_vehicle", params=params)
    bars = barred(world, due, crew)
    if any(span[0] <= 0 and span[1] >= ALWAYS for span, _ in bars):
        return next(why for span, why in bars if span[0] <= 0 and span[1] >= ALWAYS)
    return None


def needed_skills(outlet: Outlet) -> dict[str, int]:
    """The skills an outlet asks for with the least level of each."""
    return dict.fromkeys(outlet.skills, 1) | outlet.skill_levels


def told_skills(outlet: Outlet) -> list[str]:
    """The skills it asks for, with the least level where that is more than any."""
    return [skill if level <= 1 else f"{skill} ≥{level}" for skill, level in needed_skills(outlet).items()]


def _lacking(outlet: Outlet, crew: Crew) -> list[str]:
    has = crew.skills
    return [
        skill if level <= 1 else f"{skill} ≥{level}"
        for skill, level in needed_skills(outlet).items()
        # a skill on file without a level counts as the lowest
        if max(has.get(skill, 0), int(skill in has)) < level
    ]


def barred(world: World, due: Due, crew: Crew) -> list[tuple[Span, Message]]:
    """When this crew's vehicle may not be at the outlet, with the reason; a whole day is 0 to `ALWAYS`."""
    kind, outlet = kind_of(crew), due.outlet
    if kind is None or kind is VehicleKind.ON_FOOT or crew.vehicle is None:
        return []
    access = outlet.access
    named = {"vehicle": called(crew.vehicle), "rep": crew.lead.name}
    found: list[tuple[Span, Message]] = []
    walks = access is not None and (access.walk_minutes > 0 or access.parking)
    if access is not None and access.vehicles and kind.value not in access.vehicles and not walks:
        found.append(((0, ALWAYS), Message(code="vehicle_kept_out", params=named)))
    if access is not None and access.hours and not walks:
        weekday = Weekday.of(world.date)
        free = merged((each.open, each.close) for each in access.hours if each.on(weekday))
        found += [(span, Message(code="access_hours", params=named)) for span in _outside(free)]
    for each in world.restrictions.values():
        inside = each.zone is None or (outlet.located and each.zone.contains(outlet.lat or 0, outlet.lon or 0))
        if inside and each.means(crew.vehicle, world.date):
            why = Message(code="restricted", params=named | {"name": each.name})
            found += [(span, why) for span in each.hours_on(world.date)]
    return found


def _outside(free: Sequence[Span]) -> list[Span]:
    """What a day has besides the free spans."""
    edges = [0, *(edge for span in free for edge in span), ALWAYS]
    return [(begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=True) if begin < end]


def cut(windows: Sequence[Span], bars: Sequence[Span], stay: int) -> list[Span] | None:
    """The windows in which a call of `stay` seconds may begin and end clear of the barred spans.

    No windows mean any hour. None when nothing is left.
    """
    free = list(windows) or [(0, ALWAYS)]
    for begin, end in merged(bars):
        kept: list[Span] = []
        for open_, close in free:
            before = (open_, min(close, begin - stay))
            after = (max(open_, end), close)
            kept += [part for part in (before, after) if part[0] <= part[1] and part[1] >= 0]
        free = [part for part in kept if part[0] < ALWAYS]
    # a window that a bar does not touch is kept as it was, and touching ones are told apart by a second
    clear: list[Span] = []
    for open_, close in sorted(set(free)):
        if clear and open_ <= clear[-1][1]:
            clear[-1] = (clear[-1][0], max(clear[-1][1], close))
        else:
            clear.append((open_, close))
    return clear or None
