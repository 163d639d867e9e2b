"""How each field of a record is written and asked for, as its type says."""

from __future__ import annotations

import datetime as dt
import types
import typing
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Union

from pydantic import BaseModel, BeforeValidator

from store.notation.money import minor_units
from store.records import (
    CHANNELS,
    Beat,
    Leave,
    Pause,
    Place,
    Rhythm,
    Shift,
    SpecialDays,
    TrafficHours,
    Unit,
    VehicleKind,
    Weekday,
    Window,
    Zone,
    clock_seconds,
)
from store.records.base import Identifier

_NOTED: dict[Any, str] = {
    list[Window]: "hours",
    list[Shift]: "shifts",
    list[Pause]: "pauses",
    list[Leave]: "spans",
    list[Weekday]: "days",
    list[Weekday | dt.date]: "off",
    list[TrafficHours]: "traffic",
    list[Unit]: "units",
    Rhythm: "rhythm",
    Place: "place",
    Zone: "zone",
    dt.date: "date",
    bool: "flag",
}
_NAMED = {
    "rep": "reps",
    "only_reps": "reps",
    "forbidden_reps": "reps",
    "supplier": "outlets",
    "other_suppliers": "outlets",
    "together": "outlets",
    "apart": "outlets",
    "before": "outlets",
    "outlets": "outlets",
    "visit": "outlets",
    "outlet": "outlets",
    "found_at": "outlets",
    "product": "products",
    "products": "products",
    "exception": "exceptions",
    "order": "orders",
    "vehicle": "vehicles",
    "vehicles_out": "vehicles",
    "people": "reps",
}
"""What records the fields of these names point to."""
KEYS: dict[str, str] = {
    "shifts": "reps",
    "limits": "reps",
    "start": "reps",
    "vehicles": "reps",
    "ride_along": "reps",
    "hours": "outlets",
}
"""What records the keys of these fields are ids of."""
ROOM = ("cases", "kg", "m3", "cash")
"""What a vehicle's capacity counts."""
_SENTENCES = frozenset({"their_duties", "our_duties", "their_rights", "our_rights", "benefits"})
"""Lists of sentences, which may hold commas: an entry each."""
_VALUES = {"vehicles": "vehicles", "ride_along": "reps"}
"""And their values."""
_OWN = {
    "skills": "levels",
    "digits": "digits",
}
"""Fields of names to values that are written in one line."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How one value is written.

    `kind`: text, words, number, money, clock, flag, choice, many (choices), one (record), some (records), part,
    map, list, or one of the notations. `names` is where the choices are named in the translations, `of` the kind
    of records meant, `inner` the shape of what a map or a list holds, `keys` those of a map: ids of records of
    that kind, a fixed set, or words (None).
    """

    kind: str
    optional: bool = False
    options: tuple[str, ...] = ()
    names: str = ""
    of: str = ""
    model: type[BaseModel] | None = None
    inner: Shape | None = None
    keys: str | tuple[str, ...] | None = None


NO_SHAPE = Shape("fixed")


@cache
def shapes_of(model: type[BaseModel]) -> dict[str, Shape]:
    """The shapes of a record's fields by name."""
    hints = typing.get_type_hints(model, include_extras=True)
    shapes = {name: _shape(name, hints[name]) for name in model.model_fields}
    if model is Beat:  # in the order they are called on, a row each
        shapes["outlets"] = Shape("list", inner=Shape("one", of="outlets"))
    return shapes


def _shape(name: str, hint: Any) -> Shape:
    hint, metadata, optional = _bare(hint)
    if hint in _NOTED:
        return Shape(_NOTED[hint], optional)
    functions = [each.func for each in metadata if isinstance(each, BeforeValidator)]
    if minor_units in functions:
        return Shape("money", optional)
    if clock_seconds in functions:
        return Shape("clock", optional)
    if name == "channel":
        return Shape("choice", optional, CHANNELS, "records.channel")
    if name in _NAMED:
        several = typing.get_origin(hint) is list
        return Shape("some" if several else "one", optional, of=_NAMED[name])
    if hint is str or hint == Identifier:
        return Shape("text", optional)
    if hint in (int, float):
        return Shape("number", optional)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Shape("choice", optional, tuple(hint), _names(hint))
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return Shape("part", optional, model=hint)
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is list:
        return _list(name, args[0], optional)
    if origin is dict:
        return _map(name, args, optional)
    return Shape("fixed", optional)


def _list(name: str, held: Any, optional: bool) -> Shape:
    held, _, _ = _bare(held)
    if name in ("kinds", "vehicles"):  # kinds of vehicles, by name or as such
        return Shape("many", optional, tuple(VehicleKind), "records.vehicle")
    if isinstance(held, type) and issubclass(held, StrEnum):
        return Shape("many", optional, tuple(held), _names(held))
    if name in _SENTENCES:
        return Shape("list", optional, inner=Shape("text", optional=True))
    if held is SpecialDays:
        return Shape("list", optional, inner=Shape("special"))
    if held is Zone:
        return Shape("list", optional, inner=Shape("zone"))
    if isinstance(held, type) and issubclass(held, BaseModel):
        return Shape("list", optional, inner=Shape("part", model=held))
    return Shape("words", optional)


def _map(name: str, args: tuple[Any, ...], optional: bool) -> Shape:
    if name in _OWN:
        return Shape(_OWN[name], optional)
    key, _, _ = _bare(args[0])
    fixed = isinstance(key, type) and issubclass(key, StrEnum)
    keys: str | tuple[str, ...] | None = tuple(key) if fixed else ROOM if name == "capacity" else KEYS.get(name)
    inner = Shape("one", of=_VALUES[name]) if name in _VALUES else _shape("", args[1])
    if name == "hours":  # an outlet's on a single day: none means closed
        inner = Shape("day_hours")
    return Shape("map", optional, names=_names(key) if fixed else "", inner=inner, keys=keys)


def _names(enum: type[StrEnum]) -> str:
    area = _AREAS.get(enum.__name__, enum.__name__.lower())
    if "." in area:
        return area
    return f"records.{area}" if area else ""


_AREAS = {
    "VehicleKind": "vehicle",
    "Grade": "",
    "Form": "service.form",
    "IssueKind": "service.issue_kind",
    "Department": "service.department",
    "SignalKind": "service.signal",
    "ExceptionKind": "fields.exception",
    "Period": "fields.period",
}
"""Where the values of some enumerations are named."""


def _bare(hint: Any) -> tuple[Any, list[Any], bool]:
    """A type without its annotations and without None: what they were, and whether None was among it."""
    metadata: list[Any] = []
    optional = False
    while True:
        origin = typing.get_origin(hint)
        if origin is Annotated:
            hint, *more = typing.get_args(hint)
            metadata += more
        elif origin in (Union, types.UnionType) and type(None) in typing.get_args(hint):
            optional = True
            rest = tuple(arg for arg in typing.get_args(hint) if arg is not type(None))
            hint = rest[0] if len(rest) == 1 else Union[rest]  # noqa: UP007
        else:
            return hint, metadata, optional
