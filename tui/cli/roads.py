"""The command that prepares a map."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from tui.cli.output import Output
from tui.jobs.office import Office

_TOLD = 20
"""Outlets that no road reaches told one by one to people; `--json` tells them all."""


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
    off = sum(each["trouble"] == "off_map" for each in missed)
    if off < made.outlets:  # another city's map is told by the count alone
        for each in missed[:_TOLD]:
            out.say("  " + out.t("roads.not_met", outlet=each["outlet"], name=each["name"], why=each["text"]))
    if args.use:
        out.say(out.t("roads.in_use"))
    else:
        out.say(out.t("roads.how_to_use", path=made.path))
    if out.as_json:
        out.json({"source": f"roads:{made.path}", **made.figures, "clipped": made.clipped, "left": made.left,
                  "outlets": made.outlets, "missed": missed})  # fmt: skip
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
