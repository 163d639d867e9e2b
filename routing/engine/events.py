"""What the child tells while it searches, one JSON document a line."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

PROTOCOL = 1
"""Version of the messages in both directions; a child of another version is refused."""


Place = tuple[int, int, int, tuple[tuple[int, int], ...]]
"""Vehicle, position, cost and what is broken, as in `routing.schedule.Probe`."""


@dataclass(frozen=True, slots=True)
class Improved:
    """A better plan: one sequence of stops for each vehicle, its judged cost, and when it was found."""

    routes: list[list[int]]
    cost: int
    iterations: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Finished:
    """The best plan, judged once more.

    `bound`: no plan costs less than this, where that was proven. `proven`: for each vehicle, whether no
    other order of its stops costs less. `trace`: (seconds, cost) of each better plan.
    `interrupted`: the search was stopped before its limits. `places`: for unserved stops the places among
    which the cheapest way in is, each as (vehicle, position, cost, breaches) of a `Probe`.
    """

    routes: list[list[int]]
    cost: int
    unserved: list[int]
    iterations: int
    seconds: float
    bound: int | None = None
    proven: tuple[bool, ...] = ()
    trace: tuple[tuple[float, int], ...] = ()
    interrupted: bool = False
    places: tuple[tuple[int, list[Place]], ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """No plan: why, as a code with what fills its sentence."""

    code: str
    params: dict[str, Any]


Event = Improved | Finished | Failed
_KINDS: dict[str, type[Improved | Finished | Failed]] = {
    "improved": Improved,
    "finished": Finished,
    "failed": Failed,
}


def to_message(event: Event) -> dict[str, Any]:
    name = next(name for name, kind in _KINDS.items() if isinstance(event, kind))
    return {"v": PROTOCOL, "type": name, **asdict(event)}


def from_message(message: dict[str, Any]) -> Event:
    """The event of a message; `Failed("engine_protocol")` where it is none of this version."""
    kind = _KINDS.get(str(message.get("type")))
    if message.get("v") != PROTOCOL or kind is None:
        return Failed("engine_protocol", {"found": message.get("v"), "wanted": PROTOCOL})
    known = {field.name for field in fields(kind)}
    values = {name: value for name, value in message.items() if name in known}
    if kind is Finished:
        values["places"] = tuple(
            (stop, [(v, p, c, tuple((kind, amount) for kind, amount in b)) for v, p, c, b in places])
            for stop, places in values.get("places", ())
        )
        values["proven"] = tuple(values.get("proven", ()))
        values["trace"] = tuple((seconds, cost) for seconds, cost in values.get("trace", ()))
    return kind(**values)
