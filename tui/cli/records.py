"""Commands on single records: a field set, a record ended and taken up again, the usual standards of a trade."""

from __future__ import annotations

from argparse import Namespace

from tui.cli.commands import UsageProblem
from tui.cli.output import Output
from tui.jobs import ending
from tui.jobs.office import Office


def set_record(args: Namespace, office: Office, out: Output) -> int:
    """Sets fields of a record, written as in its form; all or none."""
    from tui.jobs.record_setting import set_fields

    given = []
    if args.kind == "settings" and "=" in args.id:  # there is only one record of them
        args.fields, args.id = [args.id, *args.fields], "settings"
    if not args.fields:
        raise UsageProblem("bad_pair", option=args.id)
    for pair in args.fields:
        name, sign, text = pair.partition("=")
        if not sign:
            raise UsageProblem("bad_pair", option=pair)
        given.append((name.strip(), text))
    set_fields(office, args.kind, args.id, given, args.datum)
    out.say(office.t("ending.set", id=args.id, fields=office.t("plan.comma").join(name for name, _ in given)))
    return 0


def end(args: Namespace, office: Office, out: Output) -> int:
    """Closes a record and tells what still names it; with --undo takes it up again."""
    record = office.books.book(ending.checked(args.kind)).get(args.id)
    name = ending.name_of(record)
    if args.undo:
        ending.resume(office, args.kind, args.id)
        out.say(office.t("ending.resumed", name=name))
        return 0
    found = ending.end(office, args.kind, args.id, to=args.to)
    out.say(office.t("ending.ended", name=name))
    for each in found:
        out.say(ending.told(office, each))
    return 0


def begin_standards(args: Namespace, office: Office, out: Output) -> int:
    """Puts the usual standards of a trade on file, in the language in use; those on file stay as they are."""
    from tui.jobs.standards import start

    put = start(office, args.trade)
    out.say(office.t("standards.started", trade=office.t(f"standards.trade.{args.trade}"), n=len(put.added)))
    if put.unchanged:
        out.say(office.t("standards.kept", ids=office.t("plan.comma").join(put.unchanged)))
    if out.as_json:
        out.json({"added": put.added, "unchanged": put.unchanged})
    else:
        for each in put.added:
            out.data(f"{each}  {office.books.standards.get(each).name}")
    return 0
