"""The pure routing problem: places, stops, vehicles, and what a route costs. It knows nothing of the books.

Units everywhere: seconds (times of day count from midnight of the day planned and may pass 86 400),
metres, and integer *cost units*. Whoever builds a problem chooses the cost unit; planning uses
thousandths of the minor currency unit, a benchmark its own distance unit.

A **route** is a sequence of stop indices served by one vehicle in that order. The marker `RELOAD`
in a sequence is a return to the vehicle's reload place, where its load starts anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.sparse import Sparse

Matrix: TypeAlias = "NDArray[Any] | Sparse"
"""Whole numbers for every pair of places: an array, or what makes its cells when they are asked for."""

RELOAD = -1
DAY = 86_400
HORIZON = 2**30
"""Latest time a problem may speak of (benchmarks scale theirs): bounds keep the compiled judge from overflow."""
COST_LIMIT = 2**53
"""Largest cost a problem may carry, so that sums stay exact as 64-bit integers and as floats."""


class ProblemError(ValueError):
    """A problem that cannot be stated: names the field, its index and what is wrong with it.

    `code` is stable and translated by the faces; `params` fill its sentence.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code}: " + ", ".join(f"{k}={v}" for k, v in params.items()))


@dataclass(frozen=True, slots=True)
class Break:
    """A pause of `duration` seconds begun between `earliest` and `latest`.

    With `after`, it must begin before that many seconds of work have passed since the shift began or
    the last break ended, and the clock bounds still hold. With `place` (an index of the matrices), the
    vehicle drives there for it; otherwise it is taken where the vehicle is, before or after a stop.
    """

    duration: int
    earliest: int = 0
    latest: int = HORIZON
    after: int | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One call to be made at a place.

    `windows`: service must *begin* inside one of them (sorted, not overlapping); none means any time.
    `demand` is loaded at the start (or at the last reload) and given up here; `pickup` is taken on
    here and carried to the next reload or the end. Both have one number per capacity dimension.
    `prize` is what leaving the stop out costs; None makes it required. `release` is the earliest
    departure from the depot or reload of the trip that carries it. `late_cost` (per second) turns the
    end of the last window soft, up to `late_limit` seconds.
    `allowed` names the vehicles that may serve it (None: all), `vehicle_cost` adds a cost for chosen
    ones (a preferred rep is a cost on all others).
    Locks: `fixed_vehicle`, `fixed_position` (from 1; needs fixed_vehicle), `fixed_begin` (seconds,
    service begins exactly then).
    `usual_vehicle`/`promised` tie it to a plan already known: `change_cost` if another vehicle serves
    it, `promise_cost` per second outside `promised` ± `promise_tolerance`.
    """

    place: int
    service: int = 0
    windows: tuple[tuple[int, int], ...] = ()
    demand: tuple[int, ...] = ()
    pickup: tuple[int, ...] = ()
    prize: int | None = None
    release: int = 0
    late_cost: int | None = None
    late_limit: int = 0
    allowed: tuple[int, ...] | None = None
    vehicle_cost: tuple[tuple[int, int], ...] = ()
    fixed_vehicle: int | None = None
    fixed_position: int | None = None
    fixed_begin: int | None = None
    usual_vehicle: int | None = None
    change_cost: int = 0
    promised: int | None = None
    promise_tolerance: int = 0
    promise_cost: int = 0


@dataclass(frozen=True, slots=True)
class Vehicle:
    """Who drives: a rep with or without a van.

    `start`/`end` are places; `end` None is an open end (the route stops at its last stop).
    The shift is `earliest`…`latest`; overtime runs from `shift_end` (None: no overtime) at
    `overtime_cost` per second and never past `latest`. Work time counts from departure to return.
    `mode` chooses the matrix. Costs: `fixed_cost` once if used, `distance_cost` per metre,
    `time_cost` per second of work time (driving, service, waiting, breaks),
    `balance_cost` times the square of work time in whole minutes (convex: makes loads even).
    `capacity`: one number per dimension. Limits: `max_stops`, `max_work` seconds, `max_distance` metres.
    `reload_place` with `max_trips` > 1 allows reloads of `reload_service` seconds.
    """

    start: int
    end: int | None
    earliest: int = 0
    latest: int = DAY
    shift_end: int | None = None
    capacity: tuple[int, ...] = ()
    fixed_cost: int = 0
    distance_cost: int = 1
    time_cost: int = 0
    overtime_cost: int = 0
    balance_cost: int = 0
    mode: int = 0
    max_stops: int | None = None
    max_work: int | None = None
    max_distance: int | None = None
    breaks: tuple[Break, ...] = ()
    reload_place: int | None = None
    max_trips: int = 1
    reload_service: int = 0


@dataclass(frozen=True, slots=True)
class Relation:
    """`kind` is one of: same_route (all of `stops` or none on one route), different_routes,
    before (each stop earlier on the same route than the next one), direct (each immediately after
    the one before).
    """

    kind: str
    stops: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the search and the judge need, and nothing else.

    `times[m]` (seconds) and `distances[m]` (metres or the benchmark's unit) are square integer matrices
    over the places, one pair per travel mode `m`; they may be asymmetric and need not obey the
    triangle inequality. Those of thousands of places are `Sparse`. `speed` makes driving slower or
    faster by the hour: sorted steps of (from second, per mille of the matrices' speed), so 500 doubles
    driving times; whoever leaves later never arrives earlier (FIFO).
    Plain routing problems leave all the rest at its defaults and pay nothing for it.
    """

    times: tuple[Matrix, ...]
    distances: tuple[Matrix, ...]
    stops: tuple[Stop, ...]
    vehicles: tuple[Vehicle, ...]
    relations: tuple[Relation, ...] = ()
    speed: tuple[tuple[int, int], ...] = ()
    names: tuple[str, ...] = field(default=(), compare=False)
    """Names of the stops, for messages only."""


Routes = Sequence[Sequence[int]]
"""One sequence of stop indices per vehicle, empty where the vehicle stays at home."""
