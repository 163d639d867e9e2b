"""How to get from stop to stop, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from routing.sheets.content import Wording
from routing.travel import Leg, Point, Step, great_circle

_SHORT = 20
"""Metres: going straight on for less is not worth a word."""
_NEXT_DOOR = 60
"""Metres within which a way without a turn needs no street."""
_BEGINNING = 25.0
"""Metres of a way that show in which direction it begins."""
WINDS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


def directions_text(leg: Leg, t: Wording) -> str:
    """One sentence after another; empty where no way is known. Streets without a name are called so."""
    said: list[Step] = []
    for step in leg.steps:
        gentle = step.turn in ("straight", "slight_left", "slight_right")
        if said and gentle and (step.metres < _SHORT or step.name == said[-1].name):
            last = said[-1]
            said[-1] = Step(last.turn, last.name, last.metres + step.metres)
        else:
            said.append(step)
    if not said:
        return ""
    wind = t(f"roads.turn.wind.{wind_of(leg.points)}")
    if len(said) == 1 and leg.metres < _NEXT_DOOR:
        return t("roads.turn.next_door", wind=wind, far=far(leg.metres, t))
    return t("roads.turn.and").join(
        t(f"roads.turn.{step.turn}", name=step.name or t("roads.turn.unnamed"), far=far(step.metres, t), wind=wind)
        for step in said
    )


def wind_of(line: Sequence[Point]) -> str:
    """One of `WINDS`: the direction in which a line sets out."""
    start = line[0]
    there = next((point for point in line if great_circle(start, point) >= _BEGINNING), line[-1])
    east = (there[1] - start[1]) * math.cos(math.radians(start[0]))
    return WINDS[round(math.degrees(math.atan2(east, there[0] - start[0])) / 45) % 8]


def far(metres: int, t: Wording) -> str:
    """A length as one says it: to ten metres, from a kilometre on to a hundred."""
    if metres >= 1000:
        return t("roads.turn.kilometres", n=f"{metres / 1000:.1f}")
    return t("roads.turn.metres", n=max(10, round(metres, -1)))
