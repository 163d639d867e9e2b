"""What OpenStreetMap's tags mean to whoever drives, rides or walks.

After the project's wiki (Key:access, Key:oneway, Key:maxspeed); where it leaves a country's choice open, the
cautious one is taken. Speeds are means of whole streets with their crossings, not limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

MOTOR, CYCLE, FOOT = 0, 1, 2
"""The three networks: a road may be open to each of them in each direction."""

SPEEDS = {
    "motorway": 95, "motorway_link": 50, "trunk": 70, "trunk_link": 40, "primary": 42, "primary_link": 30,
    "secondary": 38, "secondary_link": 28, "tertiary": 34, "tertiary_link": 25, "unclassified": 28,
    "residential": 24, "living_street": 12, "service": 14, "road": 24, "track": 12, "pedestrian": 8,
    "cycleway": 16, "path": 10, "bridleway": 8, "footway": 6, "steps": 2, "corridor": 4,
}  # fmt: skip
"""Kilometres an hour of a car by kind of road."""
CLASSES = {
    "motorway": 0, "motorway_link": 0, "trunk": 0, "trunk_link": 0,
    "primary": 1, "primary_link": 1, "secondary": 1, "secondary_link": 1,
}  # fmt: skip
"""Index in `ROAD_CLASSES`; what is not named is a street."""
STREET, FERRY = 2, 3
FERRY_SPEED = 14.0
_PATHS = {"cycleway", "path", "bridleway", "footway", "steps", "corridor", "pedestrian"}
"""Not for motors unless a tag says so."""
_WALKS = {"path", "bridleway", "footway", "steps", "corridor", "pedestrian"}
"""Not for wheels unless a tag says so."""
_YES = {
    "yes", "destination", "permissive", "designated", "delivery", "customers", "official", "public", "permit",
    "residents", "dismount", "use_sidepath", "unknown", "discouraged",
}  # fmt: skip
_NO = {"no", "private", "agricultural", "forestry", "emergency", "military", "psv", "bus", "restricted"}
_KEYS = {
    MOTOR: ("motorcar", "motor_vehicle", "vehicle", "access"),
    CYCLE: ("bicycle", "vehicle", "access"),
    FOOT: ("foot", "access"),
}
"""The first of these that is tagged decides."""
_STOPPERS = {
    "bollard", "block", "jersey_barrier", "cycle_barrier", "motorcycle_barrier", "stile", "turnstile", "log",
    "debris", "kissing_gate", "full-height_turnstile", "planter", "chain", "rope", "sump_buster",
}  # fmt: skip
"""Barriers that no motor passes."""
_LEAST, _MOST = 5, 140
"""Limits outside these, in km/h, are taken for slips of the pen."""


class Tags(Protocol):
    """The tags of an object."""

    def get(self, key: str, default: str | None = None, /) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Way:
    """A road as tagged. `open` has two bits for each network: with the way (1) and against it (2)."""

    open: tuple[int, int, int]
    speed: float
    road_class: int
    name: str
    trucks: bool
    circular: bool
    kind: str
    height: float = 0.0
    width: float = 0.0
    weight: float = 0.0


def way_of(tags: Tags) -> Way | None:
    """The road that these tags describe; None where nobody can use it."""
    kind = tags.get("highway")
    ferry = kind is None and tags.get("route") == "ferry"
    if ferry:
        kind = "ferry"
    elif kind not in SPEEDS or tags.get("area") == "yes" or tags.get("service") == "emergency_access":
        return None
    assert kind is not None
    opened = tuple(_directions(tags, kind, network) for network in (MOTOR, CYCLE, FOOT))
    if not any(opened):
        return None
    base = FERRY_SPEED if ferry else float(SPEEDS[kind])
    limit = None if ferry else speed_limit(tags.get("maxspeed"))
    if limit is not None:
        base = max(min(base * 1.4, limit * 0.85), float(_LEAST))
    return Way(
        open=(opened[0], opened[1], opened[2]),
        speed=_crossing_speed(tags, base) if ferry else base,
        road_class=FERRY if ferry else CLASSES.get(kind, STREET),
        name=tags.get("name") or tags.get("ref") or "",
        trucks=not ({tags.get("hgv"), tags.get("goods")} & {"no", "private"}),
        circular=tags.get("junction") in ("roundabout", "circular"),
        kind=kind,
        height=measure(tags.get("maxheight")),
        width=measure(tags.get("maxwidth")),
        weight=measure(tags.get("maxweight")),
    )


def _directions(tags: Tags, kind: str, network: int) -> int:
    said = next((value for key in _KEYS[network] if (value := tags.get(key))), None)
    if said in _NO:
        return 0
    if said not in _YES:
        shut = {
            MOTOR: _PATHS,
            CYCLE: _WALKS | {"motorway", "motorway_link"},
            FOOT: {"motorway", "motorway_link"},
        }[network]
        if kind in shut or (network != MOTOR and tags.get("motorroad") == "yes"):
            return 0
    if network == FOOT:
        return 3
    oneway = tags.get("oneway")
    if network == CYCLE and (
        tags.get("oneway:bicycle") == "no" or (tags.get("cycleway") or "").startswith("opposite")
    ):
        oneway = "no"
    if oneway in ("yes", "true", "1"):
        return 1
    if oneway in ("-1", "reverse"):
        return 2
    if oneway in ("reversible", "alternating"):
        return 0
    implied = kind in ("motorway", "motorway_link") or tags.get("junction") in ("roundabout", "circular")
    return 1 if oneway is None and implied else 3


def speed_limit(text: str | None) -> float | None:
    """Kilometres an hour of a ``maxspeed``; None for what says nothing or cannot be meant."""
    if not text:
        return None
    if text == "walk":
        return 7.0
    number = text.split(";")[0].strip().lower()
    factor = 1.0
    for unit, size in (("mph", 1.609344), ("km/h", 1.0), ("kmh", 1.0), ("kph", 1.0), ("knots", 1.852)):
        if number.endswith(unit):
            number, factor = number[: -len(unit)].strip(), size
    try:
        limit = float(number) * factor
    except ValueError:
        return None
    return limit if _LEAST <= limit <= _MOST else None


def measure(text: str | None) -> float:
    """Metres or tonnes of a limit; 0 where there is none or it cannot be read."""
    if not text:
        return 0.0
    words = text.strip().lower().replace(",", ".")
    if "'" in words:  # feet and inches
        feet, _, inches = words.partition("'")
        try:
            return (float(feet) + float(inches.strip('" ') or 0) / 12) * 0.3048
        except ValueError:
            return 0.0
    factor = 1.0
    for unit, size in (("kg", 0.001), ("cm", 0.01), ("ft", 0.3048), ("t", 1.0), ("m", 1.0)):
        if words.endswith(unit):
            words, factor = words[: -len(unit)].strip(), size
            break
    try:
        found = float(words) * factor
    except ValueError:
        return 0.0
    return found if 0.2 < found < 200 else 0.0


def _crossing_speed(tags: Tags, speed: float) -> float:
    """A ferry's; its ``duration`` is not used, for a way may be a part of the crossing."""
    return speed if speed_limit(tags.get("maxspeed")) is None else min(speed, 60.0)


def stops_motors(tags: Tags) -> bool:
    """Whether a barrier on a road lets no motor through."""
    barrier = tags.get("barrier")
    said = next((value for key in ("motorcar", *_KEYS[MOTOR]) if (value := tags.get(key))), None)
    if said is not None:
        return said in _NO
    return barrier in _STOPPERS


def exempt(tags: Mapping[str, str] | Tags) -> set[str]:
    """Vehicles that a turn restriction does not bind."""
    return {word.strip() for word in (tags.get("except") or "").split(";") if word.strip()}
