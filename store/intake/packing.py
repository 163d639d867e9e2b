"""The units of a product, out of the columns that speak of them and of its specification."""

from __future__ import annotations

import re
from typing import Any

from store.intake.figures import Figures
from store.intake.gathering import Cells, Taken
from store.intake.grids import Mark
from store.intake.plain import size
from store.notation.errors import NotationError
from store.notation.packs import Pack, read_pack
from store.notation.units import CASES, read_units, unit_said, unit_word
from store.notation.words import fold, is_chinese
from store.records import Product

_LIQUID = re.compile(r"\d\s*(?:ml|毫升|cl|l|升)(?![a-z])")
_SIGN = re.compile(r"[*×✕x=/:]|每|per|of")
_PACKED = re.compile(r"\d+\s*(?:入|个?装|'s|pk)")
"""What tells a pack from a number that may be anything: a size, a year, an age."""
_VAGUE = frozenset(("散", "零", "基本", "小单位", "基本单位", "最小单位", "大单位", "单位"))
"""What a price may be of that is no unit's name."""
Units = list[dict[str, Any]]


def units_of(taken: Taken, cells: Cells, before: Product | None) -> Units:
    """Units as the books have them, the smallest first; empty where the row says nothing of them.

    A unit that is on file under the same name keeps its weight and volume.
    """
    units = _written(taken, cells)
    if not units:
        units = _described(taken, cells, before)
    if not units and before is None and not taken.errors:
        taken.warn("unit", None, "unit_missing")
    known = {unit.name: unit for unit in before.units} if before is not None else {}
    for unit in units:
        old = known.get(unit["name"])
        for name in ("kg", "m3"):
            if name not in unit and old is not None and (value := getattr(old, name)) is not None:
                unit[name] = value
    return units


def weigh(taken: Taken, figures: Figures, units: Units) -> Units:
    """The units with what a case weighs and the room it takes; a weight of it is not said what is told."""
    cells, found = figures.cells, {}
    for name in ("kg", "m3"):
        for field in (f"case_{name}", f"any_{name}"):
            if not (text := cells.cell(taken.row, field)) or name in found:
                continue
            if not units or (len(units) > 1 and field == f"any_{name}"):
                taken.warn(field, text, "weight_of_what")
            elif (amount := size(taken, figures, field)) is not None:
                found[name] = amount
    if not found:
        return units
    largest = max(units, key=lambda unit: unit.get("factor", 1))
    return [unit | found if unit is largest else unit for unit in units]


def _written(taken: Taken, cells: Cells) -> Units:
    """What a column of units says as the app writes it, or as a pack of two or more units."""
    text = cells.cell(taken.row, "units")
    if not text:
        return []
    try:
        pack = read_pack(text)
    except NotationError:
        pack = None
    try:
        if pack is not None and pack.base and pack.case and pack.size > 1:
            units = _units(pack.base, pack, pack.case)
        else:
            units = read_units(text)
    except NotationError:
        taken.error("units", text, "bad_units")
        return []
    whole, beside = max(unit["factor"] for unit in units), _pack(taken, cells)
    if beside is not None and 1 < beside.size != whole > 1:
        taken.error("units", str(whole), "packs_disagree", spec=_said_of(taken, cells), pack=str(beside.size))
    return units


def _said_of(taken: Taken, cells: Cells) -> str:
    return cells.cell(taken.row, "case_size") or cells.cell(taken.row, "spec")


def _described(taken: Taken, cells: Cells, before: Product | None) -> Units:
    row = taken.row
    unit, case = cells.cell(row, "unit"), cells.cell(row, "case_unit")
    spec = cells.cell(row, "spec")
    pack = _pack(taken, cells)
    if (written := _in_unit(unit)) is not None:  # 箱(24瓶): the case, and what it holds
        if pack is not None and 1 < pack.size != written.size:
            taken.error("unit", unit, "packs_disagree", spec=_said_of(taken, cells), pack=str(pack.size))
        return _units(written.base, written, written.case)
    held = pack.size if pack else None
    if held is not None and held > 1:
        if not case and fold(unit) in CASES:
            unit, case = "", unit
        if pack is not None and fold(unit) == fold(case):
            unit = pack.base
        base = unit or (pack.base if pack else "") or _made(taken, cells, "base", spec)
        whole = _units(base, pack, case or (pack.case if pack else "") or _made(taken, cells, "case", spec))
        return _with_middle(taken, cells, whole)
    if not unit and not case:
        return []
    named = [each for each in dict.fromkeys((unit, case)) if each]
    if before is not None and {each.name for each in before.units} >= set(named):
        return []
    if len(named) == 2 and held is None:
        taken.warn("case_unit", case, "case_without_size")
        return [{"name": unit, "factor": 1}]
    return [{"name": named[0], "factor": 1}]


def _in_unit(unit: str) -> Pack | None:
    """A pack written as a unit, that names both its units."""
    try:
        pack = read_pack(unit) if re.search(r"\d", unit) else None
    except NotationError:
        return None
    return pack if pack is not None and pack.base and pack.case and pack.size > 1 else None


def _with_middle(taken: Taken, cells: Cells, units: Units) -> Units:
    """The unit between, where columns of their own name it and how many of the smallest it holds."""
    name, held = cells.cell(taken.row, "middle_unit"), cells.cell(taken.row, "middle_size")
    if not name or any(fold(unit["name"]) == fold(name) for unit in units):
        return units
    try:
        pack = read_pack(held) if held else None
    except NotationError:
        pack = None
    case = units[-1]["factor"]
    if pack is None or not 1 < pack.size < case or case % pack.size:
        taken.warn("middle_unit", f"{name} {held}".strip(), "middle_left_out", case=str(case))
        return units
    return [units[0], {"name": name, "factor": pack.size}, *units[1:]]


def _units(base: str, pack: Pack | None, case: str) -> Units:
    units: Units = [{"name": base, "factor": 1}]
    if pack is not None:
        units += [{"name": name, "factor": factor} for name, factor in pack.between if name not in (base, case)]
        units.append({"name": case, "factor": pack.size})
    return units


def _pack(taken: Taken, cells: Cells) -> Pack | None:
    """What a case holds: what its own column says, which the specification must not contradict."""
    row = taken.row
    said, spec = cells.cell(row, "case_size"), cells.cell(row, "spec")
    if cells.mark(row, "spec") is Mark.DATE:
        spec = ""
    told: Pack | None = None
    if said:
        try:
            told = read_pack(said)
        except NotationError:
            told = None
        if told is None:
            taken.error("case_size", said, "bad_pack")
            return None
    try:
        described = read_pack(spec) if re.search(r"\d", spec) else None
    except NotationError:
        described = None
        if not said and not cells.cell(row, "units"):
            taken.warn("spec", spec, "spec_not_read")
    if described is not None and not said and not _of_packing(described, fold(spec)):
        described = None
        if not cells.cell(row, "units"):
            taken.warn("spec", spec, "spec_not_read")
    if told is not None and described is not None and told.size != described.size:
        taken.error("case_size", said, "packs_disagree", spec=spec, pack=str(described.size))
    if told is None or described is None:
        return told or described
    return Pack(
        told.size, told.base or described.base, told.case or described.case, told.between or described.between
    )


def _of_packing(pack: Pack, spec: str) -> bool:
    """Whether a specification says what a case holds; a number alone may be anything: a size, a year, an age."""
    return bool(_SIGN.search(spec) or _PACKED.search(spec) or unit_word(pack.base))


def _priced(taken: Taken, cells: Cells, what: str) -> str:
    """The unit that a price is of: ``瓶`` of 瓶价, ``箱`` of 箱价, what 单价单位 says."""
    column = cells.columns.get("case_price" if what == "case" else "piece_price", "")
    for word in (cells.cell(taken.row, "price_unit"), unit_said(column) or ""):
        if word and is_chinese(word) and (fold(word) in CASES) == (what == "case") and fold(word) not in _VAGUE:
            return word
    return ""


def _made(taken: Taken, cells: Cells, what: str, spec: str) -> str:
    """A name for a unit that no column of units names: the one its price is of, else one that is made and told."""
    if named := _priced(taken, cells, what):
        return named
    chinese = is_chinese("".join(cells.table.header))
    if what == "case":
        name = "箱" if chinese else "case"
    elif _LIQUID.search(fold(spec + taken.fields.get("name", ""))):
        name = "瓶" if chinese else "bottle"
    else:
        name = "个" if chinese else "piece"
    taken.warn("case_unit" if what == "case" else "unit", None, "unit_named", name=name)
    return name
