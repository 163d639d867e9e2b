"""How an outlet is to be served, out of a table: by whom, with which skill, in what vehicle, with how far a walk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from store.intake.cells import count_of
from store.intake.gathering import Taken
from store.intake.kinds import KINDS
from store.intake.words import key

_BREAKS = re.compile(r"[,，、;；/|\s]+")
_LEVEL = re.compile(r"^(.+?)[:：≥>=]+\s*([1-5])级?$")
_MOST_WALK = 240


def skills_of(text: str) -> dict[str, int]:
    """Skills with their levels: ``冷链:3、批发`` (a level of 1 where none is given)."""
    found = {}
    for part in _BREAKS.split(text):
        if part:
            match = _LEVEL.match(part)
            found[match[1] if match else part] = int(match[2]) if match else 1
    return found


def serving(taken: Taken, cell: Callable[[str], str]) -> None:
    """Takes the columns that speak of serving an outlet; reps stay names, to be found once all are known."""
    skills = skills_of(cell("skills"))
    if skills:
        taken.fields["skills"] = list(skills)
        if levels := {skill: level for skill, level in skills.items() if level > 1}:
            taken.fields["skill_levels"] = levels
    for name in ("only_reps", "forbidden_reps"):
        if text := cell(name):
            taken.fields[f"_{name}"] = [part for part in _BREAKS.split(text) if part]
    access: dict[str, Any] = {}
    kinds = [part for part in _BREAKS.split(cell("access_vehicles")) if part]
    known = [kind.value for part in kinds if (kind := KINDS.get(key(part))) is not None]
    if len(known) < len(kinds):
        taken.warn("access_vehicles", cell("access_vehicles"), "unknown_kind")
    if known:
        access["vehicles"] = known
    if text := cell("walk_minutes"):
        found = count_of(text)
        if found is None or not 0 <= found[0] <= _MOST_WALK:
            taken.error("walk_minutes", text, "not_minutes")
        else:
            access["walk_minutes"] = found[0]
    if text := cell("parking"):
        access["parking"] = text[:120]
    if access:
        taken.fields["access"] = access
