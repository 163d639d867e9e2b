"""The days: a folder for each date.

``days/2026-11-23/plan.json`` is the dispatcher's: the plan as it stands. ``revisions/0007.json`` beside it
keeps every state the plan has been in, each written once, so that an edit costs the same however many
came before it. ``calls/R07.json`` is the rep's own. A check-in never touches the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from store.books.book import Book
from store.errors import ConflictError, UnknownRecordError
from store.files import FolderLock, SafeStorage
from store.records import Call, Day, Revision

_CALLS: TypeAdapter[Call] = TypeAdapter(Call)


class Days:
    """Plans and calls by date."""

    def __init__(self, folder: Path, lock: FolderLock) -> None:
        self.folder = folder
        self._lock = lock
        self._plans: dict[date, SafeStorage] = {}
        self._calls: dict[tuple[date, str], Book[Call]] = {}

    def dates(self) -> list[date]:
        """Every date with a plan or calls, in order."""
        if not self.folder.is_dir():
            return []
        found = []
        for entry in self.folder.iterdir():
            try:
                found.append(date.fromisoformat(entry.name))
            except ValueError:
                continue
        return sorted(found)

    def plan(self, day: date) -> Day | None:
        """The plan as it stands, or None where none was made."""
        tables = self._plan_storage(day).read()
        return None if not tables else _day_of(tables)

    def save_plan(self, plan: Day, revision: Revision, *, expected: int | None) -> None:
        """Writes a plan and the revision it is, together.

        `expected` is the revision that the caller started from (None: no plan yet); if somebody else has
        saved in between, nothing is written and `ConflictError` tells both revisions.
        """
        storage = self._plan_storage(plan.date)
        with self._lock.transaction(), storage.transaction():
            stored = storage.read()
            found = _day_of(stored).revision if stored else None
            if found != expected:
                raise ConflictError(
                    "plan_conflict", id=plan.date.isoformat(), yours=expected, stored=found, kind="plan"
                )
            storage.write(_tables_of(plan))
            archive = self._revision_storage(plan.date, plan.revision)
            with archive.transaction():
                if archive.read() is None:
                    archive.write({"revision": {"1": revision.to_json()}, **_tables_of(plan)})

    def revisions(self, day: date) -> list[Revision]:
        """All states of the day, oldest first, without their plans."""
        numbers = sorted(int(path.stem) for path in self._revisions_folder(day).glob("[0-9]*.json"))
        return [self.revision(day, number)[0] for number in numbers]

    def revision(self, day: date, number: int) -> tuple[Revision, Day]:
        """One earlier state. Raises `UnknownRecordError`."""
        tables = self._revision_storage(day, number).read()
        if not tables:
            raise UnknownRecordError("unknown_revision", date=day.isoformat(), revision=number)
        return Revision.model_validate(tables["revision"]["1"]), _day_of(tables)

    def latest_revision(self, day: date) -> int:
        """The highest revision number given out; 0 before the first."""
        return max((int(path.stem) for path in self._revisions_folder(day).glob("[0-9]*.json")), default=0)

    def calls(self, day: date, rep: str) -> Book[Call]:
        """A rep's calls of a date, a file of their own."""
        key = (day, rep)
        if key not in self._calls:
            path = self.folder / day.isoformat() / "calls" / f"{file_name(rep)}.json"
            self._calls[key] = Book(path, "calls", _CALLS, self._lock)
        return self._calls[key]

    def calls_on(self, day: date) -> Iterator[Call]:
        """Every call of a date, rep by rep."""
        folder = self.folder / day.isoformat() / "calls"
        for path in sorted(folder.glob("*.json")):
            yield from Book(path, "calls", _CALLS, self._lock).all().values()

    def parse_call(self, document: Mapping[str, Any]) -> Call:
        """A call of a JSON document; `InvalidRecordError` names every field that does not fit."""
        return Book(self.folder, "calls", _CALLS, self._lock).parse(document)

    def _plan_storage(self, day: date) -> SafeStorage:
        if day not in self._plans:
            path = self.folder / day.isoformat() / "plan.json"
            self._plans[day] = SafeStorage(path, self._lock)
        return self._plans[day]

    def _revisions_folder(self, day: date) -> Path:
        return self.folder / day.isoformat() / "revisions"

    def _revision_storage(self, day: date, number: int) -> SafeStorage:
        return SafeStorage(self._revisions_folder(day) / f"{number:04d}.json", self._lock)


def file_name(record_id: str) -> str:
    """An id as a file name: what a file system might refuse is written as its code point."""
    safe = "".join(char if char.isalnum() or char in "-_" else f"%{ord(char):x}%" for char in record_id)
    return safe or "%"


def _tables_of(plan: Day) -> dict[str, dict[str, Any]]:
    document = plan.model_dump(mode="json", exclude_none=True, by_alias=True)
    routes, unserved = document.pop("routes", []), document.pop("unserved", [])
    return {
        "day": {"1": document},
        "routes": {str(index): route for index, route in enumerate(routes, 1)},
        "unserved": {str(index): stop for index, stop in enumerate(unserved, 1)},
    }


def _day_of(tables: dict[str, dict[str, Any]]) -> Day:
    return Day.model_validate(
        {
            **next(iter(tables["day"].values())),
            "routes": list(tables.get("routes", {}).values()),
            "unserved": list(tables.get("unserved", {}).values()),
        }
    )
