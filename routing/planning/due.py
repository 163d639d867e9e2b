"""Who is due on a date, why, and what the visit is worth.

Until there is a journey plan, an outlet is due by its rhythm and its last call.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from routing.planning.world import World
from store.records import Grade, Message, Outlet, Rhythm, Status, StopKind, Weekday

MOST_URGENT = 3.0
"""A visit overdue by two whole intervals is worth this many times an ordinary one, and no more after."""
KEY_ACCOUNT = 1.5
_WITHOUT_GRADE = Rhythm(visits=1, weeks=4)


@dataclass(frozen=True, slots=True)
class Due:
    """One stop that should be made: `worth` in minor currency units, `required` when it may not be left out."""

    outlet: Outlet
    kind: StopKind
    reasons: tuple[Message, ...]
    worth: int
    call_s: int
    required: bool = False
    blocked: Message | None = None
    by_hand: bool = False

    @property
    def key(self) -> tuple[str, StopKind]:
        return self.outlet.id, self.kind


def due_on(world: World) -> list[Due]:
    """Every visit due, most urgent first; what cannot be planned carries what blocks it."""
    found = [due for outlet in world.outlets.values() if (due := visit_due(world, outlet))]
    return sorted(found, key=lambda due: (-due.worth, due.outlet.id))


def visit_due(world: World, outlet: Outlet) -> Due | None:
    """The visit of one outlet if its rhythm asks for it on the date."""
    if outlet.status is not Status.ACTIVE:
        return None
    urgency, reason = _urgency(world, outlet)
    if reason is None or outlet.windows_on(world.date) is None:
        return None
    return _visit(world, outlet, urgency, reason)


def visit_by_hand(world: World, outlet: Outlet) -> Due:
    """A visit that somebody asked for, due or not."""
    urgency, reason = _urgency(world, outlet)
    due = _visit(world, outlet, max(1.0, urgency), Message(code="added_by_hand"))
    return replace(due, by_hand=True, reasons=(*due.reasons, reason) if reason else due.reasons)


def urgent_visit(world: World, outlet: Outlet) -> Due:
    """A visit that has come in during the day and may not be left out."""
    due = visit_by_hand(world, outlet)
    reasons = tuple(reason for reason in due.reasons if reason.code != "added_by_hand")
    return replace(due, required=True, by_hand=False, reasons=(Message(code="urgent"), *reasons))


def call_seconds(world: World, outlet: Outlet) -> int:
    """How long a call takes, with the walk from where one can park and back."""
    minutes = outlet.call_minutes or world.settings.call_minutes.get(outlet.tier, 15.0)
    walk = 2 * outlet.access.walk_minutes if outlet.access else 0.0
    return round((minutes + walk) * 60)


def rhythm_of(world: World, outlet: Outlet) -> Rhythm:
    """The outlet's own rhythm, else its grade's."""
    if outlet.rhythm is not None:
        return outlet.rhythm
    grade = outlet.grade or Grade.D
    return world.settings.rhythms.get(grade, _WITHOUT_GRADE)


def _visit(world: World, outlet: Outlet, urgency: float, reason: Message) -> Due:
    settings = world.settings
    worth = settings.worth.get(outlet.grade, settings.worth_ungraded) if outlet.grade else settings.worth_ungraded
    if outlet.key_account:
        worth = round(worth * KEY_ACCOUNT)
    return Due(
        outlet=outlet,
        kind=StopKind.VISIT,
        reasons=(reason,),
        worth=round(worth * urgency),
        call_s=call_seconds(world, outlet),
        blocked=None if outlet.located else Message(code="no_position"),
    )


def _urgency(world: World, outlet: Outlet) -> tuple[float, Message | None]:
    """How many times its ordinary worth a visit has today, and the reason; no reason when it is not due."""
    if world.everything_due:
        return 1.0, Message(code="no_rhythm")
    rhythm = rhythm_of(world, outlet)
    interval = rhythm.interval_days
    last = world.last_visits.get(outlet.id)
    if last is None:
        return 1.5, Message(code="never_visited")
    since = (world.date - last).days
    if since <= 0:
        return 0.0, None
    params = {"days": since, "every": f"{interval:.1f}".removesuffix(".0"), "last": last.isoformat()}
    if rhythm.days:
        fixed = Weekday.of(world.date) in rhythm.days
        # a fixed day a little early still counts; a missed one is caught up on any later day
        if (fixed and since >= 0.6 * interval) or since >= 1.5 * interval:
            late = max(0.0, since - interval) / interval
            return min(MOST_URGENT, 1 + late), Message(code="fixed_day" if fixed else "overdue", params=params)
        return 0.0, None
    earliest = rhythm.min_days if rhythm.min_days is not None else int(interval)
    if since < earliest:
        return 0.0, None
    late = max(0.0, since - (rhythm.max_days or interval)) / interval
    code = "overdue" if late >= 0.25 else "rhythm"
    return min(MOST_URGENT, 1 + late), Message(code=code, params=params)
