"""One record as rows that can be edited, whatever its kind; each change is on file before the method returns."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from store.errors import ConflictError, InvalidRecordError
from store.notation import NotationError
from store.records import Settings
from tui.jobs.documents import put_documents
from tui.jobs.office import JobError
from tui.jobs.record_layout import ASKED, EITHER, KEPT_PARTS, LAYOUT, MODELS
from tui.jobs.record_shapes import NO_SHAPE, Shape, shapes_of
from tui.jobs.record_values import read, written

if TYPE_CHECKING:
    from tui.jobs.office import Office

Path = tuple[str | int, ...]
_MADE_UP = {"position": Shape("position"), "needs": Shape("levels")}
"""Rows that stand for several fields at once."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the form: a heading, a field, or the place where one more entry of a map or list is added.

    `path` is where the value stands in the document; `schema` the same without keys and numbers, by which the
    row is named and explained. `entry` is how much of the path names the entry that can be taken away.
    """

    kind: str
    path: Path
    schema: tuple[str, ...] = ()
    shape: Shape = NO_SHAPE
    value: Any = None
    entry: int = 0

    @property
    def of_several(self) -> bool:
        """Whether it is one of several fields of an entry of a list."""
        return 0 < self.entry < len(self.path) and isinstance(self.path[self.entry - 1], int)

    @property
    def key(self) -> tuple[str, Path]:
        return self.kind, self.path


class RecordEditor:
    """A record under work. What somebody else has changed meanwhile in other fields stays as they wrote it."""

    def __init__(self, office: Office, kind: str, record_id: str, *, new: bool = False) -> None:
        """`new`: nothing is on file yet, nor will be before all that is `wanted` has been set."""
        self.office = office
        self.kind = kind
        self.id = record_id
        self.document: dict[str, Any] = {}
        self._new = new
        self._begun: list[Row] = []
        self.read_again()

    @classmethod
    def new(cls, office: Office, kind: str, record_id: str) -> RecordEditor:
        """A record that is not on file yet."""
        return cls(office, kind, record_id, new=True)

    def wanted(self) -> list[Row]:
        """What has to be set before a new record can be put on file."""
        names = [name for name, field in MODELS[self.kind].model_fields.items() if field.is_required()]
        asked = ["position" if name == "lat" else name for name in names if name not in ("id", "lon")]
        rows = [row for name in asked or ["plate"] if (row := self.row_at((name,))) is not None]
        return rows if self._new else []

    def read_again(self) -> None:
        """The record as it stands on file. Raises `UnknownRecordError` where there is none."""
        self._begun = []
        if self._new:
            self.document = self.document or {"id": self.id}
        elif self.kind == "settings":
            self.document = self.office.books.settings.to_json()
        elif self.kind == "arrangements" and self.office.books.arrangements.find(self.id) is None:
            self.document = (
                MODELS[self.kind].model_validate({"id": self.id}).model_dump(mode="json", exclude_none=True)
            )
        else:
            self.document = self.office.books.book(self.kind).get(self.id).to_json()

    @property
    def adding(self) -> bool:
        """Whether an entry is being asked for."""
        return bool(self._begun)

    @property
    def title(self) -> str:
        """What the record is called."""
        return str(next(filter(None, map(self.document.get, ("name", "plate", "title", "customer"))), self.id))

    def rows(self) -> list[Row]:
        """Headings and fields, in the order of the layout."""
        found: list[Row] = []
        shapes = shapes_of(MODELS[self.kind])
        for heading, names in LAYOUT[self.kind].items():
            found.append(Row("heading", (heading,)))
            for name in names:
                shape = shapes.get(name) or _MADE_UP[name]
                found += _rows((name,), (name,), shape, self._value(name), 0)
        return found

    def row_at(self, path: Path) -> Row | None:
        return next((row for row in self.rows() if row.kind == "field" and row.path == path), None)

    def text(self, row: Row) -> str:
        """A value as it is typed."""
        return written(row.shape, row.value, self.office.language)

    # changing

    def problem(self, row: Row, text: str) -> InvalidRecordError | NotationError | JobError | None:
        """What is wrong with a value as it was typed; whether it needs a map datum is asked when it is set."""
        try:
            self._parsed(self._changed(self.document, row.path, self.read(row, text)))
        except JobError as fault:
            return None if fault.code == "datum_needed" else fault
        except NotationError as fault:
            return fault
        except InvalidRecordError as fault:
            return None if self._to_come(fault, row) else fault
        return None

    def _to_come(self, fault: InvalidRecordError, row: Row) -> bool:
        """Whether nothing is wrong but that other fields are still to be asked for."""
        if self._begun:
            return row.path != self._begun[-1].path and _unfinished(fault, row.path)
        return self._new and _only_missing(fault, but=row.path)

    def set_text(self, row: Row, text: str, datum: str | None = None) -> None:
        """Sets a value as it was typed. Raises what `problem` returns, `JobError` ``datum_needed``."""
        self.set(row, self.read(row, text, datum))

    def set(self, row: Row, value: Any) -> None:
        """Sets a value; None for none. Raises `InvalidRecordError`, `ConflictError` where somebody else has
        changed the same value meanwhile.
        """
        self._save(row.path, value)

    def add(self, row: Row, key: str) -> Path:
        """A new entry of a map, under a key, or of a list: where it stands. What it holds is still to be set."""
        shape, held = row.shape, self._at(row.path)
        inner = shape.inner
        assert inner is not None
        if shape.kind == "list":
            return (*row.path, len(held or []))
        if inner.kind == "part":
            if key not in (held or {}):
                self._save((*row.path, key), {})
            first = next(iter(shapes_of(inner.model)))
            return (*row.path, key, first)
        return (*row.path, key)

    def begin(self, row: Row) -> list[Row]:
        """A further entry of a list of parts: its fields to be asked for, one after the other.

        What is set of them is on file once `keep` is called, and forgotten by `read_again`.
        """
        assert row.shape.inner is not None
        model = row.shape.inner.model
        assert model is not None
        entries: list[dict[str, Any]] = self._at(row.path) or []
        blank = {"id": _next_number(each["id"] for each in entries)} if "id" in model.model_fields else {}
        path = (*row.path, len(entries))
        self.document = self._changed(self.document, path, blank)
        self._begun = [each for name in ASKED[model] if (each := self.row_at((*path, name))) is not None]
        return self._begun

    def superfluous(self, row: Row) -> bool:
        """Whether another field that was set takes the place of this one."""
        return self._at((*row.path[:-1], EITHER.get(str(row.path[-1]), ""))) is not None

    def keep(self) -> Path:
        """Puts the entry that was begun on file; where it stands. Raises what `set` does, then it is forgotten."""
        path, made = self._begun[0].path, self.document
        self.read_again()
        put_documents(self.office, self.kind, [made])
        self.read_again()
        return path

    def entry_of(self, row: Row, path: Path) -> Row:
        """The row of an entry that is not on file yet, to be set."""
        inner = row.shape.inner
        assert inner is not None
        return self.row_at(path) or Row("field", path, row.schema, inner, None, len(path))

    def in_list(self, row: Row) -> bool:
        """Whether a row is an entry of a list whose order counts."""
        return row.kind == "field" and row.entry == len(row.path) and isinstance(row.path[-1], int)

    def insert(self, row: Row, value: Any) -> None:
        """One more entry of a list, before that of the row."""
        held = list(self._at(row.path[:-1]))
        held[int(row.path[-1]) : int(row.path[-1])] = value if isinstance(value, list) else [value]
        self._save(row.path[:-1], held)

    def move(self, row: Row, by: int) -> Path:
        """Moves an entry within its list; where it stands then."""
        held, at = list(self._at(row.path[:-1])), int(row.path[-1])
        there = min(max(0, at + by), len(held) - 1)
        held.insert(there, held.pop(at))
        if there != at:
            self._save(row.path[:-1], held)
        return (*row.path[:-1], there)

    def remove(self, row: Row) -> None:
        """Takes an entry out of its map or list."""
        self._save(row.path[: row.entry], None)

    # within

    def _value(self, name: str) -> Any:
        if name == "position":
            return None if "lat" not in self.document else {"lat": self.document["lat"], "lon": self.document["lon"]}
        if name == "needs":
            levels = self.document.get("skill_levels", {})
            return {skill: levels.get(skill, 1) for skill in [*self.document.get("skills", []), *levels]}
        return self.document.get(name)

    def read(self, row: Row, text: str, datum: str | None = None) -> Any:
        """The JSON value of what was typed. Raises `NotationError`, `JobError`."""
        return read(row.shape, text, self.office.language, datum)

    def _at(self, path: Path) -> Any:
        place: Any = self.document
        for part in path:
            if isinstance(place, list):
                place = place[part] if isinstance(part, int) and part < len(place) else None
            else:
                place = place.get(part) if place else None
        return place

    def _changed(self, document: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
        made = copy.deepcopy(document)
        if path == ("position",):
            for name in ("lat", "lon", "approximate"):
                made.pop(name, None)
            return made | ({**value, "approximate": False} if value else {})
        if path == ("needs",):
            levels = {skill: level for skill, level in (value or {}).items() if level > 1}
            return made | {"skills": list(value or {}), "skill_levels": levels}
        if value is None and self.kind == "settings":
            value = self._default(path)
        if value is None and self._at(path[:-1]) is None:
            return made
        place: Any = made
        for part, following in pairwise(path):
            if isinstance(place, list):
                place = place[int(part)]
            else:
                place = place.setdefault(part, [] if isinstance(following, int) else {})
        _put(place, path[-1], value)
        if isinstance(place, dict) and value is not None and path[0] == "volumes":
            place.pop(EITHER.get(str(path[-1]), ""), None)
        return made

    @staticmethod
    def _default(path: Path) -> Any:
        """What a setting is while nobody has set it."""
        place: Any = Settings().to_json()
        for part in path:
            place = place.get(part) if isinstance(place, dict) else None
        return place

    def _parsed(self, document: dict[str, Any]) -> None:
        self.office.books.book(self.kind).check(document)

    def _save(self, path: Path, value: Any) -> None:
        if self._begun:
            self.document = self._changed(self.document, path, value)
            return
        before = self._before(path)
        self.read_again()
        if self._before(path) != before:
            raise ConflictError("field_changed", name=self.title)
        changed = self._changed(self.document, path, value)
        if self._new:
            try:
                self._parsed(changed)
            except InvalidRecordError as fault:
                if not _only_missing(fault):
                    raise
                self.document = changed  # more is still to be asked for
                return
            self._new = False
        put_documents(self.office, self.kind, [changed])
        self.read_again()

    def _before(self, path: Path) -> Any:
        return self._value(str(path[0])) if path[0] in _MADE_UP else self._at(path)


def _only_missing(fault: InvalidRecordError, but: Path = ()) -> bool:
    """Whether nothing is wrong but that other fields are not there yet."""
    own = ("lat", "lon") if but == ("position",) else tuple(map(str, but[:1]))
    return all(each["code"] == "missing" and each["field"] not in own for each in fault.problems)


_LATER = frozenset({"missing", "volume_unmeasured"})
"""What is said of an entry of which something is still to be asked."""


def _unfinished(fault: InvalidRecordError, path: Path) -> bool:
    own = ".".join(map(str, path))
    return all(each["code"] in _LATER and each["field"] != own for each in fault.problems)


def _next_number(ids: Iterable[str]) -> str:
    """The id of one more display fee: after F2 comes F3."""
    numbers = [int(digits) for each in ids if (digits := each.lstrip("F")).isdecimal()]
    return f"F{max(numbers, default=0) + 1}"


def _put(place: Any, name: str | int, value: Any) -> None:
    if isinstance(place, list):
        assert isinstance(name, int)
        if value is None:
            place.pop(name)
        elif isinstance(value, list):  # several entries typed at once
            place[name : name + 1] = value
        elif name < len(place):
            place[name] = value
        else:
            place.append(value)
    elif value is None:
        place.pop(name, None)
    else:
        place[name] = value


def _rows(path: Path, schema: tuple[str, ...], shape: Shape, value: Any, entry: int) -> Iterator[Row]:
    inner = shape.inner
    if shape.kind == "part":
        assert shape.model is not None
        for name, each in shapes_of(shape.model).items():
            if name not in ("id", "rev") and name not in KEPT_PARTS.get(shape.model, ()):
                yield from _rows((*path, name), (*schema, name), each, (value or {}).get(name), entry)
    elif inner is not None and isinstance(shape.keys, tuple):
        for key in shape.keys:
            yield from _rows((*path, key), schema, inner, (value or {}).get(key), entry)
    elif inner is not None:
        entries: Iterable[tuple[str | int, Any]]
        entries = (value or {}).items() if shape.kind == "map" else enumerate(value or [])
        for place, each in entries:
            yield from _rows((*path, place), schema, inner, each, len(path) + 1)
        yield Row("add", path, schema, shape)
    else:
        yield Row("field", path, schema, shape, value, entry)
