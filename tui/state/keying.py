"""A rep's paper sheet keyed in: a row for each stop, a cell for each blank; every row saved as it is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from routing.sheets.reply.fields import Field, FieldError, field_named
from routing.sheets.reply.writing import ASKED
from tui.jobs.forms import forms_of
from tui.jobs.recording import put_back, record_results
from tui.jobs.told import result_of

if TYPE_CHECKING:
    from routing.sheets.form import Forms, StopForm
    from store.records import Call
    from tui.jobs.office import Office


class State(StrEnum):
    """How a cell stands: not asked here, empty, on file, typed but not saved, or not to be saved as it is."""

    OUTSIDE = "outside"
    EMPTY = "empty"
    FILED = "filed"
    TYPED = "typed"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a cell, or (`blank` None) a whole row, is not saved: the code of a sentence and what fills it."""

    blank: str | None
    code: str
    params: Mapping[str, Any]


@dataclass(slots=True)
class Row:
    """One stop: what is on file, cell by cell, and what is typed over it."""

    form: StopForm
    call: Call | None = None
    filed: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Done:
    """What can be undone: a cell typed, or (`saved`) a row written, of `call`, with `typed` over it."""

    row: int
    blank: str
    before: str | None
    saved: bool = False
    call: Call | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    after: str | None = None
    """Of a cell, once it is undone: what stood there."""


class Keying:
    """The sheet of one rep and date. A cell is typed, a row is saved; undo goes back, step by step."""

    def __init__(self, office: Office, date: dt.date, rep: str) -> None:
        self.office, self.date, self.rep = office, date, rep
        self.blanks: tuple[Field, ...] = tuple(field_named(name) for name in ASKED)
        self.forms = forms_of(office, date, rep)
        self.rows: list[Row] = []
        self._done: list[_Done] = []
        self._undone: list[_Done] = []
        for form in self.forms.stops:
            self._add(form)
        on_route = {(form.outlet, form.kind) for form in self.forms.stops}
        for call in self._calls().values():
            if (call.outlet, call.stop_kind) not in on_route:
                self.add(call.outlet)

    def _calls(self) -> Mapping[str, Call]:
        return self.office.books.days.calls(self.date, self.rep).all()

    def _add(self, form: StopForm) -> None:
        row = Row(form)
        self._read(row)
        self.rows.append(row)

    def add(self, outlet: str) -> int | None:
        """A row for an outlet that is not on the route, or the one it has; where it stands."""
        for place, row in enumerate(self.rows):
            if row.form.outlet == outlet:
                return place
        form = self.forms.of(outlet)
        if form is None:
            return None
        self._add(form)
        return len(self.rows) - 1

    def _read(self, row: Row) -> None:
        """What stands in the books, as it would be written on the sheet."""
        form = row.form
        row.call = next(
            (call for call in self._calls().values() if (call.outlet, call.stop_kind) == (form.outlet, form.kind)),
            None,
        )
        result = result_of(row.call) if row.call else {}
        chinese = self.office.language == "zh"
        row.filed = {each.name: text for each in self.blanks if (text := each.write(result, form, chinese))}

    def follow(self, forms: Forms) -> None:
        """The forms as the records have them now: products, their units, what was planned. Rows stay in place."""
        self.forms = forms
        fresh = {(form.outlet, form.kind): form for form in forms.stops}
        for row in self.rows:
            row.form = fresh.get((row.form.outlet, row.form.kind)) or forms.of(row.form.outlet) or row.form
        self.reread()

    def reread(self) -> None:
        """What stands in the books again: the language has changed, or somebody has written. What is typed stays."""
        for row in self.rows:
            self._read(row)

    # seeing

    def heading(self, blank: Field) -> str:
        """The blank's name, as the sheet has it."""
        return (blank.zh if self.office.language == "zh" else blank.en)[0]

    def text(self, place: int, blank: str) -> str:
        """What stands in a cell."""
        row = self.rows[place]
        return row.typed.get(blank, row.filed.get(blank, ""))

    def state(self, place: int, blank: str) -> State:
        row = self.rows[place]
        if any(wrong.blank == blank for wrong in row.wrong):
            return State.WRONG
        if blank in row.typed:
            return State.TYPED
        if blank in row.filed:
            return State.FILED
        return State.EMPTY if row.form.asks(blank) else State.OUTSIDE

    def problem(self, place: int, blank: str) -> Wrong | None:
        """What is wrong with a cell, else with its row."""
        wrong = self.rows[place].wrong
        return next((each for each in wrong if each.blank == blank), next(iter(wrong), None))

    def after(self, place: int, column: int) -> tuple[int, int]:
        """The next cell that the sheet asks for, on the next row where this one has no more."""
        for further in range(column + 1, len(self.blanks)):
            if self.state(place, self.blanks[further].name) is not State.OUTSIDE:
                return place, further
        return min(place + 1, len(self.rows) - 1), 0

    @property
    def unsaved(self) -> list[int]:
        """Rows with something that is not in the books."""
        return [place for place, row in enumerate(self.rows) if row.typed]

    @property
    def told(self) -> int:
        """Stops with a call that is over."""
        return sum(row.call is not None and row.call.done for row in self.rows)

    # doing

    def type(self, place: int, blank: str, text: str) -> None:
        """Puts a text into a cell, and looks whether it can be read."""
        row, text = self.rows[place], text.strip()
        if text == self.text(place, blank):
            return
        self._undone = []
        last = self._done[-1] if self._done else None
        if last is None or last.saved or (last.row, last.blank) != (place, blank):  # not letter by letter
            self._done.append(_Done(place, blank, row.typed.get(blank)))
        self._put(row, blank, text)

    def _put(self, row: Row, blank: str, text: str | None) -> None:
        if text is None or text == row.filed.get(blank, ""):
            row.typed.pop(blank, None)
        else:
            row.typed[blank] = text
        row.wrong = [wrong for wrong in row.wrong if wrong.blank not in (blank, None)]
        self._parse(row, blank)

    def _parse(self, row: Row, blank: str) -> dict[str, Any]:
        if not row.typed.get(blank):
            return {}
        try:
            return field_named(blank).parse(row.typed[blank], row.form)
        except FieldError as error:
            row.wrong.append(Wrong(blank, error.code, error.params))
            return {}

    def save(self, place: int) -> bool:
        """Writes a row's cells, all but those that cannot be read; whether anything was written."""
        row = self.rows[place]
        if not row.typed:
            return False
        row.wrong = []
        facts: dict[str, Any] = {}
        for blank in row.typed:
            facts |= self._parse(row, blank)
        bad = {wrong.blank for wrong in row.wrong}
        good = [blank for blank in row.typed if blank not in bad]
        if not good:
            return False
        result = {"outlet": row.form.outlet, "stop_kind": row.form.kind, **facts}
        before = row.call
        report = record_results(
            self.office, self.date, self.rep, [(place + 1, result)], forms=self.forms, instead=good
        )
        if report.problems:
            for problem in report.problems:
                named = problem.field if problem.field in ASKED else None
                row.wrong.append(Wrong(named, problem.code, problem.params))
            return False
        self._done = [each for each in self._done if each.saved or each.row != place]  # one step with all its cells
        self._done.append(_Done(place, good[0], None, saved=True, call=before, typed=dict(row.typed)))
        row.typed = {blank: text for blank, text in row.typed.items() if blank in bad}
        self._read(row)
        return True

    def save_all(self) -> int:
        """Writes every row; how many were written."""
        return sum([self.save(place) for place in self.unsaved])

    def undo(self) -> tuple[int, int] | None:
        """Takes back the last cell typed, or the last row saved; the cell it was about, or None."""
        if not self._done:
            return None
        last = self._done.pop()
        row = self.rows[last.row]
        if last.saved:
            if row.call is not None:
                put_back(self.office, row.call, last.call)
            self._read(row)
            row.typed, row.wrong = {}, []
            self._undone.append(last)
        else:
            self._undone.append(replace(last, after=row.typed.get(last.blank)))
            self._put(row, last.blank, last.before)
        return last.row, ASKED.index(last.blank)

    def redo(self) -> tuple[int, int] | None:
        """Does again what was undone last; the cell it was about, or None."""
        if not self._undone:
            return None
        last = self._undone.pop()
        row, left = self.rows[last.row], self._undone
        if last.saved:
            row.typed = dict(last.typed)
            self.save(last.row)
        else:
            self._done.append(replace(last, after=None))
            self._put(row, last.blank, last.after)
        self._undone = left
        return last.row, ASKED.index(last.blank)
