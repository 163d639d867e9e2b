"""Outlets out of a table: every row added, updated, left as it is, or rejected with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from store.intake import meanings
from store.intake.columns import AMAP_EXPORT, OUTLET_COLUMNS, datum_named
from store.intake.credit import COLUMNS, credit_of
from store.intake.findings import Finding, IntakeError
from store.intake.gathering import Intake, Taken, field_text, laid_over, tell_unreadable
from store.intake.grids import Row
from store.intake.known import KnownReps
from store.intake.placing import Neighbours, Where, where_of
from store.intake.serving import serving, tied
from store.intake.tables import Table
from store.intake.twins import Twins
from store.notation.datum import DATUMS, Datum, in_china, to_wgs84
from store.notation.days import read_off
from store.notation.errors import NotationError, PositionError
from store.notation.opening import told_of
from store.notation.positions import Pasted, from_cells, from_text, number
from store.notation.rhythms import rhythm_of
from store.notation.words import fold, key
from store.records import Outlet, Rep

_TEXTS = ("name", "contact", "phone", "address", "notes", "supplier")
_PLACES = 7
"""Decimals kept of a converted position: a centimetre."""
_MOST_MINUTES = 600


@dataclass(slots=True)
class _Taken(Taken):
    """An outlet's row: also its place as the file writes it."""

    pasted: Pasted | None = None
    where: Where = field(default_factory=Where)


def take_outlets(
    table: Table,
    *,
    existing: Mapping[str, Outlet],
    reps: Mapping[str, Rep],
    mapping: Mapping[str, str] | None = None,
    datum: str | None = None,
) -> Intake[Outlet]:
    """Outlets of a table against those on file. Nothing is written.

    `mapping` names columns for fields where the headers do not tell, `datum` what positions are given in.
    Raises `IntakeError`: ``no_known_column``, ``unknown_field``, ``unknown_column``, ``datum_wanted`` (there
    are positions in China and nothing says in which of the three datums).
    """
    columns = OUTLET_COLUMNS.map(table.header, mapping)
    if not columns.keys() & {"id", "name"}:
        raise IntakeError("no_known_column", path=str(table.path), known=", ".join(table.header))
    reader = _Reader(table, columns)
    taken = [reader.take(row) for row in table.rows]
    used = _datum(table, columns, taken, datum)
    staff = KnownReps(reps)
    for each in taken:
        _position(each, used)
        name, code = each.fields.pop("_rep", ""), each.fields.pop("_rep_code", "")
        if not each.errors and (rep := staff.find(each, name, code)):
            each.fields["rep"] = rep
        for which in ("only_reps", "forbidden_reps"):
            names = each.fields.pop(f"_{which}", ())
            if names and not each.errors:
                each.fields[which] = [known for name in names if (known := staff.find(each, name)) is not None]
    ids = dict.fromkeys([*existing, *(str(each.fields.get("id")) for each in taken)])
    by_name = {fold(outlet.name): outlet.id for outlet in existing.values()}
    by_name |= {fold(each.fields["name"]): str(each.fields.get("id")) for each in taken if "name" in each.fields}
    for each in taken:
        tied(each, ids, by_name)
    neighbours = Neighbours()
    for outlet in existing.values():
        if outlet.lat is not None and outlet.lon is not None and not outlet.approximate:
            neighbours.add(reader.where_of(outlet), outlet.lat, outlet.lon)
    for each in taken:
        if "lat" in each.fields and not each.errors:
            neighbours.add(each.where, each.fields["lat"], each.fields["lon"])
    return _gathered(table, taken, existing, neighbours, staff, used, columns)


class _Reader:
    """Cells of a row to fields of a record."""

    def __init__(self, table: Table, columns: Mapping[str, str]) -> None:
        self.columns = columns
        self.index = {name: table.header.index(column) for name, column in columns.items()}
        used = set(self.index.values())
        self.rest = [
            (at, name) for at, name in enumerate(table.header) if at not in used and not name.startswith("(")
        ]

    def cell(self, row: Row, name: str) -> str:
        return field_text(row.cell(self.index.get(name)), name)

    def where_of(self, outlet: Outlet) -> Where:
        extra = outlet.model_extra or {}
        return where_of(outlet.address or "", str(extra.get("city", "")), str(extra.get("district", "")))

    def take(self, row: Row) -> _Taken:
        taken = _Taken(row)
        tell_unreadable(taken, self.index)
        fields = taken.fields
        for name in _TEXTS:
            if text := self.cell(row, name):
                fields[name] = text
        self._identity(taken)
        for name in ("city", "district", "province", "postcode"):
            if text := self.cell(row, name):
                fields[name] = text
        taken.where = where_of(fields.get("address", ""), fields.get("city", ""), fields.get("district", ""))
        self._words(taken)
        self._times(taken)
        self._place(taken)
        if terms := credit_of(taken, {name: self.cell(row, name) for name in COLUMNS}):
            fields["credit"] = terms
        serving(taken, lambda name: self.cell(row, name))
        for name in ("rep", "rep_code"):
            if text := self.cell(row, name):
                fields[f"_{name}"] = text
        for at, name in self.rest:
            if name not in Outlet.model_fields and (text := row.cell(at)):
                fields[name] = text
        return taken

    def _identity(self, taken: _Taken) -> None:
        given, name = self.cell(taken.row, "id"), taken.fields.get("name", "")
        if given:
            if len(given) > 64:
                taken.error("id", given, "id_too_long")
            taken.fields["id"] = given
        elif name:
            # the same name at the same address is the same outlet, whenever the file comes again
            text = f"{key(name)}|{key(taken.fields.get('address', ''))}"
            taken.fields["id"] = "N" + hashlib.sha256(text.encode()).hexdigest()[:8].upper()
        else:
            taken.error(None, None, "no_id_no_name")

    def _words(self, taken: _Taken) -> None:
        fields, row = taken.fields, taken.row
        if text := self.cell(row, "grade"):
            grade = meanings.grade_of(text)
            if grade is None:
                taken.error("grade", text, "unknown_grade")
            else:
                fields["grade"] = grade.value
        if text := self.cell(row, "tier"):
            tier = meanings.tier_of(text)
            if tier is None:
                taken.warn("tier", text, "unknown_tier")
            else:
                fields["tier"] = tier.value
        if text := self.cell(row, "channel"):
            if (named := meanings.tier_of(text)) is not None:
                fields.setdefault("tier", named.value)
            elif (channel := meanings.channel_of(text)) is not None:
                fields["channel"] = channel
            else:
                fields["channel"] = text
                taken.warn("channel", text, "unknown_channel")
        if text := self.cell(row, "status"):
            status = meanings.status_of(text)
            if status is None:
                taken.warn("status", text, "unknown_status")
            else:
                fields["status"] = status.value
        if text := self.cell(row, "key_account"):
            key_account = meanings.yes_or_no(text)
            if key_account is None:
                taken.warn("key_account", text, "not_yes_or_no")
            else:
                fields["key_account"] = key_account

    def _times(self, taken: _Taken) -> None:
        fields, row = taken.fields, taken.row
        if text := self.cell(row, "call_minutes"):
            try:
                minutes = number(text.rstrip("分钟minutes "))
            except ValueError:
                minutes = -1.0
            if 0 < minutes <= _MOST_MINUTES:
                fields["call_minutes"] = minutes
            else:
                taken.error("call_minutes", text, "not_minutes")
        text, days = self.cell(row, "rhythm"), self.cell(row, "visit_days")
        if text or days:
            rhythm = _rhythm(text, self.columns.get("rhythm", ""), days)
            if rhythm is None:
                taken.warn("rhythm", text or days, "unknown_rhythm")
            else:
                fields["rhythm"] = rhythm
        for column, name in (("opening_hours", "opening_hours"), ("windows", "receiving_hours")):
            if text := self.cell(row, column):
                fields[name] = text
                for told in told_of(text):
                    taken.warn(column, told.text, f"hours_{told.code}")
        if text := self.cell(row, "closed"):
            try:
                fields["closed"] = read_off(text)
            except NotationError:
                if meanings.yes_or_no(text) is not False:
                    taken.warn("closed", text, "unknown_days")

    def _place(self, taken: _Taken) -> None:
        row = taken.row
        try:
            pair = from_cells(self.cell(row, "lat"), self.cell(row, "lon"))
            if pair is not None:
                taken.pasted = Pasted(*pair)
            elif text := self.cell(row, "position"):
                taken.pasted = from_text(text, self.columns["position"])
                if taken.pasted is None:
                    taken.warn("position", text, "no_position_in_text")
        except PositionError as error:
            if error.code == "zero_position":
                taken.warn(error.field, error.value, error.code)
            else:
                taken.error(error.field, error.value, error.code)
        if taken.pasted is not None and taken.pasted.datum is None and (text := self.cell(row, "datum")):
            named = datum_named([text])
            if named in DATUMS:
                taken.pasted = Pasted(taken.pasted.lat, taken.pasted.lon, named)


@lru_cache(maxsize=8192)
def _rhythm(text: str, header: str, days: str) -> dict[str, Any] | None:
    return rhythm_of(text, header, days)


def _datum(table: Table, columns: Mapping[str, str], taken: list[_Taken], asked: str | None) -> Datum:
    """What positions are given in: as asked for, as headers or the sheet's name say, or where only one can be."""
    if asked in DATUMS:
        return asked
    headers = [columns[name] for name in ("lat", "lon", "position", "datum") if name in columns]
    named = datum_named([*headers, table.sheet or ""])
    if named in DATUMS:
        return named
    if {fold(name) for name in table.header} >= AMAP_EXPORT:
        return "gcj02"
    for each in taken:
        place = each.pasted
        if place is not None and place.datum is None and in_china(place.lat, place.lon):
            raise IntakeError("datum_wanted", path=str(table.path), row=each.row.number)
    return "wgs84"


def _position(taken: _Taken, datum: Datum) -> None:
    if taken.pasted is None:
        return
    lat, lon = to_wgs84(taken.pasted.lat, taken.pasted.lon, taken.pasted.datum or datum)
    exact = (lat, lon) == (taken.pasted.lat, taken.pasted.lon)
    taken.fields["lat"], taken.fields["lon"] = (lat, lon) if exact else (round(lat, _PLACES), round(lon, _PLACES))
    taken.fields["approximate"] = False


def _gathered(
    table: Table,
    taken: list[_Taken],
    existing: Mapping[str, Outlet],
    neighbours: Neighbours,
    staff: KnownReps,
    datum: Datum,
    columns: Mapping[str, str],
) -> Intake[Outlet]:
    """Rows to records: the first row of an id counts, another one that differs is rejected."""
    records: dict[str, Outlet] = {}
    seen: dict[str, tuple[int | str, dict[str, Any]]] = {}
    errors: list[Finding] = []
    warnings: list[Finding] = []
    added = updated = unchanged = rejected = 0
    twins = Twins(existing.values())
    for each in taken:
        outlet_id = each.fields.get("id")
        if not each.errors and outlet_id in seen:
            first, fields = seen[outlet_id]
            if fields == each.fields:
                unchanged += 1
                continue
            each.error("id", outlet_id, "id_twice", first=first)
        outlet = None if each.errors else _record(each, existing.get(str(outlet_id)), neighbours)
        if outlet is None:
            errors += each.errors
            rejected += 1
            continue
        seen[outlet.id] = (each.row.place, dict(each.fields))
        before = existing.get(outlet.id)
        same = before is not None and outlet == before
        for code, value, other in twins.of(outlet):
            if not same:
                each.warn("phone" if code == "same_phone" else "position", value, code, other=other)
        warnings += each.warnings
        if before is None:
            added += 1
        elif same:
            unchanged += 1
            continue
        else:
            updated += 1
        records[outlet.id] = outlet
    named = {rep for outlet in records.values() for rep in (outlet.rep, *outlet.only_reps, *outlet.forbidden_reps)}
    stubs = [rep for rep in staff.stubs.values() if rep.id in named]
    return Intake(
        read=len(taken), added=added, updated=updated, unchanged=unchanged, rejected=rejected,
        records=list(records.values()), reps=stubs, errors=errors, warnings=warnings,
        encoding=table.encoding, datum=datum, mapping=dict(columns),
    )  # fmt: skip


def _record(taken: _Taken, before: Outlet | None, neighbours: Neighbours) -> Outlet | None:
    """The record a row makes of what is on file; None, with errors noted, where it makes none."""
    fields = dict(taken.fields)
    if "lat" not in fields and (before is None or not before.located):
        place = neighbours.place(taken.where)
        if place is None:
            taken.warn("position", None, "not_placed")
        else:
            fields["lat"], fields["lon"], fields["approximate"] = place[1], place[2], True
            taken.warn("position", None, "placed", by=place[0])
    if "receiving_hours" in fields or ("opening_hours" in fields and before is not None and not before.opening_hours):
        fields["windows"] = []  # the hours of a week that stood for such words
    if before is not None:
        fields = laid_over(before.to_json(), fields)
    fields.setdefault("name", fields["id"])
    try:
        return Outlet.model_validate(fields)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            name = str(problem["loc"][0]) if problem["loc"] else None
            value = None if name is None else str(problem.get("input"))[:80]
            taken.error(name, value, "does_not_fit")
        return None
