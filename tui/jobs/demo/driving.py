"""What stands in the way of driving in the sample town, and what is arranged for one of its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from store.records import (
    Access,
    Arrangement,
    Outlet,
    Rep,
    Restriction,
    Role,
    Shift,
    Status,
    VehicleKind,
    Weekday,
    Window,
    Zone,
)
from tui.jobs.demo.scene import Scene

_LANE_M = 260
"""Length of the lane to which no van comes."""
_DIGITS = {Weekday.MON: "16", Weekday.TUE: "27", Weekday.WED: "38", Weekday.THU: "49", Weekday.FRI: "05"}


def restrictions(scene: Scene) -> list[Restriction]:
    """No trucks in the old town at rush hour, and none on the weekday of their plate."""
    lat, lon = scene.at(0, 0)
    rush = [Window(open=7 * 3600, close=9 * 3600), Window(open=17 * 3600, close=19 * 3600)]
    words = scene.words["restrictions"]
    old_town, wider = Zone(lat=lat, lon=lon, radius_m=700), Zone(lat=lat, lon=lon, radius_m=450)
    return [
        Restriction(id="RS-1", name=words["rush"], zone=old_town, kinds=[VehicleKind.TRUCK], hours=rush),
        Restriction(id="RS-2", name=words["plates"], zone=wider, kinds=[VehicleKind.TRUCK], digits=_DIGITS),
    ]


def with_lane(scene: Scene, outlets: Sequence[Outlet]) -> list[Outlet]:
    """The outlets, those in the lane by the centre with the place where one parks for all of them."""
    access = Access(vehicles=[VehicleKind.E_BIKE], walk_minutes=2, parking=scene.words["lane"])

    def inside(outlet: Outlet) -> bool:
        return all(abs(metres) < _LANE_M / 2 for metres in scene.metres(outlet.lat or 0, outlet.lon or 0))

    return [outlet.model_copy(update={"access": access}) if inside(outlet) else outlet for outlet in outlets]


def arrangements(scene: Scene, outlets: Sequence[Outlet], reps: Sequence[Rep]) -> list[Arrangement]:
    """One day of next week: somebody is off in the afternoon, an outlet is wanted, the supervisor rides along."""
    day = scene.today + dt.timedelta(7 - scene.today.weekday())
    callers = [rep for rep in reps if rep.role in (Role.PRESALES, Role.BOTH)]
    supervisors = [rep for rep in reps if rep.role is Role.SUPERVISOR]
    wanted = [outlet for outlet in outlets if outlet.status is Status.ACTIVE]
    return [
        Arrangement(
            id=day.isoformat(),
            shifts={callers[-1].id: [Shift(start=8 * 3600, end=12 * 3600)]} if len(callers) > 1 else {},
            visit=[outlet.id for outlet in wanted[:1]],
            ride_along={supervisors[0].id: callers[0].id} if supervisors and callers else {},
            notes=scene.words["arrangement"],
        )
    ]
