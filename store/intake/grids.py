"""What reading a file gives before anyone knows what it means: rows of text, and what text cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any, NamedTuple

MOST_CELLS = 10_000_000
"""More than any table of shops or orders has, and still read in a gigabyte or two."""


class Mark(Enum):
    """What a cell was in the file. A text may look like a number or a date; these were, or could not be read."""

    TEXT = "t"
    NUMBER = "n"
    DATE = "d"
    TIME = "c"
    YES_NO = "b"
    PERCENT = "p"
    ERROR_CELL = "e"
    FORMULA_WITHOUT_VALUE = "f"
    DIGITS_LOST = "l"
    TOO_LONG = "x"

    @property
    def fault(self) -> bool:
        """Whether the cell's value is not to be had; its text is what little there is, for showing."""
        return self.value in _FAULTS


_FAULTS = frozenset("eflx")


class Row(NamedTuple):
    """One row: its number as a spreadsheet shows it (the first is 1) and its cells as text.

    `kinds` has a `Mark` value for each cell, or is shorter where the cells are plain text; `sheet` is set
    where rows of several sheets stand in one table.
    """

    number: int
    cells: tuple[str, ...]
    kinds: str = ""
    sheet: str | None = None

    @property
    def blank(self) -> bool:
        return not any(self.cells)

    @property
    def place(self) -> int | str:
        """Its number, with the sheet where that is needed to find it."""
        return self.number if self.sheet is None else f"{self.sheet} {self.number}"

    def mark(self, at: int) -> Mark:
        """What the cell of a column (from 0) was."""
        return Mark(self.kinds[at]) if 0 <= at < len(self.kinds) else Mark.TEXT

    def cell(self, at: int | None) -> str:
        """The text of a column (from 0): empty where there is none, or none that can be trusted."""
        if at is None or at >= len(self.cells) or (at < len(self.kinds) and self.kinds[at] in _FAULTS):
            return ""
        return self.cells[at]

    @property
    def faults(self) -> list[int]:
        """Columns whose cells cannot be read."""
        return [at for at, kind in enumerate(self.kinds) if kind in _FAULTS]


class Merge(NamedTuple):
    """Cells merged into one: first and last row (as `Row.number` counts), first and last column (from 0)."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(slots=True)
class Grid:
    """The rows of a sheet that have anything in them, in order. `name` is None where a file has one table only."""

    rows: list[Row]
    name: str | None = None
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: int = 0
    separator: str | None = None
    """Between the columns, where the file is a text."""


@dataclass(slots=True)
class Book:
    """The sheets of a workbook that were read, and the names of those that were not: hidden, or not asked for."""

    grids: list[Grid]
    hidden: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be told of a file as a whole: what was left out or filled in. ``intake.<code>`` says it."""

    code: str
    params: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
