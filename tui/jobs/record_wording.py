"""What the fields of records are called, what they mean, what they hold, and what is wrong with them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.errors import InvalidRecordError
from store.notation.opening import by_sun, told_of
from store.records import Message, Outlet
from tui.jobs.documents import hours_text, sentence
from tui.jobs.problem import problem_sentence
from tui.jobs.record_shapes import KEYS, Shape
from tui.jobs.record_values import written
from tui.locale import has

if TYPE_CHECKING:
    from tui.jobs.office import Office
    from tui.jobs.record_editor import RecordEditor, Row

_MOST_NAMES = 4
"""Records named one by one in a value; the rest are counted."""


def label(editor: RecordEditor, row: Row) -> str:
    """What a row is called: its field, and of an entry whose it is."""
    office = editor.office
    if row.kind == "heading":
        return office.t(f"fields.group.{row.path[0]}")
    name = _named(office, editor.kind, row.schema)
    if row.kind == "add":
        return office.t("fields.add", what=name)
    keys = [str(part) for part in row.path if part not in row.schema]
    if not keys:
        return name
    [key] = keys
    # what tells rows apart comes first, so that narrow columns show it
    return f"{_key_name(office, editor.kind, row, key)} · {name}"


def _named(office: Office, kind: str, schema: tuple[str, ...]) -> str:
    """The name of a field: of this kind of record, else of any, else its part's and its own."""
    dotted = ".".join(schema)
    for key in (f"fields.of.{kind}.{dotted}", f"fields.name.{dotted}"):
        if has(office.language, key):
            return office.t(key)
    part = f"fields.part.{schema[-1]}"
    last = office.t(part if has(office.language, part) else f"fields.name.{schema[-1]}")
    return f"{_named(office, kind, schema[:-1])} · {last}" if len(schema) > 1 else last


def _key_name(office: Office, kind: str, row: Row, key: str) -> str:
    head = row.schema[0]
    of = KEYS.get(head) if kind == "arrangements" else None
    if of is not None:
        return record_name(office, of, key)
    for area in ("records.tier", "fields.room", "desk.profile"):
        if has(office.language, f"{area}.{key}"):
            return office.t(f"{area}.{key}")
    return f"{int(key) + 1}" if key.isdecimal() else key


def record_name(office: Office, kind: str, record_id: str) -> str:
    """What a record is called for people, with its id where that says more."""
    record: Any = office.books.book(kind).find(record_id)
    name = getattr(record, "name", None) or getattr(record, "plate", None)
    if record is None:
        return office.t("fields.unknown", id=record_id)
    return f"{name} ({record_id})" if name and name != record_id else record_id


def help_of(editor: RecordEditor, row: Row) -> str:
    """What a field means and how it is written; nothing where its name says it all."""
    if row.kind == "heading":
        return ""
    office, said = editor.office, []
    for length in range(len(row.schema), 0, -1):
        dotted = ".".join(row.schema[:length])
        key = next(
            (k for k in (f"fields.help_of.{editor.kind}.{dotted}", f"fields.help.{dotted}") if has("en", k)), None
        )
        if key is not None:
            said.append(office.t(key))
            break
    kind = row.shape.inner.kind if row.kind == "add" and row.shape.inner is not None else row.shape.kind
    if has("en", how := f"fields.how.{kind}"):
        said.append(office.t(how))
    if row.schema[-1] in ("opening_hours", "receiving_hours") and row.value:
        said.insert(0, _hours_said(office, str(row.value)))
    return " ".join(said)


def _hours_said(office: Office, text: str) -> str:
    """What a text of hours comes to on this date, and what of it is not understood."""
    date, calendar = office.today(), office.books.settings.calendar
    outlet = Outlet(id="-", name="-", opening_hours=text)
    hours = outlet.windows_on(date, calendar)
    told = dict.fromkeys([*told_of(text), *outlet.told_on(date, calendar)])
    messages = [
        Message(code=f"hours_{each.code}", params={"text": each.text}) for each in told if each.code != "no_sun"
    ]
    said = [sentence(office, "reason", each) for each in messages]
    if hours and not by_sun(text):
        spans = hours_text(office, [(window.open, window.close) for window in hours])
        said.insert(0, office.t("fields.hours_today", date=date.isoformat(), hours=spans))
    elif hours is None:
        said.insert(0, office.t("fields.closed_today", date=date.isoformat()))
    return office.t("plan.and").join(said) + office.t("fields.end") if said else ""


def value_text(office: Office, row: Row) -> str:
    """What a field holds, for people; nothing where it holds nothing."""
    shape, value = row.shape, row.value
    if value is None or (value in ([], {}) and shape.kind not in ("shifts", "day_hours")):
        return ""
    match shape.kind:
        case "flag":
            return office.t("cli.yes" if value else "cli.no")
        case "choice":
            return option_name(office, shape, str(value))
        case "many":
            return office.t("plan.comma").join(option_name(office, shape, str(each)) for each in value)
        case "one":
            return record_name(office, shape.of, str(value))
        case "some":
            names = [record_name(office, shape.of, str(each)) for each in value[:_MOST_NAMES]]
            more = len(value) - len(names)
            return office.t("plan.comma").join(names) + (f" … ({len(value)})" if more else "")
        case _:
            return written(shape, value, office.language)


def option_name(office: Office, shape: Shape, option: str) -> str:
    key = f"{shape.names}.{option}"
    return office.t(key) if shape.names and has(office.language, key) else option


def wrong(office: Office, fault: Exception) -> str:
    """What is wrong with a value, in a sentence."""
    if isinstance(fault, InvalidRecordError):
        return office.t("plan.and").join(_problem(office, each) for each in fault.problems)
    code, params = getattr(fault, "code", ""), dict(getattr(fault, "params", {}))
    area = next((a for a in ("fields.wrong", "errors", "intake") if has(office.language, f"{a}.{code}")), "errors")
    return office.t(f"{area}.{code}", **params)


def _problem(office: Office, problem: dict[str, Any]) -> str:
    if has(office.language, f"service.problem.{problem['code']}"):
        last = problem["field"].rpartition(".")[2]
        named = f"fields.name.{last}"
        return problem_sentence(office.t, problem, office.t(named) if has(office.language, named) else None)
    limit = problem.get("limit", "")
    params = {"why": problem.get("message", ""), "limit": f"{limit:g}" if isinstance(limit, int | float) else limit}
    for area in ("fields.wrong", "errors.field"):
        if has(office.language, key := f"{area}.{problem['code']}"):
            return office.t(key, **params)
    return office.t("fields.wrong.other", **params)
