"""A few facts that change together, so that a state in between would show."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

from store.books import Books
from store.records import Call, Day, Message, Revision, Route, Stop

TIMES = int(os.environ.get("ROUNDSMAN_FAULTS", "1"))
"""How many times as many faults as usual: for a long night."""

MONDAY = dt.date(2026, 11, 23)
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


def step(books: Books, number: int) -> None:
    """Transaction `number`: by turns one file, two files, a check-in on a new day, a plan with its revision."""
    day = MONDAY + dt.timedelta(number // 8)
    kind = number % 4
    if kind == 0:
        books.outlets.put([{"id": "C1", "name": f"店{number}", "notes": "终端" * (number % 50)}])
    elif kind == 1:
        with books.transaction():
            books.outlets.put([{"id": "C2", "name": f"n{number}"}])
            books.reps.put([{"id": "R2", "name": f"n{number}"}])
    elif kind == 2:
        books.days.calls(day, "R07").put([Call(id=f"k{number}", date=day, rep="R07", outlet="C1", check_in=NOON)])
    else:
        before = books.days.plan(day)
        revision = (before.revision if before else 0) + 1
        plan = Day(date=day, revision=revision, routes=[Route(rep="R07", stops=[Stop(outlet=f"C{number}")])])
        told = Revision(revision=revision, at=NOON, by="小李", action=Message(code="planned"))
        books.days.save_plan(plan, told, expected=before.revision if before else None)


def state(books: Books) -> dict[str, Any]:
    """Everything the books say."""
    with books.snapshot():
        return {
            "outlets": {key: record.to_json() for key, record in books.outlets.all().items()},
            "reps": {key: record.to_json() for key, record in books.reps.all().items()},
            "calls": {call.id: call.to_json() for day in books.days.dates() for call in books.days.calls_on(day)},
            "plans": {
                day.isoformat(): plan.model_dump(mode="json")
                for day in books.days.dates()
                if (plan := books.days.plan(day)) is not None
            },
            "revisions": {
                day.isoformat(): found
                for day in books.days.dates()
                if (found := [revision.revision for revision in books.days.revisions(day)])
            },
        }
