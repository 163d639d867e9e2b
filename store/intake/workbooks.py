"""Cells out of XLSX, XLSB and ODS workbooks, as the text a person sees in them."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from store.intake import binary, legacy, opendocument, sparse
from store.intake.findings import IntakeError
from store.intake.grids import MOST_CELLS, Book, Grid, Merge
from store.intake.packages import Package
from store.intake.survey import Survey, parts_of, special_styles, survey
from store.intake.values import Values

if TYPE_CHECKING:
    import python_calamine as calamine

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_SPARSE = 3_000_000
"""Cells of a rectangle above which a sheet that is mostly empty is read cell by cell."""


def is_workbook(data: bytes) -> bool:
    return data.startswith((_ZIP, _OLE))


def read(data: bytes, *, path: str = "", sheet: str | None = None) -> Book:
    """The sheet asked for, hidden or not, or every visible one, where they hold anything.

    Raises IntakeError ``workbook_damaged``, ``workbook_protected``, ``sheet_unknown``, ``file_empty``,
    ``only_hidden``, ``file_too_large``, ``sheet_too_large``, ``not_a_table_…``.
    """
    if data.startswith(_OLE):
        book = legacy.read(data, path=path, sheet=sheet)
    else:
        package = Package(data, path)
        book = opendocument.read(package, sheet=sheet) if package.opendocument else _read(data, package, sheet)
    book.grids = [grid for grid in book.grids if grid.rows]
    if not book.grids and book.hidden and sheet is None:
        raise IntakeError("only_hidden", path=path, sheets=", ".join(book.hidden))
    if not book.grids:
        raise IntakeError("file_empty", path=path)
    return book


def _read(data: bytes, package: Package, wanted: str | None) -> Book:
    import python_calamine as calamine

    found = Book([])
    parts = (binary.parts_of if package.binary else parts_of)(package)
    try:
        with calamine.CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            if wanted is not None and wanted not in book.sheet_names:
                known = ", ".join(book.sheet_names)
                raise IntakeError("sheet_unknown", path=package.path, sheet=wanted, known=known)  # noqa: TRY301
            reader = _Sheets(package, book, parts)
            for about in book.sheets_metadata:
                if about.typ is not calamine.SheetTypeEnum.WorkSheet:
                    continue
                hidden = about.visible is not calamine.SheetVisibleEnum.Visible
                if about.name == wanted or (wanted is None and not hidden):
                    found.grids.append(reader.grid(about.name))
                else:
                    (found.hidden if hidden else found.others).append(about.name)
    except IntakeError:
        raise
    except calamine.PasswordError:
        raise IntakeError("workbook_protected", path=package.path) from None
    except BaseException as error:
        # the reader's own panics derive from BaseException; an interrupt must still get through
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise IntakeError("workbook_damaged", path=package.path) from None
        raise
    return found


class _Sheets:
    """Sheets read one by one, each measured first."""

    def __init__(self, package: Package, book: calamine.CalamineWorkbook, parts: Mapping[str, str]) -> None:
        self.package = package
        self.book = book
        self.styles = {} if package.binary else special_styles(package)
        self.parts = parts
        self.left = MOST_CELLS * 2

    def grid(self, name: str) -> Grid:
        part = self.parts.get(name, "")
        if not part:
            raise IntakeError("workbook_damaged", path=self.package.path)
        merges: list[Merge] = []
        if self.package.binary:
            seen, merges = binary.survey(self.package, part)
        else:
            seen = survey(self.package, part, self.styles)
        if seen.rectangle > _SPARSE and seen.rectangle > 4 * seen.cells and not self.package.binary:
            return self._sparse(name, part, seen)
        self.left -= seen.rectangle
        if self.left < 0:
            raise self._too_large(name, seen)
        page = self.book.get_sheet_by_name(name)
        values = Values(seen)
        for number, cells in enumerate(page.to_python(skip_empty_area=False), 1):
            values.add(number, cells)
        for (top, first), (bottom, last) in page.merged_cell_ranges or ():
            merges.append(Merge(top + 1, bottom + 1, first, last))
        return Grid(values.rows, name, merges, seen.hidden_rows)

    def _sparse(self, name: str, part: str, seen: Survey) -> Grid:
        if seen.cells > sparse.MOST:
            raise self._too_large(name, seen)
        found = sparse.cells(self.package, part)
        for row, column in (*seen.errors, *seen.without_value):
            found.setdefault(row, {}).setdefault(column, "")
        if sum(max(cells) + 1 for cells in found.values()) > MOST_CELLS:
            raise self._too_large(name, seen)
        values = Values(seen)
        for number in sorted(found):
            cells = found[number]
            values.add(number, [cells.get(column, "") for column in range(max(cells) + 1)])
        return Grid(values.rows, name, sparse.merges(self.package, part), seen.hidden_rows)

    def _too_large(self, name: str, seen: Survey) -> IntakeError:
        return IntakeError(
            "sheet_too_large", path=self.package.path, sheet=name, rows=seen.rows, columns=seen.columns
        )
