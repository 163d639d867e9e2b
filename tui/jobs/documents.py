"""Plans as the JSON documents that other programs rely on (see the contract of the command line)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from routing.planning.difference import Change, Difference, Figures, Saving, figures
from routing.planning.figures import totals_of
from store.books import KINDS as BOOKS
from store.books import SERIES, Put
from store.errors import InvalidRecordError
from store.records import Call, Cheapest, Day, Message, Record, Route, Stop, Unserved, money_text
from tui.jobs.evidence import DERIVED, judged_documents
from tui.jobs.notes import notes_of
from tui.jobs.office import Office
from tui.jobs.since import mark_text, marks, since_published
from tui.jobs.spelling import UnknownField, fresh_fields, with_misspelt


def hour_minute(seconds: int) -> str:
    """A time of day as ``HH:MM``, to the nearest minute below."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"


_SEVERAL = frozenset({"people", "names", "others", "other", "outlets", "orders", "skills", "hours"})
"""What may hold several names: the plan writes them with commas, each language has its own between them."""


def sentence(office: Office, area: str, message: Message) -> str:
    """A message of the plan in words: `area` is reason, violation, unserved, cheapest, action or assumed."""
    comma = office.t("plan.comma")
    params = {
        name: value.replace(", ", comma) if name in _SEVERAL and isinstance(value, str) else value
        for name, value in message.params.items()
    }
    if weekday := params.get("weekday"):
        params["weekday"] = office.t(f"records.weekday.{weekday}")
    said = office.t(f"plan.{area}.{message.code}", **params)
    return said + office.t("plan.closed_days", n=closed) if (closed := params.get("closed")) else said


def sentences(office: Office, area: str, messages: Iterable[Message]) -> str:
    """Messages of the plan in words, one after another."""
    return joined(office, (sentence(office, area, message) for message in messages))


def idle_text(office: Office, route: Route) -> str:
    """Why a route has no stop, in words; nothing where it has some, or nobody knows."""
    said = [sentence(office, "violation" if n else "idle", each) for n, each in enumerate(route.idle)]
    return joined(office, said)


def joined(office: Office, said: Iterable[str]) -> str:
    """Sentences put together as the language does it."""
    return office.t("plan.and").join(said)


def hours_text(office: Office, windows: Iterable[tuple[int, int]]) -> str:
    """Hours as ``08:00–12:00, 14:00–18:00``."""
    return office.t("plan.comma").join(f"{hour_minute(begin)}–{hour_minute(end)}" for begin, end in windows)


def plan_document(office: Office, day: Day, rep: str | None = None) -> dict[str, Any]:
    """A day as `plan`, `replan` and `show` print it; with `rep`, that route alone."""
    routes = [route for route in day.routes if rep is None or route.rep == rep]
    since = since_published(office, day)
    changed = marks(since)
    return {
        "date": day.date.isoformat(),
        "status": day.status.value,
        "revision": day.revision,
        "published_revision": day.published_revision,
        "travel": {"source": day.travel, "estimate": day.estimate},
        "since_published": None if since is None else difference_document(since),
        "routes": [_route(office, route, changed, day.date) for route in routes],
        "unserved": [_unserved(office, stop) for stop in day.unserved],
        "totals": totals_document(day),
        "solver": day.solver.model_dump(mode="json"),
    }


def difference_document(change: Difference) -> dict[str, Any]:
    """What changed between two states of a day; minutes and money are after minus before."""
    return {
        "moved": [_change(each) for each in change.moved],
        "retimed": [_change(each) for each in change.retimed],
        "added": [_change(each) for each in change.added],
        "dropped": [_change(each) for each in change.dropped],
        "unplaced": [_change(each) for each in change.unplaced],
        "fuller": [_change(each) for each in change.fuller],
        "minutes": change.minutes,
        "cost": money_text(change.cost),
    }


def saving_document(found: Saving) -> dict[str, Any]:
    """What another state of the day would save."""
    return {
        "minutes": found.minutes,
        "distance_m": found.distance_m,
        "cost": money_text(found.cost),
        "stops": found.stops,
    }


def figures_document(found: Figures) -> dict[str, Any]:
    """A plan of a day in figures."""
    return {
        "stops": found.stops,
        "unserved": found.unserved,
        "cost": money_text(found.cost),
        "work_s": found.work_s,
        "distance_m": found.distance_m,
        "overtime_s": found.overtime_s,
        "spread_s": found.spread_s,
    }


def comparison_document(before: Day, after: Day, change: Difference) -> dict[str, Any]:
    """Two revisions side by side, as `compare` prints them."""
    return {"before": _summary(before), "after": _summary(after), "diff": difference_document(change)}


def _summary(day: Day) -> dict[str, Any]:
    return {
        "revision": day.revision,
        "figures": figures_document(figures(day)),
        "status": day.status.value,
        "totals": totals_document(day),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "outlet": change.key[0],
        "kind": change.key[1].value,
        "name": change.name,
        "from": change.rep_before,
        "to": change.rep_after,
        "was": None if change.arrive_before is None else hour_minute(change.arrive_before),
        "arrive": None if change.arrive_after is None else hour_minute(change.arrive_after),
    }


def totals_document(day: Day) -> dict[str, Any]:
    totals = totals_of(day)
    return {
        "stops": totals.stops,
        "unserved": totals.unserved,
        "distance_m": totals.distance_m,
        "travel_s": totals.travel_s,
        "overtime_s": totals.overtime_s,
        "cost": money_text(totals.cost),
    }


def _route(office: Office, route: Route, changed: Mapping[Any, tuple[str, Change]], date: dt.date) -> dict[str, Any]:
    return {
        "rep": route.rep,
        "name": route.name,
        "locked": route.locked,
        "out": route.out,
        "depart": hour_minute(route.depart),
        "return": hour_minute(route.returns),
        "distance_m": route.distance_m,
        "travel_s": route.travel_s,
        "call_s": route.call_s,
        "wait_s": route.wait_s,
        "overtime_s": route.overtime_s,
        "load": route.load,
        "vehicle": route.vehicle,
        "crew": route.crew,
        "cost": money_text(route.cost),
        "proven_shortest": route.proven_shortest,
        "violations": _messages(office, "violation", route.violations),
        "idle": {"code": route.idle[0].code, "text": idle_text(office, route)} if route.idle else None,
        "pauses": [
            {
                "kind": pause.kind,
                "outlet": pause.outlet,
                "begin": hour_minute(pause.begin),
                "end": hour_minute(pause.end),
                "position": pause.position,
            }
            for pause in route.pauses
        ],
        "notes": _notes(office, date, route.rep),
        "stops": [
            _stop(office, stop, seq)
            | {
                "change": _mark(office, *changed[stop.key]) if stop.key in changed else None,
                "notes": _notes(office, date, route.rep, stop.outlet),
            }
            for seq, stop in enumerate(route.stops, 1)
        ],
    }


def _mark(office: Office, kind: str, change: Change) -> dict[str, Any]:
    return {"code": kind, **_change(change), "text": mark_text(office, kind, change)}


def _notes(office: Office, date: dt.date, rep: str, outlet: str | None = None) -> list[dict[str, Any]]:
    return [
        {"id": note.id, "by": note.by, "from_department": note.from_department.value, "text": note.text}
        for note in notes_of(office, date, rep, outlet)
    ]


def _stop(office: Office, stop: Stop, seq: int) -> dict[str, Any]:
    return {
        "seq": seq,
        "outlet": stop.outlet,
        "name": stop.name,
        "kind": stop.kind.value,
        "lat": stop.lat,
        "lon": stop.lon,
        "approximate": stop.approximate,
        "arrive": hour_minute(stop.arrive),
        "begin": hour_minute(stop.begin),
        "leave": hour_minute(stop.leave),
        "slack_s": stop.slack_s,
        "travel_s": stop.travel_s,
        "distance_m": stop.distance_m,
        "locked": stop.lock is not None,
        "driven": stop.driven,
        "load": stop.load,
        "reasons": _messages(office, "reason", stop.reasons),
        "violations": _messages(office, "violation", stop.violations),
    }


def _messages(office: Office, area: str, messages: list[Message]) -> list[dict[str, Any]]:
    return [
        {"code": message.code, "text": sentence(office, area, message)}
        | ({} if message.amount is None else {"amount": message.amount})
        for message in messages
    ]


def _unserved(office: Office, stop: Unserved) -> dict[str, Any]:
    return {
        "outlet": stop.outlet,
        "name": stop.name,
        "kind": stop.kind.value,
        "class": stop.unserved_class.value,
        "reasons": _messages(office, "unserved", stop.reasons) + _messages(office, "reason", stop.due),
        "cheapest": way_in(office, stop.cheapest),
    }


def way_in(office: Office, way: Cheapest | None) -> dict[str, Any] | None:
    """The cheapest way in of a stop that was left out."""
    if way is None:
        return None
    return {
        "code": way.code,
        "rep": way.rep,
        "amount": way.amount,
        "cost": money_text(way.cost),
        "text": office.t(f"plan.cheapest.{way.code}", **way.params),
    }


KINDS = (*BOOKS, "calls", "settings")
"""Kinds of documents that `list` and `put` know so far."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "outlets": ("id", "name", "tier", "channel", "grade", "rep", "phone", "address"),
    "reps": ("id", "name", "role", "phone", "vehicle"),
    "vehicles": ("id", "plate", "kind"),
    "depots": ("id", "name", "address"),
    "products": ("id", "name", "brand", "category"),
    "beats": ("id", "name", "days", "rep", "outlets"),
    "orders": ("id", "outlet", "ordered", "promised", "status", "value"),
    "standards": ("id", "kind", "name", "version"),
    "bulletins": ("id", "title", "valid_from", "valid_until"),
    "issues": ("id", "outlet", "kind", "status", "due", "owner", "department", "text"),
    "deals": ("id", "outlet", "customer", "stage", "owner", "expected", "brought"),
    "agreements": ("id", "outlet", "title", "form", "valid_from", "valid_until", "review"),
    "exceptions": ("id", "kind", "outlet", "product", "price", "floor", "approver", "end"),
    "signals": ("id", "date", "outlet", "kind", "status", "text"),
    "standing": ("id", "date", "outlet", "rung", "owner", "reason"),
    "handovers": ("id", "from_department", "to_department", "owner", "due", "acknowledged", "text"),
    "restrictions": ("id", "name", "kinds", "first", "last"),
    "arrangements": ("id", "vehicles_out", "visit", "notes"),
    "settings": ("id", "name", "currency", "timezone"),
    "calls": ("id", "date", "rep", "outlet", "check_in", "check_out", "order_value"),
}
"""What a list for people shows of each kind."""


def documents_of(office: Office, kind: str, *, judged: bool = False) -> list[dict[str, Any]]:
    """Every document of a kind, as `put` takes them; `judged`: calls with what follows from their facts."""
    if kind == "calls" and judged:
        return judged_documents(office)
    if kind == "calls":
        days = office.books.days
        return [call.to_json() for day in days.dates() for call in days.calls_on(day)]
    if kind == "settings":
        return [office.books.settings.to_json()]
    return [record.to_json() for record in office.books.book(kind).all().values()]


def put_documents(
    office: Office, kind: str, found: list[dict[str, Any]], unknown: list[UnknownField] | None = None
) -> Put:
    """Adds or updates documents by id, all or none; calls go to their rep's file of their date.

    With a list for `unknown` fields, misspelt ones are an `InvalidRecordError` and others are added to it.
    """
    if kind in SERIES:
        from tui.jobs.filing import completed

        with office.books.transaction():
            return _put(office, kind, completed(office, kind, found), unknown)
    if kind != "calls":
        return _put(office, kind, found, unknown)
    days = office.books.days
    facts = [{name: value for name, value in each.items() if name not in DERIVED} for each in found]
    parsed = [days.parse_call(document) for document in facts]
    if unknown is not None:
        unknown += fresh_fields(
            kind, parsed, (call for day in {each.date for each in parsed} for call in days.calls_on(day))
        )
    by_file: dict[tuple[dt.date, str], list[Call]] = {}
    for call in parsed:
        by_file.setdefault((call.date, call.rep), []).append(call)
    parts: list[Put] = []
    with office.books.transaction():
        for (day, rep), calls in by_file.items():
            parts.append(days.calls(day, rep).put(calls))
    return Put(
        tuple(name for part in parts for name in part.added),
        tuple(name for part in parts for name in part.updated),
        tuple(name for part in parts for name in part.unchanged),
    )


def _put(
    office: Office, kind: str, found: Iterable[Record | Mapping[str, Any]], unknown: list[UnknownField] | None
) -> Put:
    book = office.books.book(kind)
    if unknown is None:
        return book.put(found)
    records: list[Record] = []
    for each in found:
        try:
            records.append(each if isinstance(each, Record) else book.parse(each))
        except InvalidRecordError as fault:
            raise with_misspelt(fault, dict(each)) from None
    stored = (old for record in records if (old := book.find(record.id)) is not None)
    unknown += fresh_fields(kind, records, stored)
    put: Put = book.put(records)
    return put


def cell(office: Office, value: Any) -> str:
    """A value of a document for people."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return office.t("cli.yes") if value else office.t("cli.no")
    if isinstance(value, list):
        shown = ", ".join(map(str, value[:8]))
        return f"{shown} … ({len(value)})" if len(value) > 8 else shown
    return str(value)
