"""What an intake asks, and the answers it was given: cells with two readings that nothing in the table settles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from store.intake.findings import Finding

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "decimal": ("point", "comma"),
    "dates": ("ymd", "dmy", "mdy"),
    "order": ("latlon", "lonlat"),
    "cycle": ("days", "weeks", "times", "monthly"),
    "plus": ("paid", "free"),
    "unit": (),
}
"""By question, its answers; those of `unit` are units' names. The command line's option is ``--question``."""

TWO_READINGS = "two_readings"


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers for a table as a whole, and for single columns (by question and header), which go before."""

    table: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def to(self, question: str, column: str) -> str | None:
        """The answer given for a column; None while the question is open."""
        return self.columns.get((question, column)) or self.table.get(question)


NO_ANSWERS = Answers()


@dataclass(frozen=True, slots=True)
class Question:
    """An open question about a column: the rows it holds back, one cell of it, and what each answer makes of that."""

    code: str
    column: str
    readings: Mapping[str, str]
    example: str
    rows: tuple[int | str, ...]


def questions_of(errors: Iterable[Finding]) -> list[Question]:
    """The questions that rows were held back for, one for each column."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for error in errors:
        if error.code == TWO_READINGS:
            found.setdefault((error.params["question"], error.params["column"]), []).append(error)
    return [
        Question(code, column, each[0].params["readings"], each[0].value or "", tuple(e.place for e in each))
        for (code, column), each in found.items()
    ]
