"""A call in the short form of sheets: what stands in it, blank by blank, and the call with some blanks emptied."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from store.records import Call, DeliveryLine, money_text

BECAME = ("delivered", "refused", "damaged", "exchanged", "returned")
"""What can become of a line of a delivery, in pieces."""
_LISTS = ("stock", "payments", "empties", "photos", "bulletins")
_PLAIN = ("check_in", "check_out", "rating", "note", "order_value")
_SHELF = {
    "points": ("points",),
    "found": ("found",),
    "facings": ("own_facings", "all_facings"),
    "advice": ("advice",),
}


def result_of(call: Call) -> dict[str, Any]:
    """What a call holds, as `tui.jobs.facts.with_facts` takes it: the other way round."""
    result: dict[str, Any] = {"outlet": call.outlet, "stop_kind": call.stop_kind}
    for name in ("check_in", "check_out"):
        moment = getattr(call, name)
        if moment is not None:
            result[name] = f"{moment:%H:%M}"
    for name in ("rating", "note", "left_reason"):
        if (value := getattr(call, name)) is not None:
            result[name] = value
    if done := [step.step for step in call.steps if step.done]:
        result["steps"] = done
    if skipped := {step.step: step.reason for step in call.steps if step.reason}:
        result["skipped"] = skipped
    result |= _shelf(call)
    if call.stock:
        result["stock"] = [line.to_json() for line in call.stock]
    if call.order:
        result["order"] = [
            {"product": line.product, "quantity": line.quantity, "unit": line.unit}
            | ({"gift": True} if line.price == 0 and line.value == 0 else {})
            for line in call.order
        ]
    elif call.order_value is not None:
        result["order_value"] = money_text(call.order_value)
    brought: dict[tuple[str, str | None], dict[str, Any]] = {}
    for line in call.delivery:  # ten paid for and one free are one to a sheet
        known = brought.setdefault((line.product, line.order), _line(line, dict.fromkeys(BECAME, 0)))
        known |= _line(line, known)
    if lines := [line for line in brought.values() if any(line.get(name) for name in BECAME)]:
        result["delivery"] = lines
    for name in ("payments", "empties", "photos"):
        if found := [each.to_json() for each in getattr(call, name)]:
            result[name] = found
    if call.bulletins:
        result["bulletins"] = [each.bulletin for each in call.bulletins]
    if call.coaching is not None:
        if call.coaching.topic:
            result["coaching"] = {"topic": call.coaching.topic, "skill": call.coaching.skill}
        if call.coaching.action:
            result["action"] = call.coaching.action
    if call.follow_up is not None and call.follow_up.done is not None:
        result["followed_up"] = call.follow_up.done
    return result


def _shelf(call: Call) -> dict[str, Any]:
    check = call.display
    if check is None:
        return {}
    found: dict[str, Any] = {name: value for name in ("points", "found", "advice") if (value := getattr(check, name))}
    if check.own_facings is not None and check.all_facings is not None:
        found["facings"] = [check.own_facings, check.all_facings]
    return found


def _line(line: DeliveryLine, before: Mapping[str, Any]) -> dict[str, Any]:
    """What became of a line together with what became of those before."""
    counts = {name: getattr(line, name) + before.get(name, 0) for name in BECAME}
    return (
        {"product": line.product}
        | ({"order": line.order} if line.order else {})
        | {name: count for name, count in counts.items() if count or name == "delivered"}
    )


def without(
    document: dict[str, Any], blanks: Collection[str], waiting: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """A call's document with some blanks emptied; `waiting` are the lines of its delivery before anything is told."""
    found = {name: value for name, value in document.items() if name not in blanks or name not in _PLAIN + _LISTS}
    if "left_reason" in blanks:
        found |= {"left": False, "left_reason": None}
    if "order" in blanks:
        found |= {"order": [], "order_value": None}
    if "delivery" in blanks:
        found["delivery"] = [dict(line) for line in waiting]
    if "followed_up" in blanks:
        found.pop("follow_up", None)
    emptied: dict[str, object] = {"done": False} if "steps" in blanks else {}
    emptied |= {"reason": None} if "skipped" in blanks else {}
    found["steps"] = [{**step, **emptied} for step in document.get("steps", ())]
    if shelf := [place for name, places in _SHELF.items() if name in blanks for place in places]:
        check = {name: value for name, value in (found.get("display") or {}).items() if name not in shelf}
        found["display"] = check if check.keys() - {"standard", "version", "score"} else None
    coaching = found.get("coaching") or {}
    for blank, places in (("coaching", ("skill",)), ("action", ("action", "action_due"))):
        if blank in blanks:
            coaching = {name: value for name, value in coaching.items() if name not in places}
    found["coaching"] = coaching if coaching.keys() - {"topic"} else None
    return {name: value for name, value in found.items() if value is not None}
