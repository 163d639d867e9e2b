"""Reps, vehicles and products out of a table: one row, one record."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from store.intake.columns import Vocabulary
from store.intake.gathering import Cells, Intake, R, Taken, gathered
from store.intake.kinds import KINDS
from store.intake.meanings import yes_or_no
from store.intake.serving import skills_of
from store.intake.tables import Table
from store.intake.vocabularies import PRODUCT_COLUMNS, REP_COLUMNS, VEHICLE_COLUMNS
from store.notation.dates import read_spans
from store.notation.days import weekdays_of
from store.notation.errors import NotationError
from store.notation.hours import read_shifts
from store.notation.money import amount_of
from store.notation.pauses import read_pauses
from store.notation.periods import days_of
from store.notation.quantities import count_of
from store.notation.words import fold, key
from store.records import Depot, Product, Rep, Role, Tier, Vehicle, Weekday

_ROLES = {
    word: role
    for role, words in {
        Role.PRESALES: "presales 访销 预售 预售员 访销员 业务员 业务代表 销售代表 客户经理 业代 salesman salesrep sales",
        Role.DELIVERY: "delivery 配送 配送员 送货员 司机 送货司机 驾驶员 driver",
        Role.BOTH: "both 车销 车销员 车销业务员 访送一体 vansales",
        Role.SUPERVISOR: "supervisor 主管 业务主管 销售主管 经理 销售经理 manager",
    }.items()
    for word in words.split()
}
_LEFT = frozenset({"离职", "停用", "已离职", "inactive", "left", "disabled"})
_STAYS = frozenset({"在职", "启用", "正常", "active", "enabled"})
_CLOCK = re.compile(r"^(\d{1,2})(?:[:：点时](\d{2})?)?分?(?::\d{2})?$")
_PACK = re.compile(r"[*×x](\d{1,4})\s*(?:瓶|罐|包|袋|盒|支|听|个|pcs)?\s*(?:/\s*([箱件提盒]))?$")

Fill = Callable[[Taken, Cells], None]


def take_reps(
    table: Table,
    *,
    existing: Mapping[str, Rep],
    depots: Mapping[str, Depot],
    mapping: Mapping[str, str] | None = None,
) -> Intake[Rep]:
    """Reps of a table; one that outlets have only named so far is filled in under the id it was given."""
    by_name = {fold(rep.name): rep for rep in existing.values()}
    places = {fold(name): depot.id for depot in depots.values() for name in (depot.name, depot.id)}

    def fill(taken: Taken, cells: Cells) -> None:
        given, name = cells.cell(taken.row, "id"), taken.fields.get("name", "")
        namesake = by_name.get(fold(name))
        if namesake is not None and (not given or (namesake.stub and given not in existing)):
            taken.fields["id"] = namesake.id
            if given and given != namesake.id:
                taken.fields["code"] = given
                taken.warn("id", given, "known_as", known=namesake.id)
        taken.fields["stub"] = False
        _rep(taken, cells, places)

    return _take(table, REP_COLUMNS, Rep, existing, mapping, fill, "R")


def take_vehicles(
    table: Table, *, existing: Mapping[str, Vehicle], mapping: Mapping[str, str] | None = None
) -> Intake[Vehicle]:
    """Vehicles of a table; one without a number of its own goes by its plate."""
    return _take(table, VEHICLE_COLUMNS, Vehicle, existing, mapping, _vehicle, "V", wanted=("id", "plate", "name"))


def take_products(
    table: Table, *, existing: Mapping[str, Product], mapping: Mapping[str, str] | None = None
) -> Intake[Product]:
    """Products of a table; one without a code goes by its barcode."""
    return _take(table, PRODUCT_COLUMNS, Product, existing, mapping, _product, "P")


def _take(
    table: Table,
    vocabulary: Vocabulary,
    model: type[R],
    existing: Mapping[str, R],
    mapping: Mapping[str, str] | None,
    fill: Fill,
    letter: str,
    wanted: tuple[str, ...] = ("id", "name"),
) -> Intake[R]:
    cells = Cells(table, vocabulary, mapping, wanted)
    groups = []
    for row in table.rows:
        taken = Taken(row)
        for name in ("name", "phone", "notes", "plate", "brand", "category", "barcode", "supplier"):
            if text := cells.cell(row, name):
                taken.fields[name] = text
        fill(taken, cells)
        _identified(taken, cells.cell(row, "id"), letter)
        taken.fields |= cells.rest(row, model.model_fields)
        groups.append([taken])
    return gathered(cells, groups, model, lambda ids: {each: existing[each] for each in ids if each in existing})


def _identified(taken: Taken, given: str, letter: str) -> None:
    fields = taken.fields
    if "id" not in fields:
        name = fields.get("name", "")
        made = letter + hashlib.sha256(key(name).encode()).hexdigest()[:8].upper() if name else ""
        fields["id"] = given or fields.get("plate") or fields.get("barcode") or made
    if not fields["id"]:
        taken.error(None, None, "no_id_no_name")
    elif len(fields["id"]) > 64:
        taken.error("id", fields["id"], "id_too_long")


def _rep(taken: Taken, cells: Cells, places: Mapping[str, str]) -> None:
    fields, row = taken.fields, taken.row
    fields.setdefault("name", cells.cell(row, "id"))
    if text := cells.cell(row, "role"):
        _word(taken, "role", text, _ROLES)
    if text := cells.cell(row, "vehicle"):
        fields["vehicle"] = text
    _working_days(taken, cells)
    _shift(taken, cells)
    if text := cells.cell(row, "skills"):
        fields["skills"] = skills_of(text)
    if text := cells.cell(row, "depot"):
        depot = places.get(fold(text))
        if depot is None:
            taken.warn("depot", text, "unknown_depot")
        else:
            fields["start"] = fields["end"] = {"depot": depot}
    _limits(taken, cells)
    _off_work(taken, cells)
    if text := cells.cell(row, "active"):
        if fold(text) in _LEFT or yes_or_no(text) is False:
            fields["active"] = False
        elif fold(text) in _STAYS or yes_or_no(text):
            fields["active"] = True
        else:
            taken.warn("active", text, "not_yes_or_no")


def _limits(taken: Taken, cells: Cells) -> None:
    """The most a rep may do in a day: stops, hours, kilometres, cash; and overtime."""
    limits: dict[str, Any] = {}
    for column, name, factor in (("stops", "stops", 1), ("max_hours", "work_minutes", 60), ("km", "km", 1)):
        if (amount := _amount(taken, cells, column)) is not None:
            if name == "stops" and amount != int(amount):
                taken.error(column, cells.cell(taken.row, column), "not_a_number")
            else:
                limits[name] = int(amount) if name == "stops" else amount * factor
    if text := cells.cell(taken.row, "cash"):
        cash = amount_of(text)
        if cash is None or cash.startswith("-"):
            taken.error("cash", text, "not_an_amount")
        else:
            limits["cash"] = cash
    if limits:
        taken.fields["limits"] = limits
    if (overtime := _amount(taken, cells, "overtime")) is not None:
        taken.fields["overtime_minutes"] = overtime


def _off_work(taken: Taken, cells: Cells) -> None:
    """Breaks and leave."""
    for name, read, code in (("pauses", read_pauses, "unknown_breaks"), ("leave", read_spans, "unknown_dates")):
        if text := cells.cell(taken.row, name):
            try:
                taken.fields[name] = read(text)
            except NotationError:
                taken.warn(name, text, code)


def _amount(taken: Taken, cells: Cells, name: str) -> float | None:
    """A number that is not less than nothing; one that is none is told."""
    if not (text := cells.cell(taken.row, name)):
        return None
    found = count_of(text)
    if found is None or found[0] < 0:
        taken.error(name, text, "not_a_number")
        return None
    return found[0]


def _working_days(taken: Taken, cells: Cells) -> None:
    text, off = cells.cell(taken.row, "working_days"), cells.cell(taken.row, "days_off")
    days, free = weekdays_of(text), weekdays_of(off)
    for name, cell, found in (("working_days", text, days), ("days_off", off, free)):
        if cell and not found:
            taken.warn(name, cell, "unknown_days")
    if days:
        taken.fields["working_days"] = [day.value for day in days]
    elif free:
        taken.fields["working_days"] = [day.value for day in Weekday if day not in free]


def _shift(taken: Taken, cells: Cells) -> None:
    row = taken.row
    if text := cells.cell(row, "shift"):
        try:
            taken.fields["shifts"] = read_shifts(text)
        except NotationError:
            taken.warn("shift", text, "unknown_hours")
        return
    times = {}
    for name in ("start", "end"):
        if text := cells.cell(row, name):
            match = _CLOCK.match(fold(text.rpartition(" ")[2]))
            if match is None or int(match[1]) > 24:
                taken.error(name, text, "not_a_time")
            else:
                times[name] = f"{int(match[1]):02d}:{match[2] or '00'}"
    if times:
        taken.fields["shifts"] = [times]


def _vehicle(taken: Taken, cells: Cells) -> None:
    fields, row = taken.fields, taken.row
    if text := cells.cell(row, "kind"):
        _word(taken, "kind", text, KINDS)
    capacity: dict[str, float] = {}
    for name, dimension, factor in (("cases", "cases", 1), ("tonnes", "kg", 1000), ("kg", "kg", 1), ("m3", "m3", 1)):
        if text := cells.cell(row, name):
            found = count_of(text)
            if found is None or found[0] < 0:
                taken.error(name, text, "not_a_number")
            else:
                in_tonnes = name == "kg" and found[1] in ("吨", "t")
                capacity[dimension] = found[0] * (1000 if in_tonnes else factor)
    if (cash := _amount(taken, cells, "cash")) is not None:
        capacity["cash"] = cash
    if capacity:
        fields["capacity"] = capacity
    for name in ("width_m", "height_m", "weight_t"):
        if (size := _amount(taken, cells, name)) is not None:
            fields[name] = size
    if text := cells.cell(row, "out_of_service"):
        try:
            fields["out_of_service"] = read_spans(text)
        except NotationError:
            taken.warn("out_of_service", text, "unknown_dates")
    if text := cells.cell(row, "crew"):
        found = count_of(text)
        if found is None or not 1 <= found[0] <= 9:
            taken.error("crew", text, "not_a_number")
        else:
            fields["crew"] = int(found[0])
    if text := cells.cell(row, "trips"):
        found = count_of(text)
        if found is None or not 1 <= found[0] <= 20:
            taken.error("trips", text, "not_a_number")
        else:
            fields["trips"] = int(found[0])


def _product(taken: Taken, cells: Cells) -> None:
    fields, row = taken.fields, taken.row
    fields.setdefault("name", cells.cell(row, "id") or fields.get("barcode", ""))
    _units(taken, cells)
    prices: dict[str, Any] = {}
    for name, tier in (
        ("price", Tier.RETAILER),
        ("wholesale_price", Tier.WHOLESALER),
        ("sub_wholesale_price", Tier.SUB_WHOLESALER),
        ("floor_price", None),
    ):
        if text := cells.cell(row, name):
            amount = amount_of(text)
            if amount is None or amount.startswith("-"):
                taken.error(name, text, "not_an_amount")
            elif tier is None:
                fields["floor_price"] = amount
            else:
                prices[tier.value] = amount
    if prices:
        fields["prices"] = prices
    if text := cells.cell(row, "shelf_life"):
        days = days_of(text)
        if days is None:
            taken.warn("shelf_life", text, "not_days")
        else:
            fields["shelf_life_days"] = days
    if text := cells.cell(row, "own"):
        own = yes_or_no(text)
        if own is None:
            taken.warn("own", text, "not_yes_or_no")
        else:
            fields["own"] = own


def _units(taken: Taken, cells: Cells) -> None:
    """The smallest unit and the case: from a column of their own, else from a specification like ``500ml*24``."""
    row = taken.row
    unit, case, text = (cells.cell(row, name) for name in ("unit", "case_unit", "case_size"))
    spec = cells.cell(row, "spec")
    factor: float | None = None
    if text:
        found = count_of(text)
        if found is None or found[0] < 1 or found[0] != int(found[0]):
            taken.error("case_size", text, "not_a_number")
        else:
            factor = found[0]
    elif match := _PACK.search(fold(spec)):
        factor, case = int(match[1]), case or match[2] or ""
    if spec:
        taken.fields["spec"] = spec
    units = [{"name": unit, "factor": 1}] if unit else []
    if factor is not None and factor > 1:
        units = units or [{"name": "瓶" if "ml" in fold(spec) else "个", "factor": 1}]
        units.append({"name": case or "箱", "factor": int(factor)})
    if units:
        taken.fields["units"] = units


def _word(taken: Taken, name: str, text: str, words: Mapping[str, Any]) -> None:
    found = words.get(key(text))
    if found is None:
        taken.warn(name, text, f"unknown_{name}")
    else:
        taken.fields[name] = found.value
