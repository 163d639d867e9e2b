"""Rows out of HTML tables and of "XML Spreadsheet 2003", both of which older systems save as .xls."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_START = re.compile(
    r"^\s*(<\?xml|<!doctype|<!--|<html|<table|<head|<meta|<body|<workbook|<style|<div)", re.IGNORECASE
)
_MOST_SPAN = 200


def is_markup(text: str) -> bool:
    return _START.match(text[:4096]) is not None and "<" in text


def rows(text: str) -> list[list[str]]:
    """The rows of all tables in the text, one below the other; merged cells keep their columns."""
    parser = _Rows()
    parser.feed(text)
    parser.close()
    return parser.rows


class _Rows(HTMLParser):
    """Collects cells. ``td``/``th`` in ``tr`` of HTML, ``Data`` in ``Cell`` in ``Row`` of XML Spreadsheet."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._text: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in {"tr", "row"}:
            self._end_cell()
            number = _count(values.get("ss:index"))
            while number and len(self.rows) < number - 1:
                self.rows.append([])
            self.rows.append([])
        elif tag in {"td", "th", "cell"}:
            self._end_cell()
            if not self.rows:
                self.rows.append([])
            column = _count(values.get("ss:index"))
            if column:
                self.rows[-1].extend([""] * min(column - 1 - len(self.rows[-1]), _MOST_SPAN))
            merged = _count(values.get("ss:mergeacross"))
            self._span = min(_count(values.get("colspan")) or 1 + merged, _MOST_SPAN)
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "cell", "tr", "row", "table"}:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _end_cell(self) -> None:
        if self._text is None:
            return
        # the space that keeps Excel from reading a code as a number, and line breaks of the source
        text = "".join(self._text).replace("\xa0", " ")
        self.rows[-1].extend([text.strip()] + [""] * (self._span - 1))
        self._text = None


def _count(value: str | None) -> int:
    return int(value) if value and value.isdecimal() else 0
