"""Which standard holds for an outlet, and how a shelf scores by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TypeVar

from store.records import (
    Call,
    CallProcedure,
    CallStep,
    CoachingTopic,
    DisplayStandard,
    Outlet,
    Promotion,
    Standard,
    StepKind,
    StepWhen,
)

S = TypeVar("S", CallProcedure, DisplayStandard, CoachingTopic, Promotion)

FALLBACK = CallProcedure(
    id="default",
    name="default",
    steps=[
        CallStep(id="prepare", name="prepare"),
        CallStep(id="greet", name="greet", required=True),
        CallStep(id="display", name="display", kind=StepKind.DISPLAY),
        CallStep(id="stock", name="stock", kind=StepKind.STOCK),
        CallStep(id="order", name="order", kind=StepKind.ORDER),
        CallStep(id="coach", name="coach", kind=StepKind.COACH),
        CallStep(id="thank", name="thank"),
    ],
)
"""The procedure of a folder that keeps none of its own; the faces name its steps in their language."""


DELIVERING = CallProcedure(
    id="delivering",
    name="delivering",
    steps=[
        CallStep(id="deliver", name="deliver", kind=StepKind.DELIVERY, required=True),
        CallStep(id="thank", name="thank"),
    ],
    minimum_minutes=1,
)
"""How a stop goes that only delivers."""


def covering(standards: Iterable[Standard], kind: type[S], outlet: Outlet) -> list[S]:
    """Standards of a kind drawn for such an outlet, the narrowest first."""
    found = [standard for standard in standards if isinstance(standard, kind) and standard.covers(outlet)]
    return sorted(found, key=lambda standard: -standard.closeness)


def procedure_for(standards: Iterable[Standard], outlet: Outlet) -> CallProcedure:
    """The narrowest procedure drawn for such an outlet."""
    found = covering(standards, CallProcedure, outlet)
    return found[0] if found else FALLBACK


def steps_asked(
    procedure: CallProcedure, outlet: Outlet, holds: Collection[StepWhen], earlier: Iterable[Call], date: dt.date
) -> list[CallStep]:
    """The steps of a procedure that a call on a date asks for. `holds` are the conditions that are true there."""
    last_done: dict[str, dt.date] = {}
    for call in earlier:
        for done in call.steps:
            if done.done:
                last_done[done.step] = max(call.date, last_done.get(done.step, call.date))
    return [
        step
        for step in procedure.steps
        if all(condition in holds for condition in step.when)
        and (not step.grades or outlet.grade in step.grades)
        and (
            step.every_days is None or step.id not in last_done or (date - last_done[step.id]).days >= step.every_days
        )
    ]


def display_for(standards: Iterable[Standard], outlet: Outlet) -> DisplayStandard | None:
    """The narrowest display standard drawn for such an outlet."""
    found = covering(standards, DisplayStandard, outlet)
    return found[0] if found else None


def topics_for(standards: Iterable[Standard], outlet: Outlet) -> list[CoachingTopic]:
    return covering(standards, CoachingTopic, outlet)


def display_score(standard: DisplayStandard, points: dict[str, bool]) -> float | None:
    """Σ weights of points met ÷ Σ weights of points checked; None while nothing is checked."""
    checked = [point for point in standard.points if point.id in points]
    total = sum(point.weight for point in checked)
    if not total:
        return None
    return sum(point.weight for point in checked if points[point.id]) / total
