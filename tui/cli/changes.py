"""Commands on a day that changes: replan, compare."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from typing import TYPE_CHECKING

from routing.planning.difference import Difference, difference, figures
from store.notation.clock import read_clock
from store.notation.errors import BadNumberError
from tui.cli.commands import UsageProblem
from tui.cli.output import Output
from tui.cli.rounds import desk_of, tell_assumed
from tui.cli.searching import search_limits, watched
from tui.jobs import documents, wording
from tui.jobs.office import JobError, Office

if TYPE_CHECKING:
    from store.records import Day
    from tui.jobs.desk import Desk


def replan(args: Namespace, office: Office, out: Output) -> int:
    """Plans the rest of the day anew, saves it and prints what changed."""
    try:
        now = read_clock(args.now)
    except BadNumberError:
        raise UsageProblem("bad_time", value=args.now) from None
    seconds, iterations, workers = search_limits(args, default_seconds=5.0)
    desk = desk_of(office, args.date)
    before = desk.day
    if before is None:
        raise JobError("no_plan", date=desk.date.isoformat())
    tell_assumed(desk, out)
    search = desk.replan(
        now,
        without=args.without,
        urgent=args.urgent,
        seconds=seconds,
        iterations=iterations,
        seed=args.seed,
        workers=workers,
    )
    last = asyncio.run(watched(desk, out, search))
    if last is None or last.day is None:
        raise JobError("no_plan", date=desk.date.isoformat())
    day = desk.accept(last.day, now).day
    change = difference(before, day)
    if out.as_json:
        out.json(documents.plan_document(office, day) | {"diff": documents.difference_document(change)})
    else:
        _print(office, out, change)
    return 130 if last.interrupted else 0


def compare(args: Namespace, office: Office, out: Output) -> int:
    """Revisions and variants side by side; what changed from the first to the second."""
    desk = desk_of(office, args.date)
    if desk.day is None and not desk.variants():
        raise JobError("no_plan", date=desk.date.isoformat())
    names = (args.before, args.after, *args.more)
    states = [(name, _state(desk, name)) for name in names]
    (_, before), (_, after) = states[:2]
    change = difference(before, after)
    if out.as_json:
        document = documents.comparison_document(before, after, change)
        document["figures"] = [{"name": name, **documents.figures_document(figures(day))} for name, day in states]
        out.json(document)
    else:
        for line in wording.comparison_lines(office, *states):
            out.data(line)
        for name, day in states:
            if setup := wording.setup_text(office, day.setup):
                out.data(f"{name}: {setup}")
        out.data("")
        _print(office, out, change)
    return 0


def _state(desk: Desk, name: str) -> Day:
    """A revision by its number, or a variant by its name."""
    if name.isdecimal():
        return desk.office.books.days.revision(desk.date, int(name))[1]
    return desk.variant(name).day


def _print(office: Office, out: Output, change: Difference) -> None:
    for line in wording.difference_lines(office, change):
        out.data(line)
