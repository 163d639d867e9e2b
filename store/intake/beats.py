"""Beats out of a table: a row for each outlet, or columns for weekdays (周一线 … 周六线), or a sheet for each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from store.intake.figures import Figures
from store.intake.findings import Finding
from store.intake.gathering import Cells, Intake, Taken, gathered
from store.intake.grids import Row
from store.intake.known import KnownOutlets, KnownReps
from store.intake.questions import NO_ANSWERS, Answers
from store.intake.tables import Table
from store.intake.vocabularies import BEAT_COLUMNS
from store.notation.days import weekdays_of
from store.notation.weekdays import Weekday
from store.notation.words import fold, key
from store.records import Beat, Outlet, Rep

_ODD = frozenset(("单周", "单", "奇数周", "1周", "第1周", "odd", "odd weeks", "week 1", "a"))
_EVEN = frozenset(("双周", "双", "偶数周", "第2周", "even", "even weeks", "week 2", "b"))
_EVERY_OTHER = frozenset(("隔周", "两周", "2周", "2", "biweekly", "every other week", "fortnightly", "every 2 weeks"))
_EVERY = frozenset(("每周", "单双周", "全周", "1", "weekly", "every week", "all"))
_TICKS = frozenset(("√", "✓", "✔", "☑", "●", "○", "是", "y", "yes", "x", "v", "*", "有", "拜访"))
_NO_TICKS = frozenset(
    (
        "否",
        "不",
        "n",
        "no",
        "0",
        "-",
        "—",
        "无",
        "没有",
        "休",
        "休息",
        "不去",
        "不拜访",
        "off",
        "closed",
        "none",
        "rest",
    )
)
_SIGNS = re.compile(r"[、,，;；/|\n]+")
_PARITY = re.compile(r"[单双隔]周(?=周|星期|礼拜)|[单双隔](?=周[一二三四五六日天])")
_WIDE = ("rep", "rep_code", "name", "id", "notes")
_LAST = 1_000_000
"""Added to the row of what has no place in the order: it stands behind what has one."""
_OUTLET = ("outlet", "outlet_name", "outlet_phone")


@dataclass(slots=True)
class _Stop:
    """A row's word that an outlet belongs to a beat."""

    taken: Taken
    outlets: list[str] = field(default_factory=list)
    place: float = 0
    week: str = ""
    day: str = ""
    route: bool = False
    """Whether it names a route of its own, not only a day: that is one rep's."""
    rep: str = ""
    """By whose beats it is told from others."""


def take_beats(
    table: Table,
    *,
    existing: Mapping[str, Beat],
    outlets: Mapping[str, Outlet],
    reps: Mapping[str, Rep],
    mapping: Mapping[str, str] | None = None,
    answers: Answers = NO_ANSWERS,
) -> Intake[Beat]:
    """Beats of a table against those on file; a beat named in it holds afterwards what the table says, in its order.

    Raises `IntakeError` ``column_wanted``, ``unknown_field``, ``unknown_column``.
    """
    reader = _Reader(table, KnownOutlets(outlets), KnownReps(reps), mapping, answers)
    groups = []
    for stops in reader.groups().values():
        _agree(stops)
        first = stops[0].taken
        _named(first, existing)
        seen: dict[str, None] = {}
        for stop in stops:
            for outlet in stop.outlets:
                if outlet in seen:
                    stop.taken.warn("outlet", outlet, "twice_in_beat", name=first.fields["name"])
                seen[outlet] = None
        first.fields["outlets"] = list(seen)
        groups.append([stop.taken for stop in stops])
    intake = gathered(
        reader.cells, groups, Beat, lambda ids: {each: existing[each] for each in ids if each in existing}
    )
    intake.warnings.extend(reader.empty())
    named = {beat.rep for beat in intake.records}
    intake.reps.extend(rep for rep in reader.staff.stubs.values() if rep.id in named)
    return intake


class _Reader:
    """Rows to stops of beats."""

    def __init__(
        self,
        table: Table,
        outlets: KnownOutlets,
        staff: KnownReps,
        mapping: Mapping[str, str] | None,
        answers: Answers,
    ) -> None:
        self.table, self.outlets, self.staff = table, outlets, staff
        self.wide = {} if mapping else _wide(table.header)
        self.by_sheet = any(_days(row.sheet or table.sheet or "") for row in table.rows[:1])
        if self.wide and not BEAT_COLUMNS.map(table.header):
            mapping = {"name": next(iter(self.wide))}
        wanted = ("name", "id", "day") if not self.wide else (*_WIDE, *_OUTLET)
        self.cells = Cells(
            table, BEAT_COLUMNS, mapping, _OUTLET if self.by_sheet and not self.wide else wanted, answers
        )
        self.figures = Figures(self.cells)
        for at in self.wide.values():
            self.cells.use(at)
        self.filled: set[str] = set()

    def groups(self) -> dict[tuple[str, ...], list[_Stop]]:
        """The stops of each beat in their order."""
        stops = list(self._of_columns() if self.wide else self._of_rows())
        weeks: dict[tuple[str, ...], set[str]] = {}
        days: dict[tuple[str, ...], set[str]] = {}
        _same_rep(stops)
        for stop in stops:
            weeks.setdefault(_beat(stop), set()).add(stop.week)
            days.setdefault(_beat(stop), set()).add(stop.day)
        groups: dict[tuple[str, ...], list[_Stop]] = {}
        for stop in stops:
            beat = _beat(stop)
            if "id" not in stop.taken.fields:  # of one name, but on several days or weeks: a beat for each
                apart = [stop.day if len(days[beat]) > 1 else "", stop.week if len(weeks[beat]) > 1 else ""]
                stop.taken.fields["name"] = " ".join([stop.taken.fields["name"], *filter(None, apart)])
                beat = (*beat, *apart)
            groups.setdefault(beat, []).append(stop)
        return {beat: sorted(group, key=lambda stop: stop.place) for beat, group in groups.items()}

    def empty(self) -> Iterator[Finding]:
        """Columns of weekdays in which no outlet stands."""
        for name in self.wide:
            if name not in self.filled:
                yield Finding(self.table.header_row, "name", name, "empty_beats")

    def _of_columns(self) -> Iterator[_Stop]:
        ticks = bool(self.cells.columns.keys() & set(_OUTLET))
        above: Row | None = None
        for row in self.table.rows:
            if self._names_rep(row):
                above = row
            for column, at in self.wide.items():
                text = row.cell(at)
                if not text or fold(text) in _NO_TICKS:
                    continue
                self.filled.add(column)
                taken = Taken(row, {"days": [day.value for day in _days(column)]})
                said = self.cells.cell(row, "name") if self.cells.columns.get("name") not in self.wide else ""
                taken.fields["name"] = f"{said} {column}" if said else column
                same = above is not None and above is not row and above.sheet == row.sheet
                head = above if same else None
                if head is not None:
                    rep = self.cells.cell(head, "rep") or self.cells.cell(head, "rep_code")
                    taken.warn("rep", rep, "rep_above", above=head.number)
                stop = self._stop(taken, column, head, weeks_too=not ticks)
                if ticks:
                    stop.outlets = self._outlet(taken)
                    if text.isdecimal():
                        stop.place = float(text)
                    elif fold(text) not in _TICKS:
                        taken.error("day", text, "not_yes_or_no")
                else:
                    stop.outlets = self._several(taken, text)
                yield stop

    def _of_rows(self) -> Iterator[_Stop]:
        cells = self.cells
        above: Row | None = None
        of_rep: Row | None = None
        for row in self.table.rows:
            taken = Taken(row)
            head = row if above is None or self._begins(row, above) else above
            above = head
            if self._names_rep(head) or (of_rep is not None and of_rep.sheet != head.sheet):
                of_rep = head
            code, name, day = (cells.cell(head, each) for each in ("id", "name", "day"))
            sheet = row.sheet or self.table.sheet or ""
            if not day and _days(sheet) and not _days(name):
                day = sheet
                taken.warn("day", sheet, "day_of_sheet")
            if code:
                taken.fields["id"] = code
            if not (code or name or day):
                taken.error("name", None, "beat_missing")
            taken.fields["name"] = name or day or code
            days = _days(day) or _days(name)
            if day and not _days(day):
                taken.warn("day", day, "unknown_days")
            if days:
                taken.fields["days"] = [each.value for each in days]
            rep_row = head if of_rep is None else of_rep
            if row is head and rep_row is not head and not self._names_rep(row):
                rep = cells.cell(rep_row, "rep") or cells.cell(rep_row, "rep_code")
                taken.warn("rep", rep, "rep_above", above=rep_row.number)
            stop = self._stop(taken, f"{name} {day}", head, rep_row=rep_row)
            stop.day = day if name else ""
            stop.route = bool(name) and not _days(name)
            stop.outlets = self._outlet(taken)
            place = self.figures.number(taken, "sequence")
            stop.place = float(place[0]) if place else stop.place
            yield stop

    def _names_rep(self, row: Row) -> bool:
        return bool(self.cells.cell(row, "rep") or self.cells.cell(row, "rep_code"))

    def _begins(self, row: Row, above: Row) -> bool:
        """Whether a row says of which beat it is: not one that names none, or the route above and nothing else."""
        said = {name: text for name in ("id", "name", "day") if (text := self.cells.cell(row, name))}
        if row.sheet != above.sheet or (said.keys() - {"name"}):
            return True
        return bool(said) and key(said["name"]) != key(self.cells.cell(above, "name"))

    def _stop(
        self, taken: Taken, name: str, head: Row | None = None, *, rep_row: Row | None = None, weeks_too: bool = True
    ) -> _Stop:
        """What rows and columns alike say of a beat: its rep, its weeks, remarks.

        What it does not say itself the row `head` says for it; of its weeks only `weeks_too`; `rep_row` names its
        rep where that is another row.
        """
        cells, row = self.cells, taken.row
        who = row if self._names_rep(row) else rep_row or head or row
        named = cells.cell(who, "rep"), cells.cell(who, "rep_code")
        if rep := self.staff.find(taken, *named) or self.staff.of_sheet(taken, cells):
            taken.fields["rep"] = rep
        if notes := cells.cell(row, "notes"):
            taken.fields["notes"] = notes
        told = cells.cell(row, "weeks")
        weeks = told or (cells.cell(head, "weeks") if head is not None and weeks_too else "")
        week = fold(weeks)
        stop = _Stop(taken, place=_LAST + row.number)
        parity = next((word for word in ("单周", "双周", "隔周") if word in name), "")
        if week in _ODD | _EVEN | _EVERY_OTHER or parity:
            taken.fields["weeks"] = 2
            stop.week = "" if parity else weeks
            if (week in _ODD | _EVEN or parity in ("单周", "双周")) and head in (None, row):
                taken.warn("weeks", parity or weeks, "which_weeks")
        elif told and week not in _EVERY:
            taken.warn("weeks", told, "unknown_weeks")
        return stop

    def _outlet(self, taken: Taken) -> list[str]:
        code, name, phone = (taken.row.cell(self.cells.index.get(each)) for each in _OUTLET)
        for text in (code, "" if code else name):
            if text and _SIGNS.search(text):
                return self._several(taken, text)
        code, name = self.cells.cell(taken.row, "outlet"), self.cells.cell(taken.row, "outlet_name")
        found = self.outlets.find(taken, code, name, phone)
        return [found] if found else []

    def _several(self, taken: Taken, text: str) -> list[str]:
        """All outlets in a cell, by code or name; what is known as a whole is one, whatever signs are in it."""
        whole = Taken(taken.row)
        found = self.outlets.find(whole, "", " ".join(text.split()))
        parts = [part.strip() for part in _SIGNS.split(text) if part.strip()]
        if found or len(parts) < 2:
            taken.errors += whole.errors
            taken.warnings += whole.warnings
            return [found] if found else []
        each = [self.outlets.find(taken, "", part) for part in parts]
        return [outlet for outlet in each if outlet]


def _days(text: str) -> list[Weekday]:
    """Weekdays named in a text, odd and even weeks left aside: ``单周周三线``."""
    return weekdays_of(_PARITY.sub(" ", text))


def _wide(header: tuple[str, ...]) -> dict[str, int]:
    """Columns that are weekdays: two or more, beside nothing but whose they are. Numbers, where all headers are."""
    numbers = {name: at for at, name in enumerate(header) if name.isdecimal()}
    if numbers:
        return numbers if len(numbers) == len(header) > 1 and all(map(_days, numbers)) else {}
    beats = {
        name: at
        for at, name in enumerate(header)
        if _days(name) and "拜访" not in name and BEAT_COLUMNS.field_of(name) is None
    }
    fields = {BEAT_COLUMNS.field_of(name) for name in header if name not in beats} - {None}
    return beats if len(beats) >= 2 and "day" not in fields else {}


def _beat(stop: _Stop) -> tuple[str, ...]:
    fields = stop.taken.fields
    return (fields["id"],) if "id" in fields else (stop.rep, key(fields["name"]))


def _same_rep(stops: list[_Stop]) -> None:
    """One rep for all rows of a route on one day, the first named: others disagree, and are no beat of their own."""
    reps: dict[tuple[str, ...], str] = {}
    for stop in stops:
        stop.rep = stop.taken.fields.get("rep", "")
        if stop.route and stop.rep:
            reps.setdefault(_route(stop), stop.rep)
    for stop in stops:
        if stop.route:
            stop.rep = reps.get(_route(stop), "")


def _route(stop: _Stop) -> tuple[str, ...]:
    return key(stop.taken.fields["name"]), *stop.taken.fields.get("days", ()), stop.week


def _agree(stops: list[_Stop]) -> None:
    """Notes where rows of one beat say different things of it."""
    first = stops[0].taken
    for name in ("rep", "days", "weeks", "name"):
        said = [stop.taken for stop in stops if name in stop.taken.fields]
        for taken in said[1:]:
            value, other = taken.fields[name], said[0].fields[name]
            if value != other:
                place = said[0].row.place
                taken.error(name, _text(value), "other_in_document", first=place, other=_text(other))
        if said:
            first.fields[name] = said[0].fields[name]
    notes = dict.fromkeys(stop.taken.fields["notes"] for stop in stops if "notes" in stop.taken.fields)
    if notes:
        first.fields["notes"] = "\n".join(notes)


def _text(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


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
