"""What every intake shares: rows on their way to records, and what has become of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, TypeAlias, TypeVar

from pydantic import ValidationError

from store.intake.columns import Vocabulary
from store.intake.findings import Finding, IntakeError
from store.intake.grids import Mark, Row
from store.intake.questions import NO_ANSWERS, TWO_READINGS, Answers
from store.intake.tables import Table, letters
from store.notation.codes import read_code
from store.notation.datum import Datum
from store.notation.errors import NotationError
from store.notation.words import is_empty, is_empty_text
from store.records import Product, Record, Rep
from store.service.ordering import Verdict

R = TypeVar("R", bound=Record)
Judge: TypeAlias = Callable[[R, R | None], Verdict | None]
"""What the rules say of a record, beside the one on file."""


@dataclass(frozen=True, slots=True)
class Unused:
    """A column that nothing used: whether its cells are kept beside the records, and how many say anything."""

    column: str
    kept: bool
    cells: int


@dataclass(frozen=True, slots=True)
class Intake(Generic[R]):
    """What a table gives: records to put, and what became of each row.

    `read` is always `added` + `updated` + `unchanged` + `rejected`, all counted in rows. `reps` and
    `products` are stubs for those that were only named.
    """

    read: int
    added: int
    updated: int
    unchanged: int
    rejected: int
    records: list[R]
    errors: list[Finding]
    warnings: list[Finding]
    encoding: str | None
    mapping: Mapping[str, str]
    datum: Datum | None = None
    rows: Mapping[str, int | str] = field(default_factory=dict)
    """The row of each record, by its id: where a document has several, the first."""
    unused: list[Unused] = field(default_factory=list)
    reps: list[Rep] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)


@dataclass(slots=True)
class Taken:
    """One row on its way: the fields it gives and what is wrong with it."""

    row: Row
    fields: dict[str, Any] = field(default_factory=dict)
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def error(self, name: str | None, value: str | None, code: str, /, **params: object) -> None:
        self.errors.append(Finding(self.row.number, name, value, code, params, self.row.sheet))

    def ask(self, name: str, value: str, question: str, column: str, readings: Mapping[str, str]) -> None:
        """Holds the row back: a cell has two readings, by answer, and nothing settles which."""
        self.error(name, value, TWO_READINGS, question=question, column=column, readings=dict(readings))

    def warn(self, name: str | None, value: str | None, code: str, /, **params: object) -> None:
        self.warnings.append(Finding(self.row.number, name, value, code, params, self.row.sheet))


OF_LINES = frozenset(("notes", "opening_hours", "windows", "lines"))
"""Fields in which a line of its own means something."""
LONGEST = 1000
"""Characters that a field can have: no name, number or hours have more, and reading them takes no time."""
_LONG = frozenset(("notes", "lines"))
_FREE = frozenset(
    (
        "name",
        "notes",
        "address",
        "contact",
        "outlet_name",
        "product_name",
        "brand",
        "spec",
        "closed",
        "opening_hours",
        "windows",
    )
)
"""Fields in which ``无`` or a stroke may be what is meant."""
_SPARED = frozenset(
    (
        "phone",
        "mobile",
        "outlet_phone",
        "contact",
        "notes",
        "address",
        "postcode",
        "brand",
        "category",
        "channel",
        "opening_hours",
    )
)
"""Fields a record does well without: one that cannot be read is told, and the row goes in."""
_CODES = frozenset(("id", "outlet", "product", "barcode", "rep_code"))
_PHONES = frozenset(("phone", "mobile", "outlet_phone"))


_AS_CODES = _CODES | _PHONES
_NO_CODES = frozenset((Mark.DATE, Mark.TIME, Mark.PERCENT, Mark.YES_NO))
"""What a spreadsheet has made of a code that was typed as 5-1, 9:00, 50% or TRUE."""


@lru_cache(maxsize=65536)
def field_text(text: str, name: str) -> str:
    """The text of a cell for a field: on one line, where lines mean nothing in it; empty where it says nothing."""
    if len(text) > LONGEST and name not in _LONG:
        return ""
    if len(text) <= 12 and (is_empty_text if name in _FREE else is_empty)(text):
        return ""
    text = text if "\n" not in text or name in OF_LINES else " ".join(text.split())
    if name not in _AS_CODES:
        return text
    try:
        code = read_code(text)
    except NotationError:
        return ""
    # a phone stays as it was written, but for what a spreadsheet made of its digits
    return code if name in _CODES or code.isdecimal() else text


def tell_unreadable(taken: Taken, cells: Cells) -> None:
    """Notes what of a row's fields cannot be read: an error cell, a formula nobody reckoned, digits gone.

    A row of a text with more cells than its header has columns has a separator too many somewhere: which cell stands
    under which name is not known.
    """
    row, columns, width = taken.row, cells.index, cells.table.width
    if width is not None and len(row.cells) > width and (filled := sum(map(bool, row.cells))) > width:
        taken.error(None, None, "row_too_long", cells=filled, columns=width)
    faults = row.faults
    faults += [
        at for field, at in columns.items() if field in _AS_CODES and at not in faults and _digits_lost(row.cell(at))
    ]
    if row.kinds:
        for field, at in columns.items():
            if field in _CODES and row.mark(at) in _NO_CODES and row.cell(at):
                taken.error(field, row.cell(at), "cell_is_no_code")
    if max(map(len, row.cells), default=0) > LONGEST:
        faults += [at for at, cell in enumerate(row.cells) if len(cell) > LONGEST and at not in faults]
    if not faults:
        return
    fields = {at: name for name, at in columns.items()}
    for at in faults:
        mark, name = row.mark(at), fields.get(at)
        if name is None or (name in _LONG and not mark.fault):
            continue
        text = row.cells[at]
        known = name == "barcode" and row.cell(columns.get("id"))
        # what a look-up did not find is missing, which is told: what cannot do without it says so itself
        tell = taken.warn if known or name in _SPARED or text == "#N/A" else taken.error
        why = mark if mark.fault else Mark.TOO_LONG if len(text) > LONGEST else Mark.DIGITS_LOST
        tell(name, text[:40] or None, why.name.lower())


@lru_cache(maxsize=65536)
def _digits_lost(text: str) -> bool:
    try:
        read_code(text)
    except NotationError as fault:
        return fault.code == "digits_lost"
    return False


class Cells:
    """The cells of a table by field."""

    def __init__(
        self,
        table: Table,
        vocabulary: Vocabulary,
        mapping: Mapping[str, str] | None,
        wanted: Sequence[str],
        answers: Answers = NO_ANSWERS,
    ) -> None:
        """Raises `IntakeError` ``no_known_column`` where none of the fields `wanted` has a column."""
        self.table = table
        self.answers = answers
        self.field_of = vocabulary.field_of
        self.columns = vocabulary.map(table.header, mapping)
        if not self.columns.keys() & set(wanted):
            raise IntakeError(
                "column_wanted", path=str(table.path), wanted=", ".join(wanted), known=", ".join(table.header)
            )
        self.index = {name: table.header.index(column) for name, column in self.columns.items()}
        self._used = used = set(self.index.values())
        self._rest = [
            (at, name) for at, name in enumerate(table.header) if at not in used and not name.startswith("(")
        ]

    def use(self, at: int) -> None:
        """Says that a column is read, though no field goes by it alone."""
        self._used.add(at)
        self._rest = [each for each in self._rest if each[0] != at]

    def cell(self, row: Row, name: str) -> str:
        """The text of a field, on one line; empty where the file has none, or none that can be read."""
        at = self.index.get(name)
        return field_text(text, name) if at is not None and (text := row.cell(at)) else ""

    def said(self, row: Row) -> Callable[[str], str]:
        """`cell` of one row, for readers that ask for many fields of which a table has a few."""
        texts = {name: field_text(text, name) for name, at in self.index.items() if (text := row.cell(at))}
        return lambda name: texts.get(name, "")

    def mark(self, row: Row, name: str) -> Mark:
        """What the cell of a field was in the file: a number, a date, a text, or something that cannot be read."""
        at = self.index.get(name)
        return Mark.TEXT if at is None else row.mark(at)

    def texts(self, name: str) -> list[str]:
        """The cells of a field's column that say anything; none where it has no column."""
        return [] if name not in self.index else [text for row in self.table.rows if (text := self.cell(row, name))]

    def unused(self, known: Iterable[str]) -> list[Unused]:
        """Columns that say something and stand for no field. `known` are fields whose names are not kept either."""
        fields, used = set(known), self._used
        counts: dict[int, int] = {}
        for row in self.table.rows:
            for at, text in enumerate(row.cells):
                if text and at not in used:
                    counts[at] = counts.get(at, 0) + 1
        header = self.table.header
        names = {at: header[at] if at < len(header) else f"({letters(at)})" for at in counts}
        return [
            Unused(name, not name.startswith("(") and name not in fields, counts[at])
            for at, name in sorted(names.items())
        ]

    def rest(self, row: Row, known: Iterable[str]) -> dict[str, str]:
        """Cells of columns that stand for no field, kept under their headers."""
        if not self._rest:
            return {}
        fields = set(known)
        return {name: text for at, name in self._rest if name not in fields and (text := row.cell(at))}


_PARTS = ("credit", "access", "limits", "capacity", "prices")


def laid_over(on_file: dict[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """A document with what a row says of it; a column that is not there leaves its part of a field as it is."""
    parts = {name: (on_file.get(name) or {}) | fields[name] for name in _PARTS if name in fields}
    return on_file | dict(fields) | parts


def shown(value: object) -> str:
    """A value that does not fit as a message shows it: the parts of one that has several behind each other."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(shown, value)))[:80]
    return str(value)[:80]


def record_of(taken: Taken, model: type[R], before: R | None) -> R | None:
    """The record a row makes of what is on file; None, with errors noted, where it makes none."""
    return fitted(taken, model, taken.fields if before is None else laid_over(before.to_json(), taken.fields))


def fitted(taken: Taken, model: type[R], fields: Mapping[str, Any]) -> R | None:
    """The record of these fields; None, with errors noted, where one of them does not fit."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            name = str(problem["loc"][0]) if problem["loc"] else None
            value = None if name is None else shown(problem.get("input"))
            taken.error(name, value, "does_not_fit")
        return None


def _known(fields: Mapping[str, Any], model: type[R]) -> dict[str, Any]:
    """The fields that columns were read for: not what is only kept beside the record."""
    return {name: value for name, value in fields.items() if name in model.model_fields}


def gathered(
    cells: Cells,
    groups: Iterable[list[Taken]],
    model: type[R],
    existing: Callable[[list[str]], Mapping[str, R]],
    judge: Judge[R] | None = None,
) -> Intake[R]:
    """Rows to records, one of each group; a group's first row holds its fields, and all of it counts or none.

    `judge` has the last word on a record that is new or would change what is on file.

    Another group with the id of an earlier one is rejected unless it says the same.
    """
    known = list(groups)
    on_file = existing([str(group[0].fields["id"]) for group in known if "id" in group[0].fields])
    records: dict[str, R] = {}
    rows: dict[str, int | str] = {}
    seen: dict[str, tuple[int | str, dict[str, Any]]] = {}
    errors: list[Finding] = []
    warnings: list[Finding] = []
    counts = {"added": 0, "updated": 0, "unchanged": 0, "rejected": 0}
    for group in known:
        first = group[0]
        for each in group:
            tell_unreadable(each, cells)
        record_id = str(first.fields.get("id", ""))
        sound = not any(each.errors for each in group)
        if sound and record_id in seen:
            at, fields = seen[record_id]
            if _known(fields, model) == _known(first.fields, model):
                if fields != first.fields:
                    first.warn("id", record_id, "id_again", first=at)
                    warnings += first.warnings
                counts["unchanged"] += len(group)
                continue
            first.error("id", record_id, "id_twice", first=at)
            sound = False
        before = on_file.get(record_id)
        record = record_of(first, model, before) if sound else None
        if record is not None and judge is not None:
            if (verdict := judge(record, before)) is not None and not verdict.warning:
                first.error(verdict.field, None, verdict.code, **verdict.params)
                record = None
            elif verdict is not None:
                first.warn(verdict.field, None, verdict.code, **verdict.params)
        if record is None:
            for each in group:
                if not each.errors:
                    each.error(None, None, "with_others", first=next(e.row.place for e in group if e.errors))
                errors += each.errors
            counts["rejected"] += len(group)
            continue
        seen[record_id] = (first.row.place, dict(first.fields))
        for each in group:
            warnings += each.warnings
        if before is not None and record.to_json() == before.to_json():
            counts["unchanged"] += len(group)
            continue
        counts["added" if before is None else "updated"] += len(group)
        records[record_id] = record
        rows[record_id] = first.row.place
    return Intake(
        read=sum(counts.values()), added=counts["added"], updated=counts["updated"], unchanged=counts["unchanged"],
        rejected=counts["rejected"], records=list(records.values()), errors=errors, warnings=warnings,
        encoding=cells.table.encoding, mapping=dict(cells.columns), rows=rows,
        unused=cells.unused(model.model_fields),
    )  # fmt: skip
