"""One standard as rows that can be edited, whatever its kind; each change makes a new version of it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.records import Grade, Standard, Tier
from store.records.standards import PointKind, StepKind, StepWhen

if TYPE_CHECKING:
    from tui.jobs.office import Office

_OWN = ("id", "rev", "kind", "version")
"""Fields that are not edited."""
PARTS = {"steps": "step", "points": "point"}
"""Fields that are lists of parts, and what one part is called."""
Path = tuple[str | int, ...]


WORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "tiers": ("records.tier", tuple(Tier)),
    "grades": ("", tuple(Grade)),
    "kind": ("standards.part", (*StepKind, *PointKind)),
    "when": ("standards.when", tuple(StepWhen)),
    "required": ("standards.answer", ("true", "false")),
}
"""Fields of which only certain values can stand: where these are put into words, and which they are."""


@dataclass(frozen=True, slots=True)
class Field:
    """A row: where it stands in the document, and its value; a part of a list shows its name."""

    path: Path
    value: Any

    @property
    def key(self) -> Path:
        return self.path

    @property
    def part(self) -> bool:
        """Whether it is a step or a point, with fields of its own."""
        return len(self.path) == 2 and self.path[0] in PARTS


class StandardEditor:
    """A standard under work. Every change is written before the method returns, whole or not at all."""

    def __init__(self, office: Office, standard_id: str) -> None:
        self.office = office
        self.standard: Any = office.books.standards.get(standard_id)

    def read_again(self) -> None:
        """The standard as it stands on file. Raises `UnknownRecordError` where there is none any more."""
        self.standard = self.office.books.standards.get(self.standard.id)

    def rows(self) -> list[Field]:
        """Its fields, and the parts of its lists."""
        return list(_rows(self._document()))

    def fields_of(self, row: Field) -> list[Field]:
        """The fields of a step or a point."""
        return [Field((*row.path, name), value) for name, value in row.value.items() if name != "id"]

    def text_of(self, row: Field) -> str:
        """A value as it is edited, in words where it has such."""
        if isinstance(row.value, list):
            return ", ".join(self._word(row, str(value)) for value in row.value)
        plain = f"{row.value:g}" if isinstance(row.value, float) else str(row.value)
        plain = plain.lower() if isinstance(row.value, bool) else plain
        return "" if row.value is None else self._word(row, plain)

    def choices_of(self, row: Field) -> list[str]:
        """What can stand in a field, in words; empty where anything can."""
        _, values = WORDS.get(str(row.path[-1]), ("", ()))
        return [self._word(row, value) for value in self._fitting(row, values)]

    def _fitting(self, row: Field, values: Iterable[str]) -> list[str]:
        """Of the kinds of parts those of a step, or of a point."""
        if row.path[-1] != "kind":
            return [str(value) for value in values]
        return [str(value) for value in (StepKind if row.path[0] == "steps" else PointKind)]

    def _word(self, row: Field, value: str) -> str:
        area, values = WORDS.get(str(row.path[-1]), ("", ()))
        known = bool(area) and value in values
        return self.office.t(f"{area}.{value}") if known else value

    def _meant(self, row: Field, word: str) -> str:
        """The value that a word stands for; whatever else was typed is left to the record's own rules."""
        _, values = WORDS.get(str(row.path[-1]), ("", ()))
        wanted = word.strip().casefold()
        fitting = self._fitting(row, values)
        return next(
            (value for value in fitting if wanted in (value.casefold(), self._word(row, value).casefold())), word
        )

    def set(self, row: Field, text: str) -> None:
        """Writes a value as it was typed: lists with commas, nothing for none. The record's own rules judge it."""
        value: Any = self._meant(row, text.strip()) or None
        if isinstance(row.value, list):
            parts = [part.strip() for part in re.split(r"[,，、;；]", text)]
            value = [self._meant(row, part) for part in parts if part]
        document = self._document()
        place: Any = document
        for part in row.path[:-1]:
            place = place[part]
        if value is None and not isinstance(row.value, str):
            place.pop(row.path[-1], None)
        else:
            place[row.path[-1]] = value if value is not None else ""
        self._save(document)

    @property
    def parts(self) -> str | None:
        """The list that it has parts in: `steps`, `points`, or None."""
        return next((name for name in PARTS if hasattr(self.standard, name)), None)

    def add(self, name: str, after: Field | None = None) -> None:
        """A new step or point, behind one or at the end."""
        document, field = self._document(), self.parts
        if field is None:
            return
        known = {part["id"] for part in document[field]}
        fresh = next(each for each in iter(lambda: secrets.token_hex(3), "") if each not in known)
        place = int(after.path[1]) + 1 if after is not None and after.part else len(document[field])
        document[field].insert(place, {"id": fresh, "name": name})
        self._save(document)

    def remove(self, row: Field) -> None:
        """Takes a step or a point out; calls made by it keep the version they were judged by."""
        document = self._document()
        document[str(row.path[0])].pop(int(row.path[1]))
        self._save(document)

    def move(self, row: Field, by: int) -> Path:
        """Moves a step or a point up or down; where it stands then."""
        document = self._document()
        parts, place = document[str(row.path[0])], int(row.path[1])
        target = max(0, min(len(parts) - 1, place + by))
        parts.insert(target, parts.pop(place))
        self._save(document)
        return (row.path[0], target)

    def copy(self, name: str) -> str:
        """Another standard like this one, under a name of its own; its id."""
        fresh = f"{self.standard.id[:40]}-{secrets.token_hex(2)}"
        document = {**self._document(), "id": fresh, "name": name, "version": 1}
        document.pop("rev", None)
        self.office.books.standards.put([{key: value for key, value in document.items() if value is not None}])
        return fresh

    def _document(self) -> dict[str, Any]:
        found: dict[str, Any] = self.standard.model_dump(mode="json")
        return found

    def _save(self, document: dict[str, Any]) -> None:
        book = self.office.books.standards
        book.put([{name: value for name, value in document.items() if value is not None}])
        self.standard = book.get(self.standard.id)


def _rows(document: dict[str, Any]) -> Iterator[Field]:
    for name, value in document.items():
        if name in _OWN:
            continue
        if isinstance(value, dict):
            yield from (Field((name, inner), each) for inner, each in value.items())
        elif name in PARTS:
            yield from (Field((name, place), part) for place, part in enumerate(value))
        else:
            yield Field((name,), value)


def standards_of(office: Office) -> list[Standard]:
    """Every standard, kind by kind."""
    found: list[Any] = list(office.books.standards.all().values())
    return sorted(found, key=lambda each: (each.kind, each.id))
