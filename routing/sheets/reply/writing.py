"""Results as the text a rep would paste: what was not taken is given back so, and what an empty form looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from routing.sheets.form import StopForm
from routing.sheets.reply.blanks import bits_of
from routing.sheets.reply.fields import FIELDS, WAS_VISITED, Field
from routing.sheets.reply.stops import KIND_WORDS

ASKED = tuple(field.name for field in FIELDS if field.name not in ("order_value", "display_percent"))
"""The blanks of a sheet, in their order: on paper, in a table and in the grid they are keyed into."""
SENT = tuple(name for name in ASKED if name not in ("advice", "photos"))
"""Those that a text for a chat prints, where each is a line; the others are understood all the same."""

_WORDS = re.compile(r"(?:\d{1,2} )?[^\W\d_]+(?:[ ,.!?，。！？、；][^\W\d_]+)*[。！？.!?]?")
_CHANGES = ("改", "更正", "应", "should")
"""What a correction within a blank begins with."""


def heading(date: str, rep: str, name: str, revision: int, *, chinese: bool) -> str:
    """The line that a reply begins with."""
    return f"【回填】{date} {rep} {name} v{revision}" if chinese else f"[REPLY] {date} {rep} {name} v{revision}"


def stop_line(form: StopForm, *, chinese: bool = True) -> str:
    """The line that a stop's block begins with."""
    number = f"#{form.seq}" if form.seq else "#"
    kind = ""
    if form.kind != "visit":
        kind = f"（{KIND_WORDS[form.kind][0]}）" if chinese else f" ({form.kind})"
    return f"{number} {form.outlet}{kind} {form.name}".rstrip()


def empty_block(form: StopForm, *, chinese: bool) -> list[str]:
    """A stop's blanks, one a line: a thumb finds the end of a line more easily than a place within it."""
    lines = [stop_line(form, chinese=chinese)]
    for field in FIELDS:
        if field.name in SENT and form.asks(field.name):
            lines.append(f"{(field.zh if chinese else field.en)[0]}{'：' if chinese else ': '}")
    return lines


def write_result(result: Mapping[str, Any], form: StopForm, *, chinese: bool) -> list[str]:
    """A result as the lines of its stop."""
    lines = [stop_line(form, chinese=chinese)]
    for field in FIELDS:
        text = field.write(dict(result), form, chinese)
        if text:
            name = f"{(field.zh if chinese else field.en)[0]}{'：' if chinese else ': '}"
            if field.line is not None and not _comes_back(field, name, text):
                text = field.line(dict(result), form, chinese)
            lines.append(name + text)
    return lines


def _comes_back(field: Field, name: str, text: str) -> bool:
    """Whether a free text is read as it is without being quoted; in doubt it is not."""
    bits = list(bits_of(name + text, lambda _, __: True))
    return (
        _WORDS.fullmatch(text) is not None
        and not text.startswith(_CHANGES)
        and text not in WAS_VISITED
        and [(bit.field, bit.value) for bit in bits] == [(field, text)]
    )


def write_results(
    found: Iterable[tuple[Mapping[str, Any], StopForm]],
    date: str,
    rep: str,
    name: str,
    revision: int,
    *,
    chinese: bool,
) -> str:
    """A whole reply."""
    lines = [heading(date, rep, name, revision, chinese=chinese)]
    for result, form in found:
        lines += write_result(result, form, chinese=chinese)
    return "\n".join(lines) + "\n"
