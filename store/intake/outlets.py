"""Outlets out of a table: every row added, updated, left as it is, or rejected with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from store.intake.columns import OUTLET_COLUMNS
from store.intake.exchanged import exchanged
from store.intake.findings import Finding, IntakeError
from store.intake.gathering import Cells, Intake, fitted, laid_over
from store.intake.known import Codes, KnownReps, Namesakes
from store.intake.locating import Placed, datum_of, set_position, settle_order
from store.intake.outlet_rows import OutletRows
from store.intake.placing import FarApartError, Neighbours, Where, where_of
from store.intake.questions import NO_ANSWERS, Answers
from store.intake.serving import TIES, tied
from store.intake.tables import Table
from store.intake.twins import Twins
from store.notation.datum import Datum, Point
from store.notation.words import fold
from store.records import Outlet, Rep


def take_outlets(
    table: Table,
    *,
    existing: Mapping[str, Outlet],
    reps: Mapping[str, Rep],
    mapping: Mapping[str, str] | None = None,
    datum: str | None = None,
    answers: Answers = NO_ANSWERS,
    depots: Iterable[Point] = (),
) -> Intake[Outlet]:
    """Outlets of a table against those on file. Nothing is written.

    `mapping` names columns for fields where the headers do not tell, `datum` what positions are given in,
    `answers` settle cells with two readings. `depots` are places (WGS-84) that outlets lie around.
    Raises `IntakeError`: ``no_known_column``, ``unknown_field``, ``unknown_column``, ``datum_wanted`` (there
    are positions in China and nothing says in which of the three datums).
    """
    columns = OUTLET_COLUMNS.map(table.header, mapping)
    if not columns.keys() & {"id", "name"}:
        raise IntakeError("no_known_column", path=str(table.path), known=", ".join(table.header))
    cells = Cells(table, OUTLET_COLUMNS, mapping, ("id", "name"), answers)
    reader = OutletRows(cells)
    taken = [reader.take(row) for row in table.rows]
    located = {
        outlet.id: (outlet.lat, outlet.lon)
        for outlet in existing.values()
        if outlet.lat is not None and outlet.lon is not None and not outlet.approximate
    }
    settle_order(taken, columns.get("position", ""), answers, [*located.values(), *depots])
    used = datum_of(table, columns, taken, datum)
    _identified(taken, existing)
    staff = KnownReps(reps)
    for each in taken:
        set_position(each, used)
        _staffed(each, staff, cells)
    if columns.keys() & {*TIES, "supplier"}:
        _tie(taken, existing)
    neighbours = Neighbours()
    for outlet_id, place in located.items():
        neighbours.add(_where_of(existing[outlet_id]), *place)
    for each in taken:
        if "lat" in each.fields and not each.errors:
            neighbours.add(each.where, each.fields["lat"], each.fields["lon"])
    return _gathered(cells, taken, existing, neighbours, staff, used)


def _tie(taken: Sequence[Placed], existing: Mapping[str, Outlet]) -> None:
    """Finds the outlets, on file or in the file, that rows name for their ties."""
    ids = dict.fromkeys([*existing, *(str(each.fields.get("id")) for each in taken)])
    names = {outlet.id: outlet.name for outlet in existing.values()}
    names |= {str(each.fields.get("id")): each.fields["name"] for each in taken if "name" in each.fields}
    by_name: dict[str, str] = {}
    several: set[str] = set()
    for outlet_id, name in names.items():
        if by_name.setdefault(fold(name), outlet_id) != outlet_id:
            several.add(fold(name))
    for each in taken:
        tied(each, ids, by_name)
        _supplied(each, ids, by_name, several)


def _supplied(taken: Placed, ids: Mapping[str, object], by_name: Mapping[str, str], several: Collection[str]) -> None:
    """Finds the outlet a row names as its supplier; one that nobody knows, or that may be several, is told."""
    named = taken.fields.pop("supplier", None)
    if named is None:
        return
    found = named if named in ids else by_name.get(fold(named))
    if found is None:
        taken.warn("supplier", named, "unknown_supplier")
    elif named not in ids and fold(named) in several:
        taken.warn("supplier", named, "supplier_ambiguous")
    else:
        taken.fields["supplier"] = found


def _where_of(outlet: Outlet) -> Where:
    extra = outlet.model_extra or {}
    return where_of(outlet.address or "", str(extra.get("city", "")), str(extra.get("district", "")))


def _identified(taken: Iterable[Placed], existing: Mapping[str, Outlet]) -> None:
    """Gives rows the ids of the outlets on file that they mean, however their codes are written."""
    codes, new = Codes(existing), Codes(())
    namesakes: Namesakes | None = None
    for each in taken:
        code = str(each.fields.get("id", ""))
        if each.errors or not code:
            continue
        if not each.coded:
            if code not in existing:
                namesakes = namesakes or Namesakes(existing.values())
                code = namesakes.find(each, each.fields.get("name", ""), each.fields.get("address", "")) or code
        elif (known := codes.find(each, "id", code)) is not None:
            code = known
        elif not each.errors:
            alike = new.alike(code)
            if alike and code not in alike:
                each.warn("id", code, "id_alike", other=next(iter(alike)))
                code = next(iter(alike))
            new.add(code)
        each.fields["id"] = code


def _staffed(taken: Placed, staff: KnownReps, cells: Cells) -> None:
    """Finds the reps that a row names."""
    name, code = taken.fields.pop("_rep", ""), taken.fields.pop("_rep_code", "")
    if not taken.errors and (rep := staff.find(taken, name, code) or staff.of_sheet(taken, cells)):
        taken.fields["rep"] = rep
    for which in ("only_reps", "forbidden_reps"):
        names = taken.fields.pop(f"_{which}", ())
        if names and not taken.errors:
            found = [known for each in names if (known := staff.find(taken, each)) is not None]
            if found:  # what is told as unsure leaves what is on file
                taken.fields[which] = found


def _gathered(
    cells: Cells,
    taken: list[Placed],
    existing: Mapping[str, Outlet],
    neighbours: Neighbours,
    staff: KnownReps,
    datum: Datum,
) -> Intake[Outlet]:
    """Rows to records: the first row of an id counts, another one that differs is rejected."""
    records: dict[str, Outlet] = {}
    seen: dict[str, tuple[int | str, dict[str, Any]]] = {}
    errors: list[Finding] = []
    warnings: list[Finding] = []
    rows: dict[str, int | str] = {}
    added = updated = unchanged = rejected = 0
    placed: dict[str, Placed] = {}
    supplied: dict[str, Placed] = {}
    twins = Twins(existing.values())
    for each in taken:
        outlet_id = each.fields.get("id")
        if not each.errors and outlet_id in seen:
            first, fields = seen[outlet_id]
            if fields == each.fields:
                warnings += each.warnings
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
        if outlet.id in outlet.suppliers:
            each.warn("supplier", outlet.supplier, "supplies_itself")
        if not same:  # as it is on file, the twins know it already
            for code, value, other in twins.of(outlet):
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
        rows[outlet.id] = each.row.place
        placed[outlet.id] = each
        if outlet.suppliers:
            supplied[outlet.id] = each
    for outlet_id in exchanged(records.values()):
        at = placed[outlet_id]
        told = len(at.warnings)
        at.warn("position", f"{records[outlet_id].lat}, {records[outlet_id].lon}", "maybe_exchanged")
        warnings += at.warnings[told:]
    known = {**existing, **records}
    for outlet_id, each in supplied.items():
        if len(circle := _circle(outlet_id, known)) > 1:
            told = len(each.warnings)
            each.warn("supplier", known[outlet_id].supplier, "supply_circle", path=" → ".join([*circle, outlet_id]))
            warnings += each.warnings[told:]
    named = {rep for outlet in records.values() for rep in (outlet.rep, *outlet.only_reps, *outlet.forbidden_reps)}
    stubs = [rep for rep in staff.stubs.values() if rep.id in named]
    return Intake(
        read=len(taken), added=added, updated=updated, unchanged=unchanged, rejected=rejected,
        records=list(records.values()), reps=stubs, errors=errors, warnings=warnings,
        encoding=cells.table.encoding, datum=datum, mapping=dict(cells.columns), rows=rows,
        unused=cells.unused(Outlet.model_fields),
    )  # fmt: skip


def _circle(outlet: str, known: Mapping[str, Outlet]) -> list[str]:
    """The shortest way by which an outlet would supply itself, from it upwards; empty where there is none."""
    came: dict[str, str] = {}
    ahead = [outlet]
    for each in ahead:
        for above in filter(None, known[each].suppliers if each in known else ()):
            if above == outlet:
                path = [each]
                while path[-1] != outlet:
                    path.append(came[path[-1]])
                return path[::-1]
            if above not in came:
                came[above] = each
                ahead.append(above)
    return []


def _record(taken: Placed, before: Outlet | None, neighbours: Neighbours) -> Outlet | None:
    """The record a row makes of what is on file; None, with errors noted, where it makes none."""
    fields = dict(taken.fields)
    if "lat" not in fields and (before is None or not before.located):
        try:
            place = neighbours.place(taken.where)
        except FarApartError as apart:
            place = None
            taken.warn("position", None, "neighbours_apart", by=apart.by, km=apart.km)
        else:
            if place is None:
                taken.warn("position", None, "not_placed")
        if place is not None:
            fields["lat"], fields["lon"], fields["approximate"] = place[1], place[2], True
            taken.warn("position", None, "placed", by=place[0])
    if before is not None:
        words = taken.fields.keys() & {"opening_hours", "receiving_hours"}
        fields = laid_over(before.to_json(), fields)
        if words and (words != {"opening_hours"} or not before.opening_hours):
            fields["windows"] = []  # the hours of a week that once stood for such words
    fields.setdefault("name", fields["id"])
    return fitted(taken, Outlet, fields)
