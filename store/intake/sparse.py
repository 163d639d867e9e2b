"""The few cells of a sheet that reaches far: taken one by one where the rectangle around them would be huge."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

from store.intake.findings import IntakeError
from store.intake.grids import Merge
from store.intake.packages import Package
from store.intake.survey import place_of, sheet_xml

MOST = 200_000
"""Cells read this way; more of them, spread over a sheet's whole width and height, are no table."""
_CELL = re.compile(r"<c\s([^>]{0,200}?)(?:/>|>(.*?)</c>)", re.DOTALL)
_VALUE = re.compile(r"<v[^>]{0,40}>([^<]{0,40000})</v>")
_TEXT = re.compile(r"<(?:\w{1,20}:)?t(?:\s[^>]{0,200})?>([^<]*)</(?:\w{1,20}:)?t>")
_PHONETIC = re.compile(r"<(?:\w{1,20}:)?rPh\b.*?</(?:\w{1,20}:)?rPh>", re.DOTALL)
_SHARED = re.compile(r"<(?:\w{1,20}:)?si\b[^>]{0,200}>(.*?)</(?:\w{1,20}:)?si>", re.DOTALL)
_ATTRIBUTE = re.compile(r"\b([rst])\s{0,9}=\s{0,9}[\"']([^\"']{0,40})[\"']")
_DATES = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no zone


def cells(package: Package, part: str) -> dict[int, dict[int, Any]]:
    """Values by row (from 1) and column (from 0). Raises IntakeError ``sheet_too_large``, ``workbook_damaged``."""
    shared = [
        html.unescape("".join(_TEXT.findall(_PHONETIC.sub("", match[1]))))
        for match in _SHARED.finditer(package.read(package.beside("sharedStrings.xml")).decode("utf-8", "replace"))
    ]
    dated = _date_styles(package)
    found: dict[int, dict[int, Any]] = {}
    for match in _CELL.finditer(sheet_xml(package, part).decode("utf-8", "replace")):
        named = dict(_ATTRIBUTE.findall(match[1]))
        place = place_of(named.get("r", ""))
        if place is None:
            raise IntakeError("workbook_damaged", path=package.path)
        value = _value(match[2] or "", named, shared, dated)
        if value != "":
            found.setdefault(place[0], {})[place[1]] = value
    return found


def _value(inside: str, named: dict[str, str], shared: list[str], dated: set[int]) -> Any:
    kind = named.get("t", "n")
    if kind == "inlineStr":
        return html.unescape("".join(_TEXT.findall(inside)))
    match = _VALUE.search(inside)
    if match is None or kind == "e":
        return ""
    text = html.unescape(match[1])
    if kind == "s":
        return shared[int(text)] if text.isdecimal() and int(text) < len(shared) else ""
    if kind == "b":
        return text == "1"
    if kind != "n":
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    style = named.get("s", "")
    if style.isdecimal() and int(style) in dated and 1 <= number < 2_958_466:
        return _ZERO + dt.timedelta(seconds=round(number * 86_400))
    return number


def _date_styles(package: Package) -> set[int]:
    text = package.read(package.beside("styles.xml")).decode("utf-8", "replace")
    start = text.find("cellXfs")
    inside = text[start : text.find("cellXfs>", start)] if start >= 0 else ""
    numbers = re.findall(r"<(?:\w+:)?xf\b[^>]{0,2000}?numFmtId=\"(\d{1,9})\"", inside)
    return {index for index, number in enumerate(numbers) if int(number) in _DATES}


def merges(package: Package, part: str) -> list[Merge]:
    """The merged cells of a sheet."""
    found = []
    for reference in re.findall(rb"<mergeCell\s[^>]{0,200}?ref=\"([^\"]{1,40})\"", sheet_xml(package, part)):
        first, _, last = reference.decode("latin-1").partition(":")
        one, other = place_of(first), place_of(last)
        if one and other:
            found.append(Merge(one[0], other[0], one[1], other[1]))
    return found
