"""Visits by rhythm and last call; a journey plan will take this place."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from routing.planning.beats import MOST_URGENT, beat_urgency, intervals, last_runs, since_last, standing_on
from routing.planning.sources.claim import Claim
from store.records import Grade, Message, Outlet, Rhythm, Status

if TYPE_CHECKING:
    from routing.planning.world import World

_FURTHEST = 60
"""Days in which one of an outlet's fixed days is worked, however long a holiday is."""
KEY_ACCOUNT = 1.5
_WITHOUT_GRADE = Rhythm(visits=1, weeks=4)


def visits(world: World) -> Iterator[Claim]:
    """The visit of every active outlet whose beat or, where it is on none, whose rhythm asks for it on the date."""
    standing, usual, missed = standing_on(world), intervals(world), last_runs(world)
    for outlet in world.outlets.values():
        if outlet.status is not Status.ACTIVE:
            continue
        interval = usual.get(outlet.id)
        if interval is None:
            urgency, reason = urgency_of(world, outlet)
        else:
            urgency, reason = beat_urgency(world, outlet, standing.get(outlet.id), interval, missed)
        if reason is not None:
            yield visit(world, outlet, urgency, reason)


def visit(world: World, outlet: Outlet, urgency: float, reason: Message) -> Claim:
    """An ordinary visit, worth so many times what it usually is."""
    worth = round(worth_of(world, outlet) * urgency)
    return Claim(outlet, reason, worth=worth, minutes=call_minutes(world, outlet), required=outlet.must)


def worth_of(world: World, outlet: Outlet) -> int:
    """What an ordinary visit is worth, in minor currency units."""
    settings = world.settings
    if outlet.worth is not None:
        return outlet.worth
    worth = settings.worth.get(outlet.grade, settings.worth_ungraded) if outlet.grade else settings.worth_ungraded
    return round(worth * KEY_ACCOUNT) if outlet.key_account else worth


def call_minutes(world: World, outlet: Outlet) -> float:
    """How long an ordinary call takes."""
    return outlet.call_minutes or world.settings.call_minutes.get(outlet.tier, 15.0)


def rhythm_of(world: World, outlet: Outlet) -> Rhythm:
    """The outlet's own rhythm, else its grade's."""
    if outlet.rhythm is not None:
        return outlet.rhythm
    grade = outlet.grade or Grade.D
    return world.settings.rhythms.get(grade, _WITHOUT_GRADE)


def urgency_of(world: World, outlet: Outlet) -> tuple[float, Message | None]:
    """How many times its ordinary worth a visit has today, and the reason; no reason when it is not due."""
    if world.everything_due:
        return 1.0, Message(code="no_rhythm")
    rhythm = rhythm_of(world, outlet)
    interval = rhythm.interval_days
    last = world.last_visits.get(outlet.id)
    if last is None:
        mine = not rhythm.days or world.weekday in rhythm.days
        return (1.5, Message(code="never_visited")) if mine else (0.0, None)
    days, closed = since_last(world, last)
    if days is None or days <= 0:
        return 0.0, None
    since = days - closed
    params: dict[str, object] = {
        "days": days,
        "every": f"{interval:.1f}".removesuffix(".0"),
        "last": last.isoformat(),
        **({"closed": closed} if closed else {}),
    }
    if rhythm.days:
        turn = _fixed_turn(world, rhythm, last)
        if turn is None or turn > world.date:
            return 0.0, None
        late = max(0.0, since - interval) / interval
        code = "fixed_day" if world.weekday in rhythm.days else "overdue"
        return min(MOST_URGENT, 1 + late), Message(code=code, params=params)
    earliest = rhythm.min_days if rhythm.min_days is not None else int(interval)
    if since < earliest:
        return 0.0, None
    late = max(0.0, since - (rhythm.max_days or interval)) / interval
    code = "overdue" if late >= 0.25 else "rhythm"
    return min(MOST_URGENT, 1 + late), Message(code=code, params=params)


def _fixed_turn(world: World, rhythm: Rhythm, last: dt.date) -> dt.date | None:
    """The first of its fixed days on which an outlet visited `last` was, or will be, due; None far ahead.

    Missed, it comes back on every day until the visit is made. See docs/rules.md.
    """
    wait = 7 * rhythm.weeks - 2 if rhythm.visits == 1 else math.ceil(0.6 * rhythm.interval_days)
    for days in range(wait, wait + _FURTHEST):
        date = last + dt.timedelta(days)
        if date > world.date:
            return None
        if world.works_on(date) and world.weekday_of(date) in rhythm.days:
            return date
    return last + dt.timedelta(wait)
