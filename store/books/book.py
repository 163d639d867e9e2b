"""One kind of record and its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from store.errors import ConflictError, InvalidRecordError, UnknownRecordError
from store.files import FolderLock, SafeDB, SafeStorage, SafeTable
from store.records import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Put:
    """What became of documents put: ids added, updated and left as they were."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


class Book(Generic[R]):
    """All records of one kind, by id, in one file. `table` is the name of the table in it."""

    def __init__(self, path: Path, table: str, adapter: TypeAdapter[R], lock: FolderLock) -> None:
        self.path = path
        self.name = table
        self._adapter = adapter
        self._db = SafeDB(path, lock)
        self._storage: SafeStorage = self._db.storage  # type: ignore[assignment]
        self._table: SafeTable = self._db.table(table)  # type: ignore[assignment]
        self._cache: dict[str, R] | None = None
        self._cached_version = -1

    def all(self) -> Mapping[str, R]:
        """Every record by id, in the order they came in."""
        with self._storage.lock.reading():
            tables = self._storage.read() or {}
            if self._cache is None or self._cached_version != self._storage.version:
                self._cache = {}
                for document in tables.get(self.name, {}).values():
                    record = self.parse(document)
                    self._cache[record.id] = record
                self._cached_version = self._storage.version
            return self._cache

    def get(self, record_id: str) -> R:
        """Raises `UnknownRecordError` for an id that is not there."""
        try:
            return self.all()[record_id]
        except KeyError:
            raise UnknownRecordError("unknown_record", kind=self.name, id=record_id) from None

    def find(self, record_id: str | None) -> R | None:
        return None if record_id is None else self.all().get(record_id)

    def parse(self, document: Mapping[str, Any]) -> R:
        """A record of a JSON document; `InvalidRecordError` names every field that does not fit."""
        try:
            return self._adapter.validate_python(document)
        except ValidationError as error:
            raise InvalidRecordError(
                "invalid_record",
                kind=self.name,
                id=str(document.get("id", "")) if isinstance(document, Mapping) else "",
                problems=problems_of(error),
            ) from None

    def put(self, records: Iterable[R | Mapping[str, Any]]) -> Put:
        """Adds or updates by id, all or none.

        A document that carries a `rev` other than the stored one raises `ConflictError`; one without
        (or a record with rev 0) overwrites. What would change nothing is left alone.
        """
        parsed = [record if isinstance(record, Record) else self.parse(record) for record in records]
        added: list[str] = []
        updated: list[str] = []
        unchanged: list[str] = []
        with self._storage.transaction():
            stored = {document["id"]: (document.doc_id, dict(document)) for document in self._table}
            changes: dict[int, dict[str, Any]] = {}
            next_key = max((key for key, _ in stored.values()), default=0) + 1
            for record in parsed:
                old = stored.get(record.id)
                document = record.to_json()
                if old is None:
                    document["rev"] = 1
                    key, next_key = next_key, next_key + 1
                    added.append(record.id)
                else:
                    key, before = old
                    if record.rev and record.rev != before["rev"]:
                        raise ConflictError(
                            "conflict",
                            kind=self.name,
                            id=record.id,
                            yours=record.rev,
                            stored=before["rev"],
                            document=before,
                        )
                    if document | {"rev": before["rev"]} == before:
                        unchanged.append(record.id)
                        continue
                    document["rev"] = before["rev"] + 1
                    if record.id not in added:
                        updated.append(record.id)
                stored[record.id] = (key, document)
                changes[key] = document
            if changes:
                self._table.replace(changes)
        return Put(tuple(added), tuple(dict.fromkeys(updated)), tuple(unchanged))

    def remove(self, ids: Iterable[str]) -> int:
        """Takes records out; returns how many there were."""
        gone = set(ids)
        with self._storage.transaction():
            keys = [document.doc_id for document in self._table if document["id"] in gone]
            if keys:
                self._table.replace(dict.fromkeys(keys))
        return len(keys)


def problems_of(error: ValidationError) -> list[dict[str, Any]]:
    """Field, code and value of everything pydantic found wrong."""
    return [
        {
            "field": ".".join(str(part) for part in problem["loc"]),
            "code": str(problem.get("ctx", {}).get("error", problem["type"])),
            "value": problem.get("input"),
            "message": problem["msg"],
        }
        for problem in error.errors(include_url=False)
    ]
