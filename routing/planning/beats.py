"""Beats on a date: standing routes keep their day and their rep; only their order is made better unless asked.

An outlet on a beat is due on the beat's weekday, whatever its own rhythm says, and on another day only once
its beat has been missed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.records import Beat, Day, Message, Outlet, Route, Status, Stop, StopKind, Weekday

if TYPE_CHECKING:
    from routing.planning.world import World

MOST_URGENT = 3.0
"""A missed call counts no more times its ordinary worth than this."""
_ODD_WEEK = dt.date(2024, 1, 1)
"""The Monday of an odd week from which they are counted."""
_ODD = ("单周", "odd week")
_EVEN = ("双周", "even week")


@dataclass(frozen=True, slots=True)
class Standing:
    """An outlet's place on a beat that runs on the date. `rep` is None where nobody on duty is named."""

    beat: Beat
    rep: str | None
    position: int


def runs_on(beat: Beat, date: dt.date, weekday: Weekday | None = None) -> bool:
    """Whether a beat is driven on a date that goes like a `weekday` (None: its own).

    One of odd or even weeks (单周, 双周) says so in its name; they alternate without a break, also past a year of 53
    weeks, and are the calendar's as long as none lies between. Any other that does not run every week runs in each
    so-manieth week, counted alike for all beats.
    """
    if not beat.active or (weekday or Weekday.of(date)) not in beat.days:
        return False
    name = beat.name.casefold()
    odd = (date - _ODD_WEEK).days // 7 % 2 == 0
    if any(word in name for word in _ODD):
        return odd
    if any(word in name for word in _EVEN):
        return not odd
    return (date.toordinal() - 1) // 7 % beat.weeks == 0


def running_on(world: World) -> list[Beat]:
    """The beats that are driven on the date."""
    if world.closed:
        return []
    return [beat for beat in world.beats.values() if runs_on(beat, world.date, world.weekday)]


def standing_on(world: World) -> dict[str, Standing]:
    """Outlets whose beat runs on the date, beat after beat in its order; of two beats the first one counts."""
    duty = world.on_duty()
    found: dict[str, Standing] = {}
    running = running_on(world)
    for beat in sorted(running, key=lambda beat: (beat.rep not in duty, beat.id)):
        rep = beat.rep if beat.rep in duty else None
        for position, outlet in enumerate(beat.outlets, 1):
            if outlet in world.outlets:
                found.setdefault(outlet, Standing(beat, rep, position))
    return found


def beat_urgency(
    world: World, outlet: Outlet, standing: Standing | None, interval: float, missed: Mapping[str, dt.date]
) -> tuple[float, Message | None]:
    """How many times its ordinary worth the visit of an outlet on a beat has today, and the reason.

    It is due on its beat's day, or once it has been missed there: `missed` holds when its beat last ran before the
    date. No reason when it is not due.
    """
    last = world.last_visits.get(outlet.id)
    since, closed = since_last(world, last)
    if since is not None and since <= 0:
        return 0.0, None
    late = 0.0 if since is None else max(0.0, since - closed - interval) / interval
    params: dict[str, object] = {"days": since or 0, **({"closed": closed} if closed else {})}
    if standing is not None:
        code = "beat_first" if since is None else "beat"
        return min(MOST_URGENT, 1 + late), Message(code=code, params={"beat": standing.beat.name, **params})
    turn = missed.get(outlet.id)
    if last is None or turn is None or last >= turn:
        return 0.0, None
    params |= {"every": f"{interval:.1f}".removesuffix(".0"), "last": last.isoformat()}
    return min(MOST_URGENT, 1 + late), Message(code="overdue", params=params)


def last_runs(world: World) -> dict[str, dt.date]:
    """The last date before this one on which a beat of each outlet ran; closed days are none."""
    found: dict[str, dt.date] = {}
    for beat in world.beats.values():
        for back in range(1, 7 * beat.weeks * 2 + 8):
            date = world.date - dt.timedelta(back)
            if world.works_on(date) and runs_on(beat, date, world.weekday_of(date)):
                for outlet in beat.outlets:
                    found[outlet] = max(date, found.get(outlet, date))
                break
    return found


def since_last(world: World, last: dt.date | None) -> tuple[int | None, int]:
    """Days since the last call, and those of them on which the company was closed: these wait with nobody."""
    if last is None:
        return None, 0
    return (world.date - last).days, world.closed_since(last)


def intervals(world: World) -> dict[str, float]:
    """Days between two calls at each outlet whose weekdays a beat settles."""
    calls_a_week: dict[str, float] = {}
    for beat in world.beats.values():
        if beat.active and beat.days:
            for outlet in beat.outlets:
                calls_a_week[outlet] = calls_a_week.get(outlet, 0) + len(beat.days) / beat.weeks
    return {outlet: 7 / often for outlet, often in calls_a_week.items()}


def kept_reps(world: World) -> dict[str, str]:
    """Whose route each outlet of today's beats stays on; none for those the rep may not serve."""
    duty = world.on_duty()
    return {
        outlet: place.rep
        for outlet, place in standing_on(world).items()
        if place.rep is not None and set(world.outlets[outlet].skills) <= set(duty[place.rep][0].skills)
    }


def laid_out(world: World, day: Day, due: Mapping[tuple[str, StopKind], object]) -> Day:
    """The day with the due stops of its beats in their order on their reps' routes, where they stand on none."""
    on_routes = {stop.key for route in day.routes for stop in route.stops}
    dropped = {stop.key for stop in day.unserved if stop.dropped}
    more: dict[str, list[Stop]] = {}
    for outlet, rep in kept_reps(world).items():
        key = (outlet, StopKind.VISIT)
        if key in due and key not in on_routes and key not in dropped:
            more.setdefault(rep, []).append(Stop(outlet=outlet))
    routes = [
        route if route.locked or route.out else route.model_copy(update={"stops": [*route.stops, *stops]})
        for route in day.routes
        for stops in (more.pop(route.rep, []),)
    ]
    routes += [Route(rep=rep, stops=stops) for rep, stops in more.items()]
    return day.model_copy(update={"routes": routes})


def told_of_beats(world: World, due: Iterable[str]) -> list[Message]:
    """What a dispatcher should know of the beats of the date before planning by them; `due` are outlets."""
    duty = world.on_duty()
    running = running_on(world)
    standing = standing_on(world)
    found: list[Message] = []
    if running and (others := sum(outlet not in standing for outlet in due)):
        found.append(Message(code="off_beat", params={"n": others}))
    for beat in running:
        about = {"beat": beat.name, "n": len(beat.outlets)}
        if beat.rep is None:
            found.append(Message(code="beat_without_rep", params=about))
        elif beat.rep not in duty:
            rep = world.reps.get(beat.rep)
            found.append(Message(code="beat_rep_off", params={**about, "rep": rep.name if rep else beat.rep}))
        found += _others_outlets(world, beat, standing)
        lost = [outlet for outlet in beat.outlets if not _active(world.outlets.get(outlet))]
        if lost:
            found.append(Message(code="beat_lost", params={**about, "n": len(lost), "outlets": _some(lost)}))
        for outlet in beat.outlets:
            found += _at_odds(world, beat, outlet, standing)
    return found


def _others_outlets(world: World, beat: Beat, standing: Mapping[str, Standing]) -> list[Message]:
    """That a beat's rep calls on outlets that somebody else looks after: the beat comes first."""
    rep = world.reps.get(beat.rep or "")
    other = [
        outlet
        for outlet in beat.outlets
        if (place := standing.get(outlet)) is not None
        and place.beat.id == beat.id
        and place.rep is not None
        and world.outlets[outlet].rep not in (None, place.rep)
    ]
    if rep is None or not other:
        return []
    names = ", ".join(sorted({_rep_name(world, str(world.outlets[outlet].rep)) for outlet in other}))
    params = {"beat": beat.name, "rep": rep.name, "n": len(other), "outlets": _some(other), "others": names}
    return [Message(code="beat_other_rep", params=params)]


def _rep_name(world: World, rep: str) -> str:
    return world.reps[rep].name if rep in world.reps else rep


def _at_odds(world: World, beat: Beat, outlet: str, standing: Mapping[str, Standing]) -> list[Message]:
    """What is wrong with one outlet's place on a beat: it goes with another one, or the rep lacks its skill."""
    place = standing.get(outlet)
    if place is None:
        return []
    about = {"name": world.outlets[outlet].name, "outlet": outlet, "beat": place.beat.name}
    if place.beat.id != beat.id:
        return [Message(code="beat_twice", params={**about, "other": beat.name})]
    if place.rep is not None:
        missing = set(world.outlets[outlet].skills) - set(world.reps[place.rep].skills)
        if missing:
            skills = ", ".join(sorted(missing))
            return [Message(code="beat_skill", params={**about, "rep": world.reps[place.rep].name, "skills": skills})]
    return []


def _active(outlet: Outlet | None) -> bool:
    return outlet is not None and outlet.status is Status.ACTIVE


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:5]) + (" …" if len(ids) > 5 else "")
