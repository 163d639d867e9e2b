"""Depots out of a table: where rounds begin and end, and when they are open."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Mapping

from store.intake.gathering import Cells, Intake, Taken, gathered
from store.intake.known import Codes
from store.intake.locating import Placed, datum_of, read_position, set_position, settle_order
from store.intake.meanings import status_of
from store.intake.questions import NO_ANSWERS, Answers
from store.intake.tables import Table
from store.intake.vocabularies import DEPOT_COLUMNS
from store.notation.clock import clock_text, read_clock
from store.notation.datum import Point
from store.notation.errors import HoursError, NotationError
from store.notation.hours import windows_of
from store.notation.words import key
from store.records import Depot, Status

Cell = Callable[[str], str]


def take_depots(
    table: Table,
    *,
    existing: Mapping[str, Depot],
    outlets: Iterable[Point] = (),
    mapping: Mapping[str, str] | None = None,
    datum: str | None = None,
    answers: Answers = NO_ANSWERS,
) -> Intake[Depot]:
    """Depots of a table against those on file, known by their code, else their name.

    A new one needs a position; it is never placed by neighbours. `outlets` are places (WGS-84) that are certain.
    Raises `IntakeError` as `take_outlets` does.
    """
    cells = Cells(table, DEPOT_COLUMNS, mapping, ("id", "name"), answers)
    taken = [Placed(row) for row in table.rows]
    for each in taken:
        cell = cells.said(each.row)
        read_position(each, cell, cells.columns)
        _words(each, cell)
        each.fields |= cells.rest(each.row, Depot.model_fields)
    known = [*((depot.lat, depot.lon) for depot in existing.values()), *outlets]
    settle_order(taken, cells.columns.get("position", ""), answers, known)
    used = datum_of(table, cells.columns, taken, datum)
    _identified(taken, cells, existing)
    for each in taken:
        set_position(each, used)
        each.fields.pop("approximate", None)
        if "lat" not in each.fields and not each.errors and each.fields.get("id") not in existing:
            each.error("position", None, "depot_without_place")
    groups: list[list[Taken]] = [[each] for each in taken]
    intake = gathered(cells, groups, Depot, lambda ids: {each: existing[each] for each in ids if each in existing})
    return dataclasses.replace(intake, datum=used)


def _words(taken: Placed, cell: Cell) -> None:
    for name in ("name", "address"):
        if text := cell(name):
            taken.fields[name] = text
    if text := cell("active"):
        status = status_of(text)
        if status is None:
            taken.warn("active", text, "not_yes_or_no")
        else:
            taken.fields["active"] = status is Status.ACTIVE
    if text := cell("opening_hours"):
        _hours(taken, text)
    for name in ("open", "close"):
        if text := cell(name):
            try:
                taken.fields[name] = clock_text(read_clock(text))
            except NotationError:
                taken.warn(name, text, "not_a_time")


def _hours(taken: Placed, text: str) -> None:
    """A depot opens and closes once a day, at the same times on every day: other hours are told."""
    try:
        spans = windows_of(text)
    except HoursError:
        taken.warn("opening_hours", text, "unknown_hours")
        return
    if len({(span.open, span.close) for span in spans}) > 1:
        taken.warn("opening_hours", text, "depot_hours")
    elif spans:
        if any(span.days for span in spans):
            taken.warn("opening_hours", text, "depot_days")
        taken.fields |= {"open": clock_text(spans[0].open), "close": clock_text(spans[0].close)}


def _identified(taken: Iterable[Placed], cells: Cells, existing: Mapping[str, Depot]) -> None:
    codes = Codes(existing)
    by_name: dict[str, list[str]] = {}
    for depot in existing.values():
        by_name.setdefault(key(depot.name), []).append(depot.id)
    for each in taken:
        given, name = cells.cell(each.row, "id"), each.fields.get("name", "")
        same = by_name.get(key(name), [])
        if given:
            each.fields["id"] = codes.find(each, "id", given) or given
        elif len(same) > 1:
            each.error("name", name, "depot_ambiguous", known=", ".join(sorted(same)[:5]))
        elif same:
            each.fields["id"] = same[0]
        elif name:
            each.fields["id"] = "D" + hashlib.sha256(key(name).encode()).hexdigest()[:8].upper()
        else:
            each.error(None, None, "no_id_no_name")
        if len(given) > 64:
            each.error("id", given, "id_too_long")
        if given and each.fields["id"] not in existing:
            each.fields.setdefault("name", given)
