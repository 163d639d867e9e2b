"""The commands and their options. Help texts come from the translations."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, NoReturn

from tui.cli.acts_parser import add_acts
from tui.locale import Translator

NOT_YET = (
    "journey",
    "copy",
    "simulate",
    "serve",
    "user",
)
"""Commands of the contract that later versions bring."""

IMPORT_KINDS = ("outlets", "reps", "vehicles", "products", "beats", "orders", "history", "standards", "depots")
LIST_KINDS = (
    "outlets",
    "reps",
    "vehicles",
    "depots",
    "products",
    "beats",
    "orders",
    "standards",
    "bulletins",
    "issues",
    "deals",
    "agreements",
    "exceptions",
    "signals",
    "standing",
    "handovers",
    "restrictions",
    "arrangements",
    "calls",
    "settings",
)
TRADES = ("beverages", "food", "daily_goods")
ENDABLE = ("outlets", "reps", "vehicles", "depots", "products", "beats", "restrictions")
DESK_KINDS = ("agreements", "exceptions", "bulletins", "deals", "issues", "signals", "handovers")
FORM_KINDS = (*ENDABLE, "arrangements", "settings", *DESK_KINDS)
SERVICE_LISTS = (
    "issues",
    "deals",
    "notes",
    "signals",
    "standing",
    "agreements",
    "bulletins",
    "care",
    "scores",
    "proposals",
)
FIGURE_SLICES = ("rep", "looked_after_by", "outlet", "grade", "channel", "week")
FEE_STAGES = ("due", "checked", "claimed", "approved", "paid")
SHEET_FORMATS = ("pdf", "xlsx", "csv", "text", "png", "html", "gpx", "kml", "geojson", "ics", "loading")


class UsageError(Exception):
    """Wrong usage: the sentence to show."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose own words are translated and whose errors are exceptions."""

    translate: Translator

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def build_parser(t: Translator, *, commands: bool = True) -> Parser:
    """The whole command line in the language of `t`; without `commands` what the app alone is opened by."""
    argparse._ = lambda text: _own_words(t, text)  # type: ignore[attr-defined]
    parser = Parser(prog="roundsman", description=t("cli.description"), add_help=False, allow_abbrev=False)
    parser.add_argument("-h", "--help", action="help", help=t("cli.option.help"))
    parser.add_argument("--version", action="store_true", help=t("cli.option.version"))
    parser.add_argument("--data", metavar="DIR", help=t("cli.option.data"))
    parser.add_argument("--lang", choices=("zh", "en"), help=t("cli.option.lang"))
    if not commands:
        parser.set_defaults(command=None)
        return parser
    every = parser.add_subparsers(dest="command", metavar="COMMAND", title=t("cli.commands"))

    def command(name: str, **kwargs: Any) -> Parser:
        summary = t(f"cli.command.{name}")
        made: Parser = every.add_parser(
            name, help=summary, description=summary, add_help=False, allow_abbrev=False, **kwargs
        )
        made.add_argument("-h", "--help", action="help", help=t("cli.option.help"))
        return made

    def option(target: argparse.ArgumentParser, *names: str, **kwargs: Any) -> None:
        key = names[-1].lstrip("-").replace("-", "_")
        target.add_argument(*names, help=t(f"cli.option.{key}"), **kwargs)

    _books_commands(command, option, t)
    _planning_commands(command, option, t)
    _call_commands(command, option, t)
    _desk_commands(command, option, t)
    add_acts(command, t)
    for name in NOT_YET:
        later = command(name)
        later.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


Maker = Callable[..., Parser]
Option = Callable[..., None]


def _books_commands(command: Maker, option: Option, t: Translator) -> None:
    demo = command("demo")
    option(demo, "--outlets", type=int, default=400, metavar="N")
    option(demo, "--reps", type=int, default=8, metavar="N")
    option(demo, "--seed", type=int, default=1, metavar="N")

    take = command("import")
    option(take, "kind", choices=IMPORT_KINDS, metavar="KIND", nargs="?")
    option(take, "file", metavar="FILE", nargs="?")
    option(take, "--presets", action="store_true")
    option(take, "--map", action="append", default=[], metavar="FIELD=COLUMN")
    option(take, "--datum", choices=("wgs84", "gcj02", "bd09"))
    option(take, "--decimal", choices=("point", "comma"))
    option(take, "--dates", choices=("ymd", "dmy", "mdy"))
    option(take, "--order", choices=("latlon", "lonlat"))
    option(take, "--cycle", choices=("days", "weeks", "times", "monthly"))
    option(take, "--plus", choices=("paid", "free"))
    option(take, "--unit", action="append", default=[], metavar="[COLUMN=]NAME")
    option(take, "--make-products", action="store_true")
    option(take, "--overwrite", action="store_true")
    option(take, "--encoding", metavar="E")
    option(take, "--sheet", metavar="S")
    option(take, "--dry-run", action="store_true")
    option(take, "--all-or-nothing", action="store_true")
    option(take, "--rejects", metavar="FILE")
    option(take, "--json", action="store_true")

    listing = command("list")
    option(listing, "kind", choices=LIST_KINDS, metavar="KIND")
    option(listing, "--where", action="append", default=[], metavar="FIELD=VALUE")
    option(listing, "--json", action="store_true")

    put = command("put")
    option(put, "kind", choices=LIST_KINDS, metavar="KIND")
    option(put, "file", metavar="FILE|-")
    option(put, "--json", action="store_true")

    setting = command("set")
    option(setting, "kind", choices=FORM_KINDS, metavar="KIND")
    setting.add_argument("id", metavar="ID", help=t("cli.option.record_id"))
    setting.add_argument("fields", nargs="*", metavar="FIELD=VALUE", help=t("cli.option.fields"))
    option(setting, "--datum", choices=("wgs84", "gcj02", "bd09"))

    ending = command("end")
    option(ending, "kind", choices=ENDABLE, metavar="KIND")
    ending.add_argument("id", metavar="ID", help=t("cli.option.record_id"))
    ending.add_argument("--to", metavar="REP", help=t("cli.option.heir"))
    ending.add_argument("--undo", action="store_true", help=t("cli.option.take_up"))

    begun = command("standards")
    begun.add_argument("action", choices=("start",), metavar="start", help=t("standards.help_start"))
    begun.add_argument("--trade", choices=TRADES, required=True, help=t("standards.help_trade"))
    option(begun, "--json", action="store_true")

    saving = command("backup")
    option(saving, "file", metavar="FILE")
    restoring = command("restore")
    option(restoring, "file", metavar="FILE")
    log = command("log")
    option(log, "--limit", type=int, default=50, metavar="N")
    option(log, "--json", action="store_true")
    check = command("check")
    option(check, "--fix", action="store_true")
    option(check, "--json", action="store_true")

    roads = command("roads")
    roads.add_argument(
        "action", choices=("build", "calibrate"), metavar="build|calibrate", help=t("roads.help.action")
    )
    roads.add_argument("file", metavar="FILE", nargs="?", help=t("roads.help.build"))
    roads.add_argument("--use", action="store_true", help=t("roads.help.use"))
    roads.add_argument("--from", dest="first", metavar="DATE", help=t("roads.help.first"))
    roads.add_argument("--to", dest="last", metavar="DATE", help=t("roads.help.last"))
    option(roads, "--dry-run", action="store_true")
    option(roads, "--json", action="store_true")

    areas = command("territories")
    areas.add_argument("--by", choices=("rep", "depot"), default="rep", help=t("territories.help.by"))
    areas.add_argument("--rep", action="append", default=[], metavar="REP", help=t("territories.help.rep"))
    areas.add_argument("--nearest", action="store_true", help=t("territories.help.nearest"))
    option(areas, "--travel", metavar="SOURCE")
    areas.add_argument("--save", action="store_true", help=t("territories.help.save"))
    areas.add_argument("--graph", metavar="FILE", help=t("territories.help.graph"))
    option(areas, "--json", action="store_true")

    command("warm")


def _planning_commands(command: Maker, option: Option, t: Translator) -> None:
    due = command("due")
    option(due, "date", metavar="DATE")
    option(due, "--json", action="store_true")

    plan = command("plan")
    option(plan, "date", metavar="DATE")
    _search_options(plan, option)
    option(plan, "--travel", metavar="SOURCE")
    option(plan, "--keep-edits", action="store_true")
    option(plan, "--order-only", action="store_true")
    option(plan, "--free-reps", action="store_true")
    option(plan, "--profile", metavar="NAME")
    option(plan, "--without", action="append", default=[], metavar="REP")
    option(plan, "--with-rep", action="append", default=[], metavar="REP")
    option(plan, "--shift", action="append", default=[], metavar="REP=HH:MM-HH:MM")
    option(plan, "--depot", metavar="ID")
    option(plan, "--variant", metavar="NAME")
    option(plan, "--json", action="store_true")

    show = command("show")
    option(show, "date", metavar="DATE")
    option(show, "--rep", metavar="REP")
    show.add_argument("--directions", action="store_true", help=t("roads.help.directions"))
    show.add_argument("--graph", metavar="FILE", help=t("roads.help.graph"))
    option(show, "--json", action="store_true")

    explain = command("explain")
    option(explain, "date", metavar="DATE")
    option(explain, "outlet", metavar="OUTLET")
    option(explain, "--json", action="store_true")

    edit = command("edit")
    option(edit, "date", metavar="DATE")
    option(
        edit,
        "edit",
        choices=("move", "drop", "add", "lock", "unlock", "undo", "redo", "adopt", "discard"),
        metavar="EDIT",
    )
    option(edit, "outlet", metavar="OUTLET", nargs="?")
    option(edit, "--to", metavar="REP")
    option(edit, "--position", type=int, metavar="N")
    edit.add_argument("--kind", choices=("visit", "delivery", "audit"), help=t("cli.option.stop_kind"))
    option(edit, "--what", choices=("rep", "position", "time"))
    option(edit, "--at", metavar="HH:MM")
    option(edit, "--rep", metavar="REP")
    option(edit, "--json", action="store_true")

    replan = command("replan")
    option(replan, "date", metavar="DATE")
    option(replan, "--now", required=True, metavar="HH:MM")
    option(replan, "--without", action="append", default=[], metavar="REP")
    option(replan, "--urgent", action="append", default=[], metavar="OUTLET")
    _search_options(replan, option)
    option(replan, "--json", action="store_true")

    compare = command("compare")
    option(compare, "date", metavar="DATE")
    option(compare, "before", metavar="REV")
    option(compare, "after", metavar="REV")
    option(compare, "more", nargs="*", default=[], metavar="REV")
    option(compare, "--json", action="store_true")

    publish = command("publish")
    option(publish, "date", metavar="DATE")
    option(publish, "--json", action="store_true")

    solve = command("solve")
    option(solve, "file", metavar="FILE")
    _search_options(solve, option)
    option(solve, "--json", action="store_true")


def _search_options(target: argparse.ArgumentParser, option: Option) -> None:
    option(target, "--seconds", type=float, metavar="S")
    option(target, "--iterations", type=int, metavar="N")
    option(target, "--seed", type=int, default=1, metavar="N")
    option(target, "--workers", type=int, metavar="N")


def _call_commands(command: Maker, option: Option, t: Translator) -> None:
    record = command("record")
    option(record, "date", metavar="DATE")
    option(record, "rep", metavar="REP")
    option(record, "file", metavar="FILE|-")
    option(record, "--json", action="store_true")

    settle = command("settle")
    option(settle, "date", metavar="DATE")
    option(settle, "vehicle", metavar="VEHICLE")
    option(settle, "--loaded", action="append", default=[], metavar="PRODUCT=QUANTITY")
    option(settle, "--counted", action="append", default=[], metavar="PRODUCT=QUANTITY")
    option(settle, "--rest-as-left", action="store_true")
    option(settle, "--cash", metavar="AMOUNT")
    option(settle, "--reason", action="append", default=[], metavar="WHAT=TEXT")
    option(settle, "--sign", metavar="NAME")
    option(settle, "--reopen", action="store_true")
    option(settle, "--format", choices=("text", "pdf", "xlsx"), default="text")
    option(settle, "-o", "--output", metavar="PATH")
    option(settle, "--json", action="store_true")

    sheet = command("sheet")
    option(sheet, "date", metavar="DATE")
    option(sheet, "--rep", metavar="REP")
    option(sheet, "--format", choices=SHEET_FORMATS, required=True)
    sheet.add_argument("--directions", action="store_true", help=t("roads.help.sheet_directions"))
    option(sheet, "-o", "--output", metavar="PATH")


def _desk_commands(command: Maker, option: Option, t: Translator) -> None:
    service = command("service")
    option(service, "list", choices=SERVICE_LISTS, metavar="LIST", nargs="?")
    option(service, "--json", action="store_true")

    outlet = command("outlet")
    option(outlet, "outlet", metavar="OUTLET")
    option(outlet, "--json", action="store_true")

    channel = command("channel")
    option(channel, "outlet", metavar="OUTLET", nargs="?")
    option(channel, "--lot", metavar="CODE")
    channel.add_argument("--map", action="store_true", help=t("channel.map_option"))
    option(channel, "-o", "--output", metavar="PATH")
    option(channel, "--json", action="store_true")

    homecoming = command("homecoming")
    option(homecoming, "date", metavar="DATE")
    option(homecoming, "--json", action="store_true")

    figures = command("figures")
    figures.add_argument("--from", dest="first", required=True, metavar="DATE", help=t("cli.option.from"))
    figures.add_argument("--to", dest="last", required=True, metavar="DATE", help=t("cli.option.until"))
    option(figures, "--by", choices=FIGURE_SLICES)
    option(figures, "--json", action="store_true")

    fees = command("fees")
    option(fees, "--stage", choices=FEE_STAGES)
    option(fees, "-o", "--output", metavar="PATH")
    option(fees, "--json", action="store_true")

    owed = command("owed")
    option(owed, "outlet", metavar="OUTLET", nargs="?")
    option(owed, "--json", action="store_true")

    statement = command("statement")
    option(statement, "outlet", metavar="OUTLET")
    statement.add_argument("--from", dest="first", metavar="DATE", help=t("cli.option.from"))
    statement.add_argument("--to", dest="last", metavar="DATE", help=t("cli.option.until"))
    option(statement, "-o", "--output", metavar="PATH")
    option(statement, "--json", action="store_true")


_WORDS = {
    "usage: ": "usage",
    "positional arguments": "positional",
    "options": "options",
    "the following arguments are required: %s": "required",
    "unrecognized arguments: %s": "unrecognized",
    "expected one argument": "one_argument",
    "expected at least one argument": "an_argument",
    "invalid choice: %(value)r (choose from %(choices)s)": "choice",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": "choice_near",
    "invalid %(type)s value: %(value)r": "value",
    "argument %(argument_name)s: %(message)s": "argument",
}


def _own_words(t: Translator, text: str) -> str:
    """What argparse says by itself, translated; its ``%`` places stay as they are."""
    name = _WORDS.get(text)
    return t(f"cli.parser.{name}") if name else text
