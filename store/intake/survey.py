"""The sheets of an XLSX looked over before they are read: how far they reach, and what readers do not tell.

A cell at XFD1048576 makes a reader that fills rectangles ask for 512 GiB. Formats, errors, formulas nobody
reckoned, hidden rows: found by passes of regular expressions over the sheet's XML, whose time grows as it does.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from store.intake import formats
from store.intake.findings import IntakeError
from store.intake.packages import Package

_FAR_COLUMN = re.compile(rb" r=\"([A-Za-z]{2,})\d")
_FAR_ROW = re.compile(rb" r=\"[A-Za-z]+(\d{6,})")
_ODD = re.compile(rb"<c[\t\r\n]")
_FAR_COLUMN_ODD = re.compile(rb"(?i)\br\s*=\s*[\"']([A-Z]{2,})\d")
_FAR_ROW_ODD = re.compile(rb"(?i)\br\s*=\s*[\"'][A-Z]+(\d{6,})")
_ANY_ROW = re.compile(rb"(?i)\br\s*=\s*[\"'][A-Z]+(\d+)")
_NEAR_ROWS, _NEAR_COLUMNS = 99_999, 26
_ROWS, _COLUMNS = 1_048_576, 16_384
_EMPTY_FORMULA = re.compile(
    rb"<c\s([^>]{0,200})>\s{0,9}<f\b[^>]{0,400}(?:/>|>[^<]{0,9000}</f>)\s{0,9}(?:<v\s?/>|<v>(0?)</v>)?\s{0,9}</c>"
)
_ERROR = re.compile(
    rb"<c\s([^>]{0,200}\bt=\"e\"[^>]{0,200})>(?:\s{0,9}<f\b[^>]{0,400}(?:/>|>[^<]{0,9000}</f>))?\s{0,9}<v>([^<]{1,30})<"
)
_HIDDEN = re.compile(rb"<row\s[^>]{0,400}\bhidden=\"(?:1|true)\"")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]{0,2000})>")
_ATTRIBUTE = re.compile(r"([\w:]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')")

Place = tuple[int, int]
"""Row as a spreadsheet counts (from 1), column from 0."""


@dataclass(slots=True)
class Survey:
    """What a sheet's XML says beside its values."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    errors: dict[Place, str] = field(default_factory=dict)
    without_value: set[Place] = field(default_factory=set)
    formats: dict[Place, str] = field(default_factory=dict)
    hidden_rows: int = 0

    @property
    def rectangle(self) -> int:
        return self.rows * self.columns


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag."""
    return {name: html.unescape(one or two) for name, one, two in _ATTRIBUTE.findall(text[:4000])}


def column_of(letters: str) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def place_of(reference: str) -> Place | None:
    """``B3`` as row 3 and column 1; None for what is no cell of a sheet."""
    match = _REFERENCE.fullmatch(reference.strip())
    if match is None:
        return None
    row, column = int(match[2]), column_of(match[1])
    return (row, column) if 1 <= row <= _ROWS and column < _COLUMNS else None


def parts_of(package: Package) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name."""
    book = package.read(package.book).decode("utf-8", "replace")
    links = package.read(package.beside("_rels/workbook.xml.rels")).decode("utf-8", "replace")
    targets = {}
    for match in re.finditer(r"<(?:\w+:)?Relationship\s([^>]{0,2000})>", links):
        found = attributes(match[1])
        target = found.get("Target", "")
        targets[found.get("Id", "")] = target.lstrip("/") if target.startswith("/") else package.beside(target)
    parts = {}
    for match in _SHEET.finditer(book):
        found = attributes(match[1])
        link = next((value for name, value in found.items() if name.endswith(":id")), "")
        parts[found.get("name", "")] = targets.get(link, "")
    return parts


def special_styles(package: Package) -> dict[int, str]:
    """The number formats that show more than the number, by the index that cells name them with."""
    text = package.read(package.beside("styles.xml")).decode("utf-8", "replace")
    codes: dict[int, str] = dict(formats.BUILT_IN)
    for match in re.finditer(r"<(?:\w+:)?numFmt\s([^>]{0,2000})>", text):
        found = attributes(match[1])
        if found.get("numFmtId", "").isdecimal():
            codes[int(found["numFmtId"][:9])] = found.get("formatCode", "")[:300]
    start = text.find("cellXfs")
    cells = text[start : text.find("cellXfs>", start)] if start >= 0 else ""
    special = {number for number, code in codes.items() if formats.special(code)}
    styles = {}
    for index, match in enumerate(re.finditer(r"<(?:\w+:)?xf\b([^>]{0,2000})>", cells)):
        number = attributes(match[1]).get("numFmtId", "")
        if number.isdecimal() and int(number[:9]) in special:
            styles[index] = codes[int(number[:9])]
    return styles


def sheet_xml(package: Package, part: str) -> bytes:
    """A sheet's XML, its tags without the prefix that some programs write."""
    data = package.read(part)
    prefix = re.search(rb"<(\w{1,20}):sheetData\b", data)
    return re.sub(rb"(</?)" + prefix[1] + rb":", rb"\1", data) if prefix else data


def survey(package: Package, part: str, styles: dict[int, str]) -> Survey:
    """What is to be known of a sheet before it is read. Raises IntakeError ``workbook_damaged``."""
    data = sheet_xml(package, part)
    found = Survey(cells=data.count(b"<c "))
    if b"hidden=" in data:
        found.hidden_rows = len(_HIDDEN.findall(data))
    odd = data.count(b'<c r="') != found.cells or _ODD.search(data)
    far_columns = {match.decode() for match in (_FAR_COLUMN_ODD if odd else _FAR_COLUMN).findall(data)}
    far_rows = [match.decode() for match in (_FAR_ROW_ODD if odd else _FAR_ROW).findall(data)]
    if any(len(letters) > 3 for letters in far_columns) or any(len(digits) > 7 for digits in far_rows):
        raise IntakeError("workbook_damaged", path=package.path)
    found.columns = max((column_of(letters) + 1 for letters in far_columns), default=_NEAR_COLUMNS)
    found.rows = max(map(int, far_rows), default=0)
    if not found.rows:
        near = found.columns > _NEAR_COLUMNS
        found.rows = (
            max(map(int, _ANY_ROW.findall(data)), default=0)
            if near
            else min(_NEAR_ROWS, found.cells + data.count(b"<row"))
        )
    if found.rows > _ROWS or found.columns > _COLUMNS:
        raise IntakeError("workbook_damaged", path=package.path)
    if b't="e"' in data:
        for inside, text in _ERROR.findall(data):
            if place := _place(inside):
                found.errors[place] = text.decode("utf-8", "replace")
    if b"<f" in data:
        _formulas(found, data, waiting=b"fullCalcOnLoad" in package.read(package.book))
    if styles:
        named = b"|".join(str(index).encode() for index in sorted(styles))
        pattern = re.compile(rb"<c\s([^>]{0,100}?\bs=\"(" + named + rb")\"[^>]{0,100})>")
        for inside, index in pattern.findall(data):
            if b't="s"' not in inside and (place := _place(inside)):
                found.formats[place] = styles[int(index)]
    return found


def _formulas(found: Survey, data: bytes, *, waiting: bool) -> None:
    """Formulas without a value. One is as good as missing where a program wrote 0 for all and left the reckoning."""
    empty: list[Place] = []
    zero: list[Place] = []
    for inside, value in _EMPTY_FORMULA.findall(data):
        if b't="str"' not in inside and (place := _place(inside)):
            (zero if value else empty).append(place)
    found.without_value.update(empty)
    if waiting and zero and len(zero) == len(re.findall(rb"<f\b", data)):
        found.without_value.update(zero)


def _place(inside: bytes) -> Place | None:
    match = re.search(rb"\br=\"([^\"]{1,12})\"", inside)
    return place_of(match[1].decode("latin-1")) if match else None
