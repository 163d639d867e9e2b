"""Sources of travel times as the books name them, opened once and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from routing.travel import Estimate, Travel, TravelError, open_travel
from routing.travel.traffic import Rush, Traffic
from store.records import Message, Settings, Weekday

if TYPE_CHECKING:
    from routing.planning.world import World
    from tui.jobs.office import Office

Tell = Callable[[str, int], None]

_open: dict[tuple[str, object], Travel] = {}
"""Maps that have been opened, by name and date of the file: a date more is no second opening."""


def silent(step: str, number: int) -> None:
    """Tells nobody how far the preparation of a map is."""
    del step, number


def estimate_of(settings: Settings) -> Estimate:
    travel = settings.travel
    return Estimate(travel.factor, travel.power, travel.detour)


def opened(source: str, estimate: Estimate, tell: Tell = silent) -> Travel:
    """The source of that name. Raises `TravelError`."""
    if not source.startswith("roads:"):
        return open_travel(source, estimate, tell)
    path = Path(source.removeprefix("roads:")).expanduser().absolute()
    try:
        stamp: object = path.stat().st_mtime_ns
    except OSError:
        stamp = None
    if (source, stamp) not in _open:
        _open[source, stamp] = open_travel(source, estimate, tell)
    return _open[source, stamp]


def traffic_on(settings: Settings, date: dt.date) -> Traffic | None:
    """The slow hours of a date; None where every hour is like any other."""
    weekday = Weekday.of(date)
    hours = [
        Rush(row.start, row.end, dict(row.slower.items()))
        for row in settings.traffic
        if not row.days or weekday in row.days
    ]
    traffic = Traffic(hours)
    return None if traffic.even else traffic


def travelling(office: Office, world: World, source: str, *, strict: bool = False, tell: Tell = silent) -> World:
    """The world with its ways from `source`, at the mean pace of its working hours.

    What cannot be used is told, and the estimate stands in; with `strict` it is a `TravelError`.
    """
    settings = world.settings
    estimate = estimate_of(settings)
    assumed: Sequence[Message] = world.assumed
    try:
        travel = opened(source, estimate, tell)
    except TravelError as error:
        if strict:
            raise
        travel = estimate
        why = office.t(f"roads.{error.code}", **error.params)
        assumed = (*assumed, Message(code="estimate_instead", params={"source": source, "why": why}))
    traffic = traffic_on(settings, world.date)
    if traffic is not None:
        shifts = [shift for _, shift in world.on_duty().values()]
        begin = min((shift.start for shift in shifts), default=settings.default_start)
        end = max((shift.end for shift in shifts), default=settings.default_end)
        travel = travel.paced(traffic.mean(begin, end))
    return replace(world, travel=travel, estimate=estimate, traffic=traffic, assumed=tuple(assumed))
