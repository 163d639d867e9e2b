"""Call results keyed in afterwards, from a document, a returned sheet or by hand; marked as backfilled."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from store.errors import InvalidRecordError
from store.records import Call, StepDone, StopKind
from store.records.base import clock_seconds
from tui.jobs.call_orders import check_order
from tui.jobs.call_sheet import CallSheet, open_call
from tui.jobs.calls import at_home, keep_calls, with_score
from tui.jobs.office import JobError, Office


@dataclass(frozen=True, slots=True)
class Problem:
    """A result that could not be used. `row` counts from 1, in documents and in sheets alike."""

    row: int
    field: str | None
    value: str | None
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of the results: the calls written and the results rejected."""

    calls: tuple[Call, ...]
    problems: tuple[Problem, ...]


def record_results(
    office: Office,
    date: dt.date,
    rep: str,
    results: Sequence[tuple[int, Mapping[str, Any]]],
    *,
    problems: Sequence[Problem] = (),
) -> Recorded:
    """Writes the results of a rep's calls, each with its row; good ones go in whatever becomes of the others.

    A result names its `outlet` and any fields of a call; `check_in` and `check_out` may be times of day,
    `steps` a list of step ids that were done. What is on file of the same call and not named stays.
    """
    plan = office.books.days.plan(date)
    if office.books.reps.find(rep) is None and (plan is None or plan.route_of(rep) is None):
        raise JobError("no_such_rep", rep=rep)
    if date > office.today():
        raise JobError("not_yet_driven", date=date.isoformat())
    calls: list[Call] = []
    found = list(problems)
    for row, result in results:
        try:
            calls.append(_call_of(office, date, rep, result))
        except InvalidRecordError as error:
            found += [
                Problem(row, problem["field"], _shown(problem["value"]), "bad_field", {"problems": [problem]})
                for problem in error.problems
            ]
        except JobError as error:
            found.append(Problem(row, error.where or None, _shown(result.get(error.where)), error.code, error.params))
    if calls:
        keep_calls(office, calls)
    return Recorded(tuple(calls), tuple(sorted(found, key=lambda problem: problem.row)))


def _call_of(office: Office, date: dt.date, rep: str, result: Mapping[str, Any]) -> Call:
    outlet = result.get("outlet")
    if not isinstance(outlet, str) or not outlet.strip():
        raise JobError("outlet_missing", where="outlet")
    given_rep = result.get("rep", rep)
    if given_rep != rep:
        raise JobError("other_rep", where="rep", found=given_rep, rep=rep)
    given_date = result.get("date")
    if given_date is not None and _other_date(str(given_date), date):
        raise JobError("other_date", where="date", value=given_date, date=date.isoformat())
    kind = result.get("stop_kind", StopKind.VISIT.value)
    if kind not in list(StopKind):
        raise JobError("no_such_kind", where="stop_kind", kind=kind)
    sheet = open_call(office, date, rep, outlet.strip(), StopKind(kind))
    document = sheet.call.to_json()
    document |= {name: value for name, value in result.items() if name not in ("id", "rev", "date", "rep", "outlet")}
    for name in ("check_in", "check_out"):
        if isinstance(document.get(name), str):
            document[name] = _moment(office, date, document[name], name)
    document["steps"] = _steps(sheet, document.get("steps", []))
    document["backfilled"] = True
    if document.get("left_reason"):
        document["left"] = True
    call = with_score(office, _sound(office.books.days.parse_call(document)))
    check_order(office, call)
    return call


def _other_date(text: str, date: dt.date) -> bool:
    """Whether a result says that it is of another date; a spreadsheet may have put a time behind it."""
    numbers = re.findall(r"\d+", text)[:3]
    return len(numbers) == 3 and [int(number) for number in numbers] != [date.year, date.month, date.day]


def _sound(call: Call) -> Call:
    """The call if it can have happened: left out with a reason, or begun before it ended."""
    if call.left:
        if not (call.left_reason or "").strip():
            raise JobError("reason_needed", where="left_reason", outlet=call.outlet)
        return call
    if call.check_in is None or call.check_out is None:
        raise JobError("times_missing", where="check_in" if call.check_in is None else "check_out")
    if call.check_out < call.check_in:
        raise JobError("out_before_in", where="check_out")
    return call


def _moment(office: Office, date: dt.date, text: str, name: str) -> str:
    """A time of day of that date as an instant; an instant stays as it is."""
    try:
        seconds = clock_seconds(text)
    except ValueError:
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            raise JobError("bad_time", where=name, value=text) from None
        return (moment if moment.tzinfo else at_home(office, moment)).isoformat()
    assert isinstance(seconds, int)
    return at_home(office, dt.datetime.combine(date, dt.time()) + dt.timedelta(seconds=seconds)).isoformat()


def _steps(sheet: CallSheet, given: object) -> object:
    """Steps as ids of those done, or as documents; steps not named stay as they were."""
    if not isinstance(given, list) or not all(isinstance(step, str) for step in given):
        return given
    done = set(given)
    known = {step.id for step in sheet.procedure.steps}
    if unknown := sorted(done - known):
        raise JobError("no_such_step", where="steps", step=unknown[0], known=", ".join(sorted(known)))
    before = {step.step: step for step in sheet.call.steps}
    return [
        StepDone(step=step.id, done=True).to_json()
        if step.id in done
        else before.get(step.id, StepDone(step=step.id)).to_json()
        for step in sheet.procedure.steps
    ]


def _shown(value: object) -> str | None:
    return None if value is None else str(value)[:80]
