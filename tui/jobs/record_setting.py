"""Fields of a record set by their names, written as in its form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from store.errors import InvalidRecordError
from store.intake.meanings import yes_or_no
from store.notation import NotationError
from tui.jobs.office import JobError
from tui.jobs.record_editor import Path, RecordEditor, Row
from tui.jobs.record_layout import MODELS
from tui.jobs.record_shapes import Shape
from tui.jobs.record_values import read
from tui.jobs.record_wording import option_name, wrong

if TYPE_CHECKING:
    from tui.jobs.office import Office

_PARTS = re.compile(r"[,，、;；]+")


def set_fields(
    office: Office, kind: str, record_id: str, given: Iterable[tuple[str, str]], datum: str | None
) -> None:
    """Sets fields, all or none: ``leave`` to ``2026-12-01..2026-12-03``, ``limits.stops`` to ``12``; empty: none.

    Raises `JobError` ``no_form``, ``no_such_field``, ``field_wrong``, ``datum_needed``, and `UnknownRecordError`.
    """
    if kind not in MODELS:
        raise JobError("no_form", kind=kind, kinds=", ".join(MODELS), where=kind)
    with office.books.transaction():
        editor = RecordEditor(office, kind, record_id)
        for name, text in given:
            row = _row(editor, tuple(name.split(".")))
            if row is None:
                names = [".".join(map(str, each.path)) for each in editor.rows() if each.kind != "heading"]
                raise JobError("no_such_field", field=name, names=", ".join(names), where=f"{kind} {record_id}")
            try:
                editor.set(row, _value(office, row, text, datum))
            except (NotationError, InvalidRecordError) as fault:
                raise JobError("field_wrong", field=name, why=wrong(office, fault), where=record_id) from None


def _row(editor: RecordEditor, path: tuple[str, ...]) -> Row | None:
    """The row of a field; of a whole list; of an entry of a map that is not there yet."""
    rows = [row for row in editor.rows() if row.kind != "heading"]
    for row in rows:
        if tuple(map(str, row.path)) == path and (row.kind == "field" or row.shape.kind == "list"):
            return row
    for row in rows:
        inside: Path = path[len(row.path) :]
        inner = row.shape.inner
        if row.kind != "add" or row.shape.kind != "map" or tuple(map(str, row.path)) != path[: len(row.path)]:
            continue
        if inner is not None and inner.kind == "part" and len(inside) > 1:
            editor.add(row, str(inside[0]))
            return editor.row_at(path)
        if inner is not None and len(inside) == 1:
            return editor.entry_of(row, path)
    return None


def _value(office: Office, row: Row, text: str, datum: str | None) -> Any:
    """The JSON value of what was typed."""
    shape, plain = row.shape, text.strip()
    if row.kind == "add":
        assert shape.inner is not None
        return _list(office, shape.inner, plain, datum)
    if not plain:
        return read(shape, plain, office.language, datum)
    if shape.kind == "flag":
        said = yes_or_no(plain)
        if said is None:
            raise NotationError("not_yes_or_no", plain)
        return said
    if shape.kind in ("choice", "one"):
        return _one(office, shape, plain)
    if shape.kind in ("many", "some"):
        return [_one(office, shape, part.strip()) for part in _PARTS.split(plain) if part.strip()]
    return read(shape, plain, office.language, datum)


def _list(office: Office, inner: Shape, text: str, datum: str | None) -> list[Any]:
    if inner.kind == "special":
        return list(read(inner, text, office.language, datum) or [])
    if inner.kind == "one":
        return [_one(office, inner, part.strip()) for part in _PARTS.split(text) if part.strip()]
    return [read(replace(inner, optional=True), text, office.language, datum)] if text else []


def _one(office: Office, shape: Shape, text: str) -> str:
    """An id of a record on file, or one of the choices by its own name or as the screens call it."""
    if shape.kind == "one" or shape.of:
        if office.books.book(shape.of).find(text) is None:
            raise NotationError("not_on_file", text)
        return text
    names = {option_name(office, shape, each): each for each in shape.options}
    if text not in shape.options and text not in names and shape.options:
        if shape.names == "records.channel":
            return text
        raise NotationError("no_choice", f"{text} ({', '.join(shape.options)})")
    return names.get(text, text)
