"""Files that a command is given, read whole."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import orjson

from tui.jobs.office import JobError


class InputError(JobError):
    """A file or document that could not be taken in."""

    exit_code = 3


def read_bytes(name: str, stdin: IO[bytes] | None = None) -> bytes:
    """The bytes of a file, or of standard input where `stdin` is given."""
    if stdin is not None:
        return stdin.read()
    path = Path(name)
    if not path.is_file():
        raise InputError("no_such_file", where=name, path=name)
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError("cannot_read", where=name, path=name, why=error.strerror or "") from None


def documents_in(name: str, stdin: IO[bytes] | None = None) -> list[dict[str, Any]]:
    """JSON documents: one, a list, or one on each line."""
    documents = values_in(name, stdin)
    for number, document in enumerate(documents, 1):
        if not isinstance(document, dict):
            raise InputError("not_a_document", where=name, path=name, number=number)
    return documents


def values_in(name: str, stdin: IO[bytes] | None = None) -> list[Any]:
    """JSON values, whatever they are: one, a list, or one on each line."""
    raw = read_bytes(name, stdin).removeprefix(b"\xef\xbb\xbf")
    if b"\0" in raw[:4096] or raw[:4] == b"%PDF":
        raise InputError("not_json", where=name, path=name)
    found: Any
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError as whole:
        found = _lines(name, raw, whole)
    return found if isinstance(found, list) else [found]


def _lines(name: str, raw: bytes, whole: orjson.JSONDecodeError) -> list[Any]:
    found = []
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(orjson.loads(line))
        except orjson.JSONDecodeError as error:
            # one broken document rather than a broken line among several
            at = (number, error) if found else (whole.lineno, whole)
            raise InputError(
                "bad_json", where=name, path=name, line=at[0], column=at[1].colno, why=at[1].msg
            ) from None
    return found
