"""Versions of the files' layout, and the steps that lead from each to the next.

Every file says its version in its `_meta` table. A step is a pure function from one document to another;
it is applied to every document of the tables it is named for, when a file of that version is read. The
file itself is written anew with its next change.

- 0: a file without `_meta`, as stock TinyDB or a hand makes it
- 1: the first with `_meta`; documents of the books may lack `rev`
- 2: every document of the books carries `rev`, a call its `stop_kind`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from store.errors import DamagedFileError, NewerSchemaError

SCHEMA = 2
"""The version that is written."""

Document = dict[str, Any]
Tables = dict[str, dict[str, Any]]
Step = Callable[[Document], Document]

META = "_meta"
_PLAN_TABLES = frozenset({"day", "routes", "unserved", "revision"})
"""Tables whose rows are parts of one plan and no records of their own."""


def _counted(document: Document) -> Document:
    """A record counts its changes from 1."""
    return document if "rev" in document else {**document, "rev": 1}


def _call_of_a_kind(document: Document) -> Document:
    """Calls tell a visit from a delivery at the same outlet."""
    return _counted({"stop_kind": "visit", **document})


def _as_it_was(document: Document) -> Document:
    return document


STEPS: Mapping[int, Callable[[str], Step]] = {
    0: lambda _table: _as_it_was,
    1: lambda table: _as_it_was if table in _PLAN_TABLES else _call_of_a_kind if table == "calls" else _counted,
}
"""By the version they start from: which step the documents of a table go through."""


def migrated(tables: Tables, path: Path) -> Tables:
    """The tables in today's layout. Raises `NewerSchemaError` for a version this program does not know."""
    meta = tables.get(META)
    found = 0 if meta is None else next((row.get("schema", 1) for row in meta.values() if isinstance(row, dict)), 1)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise DamagedFileError("file_not_books", path=str(path))
    if found > SCHEMA:
        raise NewerSchemaError("newer_schema", path=str(path), schema=found, known=SCHEMA)
    if found == SCHEMA:
        return tables
    current = {name: dict(table) for name, table in tables.items() if name != META}
    for version in range(found, SCHEMA):
        current = {
            name: {key: STEPS[version](name)(document) for key, document in table.items()}
            for name, table in current.items()
        }
    return current
