"""A sheet in table form as the rep returned it, read back as call results."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from routing.sheets.cells import ReturnedRow, Was, read_blank
from routing.sheets.form import Forms, StopForm
from routing.sheets.reply.block import Unusable, elsewhere
from routing.sheets.reply.fields import FIELDS, FieldError
from routing.sheets.whose import DoubtError, Identity, same_code, stop_of
from store.notation.dates import date_readings
from store.notation.numbers import narrow
from store.notation.words import bare

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "date": ("日期", "拜访日期", "date"),
    "rep": ("业务员", "业务员编码", "业务代表", "业务代表编码", "rep"),
    "seq": ("序号", "no.", "no", "#", "seq"),
    "outlet": ("编码", "网点编码", "客户编码", "id", "outlet"),
    "name": ("名称", "网点名称", "客户名称", "店名", "name"),
    "kind": ("类型", "停靠类型", "kind"),
    **{field.name: (*field.zh, *field.en) for field in FIELDS},
}
"""What the columns that matter are called, in both languages."""
_OF_THE_PLAN = (
    "开始", "结束", "时段", "地址", "联系人", "原因", "上次约定", "地图", "走法", "from", "to", "hours", "address",
    "contact", "why", "agreed", "map", "how to get there",
)  # fmt: skip
"""Columns of the sheet itself that nobody fills in."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose sheet it is and of which day; `others` are what the other reps are called."""

    rep: str
    date: dt.date
    names: Collection[str] = ()
    others: Collection[str] = ()

    def has(self, rep: str) -> bool:
        """Whether a cell means this rep: by id or name, or by an id that lost its zeros."""
        if not rep or rep.casefold() in {each.casefold() for each in (self.rep, *self.names)}:
            return True
        return same_code(rep, self.rep) and rep not in self.others

    def on_day(self, text: str) -> bool:
        """Whether a cell means this day, in whatever order it is written."""
        if days := date_readings(text, serial=True):
            return self.date in days
        plain = re.sub(r"[ T]\d{1,2}:\d{2}.*$", "", narrow(text).strip().casefold())
        wanted = [self.date.month, self.date.day]
        for number, name in enumerate(_MONTHS, 1):
            plain = re.sub(rf"{name}[a-z]*", f" {number} ", plain)
        found = [int(each) for each in re.findall(r"\d+", plain)]
        if len(found) == 2:
            return sorted(found) == sorted(wanted)
        years = (self.date.year, self.date.year % 100)
        return len(found) == 3 and any(sorted(found) == sorted([*wanted, year]) for year in years)


@dataclass(slots=True)
class ReturnedTable:
    """What a table says. `notes` tell how something was taken that is written otherwise; row 0 is the whole table."""

    results: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    unusable: list[Unusable] = field(default_factory=list)
    notes: list[Unusable] = field(default_factory=list)


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Where the columns stand that matter; of two of one name the first."""
    known = {bare(word) or word: name for name, words in HEADINGS.items() for word in words}
    found: dict[str, int] = {}
    for at, heading in enumerate(header):
        if name := known.get(bare(heading) or heading.strip()):
            found.setdefault(name, at)
    return found


def results_of(header: Sequence[str], rows: Iterable[ReturnedRow], forms: Forms, owner: Owner) -> ReturnedTable:
    """Call results with their rows. A row with nothing filled in is none; a bad blank stays out alone."""
    at = columns_of(header)
    found = ReturnedTable()
    known = "outlet" in at or {"seq", "name"} <= at.keys()
    if not known or not any(each.name in at for each in FIELDS):
        found.unusable.append(Unusable(1, None, None, "no_result_columns"))
        return found
    rows = list(rows)
    for row in rows:
        _read(row, header, at, forms, owner, found)
    _unread(header, at, rows, found)
    return found


def _read(
    row: ReturnedRow, header: Sequence[str], at: Mapping[str, int], forms: Forms, owner: Owner, found: ReturnedTable
) -> None:
    told = [
        (each, at[each.name])
        for each in FIELDS
        if each.name in at and (row.text(at[each.name]) or row.kind(at[each.name]) is Was.FAULT)
    ]
    if not told:
        return
    rep, date = (row.text(at.get(name)).lstrip("'") for name in ("rep", "date"))
    if not owner.has(rep):
        found.unusable.append(Unusable(row.number, "rep", rep, "other_rep", {"found": rep, "rep": owner.rep}))
        return
    if date and not owner.on_day(date):
        params = {"value": date, "date": owner.date.isoformat()}
        found.unusable.append(Unusable(row.number, "date", date, "other_date", params))
        return
    form = _stop(row, at, forms, found)
    if form is None:
        return
    result: dict[str, Any] = {"outlet": form.outlet, "stop_kind": form.kind}
    for each, column in told:
        text = row.text(column)
        if other := elsewhere(each, form, forms):
            where = {"value": text, "seq": other.seq, "name": other.name}
            found.unusable.append(Unusable(row.number, each.name, text, "belongs_to_delivery", where))
            continue
        try:
            facts, read = read_blank(each, text, row.kind(column), form, owner.date)
        except FieldError as error:
            params = {**error.params, "value": text, "column": header[column]}
            found.unusable.append(Unusable(row.number, error.field, text, error.code, params))
            continue
        result |= facts
        for code, remark in each.remarks(text, form) if facts and not read else ():
            found.notes.append(Unusable(row.number, each.name, text, code, remark))
        if read:
            params = {"value": text, "read": read, "column": header[column]}
            found.notes.append(Unusable(row.number, each.name, text, "cell_was_date", params))
    if len(result) > 2:
        found.results.append((row.number, result))


def _stop(row: ReturnedRow, at: Mapping[str, int], forms: Forms, found: ReturnedTable) -> StopForm | None:
    texts = {name: row.text(at.get(name)).lstrip("'") for name in ("outlet", "seq", "name", "kind")}
    if not any(texts[name] for name in ("outlet", "seq", "name")):
        found.unusable.append(Unusable(row.number, "outlet", None, "row_of_nobody"))
        return None
    destroyed = row.kind(at.get("outlet")) in (Was.DATE, Was.TIME, Was.FAULT, Was.YES_NO)
    try:
        form, mended = stop_of(forms, Identity(**texts, destroyed=destroyed))
    except DoubtError as error:
        params = {name: text or "-" for name, text in texts.items()}
        found.unusable.append(Unusable(row.number, "outlet", texts["outlet"] or None, error.code, params))
        return None
    if mended:
        params = {"value": texts["outlet"] or "-", "outlet": form.outlet, "name": form.name}
        found.notes.append(Unusable(row.number, "outlet", texts["outlet"], "row_by_name", params))
    return form


def _unread(header: Sequence[str], at: Mapping[str, int], rows: Sequence[ReturnedRow], found: ReturnedTable) -> None:
    """Names the columns that hold something and that nothing is read from."""
    passed = {bare(word) for word in _OF_THE_PLAN}
    columns = [
        heading
        for place, heading in enumerate(header)
        if place not in at.values() and bare(heading) not in passed and any(row.text(place) for row in rows)
    ]
    if columns:
        found.notes.append(Unusable(0, None, None, "columns_unread", {"columns": columns}))
