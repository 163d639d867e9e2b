"""Territories: which rep or depot each outlet lies nearest to by road, with the work shared out evenly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.planning.sources.rhythm import call_minutes, rhythm_of
from routing.territories import Shared, settled_centres, shared_among, territory_graph
from routing.travel import Point
from store.records import Outlet, Role, Status
from tui.jobs.office import JobError
from tui.jobs.travelling import Tell, silent
from tui.jobs.world import world_of

if TYPE_CHECKING:
    import networkx as nx

    from routing.planning.world import World
    from store.records import Rep
    from tui.jobs.office import Office

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Territory:
    """One territory: whose, its outlets, hours of calls a week, mean minutes from its centre and back.

    `new` outlets come from somebody else, `gone` ones go to somebody else.
    """

    owner: str
    name: str
    centre: Point
    outlets: tuple[str, ...]
    hours: float
    minutes: float
    new: int
    gone: int


@dataclass(frozen=True, slots=True)
class Territories:
    """All outlets shared out. `cut_off`: those that no road reaches from any centre; `placeless` have no position."""

    territories: tuple[Territory, ...]
    source: str
    estimate: bool
    changes: dict[str, str]
    """Outlet → rep, of those that would change hands."""
    cut_off: tuple[str, ...]
    placeless: int
    graph: nx.DiGraph


def territories(
    office: Office,
    *,
    by: str = "rep",
    even: bool = True,
    reps: Sequence[str] = (),
    source: str | None = None,
    tell: Tell = silent,
) -> Territories:
    """Shares active outlets out among reps (`by` rep) or depots, by road; `even`: each with his share of the work.

    A rep's share is that of the hours he works in a week. Nothing is written. Raises `JobError`
    ``no_outlets_to_share``, ``nobody_to_share``, ``unknown_rep_option``, and `TravelError`.
    """
    world = world_of(office, office.today(), source, strict=source is not None, tell=tell)
    active = [outlet for outlet in world.outlets.values() if outlet.status is Status.ACTIVE]
    there = [outlet for outlet in active if outlet.located]
    if not there:
        raise JobError("no_outlets_to_share")
    points = [(outlet.lat or 0.0, outlet.lon or 0.0) for outlet in there]
    work = [_hours_a_week(world, outlet) for outlet in there]
    if by == "depot":
        owners = [(depot.id, depot.name) for depot in world.depots.values()]
        centres = tuple((depot.lat, depot.lon) for depot in world.depots.values())
        shares = [1.0] * len(owners)
    else:
        chosen = _chosen(world, reps)
        owners = [(rep.id, rep.name) for rep in chosen]
        shares = [_hours_worked(world, rep) for rep in chosen]
        number = {rep.id: k for k, rep in enumerate(chosen)}
        held = [number.get(outlet.rep or "", -1) for outlet in there]
        centres = settled_centres(world.travel, points, work, shares, held)
    shared = shared_among(world.travel, points, centres, work, shares if even else None)
    return _told(world, there, work, shared, owners, len(active) - len(there), by)


def keep_territories(office: Office, found: Territories) -> int:
    """Gives the outlets to their reps; returns how many changed hands. The beats stay as they are.

    Raises `JobError` ``reps_only_assumed`` where the books have no such reps.
    """
    books = office.books
    with books.transaction():
        unknown = {each.owner for each in found.territories} - books.reps.all().keys()
        if unknown:
            raise JobError("reps_only_assumed", reps=", ".join(sorted(unknown)))
        outlets = books.outlets.all()
        changed = [
            outlets[outlet].model_copy(update={"rep": rep})
            for outlet, rep in found.changes.items()
            if outlet in outlets and outlets[outlet].rep != rep
        ]
        books.outlets.put(changed)
    return len(changed)


def _chosen(world: World, named: Sequence[str]) -> list[Rep]:
    for rep in named:
        if rep not in world.reps:
            raise JobError("unknown_rep_option", rep=rep)
    chosen = [
        rep
        for rep in world.reps.values()
        if rep.active and (rep.id in named if named else rep.role in (Role.PRESALES, Role.BOTH))
    ]
    if not chosen:
        raise JobError("nobody_to_share")
    return chosen


def _hours_a_week(world: World, outlet: Outlet) -> float:
    return call_minutes(world, outlet) / 60 * _WEEK / rhythm_of(world, outlet).interval_days


def _hours_worked(world: World, rep: Rep) -> float:
    days = (world.date + dt.timedelta(days=n) for n in range(_WEEK))
    seconds = sum(shift.end - shift.start for day in days for shift in rep.shifts_on(day))
    return max(seconds / 3600, 0.1)


def _told(
    world: World,
    outlets: Sequence[Outlet],
    work: Sequence[float],
    shared: Shared,
    owners: Sequence[tuple[str, str]],
    placeless: int,
    by: str,
) -> Territories:
    found = []
    changes: dict[str, str] = {}
    for number, (owner, name) in enumerate(owners):
        mine = np.flatnonzero(shared.of == number).tolist()
        new = [outlets[i] for i in mine if outlets[i].rep != owner] if by == "rep" else []
        changes |= {outlet.id: owner for outlet in new}
        gone = [i for i, outlet in enumerate(outlets) if outlet.rep == owner and shared.of[i] not in (number, -1)]
        found.append(
            Territory(
                owner,
                name,
                shared.centres[number],
                tuple(outlets[i].id for i in mine),
                sum(work[i] for i in mine),
                float(np.mean(shared.seconds[mine])) / 60 if mine else 0.0,
                len(new),
                len(gone) if by == "rep" else 0,
            )
        )
    ids = [outlet.id for outlet in outlets]
    points = [(outlet.lat or 0.0, outlet.lon or 0.0) for outlet in outlets]
    return Territories(
        tuple(found),
        world.travel.source,
        world.travel.estimate,
        changes,
        tuple(outlets[i].id for i in np.flatnonzero(shared.of < 0).tolist()),
        placeless,
        territory_graph(shared, [owner for owner, _ in owners], ids, points, work),
    )
