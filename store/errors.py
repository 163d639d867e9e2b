"""What can go wrong with the books, each with a stable code and what fills its sentence."""

from __future__ import annotations

from typing import Any


class BooksError(Exception):
    """A fault a person can act on. The faces turn `code` and `params` into a sentence."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code}: " + ", ".join(f"{k}={v}" for k, v in params.items()))


class DamagedFileError(BooksError):
    """A file that cannot be read as books; it was not touched. `line` and `column` where known."""


class NewerSchemaError(BooksError):
    """A file written by a newer version."""


class ConflictError(BooksError):
    """Somebody else changed the record in between.

    `yours` and `stored` are the two revisions. Of a record `mine` and `document` are the two versions and
    `differences` the fields in which they differ (field, yours, stored); of a plan `mine` and `document` are
    the two plans and `by` who saved the stored one.
    """

    @property
    def differences(self) -> list[dict[str, Any]]:
        found = self.params.get("differences")
        return found if isinstance(found, list) else []


class UnknownRecordError(BooksError):
    """No record of that id."""


class InvalidRecordError(BooksError):
    """A document that does not fit its record. `problems`: field, code, value and message of each fault."""

    @property
    def problems(self) -> list[dict[str, Any]]:
        found = self.params.get("problems")
        return found if isinstance(found, list) else []


class NoFolderError(BooksError):
    """The data folder named is not there, and was not to be made."""

    exit_code = 1


class NotWritableError(BooksError):
    """The data folder or the disk refuses to take it."""


class ArchiveError(BooksError):
    """An archive that is missing, damaged or none; nothing was restored."""

    exit_code = 3
