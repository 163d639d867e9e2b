"""One kind of record and its file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

from pydantic import TypeAdapter, ValidationError

from store.books.bounds import beyond
from store.errors import ConflictError, DamagedFileError, InvalidRecordError, UnknownRecordError
from store.files import FolderLock, Note, SafeDB, SafeStorage, SafeTable
from store.memory import uncollected
from store.records import Record

_BOUNDS = frozenset({"ge", "gt", "le", "lt", "min_length", "max_length"})
_MOST_NOTES = 20
"""Changes of one put that the journal tells field by field."""

R = TypeVar("R", bound=Record)
Judge: TypeAlias = Callable[[Mapping[str, R], Mapping[str, R]], None]
"""Is shown the records of a book before and after a change, and raises to keep it from being made."""


@dataclass(frozen=True, slots=True)
class Put:
    """What became of documents put: ids added, updated and left as they were."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


class Book(Generic[R]):
    """All records of one kind, by id, in one file. `table` is the name of the table in it."""

    def __init__(
        self,
        path: Path,
        table: str,
        adapter: TypeAdapter[R],
        lock: FolderLock,
        judge: Judge[R] | None = None,
    ) -> None:
        self._judge = judge
        self.path = path
        self.name = table
        self._adapter = adapter
        self._db = SafeDB(path, lock)
        self._storage: SafeStorage = self._db.storage  # type: ignore[assignment]
        self._table: SafeTable = self._db.table(table)  # type: ignore[assignment]
        self._cache: dict[str, R] | None = None
        self._cached_version = -1

    def all(self) -> Mapping[str, R]:
        """Every record by id, in the order they came in. `DamagedFileError` where one does not fit."""
        with self._storage.lock.reading():
            tables = self._storage.read() or {}
            if self._cache is None or self._cached_version != self._storage.version:
                records: dict[str, R] = {}
                with uncollected():
                    for key, document in tables.get(self.name, {}).items():
                        record = self._stored(key, document)
                        records[record.id] = record
                self._cache = records
                self._cached_version = self._storage.version
            return self._cache

    def at(self, key: str) -> R | None:
        """The record under a key of the file, None where there is none."""
        document = (self._storage.read() or {}).get(self.name, {}).get(key)
        return None if document is None else self._stored(key, document)

    def documents(self) -> Mapping[str, dict[str, Any]]:
        """The documents as they stand in the file, by their key in it; not to be changed."""
        found: Mapping[str, dict[str, Any]] = (self._storage.read() or {}).get(self.name, {})
        return found

    def _stored(self, key: str, document: Mapping[str, Any]) -> R:
        try:
            return self.parse(document)
        except InvalidRecordError as error:
            raise DamagedFileError(
                "record_unfit",
                path=str(self.path),
                line=line_of(self.path, key),
                id=error.params["id"],
                problems=error.problems,
            ) from None

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

    def check(self, record: R | Mapping[str, Any]) -> None:
        """Raises `InvalidRecordError` where `put` would, and writes nothing."""
        parsed = record if isinstance(record, Record) else self.parse(record)
        self._judged({parsed.id: parsed})

    def put(self, records: Iterable[R | Mapping[str, Any]]) -> Put:
        """Adds or updates by id, all or none.

        A document that carries a `rev` other than the stored one raises `ConflictError`; one without
        (or a record with rev 0) overwrites. What would change nothing is left alone.
        """
        parsed = [record if isinstance(record, Record) else self.parse(record) for record in records]
        added: list[str] = []
        updated: list[str] = []
        unchanged: list[str] = []
        told: list[Note] = []
        with self._storage.transaction():
            stored = {document.get("id"): (int(key), document) for key, document in self.documents().items()}
            changes: dict[int, dict[str, Any]] = {}
            next_key = max((key for key, _ in stored.values()), default=0) + 1
            new: dict[str, R] = {}
            for record in parsed:
                old = stored.get(record.id)
                document = record.to_json()
                if old is None:
                    document["rev"] = 1
                    key, next_key = next_key, next_key + 1
                    added.append(record.id)
                    told.append({"id": record.id, "do": "added"})
                else:
                    key, before = old
                    rev = before.get("rev", 0)
                    if record.rev and record.rev != rev:
                        raise self._conflict(document, before)
                    changed = differences(document, before)
                    if not changed:
                        unchanged.append(record.id)
                        continue
                    document["rev"] = rev + 1
                    if record.id not in added:
                        updated.append(record.id)
                    fields = {each["field"]: [each["stored"], each["yours"]] for each in changed}
                    told.append({"id": record.id, "do": "updated", "rev": rev + 1, "fields": fields})
                self._bounded(document, None if old is None else old[1])
                stored[record.id] = (key, document)
                changes[key] = document
                new[record.id] = record
            if changes:
                self._judged(new)
                self._table.replace(changes)
                self._cache = None  # what comes later in the same transaction must see it
                self._tell(told)
        return Put(tuple(added), tuple(dict.fromkeys(updated)), tuple(unchanged))

    def _bounded(self, document: Mapping[str, Any], before: Mapping[str, Any] | None) -> None:
        """Raises `InvalidRecordError` for an amount that no money can be and that was not there before."""
        known = set(beyond(before)) if before is not None else set()
        problems = [
            {"field": field, "code": "amount_too_large", "value": value, "message": "amount_too_large", "params": {}}
            for field, value in beyond(document)
            if (field, value) not in known
        ]
        if problems:
            raise InvalidRecordError("invalid_record", kind=self.name, id=str(document["id"]), problems=problems)

    def _judged(self, new: Mapping[str, R], gone: Collection[str] = ()) -> None:
        if self._judge is not None:
            before = self.all()
            kept = {key: record for key, record in before.items() if key not in gone}
            self._judge(before, {**kept, **new})

    def _conflict(self, yours: dict[str, Any], stored: dict[str, Any]) -> ConflictError:
        return ConflictError(
            "conflict",
            kind=self.name,
            id=yours["id"],
            yours=yours["rev"],
            stored=stored.get("rev", 0),
            mine=yours,
            document=dict(stored),
            differences=differences(yours, stored),
        )

    def _tell(self, told: list[Note]) -> None:
        """Notes single changes with their fields, many at once by their ids alone."""
        lock = self._storage.lock
        if len(told) <= _MOST_NOTES:
            for note in told:
                lock.note({"kind": self.name, **note})
            return
        for done in dict.fromkeys(note["do"] for note in told):
            lock.note({"kind": self.name, "do": done, "ids": [note["id"] for note in told if note["do"] == done]})

    def remove(self, ids: Iterable[str]) -> int:
        """Takes records out; returns how many there were."""
        gone = set(ids)
        with self._storage.transaction():
            found = {int(key): document for key, document in self.documents().items() if document.get("id") in gone}
            if found:
                self._judged({}, gone)
                self._table.replace(dict.fromkeys(found))
                self._cache = None
                self._tell(
                    [
                        {
                            "id": document["id"],
                            "do": "removed",
                            "fields": {name: [value, None] for name, value in document.items() if name != "id"},
                        }
                        for document in found.values()
                    ]
                )
        return len(found)


def differences(yours: Mapping[str, Any], stored: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields in which two versions of a document differ, `rev` apart: field, yours, stored."""
    return [
        {"field": name, "yours": yours.get(name), "stored": stored.get(name)}
        for name in dict.fromkeys((*stored, *yours))
        if name != "rev" and yours.get(name) != stored.get(name)
    ]


def line_of(path: Path, key: str) -> int | None:
    """The line of a file on which a document stands; None where that cannot be told."""
    start = f'"{key}":{{"'.encode()
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return None
    found = [number for number, line in enumerate(lines, 1) if line.startswith(start)]
    return found[0] if len(found) == 1 else None


def problems_of(error: ValidationError) -> list[dict[str, Any]]:
    """Field, code, value and the bound that was passed, of everything pydantic found wrong."""
    return [
        {
            "field": ".".join(str(part) for part in problem["loc"]),
            "code": str(problem.get("ctx", {}).get("error", problem["type"])),
            "value": problem.get("input"),
            "message": problem["msg"],
            "limit": next((each for name, each in problem.get("ctx", {}).items() if name in _BOUNDS), ""),
        }
        for problem in error.errors(include_url=False)
    ]
