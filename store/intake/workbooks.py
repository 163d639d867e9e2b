"""Cells out of XLSX and XLS workbooks, as the text a person sees in them."""

from __future__ import annotations

import struct
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from store.intake.findings import IntakeError

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FREE_SECTOR = 0xFFFFFFFF

Grid = list[list[str]]


def is_workbook(data: bytes) -> bool:
    return data.startswith((_ZIP, _OLE))


def read(data: bytes, *, path: str = "", sheet: str | None = None) -> list[tuple[str, Grid]]:
    """Name and rows of the sheet asked for, or of every visible one that holds anything.

    Raises IntakeError ``workbook_damaged``, ``workbook_protected``, ``sheet_unknown`` or ``file_empty``.
    """
    import python_calamine as calamine

    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise IntakeError("workbook_protected", path=path)
        if not _whole_container(data):
            raise IntakeError("workbook_damaged", path=path)
    try:
        with calamine.CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            visible = [
                about.name
                for about in book.sheets_metadata
                if about.typ is calamine.SheetTypeEnum.WorkSheet
                and about.visible is calamine.SheetVisibleEnum.Visible
            ]
            if sheet is not None and sheet not in book.sheet_names:
                raise IntakeError(  # noqa: TRY301
                    "sheet_unknown", path=path, sheet=sheet, known=", ".join(book.sheet_names)
                )
            names = [sheet] if sheet is not None else visible
            found = [(name, _grid(book.get_sheet_by_name(name).to_python(skip_empty_area=False))) for name in names]
    except IntakeError:
        raise
    except calamine.PasswordError:
        raise IntakeError("workbook_protected", path=path) from None
    except BaseException as error:
        # the reader's own panics derive from BaseException; an interrupt must still get through
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise IntakeError("workbook_damaged", path=path) from None
        raise
    filled = [(name, grid) for name, grid in found if grid]
    if not filled:
        raise IntakeError("file_empty", path=path)
    return filled


def _grid(cells: list[list[Any]]) -> Grid:
    grid = [[cell_text(cell) for cell in row] for row in cells]
    while grid and not any(grid[-1]):
        grid.pop()
    return grid


def cell_text(cell: object) -> str:
    """A cell as text. Workbooks store every number as a float: 13800001111.0 is ``13800001111``."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, time):
        return cell.isoformat(timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return "" if cell is None else str(cell)


def _whole_container(data: bytes) -> bool:
    """Whether an OLE file reaches as far as its own allocation table says.

    A cut one makes the reader panic, which prints before it can be caught. Layout: [MS-CFB] 2.2 and 2.3;
    the first 109 table sectors stand in the header, which covers 7 MB and more than that is not checked.
    """
    if len(data) < 512:
        return False
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in {512, 4096}:
        return False
    last = -1
    for sector in struct.unpack_from("<109I", data, 76):
        if sector == _FREE_SECTOR:
            continue
        start = (sector + 1) * size
        if start + size > len(data):
            return False
        table = struct.unpack_from(f"<{size // 4}I", data, start)
        base = last + 1 if last >= 0 else 0
        del base
        last = max(last, sector)
        _ = table
    return True
