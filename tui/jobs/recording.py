"""Call results keyed in afterwards, from a document, a returned sheet or by hand; marked as backfilled."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from store.books.book import differences
from store.errors import InvalidRecordError
from store.notation.clock import clock_seconds
from store.records import Call, PaymentMethod, StopKind, money_text
from tui.jobs.call_orders import check_order, orders_after
from tui.jobs.call_sheet import open_call
from tui.jobs.calls import at_home, keep_calls, with_score
from tui.jobs.facts import with_facts
from tui.jobs.forms import forms_of
from tui.jobs.office import JobError, Office
from tui.jobs.paying import check_credit
from tui.jobs.replacing import consistent, replaced, sound
from tui.jobs.told import BECAME

if TYPE_CHECKING:
    from routing.sheets.form import Forms


@dataclass(frozen=True, slots=True)
class Problem:
    """A result that could not be used. `row` counts from 1, in documents and in sheets alike."""

    row: int
    field: str | None
    value: str | None
    code: str
    params: Mapping[str, Any]


_BOTH = {"done_and_skipped": ("steps", "skipped")}
"""What speaks against itself stays out on both sides."""
Rejected = tuple[dt.date, str, int]
"""A result that was not written, or not all of it: its date, its rep and its row."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of the results: the calls written, what could not be used, and remarks on what was taken."""

    calls: tuple[Call, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    rejected: Mapping[Rejected, frozenset[str]] = field(default_factory=dict)
    """The facts that were not written, by the result they are of."""


def record_results(
    office: Office,
    date: dt.date,
    rep: str,
    results: Sequence[tuple[int, Mapping[str, Any]]],
    *,
    problems: Sequence[Problem] = (),
    notes: Sequence[Problem] = (),
    forms: Forms | None = None,
    instead: Collection[str] = (),
) -> Recorded:
    """Writes the results of a rep's calls, each with its row; good ones go in whatever becomes of the others.

    What is refused of a result stays out alone, unless it says which call it is or when: then all of it does.
    A result names its `outlet` and any fields of a call, or facts in the short form of a sheet
    (docs/returning.md); `check_in` and `check_out` may be times of day, `steps` a list of step ids that were
    done. What is on file of the same call and not named stays, but for the blanks named in `instead`: of those
    what the result says is all there is. The same results again change nothing.
    """
    plan = office.books.days.plan(date)
    if office.books.reps.find(rep) is None and (plan is None or plan.route_of(rep) is None):
        raise JobError("no_such_rep", rep=rep)
    if date > office.today():
        raise JobError("not_yet_driven", date=date.isoformat())
    recorder = _Recorder(office, date, rep, forms or forms_of(office, date, rep), instead)
    calls: list[Call] = []
    found = list(problems)
    rejected: dict[Rejected, frozenset[str]] = {}
    refused: set[tuple[object, str]] = set()
    for row, result in results:
        left: Mapping[str, Any] | None = result
        while left is not None:
            try:
                call = recorder.call_of(row, left)
                if call is not None:
                    keep_calls(office, [call])  # one by one: what the books refuse of one keeps no other out
                    calls.append(call)
                break
            except InvalidRecordError as error:
                found += [
                    Problem(row, problem["field"], _shown(problem["value"]), "bad_field", {"problems": [problem]})
                    for problem in error.problems
                ]
                named = [re.split(r"[.\[]", str(problem["field"]))[0] for problem in error.problems]
            except JobError as error:
                shown = _shown(left.get(error.where))
                found.append(Problem(row, error.where or None, shown, error.code, error.params))
                named = list(_BOTH.get(error.code, (error.where or "",)))
            recorder.forget(left)
            left = _without(left, named)
        if left is not result:
            names = frozenset(set(result) - set(left or ()) - set(_OWN))
            rejected[date, rep, row] = names
            refused |= {(result.get("outlet"), name) for name in names}
    remarks = [
        note
        for note in (*notes, *recorder.notes)
        if note.code != "corrected" or (note.params["outlet"], note.field) not in refused
    ]
    return Recorded(
        tuple(calls),
        tuple(sorted(found, key=lambda problem: problem.row)),
        tuple(sorted(remarks, key=lambda note: note.row)),
        rejected,
    )


def put_back(office: Office, call: Call, before: Call | None) -> None:
    """Makes a call what it was before it was recorded: None for one that was not there.

    Orders follow: one that was taken there is cancelled, one that was brought waits again. Raises `JobError`
    ``entered_since`` where somebody has written to the call since.
    """
    book = office.books.days.calls(call.date, call.rep)
    stored = book.find(call.id)
    if stored is None or stored.rev != call.rev:
        raise JobError("entered_since", outlet=call.outlet)
    if before is not None:
        keep_calls(office, [before.model_copy(update={"rev": stored.rev})])
        return
    nothing = [line.model_copy(update=dict.fromkeys(BECAME, 0)) for line in stored.delivery]
    orders = orders_after(office, stored.model_copy(update={"order": [], "delivery": nothing}), stored)
    with office.books.transaction():
        book.remove([call.id])
        if orders:
            office.books.orders.put(orders)


class _Recorder:
    """Makes calls of results, one after the other; knows which outlets it has seen."""

    def __init__(self, office: Office, date: dt.date, rep: str, forms: Forms, instead: Collection[str] = ()) -> None:
        self.office, self.date, self.rep, self.forms, self.instead = office, date, rep, forms, instead
        self.notes: list[Problem] = []
        self.seen: dict[tuple[str, str], tuple[int, Mapping[str, Any]]] = {}

    def forget(self, result: Mapping[str, Any]) -> None:
        """As if a result that could not be used had not been seen."""
        self.seen = {key: each for key, each in self.seen.items() if each[1] is not result}

    def call_of(self, row: int, result: Mapping[str, Any]) -> Call | None:
        """The call of a result; None for one that says what an earlier row has said."""
        office, date = self.office, self.date
        outlet = result.get("outlet")
        if not isinstance(outlet, str) or not outlet.strip():
            raise JobError("outlet_missing", where="outlet")
        _of_this_sheet(result, date, self.rep)
        form = self.forms.of(outlet, result.get("stop_kind"))
        kind = result.get("stop_kind", form.kind if form and form.seq else StopKind.VISIT.value)
        if kind not in list(StopKind):
            raise JobError("no_such_kind", where="stop_kind", kind=kind)
        sheet = open_call(office, date, self.rep, form.outlet if form else outlet.strip(), StopKind(kind))
        assert form is not None
        if sheet.elsewhere and result.get("kind") not in ("adhoc", "joint", "audit"):
            raise JobError(
                "stop_of_another", where="outlet", outlet=sheet.outlet.id, other=sheet.elsewhere, rep=self.rep
            )
        before = self.seen.get((sheet.outlet.id, kind))
        if before is not None:
            if _facts(before[1]) == _facts(result):
                return None
            raise JobError("doubled_row", where="outlet", first=before[0], outlet=sheet.outlet.id)
        self.seen[sheet.outlet.id, kind] = (row, result)
        told = sound({name: value for name, value in result.items() if name not in _OWN}, form)
        if told.get("followed_up") is not None and sheet.call.follow_up is None and sheet.action is None:
            raise JobError("nothing_agreed", where="followed_up", outlet=sheet.outlet.id)
        instead = {*self.instead, *(result.get("instead") or ())}
        known = sheet.call
        if known.order and not {"order", "order_value"} & instead and not told.get("order"):
            _same_order(known, told.get("order_value"))
        if known.rev and (document := consistent(known, told, instead)) is not None:
            sheet = dataclasses.replace(sheet, call=office.books.days.parse_call(document))
        document = with_facts(office, sheet, form, told, instead)
        for name in ("check_in", "check_out"):
            if isinstance(document.get(name), str):
                document[name] = _moment(office, date, document[name], name)
        if document.get("left_reason"):
            document["left"] = True
        call = with_score(office, _sound(office.books.days.parse_call(document)))
        check_order(office, call)
        if any(each.method is PaymentMethod.CREDIT and each not in sheet.call.payments for each in call.payments):
            check_credit(office, sheet.outlet, call, sheet.orders)
        names = [name for name in told if name not in instead or name == "left_reason"]
        if known.rev:
            for name, had, has in replaced(known, call, names, form, chinese=office.language == "zh"):
                params = {"outlet": call.outlet, "before": had, "value": has}
                self.notes.append(Problem(row, name, has, "replaced", params))
        self.notes += [
            Problem(row, "skipped", step.reason, "skipped_but_done", {"outlet": call.outlet, "value": step.reason})
            for step in call.steps
            if step.done and step.reason and step.step in (told.get("skipped") or ())
        ]
        if known.rev and not differences(call.to_json(), known.to_json()):
            return known  # nothing new: a call made in the app is not marked for having been told again
        return call.model_copy(update={"backfilled": True})


_OWN = ("id", "rev", "date", "rep", "outlet", "stop_kind", "instead")
"""What a result says of which call it is, not of what was done there."""


_FROM: Mapping[str, tuple[str, ...]] = {
    "display": ("display", "points", "found", "facings", "advice", "display_percent"),
    "coaching": ("coaching", "action"),
    "follow_up": ("follow_up", "followed_up"),
    "steps": ("steps", "skipped"),
    **dict.fromkeys(("price", "product", "lines", "value"), ("order", "order_value")),  # of the order it becomes
}
"""What of a result becomes a field of a call that is called otherwise."""
_WHOLE = (*_OWN, "kind", "check_in", "check_out", "left", "left_reason")
"""Without these a result says nothing of a call."""


def _without(result: Mapping[str, Any], fields: Collection[str]) -> Mapping[str, Any] | None:
    """A result without what became of the fields named; None where nothing is left to be tried."""
    gone = {name for field in fields for name in _FROM.get(field, (field,))}
    if gone & set(_WHOLE) or any(not set(_FROM.get(field, (field,))) & set(result) for field in fields):
        return None
    left = {name: value for name, value in result.items() if name not in gone}
    return left if any(name not in _OWN for name in left) else None


def _facts(result: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in result.items() if name not in _OWN}


def _same_order(known: Call, value: object) -> None:
    """Raises `JobError` ``order_on_file`` where an amount alone, or nothing, is told of goods ordered on file."""
    if isinstance(value, str) and value != money_text(known.order_value or 0):
        goods = ", ".join(f"{line.product} {line.quantity:g}{line.unit or ''}" for line in known.order)
        raise JobError("order_on_file", where="order_value", outlet=known.outlet, value=value, goods=goods)


def _of_this_sheet(result: Mapping[str, Any], date: dt.date, rep: str) -> None:
    given_rep = result.get("rep", rep)
    if given_rep != rep:
        raise JobError("other_rep", where="rep", found=given_rep, rep=rep)
    given_date = result.get("date")
    if given_date is not None and _other_date(str(given_date), date):
        raise JobError("other_date", where="date", value=given_date, date=date.isoformat())


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


def _shown(value: object) -> str | None:
    return None if value is None else str(value)[:80]
