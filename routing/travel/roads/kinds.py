"""What is driven, as the roads see it."""

from __future__ import annotations

from dataclasses import dataclass

from routing.travel.protocol import Profile, TravelError
from routing.travel.roads.tags import CYCLE, FOOT, MOTOR


@dataclass(frozen=True, slots=True)
class Kind:
    """A network, the speed never passed (km/h), metres and tonnes; `walks` says that paths count as roads.

    `shut`: kinds of road it never takes. `kerb`: on large roads it serves its own side only.
    """

    network: int
    top: float
    width: float
    height: float
    weight: float
    truck: bool = False
    kerb: bool = True
    shut: frozenset[str] = frozenset()


KINDS = {
    "car": Kind(MOTOR, 130.0, 1.9, 1.7, 1.8),
    "van": Kind(MOTOR, 110.0, 2.1, 2.5, 3.5),
    "truck": Kind(MOTOR, 85.0, 2.5, 3.6, 12.0, truck=True),
    "three_wheeler": Kind(
        CYCLE, 25.0, 1.3, 1.8, 0.9, shut=frozenset({"steps", "footway", "path", "corridor", "bridleway"})
    ),
    "e_bike": Kind(CYCLE, 22.0, 0.8, 1.8, 0.2, kerb=False, shut=frozenset({"steps", "corridor"})),
    "on_foot": Kind(FOOT, 4.8, 0.5, 1.8, 0.1, kerb=False),
}


def kind_of(profile: Profile) -> Kind:
    """The kind with the profile's own measures. Raises `TravelError` ``no_such_kind``."""
    kind = KINDS.get(profile.kind)
    if kind is None:
        raise TravelError("no_such_kind", exit_code=2, kind=profile.kind, known=", ".join(KINDS))
    return Kind(
        kind.network,
        kind.top,
        profile.width or kind.width,
        profile.height or kind.height,
        profile.weight or kind.weight,
        kind.truck,
        kind.kerb,
        kind.shut,
    )
