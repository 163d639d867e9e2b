"""Standards to begin with: how calls usually go, what shelves should look like, what is coached, by trade."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.records import CallProcedure, CallStep, CoachingTopic, DisplayPoint, DisplayStandard, PointKind, StepKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.books import Put
    from tui.jobs.office import Office

TRADES = ("beverages", "food", "daily_goods")
"""Trades that a usual set of standards is there for."""
_POINTS = {"price_tag": PointKind.PRICE_TAG, "poster": PointKind.POSM, "fresh": PointKind.FRESHNESS}
"""What some points of the checklists are about."""
_SHARE = 0.3
"""Share of the shelf that is aimed at until somebody says otherwise."""


def usual(
    trade: str, language: str, must_stock: Mapping[str, list[str]] | None = None
) -> list[CallProcedure | DisplayStandard | CoachingTopic]:
    """The usual procedures, display standards and topics of one of `TRADES`, in a language.

    `must_stock` are products by the id of the display standard: which those are only the distributor knows.
    """
    words = _words(language)
    own = words[trade]
    listed = must_stock or {}
    return [
        *(
            CallProcedure(
                id=item["id"],
                name=item["name"],
                tiers=item["tiers"],
                steps=[
                    CallStep(id=step, name=name, kind=StepKind(kind), required=required)
                    for step, name, kind, required in item["steps"]
                ],
            )
            for item in words["procedures"]
        ),
        *(
            DisplayStandard(
                id=item["id"],
                name=item["name"],
                channels=item["channels"],
                must_stock=listed.get(item["id"], []),
                points=[
                    DisplayPoint(id=point, name=name, weight=weight, kind=_POINTS.get(point, PointKind.POINT))
                    for point, name, weight in item["points"]
                ],
                share_of_shelf=_SHARE,
            )
            for item in own["displays"]
        ),
        *(CoachingTopic.model_validate(item) for item in (*own["topics"], *words["topics"])),
    ]


def start(office: Office, trade: str) -> Put:
    """Puts the usual standards of a trade on file; those that are there already stay as they are."""
    from store.books import Put

    book = office.books.standards
    with office.books.transaction():
        there = book.all()
        made = usual(trade, office.language)
        kept = tuple(each.id for each in made if each.id in there)
        put = book.put([each for each in made if each.id not in there])
    return Put(put.added, put.updated, kept)


def begun(office: Office, kind: str, name: str) -> str:
    """A new standard of a kind and name, put on file with what it cannot do without; its id."""
    from datetime import timedelta

    book = office.books.standards
    with office.books.transaction():
        there = book.all()
        letters = _LETTERS[kind]
        number = next(n for n in range(1, len(there) + 2) if f"{letters}-{n:02d}" not in there)
        document: dict[str, Any] = {"id": f"{letters}-{number:02d}", "kind": kind, "name": name}
        if kind == "procedure":
            document["steps"] = [step.to_json() for step in usual(TRADES[0], office.language)[0].steps]  # type: ignore[union-attr]
        elif kind == "promotion":
            today = office.today()
            document |= {"first": today.isoformat(), "last": (today + timedelta(days=30)).isoformat()}
        book.put([document])
    return str(document["id"])


_LETTERS = {"procedure": "CP", "display": "DS", "topic": "CT", "promotion": "PR", "service_level": "SL"}
KINDS = tuple(_LETTERS)
"""Kinds of standards, as they are offered to be begun."""


@cache
def _words(language: str) -> dict[str, Any]:
    name = language if language in ("zh", "en") else "en"
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
