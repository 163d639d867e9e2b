"""A table out of a file, whatever program saved it: CSV, XLSX, XLSB, XLS, ODS, or HTML that calls itself .xls.

What a file is shows in its first bytes, not in its name: half of the ".xls" exports of Chinese systems are
HTML or tab-separated text. All cells become text, beside which stands what each was (`Row.mark`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from store.intake import delimited, foreign, markup, workbooks
from store.intake.columns import OUTLET_COLUMNS, Vocabulary
from store.intake.encoding import decode
from store.intake.findings import IntakeError
from store.intake.footers import Footers, own_columns
from store.intake.grids import Book, Grid, Remark, Row
from store.intake.layout import LONGEST_NAME, Header, Known, filled_down, header_of
from store.intake.titles import beside, named_above

MOST_TEXT = 100_000_000
"""Bytes of a text file; a million rows have fewer."""
_MOST_WORKBOOK = 200_000_000


@dataclass(frozen=True)
class Table:
    """Rows under a header. Header names are unique; rows may be shorter or longer than it.

    `encoding` is None for workbooks, `sheet` None for text files and where rows of several sheets stand below
    each other (they say which); `header_row` counts as `Row.number` does. `remarks` tell what of the file is
    not in the rows, and what in them does not stand in the file.
    """

    path: Path
    header: tuple[str, ...]
    rows: list[Row]
    encoding: str | None = None
    sheet: str | None = None
    header_row: int = 1
    remarks: tuple[Remark, ...] = field(default=())
    separator: str | None = None
    """Between the columns, where the file is a text."""
    width: int | None = None
    """Columns its header has, named or not, where the file is a text: a sheet may have notes beside its table."""
    above: tuple[str, ...] = ()
    """What stands above the names of a header of two rows, by column."""


def read_table(
    path: str | Path,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    vocabulary: Vocabulary = OUTLET_COLUMNS,
    named: Collection[str] = (),
    together: bool = False,
) -> Table:
    """The table in a file. `named` are headers the user has pointed at, known beside the vocabulary's.

    Of a workbook the sheet asked for is read, else the one whose header says most; `together` takes the rows
    of all visible sheets whose headers say the same. Raises IntakeError: ``file_missing``,
    ``file_is_folder``, ``file_locked``, ``file_unreadable``, ``file_empty``, ``file_too_large``,
    ``table_too_large``, ``sheet_too_large``, ``workbook_damaged``, ``workbook_protected``, ``sheet_unknown``,
    ``only_hidden``, ``not_a_table…``, ``quote_unclosed``, ``header_only`` and those of `decode`.
    """
    path = Path(path)
    data = _bytes_of(path)
    known = Known(vocabulary, named)
    told: list[Remark] = []
    if workbooks.is_workbook(data):
        book, found = workbooks.read(data, path=str(path), sheet=sheet), None
    else:
        foreign.refuse_bytes(data, str(path))
        if len(data) > MOST_TEXT:
            raise IntakeError(
                "file_too_large", path=str(path), size=len(data) // 1_000_000, most=MOST_TEXT // 1_000_000
            )
        text, found = decode(data, encoding=encoding, path=str(path))
        if "\0" in text:
            raise IntakeError("not_a_table", path=str(path))
        foreign.refuse_text(text, str(path))
        if markup.is_markup(text):
            book = markup.read(text, path=str(path), sheet=sheet)
        else:
            grid, told = delimited.grid(text, path=str(path))
            book = Book([grid])
    return _table(path, book, known, told, encoding=found, together=together and sheet is None)


def _bytes_of(path: Path) -> bytes:
    name = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_WORKBOOK + 1)
    except FileNotFoundError:
        raise IntakeError("file_missing", path=name) from None
    except IsADirectoryError:
        raise IntakeError("file_is_folder", path=name) from None
    except PermissionError:  # on Windows also what opening a folder says
        raise IntakeError("file_is_folder" if path.is_dir() else "file_locked", path=name) from None
    except (OSError, ValueError) as error:
        raise IntakeError("file_unreadable", path=name, reason=str(error)) from None
    if len(data) > _MOST_WORKBOOK:
        size = max(path.stat().st_size, len(data))
        raise IntakeError("file_too_large", path=name, size=size // 1_000_000, most=_MOST_WORKBOOK // 1_000_000)
    if not data.strip():
        raise IntakeError("file_empty", path=name)
    return data


def _table(
    path: Path, book: Book, known: Known, told: Sequence[Remark], *, encoding: str | None, together: bool
) -> Table:
    headed = [(grid, found) for grid in book.grids if (found := header_of(grid, known)) is not None]
    if not headed:
        raise IntakeError("file_empty", path=str(path))
    best = max(headed, key=lambda item: item[1].worth)
    chosen = [item for item in headed if item is best or (together and _same(known, best[1], item[1]))]
    first = chosen[0]
    header: tuple[str, ...] = ()
    several = len(chosen) > 1
    rows: list[Row] = []
    remarks = _Remarks(told)
    for grid, own in chosen:
        names = _unique(own.names)
        taken = _rows(grid, own, names, known.vocabulary, remarks, several=several)
        if (above := named_above(grid, own, known.vocabulary)) is not None:
            taken = [beside(row, len(names), above.value) for row in taken]
            names = _unique((*names, above.label))
            remarks.add("title_column", column=above.label, value=above.value, row=above.place(several=several))
        if not header:
            header = names
        else:
            header, places = _aligned(header, names, known.vocabulary)
            taken = [_moved(row, places) for row in taken]
        rows += taken
    if not rows:
        raise IntakeError("header_only", path=str(path), row=first[1].last)
    if several:
        remarks.add("sheets_read", sheets=[grid.name for grid, _ in chosen])
    read = [grid for grid, _ in chosen]
    if left := [grid.name for grid in book.grids if all(grid is not each for each in read)] + book.others:
        remarks.add("sheets_left", sheets=left)
    if book.hidden:
        remarks.add("hidden_sheets", sheets=book.hidden)
    sheet = None if several else first[0].name
    separator = first[0].separator
    width = None if separator is None else max(len(header), *map(len, first[1].texts))
    return Table(path, header, rows, encoding, sheet, first[1].last, remarks.all(), separator, width, first[1].above)


def _same(known: Known, best: Header, other: Header) -> bool:
    """Whether the rows under two headers are of one kind: they name the same fields, but for a few."""
    fields = [
        {field for name in header.names if name and (field := known.vocabulary.field_of(name))}
        for header in (best, other)
    ]
    common = fields[0] & fields[1]
    return bool(common) and (
        fields[0] == fields[1]
        or (len(common) >= 3 and 4 * len(common) >= 3 * max(map(len, fields)) and "id" in common)
    )


def _rows(
    grid: Grid, header: Header, names: tuple[str, ...], vocabulary: Vocabulary, remarks: _Remarks, *, several: bool
) -> list[Row]:
    """The records of a sheet; what is left out of it, or filled in, goes to the remarks."""
    columns = {field: names.index(name) for field, name in vocabulary.map(names).items()}
    footers = Footers(names, own_columns(columns), header.texts)
    kept = []
    sheet = grid.name if several else None
    for row in grid.rows:
        if header.first <= row.number <= header.last:
            continue
        if several:
            row = row._replace(sheet=sheet)  # noqa: PLW2901 - the same row, with its sheet
        if row.number < header.first:
            remarks.left_out("title", row)
        elif kind := footers.kind(row):
            remarks.left_out(kind, row)
        elif not any(row.cells[: len(names)]) and not row.faults:
            remarks.left_out("beside", row)
        else:
            kept.append(row)
    rows, filled = filled_down(kept, grid.merges, header.last)
    for merge, count in sorted(filled, key=lambda each: each[0].left):
        if merge.left < len(names):
            remarks.filled(names[merge.left], count)
    if grid.hidden_rows:
        remarks.hidden_rows += grid.hidden_rows
    return rows


class _Remarks:
    """What is to be told of a file, gathered while its rows are."""

    def __init__(self, told: Iterable[Remark]) -> None:
        self._told = list(told)
        self._left: dict[str, list[int | str]] = {}
        self._filled: dict[str, int] = {}
        self.hidden_rows = 0

    def add(self, code: str, **params: object) -> None:
        self._told.append(Remark(code, params))

    def left_out(self, kind: str, row: Row) -> None:
        self._left.setdefault(kind, []).append(row.place)

    def filled(self, column: str, count: int) -> None:
        self._filled[column] = self._filled.get(column, 0) + count

    def all(self) -> tuple[Remark, ...]:
        for kind, rows in self._left.items():
            self.add(f"left_out_{kind}", rows=rows, n=len(rows))
        if self._filled:
            self.add("filled_down", columns=list(self._filled), n=sum(self._filled.values()))
        if self.hidden_rows:
            self.add("hidden_rows", n=self.hidden_rows)
        return tuple(self._told)


def _aligned(
    header: tuple[str, ...], names: tuple[str, ...], vocabulary: Vocabulary
) -> tuple[tuple[str, ...], list[int]]:
    """A header that also holds the columns of another sheet, and where each of those stands in it."""
    fields = vocabulary.map(header)
    by_column = {column: field for field, column in vocabulary.map(names).items()}
    wider = list(header)
    places: list[int] = []
    for name in names:
        column = fields.get(by_column.get(name, ""), name)
        if column not in wider:
            wider.append(column)
        place = wider.index(column)
        if place in places:
            wider.append(_unique([*wider, name])[-1])
            place = len(wider) - 1
        places.append(place)
    return tuple(wider), places


def _moved(row: Row, places: Sequence[int]) -> Row:
    """A row with its cells where another sheet has them."""
    if list(places) == list(range(len(places))):
        return row
    width = max(places) + 1
    cells, kinds = [""] * width, ["t"] * width
    for at, place in enumerate(places):
        if at < len(row.cells):
            cells[place] = row.cells[at]
            kinds[place] = row.kinds[at] if at < len(row.kinds) else "t"
    return row._replace(cells=tuple(cells), kinds="".join(kinds))


def _unique(cells: Sequence[str]) -> tuple[str, ...]:
    """Header names told apart: a second 电话 is ``电话 (2)``, an empty one has its column's letters."""
    seen: dict[str, int] = {}
    names: dict[str, None] = {}
    for index, cell in enumerate(cells):
        name = plain = cell[:LONGEST_NAME] or f"({letters(index)})"
        while name in names:
            seen[plain] = seen.get(plain, 1) + 1
            name = f"{plain} ({seen[plain]})"
        names[name] = None
    return tuple(names)


def letters(index: int) -> str:
    """Column 0 is A, 26 is AA, as in a spreadsheet."""
    text = ""
    while index >= 0:
        text = chr(ord("A") + index % 26) + text
        index = index // 26 - 1
    return text
