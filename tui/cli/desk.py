"""Commands of the service desk: its lists, one outlet's page, the channel, homecoming, display fees."""

from __future__ import annotations

import shutil
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.cli.commands import UsageProblem, date_of
from tui.cli.output import Output
from tui.jobs.office import Office

if TYPE_CHECKING:
    from store.service.channel import Channel


def service(args: Namespace, office: Office, out: Output) -> int:
    """One list of the service desk, or the counts of all."""
    from tui.jobs.outlet_page import score_document
    from tui.jobs.review import SECTIONS, Entry, entries, ledger_of

    ledger = ledger_of(office)
    wanted = [args.list] if args.list else list(SECTIONS)
    found = {section: entries(office, section, ledger) for section in wanted}

    def document(entry: Entry) -> dict[str, Any]:
        names = ("section", "id", "outlet", "title", "text", "when", "state")
        pressing = {"error": "now", "warning": "soon"}.get(entry.tone, "")
        made: dict[str, Any] = {name: getattr(entry, name) for name in names} | {
            "pressing": pressing,
            "part": entry.part,
        }
        if entry.why:
            made["why"] = ["".join(text for text, _ in line) for line in entry.why()]
        return made | score_document(entry.record.score) if entry.section == "scores" else made

    if out.as_json:
        out.json([document(entry) for each in found.values() for entry in each])
        return 0
    for section, each in found.items():
        pressing = [entry for entry in each if not entry.quiet]
        out.data(f"{office.t(f'service.list.{section}')} ({len(pressing)})")
        for entry in each if args.list else pressing[:5]:
            mark = {"error": "!!", "warning": "! "}.get(entry.tone, "  ")
            out.data(
                f" {mark} {entry.id}  {entry.when}  {entry.state}  {entry.title}: {' '.join(entry.text.split())}"
            )
    return 0


def outlet(args: Namespace, office: Office, out: Output) -> int:
    """Everything about one outlet."""
    from tui.jobs.outlet_page import page, page_document

    if out.as_json:
        out.json(page_document(office, args.outlet))
        return 0
    sections = page(office, args.outlet)
    found = office.books.outlets.get(args.outlet)
    out.data(f"{found.name} ({found.id})")
    for section in sections:
        out.data(f"\n{office.t(f'service.section.{section.name}')}")
        for line in section.lines:
            out.data("  " + " ".join("".join(text for text, _ in line).split("\n")))
    return 0


def channel(args: Namespace, office: Office, out: Output) -> int:
    """Who supplies whom; with a lot, where goods found at an outlet came from."""
    from tui.jobs.channel import (
        channel_document,
        channel_lines,
        channel_of,
        outlet_document,
        source_document,
        source_word,
    )
    from tui.jobs.channel_files import export

    if args.lot:
        if not args.outlet:
            raise UsageProblem("outlet_wanted", edit="--lot")
        found = source_document(office, args.lot, args.outlet)
        if out.as_json:
            out.json(found)
            return 0
        for each in found["sources"]:
            text = office.t("service.channel.source", **{k: each[k] for k in ("name", "outlet", "date", "record")})
            key = f"service.channel.{source_word(each)}"
            out.data(f"{text}: {office.t(key, at=found['name'])}")
        return 0
    graph = channel_of(office)
    if args.output:
        export(office, graph, Path(args.output))
        out.say(office.t("service.channel.written", path=args.output))
        return 0
    if out.as_json:
        out.json(outlet_document(office, graph, args.outlet) if args.outlet else channel_document(office, graph))
        return 0
    if args.outlet:
        outlet_document(office, graph, args.outlet)  # says that there is none
    if args.map:
        return _channel_map(office, graph, args.outlet, out)
    for line in channel_lines(office, graph, args.outlet):
        out.data(line)
    return 0


def _channel_map(office: Office, graph: Channel, outlet: str | None, out: Output) -> int:
    """The channel on the ground as wide as the terminal."""
    from tui.jobs.channel_map import lit_by, names_on_map, picture_of
    from tui.jobs.office import JobError
    from tui.map.channel import drawn

    size = shutil.get_terminal_size((100, 40))
    picture, names = picture_of(office, graph), names_on_map(office, graph, outlet)
    lines = drawn(
        picture,
        size.columns,
        max(12, size.lines - 3),
        lit=lit_by(graph, outlet),
        mark=outlet,
        names=names.items(),
        units=(office.t("chart.unit.m"), office.t("chart.unit.km")),
    )
    if not lines:
        raise JobError("no_positions", path=str(office.books.folder))
    for line in (*lines, office.t("channel.legend")):
        out.data(line)
    return 0


def homecoming(args: Namespace, office: Office, out: Output) -> int:
    """Who is back when, and the hours of the week; exit 1 where nobody has a route."""
    from tui.jobs.homecoming import homecoming_document
    from tui.jobs.homecoming_wording import home_lines
    from tui.jobs.office import JobError

    date = date_of(args.date, office)
    found = homecoming_document(office, date)
    if not found["reps"]:
        raise JobError("nobody_out", date=date.isoformat())
    if out.as_json:
        out.json(found)
        return 0
    for line in home_lines(office, date):
        out.data("".join(text for text, _ in line))
    return 0


def figures(args: Namespace, office: Office, out: Output) -> int:
    """The figures of a period; exit 1 where nothing is on file in it."""
    from tui.jobs.figures import figures_document, figures_rows

    found = figures_document(office, date_of(args.first, office), date_of(args.last, office), args.by)
    if out.as_json:
        out.json(found)
        return 0
    header, rows = figures_rows(office, found)
    out.table(header, rows, right=range(1, len(header)))
    return 0


def fees(args: Namespace, office: Office, out: Output) -> int:
    """Display fees for the manufacturer."""
    from tui.jobs.standing import FEE_COLUMNS, export_fees, fee_rows

    if args.output:
        count = export_fees(office, Path(args.output), args.stage)
        out.say(office.t("service.fees_written", path=args.output, n=count))
        return 0
    rows = fee_rows(office, args.stage)
    if out.as_json:
        out.json(rows)
        return 0
    shown = [name for name in FEE_COLUMNS if name not in ("address", "text")]
    out.table(
        [office.t(f"service.fee_column.{name}") for name in shown], [[row[name] for name in shown] for row in rows]
    )
    return 0


def owed(args: Namespace, office: Office, out: Output) -> int:
    """Goods owed to outlets; nothing owed is nothing to complain of."""
    from tui.jobs.owing import goods_owed, owed_rows

    found = goods_owed(office, args.outlet)
    if out.as_json:
        out.json(found)
        return 0
    if not found:
        out.say(office.t("owing.nothing_owed"))
        return 0
    header, rows = owed_rows(office, found)
    out.table(header, rows)
    return 0


def statement(args: Namespace, office: Office, out: Output) -> int:
    """The statement of one outlet, also as a table in a file."""
    from tui.jobs.owing import STATEMENT_COLUMNS, open_lines, save_statement, statement_document, statement_rows

    first = date_of(args.first, office) if args.first else None
    found = statement_document(office, args.outlet, first, date_of(args.last, office) if args.last else None)
    if args.output:
        save_statement(office, found, Path(args.output))
        out.say(office.t("owing.written", path=args.output))
    if out.as_json:
        out.json(found)
        return 0
    if args.output:
        return 0
    out.data(office.t("owing.title", name=found["name"], outlet=found["outlet"]))
    header, rows = statement_rows(office, found)
    out.table(header, rows, right=[STATEMENT_COLUMNS.index(name) for name in ("amount", "paid", "rest", "balance")])
    for line in open_lines(office, found):
        out.data(line)
    return 0
