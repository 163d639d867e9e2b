"""The standing ladder: where an outlet stands, and which steps may be taken.

No rung up without evidence and the conversation of the rung below on file, and one rung at a time, except
by the owner's recorded approval on hard evidence. Down is always allowed; recovery is a step to guide.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from store.records import Rung, StandingStep


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a step may not stand as it does: the step, the field at fault, and what fills the sentence."""

    step: StandingStep
    code: str
    field: str
    params: Mapping[str, Any]


def in_order(steps: Iterable[StandingStep]) -> list[StandingStep]:
    """An outlet's steps that stand, earliest first; what was taken back is left out."""
    return sorted((step for step in steps if step.reversed is None), key=_moment)


def _moment(step: StandingStep) -> tuple[dt.date, float, str]:
    return step.date, step.at.timestamp() if step.at else 0.0, step.id


def rung_on(steps: Iterable[StandingStep], day: dt.date) -> Rung:
    """Where an outlet stands on a date; guide without any step."""
    standing = [step for step in in_order(steps) if step.date <= day]
    return standing[-1].rung if standing else Rung.GUIDE


def current(steps: Iterable[StandingStep], day: dt.date) -> StandingStep | None:
    """The step an outlet stands on, None where there never was one."""
    standing = [step for step in in_order(steps) if step.date <= day]
    return standing[-1] if standing else None


def first_fault(steps: Iterable[StandingStep], owner: str | None = None) -> Fault | None:
    """The first step of one outlet that the rules do not allow, None where all are sound.

    `owner` is whose approval opens the fast path; None accepts any name.
    """
    before: StandingStep | None = None
    for step in in_order(steps):
        fault = _fault(before, step, owner)
        if fault is not None:
            return fault
        before = step
    return None


def _fault(before: StandingStep | None, step: StandingStep, owner: str | None) -> Fault | None:
    below = before.rung if before else Rung.GUIDE
    if step.rung is Rung.CONTROL and not step.measures:
        return Fault(step, "measures_missing", "measures", {})
    if step.rung.height <= below.height:
        return None
    if not step.evidence:
        return Fault(step, "evidence_missing", "evidence", {"rung": step.rung.value})
    skipped = step.rung.height - below.height > 1
    spoken = before is not None and before.conversation is not None
    if not skipped and spoken:
        return None
    if step.approval is None:
        missing = tuple(Rung)[below.height + 1].value if skipped else below.value
        code = "rung_skipped" if skipped else "conversation_missing"
        return Fault(step, code, "rung", {"rung": step.rung.value, "below": missing})
    if owner and step.approval.by.strip() != owner.strip():
        return Fault(step, "approval_not_owners", "approval", {"by": step.approval.by, "owner": owner})
    if not any(each.hard for each in step.evidence):
        return Fault(step, "evidence_not_hard", "evidence", {})
    return None
