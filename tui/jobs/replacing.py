"""What a result changes of a call that is on file: told blank by blank, and refused where both cannot be true."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from routing.sheets.form import StopForm
from routing.sheets.reply import field_named
from store.records import Call
from tui.jobs.office import JobError
from tui.jobs.told import result_of, without

_LINES: Mapping[str, tuple[str, ...]] = {
    "stock": ("product", "produced"),
    "order": ("product", "gift"),
    "delivery": ("product", "order"),
    "payments": ("method",),
    "empties": ("item",),
}
"""What tells the lines of a list apart."""
_EACH = ("points", "found", "skipped")
_PLAIN = ("facings", "advice", "order_value", "coaching", "action", "followed_up", "rating", "note", "left_reason")
_BESIDE_LEFT = ("outlet", "stop_kind", "note", "photos", "left_reason")
"""What may be said of a stop that was not called on."""
_TIMES = ("check_in", "check_out")


def sound(told: Mapping[str, Any], form: StopForm) -> dict[str, Any]:
    """What is told of a stop, all the steps that were done without those left out.

    Raises `JobError` ``left_and_called`` where it was left out and called on at once, ``done_and_skipped`` where a
    step is named as done and as left out.
    """
    found = dict(told)
    if told.get("left_reason") and any(told[name] not in (None, [], {}) for name in set(told) - set(_BESIDE_LEFT)):
        params = {"value": told["left_reason"], "outlet": form.outlet, "name": form.name}
        raise JobError("left_and_called", where="left_reason", **params)
    steps, skipped = told.get("steps"), told.get("skipped")
    if isinstance(steps, list) and isinstance(skipped, Mapping) and set(skipped) & set(map(str, steps)):
        if not {step.id for step in form.steps} <= set(map(str, steps)):
            both = next(iter(set(skipped) & set(map(str, steps))))
            named = next((step.name for step in form.steps if step.id == both), both)
            raise JobError("done_and_skipped", where="skipped", step=named, value=skipped[both])
        found["steps"] = [step for step in steps if step not in skipped]
    return found


def consistent(call: Call, told: Mapping[str, Any], instead: Collection[str]) -> dict[str, Any] | None:
    """The call on file as what is told leaves it where it says the opposite: called on at last, or not at all.

    None where nothing speaks against it. Raises `JobError` ``left_but_called`` where a call with facts would be one
    that was not made, and ``times_missing`` where facts are told of a stop that was left out.
    """
    left = bool(told.get("left_reason") or told.get("left"))
    if call.left and not left:
        if not any(told.get(name) is not None for name in set(told) - set(_BESIDE_LEFT)):
            return None
        if any(told.get(name) is None for name in _TIMES):
            raise JobError("times_missing", where="check_in" if told.get("check_in") is None else "check_out")
        return without(call.to_json(), ("left_reason",), ())
    if not left or call.left or not call.done:
        return None
    had = result_of(call).keys() - set(_BESIDE_LEFT) - set(_TIMES)
    if "left_reason" not in instead or had - {"steps"}:
        params = {"outlet": call.outlet, "name": call.outlet}
        if call.check_in and call.check_out:
            params["name"] = f"{call.check_in:%H:%M}-{call.check_out:%H:%M}"
        raise JobError("left_but_called", where="left_reason", **params)
    return without(call.to_json(), (*_TIMES, "steps"), ())


def replaced(
    before: Call, after: Call, told: Collection[str], form: StopForm, *, chinese: bool
) -> Iterator[tuple[str, str, str]]:
    """Each blank of which something else was on file: its name, what was there and what is, as sheets write it."""
    had, has = result_of(before), result_of(after)
    if before.left and not after.left:
        yield "left_reason", _written("left_reason", had.get("left_reason"), form, chinese), _span(has)
    if after.left and not before.left:
        yield "left_reason", _span(had), _written("left_reason", has.get("left_reason"), form, chinese)
    for name in (*_TIMES, *_PLAIN, *_EACH, "steps", *_LINES):
        if name not in told or had.get(name) in (None, "", [], {}) or (name in _TIMES and name not in has):
            continue
        was, now = _changed(name, had[name], has.get(name))
        if was:
            yield name, _written(name, was, form, chinese), _written(name, now, form, chinese)


def _changed(name: str, was: Any, now: Any) -> tuple[Any, Any]:
    """What of a blank was there and is otherwise now, in both forms; nothing where it is only more."""
    if name in _EACH:
        now = now or {}
        keys = [key for key in was if key in now and now[key] != was[key]]
        return {key: was[key] for key in keys}, {key: now[key] for key in keys}
    if name == "steps":
        return (was, now) if set(was) - set(now or ()) else (None, None)
    if name in _LINES:
        had, has = ({_key(name, line): line for line in lines or ()} for lines in (was, now))
        keys = [key for key in had if _same(had[key]) != _same(has.get(key, {}))]
        return [had[key] for key in keys], [has[key] for key in keys if key in has]
    return (was, now) if was != now else (None, None)


def _key(name: str, line: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(line.get(each) for each in _LINES[name])


def _same(line: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if value not in (None, 0, "")}


def _written(name: str, value: Any, form: StopForm, chinese: bool) -> str:
    if value in (None, "", [], {}):
        return "-"
    field = field_named(name)
    text = field.write({name: value}, form, chinese)
    return f"{(field.zh if chinese else field.en)[0]} {text}" if text else "-"


def _span(result: Mapping[str, Any]) -> str:
    return "-".join(result[name] for name in _TIMES if name in result) or "-"
