"""What an intake has to say: faults of a whole file, and remarks on single rows."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Any

from store.errors import BooksError
from store.intake.grids import Remark

Sentences = Callable[..., str]
"""A translator: ``t(key, **params)`` gives the sentence of a key."""


class IntakeError(BooksError):
    """A file that cannot be taken in at all; nothing was written. The sentence's key is ``intake.<code>``."""

    exit_code = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """A remark on one row: an error keeps the row out, a warning does not.

    `row` counts from 1 as a spreadsheet shows it; `field` is the record's field, None where the row as a
    whole is meant; `value` is the cell's text as it stands in the file; `params` fill the sentence; `sheet`
    is named where rows of several sheets stand in one table.
    """

    row: int
    field: str | None
    value: str | None
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    sheet: str | None = None

    @property
    def place(self) -> int | str:
        """Its row, with the sheet where that is needed to find it."""
        return self.row if self.sheet is None else f"{self.sheet} {self.row}"


def describe(finding: Finding, t: Sentences) -> str:
    """The finding as a sentence: what is wrong and what to do (the row is not named in it)."""
    given: dict[str, Any] = {"value": finding.value or "", "row": finding.row} | dict(finding.params)
    params: dict[str, Any] = {
        name: _listed(value, t) if isinstance(value, list) else value for name, value in given.items()
    }
    if finding.field is not None:
        params["field"] = t(f"intake.field.{finding.field}")
    if "by" in params:
        params["by"] = t(f"intake.by.{params['by']}")
    if finding.code == "older_values":
        params["name"] = _named(str(params["name"]), t)
    if "readings" in params:
        readings: Mapping[str, str] = params["readings"]
        params["readings"] = t("intake.or").join(said_readings(str(params["question"]), readings, t).values())
        params["option"] = f"--{params['question']} {'|'.join(readings)}"
    return t(f"intake.{finding.code}", **params)


def said_readings(question: str, readings: Mapping[str, str], t: Sentences) -> dict[str, str]:
    """What a cell may mean, by answer, in the user's words: rhythms are written out, values stand as they are."""
    if question != "cycle":
        return dict(readings)
    found = {answer: [int(number) for number in re.findall(r"\d+", text)] for answer, text in readings.items()}
    numbers = {answer: each[0] if answer == "monthly" else max(each) for answer, each in found.items()}
    return {answer: t(f"intake.cycle.{answer}", n=number) for answer, number in numbers.items()}


def _named(path: str, t: Sentences) -> str:
    """A record's field as people call it; the path itself where there is no word for it."""
    for key in (f"fields.name.{path}", f"intake.field.{path}"):
        if (label := t(key)) != key:
            return label
    return path


def describe_remark(remark: Remark, t: Sentences) -> str:
    """A remark on a file as a sentence; of long lists the first."""
    params = {name: _listed(value, t) if isinstance(value, list) else value for name, value in remark.params.items()}
    return t(f"intake.{remark.code}", **params)


_NAMED = 12
"""Rows or sheets named in a sentence."""


def _listed(values: list[Any], t: Sentences) -> str:
    text = t("plan.comma").join(map(str, values[:_NAMED]))
    return text if len(values) <= _NAMED else t("intake.and_more", some=text, n=len(values) - _NAMED)
