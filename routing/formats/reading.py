"""Opening a file and finding out what it is."""

from __future__ import annotations

import json
from pathlib import Path

from routing.formats import solomon, vrplib
from routing.formats.instance import FormatError, Instance

SIZE_LIMIT = 64 * 2**20


def read(path: str | Path) -> Instance:
    """Read a routing problem in VRPLIB form (PyVRP's dialect included) or Solomon's text.

    Raises `FormatError`; `format_not_yet` for Cordeau's periodic form and VROOM's JSON, `format_unknown` otherwise.
    """
    where = str(path)
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise FormatError("unreadable", where, 0, reason=error.strerror or str(error)) from error
    if len(raw) > SIZE_LIMIT:
        raise FormatError("too_large", where, 0, bytes=len(raw))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError("not_text", where, 0, byte=error.start) from error
    lines = text.splitlines()
    if not text.strip():
        raise FormatError("empty", where, 0)
    if text.lstrip().startswith(("{", "[")):
        return _json(text, where)
    if vrplib.looks_like(lines):
        return vrplib.parse(lines, where)
    if solomon.looks_like(lines):
        return solomon.parse(lines, where)
    first = next(line for line in lines if line.strip()).split()
    if len(first) == 4 and all(part.lstrip("-").isdigit() for part in first):
        raise FormatError("format_not_yet", where, 1, format="cordeau")
    raise FormatError("format_unknown", where, 1)


def _json(text: str, where: str) -> Instance:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError("json_broken", where, getattr(error, "lineno", 0), reason=str(error)) from error
    if isinstance(document, dict) and "vehicles" in document and ("jobs" in document or "shipments" in document):
        raise FormatError("format_not_yet", where, 0, format="vroom")
    raise FormatError("format_unknown", where, 0)
