"""Known shapes of exports: which program wrote a table is seen by its headers, and with it what each column is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from store.intake.columns import Vocabulary
from store.intake.findings import IntakeError
from store.intake.questions import OPTIONS
from store.notation.words import fold

OWN_FILE = "presets.toml"
"""Presets of a data folder."""
_OPTIONS = ("datum", *OPTIONS)
_KEYS = frozenset(("name", "kind", "headers", "columns", "options"))


@dataclass(frozen=True, slots=True)
class Preset:
    """A shape of export: all of `headers` mark it; `columns` say which header a field has; `options` what is open."""

    name: str
    kind: str
    headers: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)

    def fits(self, header: Sequence[str]) -> bool:
        there = {_plain(name) for name in header}
        return all(_plain(name) in there for name in self.headers)

    def mapping(self, header: Sequence[str]) -> dict[str, str]:
        """The columns it knows of those that are there, as they are written there."""
        there = {_plain(name): name for name in header}
        return {name: there[_plain(column)] for name, column in self.columns.items() if _plain(column) in there}


def _plain(header: str) -> str:
    """A header as it is compared: blanks, width and capitals do not matter, what stands in brackets does."""
    return "".join(fold(header).lstrip("*").split())


def preset_of(presets: Sequence[Preset], kind: str, header: Sequence[str]) -> Preset | None:
    """The preset whose marks a header has, the one with the most of several; earlier ones go first."""
    fitting = [each for each in presets if each.kind == kind and each.fits(header)]
    return max(fitting, key=lambda each: len(each.headers), default=None)


def presets_of(folder: Path, vocabularies: Mapping[str, Vocabulary]) -> list[Preset]:
    """Those of a data folder, and those that come with the program.

    Raises IntakeError ``presets_broken`` for a file that is none, or says what is no kind, field or option.
    """
    return [*_own(folder / OWN_FILE, vocabularies), *_shipped()]


@cache
def _shipped() -> tuple[Preset, ...]:
    found: list[Preset] = []
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        found += [_preset(each) for each in tomllib.loads(path.read_text(encoding="utf-8"))["preset"]]
    return tuple(found)


def _preset(document: Mapping[str, Any]) -> Preset:
    return Preset(
        str(document["name"]), str(document["kind"]), tuple(map(str, document["headers"])),
        dict(document.get("columns", {})), {name: str(value) for name, value in document.get("options", {}).items()},
    )  # fmt: skip


def _own(path: Path, vocabularies: Mapping[str, Vocabulary]) -> list[Preset]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise IntakeError("presets_broken", path=str(path), why=str(error)) from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise IntakeError("presets_broken", path=str(path), why=str(error)) from None
    given = document.get("preset")
    if not isinstance(given, list):
        raise IntakeError("presets_broken", path=str(path), why="[[preset]]")
    for each in given:
        if wrong := _wrong(each, vocabularies):
            raise IntakeError("presets_broken", path=str(path), why=wrong)
    return [_preset(each) for each in given]


def _wrong(document: object, vocabularies: Mapping[str, Vocabulary]) -> str:
    """What of a preset cannot be; "" where it can."""
    if not isinstance(document, dict) or not isinstance(document.get("name"), str):
        return "name = ?"
    name, kind, headers = document["name"], document.get("kind"), document.get("headers")
    columns, options = document.get("columns", {}), document.get("options", {})
    if not isinstance(kind, str) or kind not in vocabularies:
        return f"{name}: kind = {kind}: {', '.join(vocabularies)}"
    if not isinstance(headers, list) or not headers or not all(isinstance(each, str) for each in headers):
        return f"{name}: headers = {headers}"
    for key, value, known in (
        ("", document, _KEYS),
        ("columns.", columns, vocabularies[kind].names),
        ("options.", options, _OPTIONS),
    ):
        if not isinstance(value, dict):
            return f"{name}: {key}{value}"
        unknown = [str(each) for each in value if each not in known]
        if unknown:
            return f"{name}: {key}{unknown[0]}: {', '.join(known)}"
    if not all(isinstance(each, str) for each in (*columns.values(), *options.values())):
        return f"{name}: columns, options"
    return ""


def check(presets: Sequence[Preset], vocabularies: Mapping[str, Vocabulary]) -> list[str]:
    """What is wrong with presets, for the tests of those that come with the program."""
    documents = [
        {"name": each.name, "kind": each.kind, "headers": list(each.headers), "columns": dict(each.columns),
         "options": dict(each.options)}
        for each in presets
    ]  # fmt: skip
    return [wrong for each in documents if (wrong := _wrong(each, vocabularies))]
