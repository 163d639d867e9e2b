"""How an outlet is to be served, out of a table: by whom, with which skill, in what vehicle, with how far a walk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from store.intake.figures import Figures
from store.intake.gathering import Taken
from store.intake.kinds import kind_of
from store.intake.meanings import yes_or_no
from store.intake.measured import minutes
from store.notation.errors import NotationError
from store.notation.hours import read_hours
from store.notation.lists import read_words
from store.notation.words import fold

_BREAKS = re.compile(r"[,，、;；/|\s]+")
_LEVEL = re.compile(r"^(.+?)[:：≥>=]+\s*([1-5])级?$")
_MOST_WALK = 240
_MOST_LATE = 720
TIES = ("together", "apart", "before")


def skills_of(text: str) -> dict[str, int]:
    """Skills with their levels: ``冷链:3、批发`` (a level of 1 where none is given)."""
    found = {}
    for part in _BREAKS.split(text):
        if part:
            match = _LEVEL.match(part)
            found[match[1] if match else part] = int(match[2]) if match else 1
    return found


def serving(taken: Taken, cell: Callable[[str], str], figures: Figures) -> None:
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
    known = [kind.value for part in kinds if (kind := kind_of(part)) is not None]
    if len(known) < len(kinds):
        taken.warn("access_vehicles", cell("access_vehicles"), "unknown_kind")
    if known:
        access["vehicles"] = known
    if (walk := minutes(taken, figures, "walk_minutes", _MOST_WALK)) is not None:
        access["walk_minutes"] = walk
    if text := cell("parking"):
        access["parking"] = text[:120]
    if text := cell("access_hours"):
        try:
            access["hours"] = read_hours(text)
        except NotationError:
            taken.warn("access_hours", text, "unknown_hours")
    if access:
        taken.fields["access"] = access
    _planning(taken, cell, figures)


def _planning(taken: Taken, cell: Callable[[str], str], figures: Figures) -> None:
    """What leaving it out costs, how late one may come, and what it is tied to; outlets stay as they are named."""
    if (amount := figures.money(taken, "worth")) is not None:
        if amount[1] or amount[0] < 0:
            taken.error("worth", cell("worth"), "not_an_amount")
        else:
            taken.fields["worth"] = f"{amount[0]:f}"
    if text := cell("must"):
        must = yes_or_no(text)
        if must is None:
            taken.warn("must", text, "not_yes_or_no")
        else:
            taken.fields["must"] = must
    if (late := minutes(taken, figures, "late_minutes", _MOST_LATE)) is not None:
        taken.fields["late_minutes"] = late
    for name in TIES:
        if text := cell(name):
            taken.fields[f"_{name}"] = read_words(text)


def tied(taken: Taken, ids: Mapping[str, object], by_name: Mapping[str, str]) -> None:
    """Finds the outlets that a row names for its ties, by id or by name (as `fold` writes it)."""
    for name in TIES:
        named = taken.fields.pop(f"_{name}", ())
        found = [each if each in ids else by_name.get(fold(each)) for each in named]
        for each, outlet in zip(named, found, strict=True):
            if outlet is None:
                taken.warn(name, each, "unknown_tie")
        if any(outlet is not None for outlet in found):  # what nobody knows leaves what is on file
            taken.fields[name] = list(dict.fromkeys(outlet for outlet in found if outlet is not None))
