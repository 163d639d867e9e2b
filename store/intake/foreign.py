"""Files that hold no table, handed in by mistake: what each is, so that it can be said what to do."""

from __future__ import annotations

import re

from store.intake.findings import IntakeError

_STARTS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"SQLite format 3\0", "database"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"BZh9", "archive"),
    (b"{\\rtf", "word"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
)
_KML = re.compile(r"<(?:\w+:)?kml\b|opengis\.net/kml")
_GPX = re.compile(r"<(?:\w+:)?gpx\b")
_JSON = re.compile(r"\s*(?:\{\s*(?:\"|\}\s*$)|\[\s*(?:[\[{\"\]]|-?\d+(?:\.\d+)?\s*[,\]]))")
_GEO = re.compile(r"\"type\"\s*:\s*\"(?:Feature|FeatureCollection|Point|MultiPoint|LineString|Polygon)\"")
_HEAD = 4096


def refuse_bytes(data: bytes, path: str) -> None:
    """Raises IntakeError ``not_a_table_…`` for bytes that are no text and no workbook."""
    for start, kind in _STARTS:
        # two letters may begin a text as well: then it goes on without zeros
        if data.startswith(start) and (len(start) > 2 or b"\0" in data[:512]):
            raise IntakeError(f"not_a_table_{kind}", path=path)
    if data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        raise IntakeError("not_a_table_image", path=path)


def refuse_text(text: str, path: str) -> None:
    """Raises IntakeError ``not_a_table_…`` for a text that is written for programs and holds no rows."""
    head = text[:_HEAD]
    if head.lstrip().startswith("<"):
        if _KML.search(head):
            raise IntakeError("not_a_table_kml", path=path)
        if _GPX.search(head):
            raise IntakeError("not_a_table_gpx", path=path)
        if re.match(r"\s*<svg\b", head):
            raise IntakeError("not_a_table_image", path=path)
        return
    if head.lstrip().startswith("BEGIN:"):
        raise IntakeError("not_a_table_card", path=path)
    if _JSON.match(head) and not _bracketed_header(head):
        raise IntakeError("not_a_table_geojson" if _GEO.search(text[:200_000]) else "not_a_table_json", path=path)


def _bracketed_header(head: str) -> bool:
    """Whether what looks like JSON is the first row of a table, as ``["id"],["name"]`` would be."""
    first = head.strip().splitlines()[0]
    return first.startswith("[") and not first.rstrip(",").endswith(("[", "]", "{", "}", '"')) and "," in first
