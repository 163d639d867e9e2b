"""Commands on a day's rounds: due, show, explain, edit, publish, record, sheet."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.errors import BooksError
from store.records import Lock, StopKind, clock_seconds, money_text
from tui.cli.commands import UsageProblem, date_of
from tui.cli.output import Output, error_sentence, standard_input
from tui.jobs import documents, explaining, wording
from tui.jobs.office import JobError, Office

if TYPE_CHECKING:
    from routing.planning.due import Due
    from routing.planning.model import Key
    from store.records import Day
    from tui.jobs.desk import Desk, Outcome


def desk_of(office: Office, text: str) -> Desk:
    from tui.jobs.desk import Desk

    return Desk.open(office, date_of(text, office))


def due(args: Namespace, office: Office, out: Output) -> int:
    """What is due, with reasons and worth."""
    desk = desk_of(office, args.date)
    found = desk.due()
    tell_assumed(desk, out)
    if not found:
        raise JobError("nothing_due", date=desk.date.isoformat())
    if out.as_json:
        out.json([_due_document(office, stop) for stop in found])
    else:
        header = [office.t(f"cli.column.{name}") for name in ("id", "name", "stop", "call", "worth", "reasons")]
        rows = [
            [
                stop.outlet.id,
                stop.outlet.name,
                office.t(f"plan.kind.{stop.kind}"),
                f"{stop.call_s / 60:.0f}",
                money_text(stop.worth),
                _why(office, stop),
            ]
            for stop in found
        ]
        out.table(header, rows, right=(3, 4))
    return 0


def _why(office: Office, stop: Due) -> str:
    """Why it is due; first, where nobody can make it, what stands against it."""
    blocked = [] if stop.blocked is None else [f"! {documents.sentence(office, 'unserved', stop.blocked)}"]
    said = [documents.sentence(office, "reason", message) for message in stop.reasons]
    return documents.joined(office, [*blocked, *said])


def _due_document(office: Office, stop: Due) -> dict[str, Any]:
    return {
        "outlet": stop.outlet.id,
        "name": stop.outlet.name,
        "kind": stop.kind.value,
        "worth": money_text(stop.worth),
        "call_s": stop.call_s,
        "required": stop.required,
        "load": dict(stop.load),
        "cash": money_text(stop.cash),
        "blocked": None
        if stop.blocked is None
        else {"code": stop.blocked.code, "text": documents.sentence(office, "unserved", stop.blocked)},
        "reasons": [
            {"code": message.code, "text": documents.sentence(office, "reason", message)} for message in stop.reasons
        ],
    }


def tell_assumed(desk: Desk, out: Output) -> None:
    published = desk.told_published
    for message in (*desk.assumed, *([published] if published else ())):
        out.say(documents.sentence(desk.office, "assumed", message))


def show(args: Namespace, office: Office, out: Output) -> int:
    """The plan and what became of it."""
    desk = desk_of(office, args.date)
    if desk.day is None:
        raise JobError("no_plan", date=desk.date.isoformat())
    if args.rep and desk.day.route_of(args.rep) is None:
        raise JobError("no_route_for", rep=args.rep, date=desk.date.isoformat())
    if args.graph:
        from tui.jobs.driving import graph_file

        path = Path(args.graph)
        _written(path, graph_file(desk.day, path))
        out.say(office.t("cli.written", path=path))
    print_day(office, out, desk.day, args.rep, directions=args.directions)
    return 0


def print_day(
    office: Office,
    out: Output,
    day: Day | None,
    rep: str | None = None,
    *,
    directions: bool = False,
    more: Mapping[str, Any] | None = None,
) -> None:
    """The plan as data; `more` goes into the document besides."""
    if day is None:
        return
    from tui.jobs.driving import way_document, ways_of

    ways = ways_of(office, day, [rep] if rep else [route.rep for route in day.routes]) if directions else {}
    if out.as_json:
        document = documents.plan_document(office, day, rep)
        if directions:
            document["ways"] = {each: way_document(driven) for each, driven in ways.items()}
        document["calls"] = [
            call.to_json() for call in office.books.days.calls_on(day.date) if rep in (None, call.rep)
        ]
        out.json(document | dict(more or {}))
        return
    for line in wording.plan_lines(office, day, rep, office.books.days.calls_on(day.date), ways):
        out.data(line)


def explain(args: Namespace, office: Office, out: Output) -> int:
    """Why here, why then, what slack; or why not, and the cheapest way in."""
    desk = desk_of(office, args.date)
    if desk.day is None:
        raise JobError("no_plan", date=desk.date.isoformat())
    if args.outlet not in office.books.outlets.all():
        raise JobError("no_such_outlet", outlet=args.outlet)
    day = desk.day
    for left_out in [stop for stop in day.unserved if stop.outlet == args.outlet]:
        day = desk.with_unserved(desk.explain(left_out))
    served = [stop.key for route in day.routes for stop in route.stops if stop.outlet == args.outlet]
    document = explaining.explanation(office, day, args.outlet, {key: desk.why_here(key) for key in served})
    if out.as_json:
        out.json(document)
    else:
        out.data(document["text"])
    return 0


def edit(args: Namespace, office: Office, out: Output) -> int:
    """One edit of the board without the board; lists the violations it makes."""
    desk = desk_of(office, args.date)
    if args.edit in ("adopt", "discard"):
        if not args.outlet:
            raise UsageProblem("name_wanted", edit=args.edit)
        if args.edit == "discard":
            desk.discard(args.outlet)
            out.say(office.t("desk.variant.discarded", name=args.outlet))
            print_day(office, out, desk.day if out.as_json else None)
            return 0
    elif desk.day is None:
        raise JobError("no_plan", date=desk.date.isoformat())
    whole = args.edit in ("lock", "unlock") and args.rep and not args.outlet
    if args.edit in ("move", "drop", "add", "lock", "unlock") and not args.outlet and not whole:
        raise UsageProblem("outlet_wanted", edit=args.edit)
    if args.edit == "move" and not args.to:
        raise UsageProblem("rep_wanted", edit=args.edit)
    undone = desk.last_action if args.edit == "undo" else None
    outcome = _edited(desk, args)
    found = [
        {
            "rep": rep,
            "outlet": stop.outlet if stop else None,
            "code": message.code,
            "text": documents.sentence(office, "violation", message),
            "amount": message.amount,
        }
        for rep, stop, message in outcome.violations
    ]
    for breach in found:
        where = " ".join(str(part) for part in (breach["rep"], breach["outlet"]) if part)
        out.say(f"{where}: {breach['text']}")
    if out.as_json:
        out.json(documents.plan_document(office, outcome.day) | {"violations": found})
    else:
        action = undone or desk.last_action
        assert action is not None
        said = documents.sentence(office, "action", action)
        if args.edit in ("undo", "redo"):
            key = "plan.action.undone" if args.edit == "undo" else "plan.action.redone"
            said = office.t(key, what=said, revision=outcome.day.revision)
        out.data(f"{outcome.day.revision}: {said}")
    return 0


def _edited(desk: Desk, args: Namespace) -> Outcome:
    from routing.planning.edits import key_of

    if args.edit == "adopt":
        return desk.adopt(args.outlet)
    if args.edit == "undo":
        return desk.undo()
    if args.edit == "redo":
        return desk.redo()
    kind = StopKind(args.kind) if args.kind else None
    if args.edit == "add":
        return desk.add(args.outlet, args.to, args.position, kind=kind or desk.kind_to_add(args.outlet))
    assert desk.day is not None
    if args.edit in ("lock", "unlock") and args.rep and not args.outlet:
        return desk.lock_route(args.rep, locked=args.edit == "lock")
    if args.outlet not in desk.world.outlets:
        raise JobError("no_such_outlet", outlet=args.outlet)
    key = key_of(desk.day, args.outlet, kind=kind, among=_likely(desk.day, args))
    if args.edit == "move":
        return desk.move(key, args.to, args.position)
    if args.edit == "drop":
        return desk.drop(key)
    if args.edit == "lock":
        what = Lock(args.what) if args.what else Lock.TIME if args.at else Lock.REP
        return desk.lock(key, what, _time_of(args.at) if args.at else None)
    return desk.unlock(key)


def _likely(day: Day, args: Namespace) -> set[Key]:
    """The stops that an edit can only mean: to be unlocked those that are locked, to be moved those elsewhere."""
    there = [(route, stop) for route in day.routes for stop in route.stops]
    if args.edit == "unlock":
        return {stop.key for _, stop in there if stop.lock is not None}
    if args.edit == "move" and args.position is None:
        return {stop.key for route, stop in there if route.rep != args.to}
    return {stop.key for _, stop in there if not stop.driven}


def _time_of(text: str) -> int:
    try:
        seconds = clock_seconds(text)
    except ValueError:
        raise UsageProblem("bad_time", value=text) from None
    assert isinstance(seconds, int)
    return seconds


def publish(args: Namespace, office: Office, out: Output) -> int:
    """Publishes the day as it stands."""
    desk = desk_of(office, args.date)
    outcome = desk.publish()
    out.say(office.t("cli.published", date=desk.date.isoformat(), revision=outcome.day.revision))
    if out.as_json:
        out.json(documents.plan_document(office, outcome.day))
    return 0


def record(args: Namespace, office: Office, out: Output) -> int:
    """Keys in what a rep did; exit 3 when some of it could not be used, which of a pasted text is given back."""
    from tui.jobs.replies import given_back
    from tui.jobs.returns import read_results, record_returned

    date = date_of(args.date, office)
    returned = read_results(office, date, args.rep, args.file, standard_input(args.file))
    report = record_returned(office, returned)
    errors, notes = (
        [
            {
                "row": problem.row,
                "field": problem.field,
                "value": problem.value,
                "code": problem.code,
                "message": _told(out, problem.code, problem.params),
            }
            for problem in problems
        ]
        for problems in (report.problems, report.notes)
    )
    for note in notes:
        out.say(office.t("cli.row_noted" if note["row"] else "cli.noted", row=note["row"], text=note["message"]))
    for error in errors:
        out.say(office.t("cli.row_rejected", row=error["row"], text=error["message"]))
    rejected = len({problem.row for problem in report.problems})
    out.say(office.t("cli.recorded", n=len(report.calls), rejected=rejected))
    left = given_back(office, returned, report)
    if out.as_json:
        out.json(
            {"recorded": len(report.calls), "rejected": rejected, "errors": errors, "notes": notes, "left": left}
        )
    elif left:
        out.data(left)
    return 3 if rejected else 0


def _told(out: Output, code: str, params: Mapping[str, Any]) -> str:
    """The sentence of something told about a row, with its column where it is of one."""
    sentence = error_sentence(out.t, out.language, code, dict(params))
    column = params.get("column")
    return out.t("cli.in_column", column=column, text=sentence) if column else sentence


def sheet(args: Namespace, office: Office, out: Output) -> int:
    """Route sheets, to a file or (text formats) to stdout."""
    from tui.jobs.sheets import TEXT_FORMATS, make_sheet

    workbook = (args.output or "").lower().endswith(".xlsx")
    name, contents = make_sheet(
        office, date_of(args.date, office), args.rep, args.format, directions=args.directions, workbook=workbook
    )
    return write_out(office, out, args.output, name, contents, text=args.format in TEXT_FORMATS)


def write_out(office: Office, out: Output, output: str | None, name: str, contents: bytes, *, text: bool) -> int:
    """Writes to the path asked for, to stdout (``-``, or text with none named), else to `name` here."""
    if output == "-" or (output is None and text):
        sys.stdout.flush()
        sys.stdout.buffer.write(contents)
        sys.stdout.buffer.flush()
        return 0
    path = Path(output or name)
    if path.is_dir():
        path /= name
    _written(path, contents)
    out.say(office.t("cli.written", path=path))
    return 0


def _written(path: Path, contents: bytes) -> None:
    try:
        path.write_bytes(contents)
    except FileNotFoundError:
        raise BooksError("no_such_folder", path=str(path.parent)) from None
    except OSError as error:
        raise BooksError("cannot_write", path=str(path), why=error.strerror or "") from None
