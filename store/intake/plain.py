"""Tables in which one row is one record, and of these the reps."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from store.intake.figures import Figures
from store.intake.gathering import Cells, Intake, R, Taken, gathered
from store.intake.grids import Mark
from store.intake.known import Codes
from store.intake.meanings import yes_or_no
from store.intake.measured import OWN, measure
from store.intake.questions import NO_ANSWERS, Answers
from store.intake.serving import skills_of
from store.intake.tables import Table
from store.intake.vocabularies import REP_COLUMNS
from store.notation.clock import clock_of_cell, clock_readings, clock_text, read_clock
from store.notation.dates import read_spans
from store.notation.days import days_of
from store.notation.errors import NotationError
from store.notation.hours import read_shifts
from store.notation.pauses import read_pauses
from store.notation.words import fold, key
from store.records import Depot, Rep, Role, Shift, Vehicle, Weekday

_ROLES = {
    word: role
    for role, words in {
        Role.PRESALES: "presales 访销 预售 预售员 访销员 业务员 业务代表 销售代表 客户经理 业代 salesman salesrep sales",
        Role.DELIVERY: "delivery 送货 配送 配送员 送货员 司机 送货司机 配送司机 驾驶员 driver deliverydriver",
        Role.BOTH: "both 车销 车销员 车销业务员 访送一体 访销兼送货 访销兼配送 vansales presalesanddelivery",
        Role.SUPERVISOR: "supervisor 主管 业务主管 销售主管 经理 销售经理 manager",
    }.items()
    for word in words.split()
}
_LEFT = frozenset({"离职", "停用", "已离职", "inactive", "left", "disabled"})
_STAYS = frozenset({"在职", "启用", "正常", "active", "enabled"})
_SPAN = re.compile(r"[-~～—–－至到]")
_DAY = 24 * 3600
_LONGEST_SHIFT = 16 * 3600
_USUAL = Shift()
_COUNTED = {
    "stops": frozenset(
        ("", "家", "户", "店", "个", "站", "点", "家店", "家/天", "stops", "visits", "calls", "outlets", "shops")
    ),
    "cases": frozenset(("", "箱", "件", "cases", "case", "cartons", "ctns", "ctn")),
    "trips": frozenset(("", "趟", "次", "车", "趟/天", "trips", "trip", "times")),
    "crew": frozenset(("", "人", "名", "个", "位", "people", "persons", "crew", "men")),
}
"""By the field: what may stand behind its number."""
_SPARED = frozenset({"not_a_number", "not_an_amount", "not_minutes", "unit_of_header"})

Fill = Callable[[Taken, Figures], None]


def take_reps(
    table: Table,
    *,
    existing: Mapping[str, Rep],
    depots: Mapping[str, Depot],
    vehicles: Mapping[str, Vehicle] = {},
    mapping: Mapping[str, str] | None = None,
    answers: Answers = NO_ANSWERS,
) -> Intake[Rep]:
    """Reps of a table; one that outlets have only named so far is filled in under the id it was given."""
    by_name: dict[str, list[Rep]] = {}
    for rep in existing.values():
        by_name.setdefault(fold(rep.name), []).append(rep)
    places = {fold(name): depot.id for depot in depots.values() for name in (depot.name, depot.id)}
    driven = {key(name): each.id for each in vehicles.values() for name in (each.name, each.plate, each.id) if name}

    def fill(taken: Taken, figures: Figures) -> None:
        given, name = cells.cell(taken.row, "id"), taken.fields.get("name", "")
        namesakes = by_name.get(fold(name), [])
        stubs = [rep for rep in namesakes if rep.stub]
        if given and taken.fields["id"] not in existing and len(stubs) == 1:
            taken.fields["id"], taken.fields["code"] = stubs[0].id, given
            taken.warn("id", given, "known_as", known=stubs[0].id)
        elif not given and len(namesakes) == 1:
            taken.fields["id"] = namesakes[0].id
        elif not given and namesakes:
            taken.error("name", name, "rep_ambiguous", known=", ".join(sorted(rep.id for rep in namesakes)[:5]))
        taken.fields["stub"] = False
        _rep(taken, figures, places, existing.get(taken.fields.get("id", "")))
        if text := cells.cell(taken.row, "vehicle"):
            taken.fields["vehicle"] = driven.get(key(text), text)
            if key(text) not in driven:
                taken.warn("vehicle", text, "unknown_vehicle")

    cells = Cells(table, REP_COLUMNS, mapping, ("id", "name"), answers)
    return take_rows(cells, Rep, existing, fill, "R")


def take_rows(cells: Cells, model: type[R], existing: Mapping[str, R], fill: Fill, letter: str) -> Intake[R]:
    """Each row as a record of its own. `fill` reads what is peculiar to its kind; `letter` begins ids made up.

    A row is known by its code, else by what `fill` says, else by its plate, barcode or name.
    """
    codes, figures = Codes(existing), Figures(cells)
    groups = []
    for row in cells.table.rows:
        taken = Taken(row)
        for name in ("name", "phone", "notes", "plate", "brand", "category", "barcode", "supplier"):
            if text := cells.cell(row, name):
                taken.fields[name] = text
        given = cells.cell(row, "id")
        if given:
            taken.fields["id"] = codes.find(taken, "id", given) or given
            codes.add(taken.fields["id"])
        fill(taken, figures)
        _identified(taken, letter)
        taken.fields |= cells.rest(row, model.model_fields)
        groups.append([taken])
    return gathered(cells, groups, model, lambda ids: {each: existing[each] for each in ids if each in existing})


def _identified(taken: Taken, letter: str) -> None:
    fields = taken.fields
    if not fields.get("id"):
        name = fields.get("name", "")
        made = letter + hashlib.sha256(key(name).encode()).hexdigest()[:8].upper() if name else ""
        fields["id"] = fields.get("plate") or fields.get("barcode") or made
    if not fields["id"]:
        taken.error(None, None, "no_id_no_name")
    elif len(fields["id"]) > 64:
        taken.error("id", fields["id"], "id_too_long")


def _rep(taken: Taken, figures: Figures, places: Mapping[str, str], before: Rep | None) -> None:
    fields, row, cells = taken.fields, taken.row, figures.cells
    fields.setdefault("name", cells.cell(row, "id"))
    if text := cells.cell(row, "role"):
        word(taken, "role", text, _ROLES)
    _working_days(taken, cells)
    _shift(taken, cells, before)
    if text := cells.cell(row, "skills"):
        fields["skills"] = skills_of(text)
    if text := cells.cell(row, "depot"):
        depot = places.get(fold(text))
        if depot is None:
            taken.warn("depot", text, "unknown_depot")
        else:
            fields["start"] = fields["end"] = {"depot": depot}
    _limits(taken, figures)
    spare(taken)
    _off_work(taken, cells)
    if text := cells.cell(row, "active"):
        if fold(text) in _LEFT or yes_or_no(text) is False:
            fields["active"] = False
        elif fold(text) in _STAYS or yes_or_no(text):
            fields["active"] = True
        else:
            taken.warn("active", text, "not_yes_or_no")


def _limits(taken: Taken, figures: Figures) -> None:
    """The most a rep may do in a day: stops, hours, kilometres, cash; and overtime."""
    limits: dict[str, Any] = {}
    for column, name, factor in (("stops", "stops", 1), ("max_hours", "work_minutes", 60), ("km", "km", 1)):
        if (amount := size(taken, figures, column)) is not None:
            if name == "stops" and amount != int(amount):
                taken.error(column, figures.cells.cell(taken.row, column), "not_a_number")
            else:
                limits[name] = int(amount) if name == "stops" else amount * factor
    if (cash := price(taken, figures, "cash")) is not None:
        limits["cash"] = str(cash[0])
    if limits:
        taken.fields["limits"] = limits
    if (overtime := size(taken, figures, "overtime")) is not None:
        taken.fields["overtime_minutes"] = overtime


def _off_work(taken: Taken, cells: Cells) -> None:
    """Breaks and leave."""
    begin, end, rest = (cells.cell(taken.row, name) for name in ("pause_from", "pause_to", "rest"))
    written = [f"{begin}-{end}" if begin and end else begin or end, rest if not _is_days(rest) else ""]
    for text in filter(None, written):
        try:
            taken.fields["pauses"] = [*taken.fields.get("pauses", ()), *read_pauses(text)]
        except NotationError:
            taken.warn("pauses", text, "unknown_breaks")
    for name, read, code in (("pauses", read_pauses, "unknown_breaks"), ("leave", read_spans, "unknown_dates")):
        if text := cells.cell(taken.row, name):
            try:
                taken.fields[name] = read(text)
            except NotationError:
                taken.warn(name, text, code)


def size(taken: Taken, figures: Figures, name: str) -> float | None:
    """A number that is not less than nothing; one that is none is told."""
    if name in OWN:
        amount = measure(taken, figures, name)
        return None if amount is None else float(amount)
    found = figures.number(taken, name)
    if found is not None and (found[0] < 0 or found[1] not in _COUNTED[name]):
        taken.error(name, figures.cells.cell(taken.row, name), "not_a_number")
        return None
    return None if found is None else float(found[0])


_TO_BE_AGREED = frozenset(
    (
        "面议",
        "面谈",
        "电询",
        "电议",
        "询价",
        "议价",
        "另议",
        "待定",
        "待议",
        "时价",
        "tbd",
        "tba",
        "poa",
        "on request",
        "negotiable",
    )
)
"""What stands for a price that nobody has set."""


def price(taken: Taken, figures: Figures, name: str) -> tuple[Decimal, str] | None:
    """An amount that is not less than nothing, and the unit behind it; one that is none is told, so is 面议."""
    text = figures.cells.cell(taken.row, name)
    if text.strip().casefold() in _TO_BE_AGREED:
        taken.warn(name, text, "price_to_agree")
        return None
    found = figures.money(taken, name)
    if found is not None and found[0] < 0:
        taken.error(name, figures.cells.cell(taken.row, name), "not_an_amount")
        return None
    return found


def _is_days(text: str) -> bool:
    try:
        return bool(days_of(text))
    except NotationError:
        return False


def _working_days(taken: Taken, cells: Cells) -> None:
    found = {}
    rest = cells.cell(taken.row, "rest")
    for name in ("working_days", "days_off"):
        text = cells.cell(taken.row, name)
        if name == "days_off" and not text and _is_days(rest):
            text = rest
        try:
            found[name] = days_of(text)
        except NotationError:
            found[name] = ()
            taken.warn(name, text, "unknown_days")
    days, free = found["working_days"], found["days_off"]
    if days:
        taken.fields["working_days"] = [day.value for day in days]
    elif free:
        taken.fields["working_days"] = [day.value for day in Weekday if day not in free]


def _shift(taken: Taken, cells: Cells, before: Rep | None) -> None:
    row = taken.row
    if text := cells.cell(row, "shift"):
        try:
            taken.fields["shifts"] = read_shifts(text)
        except NotationError:
            taken.warn("shift", text, "unknown_hours")
        return
    times: dict[str, int] = {}
    written = {name: text for name in ("start", "end") if (text := cells.cell(row, name))}
    if len(written) == 1 and _a_span(taken, next(iter(written.values()))):
        return
    for name, text in written.items():
        try:
            times[name] = _clock(text, cells.mark(row, name))
        except NotationError:
            taken.warn(name, text, "not_a_time")
    if len(times) < len(written):  # half a shift is none: what is on file stays
        return
    if len(times) == 2 and times["end"] <= times["start"]:
        # a night, or the twelve-hour clock: taken where it can be only one of them
        later = [each for each in _later(written["end"]) if 0 < each - times["start"] <= _DAY]
        if len(later) != 1 or later[0] - times["start"] > _LONGEST_SHIFT:
            taken.warn("shift", f"{written['start']}-{written['end']}", "unknown_hours")
            return
        times["end"] = later[0]
    if len(times) == 1:
        _half(taken, times, written, before)
    elif times:
        taken.fields["shifts"] = [{name: clock_text(seconds) for name, seconds in times.items()}]


def _half(taken: Taken, times: dict[str, int], written: Mapping[str, str], before: Rep | None) -> None:
    """A shift of which one end is given: the other is that on file, else the usual one, which is told."""
    on_file = before.shifts[0] if before is not None and not before.stub and len(before.shifts) == 1 else None
    other = on_file if on_file is not None and not on_file.days else _USUAL
    whole = {"start": other.start, "end": other.end} | times
    name, text = next(iter(written.items()))
    shift = f"{clock_text(whole['start'])[:5]}-{clock_text(whole['end'])[:5]}"
    if whole["end"] <= whole["start"]:
        taken.warn(name, text, "no_shift_of_half", shift=shift)
        return
    taken.fields["shifts"] = [{each: clock_text(seconds) for each, seconds in whole.items()}]
    if other is _USUAL:
        taken.warn(name, text, "half_a_shift", shift=shift)


def _a_span(taken: Taken, text: str) -> bool:
    """Whether a cell for the begin or the end of work holds both; then it is the shift."""
    if not _SPAN.search(text):
        return False
    try:
        taken.fields["shifts"] = read_shifts(text)
    except NotationError:
        return False
    return True


def _later(text: str) -> tuple[int, ...]:
    try:
        return clock_readings(text)
    except NotationError:
        return ()


def _clock(text: str, mark: Mark) -> int:
    """A time of day; a number below one is what a spreadsheet holds as a time."""
    if mark is Mark.NUMBER and text.startswith("0."):
        return clock_of_cell(float(text))
    return read_clock(text)


def spare(taken: Taken) -> None:
    """What is no number or amount is left out, and told: a rep or a vehicle does well without."""
    taken.warnings += [each for each in taken.errors if each.code in _SPARED]
    taken.errors[:] = [each for each in taken.errors if each.code not in _SPARED]


def word(taken: Taken, name: str, text: str, words: Mapping[str, Any]) -> None:
    found = words.get(key(text))
    if found is None:
        taken.warn(name, text, f"unknown_{name}")
    else:
        taken.fields[name] = found.value
