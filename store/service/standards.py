"""Which standard holds for an outlet, and how a shelf scores by it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from store.records import (
    CallProcedure,
    CallStep,
    CoachingTopic,
    DisplayStandard,
    Outlet,
    Promotion,
    Standard,
    StepKind,
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


def covering(standards: Iterable[Standard], kind: type[S], outlet: Outlet) -> list[S]:
    """Standards of a kind drawn for such an outlet, the narrowest first."""
    found = [standard for standard in standards if isinstance(standard, kind) and standard.covers(outlet)]
    return sorted(found, key=lambda standard: -standard.closeness)


def procedure_for(standards: Iterable[Standard], outlet: Outlet) -> CallProcedure:
    """The narrowest procedure drawn for such an outlet."""
    found = covering(standards, CallProcedure, outlet)
    return found[0] if found else FALLBACK


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
