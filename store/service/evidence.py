"""What makes a call valid, and what makes one hard to believe. Nothing here blocks anybody: it is shown.

A call is valid when it was begun and ended, lasted at least the minimum of its procedure, has every required
step done or its omission explained, and holds at least one fact that can only be had there. A delivery needs
its delivery in place of the sales steps.

Implausible are calls of one rep and day that are too short, overlap, follow each other in less time than a
share of the way between them takes, or were first keyed at night.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from store.records import Call, CallProcedure, CallStep, Message, StopKind

_LONGEST = 8 * 3600
"""Seconds after which a call says more about a clock than about a visit."""


def seen_there(call: Call) -> bool:
    """Whether a call holds a fact that can only be had at the outlet."""
    check, coaching = call.display, call.coaching
    looked = check is not None and bool(
        check.points or check.found or check.own_facings is not None or check.oldest is not None
    )
    taught = coaching is not None and coaching.skill is not None
    return bool(looked or taught or call.stock or call.photos or call.delivery or call.payments or call.network)


def invalid_because(call: Call, procedure: CallProcedure) -> list[str]:
    """Codes of what a call lacks to be a valid one; none where it is."""
    if call.check_in is None or call.check_out is None:
        return ["not_ended"]
    found = []
    delivery = call.stop_kind == StopKind.DELIVERY.value
    if not delivery and (call.minutes or 0) < procedure.minimum_minutes:
        found.append("too_short")
    told = {step.step for step in call.steps if step.done or step.reason}
    if not delivery and any(step.required and step.id not in told for step in _asked(call, procedure)):
        found.append("steps_missing")
    if not seen_there(call):
        found.append("nothing_seen")
    return found


def _asked(call: Call, procedure: CallProcedure) -> list[CallStep]:
    there = {step.step for step in call.steps}
    return [step for step in procedure.steps if not there or step.id in there]


def implausible(
    calls: Sequence[Call],
    procedure_of: Callable[[Call], CallProcedure],
    way: Callable[[Call, Call], float | None],
) -> dict[str, list[Message]]:
    """Calls of one rep on one day that are hard to believe, by id, each with why.

    `way` gives the seconds from one call's outlet to the other's, None where that is not known.
    """
    found: dict[str, list[Message]] = {}

    def tell(call: Call, code: str, **params: object) -> None:
        found.setdefault(call.id, []).append(Message(code=code, params=params))

    driven = sorted((call for call in calls if call.check_in), key=lambda call: (call.check_in, call.id))
    before: Call | None = None
    for call in driven:
        procedure = procedure_of(call)
        assert call.check_in is not None
        if call.minutes is not None:
            if call.minutes < procedure.minimum_minutes:
                tell(call, "too_short", minutes=round(call.minutes, 1), least=f"{procedure.minimum_minutes:g}")
            if call.minutes * 60 > _LONGEST:
                tell(call, "too_long", minutes=round(call.minutes))
        if before is not None and before.check_out is not None:
            gap = (call.check_in - before.check_out).total_seconds()
            needed = way(before, call)
            if gap < 0:
                tell(call, "overlaps", other=before.outlet)
            elif needed is not None and gap < procedure.way_share * needed:
                tell(call, "too_close", other=before.outlet, gap=round(gap / 60, 1), way=round(needed / 60, 1))
        if call.keyed_from is not None and _at_night(call, procedure):
            tell(call, "at_night", time=f"{call.keyed_from:%H:%M}")
        if before is None or before.check_out is None or (call.check_out and call.check_out > before.check_out):
            before = call
    return found


def _at_night(call: Call, procedure: CallProcedure) -> bool:
    assert call.keyed_from is not None
    clock = call.keyed_from.hour * 3600 + call.keyed_from.minute * 60
    first, last = procedure.night_from, procedure.night_until
    return first <= clock < last if first <= last else clock >= first or clock < last
