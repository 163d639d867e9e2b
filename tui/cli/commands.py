"""Which function does which command."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.cli.output import Output
from tui.dates import TwoDatesError, date_from
from tui.jobs.office import JobError, Office

if TYPE_CHECKING:
    from argparse import Namespace


_BEGINNING = ("demo", "import", "put", "restore", "standards")
"""Commands that may begin new books; the app may too."""


class UsageProblem(JobError):  # noqa: N818
    """An option that does not fit, found after parsing."""

    exit_code = 2


def dispatch(args: Any, language: str, out: Output) -> int:
    """Opens the books and runs the command of `args`."""
    name = args.command
    if name is None:
        return _open_app(args, language)
    if name == "warm":
        from tui.cli.solving import warm

        return warm(out)
    if name == "solve":
        from tui.cli.solving import solve

        return solve(args, out)
    with contextlib.ExitStack() as held:
        trial = held.enter_context(tempfile.TemporaryDirectory()) if getattr(args, "dry_run", False) else None
        return _run(name, args, open_office(args, language, new=name in _BEGINNING, trial=trial), out)


def _run(name: str, args: Any, office: Office, out: Output) -> int:
    from tui.cli import acts, bookkeeping, changes, desk, keeping, planning, records, roads, rounds, settling
    from tui.cli.acts_parser import ACTS

    jobs: dict[str, Callable[[Any, Office, Output], int]] = {
        "demo": bookkeeping.demo,
        "import": bookkeeping.take,
        "list": bookkeeping.show_list,
        "put": bookkeeping.put,
        "set": records.set_record,
        "end": records.end,
        "standards": records.begin_standards,
        "backup": keeping.save,
        "restore": keeping.bring_back,
        "log": keeping.log,
        "check": keeping.check,
        "roads": roads.roads,
        "territories": roads.territories,
        "due": rounds.due,
        "plan": planning.plan,
        "show": rounds.show,
        "explain": rounds.explain,
        "edit": rounds.edit,
        "publish": rounds.publish,
        "replan": changes.replan,
        "compare": changes.compare,
        "record": rounds.record,
        "sheet": rounds.sheet,
        "settle": settling.settle,
        "service": desk.service,
        "outlet": desk.outlet,
        "channel": desk.channel,
        "homecoming": desk.homecoming,
        "fees": desk.fees,
        "owed": desk.owed,
        "statement": desk.statement,
        **dict.fromkeys(ACTS, acts.act),
        "figures": desk.figures,
    }
    if office.books.made:
        out.say(office.t("cli.new_folder", path=office.books.folder))
    return jobs[name](args, office, out)


def open_office(args: Namespace, language: str, *, new: bool, trial: str | None = None) -> Office:
    """The data folder named on the command line, by the environment or by the platform.

    One that is not there yet is made where the command may begin books (`new`), beside a folder that is there:
    a mistyped name is told, not made. The platform's own place is made with what it stands in. A dry run
    makes none: it has empty books in `trial`.
    """
    from store.books import Books, default_folder
    from store.errors import NoFolderError

    named = args.data or os.environ.get("ROUNDSMAN_DATA")
    if named and named.startswith(("postgresql://", "postgres://")):
        raise UsageProblem("postgres_not_yet", url=named.split("@")[-1])
    folder = Path(named or default_folder()).expanduser().absolute()
    if not folder.exists():
        if not new:
            _checked(args, language)
            raise NoFolderError("no_data_folder", path=str(folder))
        if named and not folder.parent.is_dir():
            raise NoFolderError("no_parent_folder", path=str(folder), parent=str(folder.parent))
        folder = folder if trial is None else Path(trial)
    return Office(Books(folder), language)


def _checked(args: Namespace, language: str) -> None:
    """What was typed wrong is told before what is not there."""
    from tui.cli.bookkeeping import pairs
    from tui.cli.searching import search_limits

    for name in ("date", "first", "last"):
        if text := getattr(args, name, None):
            _date_on(text, dt.datetime.now().astimezone().date(), language)
    pairs(getattr(args, "where", ()), "--where")
    if hasattr(args, "iterations"):
        search_limits(args, default_seconds=1)


def date_of(text: str, office: Office) -> dt.date:
    """A date as the app's fields take it: ``2026-11-24``, ``12-24``, ``24.12.``, ``+1``, ``明天``."""
    return _date_on(text, office.today(), office.language)


def _date_on(text: str, today: dt.date, language: str) -> dt.date:
    try:
        found = date_from(text, today, language)
    except TwoDatesError as two:
        raise UsageProblem(two.code, **two.params) from None
    if found is None:
        raise UsageProblem("bad_date", value=text)
    return found


def _open_app(args: Namespace, language: str) -> int:
    from store.memory import uncollected

    with uncollected():  # what a thousand classes are made of stays: looking through it takes a tenth of the start
        from tui.app import RoundsmanApp
        from tui.preferences import last_language, preferences

    likes = preferences()
    language = args.lang or likes.language or last_language() or language
    app = RoundsmanApp(lambda: open_office(args, language, new=True), language=language, likes=likes, restore=True)
    app.run()
    return app.return_code or 0
