"""The ways between the places of a day: one matrix for each kind of vehicle, and what no road reaches."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.planning.errors import PlanningError
from routing.problem import Matrix
from routing.travel import UNREACHED, Estimate, Point, Profile, Snap, Travel
from store.records import Message, Rep, Vehicle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from routing.planning.world import World

MOST_PLACES = 16_000
"""Places of one day: with more the engine would need above 2 GB for each kind of vehicle."""
LARGE = 3000
"""Places above which the ways between neighbours alone are asked for."""


@dataclass(frozen=True, slots=True)
class Ways:
    """`times` and `distances` of each mode, `mode` of each rep, and for each mode the places not reached."""

    times: tuple[Matrix, ...]
    distances: tuple[Matrix, ...]
    mode: Mapping[str, int]
    cut_off: tuple[Mapping[int, Snap], ...]

    def trouble(self, place: int) -> Message | None:
        """What keeps every kind of vehicle from a place; None where one gets there."""
        snaps = [missed[place] for missed in self.cut_off if place in missed]
        return _told(snaps[0]) if len(snaps) == len(self.cut_off) else None

    def able(self, place: int, reps: Sequence[Rep]) -> tuple[int, ...] | None:
        """The numbers of the reps whose vehicles reach a place; None: all of them."""
        if not any(place in missed for missed in self.cut_off):
            return None
        return tuple(number for number, rep in enumerate(reps) if place not in self.cut_off[self.mode[rep.id]])


def profile_of(rep: Rep, vehicles: Mapping[str, Vehicle]) -> Profile:
    """What a rep drives; a van where nothing is said."""
    vehicle = vehicles.get(rep.vehicle) if rep.vehicle else None
    if vehicle is None:
        return Profile()
    return Profile(vehicle.kind.value, vehicle.width_m, vehicle.height_m, vehicle.weight_t)


def ways_of(
    travel: Travel,
    estimate: Estimate,
    points: Sequence[Point],
    hubs: Collection[int],
    reps: Sequence[Rep],
    vehicles: Mapping[str, Vehicle],
) -> Ways:
    """The matrices for what the reps drive; reps whose vehicles go the same ways share one. `hubs` are where they
    begin, end and load: of more than `LARGE` places only the ways between these and all, and between neighbours,
    are exact.

    Cells without a way are filled by the estimate, so that what stands on a route all the same can be judged.
    Raises `PlanningError` ``too_many_places``, and `TravelError` as the source does.
    """
    if len(points) > MOST_PLACES:
        room = len(points) ** 2 * 8 / 1e9
        raise PlanningError("too_many_places", n=len(points), most=MOST_PLACES, gigabytes=f"{room:.1f}")
    modes: dict[Profile, int] = {}
    mode = {rep.id: modes.setdefault(travel.normal(profile_of(rep, vehicles)), len(modes)) for rep in reps}
    times: list[Matrix] = []
    distances: list[Matrix] = []
    cut_off: list[dict[int, Snap]] = []
    for profile in modes:
        if len(points) > LARGE:
            from routing.travel.near import nearby

            near = nearby(travel, estimate, points, hubs, profile)
            snaps = travel.snap([points[place] for place in near.cut_off], profile)
            cut_off.append(dict(zip(near.cut_off, snaps, strict=True)))
            times.append(near.seconds)
            distances.append(near.metres)
            continue
        seconds, metres = travel.matrix(points, profile)
        cut_off.append(_completed(travel, estimate, points, profile, seconds, metres))
        times.append(seconds)
        distances.append(metres)
    return Ways(tuple(times), tuple(distances), mode, tuple(cut_off))


def _completed(
    travel: Travel,
    estimate: Estimate,
    points: Sequence[Point],
    profile: Profile,
    seconds: NDArray[np.int32],
    metres: NDArray[np.int32],
) -> dict[int, Snap]:
    """Fills the cells without a way; the places that most others cannot get to or come from."""
    import numpy as np

    missing = seconds == UNREACHED
    if not missing.any():
        return {}
    guess, length = estimate.matrix(points, profile)
    seconds[missing], metres[missing] = guess[missing], length[missing]
    apart = np.flatnonzero((missing | missing.T).sum(axis=1) > len(points) / 2).tolist()
    if not apart:
        return {}
    snaps = travel.snap([points[place] for place in apart], profile)
    return dict(zip(apart, snaps, strict=True))


def _told(snap: Snap) -> Message:
    return Message(code=snap.trouble or "no_way", params={"metres": round(min(snap.metres, 1e6))})


def off_road(world: World) -> list[Message]:
    """Where rounds begin, end or load though no road leads there: the ways from and to it are estimated."""
    travel = world.travel
    if travel.estimate:
        return []
    named = {(depot.lat, depot.lon): depot.name for depot in reversed(list(world.depots.values()))}
    places: dict[Point, tuple[str, Profile]] = {}
    for lead in (crew.lead for crew in world.crews().values()):
        profile = travel.normal(profile_of(lead, world.vehicles))
        for point in (world.start_of(lead), world.end_of(lead), world.depot_of(lead)):
            if point is not None:
                places.setdefault(point, (named.get(point, lead.name), profile))
    found = []
    for point, (name, profile) in places.items():
        snap = travel.snap([point], profile)[0]
        if snap.trouble:
            found.append(Message(code=f"start_{snap.trouble}", params={"name": name}))
    return found
