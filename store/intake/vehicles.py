"""Vehicles out of a table: what each carries, in cases, kilograms and cubic metres."""

from __future__ import annotations

from collections.abc import Mapping

from store.intake.figures import Figures
from store.intake.gathering import Cells, Intake, Taken
from store.intake.kinds import kind_of
from store.intake.measured import OWN, measure
from store.intake.plain import price, size, spare, take_rows
from store.intake.questions import NO_ANSWERS, Answers
from store.intake.tables import Table
from store.intake.vocabularies import VEHICLE_COLUMNS
from store.notation.dates import read_spans
from store.notation.errors import NotationError
from store.notation.measures import MASS, unit_of_header
from store.notation.numbers import readings
from store.notation.words import key
from store.records import Vehicle

_LEAST_KG = 100
"""Below so many a bare number under 载重 may be meant in tonnes."""
_MOST_KG = 100_000
_MOST_M3 = 200
"""From so much on it is the wrong unit: no lorry on a road carries a hundred tonnes, or has such room."""


def take_vehicles(
    table: Table,
    *,
    existing: Mapping[str, Vehicle],
    mapping: Mapping[str, str] | None = None,
    answers: Answers = NO_ANSWERS,
) -> Intake[Vehicle]:
    """Vehicles of a table; one without a number of its own goes by its plate."""
    cells = Cells(table, VEHICLE_COLUMNS, mapping, ("id", "plate", "name"), answers)
    plates = {key(each.plate or each.id): each.id for each in existing.values()}

    def fill(taken: Taken, figures: Figures) -> None:
        plate = taken.fields.get("plate", "")
        if plate and "id" not in taken.fields:
            known = plates.setdefault(key(plate), plate)
            taken.fields["id"] = known
            if known != plate and key(known) == key(plate):
                taken.warn("plate", plate, "written_as", known=known)
                taken.fields["plate"] = known
        _vehicle(taken, figures)

    return take_rows(cells, Vehicle, existing, fill, "V")


def _vehicle(taken: Taken, figures: Figures) -> None:
    fields, row, cells = taken.fields, taken.row, figures.cells
    if text := cells.cell(row, "kind"):
        if (kind := kind_of(text)) is not None:
            fields["kind"] = kind.value
        else:
            taken.warn("kind", text, "unknown_vehicle_kind")
    capacity: dict[str, float | str] = {}
    if (room := size(taken, figures, "cases")) is not None:
        capacity["cases"] = room
    if (room := _room(taken, figures)) is not None:
        capacity["m3"] = room
    for name in ("tonnes", "kg"):
        if (weight := _weight(taken, figures, name)) is not None:
            capacity["kg"] = weight
    if (cash := price(taken, figures, "cash")) is not None:
        capacity["cash"] = str(cash[0])
    if capacity:
        fields["capacity"] = capacity
    if (weight := _weight(taken, figures, "weight_t")) is not None:
        fields["weight_t"] = weight / 1000
    for name in ("width_m", "height_m"):
        if (measure := size(taken, figures, name)) is not None:
            fields[name] = measure
    if text := cells.cell(row, "out_of_service"):
        try:
            fields["out_of_service"] = read_spans(text)
        except NotationError:
            taken.warn("out_of_service", text, "unknown_dates")
    for name, most in (("crew", 9), ("trips", 20)):
        if (count := size(taken, figures, name)) is None:
            continue
        if not 1 <= count <= most or count != int(count):
            taken.error(name, cells.cell(row, name), "not_a_number")
        else:
            fields[name] = int(count)
    spare(taken)


def _weight(taken: Taken, figures: Figures, name: str) -> float | None:
    """Kilograms, by the unit in the cell, else in the header, else of the field."""
    amount = measure(taken, figures, name)
    if amount is None:
        return None
    text, header = figures.cells.cell(taken.row, name), figures.cells.columns[name]
    bare = bool(readings(text)) and unit_of_header(header, MASS) is None
    kilograms = round(float(amount * OWN[name][1]), 3)
    if kilograms >= _MOST_KG or (bare and name == "kg" and 0 < kilograms < _LEAST_KG):
        taken.error(name, text, "kg_or_tonnes" if readings(text) else "too_heavy")
        return None
    return kilograms


def _room(taken: Taken, figures: Figures) -> float | None:
    """Cubic metres, by the unit in the cell, else in the header."""
    amount = measure(taken, figures, "m3")
    if amount is None:
        return None
    if amount >= _MOST_M3:
        taken.error("m3", figures.cells.cell(taken.row, "m3"), "litres_or_m3")
        return None
    return round(float(amount), 6)
