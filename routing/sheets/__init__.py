"""Route sheets: paper, workbook, table, text; and the way back from a returned one."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from routing.sheets.content import Content, build_content

FORMATS = {
    "pdf": ("routing.sheets.pdf", "write_pdf"),
    "xlsx": ("routing.sheets.workbook", "write_xlsx"),
    "csv": ("routing.sheets.delimited", "write_csv"),
    "text": ("routing.sheets.text", "write_text"),
    "png": ("routing.sheets.picture", "write_png"),
    "gpx": ("routing.sheets.tracks", "write_gpx"),
    "kml": ("routing.sheets.tracks", "write_kml"),
    "geojson": ("routing.sheets.tracks", "write_geojson"),
    "ics": ("routing.sheets.calendar", "write_ics"),
    "html": ("routing.sheets.phone", "write_html"),
    "loading": ("routing.sheets.loading", "write_loading"),
}
"""Where each format is written; loaded when asked for."""
BOOKS = {"loading": ("routing.sheets.loading", "write_loading_book")}
"""Formats that are a workbook too, where the file asked for is one."""


class SheetError(Exception):
    """A sheet that cannot be made, with a code and what fills its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        self.exit_code = 2 if code == "no_such_format" else 1
        super().__init__(code)


def write_sheet(content: Content, kind: str, *, workbook: bool = False) -> bytes:
    """The sheets of one of `FORMATS` as bytes, or of one of `BOOKS` as a workbook.

    Raises `SheetError` ``no_such_format``.
    """
    if kind not in FORMATS:
        raise SheetError("no_such_format", format=kind, known=", ".join(FORMATS))
    module, name = BOOKS[kind] if workbook and kind in BOOKS else FORMATS[kind]
    write: Callable[[Content], bytes] = getattr(import_module(module), name)
    return write(content)


__all__ = ["BOOKS", "FORMATS", "Content", "SheetError", "build_content", "write_sheet"]
