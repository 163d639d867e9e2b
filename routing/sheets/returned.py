"""A sheet in table form as the rep returned it, read back as call results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from routing.sheets.form import Forms, StopForm
from routing.sheets.reply.fields import FIELDS, FieldError
from routing.sheets.reply.reading import Unusable
from store.notation.numbers import narrow

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "date": ("日期", "date"),
    "rep": ("业务代表", "业务代表编码", "rep"),
    "seq": ("序号", "no.", "no", "#", "seq"),
    "outlet": ("编码", "网点编码", "客户编码", "id", "outlet"),
    **{field.name: (*field.zh, *field.en) for field in FIELDS},
}
"""What the columns that matter are called, in both languages."""


def results_of(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], forms: Forms
) -> tuple[list[tuple[int, dict[str, Any]]], list[Unusable]]:
    """Call results with their rows. A row with nothing filled in is none; one with a bad cell is told whole."""
    at = {name: index for name, words in HEADINGS.items() if (index := _column(header, words)) is not None}
    filled_in = [field for field in FIELDS if field.name in at]
    if "outlet" not in at or not filled_in:
        return [], [Unusable(1, None, None, "no_result_columns")]
    results: list[tuple[int, dict[str, Any]]] = []
    unusable: list[Unusable] = []
    for number, cells in rows:
        found = {name: cells[index].strip().lstrip("'") for name, index in at.items() if index < len(cells)}
        told = [(field, found[field.name]) for field in filled_in if found.get(field.name)]
        if not told:
            continue
        form = _form(forms, found)
        result: dict[str, Any] = {name: found[name] for name in ("outlet", "rep", "date") if found.get(name)}
        result["stop_kind"] = form.kind
        wrong: list[Unusable] = []
        for field, text in told:
            try:
                result |= field.parse(text, form)
            except FieldError as error:
                wrong.append(Unusable(number, error.field, text, error.code, {"value": text}))
        unusable += wrong
        if not wrong:
            results.append((number, result))
    return results, unusable


def _form(forms: Forms, found: Mapping[str, str]) -> StopForm:
    """The form of a row: by its outlet, and its number where an outlet is called on twice."""
    outlet, seq = found.get("outlet", ""), narrow(found.get("seq", ""))
    numbered = forms.numbered(int(seq)) if seq.isdigit() and len(seq) < 6 else None
    if numbered is not None and numbered.outlet == outlet:
        return numbered
    return forms.of(outlet) or StopForm(0, outlet, outlet)


def _column(header: Sequence[str], words: Sequence[str]) -> int | None:
    names = [name.strip().casefold() for name in header]
    return next((names.index(word) for word in words if word in names), None)
