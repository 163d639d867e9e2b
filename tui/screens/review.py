"""What a supervisor looks through: calls that are hard to believe, and skills over time."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.jobs.evidence import doubt, implausible_calls
from tui.jobs.skills import Skill, outlet_skills, rep_skills
from tui.screens.dialogs import Tell
from tui.widgets.pieces import Piece

if TYPE_CHECKING:
    from tui.app import RoundsmanApp
    from tui.jobs.evidence import Judged

_DAYS = 14
_SEASON = 182
"""Days of the past that a skill matrix shows."""
_SHOWN = 8
"""Levels shown of one skill, the latest ones."""


async def show_implausible(app: RoundsmanApp) -> None:
    """Every call of the last two weeks that is hard to believe, with why; none is blocked."""
    office, today = app.office, app.office.today()
    found = await asyncio.to_thread(implausible_calls, office, today - dt.timedelta(days=_DAYS), today)
    nothing: list[list[Piece]] = [[(app.t("evidence.none", n=_DAYS), "dim")]]

    def lines() -> list[list[Piece]]:
        return [line for each in found for line in _doubted(app, each)] or nothing

    await app.push_screen_wait(Tell(app.t("evidence.title", n=_DAYS), lines))


def _doubted(app: RoundsmanApp, each: Judged) -> list[list[Piece]]:
    office, call = app.office, each.call
    outlet, rep = office.books.outlets.find(call.outlet), office.books.reps.find(call.rep)
    begin = f"{call.check_in:%H:%M}" if call.check_in else ""
    heading: list[Piece] = [
        (f"{call.date:%m-%d} {begin}  ", "dim"),
        (rep.name if rep else call.rep, "strong"),
        (f"  {outlet.name if outlet else call.outlet}", ""),
    ]
    return [heading, *([("    ", ""), (doubt(office, message), "warning")] for message in each.doubts)]


async def show_skills(app: RoundsmanApp, *, rep: str, outlet: str | None = None) -> None:
    """A rep's skills as supervisors saw them and, of an outlet, those of its people."""
    office, today = app.office, app.office.today()
    found = office.books.reps.find(rep)
    shown = await asyncio.to_thread(rep_skills, office, rep, today - dt.timedelta(days=_SEASON), today)
    lines = [[(app.t("stops.skills.rep", name=found.name if found else rep), "heading")], *_matrix(app, shown)]
    if outlet is not None:
        place = office.books.outlets.find(outlet)
        theirs = await asyncio.to_thread(outlet_skills, office, outlet, today)
        name = place.name if place else outlet
        lines += [[(app.t("stops.skills.outlet", name=name), "heading")], *_matrix(app, theirs)]
    await app.push_screen_wait(Tell(app.t("stops.skills.title"), lines))


def _matrix(app: RoundsmanApp, skills: Sequence[Skill]) -> list[list[Piece]]:
    if not skills:
        return [[(app.t("stops.skills.none"), "dim")]]
    width = max(cell_len(skill.name) for skill in skills)
    lines: list[list[Piece]] = []
    for skill in skills:
        name = skill.name + " " * (width - cell_len(skill.name))
        levels = " → ".join(str(level) for _, level in skill.levels[-_SHOWN:])
        tone = "good" if skill.change > 0 else "error" if skill.change < 0 else ""
        lines.append([(f"  {name}  ", ""), (levels, tone), (f"  {skill.levels[-1][0]:%m-%d}", "dim")])
    return lines
