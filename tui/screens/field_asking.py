"""Asks for the value of a record's field as its kind is asked for, and saves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tui.jobs.office import JobError
from tui.jobs.record_wording import help_of, label, option_name, wrong
from tui.screens.choosing import ChooseMany
from tui.screens.dialogs import Choice
from tui.screens.taking_in import ask_datum
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.app import RoundsmanApp
    from tui.jobs.record_editor import Path, RecordEditor, Row

Named = Sequence[tuple[str, str]]
"""Values with what each is called."""
_NONE = "\0"
"""The choice of nothing."""
_COLUMNS = (Column("name", min=12, weight=2), Column("id", min=6, weight=1, drop=1))


async def ask_field(app: RoundsmanApp, editor: RecordEditor, row: Row) -> bool:
    """Asks and saves; whether anything was changed. Raises what the editor does."""
    before = editor.document
    await _asked(app, editor, row)
    return editor.document != before


async def _asked(app: RoundsmanApp, editor: RecordEditor, row: Row) -> bool:
    """Asks and saves; whether the question was answered, and not left."""
    shape = row.shape
    match shape.kind:
        case "flag":
            editor.set(row, not row.value)
            return True
        case "one" if shape.of == "outlets":
            chosen = await app.choose_outlet(label(editor, row))
            if chosen is not None:
                editor.set(row, chosen)
            return chosen is not None
        case "one" | "choice":
            return await _choose(app, editor, row, _named(editor, row))
        case "some" | "many":
            return await _mark(app, editor, row, _named(editor, row))
        case _:
            return await _type(app, editor, row)


async def _add_part(app: RoundsmanApp, editor: RecordEditor, row: Row) -> Path | None:
    """One more entry of a list of parts, field by field; nothing of it stays where a question is left."""
    try:
        for field in editor.begin(row):
            if not editor.superfluous(field) and not await _asked(app, editor, field):
                return None
        return editor.keep()
    finally:
        editor.read_again()


async def add_entry(app: RoundsmanApp, editor: RecordEditor, row: Row) -> Path | None:
    """One more entry of a map or a list: whose it is, then what it says. Where it stands, None when it was left."""
    held = row.shape.inner
    if row.shape.kind == "list" and held is not None and held.kind == "part":
        return await _add_part(app, editor, row)
    key = await _key(app, editor, row)
    if key is None:
        return None
    path = editor.add(row, key)
    inner = row.shape.inner
    if inner is not None and inner.kind == "part":
        return path
    return path if await ask_field(app, editor, editor.entry_of(row, path)) else None


async def insert_entry(app: RoundsmanApp, editor: RecordEditor, row: Row) -> None:
    """One more entry of a list before another one."""
    if row.shape.kind == "one" and row.shape.of == "outlets":
        chosen = await app.choose_outlet(label(editor, row))
        if chosen is not None:
            editor.insert(row, chosen)
        return
    text = await app.ask_text(
        label(editor, row),
        note=help_of(editor, row),
        problem=lambda typed: wrong(editor.office, fault) if (fault := editor.problem(row, typed)) else None,
    )
    if text:
        editor.insert(row, editor.read(row, text))


async def _key(app: RoundsmanApp, editor: RecordEditor, row: Row) -> str | None:
    keys, heading = row.shape.keys, label(editor, row)
    if keys == "outlets":
        return await app.choose_outlet(heading)
    if isinstance(keys, str):
        return await app.choose(heading, _choices(_records(editor, keys)), _COLUMNS)
    if row.shape.kind == "map":
        return await app.ask_text(heading, problem=lambda text: None if text else app.t("errors.words_wanted"))
    return ""


def _named(editor: RecordEditor, row: Row) -> Named:
    if row.shape.of:
        return _records(editor, row.shape.of)
    return [(each, option_name(editor.office, row.shape, each)) for each in row.shape.options]


def _records(editor: RecordEditor, kind: str) -> Named:
    records: Iterable[Any] = editor.office.books.book(kind).all().values()
    return [(each.id, getattr(each, "name", None) or getattr(each, "plate", None) or each.id) for each in records]


def _choices(named: Named) -> list[Choice[str]]:
    return [
        Choice(value, [name, [("" if name == value else value, "dim")]], f"{name} {value}") for value, name in named
    ]


async def _choose(app: RoundsmanApp, editor: RecordEditor, row: Row, named: Named) -> bool:
    """One of some values; none where the field allows it."""
    choices = _choices(named)
    if row.shape.optional and len(row.path) != row.entry:
        choices.insert(0, Choice(_NONE, [[(app.t("fields.none"), "dim")], ""], app.t("fields.none")))
    at = next((n for n, each in enumerate(choices) if each.value == row.value), 0)
    chosen = await app.choose(label(editor, row), choices, _COLUMNS, at=at, note=help_of(editor, row))
    if chosen is not None:
        editor.set(row, None if chosen == _NONE else chosen)
    return chosen is not None


async def _mark(app: RoundsmanApp, editor: RecordEditor, row: Row, named: Named) -> bool:
    """Several of some values; outlets are found as everywhere, by pinyin too."""
    choices = _choices(named)
    find: Callable[[str], Sequence[Choice[str]]] | None = None
    if row.shape.of == "outlets":
        index, by_id = await app.outlet_index(), {choice.value: choice for choice in choices}
        marked = [by_id[each] for each in row.value or () if each in by_id]
        rest = [choice for choice in choices if choice.value not in (row.value or ())]

        def find(text: str) -> Sequence[Choice[str]]:
            return [by_id[each] for each in index.find(text)] if text else [*marked, *rest]

    dialog = ChooseMany(
        label(editor, row),
        choices,
        _COLUMNS,
        row.value or (),
        note=help_of(editor, row),
        placeholder=app.t("app.filter"),
        empty=app.t("app.nothing_found"),
        find=find,
    )
    chosen = await app.push_screen_wait(dialog)
    if chosen is not None and list(chosen) != list(row.value or ()):
        editor.set(row, list(chosen))
    return chosen is not None


async def _type(app: RoundsmanApp, editor: RecordEditor, row: Row) -> bool:
    """In one line; what is wrong with it is said under it at once."""

    def problem(text: str) -> str | None:
        fault = editor.problem(row, text)
        return None if fault is None else wrong(editor.office, fault)

    before = editor.text(row)
    if row.shape.kind == "date":
        text = await app.ask_date_text(
            label(editor, row), value=before, note=help_of(editor, row), problem=problem, empty=row.shape.optional
        )
    else:
        text = await app.ask_text(label(editor, row), value=before, note=help_of(editor, row), problem=problem)
    if text is None or text == before:
        return text is not None
    try:
        editor.set_text(row, text)
    except JobError as fault:
        if fault.code != "datum_needed":
            raise
        datum = await ask_datum(app)
        if datum is not None:
            editor.set_text(row, text, datum)
    return True
