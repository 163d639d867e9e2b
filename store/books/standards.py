"""Standards and what they were: each version that a call may have been judged by is kept.

``standards.json`` holds the ones in force, ``standards_past.json`` every version that a change has replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from store.books.book import Book, Put, differences
from store.files import FolderLock
from store.records import PastStandard, Record, Standard

PAST = "standards_past"


class Standards(Book[Any]):
    """The standards in force. A change makes a new version of one, and keeps the old one."""

    def __init__(self, folder: Path, lock: FolderLock) -> None:
        super().__init__(folder / "standards.json", "standards", TypeAdapter(Standard), lock)
        self.past: Book[PastStandard] = Book(folder / f"{PAST}.json", PAST, TypeAdapter(PastStandard), lock)
        self._lock = lock

    def put(self, records: Iterable[Any | Mapping[str, Any]]) -> Put:
        """Adds or updates by id, all or none; a changed standard gets the version after the one it replaces."""
        parsed: list[Any] = [record if isinstance(record, Record) else self.parse(record) for record in records]
        with self._lock.transaction():
            stored = {document["id"]: document for document in self.documents().values()}
            replaced: dict[str, PastStandard] = {}
            versioned = []
            for record in parsed:
                before = stored.get(record.id)
                if before is not None:
                    changed = differences(record.to_json() | {"version": 0}, before | {"version": 0})
                    version = max(before["version"] + 1, record.version) if changed else before["version"]
                    if changed:
                        past_id = f"{record.id}@{before['version']}"
                        replaced[past_id] = PastStandard(id=past_id, standard=before)
                    record = record.model_copy(update={"version": version})  # noqa: PLW2901
                stored[record.id] = record.to_json()
                versioned.append(record)
            made = super().put(versioned)
            if replaced:
                self.past.put(replaced.values())
        return made

    def version(self, record_id: str | None, version: int) -> Any | None:
        """A standard as it was in one of its versions; None where that is not on file."""
        current = self.find(record_id)
        if current is not None and current.version == version:
            return current
        past = self.past.find(f"{record_id}@{version}")
        return past.standard if past else None
