"""The command that plans a day, what going further than asked would save, and variants of the day."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from routing.planning.difference import figures, saving
from store.records import DaySetup, Shift
from tui.cli.commands import UsageProblem
from tui.cli.output import Output
from tui.cli.roads import progress
from tui.cli.rounds import desk_of, print_day, tell_assumed
from tui.cli.searching import search_limits, watched
from tui.jobs import documents, wording
from tui.jobs.office import JobError, Office

if TYPE_CHECKING:
    from tui.jobs.desk import Desk

_SHARE = 0.6
"""The part of the time that goes to the plan asked for, where the rest goes to what freeing the reps would save."""


def plan(args: Namespace, office: Office, out: Output) -> int:
    """Plans the day and saves it as a new draft revision, or as a variant beside the plan."""
    seconds, iterations, workers = search_limits(args, default_seconds=10.0)
    limits: dict[str, Any] = {"iterations": iterations, "seed": args.seed, "workers": workers}
    setup = _setup(args, office)
    desk = desk_of(office, args.date)
    tell_assumed(desk, out)
    if args.variant is not None:
        return _variant(args.variant, setup, desk, out, {**limits, "seconds": seconds})
    keeping = (args.order_only or desk.keeps_beats) and not args.free_reps
    search = desk.plan(
        seconds=seconds * _SHARE if keeping and seconds is not None else seconds,
        keep_edits=args.keep_edits,
        order_only=args.order_only,
        free_reps=args.free_reps,
        setup=setup,
        travel=args.travel,
        tell=progress(out),
        **limits,
    )
    last = asyncio.run(watched(desk, out, search))
    interrupted = last is not None and last.interrupted
    more: dict[str, Any] = {}
    if keeping and not interrupted:
        rest = None if seconds is None else seconds * (1 - _SHARE)
        more["freeing"] = _freeing(args.date, desk, out, {**limits, "seconds": rest})
    for message in desk.noticed:
        out.say(documents.sentence(office, "assumed", message))
    print_day(office, out, desk.day, more=more)
    return 130 if interrupted else 0


def _freeing(date: str, desk: Desk, out: Output, limits: dict[str, Any]) -> dict[str, Any] | None:
    """What freeing the reps too would save: told, not done."""
    before = desk.day
    last = asyncio.run(watched(desk, out, desk.freeing(**limits)))
    if last is None or last.day is None or before is None:
        return None
    found = saving(before, last.day)
    said = wording.saving_text(desk.office, found)
    key = "desk.freeing.would" if found.worthwhile else "desk.freeing.nothing"
    out.say(desk.office.t(key, what=said, date=date))
    return documents.saving_document(found)


def _variant(name: str, setup: DaySetup, desk: Desk, out: Output, limits: dict[str, Any]) -> int:
    """The day planned otherwise, kept under a name; the plan stands as it was."""
    office = desk.office
    if not 0 < len(name.strip()) <= 40 or name.strip().isdecimal():
        raise UsageProblem("bad_option", option="--variant", value=name, why="1–40, A–Z …")
    last = asyncio.run(watched(desk, out, desk.tried(setup, **limits)))
    if last is None or last.day is None:
        raise JobError("no_plan", date=desk.date.isoformat())
    made = desk.keep_variant(name.strip(), last.day)
    out.say(office.t("desk.variant.kept", name=made.name))
    if out.as_json:
        document = documents.plan_document(office, made.day)
        out.json(document | {"variant": made.name, "figures": documents.figures_document(figures(made.day))})
    else:
        for line in wording.comparison_lines(office, *_beside(desk), (made.name, made.day)):
            out.data(line)
    return 130 if last.interrupted else 0


def _beside(desk: Desk) -> list[tuple[str, Any]]:
    return [] if desk.day is None else [(desk.office.t("desk.variant.plan"), desk.day)]


def _setup(args: Namespace, office: Office) -> DaySetup:
    """How the day shall differ from the books, as the options say it."""
    reps = office.books.reps.all()
    shifts: dict[str, Shift] = {}
    for text in args.shift:
        rep, _, hours = text.partition("=")
        begin, _, end = hours.replace("–", "-").partition("-")
        try:
            shifts[rep] = Shift.model_validate({"start": begin.strip(), "end": end.strip()})
        except ValidationError:
            raise UsageProblem("bad_shift", value=text) from None
    for rep in (*args.without, *(each for each in shifts if each not in args.with_rep)):
        if reps and rep not in reps:
            raise JobError("unknown_rep_option", rep=rep)
    return DaySetup(
        without=args.without, with_reps=args.with_rep, shifts=shifts, depot=args.depot, profile=args.profile
    )
