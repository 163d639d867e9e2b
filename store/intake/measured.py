"""Amounts, spans and measures of a row in the unit of their cell, else of their header, else of their field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from store.notation.durations import read_minutes
from store.notation.errors import NotationError
from store.notation.measures import (
    LENGTH,
    MASS,
    MONEY,
    PERIOD,
    SPAN,
    VOLUME,
    Unit,
    size_of,
    unit_of_header,
    unit_of_money,
)
from store.notation.numbers import readings
from store.notation.periods import read_period
from store.notation.words import fold

if TYPE_CHECKING:
    from store.intake.figures import Figures
    from store.intake.gathering import Taken

OWN: Mapping[str, tuple[str, Decimal]] = {
    "kg": (MASS, Decimal(1)), "tonnes": (MASS, Decimal(1000)), "weight_t": (MASS, Decimal(1000)),
    "case_kg": (MASS, Decimal(1)), "any_kg": (MASS, Decimal(1)), "case_m3": (VOLUME, Decimal(1)),
    "any_m3": (VOLUME, Decimal(1)), "m3": (VOLUME, Decimal(1)), "km": (LENGTH, Decimal(1000)),
    "width_m": (LENGTH, Decimal(1)), "height_m": (LENGTH, Decimal(1)),
    "max_hours": (SPAN, Decimal(60)), "overtime": (SPAN, Decimal(1)),
}  # fmt: skip
"""Fields that hold a measure: its kind, and the unit of the field itself."""
_PRICES = frozenset(
    (
        "price",
        "case_price",
        "piece_price",
        "wholesale_price",
        "sub_wholesale_price",
        "consumer_price",
        "cost",
        "floor_price",
    )
)
"""What is per a unit: ``单价(公斤)`` names no unit of money, and none that is wrong."""
_PERIODS = {"1": "天", "7": "周", "30.4375": "月", "91.3125": "季", "365": "年"}
_WORDS = re.compile(r"[a-z]+3?|[^\W\d_a-z一二两三四五六七八九十半]+")
_CENT = Decimal("0.01")


def unit_above(taken: Taken, figures: Figures, name: str, kind: str) -> Unit | None:
    """The unit a field's header names; one the field cannot have is noted as the cell's error."""
    header = figures.cells.columns.get(name, "")
    try:
        return unit_of_header(header, kind)
    except NotationError as fault:
        if name.removeprefix("other_") not in _PRICES:
            text = figures.cells.cell(taken.row, name)
            taken.error(name, text, "unit_of_header", header=header, unit=fault.text)
        return None


def in_yuan(taken: Taken, figures: Figures, name: str, amount: Decimal, text: str) -> Decimal:
    """An amount read from a cell, by the unit above it where the cell names none."""
    above = unit_above(taken, figures, name, MONEY)
    if above is None or above.size == 1:
        return amount
    if (said := unit_of_money(text)) is not None:
        if said != above.size and above.word not in fold(text):
            _differ(taken, figures, name, above)
        return amount
    scaled = amount * above.size
    cents = scaled.quantize(_CENT)
    return cents if cents == scaled else scaled


def measure(taken: Taken, figures: Figures, name: str) -> Decimal | None:
    """A measure in the unit of its field; what is none, or is below zero, is told."""
    found = figures.number(taken, name)
    if found is None:
        return None
    (amount, word), (kind, own) = found, OWN[name]
    size = size_of(word, kind) if word else None
    if amount < 0 or (word and size is None):
        taken.error(name, figures.cells.cell(taken.row, name), "not_a_number")
        return None
    before = len(taken.errors)
    above = unit_above(taken, figures, name, kind)
    if len(taken.errors) > before:
        return None
    if size is None:
        size = own if above is None else above.size
    elif above is not None and above.size != size:
        _differ(taken, figures, name, above)
    return amount * size / own


def minutes(taken: Taken, figures: Figures, name: str, most: float) -> float | None:
    """How long something takes, in minutes from 0 to `most`; what is none of these is told."""
    text = figures.cells.cell(taken.row, name)
    if not text:
        return None
    before = len(taken.errors)
    above = unit_above(taken, figures, name, SPAN)
    if len(taken.errors) > before:
        return None
    try:
        found = read_minutes(text)
    except NotationError:
        found = -1.0
    if above is not None and readings(text):
        found = round(found * float(above.size), 6)
    elif above is not None and not _says(text, SPAN, above):
        _differ(taken, figures, name, above)
    if 0 <= found <= most:
        return found
    taken.error(name, text, "not_minutes")
    return None


def days(taken: Taken, figures: Figures, name: str) -> int | None:
    """A span in days, a bare number in the unit of the header. `NotationError`; a header's wrong unit is noted."""
    text = figures.cells.cell(taken.row, name)
    above = unit_above(taken, figures, name, PERIOD)
    if above is not None and not readings(text) and not _says(text, PERIOD, above):
        _differ(taken, figures, name, above)
    return read_period(text, _PERIODS[f"{above.size:f}"] if above is not None else "")


def _says(text: str, kind: str, unit: Unit) -> bool:
    """Whether a cell names that unit itself, by whatever word."""
    return any(size_of(word, kind) == unit.size for word in _WORDS.findall(fold(text)))


def _differ(taken: Taken, figures: Figures, name: str, unit: Unit) -> None:
    header = figures.cells.columns[name]
    taken.warn(name, figures.cells.cell(taken.row, name), "units_differ", header=header, unit=unit.word)
