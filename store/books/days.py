"""The days: a folder for each date.

``days/2026-11-23/plan.json`` is the dispatcher's: the plan as it stands. ``revisions/0007.json`` beside it
keeps every state the plan has been in, each written once, so that an edit costs the same however many
came before it. ``calls/R07.json`` is the rep's own. A check-in never touches the plan.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

from store.books.book import Book, Judge
from store.errors import ConflictError, UnknownRecordError
from store.files import FolderLock, SafeStorage
from store.records import Call, Day, Revision, Settlement, Variant

_CALLS: TypeAdapter[Call] = TypeAdapter(Call)
_SETTLEMENTS: TypeAdapter[Settlement] = TypeAdapter(Settlement)
_MOST_OPEN = 128
"""Files of days kept in memory: what is looked at now, whatever the years behind it."""
_REVISIONS_OPEN = 8
"""Earlier states kept in memory: what undo and redo go back and forth between."""
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
)
"""Names that Windows keeps for its devices."""
_LONGEST_NAME = 150

V = TypeVar("V")


class Days:
    """Plans and calls by date."""

    def __init__(self, folder: Path, lock: FolderLock, judge_calls: Judge[Call] | None = None) -> None:
        self.folder = folder
        self.lock = lock
        self._judge_calls = judge_calls
        self._open: OrderedDict[Hashable, Any] = OrderedDict()
        self._states: OrderedDict[tuple[date, int], _State] = OrderedDict()

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

    def plan_revision(self, day: date) -> int | None:
        """The revision of the plan as it stands, or None where none was made."""
        return _revision_of(self._plan_storage(day).read())

    def save_plan(
        self, plan: Day, revision: Revision, *, expected: int | None, told: Mapping[str, Any] | None = None
    ) -> None:
        """Writes a plan and the revision it is, together; the journal says its action, or what is `told` instead.

        `expected` is the revision that the caller started from (None: no plan yet); if somebody else has
        saved in between, nothing is written and `ConflictError` tells both revisions.
        """
        storage = self._plan_storage(plan.date)
        with self.lock.transaction(), storage.transaction():
            stored = storage.read()
            if _revision_of(stored) != expected:
                raise self._conflict(plan, expected, _day_of(stored) if stored else None)
            self.lock.note(
                {
                    "kind": "plan",
                    "id": plan.date.isoformat(),
                    "do": revision.action.code,
                    "params": revision.action.params,
                    **(told or {}),
                }
            )
            tables = _tables_of(plan)
            storage.write(tables)
            state = self._state(plan.date, plan.revision)
            with state.storage.transaction():
                new = state.storage.read() is None
                if new:
                    state.storage.write({"revision": {"1": revision.to_json()}, **tables})
        if new:
            state.version, state.plan = state.storage.version, plan

    def _conflict(self, plan: Day, expected: int | None, stored: Day | None) -> ConflictError:
        by = ""
        if stored is not None:
            try:
                by = self.told(stored.date, stored.revision).by
            except UnknownRecordError:
                by = "?"
        return ConflictError(
            "plan_conflict",
            kind="plan",
            id=plan.date.isoformat(),
            yours=expected,
            stored=stored.revision if stored else None,
            by=by,
            mine=plan,
            document=stored,
        )

    def revisions(self, day: date) -> list[Revision]:
        """All states of the day, oldest first, without their plans."""
        numbers = sorted(int(path.stem) for path in self._revisions_folder(day).glob("[0-9]*.json"))
        return [self.told(day, number) for number in numbers]

    def revision(self, day: date, number: int) -> tuple[Revision, Day]:
        """One earlier state. Raises `UnknownRecordError`."""
        state = self._state(day, number)
        with self.lock.reading():
            tables = _tables_in(state, day, number)
            if state.plan is None or state.version != state.storage.version:
                state.version, state.plan = state.storage.version, _day_of(tables)
            return Revision.model_validate(tables["revision"]["1"]), state.plan

    def told(self, day: date, number: int) -> Revision:
        """What is told of an earlier state, without its plan. Raises `UnknownRecordError`."""
        return Revision.model_validate(_tables_in(self._state(day, number), day, number)["revision"]["1"])

    def latest_revision(self, day: date) -> int:
        """The highest revision number given out; 0 before the first."""
        return max((int(path.stem) for path in self._revisions_folder(day).glob("[0-9]*.json")), default=0)

    def variants(self, day: date) -> list[Variant]:
        """Plans of a date that were tried, in the order of their names."""
        tables = self._variants_storage(day).read() or {}
        found = [Variant.model_validate(document) for document in tables.get("variants", {}).values()]
        return sorted(found, key=lambda variant: variant.name)

    def keep_variant(self, variant: Variant) -> None:
        """Adds a variant, in place of one of the same name."""
        self._change_variants(variant.day.date, variant.name, variant)

    def discard_variant(self, day: date, name: str) -> None:
        """Takes a variant out. Raises `UnknownRecordError` where there is none of the name."""
        self._change_variants(day, name, None)

    def _change_variants(self, day: date, name: str, variant: Variant | None) -> None:
        storage = self._variants_storage(day)
        with self.lock.transaction(), storage.transaction():
            tables = dict(storage.read() or {})
            old = list(tables.get("variants", {}).values())
            kept = [document for document in old if document["name"] != name]
            if variant is None and len(kept) == len(old):
                raise UnknownRecordError("unknown_variant", date=day.isoformat(), name=name)
            if variant is not None:
                kept.append(variant.model_dump(mode="json", exclude_none=True, by_alias=True))
            tables["variants"] = {str(number): document for number, document in enumerate(kept, 1)}
            storage.write(tables)

    def calls(self, day: date, rep: str) -> Book[Call]:
        """A rep's calls of a date, a file of their own."""
        return self.calls_file(day, file_name(rep))

    def calls_file(self, day: date, stem: str) -> Book[Call]:
        """The calls of a date in one file, by its name without ``.json``."""
        path = self.folder / day.isoformat() / "calls" / f"{stem}.json"
        return self._kept((day, stem), lambda: Book(path, "calls", _CALLS, self.lock, self._judge_calls))

    def calls_files(self, day: date) -> list[str]:
        """The names, without ``.json``, of the files with calls of a date."""
        return sorted(path.stem for path in (self.folder / day.isoformat() / "calls").glob("[!.]*.json"))

    def settlements(self, day: date) -> Book[Settlement]:
        """The evening settlements of a date, one for each vehicle."""
        path = self.folder / day.isoformat() / "settlements.json"
        return self._kept((day, None), lambda: Book(path, "settlements", _SETTLEMENTS, self.lock))

    def documents(self, day: date, stem: str) -> Mapping[str, dict[str, Any]]:
        """The calls in one file as they stand there; the file is not kept in memory."""
        tables = SafeStorage(self.folder / day.isoformat() / "calls" / f"{stem}.json", self.lock).read() or {}
        return tables.get("calls", {})

    def stamps(self) -> dict[date, int]:
        """Every date with calls and a number that changes whenever one of its files is replaced."""
        found = {}
        for day in self.dates():
            try:
                found[day] = (self.folder / day.isoformat() / "calls").stat().st_mtime_ns
            except OSError:
                continue
        return found

    def plan_stamps(self) -> dict[date, int]:
        """Every date with a plan and a number that changes whenever it is saved."""
        found = {}
        for day in self.dates():
            try:
                found[day] = (self.folder / day.isoformat() / "plan.json").stat().st_mtime_ns
            except OSError:
                continue
        return found

    def plan_documents(self, day: date) -> Mapping[str, Mapping[str, dict[str, Any]]]:
        """The tables of a plan as they stand in its file; the file is not kept in memory."""
        return SafeStorage(self.folder / day.isoformat() / "plan.json", self.lock).read() or {}

    def calls_on(self, day: date) -> Iterator[Call]:
        """Every call of a date, rep by rep."""
        for stem in self.calls_files(day):
            yield from self.calls_file(day, stem).all().values()

    def parse_call(self, document: Mapping[str, Any]) -> Call:
        """A call of a JSON document; `InvalidRecordError` names every field that does not fit."""
        return Book(self.folder, "calls", _CALLS, self.lock).parse(document)

    def published_routes(self, day: date) -> list[Mapping[str, Any]]:
        """The routes as they were last published, else as they stand, as documents; nothing is kept in memory."""
        plan = self.plan_documents(day)
        head: Mapping[str, Any] = next(iter(plan.get("day", {}).values()), {})
        number = head.get("published_revision")
        if isinstance(number, int) and number != head.get("revision"):
            tables = SafeStorage(self._revisions_folder(day) / f"{number:04d}.json", self.lock).read() or {}
            if tables.get("routes"):
                return list(tables["routes"].values())
        return list(plan.get("routes", {}).values())

    def _plan_storage(self, day: date) -> SafeStorage:
        path = self.folder / day.isoformat() / "plan.json"
        return self._kept(day, lambda: SafeStorage(path, self.lock))

    def _variants_storage(self, day: date) -> SafeStorage:
        path = self.folder / day.isoformat() / "variants.json"
        return self._kept((day, "variants.json", None), lambda: SafeStorage(path, self.lock))

    def _kept(self, key: Hashable, make: Callable[[], V]) -> V:
        """One object for a file as long as it is in use, so that its copy in memory is used too."""
        with self.lock.reading():
            found: V = self._open.pop(key) if key in self._open else make()
            self._open[key] = found
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
            return found

    def _revisions_folder(self, day: date) -> Path:
        return self.folder / day.isoformat() / "revisions"

    def _state(self, day: date, number: int) -> _State:
        """An earlier state, kept in memory with those that were asked for last."""
        path = self._revisions_folder(day) / f"{number:04d}.json"
        with self.lock.reading():
            found = self._states.pop((day, number), None) or _State(SafeStorage(path, self.lock))
            self._states[day, number] = found
            while len(self._states) > _REVISIONS_OPEN:
                self._states.popitem(last=False)
            return found


@dataclass(slots=True)
class _State:
    """The file of an earlier state, and the plan as it was read from it or written to it at that version of it."""

    storage: SafeStorage
    version: int = -1
    plan: Day | None = None


def _tables_in(state: _State, day: date, number: int) -> dict[str, dict[str, Any]]:
    tables = state.storage.read()
    if not tables:
        raise UnknownRecordError("unknown_revision", date=day.isoformat(), revision=number)
    return tables


def file_name(record_id: str) -> str:
    """An id as a file name; different ids have different names, also where capitals do not count.

    What a file system might refuse or change is written as its code point between ``%``; behind a last
    ``%`` stands which letters are small. A name that would be too long ends in a digest instead.
    """
    parts, small, letters = [], 0, 0
    for char in record_id:
        if char.isascii() and char.isalpha():
            small |= char.islower() << letters
            letters += 1
        plain = (char.isascii() and (char.isalnum() or char in "-_")) or "\u3400" <= char <= "\u9fff"
        parts.append(char if plain else f"%{ord(char):x}%")
    name = "".join(parts)
    if small or name.lower() in _RESERVED or not name:
        name += f"%{small:x}"
    if len(name.encode()) > _LONGEST_NAME:
        name = name[:32] + "%" + hashlib.blake2b(record_id.encode(), digest_size=16).hexdigest() + "%"
    return name


def _tables_of(plan: Day) -> dict[str, dict[str, Any]]:
    document = plan.model_dump(mode="json", exclude_none=True, by_alias=True)
    routes, unserved = document.pop("routes", []), document.pop("unserved", [])
    return {
        "day": {"1": document},
        "routes": {str(index): route for index, route in enumerate(routes, 1)},
        "unserved": {str(index): stop for index, stop in enumerate(unserved, 1)},
    }


def _revision_of(tables: dict[str, dict[str, Any]] | None) -> int | None:
    """The revision of a stored plan; None of none."""
    return next(iter(tables["day"].values())).get("revision", 0) if tables else None


def _day_of(tables: dict[str, dict[str, Any]]) -> Day:
    return Day.model_validate(
        {
            **next(iter(tables["day"].values())),
            "routes": list(tables.get("routes", {}).values()),
            "unserved": list(tables.get("unserved", {}).values()),
        }
    )
