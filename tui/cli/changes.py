"""Commands on a day that changes: replan, compare."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from routing.planning.difference import Difference, difference
from store.records.base import clock_seconds
from tui.cli.commands import UsageProblem
from tui.cli.output import Output
from tui.cli.rounds import desk_of, tell_assumed
from tui.cli.searching import search_limits, watched
from tui.jobs import documents, wording
from tui.jobs.office import JobError, Office


def replan(args: Namespace, office: Office, out: Output) -> int:
    """Plans the rest of the day anew, saves it and prints what changed."""
    try:
        now = clock_seconds(args.now)
    except ValueError:
        raise UsageProblem("bad_time", value=args.now) from None
    assert isinstance(now, int)
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
    """Two revisions side by side."""
    desk = desk_of(office, args.date)
    if desk.day is None:
        raise JobError("no_plan", date=desk.date.isoformat())
    before, after = (office.books.days.revision(desk.date, number)[1] for number in (args.before, args.after))
    change = difference(before, after)
    if out.as_json:
        out.json(documents.comparison_document(before, after, change))
    else:
        for line in wording.comparison_lines(office, (args.before, before), (args.after, after)):
            out.data(line)
        out.data("")
        _print(office, out, change)
    return 0


def _print(office: Office, out: Output, change: Difference) -> None:
    for line in wording.difference_lines(office, change):
        out.data(line)
