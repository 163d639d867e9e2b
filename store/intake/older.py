"""Old values over newer ones: what of an import would put back what has been changed since.

When a field was last changed, and from what, stands in the journal. Files lie about: what one says counts as of
the time it was saved, which an import notes beside its changes.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from store.files.journal import Change, Note
from store.intake.findings import Finding
from store.intake.gathering import Intake
from store.records import Record

IMPORTS = "imports"
"""The kind of the note by which an import tells of itself."""
_PLACE = frozenset({"lat", "lon", "approximate"})
"""Fields that are one fact."""
_APART = dt.timedelta(minutes=1)
"""What was saved within so much of a change was not saved before it: clocks and file systems are that exact."""
_EARLIEST = 2015
"""Years before are those of the templates that some programs write their workbooks from."""
_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>([^<]{10,40})<")
_MOST_CORE = 100_000


@dataclass(frozen=True, slots=True)
class Saved:
    """When a file was saved: by the file system, and by what stands in it (the same where nothing does)."""

    file: dt.datetime
    said: dt.datetime

    @property
    def latest(self) -> dt.datetime:
        return max(self.file, self.said)


def saved(path: Path) -> Saved:
    """When a file was saved. A workbook says so itself, and keeps that when it is copied."""
    file = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    try:
        with zipfile.ZipFile(path) as package, package.open(_CORE) as part:
            found = _MODIFIED.search(part.read(_MOST_CORE))
            said = dt.datetime.fromisoformat(found[1].decode()) if found else file
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        said = file
    if said.tzinfo is None:
        said = said.replace(tzinfo=dt.UTC)
    return Saved(file, said if said.year >= _EARLIEST and said <= file + dt.timedelta(days=1) else file)


def note_of(kind: str, path: Path, at: Saved) -> Note:
    """What an import notes of itself beside its changes."""
    return {"kind": IMPORTS, "id": path.name, "do": "imported", "of": kind, "saved": at.said.isoformat()}


@dataclass(frozen=True, slots=True)
class Older:
    """A field for which a file has an older value than the books."""

    id: str
    field: str
    file: Any
    books: Any
    changed: str


@dataclass(slots=True)
class _Field:
    """A field that an import would change, and what the journal says of its last change."""

    file: Any
    books: Any
    changed: str = ""
    older: bool = False
    back: bool = False


@dataclass(slots=True)
class _Pending:
    """Fields of which the journal has not told yet, by record."""

    left: dict[str, dict[str, _Field]] = field(default_factory=dict)

    def settle(self, record: str, name: str, change: Change, **verdict: bool) -> None:
        found = self.left[record].pop(name)
        found.changed = change.at
        found.older, found.back = verdict.get("older", False), verdict.get("back", False)
        if not self.left[record]:
            del self.left[record]


def older_values(
    kind: str, intake: Intake[Any], on_file: Mapping[str, Record], changes: Iterable[Change], at: Saved
) -> list[Older]:
    """The fields for which the file has the older value. `changes` are the journal's, newest first.

    See docs/importing.md, "Older values", for the rule.
    """
    fields = {
        record.id: _differences(record.to_json(), on_file[record.id].to_json())
        for record in intake.records
        if record.id in on_file and not getattr(on_file[record.id], "stub", False)
    }
    pending = _Pending({record: dict(found) for record, found in fields.items() if found})
    for change in changes:
        if not pending.left:
            break
        if not change.undone:
            _judge(kind, change, pending, at)
    every = [found for of in fields.values() for found in of.values()]
    if intake.added == 0 and all(found.older or found.back for found in every):
        for found in every:  # the file has nothing new to say: it is an old one
            found.older = True
    told = []
    for record, of in fields.items():
        place = any(found.older for name, found in of.items() if name in _PLACE)
        told += [
            Older(record, name, found.file, found.books, found.changed)
            for name, found in of.items()
            if found.older or (place and name in _PLACE)
        ]
    return told


def _judge(kind: str, change: Change, pending: _Pending, at: Saved) -> None:
    """What one change says of the fields that it was the last to touch."""
    of_import = next((note for note in change.notes if note.get("kind") == IMPORTS), None)
    if of_import is None:
        later = dt.datetime.fromisoformat(change.at) > at.latest + _APART
    else:  # what the import of another kind made on its way was no more than a name
        later = of_import.get("of") == kind and dt.datetime.fromisoformat(of_import["saved"]) > at.said + _APART
    for note in change.notes:
        if note.get("kind") != kind:
            continue
        changed = (
            None if "ids" in note or note.get("do") != "updated" else dict(_flat_changes(note.get("fields", {})))
        )
        for record in note.get("ids", (note.get("id"),)):
            for name, found in list(pending.left.get(record, {}).items()):
                if changed is None:
                    never = note.get("do") == "added" and found.books is None  # nothing newer stands there
                    pending.settle(record, name, change, older=later and not never)
                elif name in changed:
                    back = changed[name] == found.file
                    by_hand = of_import is None
                    pending.settle(record, name, change, older=later or (back and by_hand), back=back)


def _differences(file: Mapping[str, Any], books: Mapping[str, Any]) -> dict[str, _Field]:
    one, other = dict(_flat(file)), dict(_flat(books))
    return {
        name: _Field(one.get(name), other.get(name))
        for name in dict.fromkeys((*other, *one))
        if name != "rev" and one.get(name) != other.get(name)
    }


def _flat(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Fields, and those of an object in a field under both names: ``credit.limit``."""
    for name, value in document.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{part}", each) for part, each in value.items())
        else:
            yield name, value


def _flat_changes(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What each changed field was before."""
    for name, (was, now) in fields.items():
        if isinstance(was, Mapping) or isinstance(now, Mapping):
            before = was if isinstance(was, Mapping) else {}
            after = now if isinstance(now, Mapping) else {}
            for part in dict.fromkeys((*before, *after)):
                if before.get(part) != after.get(part):
                    yield f"{name}.{part}", before.get(part)
        else:
            yield name, was


def kept(intake: Intake[Any], older: Iterable[Older], on_file: Mapping[str, Any]) -> Intake[Any]:
    """The intake with those fields as they are on file, each told as a warning on its row."""
    by_record: dict[str, list[Older]] = {}
    for each in older:
        by_record.setdefault(each.id, []).append(each)
    if not by_record:
        return intake
    records, warnings = [], list(intake.warnings)
    unchanged = 0
    for record in intake.records:
        found = by_record.get(record.id)
        if found is None:
            records.append(record)
            continue
        before = on_file[record.id]
        document, stored = record.to_json(), before.to_json()
        for each in found:
            _put_back(document, stored, each.field)
            warnings.append(_told(intake, each))
        if any(True for _ in _differences(document, stored)):
            records.append(type(record).model_validate(document))
        else:
            unchanged += 1
    return replace(
        intake, records=records, warnings=warnings,
        updated=intake.updated - unchanged, unchanged=intake.unchanged + unchanged,
    )  # fmt: skip


def _put_back(document: dict[str, Any], stored: Mapping[str, Any], path: str) -> None:
    name, _, part = path.partition(".")
    if not part:
        if name in stored:
            document[name] = stored[name]
        else:
            document.pop(name, None)
        return
    inner = dict(document.get(name) or {})
    before = stored.get(name) or {}
    if part in before:
        inner[part] = before[part]
    else:
        inner.pop(part, None)
    document[name] = inner or stored.get(name)


def _told(intake: Intake[Any], older: Older) -> Finding:
    row, sheet = intake.rows.get(older.id, 0), None
    if isinstance(row, str):
        sheet, _, number = row.rpartition(" ")
        row = int(number)
    params = {"id": older.id, "name": older.field, "books": _short(older.books), "changed": older.changed[:10]}
    return Finding(row, None, _short(older.file), "older_values", params, sheet)


def _short(value: Any) -> str:
    text = "-" if value is None else str(value)
    return text if len(text) <= 40 else text[:39] + "…"
