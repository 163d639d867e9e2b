"""Sheets as a workbook: a page for each rep, ready to print, to fill in and to send back."""

from __future__ import annotations

import re
from collections.abc import Collection
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from routing.sheets.columns import FILLED_IN, WIDTHS, cells, headings, planned, several_kinds
from routing.sheets.content import Content, SheetRoute, hours_minutes, took
from routing.sheets.text import legend

_HIDDEN = ("date", "rep", "link")
_WRAPPED = ("name", "address", "why", "agreed", "note", "way")
_LAST_ROW = 1_048_575
_LONGEST = 31
"""Of a page's name, in UTF-16 units."""


def write_xlsx(content: Content) -> bytes:
    """A workbook with one page for each route, named by the rep's id; an overview first where there are several."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        # no clock in the file: the same plan gives the same bytes
        book.set_properties({"title": f"{content.distributor} {content.date}".strip(), "created": EPOCH})
        styles = _styles(book)
        if len(content.routes) > 1 or content.unserved:
            _overview(book, styles, content)
        for route in content.routes:
            _page(book, styles, content, route)
    return out.getvalue()


def page_name(text: str, taken: Collection[str] = ()) -> str:
    """A text, as a rep's id, as the name of a page: short, without what workbooks refuse, unlike those `taken`."""
    name = _cut(re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", text).strip("' ") or "_", _LONGEST)
    known = {each.casefold() for each in (*taken, "History")}
    found, number = name, 1
    while found.casefold() in known:
        number += 1
        found = _cut(name, _LONGEST - 1 - len(str(number))) + f"~{number}"
    return found


def _cut(text: str, units: int) -> str:
    while len(text.encode("utf-16-le", "surrogatepass")) > 2 * units:
        text = text[:-1]
    return text.rstrip("'")


def _styles(book: Any) -> dict[str, Any]:
    # text: a spreadsheet makes dates of 6/20 and 1-4 and drops the zeros of 007, also when a cell is typed over
    base = {"valign": "vcenter", "font_size": 10, "num_format": "@"}
    line = {"border": 1, "border_color": "#B8B8B8"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({**base, **line, "bold": True, "bg_color": "#E6EEF5", "text_wrap": True}),
        "cell": book.add_format({**base, **line}),
        "wrap": book.add_format({**base, **line, "text_wrap": True}),
        "fill": book.add_format({**base, **line, "bg_color": "#FFFBE6", "text_wrap": True}),
        "spare": book.add_format({"num_format": "@"}),
        "plain": book.add_format(base),
    }


def _page(book: Any, styles: dict[str, Any], content: Content, route: SheetRoute) -> None:
    page = book.add_worksheet(page_name(route.rep, [each.get_name() for each in book.worksheets()]))
    t = content.t
    page.write_string(
        0, 0, t("sheets.text.title", name=route.name, date=content.date, weekday=content.weekday), styles["title"]
    )
    page.write_string(1, 0, _summary(content, route), styles["plain"])
    page.write_row(3, 0, headings(content), styles["head"])
    columns = planned(content)
    hidden = _HIDDEN if several_kinds(route) else (*_HIDDEN, "kind")
    for number, stop in enumerate(route.stops, 4):
        for column, (field, cell) in enumerate(zip(columns, cells(content, route, stop), strict=True)):
            page.write_string(number, column, cell, styles["wrap" if field in _WRAPPED else "cell"])
        for column in range(len(columns), len(columns) + len(FILLED_IN)):
            page.write_blank(number, column, None, styles["fill"])
    for column, field in enumerate((*columns, *FILLED_IN)):
        page.set_column(column, column, WIDTHS[field], styles["spare"], {"hidden": field in hidden})
    page.ignore_errors(
        {"number_stored_as_text": f"A1:{xl_col_to_name(len(columns) + len(FILLED_IN) - 1)}{_LAST_ROW + 1}"}
    )
    page.freeze_panes(4, 5)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(3)
    page.set_margins(0.4, 0.4, 0.5, 0.5)
    page.set_footer("&C&P / &N")
    for number, line in enumerate(legend(content, route), 6 + len(route.stops)):
        page.write_string(number, 4, line, styles["plain"])


def _summary(content: Content, route: SheetRoute) -> str:
    return content.t(
        "sheets.summary",
        n=len(route.stops),
        depart=route.depart,
        back=route.back,
        km=f"{route.km:.1f}",
        driving=took(content.t, route.driving_s),
    )


def _overview(book: Any, styles: dict[str, Any], content: Content) -> None:
    t = content.t
    page = book.add_worksheet(page_name(t("sheets.overview")))
    page.write_string(0, 0, f"{content.distributor} {content.date} {content.weekday}".strip(), styles["title"])
    heads = ("rep", "rep_name", "stops", "depart", "back", "km", "driving")
    page.write_row(2, 0, [t(f"sheets.column.{name}") for name in heads], styles["head"])
    row = 3
    for route in content.routes:
        texts = (route.rep, route.name, None, route.depart, route.back, None, hours_minutes(route.driving_s))
        for column, text in enumerate(texts):
            if text is not None:
                page.write_string(row, column, text, styles["cell"])
        page.write_number(row, 2, len(route.stops), styles["cell"])
        page.write_number(row, 5, round(route.km, 1), styles["cell"])
        row += 1
    page.set_column(0, 0, 12)
    page.set_column(1, 1, 16)
    page.set_column(2, 6, 9)
    if content.unserved:
        row += 1
        page.write_string(row, 0, t("sheets.unserved", n=len(content.unserved)), styles["title"])
        for outlet, name, why in content.unserved:
            row += 1
            page.write_row(row, 0, [outlet, name], styles["cell"])
            page.write_string(row, 2, why, styles["plain"])
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _epoch() -> Any:
    import datetime as dt

    return dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's dates have no offset


EPOCH = _epoch()
