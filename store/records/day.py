"""A day: the plan of one date, route by route, and how it came about.

Texts are kept as a code with its parameters, so that the same plan reads in either language.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from store.records.base import ClockTime, Identifier, Instant, Latitude, Longitude, Money, Part
from store.records.team import Shift


class Message(Part):
    """A sentence to come: its code and what fills it. `amount` is what a machine compares."""

    code: str
    params: dict[str, Any] = {}
    amount: float | None = None


class StopKind(StrEnum):
    """What a stop is made for: a sales visit, a promised delivery, a supervisor's check."""

    VISIT = "visit"
    DELIVERY = "delivery"
    AUDIT = "audit"


class Lock(StrEnum):
    """What holds a stop: its rep, its place in the order, or its time."""

    REP = "rep"
    POSITION = "position"
    TIME = "time"


class Stop(Part):
    """One place on a route. An outlet appears at most once a day for each kind of stop.

    `slack_s`: seconds the call could begin later before a hard rule breaks further down.
    `lock_position` (from 1) and `lock_begin` are what a lock of position or time holds it to.
    `by_hand`: somebody put it here. `driven`: it has been called on (or passed by); its times are what happened.
    `urgent`: it came in during the day and may not be left out.
    `reload`: the vehicle goes back to load before it. `load` is given up here, by dimension.
    """

    outlet: Identifier
    kind: StopKind = StopKind.VISIT
    name: str = ""
    lat: Latitude | None = None
    lon: Longitude | None = None
    approximate: bool = False
    arrive: ClockTime = 0
    begin: ClockTime = 0
    leave: ClockTime = 0
    slack_s: int = 0
    distance_m: int = 0
    travel_s: int = 0
    windows: list[tuple[ClockTime, ClockTime]] = []
    lock: Lock | None = None
    lock_position: int | None = None
    lock_begin: ClockTime | None = None
    by_hand: bool = False
    driven: bool = False
    urgent: bool = False
    reload: bool = False
    load: dict[str, float] = {}
    reasons: list[Message] = []
    violations: list[Message] = []
    worth: Money = 0

    @property
    def key(self) -> tuple[str, StopKind]:
        return self.outlet, self.kind


class RoutePause(Part):
    """A break, a reload, or a joint visit that another route makes, after the stop at `position` (0: at first).

    `outlet` and its `name` are where a joint visit is.
    """

    kind: str
    begin: ClockTime
    end: ClockTime
    position: int = 0
    outlet: Identifier | None = None
    name: str = ""


class Route(Part):
    """One rep's ordered stops. `distance_m` and `travel_s` of a stop are those of the leg that leads to it.

    `out`: the rep has dropped out; the route keeps what was driven and takes nothing more. `vehicle` is driven
    by the rep, with the `crew` beside. `load` is the most on board at any time, by dimension. `idle` says why a
    route without stops has none.
    """

    rep: Identifier
    name: str = ""
    locked: bool = False
    out: bool = False
    stops: list[Stop] = []
    pauses: list[RoutePause] = []
    start: tuple[Latitude, Longitude] | None = None
    end: tuple[Latitude, Longitude] | None = None
    depart: ClockTime = 0
    returns: ClockTime = 0
    distance_m: int = 0
    travel_s: int = 0
    call_s: int = 0
    wait_s: int = 0
    overtime_s: int = 0
    load: dict[str, float] = {}
    vehicle: Identifier | None = None
    crew: list[Identifier] = []
    cost: Money = 0
    proven_shortest: bool = False
    violations: list[Message] = []
    idle: list[Message] = []


class UnservedClass(StrEnum):
    BLOCKED = "blocked"
    NOT_WORTH = "not_worth"
    FITS_NOT_PLACED = "fits_not_placed"


class Cheapest(Part):
    """The cheapest single thing that would let an unserved stop in."""

    code: str
    rep: Identifier | None = None
    amount: float = 0
    cost: Money = 0
    params: dict[str, Any] = {}


class Unserved(Part):
    """A stop left out: what it was due for, what kept it out, and the cheapest way in."""

    outlet: Identifier
    kind: StopKind = StopKind.VISIT
    name: str = ""
    lat: Latitude | None = None
    lon: Longitude | None = None
    worth: Money = 0
    due: list[Message] = []
    dropped: bool = False
    urgent: bool = False
    unserved_class: UnservedClass = Field(default=UnservedClass.NOT_WORTH, alias="class")
    reasons: list[Message] = []
    cheapest: Cheapest | None = None

    model_config = Part.model_config | {"populate_by_name": True, "serialize_by_alias": True}

    @property
    def located(self) -> bool:
        return self.lat is not None

    @property
    def key(self) -> tuple[str, StopKind]:
        return self.outlet, self.kind


class DayStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


class Solver(Part):
    """How the last search ran. `cost` is what it minimised, in major currency units; `bound` a proven lower bound."""

    seconds: float = 0
    iterations: int = 0
    seed: int = 0
    cost: float = 0
    bound: float | None = None


class DaySetup(Part):
    """How a day differs from what the books say: reps who stay away or come in, other hours, one depot for all,
    and the profile of weights it was planned by.
    """

    without: list[Identifier] = []
    with_reps: list[Identifier] = []
    shifts: dict[Identifier, Shift] = {}
    depot: Identifier | None = None
    profile: str | None = None


class Day(Part):
    """The plan of one date. `revision` names the state it is in, `redo` those that were undone, next one last.

    `now`: the time of day at which the rest was last replanned; nothing that is not driven begins before it.
    """

    date: date
    status: DayStatus = DayStatus.DRAFT
    revision: int = 0
    published_revision: int | None = None
    travel: str = "estimate"
    estimate: bool = True
    routes: list[Route] = []
    unserved: list[Unserved] = []
    solver: Solver = Solver()
    redo: list[int] = []
    free_reps: bool = False
    """The reps of its beats were freed: planning it again leaves them free."""
    now: ClockTime | None = None
    setup: DaySetup = DaySetup()

    @property
    def stop_count(self) -> int:
        return sum(len(route.stops) for route in self.routes)

    def route_of(self, rep: str) -> Route | None:
        return next((route for route in self.routes if route.rep == rep), None)


class Totals(Part):
    """Sums over a plan's routes."""

    stops: int = 0
    unserved: int = 0
    distance_m: int = 0
    travel_s: int = 0
    overtime_s: int = 0
    cost: Money = 0


class Revision(Part):
    """One state a day has been in; its plan is kept whole beside it, so that it can come back as it was."""

    revision: int
    parent: int | None = None
    at: Instant
    by: str = ""
    action: Message
    totals: Totals = Totals()


class Variant(Part):
    """A day planned otherwise, to be compared: adopted as the plan, or discarded.

    `base` is the revision it began from.
    """

    name: Annotated[str, Field(min_length=1, max_length=40)]
    at: Instant
    by: str = ""
    base: int | None = None
    day: Day
