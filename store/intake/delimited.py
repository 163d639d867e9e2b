"""Rows out of delimited text: comma, semicolon, tab or bar, with quotes and line breaks inside of them."""

from __future__ import annotations

import csv
import sys
from collections import Counter

from store.intake.findings import IntakeError

_DELIMITERS = ",\t;|，"
_SAMPLE = 64_000


def rows(text: str, *, path: str = "") -> list[list[str]]:
    """All rows, blank ones too, so that the row's index + 1 is the number a spreadsheet shows.

    A cell with line breaks is one row there. Raises IntakeError ``quote_unclosed`` where a quote is never
    closed and would swallow the rest of the file.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    if text.startswith("sep=") and "\n" in text:  # Excel's own way to name the delimiter
        delimiter = text[4]
        text = "\n" + text.partition("\n")[2]
    else:
        delimiter = _delimiter(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parsed: list[list[str]] = []
    # strict, an unclosed quote is told; a stray quote inside a cell is forgiven in the second attempt
    for strict in (True, False):
        try:
            reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=strict)
            parsed = []
            for row in reader:
                parsed.append([cell.strip() for cell in row])
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                raise IntakeError("quote_unclosed", path=path, row=len(parsed) + 1) from None
        else:
            break
    while parsed and not any(parsed[-1]):
        parsed.pop()
    return parsed


def _delimiter(text: str) -> str:
    """The character that cuts the first rows most often and most evenly."""

    def worth(delimiter: str) -> tuple[int, int]:
        try:
            sample = [row for row in csv.reader(text[:_SAMPLE].splitlines()[:50], delimiter=delimiter) if any(row)]
        except csv.Error:
            return (0, 0)
        widths = Counter(len(row) for row in sample if len(row) > 1)
        width, often = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return (often, width)

    return max(_DELIMITERS, key=worth)
