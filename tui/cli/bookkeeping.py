"""Commands on the books: demo, import, list, put."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.cli import keeping
from tui.cli.commands import UsageProblem
from tui.cli.output import Output, standard_input
from tui.jobs import documents
from tui.jobs.advice import advice_on
from tui.jobs.evidence import DERIVED
from tui.jobs.office import Office
from tui.jobs.reading import documents_in
from tui.jobs.spelling import UnknownField

if TYPE_CHECKING:
    from store.intake import Answers


def demo(args: Namespace, office: Office, out: Output) -> int:
    """Fills an empty folder with a sample distributor."""
    from tui.jobs.demo import fill

    for name in ("outlets", "reps"):
        if getattr(args, name) < 1:
            raise UsageProblem("bad_option", option=f"--{name}", value=getattr(args, name), why="< 1")
    keeping.warn_of_place(office, out)
    summary = fill(
        office.books,
        language=office.language,
        today=office.today(),
        outlets=args.outlets,
        reps=args.reps,
        seed=args.seed,
    )
    out.say(office.t("cli.demo_done", path=office.books.folder, outlets=summary.outlets, reps=summary.reps))
    return 0


def take(args: Namespace, office: Office, out: Output) -> int:
    """Takes a table in; exit 3 when rows were rejected."""
    from tui.jobs.import_report import report_lines
    from tui.jobs.importing import import_table

    if args.presets:
        return _presets(args, office, out)
    if args.kind is None or args.file is None:
        raise UsageProblem("import_what")
    keeping.warn_of_place(office, out)
    mapping = dict(pairs(args.map, "--map"))
    report = import_table(
        office,
        args.kind,
        Path(args.file),
        mapping=mapping,
        datum=args.datum,
        encoding=args.encoding,
        sheet=args.sheet,
        dry_run=args.dry_run,
        all_or_nothing=args.all_or_nothing,
        rejects=Path(args.rejects) if args.rejects else None,
        answers=_answers(args),
        make_products=args.make_products,
        overwrite=args.overwrite,
    )
    if args.dry_run:
        for field, column in report["mapping"].items():
            out.say(office.t("cli.mapped", field=office.t(f"intake.field.{field}"), column=column))
    if report["preset"]:
        out.say(office.t("cli.note", text=office.t("intake.read_as", name=report["preset"])))
    for line in report_lines(office, report):
        out.say(line)
    if "open_in" in report:
        out.say(office.t("cli.open_elsewhere", path=args.file, program=report["open_in"]))
    if report.get("rejects", args.rejects) != args.rejects:
        out.say(office.t("cli.rejects_elsewhere", path=args.rejects, other=report["rejects"]))
    out.say(office.t("cli.import_done" if not args.dry_run else "cli.import_dry", **_counts(report)))
    if out.as_json:
        out.json(report)
    return 3 if report["rejected"] else 0


def _presets(args: Namespace, office: Office, out: Output) -> int:
    """Lists the shapes of exports that are recognised, those of the data folder first."""
    from store.intake.presets import presets_of
    from tui.jobs.importing import VOCABULARIES

    found = [each for each in presets_of(office.books.folder, VOCABULARIES) if args.kind in (None, each.kind)]
    if args.json:
        out.json(
            [
                {"name": each.name, "kind": each.kind, "headers": list(each.headers), "columns": dict(each.columns),
                 "options": dict(each.options)}
                for each in found
            ]
        )  # fmt: skip
        return 0
    for each in found:
        headers = office.t("plan.comma").join(each.headers)
        out.say(
            office.t(
                "intake.preset_line", name=each.name, kind=office.t(f"outlets.kind.{each.kind}"), headers=headers
            )
        )
    return 0


def _counts(report: dict[str, Any]) -> dict[str, Any]:
    return {name: report[name] for name in ("read", "added", "updated", "unchanged", "rejected")}


def _chosen(office: Office, kind: str, where: list[str]) -> list[dict[str, Any]]:
    """Documents exactly as `put` takes them, those whose fields have the values asked for.

    Whether a call is valid or implausible follows from its facts, and is told where it is asked for.
    """
    wanted = pairs(where, "--where")
    found = documents.documents_of(office, kind, judged=any(field in DERIVED for field, _ in wanted))
    return [document for document in found if all(_matches(document.get(field), value) for field, value in wanted)]


def show_list(args: Namespace, office: Office, out: Output) -> int:
    """Prints documents."""
    if args.kind not in documents.KINDS:
        out.error("not_yet", office.t("errors.not_yet", what=f"list {args.kind}"), args.kind)
        return 2
    found = _chosen(office, args.kind, args.where)
    if out.as_json:
        out.json(found)
        return 0
    columns = documents.COLUMNS[args.kind]
    for field in ("invalid_because", "implausible_because"):
        if any(document.get(field) for document in found):
            columns = (*columns, field)
            for document in found:
                document[field] = [office.t(f"evidence.code.{code}") for code in document[field]]
    header = [office.t(f"cli.column.{column}") for column in columns]
    out.table(header, [[documents.cell(office, document.get(column)) for column in columns] for document in found])
    return 0


def put(args: Namespace, office: Office, out: Output) -> int:
    """Adds or updates documents, all or none."""
    if args.kind not in documents.KINDS:
        out.error("not_yet", office.t("errors.not_yet", what=f"put {args.kind}"), args.kind)
        return 2
    keeping.warn_of_place(office, out)
    unknown: list[UnknownField] = []
    result = documents.put_documents(office, args.kind, documents_in(args.file, standard_input(args.file)), unknown)
    for name, count in Counter(each.name for each in unknown).items():
        out.say(office.t("cli.note", text=office.t("cli.unknown_field", field=name, kind=args.kind, n=count)))
    for sentence in advice_on(office, args.kind, [*result.added, *result.updated]):
        out.say(office.t("cli.note", text=sentence))
    out.say(
        office.t(
            "cli.put_done",
            added=len(result.added),
            updated=len(result.updated),
            unchanged=len(result.unchanged),
        )
    )
    if out.as_json:
        out.json({"added": result.added, "updated": result.updated, "unchanged": result.unchanged})
    return 0


def _answers(args: Namespace) -> Answers:
    """Answers for the table, and those of ``--unit COLUMN=NAME`` for single columns."""
    from store.intake import Answers
    from store.intake.questions import OPTIONS

    table = {name: given for name in OPTIONS if name != "unit" and (given := getattr(args, name, None))}
    columns = {}
    for word in args.unit:
        column, equals, unit = word.rpartition("=")
        if equals and column and unit:
            columns["unit", column] = unit
        else:
            table["unit"] = unit
    return Answers(table, columns)


def pairs(words: Sequence[str], option: str) -> Sequence[tuple[str, str]]:
    pairs = []
    for word in words:
        field, equals, value = word.partition("=")
        if not equals or not field:
            raise UsageProblem("wrong_filter" if option == "--where" else "wrong_mapping", value=word)
        pairs.append((field, value))
    return pairs


def _matches(found: Any, wanted: str) -> bool:
    if found is None:
        return wanted == ""
    if isinstance(found, bool):
        return wanted.lower() in (("true", "1", "yes") if found else ("false", "0", "no"))
    if isinstance(found, Sequence) and not isinstance(found, str):
        return any(_matches(item, wanted) for item in found)
    return str(found) == wanted
