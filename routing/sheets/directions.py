"""How to get from stop to stop, in words."""

from __future__ import annotations

from collections.abc import Sequence

from routing.sheets.content import Wording
from routing.travel import Step

_SHORT = 20
"""Metres: going straight on for less is not worth a word."""


def directions_text(steps: Sequence[Step], t: Wording) -> str:
    """One sentence after another; empty where no way is known. Streets without a name are called so."""
    said: list[Step] = []
    for step in steps:
        gentle = step.turn in ("straight", "slight_left", "slight_right")
        if said and gentle and (step.metres < _SHORT or step.name == said[-1].name):
            last = said[-1]
            said[-1] = Step(last.turn, last.name, last.metres + step.metres)
        else:
            said.append(step)
    return t("roads.turn.and").join(
        t(f"roads.turn.{step.turn}", name=step.name or t("roads.turn.unnamed"), far=far(step.metres, t))
        for step in said
    )


def far(metres: int, t: Wording) -> str:
    """A length as one says it: to ten metres, from a kilometre on to a hundred."""
    if metres >= 1000:
        return t("roads.turn.kilometres", n=f"{metres / 1000:.1f}")
    return t("roads.turn.metres", n=max(10, round(metres, -1)) if metres >= 10 else metres)
