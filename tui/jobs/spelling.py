"""Fields that no record has: those that look like one are refused, others are told and kept for newer writers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from store.errors import InvalidRecordError
from store.records.base import Part

if TYPE_CHECKING:
    from store.records import Record

_ALSO = {"latitude": "lat", "longitude": "lon", "lng": "lon", "telephone": "phone", "mobile": "phone"}
"""What people call a field, where that does not look like its name."""
_ALIKE = 0.79
"""Share of their letters that two names have in common, in order, from which on one is taken for the other."""


@dataclass(frozen=True, slots=True)
class UnknownField:
    """A field that a kind of record does not have; `near` is the one that may be meant, None where there is none."""

    record: str
    path: tuple[str, ...]
    value: object
    near: str | None

    @property
    def name(self) -> str:
        return ".".join(self.path)


def unknown_fields(record: Record) -> list[UnknownField]:
    """Every field of a record, and of the parts in it, that its kind does not have."""
    return [
        UnknownField(record.id, (*path, name), value, near(name, type(part).model_fields))
        for path, part in _parts((), record)
        for name, value in (part.model_extra or {}).items()
    ]


def fresh_fields(kind: str, records: Iterable[Record], stored: Iterable[Record]) -> list[UnknownField]:
    """The unknown fields of records that are not on file already; `InvalidRecordError` where one is misspelt."""
    known = {(each.record, each.path, repr(each.value)) for record in stored for each in unknown_fields(record)}
    found = [
        each
        for record in records
        for each in unknown_fields(record)
        if (each.record, each.path, repr(each.value)) not in known
    ]
    first = next((each for each in found if each.near is not None), None)
    if first is not None:
        wrong = [each for each in found if each.record == first.record and each.near is not None]
        raise InvalidRecordError(
            "invalid_record",
            kind=kind,
            id=first.record,
            problems=[_misspelt(each.path, each.value, each.near or "") for each in wrong],
        )
    return found


def with_misspelt(fault: InvalidRecordError, document: Mapping[str, Any]) -> InvalidRecordError:
    """The fault with what is missing told as misspelt, where the document has a field that looks like it."""
    problems = []
    for problem in fault.problems:
        *path, name = problem["field"].split(".")
        part: Any = document
        for step in path:
            part = part[int(step)] if isinstance(part, list) else part.get(step) if isinstance(part, dict) else None
        keys = part if isinstance(part, dict) and problem["code"] == "missing" else ()
        like = next((key for key in keys if near(str(key), [name])), None)
        problems.append(problem if like is None else _misspelt((*path, like), part[like], name))
    return InvalidRecordError(fault.code, **{**fault.params, "problems": problems})


def _misspelt(path: tuple[str, ...], value: object, meant: str) -> dict[str, Any]:
    field = ".".join(path)
    limit = ".".join((*path[:-1], meant))
    return {"field": field, "code": "misspelt", "value": value, "message": meant, "limit": limit}


def near(name: str, known: Iterable[str]) -> str | None:
    """The known name that one that is not known looks like: but for capitals and signs the same, a letter more or
    less or exchanged, or what people call it.
    """
    plain = _plain(name)
    best, most = None, _ALIKE
    fields = list(known)
    for field, spelt in [*((each, each) for each in fields), *((_ALSO[each], each) for each in _ALSO)]:
        if field not in fields:
            continue
        other = _plain(spelt)
        same = 1.0 if plain == other else 0.99 if len(plain) > 3 and sorted(plain) == sorted(other) else 0.0
        alike = same or SequenceMatcher(None, plain, other).ratio()
        if alike > most or (alike == most and best is None):
            best, most = field, alike
    return best


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _parts(path: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], Part]]:
    if isinstance(value, Part):
        yield path, value
        for name in type(value).model_fields:
            yield from _parts((*path, name), getattr(value, name))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _parts((*path, str(key)), each)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, each in enumerate(value):
            yield from _parts((*path, str(number)), each)
