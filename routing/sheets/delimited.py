"""Sheets as CSV, one row a stop; opens in Excel and WPS as what it is."""

from __future__ import annotations

import csv
from io import StringIO

from routing.sheets.columns import FILLED_IN, cells, headings
from routing.sheets.content import Content

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(content: Content) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read Chinese; no cell is taken for a formula."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(headings(content))
    for route in content.routes:
        for stop in route.stops:
            writer.writerow([safe(cell) for cell in cells(content, route, stop)] + [""] * len(FILLED_IN))
    return out.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run."""
    return "'" + cell if cell.startswith(_FORMULA) else cell
