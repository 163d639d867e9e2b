"""What a sheet says, whatever it is printed as."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from routing.planning.driven import Driven
from routing.sheets.form import StopForm
from store.records import Day, Message, Outlet, Product, Rep, Route, Stop, clock_text

if TYPE_CHECKING:
    from routing.sheets.loading import Trip

Point = tuple[float, float]
Street = tuple[str, Sequence[Point]]
"""Class and line of a road."""


class Wording(Protocol):
    """The translations: ``t(key, **params)``."""

    def __call__(self, key: str, /, **params: object) -> str: ...


@dataclass(frozen=True, slots=True)
class SheetStop:
    """One stop, its times as ``HH:MM`` and everything else in words. `pause` comes before it."""

    seq: int
    outlet: str
    name: str
    begin: str
    leave: str
    hours: str
    address: str
    contact: str
    why: str
    agreed: str
    link: str
    point: Point | None
    approximate: bool
    locked: bool
    warnings: tuple[str, ...]
    pause: str
    phone: str
    form: StopForm | None
    way: str = ""
    """How to get there from the stop before, street by street; empty where no road was looked at."""
    notes: tuple[str, ...] = ()
    """Hand-over notes, each with who wrote it."""


@dataclass(frozen=True, slots=True)
class SheetRoute:
    """One rep's round. `pause` comes after the last stop."""

    rep: str
    name: str
    depart: str
    back: str
    km: float
    driving_s: int
    call_s: int
    stops: tuple[SheetStop, ...]
    start: Point | None
    end: Point | None
    warnings: tuple[str, ...]
    pause: str
    line: tuple[Point, ...] = ()
    """The line driven along the streets; empty: straight from stop to stop."""
    way_home: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """The sheets of a date. `unserved`: id, name and why; empty where a single rep's sheet was asked for."""

    distributor: str
    date: str
    weekday: str
    revision: int
    published: bool
    estimate: bool
    language: str
    routes: tuple[SheetRoute, ...]
    unserved: tuple[tuple[str, str, str], ...]
    t: Wording
    streets: tuple[Street, ...] = ()
    """Roads to draw behind the maps."""
    directions: bool = False
    """Whether those sheets too say how to get there that do so only where it is asked for."""
    trips: tuple[Trip, ...] = ()
    """What is loaded onto the vehicles, trip by trip."""
    products: Mapping[str, Product] = field(default_factory=dict)
    """What the trips carry."""


def build_content(
    day: Day,
    routes: Sequence[Route],
    *,
    outlets: Mapping[str, Outlet],
    reps: Mapping[str, Rep],
    agreed: Mapping[str, str],
    distributor: str,
    language: str,
    t: Wording,
    link: Callable[[str, float, float], str],
    unserved: Sequence[tuple[str, str, str]] = (),
    ways: Mapping[str, Driven] | None = None,
    streets: Sequence[Street] = (),
    directions: bool = False,
    trips: Sequence[Trip] = (),
    products: Mapping[str, Product] | None = None,
    forms: Mapping[str, Sequence[StopForm]] | None = None,
    notes: Callable[[str, str | None], Sequence[str]] = lambda _rep, _outlet: (),
) -> Content:
    """The view of some routes of a day. `link` makes a navigation address of a name and a WGS-84 position.

    `ways` are the routes along the roads, by rep, where they are known; `forms` each rep's blanks, numbered as
    the stops are. `notes` gives the hand-over notes of a rep's route, or of an outlet on it.
    """
    from routing.sheets.directions import directions_text

    ways = ways or {}
    filled = {(rep, form.seq): form for rep, each in (forms or {}).items() for form in each}

    def way_to(route: Route, stop: Stop) -> str:
        leg = ways[route.rep].to.get(stop.key) if route.rep in ways else None
        return directions_text(leg, t) if leg else ""

    def said(area: str, messages: Sequence[Message]) -> tuple[str, ...]:
        return tuple(t(f"plan.{area}.{message.code}", **message.params) for message in messages)

    def pause_before(route: Route, position: int) -> str:
        return "  ".join(
            f"{clock_text(pause.begin)[:5]}–{clock_text(pause.end)[:5]} "
            + t(f"plan.pause.{pause.kind}", name=pause.name)
            for pause in route.pauses
            if pause.position == position
        )

    def stop_of(route: Route, stop: Stop, seq: int) -> SheetStop:
        outlet = outlets.get(stop.outlet)
        point = None if stop.lat is None or stop.lon is None else (stop.lat, stop.lon)
        return SheetStop(
            seq=seq,
            outlet=stop.outlet,
            name=stop.name or stop.outlet,
            begin=clock_text(stop.begin)[:5],
            leave=clock_text(stop.leave)[:5],
            hours=t("plan.comma").join(f"{_clock(begin)}–{_clock(end)}" for begin, end in stop.windows),
            address=(outlet.address if outlet else None) or "",
            contact=" ".join(part for part in (outlet.contact, outlet.phone) if part) if outlet else "",
            why=t("plan.and").join(said("reason", stop.reasons)),
            agreed=agreed.get(stop.outlet, ""),
            link=link(stop.name, *point) if point else "",
            point=point,
            approximate=stop.approximate,
            locked=stop.lock is not None or route.locked,
            warnings=said("violation", stop.violations),
            pause=pause_before(route, seq - 1),
            way=way_to(route, stop),
            phone=(outlet.phone if outlet else None) or "",
            form=filled.get((route.rep, seq)),
            notes=tuple(notes(route.rep, stop.outlet)),
        )

    def route_of(route: Route) -> SheetRoute:
        rep = reps.get(route.rep)
        return SheetRoute(
            rep=route.rep,
            name=route.name or (rep.name if rep else route.rep),
            depart=clock_text(route.depart)[:5],
            back=clock_text(route.returns)[:5],
            km=route.distance_m / 1000,
            driving_s=route.travel_s,
            call_s=route.call_s,
            stops=tuple(stop_of(route, stop, seq) for seq, stop in enumerate(route.stops, 1)),
            start=route.start,
            end=route.end,
            warnings=said("violation", route.violations),
            pause=pause_before(route, len(route.stops)) if route.stops else "",
            line=ways[route.rep].line if route.rep in ways else (),
            way_home=directions_text(home, t) if route.rep in ways and (home := ways[route.rep].home) else "",
            notes=tuple(notes(route.rep, None)),
        )

    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.date.weekday()]
    return Content(
        distributor=distributor,
        date=day.date.isoformat(),
        weekday=t(f"records.weekday.{weekday}"),
        revision=day.revision,
        published=day.published_revision == day.revision,
        estimate=day.estimate,
        language=language,
        routes=tuple(route_of(route) for route in routes),
        unserved=tuple(unserved),
        t=t,
        streets=tuple(streets),
        directions=directions,
        trips=tuple(trips),
        products=products or {},
    )


def _clock(seconds: int) -> str:
    """``HH:MM``; hours past midnight are those of the next day, ``02:00+1``."""
    days, seconds = divmod(seconds, 86_400)
    if days == 1 and seconds == 0:
        return "24:00"
    return clock_text(seconds)[:5] + (f"+{days}" if days else "")


def hours_minutes(seconds: int) -> str:
    """``3:05``"""
    minutes = round(seconds / 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def took(t: Wording, seconds: int) -> str:
    """How long something takes, to the minute: ``3:05 h``, ``24 min``; 3小时05分, 24分."""
    hours, minutes = divmod(round(seconds / 60), 60)
    return t("sheets.took_hours", h=hours, m=f"{minutes:02d}") if hours else t("sheets.took_minutes", m=minutes)
