"""The standing ladder: where an outlet stands, and which steps may be taken.

No rung up without evidence and the conversation of the rung below on file, and one rung at a time, except
by the owner's recorded approval on hard evidence. Down is always allowed; recovery is a step to guide.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
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


def first_fault(
    steps: Iterable[StandingStep], owner: str | None = None, earlier: Collection[str] = ()
) -> Fault | None:
    """The first step of one outlet that the rules do not allow, None where all are sound.

    `owner` is whose approval opens the fast path; None accepts any name. Steps with the ids of `earlier` were
    approved by whoever was the owner then.
    """
    here, spoken = Rung.GUIDE, False
    for step in in_order(steps):
        fault = _fault(here, spoken, step, None if step.id in earlier else owner)
        if fault is not None:
            return fault
        spoken = step.conversation is not None or (spoken and step.rung is here)
        here = step.rung
    return None


def _fault(below: Rung, spoken: bool, step: StandingStep, owner: str | None) -> Fault | None:
    """Why a step may not follow on the rung `below`, where somebody has or has not `spoken` with the outlet."""
    if step.rung is Rung.CONTROL and not step.measures:
        return Fault(step, "measures_missing", "measures", {})
    if step.rung.height <= below.height:
        return None
    if not step.evidence:
        return Fault(step, "evidence_missing", "evidence", {"rung": step.rung.value})
    skipped = step.rung.height - below.height > 1
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
