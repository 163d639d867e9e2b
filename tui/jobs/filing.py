"""Documents of the service desk as they come in: an id, a time and a due date are given where they are missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from store.records import Issue, Record
from store.service.levels import level_for
from tui.jobs.calls import at_home

if TYPE_CHECKING:
    from tui.jobs.office import Office

_NOW = {"issues": "opened", "handovers": "written", "standing": "at"}
"""Kinds that say when they were begun, and in which field."""
_TODAY = {"deals": "opened", "signals": "date", "standing": "date", "agreements": "agreed"}


def completed(office: Office, kind: str, found: list[dict[str, Any]]) -> list[Record | Mapping[str, Any]]:
    """Documents of a kind in `SERIES` with what follows by itself filled in, to be put in the same transaction.

    An id is the next of its series. Moments without an offset are the distributor's own. An issue is due by
    its service level. What is on file of the same id and not named is not touched by this.
    """
    fresh = iter(office.books.next_ids(kind, sum("id" not in each for each in found)))
    return [_completed(office, kind, document, fresh) for document in found]


def _completed(office: Office, kind: str, document: dict[str, Any], fresh: Iterator[str]) -> Any:
    made = dict(document) if "id" in document else {"id": next(fresh), **document}
    stored = office.books.book(kind).find(made["id"]) if isinstance(made["id"], str) else None
    now = office.now().replace(microsecond=0)
    for fields, value in ((_NOW, now.isoformat()), (_TODAY, now.date().isoformat())):
        name = fields.get(kind)
        if name is not None and name not in made and stored is None:
            made[name] = value
    made = _with_offsets(office, made)
    if kind != "issues":
        return made
    return with_due(office, office.books.issues.parse(made))


def with_due(office: Office, issue: Issue) -> Issue:
    """The issue, due by its service level where it says nothing else."""
    outlet = office.books.outlets.find(issue.outlet)
    if outlet is None or (issue.due is not None and issue.resolve_by is not None):
        return issue
    level = level_for(office.books.standards.all().values(), outlet)
    answer, resolve = level.answer_hours.get(issue.kind), level.resolve_hours.get(issue.kind)
    changes: dict[str, Any] = {}
    due = issue.due
    if due is None and answer is not None:
        due = changes["due"] = issue.opened + dt.timedelta(hours=answer)
    if issue.resolve_by is None and resolve is not None:
        wanted = issue.opened + dt.timedelta(hours=resolve)
        changes["resolve_by"] = wanted if due is None else max(wanted, due)
    return issue.model_copy(update=changes)


_MOMENTS = frozenset({"at", "opened", "due", "resolve_by", "written", "acknowledged", "done"})


def _with_offsets(office: Office, value: Any) -> Any:
    """Times of day on a date without an offset are the distributor's own."""
    if isinstance(value, list):
        return [_with_offsets(office, each) for each in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for name, each in value.items():
        if name in _MOMENTS and isinstance(each, str) and len(each) > 10:
            try:
                moment = dt.datetime.fromisoformat(each)
            except ValueError:
                made[name] = each
                continue
            made[name] = each if moment.tzinfo else at_home(office, moment).isoformat()
        else:
            made[name] = _with_offsets(office, each)
    return made
