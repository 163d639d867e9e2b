"""Calls judged by the standards they were made by: which are valid, and which are hard to believe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from routing.travel import great_circle
from store.records import Call, CallProcedure, Message, StopKind
from store.service.evidence import implausible, invalid_because
from store.service.standards import DELIVERING, FALLBACK, procedure_for

if TYPE_CHECKING:
    from tui.jobs.office import Office

DERIVED = ("valid", "invalid_because", "implausible", "implausible_because")
"""Fields of a call's document that follow from others: they are shown, and dropped when they come back."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A call with codes of what it lacks to be valid, and with what makes it hard to believe."""

    call: Call
    lacks: tuple[str, ...]
    doubts: tuple[Message, ...]


def judge(office: Office, calls: Iterable[Call]) -> list[Judged]:
    """Every call judged, in the order given; those of one rep and day are looked at together."""
    every = list(calls)
    by_day: dict[tuple[dt.date, str], list[Call]] = {}
    for call in every:
        by_day.setdefault((call.date, call.rep), []).append(call)
    standards = list(office.books.standards.all().values())
    outlets = office.books.outlets.all()
    travel = office.books.settings.travel

    def procedure_of(call: Call) -> CallProcedure:
        found = office.books.standards.version(call.procedure, call.procedure_version)
        if isinstance(found, CallProcedure):
            return found
        if call.stop_kind == StopKind.DELIVERY.value:
            return DELIVERING
        outlet = outlets.get(call.outlet)
        return procedure_for(standards, outlet) if outlet else FALLBACK

    def way(one: Call, other: Call) -> float | None:
        here, there = outlets.get(one.outlet), outlets.get(other.outlet)
        if here is None or there is None or here.lat is None or there.lat is None:
            return None
        metres = great_circle((here.lat, here.lon or 0.0), (there.lat, there.lon or 0.0))
        return float(travel.factor * metres**travel.power)

    doubts: dict[str, list[Message]] = {}
    for found in by_day.values():
        doubts |= implausible(found, procedure_of, way)
    return [
        Judged(call, tuple(invalid_because(call, procedure_of(call))), tuple(doubts.get(call.id, ())))
        for call in every
    ]


def implausible_calls(office: Office, first: dt.date, last: dt.date) -> list[Judged]:
    """Calls of a period that are hard to believe, newest day first."""
    days = [day for day in office.books.days.dates() if first <= day <= last]
    calls = [call for day in reversed(days) for call in office.books.days.calls_on(day)]
    return [each for each in judge(office, calls) if each.doubts]


def judged_documents(office: Office) -> list[dict[str, Any]]:
    """Every call's document with the fields of `DERIVED`."""
    days = office.books.days
    calls = [call for day in days.dates() for call in days.calls_on(day)]
    return [
        each.call.to_json()
        | {
            "valid": not each.lacks,
            "invalid_because": list(each.lacks),
            "implausible": bool(each.doubts),
            "implausible_because": [message.code for message in each.doubts],
        }
        for each in judge(office, calls)
    ]


def doubt(office: Office, message: Message) -> str:
    """Why a call is hard to believe, in words."""
    return office.t(f"evidence.{message.code}", **message.params)
