"""Beats out of a table: a row for each outlet, or a column for each beat (周一线 … 周六线)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from store.intake.gathering import Cells, Intake, Taken, gathered
from store.intake.known import KnownOutlets, KnownReps
from store.intake.tables import Table
from store.intake.vocabularies import BEAT_COLUMNS
from store.notation.days import weekdays_of
from store.notation.quantities import count_of
from store.notation.words import fold, key
from store.records import Beat, Outlet, Rep

_EVERY_OTHER = frozenset({"单周", "双周", "隔周", "两周", "2周", "biweekly", "every other week", "odd", "even"})


def take_beats(
    table: Table,
    *,
    existing: Mapping[str, Beat],
    outlets: Mapping[str, Outlet],
    reps: Mapping[str, Rep],
    mapping: Mapping[str, str] | None = None,
) -> Intake[Beat]:
    """Beats of a table against those on file; a beat named in it holds afterwards what the table says, in its order.

    Raises `IntakeError` ``column_wanted``, ``unknown_field``, ``unknown_column``.
    """
    known, staff = KnownOutlets(outlets), KnownReps(reps)
    wide = {} if mapping else _wide(table)
    if wide:
        cells = Cells(table, BEAT_COLUMNS, {"name": next(iter(wide))}, ("name",))
        groups = _of_columns(table, wide, known)
    else:
        cells = Cells(table, BEAT_COLUMNS, mapping, ("name", "id", "day"))
        groups = _of_rows(cells, table, known, staff)
    for group in groups.values():
        _named(group[0], existing)
        group[0].fields["outlets"] = list(
            dict.fromkeys(each.fields["_outlet"] for each in group if each.fields.get("_outlet"))
        )
    for each in (each for group in groups.values() for each in group):
        each.fields.pop("_outlet", None)
    intake = gathered(
        cells, groups.values(), Beat, lambda ids: {each: existing[each] for each in ids if each in existing}
    )
    named = {beat.rep for beat in intake.records}
    intake.reps.extend(rep for rep in staff.stubs.values() if rep.id in named)
    return intake


def _wide(table: Table) -> dict[str, int]:
    """Columns that are beats: most of the header names a weekday and none is known by another name."""
    beats = {name: at for at, name in enumerate(table.header) if weekdays_of(name) and "拜访" not in name}
    others = BEAT_COLUMNS.count(name for name in table.header if name not in beats)
    return beats if len(beats) >= 2 and not others else {}


def _of_columns(table: Table, wide: Mapping[str, int], known: KnownOutlets) -> dict[str, list[Taken]]:
    groups: dict[str, list[Taken]] = {}
    for row in table.rows:
        for name, at in wide.items():
            text = row.cells[at] if at < len(row.cells) else ""
            if not text:
                continue
            taken = Taken(row, {"name": name, "days": [day.value for day in weekdays_of(name)]})
            taken.fields["_outlet"] = known.find(taken, "", text)
            groups.setdefault(name, []).append(taken)
    return groups


def _of_rows(cells: Cells, table: Table, known: KnownOutlets, staff: KnownReps) -> dict[str, list[Taken]]:
    groups: dict[str, list[tuple[float, Taken]]] = {}
    for row in table.rows:
        taken = Taken(row)
        code, name, day = (cells.cell(row, field) for field in ("id", "name", "day"))
        rep = staff.find(taken, cells.cell(row, "rep"))
        if code:
            taken.fields["id"] = code
        if not (code or name or day):
            taken.error("name", None, "beat_missing")
        taken.fields["name"] = name or day or code
        days = weekdays_of(day) or weekdays_of(name)
        if day and not weekdays_of(day):
            taken.warn("day", day, "unknown_days")
        if days:
            taken.fields["days"] = [each.value for each in days]
        if fold(cells.cell(row, "weeks")) in _EVERY_OTHER or any(word in name for word in ("单周", "双周")):
            taken.fields["weeks"] = 2
        if rep:
            taken.fields["rep"] = rep
        if notes := cells.cell(row, "notes"):
            taken.fields["notes"] = notes
        taken.fields["_outlet"] = known.find(
            taken, *(cells.cell(row, f) for f in ("outlet", "outlet_name", "outlet_phone"))
        )
        place = count_of(cells.cell(row, "position"))
        identity = code or f"{rep or ''}|{key(taken.fields['name'])}"
        groups.setdefault(identity, []).append((place[0] if place else row.number, taken))
    return {name: [taken for _, taken in sorted(group, key=lambda item: item[0])] for name, group in groups.items()}


def _named(taken: Taken, existing: Mapping[str, Beat]) -> None:
    """An id for a beat without one: that of the same name and rep on file, else one made of the two."""
    if "id" in taken.fields:
        return
    name, rep = taken.fields["name"], taken.fields.get("rep")
    for beat in existing.values():
        if key(beat.name) == key(name) and (rep is None or beat.rep == rep):
            taken.fields["id"] = beat.id
            return
    taken.fields["id"] = "B" + hashlib.sha256(f"{rep or ''}|{key(name)}".encode()).hexdigest()[:8].upper()
