"""The sheets of an XLSB looked over before they are read. Records as in [MS-XLSB] 2.1.4: a type, a length, bytes."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from store.intake.findings import IntakeError
from store.intake.grids import Merge
from store.intake.packages import Package
from store.intake.survey import Survey, attributes

_NONE = 0xFFFFFFFF
_ROW, _LAST_CELL, _SHEET, _MERGE = 0, 11, 156, 176


def parts_of(package: Package) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name. Raises IntakeError ``workbook_damaged``."""
    links = package.read(package.beside("_rels/workbook.bin.rels")).decode("utf-8", "replace")
    targets = {}
    for match in re.finditer(r"<Relationship\s([^>]{0,2000})>", links):
        found = attributes(match[1])
        targets[found.get("Id", "")] = package.beside(found.get("Target", "").lstrip("/"))
    parts = {}
    for kind, data in _records(package.read(package.book)):
        if kind == _SHEET:
            try:
                link, rest = _text(data[8:])
                name, _ = _text(rest)
                parts[name] = targets[link] if link else ""
            except (struct.error, KeyError):
                raise IntakeError("workbook_damaged", path=package.path) from None
    return parts


def survey(package: Package, part: str) -> tuple[Survey, list[Merge]]:
    """How far a sheet reaches, and its merged cells. Raises IntakeError ``workbook_damaged``."""
    found, merges = Survey(), []
    try:
        for kind, data in _records(package.read(part)):
            if kind == _ROW:
                found.rows = max(found.rows, struct.unpack_from("<I", data)[0] + 1)
            elif 0 < kind <= _LAST_CELL:
                found.columns = max(found.columns, struct.unpack_from("<I", data)[0] + 1)
                found.cells += 1
            elif kind == _MERGE:
                top, bottom, left, right = struct.unpack_from("<4I", data)
                merges.append(Merge(top + 1, bottom + 1, left, right))
    except struct.error:
        raise IntakeError("workbook_damaged", path=package.path) from None
    return found, merges


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at, size = 0, len(data)
    while at < size:
        kind = data[at]
        at += 1
        if kind & 0x80 and at < size:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        for _ in range(4):
            if at >= size:
                return
            length |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
            if not data[at - 1] & 0x80:
                break
        yield kind, data[at : at + length]
        at += length


def _text(data: bytes) -> tuple[str, bytes]:
    length = struct.unpack_from("<I", data)[0]
    end = 4 + 2 * length
    if length != _NONE and end > len(data):
        raise struct.error
    if length == _NONE:
        return "", data[4:]
    return data[4:end].decode("utf-16-le", "replace"), data[end:]
