"""What stands in the books against their rules: it came in past the guards, in a restored or hand-edited file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.errors import InvalidRecordError
from store.records import StandingStep
from store.service.ladder import first_fault

if TYPE_CHECKING:
    from store.books import Books

_PRICES = ("below_floor", "below_support")


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a record breaks: `code` is rung, below_floor or below_support; `params` fill its sentence."""

    kind: str
    id: str
    code: str
    params: dict[str, Any]


def broken(books: Books) -> Iterator[Broken]:
    """Every rung unapproved, every price below what is allowed."""
    ladders: defaultdict[str, list[StandingStep]] = defaultdict(list)
    for step in books.standing.all().values():
        ladders[step.outlet].append(step)
    for outlet, steps in ladders.items():
        fault = first_fault(steps, books.settings.owner)
        if fault is not None:
            yield Broken("standing", fault.step.id, "rung", {"outlet": outlet, "id": fault.step.id})
    guards = books.guards
    judged: dict[str, Any] = {
        "orders": guards.orders, "deals": guards.deals, "exceptions": guards.exceptions,
        "agreements": guards.agreements,
    }  # fmt: skip
    for kind, judge in judged.items():
        for record in books.book(kind).all().values():
            try:
                judge({}, {record.id: record})
            except InvalidRecordError as told:
                problem = told.problems[0]
                if problem["code"] in _PRICES:
                    yield Broken(kind, record.id, problem["code"], {"id": record.id, **problem["params"]})
