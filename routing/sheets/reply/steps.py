"""Steps of a call: those done, and those left out with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from routing.sheets.form import StopForm
from routing.sheets.reply import ticks
from routing.sheets.reply.facts import Facts
from routing.sheets.reply.quotes import covered_parts, opened, quoted, unquoted
from store.notation.errors import BadNumberError
from store.notation.numbers import narrow


def steps(text: str, form: StopForm) -> Facts:
    done = ticks.ticked(text, [step.id for step in form.steps])
    return {"steps": [step for step, met in done.items() if met]}


def skipped(text: str, form: StopForm) -> Facts:
    """``3 老板忙; 5 没空``: steps left out, and why. A semicolon within a reason belongs to it."""
    found = {}
    text = covered_parts(text)
    plain = narrow(text)
    cuts = [0, *(match.end() for match in re.finditer(r";\s*(?=\d{1,2}[\s:,.)])", plain)), len(text)]
    for begin, end in pairwise(cuts):
        part = text[begin:end].rstrip("；; ")
        match = re.match(r"\s*(\d{1,2})\s*[:,.)]?\s*(.+)", narrow(part))
        if match is None:
            raise BadNumberError("reason_wanted")
        if not 1 <= int(match[1]) <= len(form.steps):
            raise BadNumberError("no_such_number")
        found[form.steps[int(match[1]) - 1].id] = unquoted(opened(part[match.start(2) :].strip()))
    return {"skipped": found}


def skip_text(result: Facts, form: StopForm, chinese: bool) -> str:
    """As a cell: a reason is quoted where it could be taken for two."""
    del chinese
    return _skipped(result, form, lambda why: quoted(why) if re.search("[;；「]", why) else " ".join(why.split()))


def skip_line(result: Facts, form: StopForm, chinese: bool) -> str:
    del chinese
    return _skipped(result, form, quoted)


def _skipped(result: Facts, form: StopForm, write: Callable[[str], str]) -> str:
    places = {step.id: place for place, step in enumerate(form.steps, 1)}
    return "; ".join(
        f"{places[step]} {write(why)}" for step, why in result.get("skipped", {}).items() if step in places
    )


def steps_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del chinese
    if "steps" not in result or not form.steps:
        return ""
    ids = [step.id for step in form.steps]
    return ticks.tick_text({step: step in result["steps"] for step in ids}, ids)
