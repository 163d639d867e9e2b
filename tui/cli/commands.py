"""Which function does which command."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tui.cli.output import Output
from tui.jobs.office import JobError, Office

if TYPE_CHECKING:
    from argparse import Namespace


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
    office = open_office(args, language)
    from tui.cli import acts, bookkeeping, changes, desk, keeping, planning, records, roads, rounds, settling
    from tui.cli.acts_parser import ACTS

    jobs: dict[str, Callable[[Any, Office, Output], int]] = {
        "demo": bookkeeping.demo,
        "import": bookkeeping.take,
        "list": bookkeeping.show_list,
        "put": bookkeeping.put,
        "set": records.set_record,
        "end": records.end,
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
        **dict.fromkeys(ACTS, acts.act),
        "figures": desk.figures,
    }
    return jobs[name](args, office, out)


def open_office(args: Namespace, language: str) -> Office:
    """The data folder named on the command line, by the environment or by the platform."""
    from store.books import Books, default_folder

    named = args.data or os.environ.get("ROUNDSMAN_DATA")
    if named and named.startswith(("postgresql://", "postgres://")):
        raise UsageProblem("postgres_not_yet", url=named.split("@")[-1])
    return Office(Books(named or default_folder()), language)


def date_of(text: str, office: Office) -> dt.date:
    """A date as ``2026-11-24``; also `today` and `tomorrow`."""
    if text in ("today", "今天"):
        return office.today()
    if text in ("tomorrow", "明天"):
        return office.today() + dt.timedelta(days=1)
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageProblem("bad_date", value=text) from None


def _open_app(args: Namespace, language: str) -> int:
    from store.memory import uncollected

    with uncollected():  # what a thousand classes are made of stays: looking through it takes a tenth of the start
        from tui.app import RoundsmanApp
        from tui.preferences import last_language, preferences

    likes = preferences()
    language = args.lang or likes.language or last_language() or language
    app = RoundsmanApp(lambda: open_office(args, language), language=language, likes=likes, restore=True)
    app.run()
    return app.return_code or 0
