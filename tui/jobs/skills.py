"""The skill matrix: what reps show in each step before a supervisor, and outlets in what is coached, over time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.records import Call, CallProcedure
from tui.jobs.history import calls_of

if TYPE_CHECKING:
    from tui.jobs.office import Office

_PAST_CALLS = 60


@dataclass(frozen=True, slots=True)
class Skill:
    """One row of the matrix: a step or topic by name, and the levels shown (1–5) by date, oldest first."""

    name: str
    levels: tuple[tuple[dt.date, int], ...]

    @property
    def latest(self) -> int:
        return self.levels[-1][1]

    @property
    def change(self) -> int:
        """The latest level less the first."""
        return self.latest - self.levels[0][1]


def rep_skills(office: Office, rep: str, first: dt.date, last: dt.date) -> list[Skill]:
    """What a rep showed in each step at joint and audit calls, the weakest first."""
    levels: dict[str, dict[dt.date, int]] = defaultdict(dict)
    for call in supervised(office, first, last):
        form = call.supervision
        if form is not None and form.rep == rep:
            names = _step_names(office, call)
            for step, level in form.steps.items():
                levels[names.get(step, step)][call.date] = level
    return _rows(levels)


def supervised(office: Office, first: dt.date, last: dt.date) -> list[Call]:
    """Joint and audit calls of a period, oldest first."""
    days = [day for day in office.books.days.dates() if first <= day <= last]
    return [call for day in days for call in office.books.days.calls_on(day) if call.supervision is not None]


def outlet_skills(office: Office, outlet: str, before: dt.date) -> list[Skill]:
    """What an outlet's people showed in each topic coached, the weakest first."""
    topics = office.books.standards.all()
    levels: dict[str, dict[dt.date, int]] = defaultdict(dict)
    for call in reversed(calls_of(office.books, outlet, before=before, limit=_PAST_CALLS)):
        if call.coaching is not None and call.coaching.topic and call.coaching.skill is not None:
            topic = topics.get(call.coaching.topic)
            levels[topic.name if topic else call.coaching.topic][call.date] = call.coaching.skill
    return _rows(levels)


def _rows(levels: dict[str, dict[dt.date, int]]) -> list[Skill]:
    rows: Iterable[Skill] = (Skill(name, tuple(sorted(shown.items()))) for name, shown in levels.items())
    return sorted(rows, key=lambda row: (row.latest, row.name))


def _step_names(office: Office, call: Call) -> dict[str, str]:
    procedure = office.books.standards.version(call.procedure, call.procedure_version)
    return {step.id: step.name for step in procedure.steps} if isinstance(procedure, CallProcedure) else {}
