"""Cells out of XLS workbooks (Excel 97 to 2003, WPS .et), with the number formats they are shown in."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import TYPE_CHECKING, Any

from store.intake import compound, formats
from store.intake.findings import IntakeError
from store.intake.grids import MOST_CELLS, Book, Grid, Merge
from store.intake.survey import Survey
from store.intake.values import Values

if TYPE_CHECKING:
    import xlrd

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (("WordDocument", "word"), ("PowerPoint Document", "slides"), ("__properties_version1.0", "mail"))

_ZEROS = (dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1))  # noqa: DTZ001 - a sheet's days have no zone


def read(data: bytes, *, path: str, sheet: str | None) -> Book:
    """The sheet asked for, or every visible one. Raises IntakeError as `workbooks.read` does."""
    if _ENCRYPTED in data:
        raise IntakeError("workbook_protected", path=path)
    book = _opened(data, path)
    names = book.sheet_names()
    if sheet is not None and sheet not in names:
        raise IntakeError("sheet_unknown", path=path, sheet=sheet, known=", ".join(names))
    found = Book([])
    left = MOST_CELLS * 2
    for number, name in enumerate(names):
        hidden = book._sheet_visibility[number] != 0  # noqa: SLF001 - the library shows it only once a sheet is read
        if name != sheet and (hidden or sheet is not None):
            (found.hidden if hidden else found.others).append(name)
            continue
        try:
            page = book.sheet_by_index(number)
        except Exception:  # noqa: BLE001 - whatever a damaged file makes a reader stumble over
            raise IntakeError("workbook_damaged", path=path) from None
        left -= sum(map(page.row_len, range(page.nrows)))
        if left < 0:
            raise IntakeError("sheet_too_large", path=path, sheet=name, rows=page.nrows, columns=page.ncols)
        found.grids.append(_grid(book, page, name))
        book.unload_sheet(number)
    return found


def _opened(data: bytes, path: str) -> xlrd.Book:
    import xlrd

    try:
        # "Book" is what Excel 5 and 95 called it
        content = compound.stream(data, "Workbook") or compound.stream(data, "Book")
    except compound.DamagedError:
        content = None
    if content is None:
        kind = next((kind for stream, kind in _OTHERS if stream.encode("utf-16-le") in data), None)
        raise IntakeError(f"not_a_table_{kind}" if kind else "workbook_damaged", path=path)
    for with_formats in (True, False):
        try:
            return xlrd.open_workbook(
                file_contents=content, logfile=StringIO(), on_demand=True, ragged_rows=True,
                formatting_info=with_formats,
            )  # fmt: skip
        except xlrd.XLRDError as error:
            if "encrypted" in str(error).lower():
                raise IntakeError("workbook_protected", path=path) from None
        except Exception:  # noqa: BLE001, S110 - whatever a damaged file makes a reader stumble over
            pass
    raise IntakeError("workbook_damaged", path=path)


def _grid(book: xlrd.Book, page: xlrd.sheet.Sheet, name: str) -> Grid:
    codes = {key: each.format_str for key, each in book.format_map.items()}
    special = {
        index: code
        for index, xf in enumerate(book.xf_list)
        if (code := codes.get(xf.format_key, "")) and formats.special(code)
    }
    seen = Survey()
    rows: dict[int, list[Any]] = {}
    for at in range(page.nrows):
        kinds, values = page.row_types(at), page.row_values(at)
        if not any(kinds):
            continue
        rows[at + 1] = [_value(book, kind, value) for kind, value in zip(kinds, values, strict=True)]
        if 5 in kinds:
            for column, kind in enumerate(kinds):
                if kind == 5:
                    seen.errors[at + 1, column] = _error(values[column])
        if special:
            for column, kind in enumerate(kinds):
                if kind == 2 and (code := special.get(page.cell_xf_index(at, column))):
                    seen.formats[at + 1, column] = code
    grid = Values(seen)
    for number, cells in rows.items():
        grid.add(number, cells)
    merges = [Merge(top + 1, bottom, left, right - 1) for top, bottom, left, right in page.merged_cells]
    hidden = sum(bool(info.hidden) for info in page.rowinfo_map.values())
    return Grid(grid.rows, name, merges, hidden)


def _value(book: xlrd.Book, kind: int, value: Any) -> Any:
    """A cell by its type: 1 text, 2 number, 3 date, 4 yes or no, 5 error."""
    if kind == 3:
        return _date(value, book.datemode)
    if kind == 4:
        return bool(value)
    return value if kind in (1, 2) else ""


def _date(value: float, mode: int) -> Any:
    """Days since the end of 1899 (mode 0), or since 1904 (1), as a date; below one, as a time of day."""
    span = dt.timedelta(seconds=round(min(value, 1e7) * 86_400))
    if 0 <= value < 1:
        return span
    try:
        return _ZEROS[mode] + span
    except OverflowError:
        return value


def _error(code: Any) -> str:
    import xlrd

    return xlrd.error_text_from_code.get(code, "#N/A")  # type: ignore[no-any-return]
