"""The commands about travel: a map prepared, the estimate calibrated, outlets shared out by road."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from pathlib import Path

from tui.cli.commands import UsageProblem, date_of
from tui.cli.output import Output
from tui.cli.rounds import write_out
from tui.jobs.office import Office

_TOLD = 20
"""Outlets that no road reaches told one by one to people; `--json` tells them all."""


def roads(args: Namespace, office: Office, out: Output) -> int:
    """Prepares a map or calibrates the estimate."""
    if args.action == "calibrate":
        return calibrate(args, office, out)
    if args.file is None:
        raise UsageProblem("map_wanted")
    return build(args, office, out)


def build(args: Namespace, office: Office, out: Output) -> int:
    """Prepares a map extract and caches it; says which outlets it does not reach."""
    from tui.jobs.roads import build_map

    made = build_map(office, Path(args.file), progress(out), use=args.use)
    out.say(out.t("roads.built", name=made.path.name, **made.figures))
    if made.clipped:
        out.say(out.t("roads.clipped", n=made.clipped))
    if made.left:
        out.say(out.t("roads.left"))
    missed = [
        {
            "outlet": outlet,
            "name": name,
            "trouble": snap.trouble,
            "text": out.t(f"plan.unserved.{snap.trouble}", metres=round(min(snap.metres, 1e6))),
        }
        for outlet, name, snap in made.missed
    ]
    if made.outlets:
        out.say(out.t("roads.outlets_met", met=made.outlets - len(missed), total=made.outlets))
    if made.elsewhere is None:
        for each in missed[:_TOLD]:
            out.say("  " + out.t("roads.not_met", outlet=each["outlet"], name=each["name"], why=each["text"]))
        if len(missed) > _TOLD:
            out.say(out.t("roads.wrong_more", n=len(missed) - _TOLD))
    if made.elsewhere is not None:
        out.say(out.t("roads.elsewhere", **made.elsewhere))
    elif args.use:
        out.say(out.t("roads.in_use"))
    else:
        out.say(out.t("roads.how_to_use", path=made.path))
    if out.as_json:
        out.json({"source": f"roads:{made.path}", **made.figures, "clipped": made.clipped, "left": made.left,
                  "outlets": made.outlets, "missed": missed})  # fmt: skip
    return 0


def calibrate(args: Namespace, office: Office, out: Output) -> int:
    """Fits the estimate to the office's own calls or to a table of trips; exit 3 where rows of it say nothing."""
    from tui.jobs.calibrating import calibrate as fitted

    first, last = (None if text is None else date_of(text, office) for text in (args.first, args.last))
    path = None if args.file is None else Path(args.file)
    found = fitted(office, path, first=first, last=last, dry_run=args.dry_run)
    fit, base = found.fit, found.base
    for row in found.wrong[:_TOLD]:
        out.say(out.t("roads.wrong_row", row=row.row, why=out.t(f"roads.wrong.{row.code}", value=row.value)))
    if len(found.wrong) > _TOLD:
        out.say(out.t("roads.wrong_more", n=len(found.wrong) - _TOLD))
    for reason, count in (Counter(found.skipped) + Counter(fit.left_out)).items():
        out.say("  " + out.t("roads.left_out_trips", n=count, why=out.t(f"roads.skipped.{reason}")))
    key = "roads.fitted" if fit.tested else "roads.fitted_few"
    out.say(out.t(key, n=fit.trips, before=f"{fit.before:.0%}", after=f"{fit.after:.0%}"))
    made = fit.estimate
    for km in (1, 5):
        old, new = (each.factor * (1000 * km) ** each.power / 60 for each in (base, made))
        out.say("  " + out.t("roads.example", n=km, before=f"{old:.1f}", after=f"{new:.1f}"))
    if found.kept:
        out.say(out.t("roads.calibrated", factor=made.factor, power=made.power, detour=made.detour))
    elif found.better:
        out.say(out.t("roads.not_kept"))
    else:
        out.say(out.t("roads.not_better"))
    if out.as_json:
        out.json({
            "factor": made.factor, "power": made.power, "detour": made.detour, "trips": fit.trips,
            "error_before": round(fit.before, 4), "error_after": round(fit.after, 4), "tested": fit.tested,
            "left_out": {**found.skipped, **fit.left_out}, "kept": found.kept,
            "rejected": [{"row": each.row, "code": each.code, "value": each.value} for each in found.wrong],
        })  # fmt: skip
    return 3 if found.wrong else 0


def territories(args: Namespace, office: Office, out: Output) -> int:
    """Shares the outlets out among reps or depots by road; with `--save` the reps have them from then on."""
    from tui.jobs.driving import check_graph_name, graph_bytes
    from tui.jobs.territories import keep_territories
    from tui.jobs.territories import territories as shared_out

    if args.by == "depot" and (args.save or args.rep):
        raise UsageProblem("depot_territories")
    path = Path(args.graph) if args.graph else None
    if path is not None:
        check_graph_name(path)
    found = shared_out(
        office,
        by=args.by,
        even=args.by == "rep" and not args.nearest,
        reps=args.rep,
        source=args.travel,
        tell=progress(out),
    )
    if found.estimate:
        out.say(out.t("cli.show.estimate"))
    if found.placeless:
        out.say(out.t("territories.placeless", n=found.placeless))
    if found.cut_off:
        out.say(out.t("territories.cut_off", n=len(found.cut_off), outlets=", ".join(found.cut_off[:_TOLD])))
    if path is not None:
        write_out(office, out, args.graph, path.name, graph_bytes(found.graph, path), text=False)
    if args.save:
        out.say(out.t("territories.saved", n=keep_territories(office, found)))
    elif args.by == "rep":
        out.say(out.t("territories.would", n=len(found.changes)))
    if out.as_json:
        out.json({
            "by": args.by, "travel": {"source": found.source, "estimate": found.estimate}, "saved": args.save,
            "territories": [
                {"id": each.owner, "name": each.name, "lat": round(each.centre[0], 6),
                 "lon": round(each.centre[1], 6), "outlets": list(each.outlets), "hours": round(each.hours, 2),
                 "minutes": round(each.minutes, 1), "new": each.new, "gone": each.gone}
                for each in found.territories
            ],
            "changes": found.changes, "cut_off": list(found.cut_off), "without_position": found.placeless,
        })  # fmt: skip
        return 0
    heads = ("id", "name", "outlets", "hours", "minutes", *(("new", "gone") if args.by == "rep" else ()))
    rows = [
        [each.owner, each.name, str(len(each.outlets)), f"{each.hours:.1f}", f"{each.minutes:.1f}",
         *([str(each.new), str(each.gone)] if args.by == "rep" else [])]
        for each in found.territories
    ]  # fmt: skip
    out.table([out.t(f"territories.column.{name}") for name in heads], rows, right=range(2, len(heads)))
    return 0


class progress:  # noqa: N801 - used like a function
    """Says how far the preparation of a map is: in one line on a terminal, else each step once."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._last = ""

    def __call__(self, step: str, number: int) -> None:
        text = self._out.t(f"roads.step.{step}", n=number)
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{text}" + ("\r\x1b[K" if step == "ordering" else ""))
            sys.stderr.flush()
        elif step != self._last:
            self._out.say(text)
        self._last = step
