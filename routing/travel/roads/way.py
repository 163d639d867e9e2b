"""A way as it is driven: its line, and what to do on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from routing.travel.estimate import great_circle
from routing.travel.protocol import Point, Step

_LOOK = 15.0
"""Metres before and behind a junction that show where a road comes from and goes to."""
_BENDS_ON = 45.0
"""Degrees up to which a street of one name simply bends."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of road driven: its line and what the map says of it."""

    points: tuple[Point, ...]
    name: str
    metres: float
    circular: bool = False
    ferry: bool = False


def cut(line: Sequence[Point], begin: float, end: float) -> tuple[Point, ...]:
    """The piece of a line between two shares of its length."""
    if begin == 0 and end == 1:
        return tuple(line)
    lengths = [great_circle(a, b) for a, b in pairwise(line)]
    total = sum(lengths)
    start, stop = begin * total, end * total
    found: list[Point] = []
    gone = 0.0
    for (a, b), length in zip(pairwise(line), lengths, strict=True):
        if gone + length >= start and gone <= stop and length > 0:
            for at in (max(start, gone), min(stop, gone + length)):
                share = (at - gone) / length
                point = (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
                if not found or found[-1] != point:
                    found.append(point)
        gone += length
    return tuple(found) or (line[0],)


def joined(parts: Sequence[Part]) -> tuple[Point, ...]:
    """The line of all parts, no point twice in a row."""
    found: list[Point] = []
    for part in parts:
        for point in part.points:
            if not found or found[-1] != point:
                found.append(point)
    return tuple(found)


def directions(parts: Sequence[Part]) -> tuple[Step, ...]:
    """What to do along a way, one step for each street; through a roundabout in one."""
    steps: list[Step] = []
    before: Part | None = None
    for part in parts:
        turn = "depart" if before is None else _turn(before, part)
        if turn is None or (before is not None and before.circular and turn != "roundabout"):
            # on along the same street, or out of the roundabout that the last step speaks of
            last = steps[-1]
            name = part.name if before is not None and before.circular and not part.circular else last.name
            steps[-1] = Step(last.turn, name, last.metres + round(part.metres))
        else:
            steps.append(Step(turn, "" if part.circular else part.name, round(part.metres)))
        before = part
    return tuple(steps)


def _turn(before: Part, after: Part) -> str | None:
    """What to do between two parts; None: go on."""
    if after.ferry:
        return None if before.ferry else "ferry"
    if after.circular:
        return None if before.circular else "roundabout"
    if len(before.points) < 2 or len(after.points) < 2:
        return None if before.name == after.name else "straight"
    angle = turning(before.points, after.points)
    if before.name == after.name and abs(angle) <= _BENDS_ON:
        return None
    return turn_of(angle)


def turn_of(angle: float) -> str:
    """The name of a turn by so many degrees to the right."""
    size = abs(angle)
    if size <= 25:
        return "straight"
    if size > 165:
        return "u_turn"
    side = "right" if angle > 0 else "left"
    return f"slight_{side}" if size <= 55 else side if size <= 130 else f"sharp_{side}"


def turning(before: Sequence[Point], after: Sequence[Point]) -> float:
    """Degrees turned to the right (to the left below zero) from one line to the next."""
    came = _bearing(_look(before[::-1]), before[-1])
    goes = _bearing(after[0], _look(after))
    return (goes - came + 180) % 360 - 180


def _look(line: Sequence[Point]) -> Point:
    """The point of a line some metres from its beginning."""
    for point in line[1:]:
        if great_circle(line[0], point) >= _LOOK:
            return point
    return line[-1]


def _bearing(a: Point, b: Point) -> float:
    east = (b[1] - a[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return math.degrees(math.atan2(east, b[0] - a[0]))
